"""What a reader can do with the site: search, follow, link, on a wide and a narrow screen.

In: the built site of the five seeds, served on this machine, in a real browser.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sites import Project, search

WIDE, NARROW = 1280, 390  # CSS pixels: a laptop, a phone
THEME = "zuzhi-shenghuo"
"""A theme whose page quotes three of the five speeches."""
PLACES = (
    "",
    "speeches/",
    "themes/",
    "about/",
    "404.html",
    f"themes/{THEME}/",
    "speeches/003-dbc9b005143e827d/",
)
"""A page of each kind."""
ON_TOP = """element => {
    const {left, top, height} = element.getBoundingClientRect()
    const at = document.elementFromPoint(left + 20, top + Math.min(12, height / 2))
    return at !== null && element.contains(at)
}"""
"""Whether the start of an element is on the screen and nothing lies over it, such as a sticky header."""
CONTRAST = """element => {
    const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true})
    const channels = color => {
        canvas.clearRect(0, 0, 1, 1)
        canvas.fillStyle = color
        canvas.fillRect(0, 0, 1, 1)
        return canvas.getImageData(0, 0, 1, 1).data
    }
    const light = ([r, g, b]) => [r, g, b]
        .map(part => part / 255)
        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0)
    let under = element
    while (under.parentElement && channels(getComputedStyle(under).backgroundColor)[3] < 255) under = under.parentElement
    const back = getComputedStyle(under).backgroundColor
    canvas.fillStyle = back
    canvas.fillRect(0, 0, 1, 1)
    canvas.fillStyle = getComputedStyle(element).color
    canvas.fillRect(0, 0, 1, 1)
    const front = canvas.getImageData(0, 0, 1, 1).data
    const [dark, bright] = [light(front), light(channels(back))].sort((a, b) => a - b)
    return (bright + 0.05) / (dark + 0.05)
}"""
"""The contrast of an element's text with what lies under it, as WCAG 2 reckons it: 1-21."""

every_width = pytest.mark.parametrize("width", [WIDE, NARROW])


