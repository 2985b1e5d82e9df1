"""The policy that every page states: what its own host gives it, and no script but ours.

In: built sites. A script that stands in a page runs only where the policy names its hash.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping

from playwright.sync_api import Browser, Route
from selectolax.lexbor import LexborHTMLParser
from sites import SPEECH, Project, served

DATA = ("application/json", "application/ld+json")
"""Types of `script` elements that hold data; nothing in them runs."""


def policy(page: LexborHTMLParser) -> str:
    node = page.css_first("meta[http-equiv=Content-Security-Policy]")
    assert node
    return node.attributes["content"] or ""


def scripts(page: LexborHTMLParser) -> list[str]:
    """What stands between the tags of scripts that would run."""
    inline = (node for node in page.css("script:not([src])") if node.attributes.get("type") not in DATA)
    return [node.text(deep=True) for node in inline]


def digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode('utf-8')).digest()).decode('ascii')}'"


def test_every_page_has_the_policy(built: Project) -> None:
    """It comes before anything that it forbids, and allows nothing inline; nothing in a page would need more."""
    for path in sorted(built.site.rglob("*.html")):
        html = path.read_text(encoding="utf-8")
        page = LexborHTMLParser(html)
        said = policy(page)
        assert "unsafe" not in said, path
        assert "default-src 'none'" in said, path
        assert not re.search(r"<(?:script|link|style)\b", html.partition("Content-Security-Policy")[0]), path
        assert scripts(page) == [], path
        assert not page.css("style, [style], [onclick], [onload], a[href^='javascript:']"), path


def test_a_former_address_may_lead_on(
    small: Callable[[Mapping[str, str | bytes]], Project], browser: Browser
) -> None:
    """The one script that stands in a page has its hash in the policy, and keeps the paragraph of the address.

    Where this fails after a change of the script, theme/main.html wants the hash that is asked for here.
    """
    project = small({"a.txt": SPEECH, "a.yml": "aliases: [lao-a]\n"})
    assert project.run("site").returncode == 0
    page = project.html("speeches/lao-a/index.html")
    (script,) = scripts(page)
    assert digest(script) in policy(page)
    (record,) = project.records()
    block = record["blocks"][-1]["id"]
    with served(project.site) as address, browser.new_context() as context:
        tab = context.new_page()
        tab.goto(f"{address}/speeches/lao-a/#{block}")
        tab.wait_for_url(f"**/speeches/a/#{block}")


def test_a_script_that_gets_into_a_page_does_not_run(built: Project, browser: Browser) -> None:
    """Neither a script, nor a handler, nor a link with one, nor a style runs, should markup ever slip through."""
    slipped = (
        "<script>window.bad = 'script'</script><img src='x' onerror=\"window.bad = 'handler'\">"
        "<a id='slip' href=\"javascript:window.bad = 'link'\">x</a><style>body { color: rgb(1, 2, 3) }</style>"
    )
    with served(built.site) as address, browser.new_context() as context:
        page = context.new_page()

        def damaged(route: Route) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, body=answer.text().replace("</article>", f"{slipped}</article>"))

        page.route("**/about/", damaged)
        page.goto(f"{address}/about/")
        page.locator("#slip").click(timeout=2000)
        assert page.evaluate("document.querySelector('article script') !== null")
        assert page.evaluate("window.bad") is None
        assert page.evaluate("getComputedStyle(document.body).color") != "rgb(1, 2, 3)"