@pytest.fixture
def reader(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of the test's `width`. Errors, failed requests and other hosts fail the test."""
    with quiet(browser, address, viewport=screen(request)) as page:
        yield page


def screen(request: pytest.FixtureRequest) -> dict[str, int]:
    """As wide as the test's `width`."""
    width = request.node.callspec.params.get("width", WIDE) if hasattr(request.node, "callspec") else WIDE
    return {"width": width, "height": 800}


@contextmanager
def quiet(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    """A page that reaches no other host; in the end errors, failed requests and other hosts asked for fail the test."""
    context = browser.new_context(base_url=f"{address}/", **options)
    troubles: list[str] = []
    yield _watched(context, address, troubles)
    context.close()
    assert troubles == []


def _watched(context: BrowserContext, address: str, troubles: list[str]) -> Page:
    def foreign(url: str) -> bool:
        return not url.startswith((f"{address}/", "data:", "blob:"))

    context.route(foreign, lambda route: (troubles.append(f"asked {route.request.url}"), route.abort()))
    page = context.new_page()
    page.on("console", lambda said: troubles.append(f"said {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: troubles.append(f"raised {error}"))
    page.on("response", lambda got: troubles.append(f"{got.status} {got.url}") if got.status >= 400 else None)
    return page


def arrived(page: Page) -> Locator:
    """The element that the address' fragment names, once it is on the screen."""
    name = unquote(urlsplit(page.url).fragment)
    assert re.fullmatch(r"[ph]-[a-z2-7]{8}(-\d+)?", name)
    element = page.locator(f"[id='{name}']")
    page.wait_for_function(f"name => ({ON_TOP})(document.getElementById(name))", arg=name, timeout=5_000)
    return element


def record_of(built: Project, url: str) -> dict:
    return next(record for record in built.records() if f"/speeches/{record['id']}/" in url)


def found(page: Page) -> list[str]:
    """The first three characters of the speeches that a search has found, best first, each once."""
    links = page.locator(".md-search-result__list a[href]").evaluate_all(
        "links => links.map(link => link.href)"
    )
    speeches = [match[1] for url in links if (match := re.search(r"/speeches/(\d{3})-", url))]
    return list(dict.fromkeys(speeches))


@every_width
def test_search_finds_a_set_phrase(reader: Page, built: Project, width: int) -> None:
    """From the home page, a search for 三会一课 lists 003 and 004; a result opens the speech where it is used."""
    reader.goto("")
    search(reader, "三会一课")
    assert {"003", "004"} <= set(found(reader))
    reader.locator(".md-search-result__list a[href*='/speeches/003-']").locator("visible=true").first.click()
    reader.wait_for_url("**/speeches/003-*/**")
    texts = reader.locator("[data-block]").all_text_contents()
    assert texts == [block["text"] for block in record_of(built, reader.url)["blocks"]]
    assert any("三会一课" in text for text in texts)
    assert width == reader.viewport_size["width"]


def test_search_finds_what_was_asked_for_alone(reader: Page) -> None:
    """The speeches that hold 三会一课 are found, and none that holds only its characters."""
    reader.goto("")
    search(reader, "三会一课")
    assert set(found(reader)) == {"003", "004"}


def test_search_finds_what_only_one_has(reader: Page) -> None:
    """Names, quotations and phrases that stand in one speech find it."""
    reader.goto("about/")
    holders = {"老干部": "000", "讲党性": "001", "候鸟型": "002", "党支部规范化建设": "003", "张韶华": "004"}
    for query, holder in holders.items():
        search(reader, query)
        assert holder in found(reader), query


def test_search_finds_nothing_of_what_was_removed(reader: Page) -> None:
    """Advertisements and contacts cannot be searched for."""
    reader.goto("")
    for query in ("酷乐文行", "206157060", "nginx", "放大字体"):
        search(reader, query)
        assert reader.locator(".md-search-result__list a[href]").count() == 0


@every_width
def test_a_theme_leads_to_the_very_paragraph(reader: Page, built: Project, width: int) -> None:
    """From a speech to a theme, from the theme's quotation to the paragraph in another speech."""
    reader.goto("speeches/003-dbc9b005143e827d/")
    reader.locator(f"article a[href$='themes/{THEME}/']").locator("visible=true").first.click()
    reader.wait_for_url(f"**/themes/{THEME}/")
    quotation = reader.locator("article a[href*='/speeches/002-'][href*='#p-']").first
    quotation.click()
    reader.wait_for_url("**/speeches/002-*/#p-*")
    paragraph = arrived(reader)
    blocks = {block["id"]: block for block in record_of(built, reader.url)["blocks"]}
    assert paragraph.text_content() == blocks[paragraph.get_attribute("id")]["text"]
    assert "组织生活" in paragraph.text_content()
    assert width == reader.viewport_size["width"]


@every_width
def test_a_pair_leads_to_both_paragraphs(reader: Page, width: int) -> None:
    """Below a speech, a pair opens the paragraph here, and the one in the other speech."""
    reader.goto("speeches/001-c5f98e3d9855bd8c/")
    here = reader.locator(".related a[href^='#p-']").first
    here.click()
    reader.wait_for_url("**/speeches/001-*/#p-*")
    arrived(reader)
    there = reader.locator(".related a[href*='000-'][href*='#p-']").first
    target = there.get_attribute("href").partition("#")[2]
    there.click()
    reader.wait_for_url(f"**/speeches/000-*/#{target}")
    assert arrived(reader).get_attribute("id") == target
    assert width == reader.viewport_size["width"]


@every_width
def test_a_paragraph_has_an_address(reader: Page, width: int) -> None:
    """A paragraph's permalink puts its address into the location bar; opened anew, it shows the paragraph."""
    reader.goto("speeches/004-cca0720d560a5d59/")
    paragraph = reader.locator("[data-block=paragraph]").nth(6)
    paragraph.get_by_role("link", name="本段链接").press("Enter")
    name = paragraph.get_attribute("id")
    reader.wait_for_url(f"**/speeches/004-*/#{name}")
    url = reader.url
    reader.goto("about:blank")
    reader.goto(url)
    assert arrived(reader).get_attribute("id") == name
    assert width == reader.viewport_size["width"]


def test_a_permalink_adds_no_text(reader: Page) -> None:
    """What a reader selects and copies of a paragraph is its text, without the permalink's sign."""
    reader.goto("speeches/004-cca0720d560a5d59/")
    paragraph = reader.locator("[data-block=paragraph]").nth(2)
    paragraph.evaluate("element => getSelection().selectAllChildren(element)")
    copied = reader.evaluate("getSelection().toString().trim()")
    assert copied == paragraph.text_content()


def test_what_versions_share_stands_in_the_left_column(reader: Page) -> None:
    """On a wide screen a paragraph of both versions is as wide as the canonical text beside its version."""
    reader.goto("")
    reader.evaluate(
        """document.querySelector("article").innerHTML = `<div class="versus"><div class="same"><p>${"同".repeat(99)}</p></div>
        <div class="pair"><div class="here"><p>${"甲".repeat(99)}</p></div><div class="there"><p>乙</p></div></div></div>`"""
    )
    same, here = (reader.locator(f".versus .{name} p").bounding_box() for name in ("same", "here"))
    assert same
    assert here
    assert (same["x"], same["width"]) == (here["x"], here["width"])


@every_width
def test_nothing_scrolls_sideways(reader: Page, width: int) -> None:
    """No page is wider than the screen."""
    wide = {}
    for place in PLACES:
        reader.goto(place)
        wide[place] = reader.evaluate("document.documentElement.scrollWidth")
    assert {place: pixels for place, pixels in wide.items() if pixels > width} == {}


@every_width
def test_the_site_works_without_scripts(browser: Browser, address: str, built: Project, width: int) -> None:
    """With JavaScript switched off the text is there, and every step from home to a paragraph is a link."""
    size = {"width": width, "height": 800}
    with quiet(browser, address, viewport=size, java_script_enabled=False) as page:
        page.goto("")
        page.locator("article a[href*='speeches/00']").first.click()
        page.locator("[data-block]").first.wait_for()
        record = record_of(built, page.url)
        assert page.locator("[data-block]").all_text_contents() == [
            block["text"] for block in record["blocks"]
        ]
        assert page.locator("[data-block]").first.is_visible()
        page.locator("article a[href*='/themes/']").locator("visible=true").first.click()
        assert "/themes/" in page.url
        page.locator("article a[href*='#p-']").first.click()
        assert re.search(r"/speeches/[^/]+/#p-[a-z2-7]{8}", page.url)
        name = urlsplit(page.url).fragment
        expect(page.locator(f"[id='{name}']")).to_be_in_viewport()


@pytest.mark.parametrize(("scheme", "name"), [("light", "default"), ("dark", "slate")])
def test_light_and_dark(browser: Browser, address: str, scheme: str, name: str) -> None:
    """The site follows the system's light or dark, and its text can be read in both (WCAG AA: 4.5)."""
    with quiet(browser, address, color_scheme=scheme) as page:
        for place in ("speeches/003-dbc9b005143e827d/", f"themes/{THEME}/"):
            page.goto(place)
            assert page.locator("body").get_attribute("data-md-color-scheme") == name
            kinds = (
                "h1",
                "[data-block]",
                "article a[href*='themes/']",
                "[data-block] a[href*='themes/']",
                "article li",
                "blockquote",
                "aside",
            )
            for kind in kinds:
                for element in page.locator(kind).locator("visible=true").all()[:3]:
                    assert element.evaluate(CONTRAST) >= 4.5, (place, kind, element.inner_text()[:20])


def test_the_scheme_can_be_changed(reader: Page) -> None:
    """A reader may choose the other scheme; the choice holds on the next page."""
    reader.goto("")
    body = reader.locator("body")
    before = body.get_attribute("data-md-color-scheme")
    reader.get_by_role("button", name="深色").click()
    after = body.get_attribute("data-md-color-scheme")
    assert {before, after} == {"default", "slate"}
    reader.goto("speeches/")
    assert body.get_attribute("data-md-color-scheme") == after


def test_the_keyboard_is_enough(reader: Page) -> None:
    """With the keyboard alone a reader gets past the navigation, and opens the search with /."""
    reader.goto("speeches/003-dbc9b005143e827d/")
    reader.keyboard.press("Tab")
    first = reader.locator(":focus")
    assert first.get_attribute("href").startswith("#")
    reader.keyboard.press("/")
    reader.locator("[data-md-component=search-query]:focus").wait_for(timeout=5_000)


def test_printing_shows_the_text_only(reader: Page) -> None:
    """On paper the text is there, the header, the search and the navigation are not."""
    reader.emulate_media(media="print")
    reader.goto("speeches/001-c5f98e3d9855bd8c/")
    assert reader.locator("[data-block]").first.is_visible()
    assert not reader.locator(".md-header").is_visible()
    assert not reader.locator(".md-sidebar--primary").is_visible()
