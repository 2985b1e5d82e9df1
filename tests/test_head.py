"""What a page's head says of it to programs, and the buttons that take a citation along.

In: the built site of the seeds, and a small one at an address with a hostile title. Every page of both is parsed.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect
from sites import SPEECH, Project, make_project, served

SITE = "https://example.org/x/"
TITLE = "</script><script>alert(1)</script>“甲”&amp;\"乙\"'丙'\\丁"
SIDECAR = """\
title: "</script><script>alert(1)</script>“甲”&amp;\\"乙\\"'丙'\\\\丁"
subtitle: '--><!--<b>'
speaker: '张三、<i>李四'
publication: '"><script>alert(2)</script>日报'
posted: 2019-04-26
date: 2018-03
url: https://example.com/?a={b}&b=1
"""
ID = "000-227673d08ab89e46"
JOURNAL = "004-cca0720d560a5d59"


class Head(HTMLParser):
    """A head as a strict reader sees it: meta elements, links, JSON-LD."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.meta: dict[str, list[str]] = {}
        self.links: dict[str, str] = {}
        self.data: list[str] = []
        self.scripts: list[str] = []
        self._open: str | None = None
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value or "" for key, value in attrs}
        if tag == "meta":
            for key in (said.get("name"), said.get("property")):
                if key:
                    self.meta.setdefault(key, []).append(said["content"])
        elif tag == "link" and "rel" in said:
            self.links[said["rel"]] = said["href"]
        elif tag == "script":
            self._open = said.get("type", "")
            self.scripts.append(self._open)

    def handle_data(self, data: str) -> None:
        if self._open == "application/ld+json":
            self.data.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._open = None

    def one(self, key: str) -> str:
        (value,) = self.meta[key]
        return value

    @property
    def graph(self) -> dict[str, dict[str, Any]]:
        """Type → the node of that type."""
        (text,) = self.data
        found = json.loads(text)
        assert found["@context"] == "https://schema.org"
        return {node["@type"]: node for node in found["@graph"]}


def head(project: Project, path: str) -> Head:
    return Head(project.site / path / "index.html")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site at an address: a speech whose metadata is an attack, and a plain one."""
    project = make_project(
        tmp_path_factory.mktemp("hostile"),
        {"evil.txt": SPEECH, "evil.yml": SIDECAR, "plain.txt": SPEECH.replace("全县", "全区")},
    )
    result = project.run("site", SITE_URL=SITE)
    assert result.returncode == 0, result.stdout + result.stderr
    return project


def pages(project: Project) -> Iterator[tuple[str, Head]]:
    """Every page that stands for itself: its address below the site's, its head."""
    for file in sorted(project.site.rglob("index.html")):
        path = file.parent.relative_to(project.site).as_posix()
        yield ("" if path == "." else f"{path}/"), Head(file)


# ---------------------------------------------------------------- every page


def test_every_page_says_what_it_is(built: Project) -> None:
    """Open Graph, one JSON-LD block that parses, a trail from home to the page: on every page of the site."""
    for path, found in pages(built):
        assert found.one("og:locale") == "zh_CN", path
        assert found.one("og:title"), path
        assert found.one("og:site_name") == "组织工作讲话集", path
        assert found.one("og:description") == found.one("description"), path
        trail = found.graph.get("BreadcrumbList")
        if not path:
            assert trail is None
            continue
        assert trail
        steps = trail["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1)), path
        assert steps[0]["name"] == "首页"
        for step in steps[:-1]:
            there = urljoin(f"{SITE}{path}", step["item"])
            assert (built.site / there.removeprefix(SITE) / "index.html").is_file(), (path, step)


def test_addresses_are_whole_where_the_sites_is_known(hostile: Project) -> None:
    """Canonical address, Open Graph, JSON-LD and trail name the same page by its whole address."""
    for path, found in pages(hostile):
        assert found.links["canonical"] == found.one("og:url") == f"{SITE}{path}"
        for node in found.graph.values():
            assert node.get("url", f"{SITE}{path}") == f"{SITE}{path}"
            assert all(step.get("item", SITE).startswith(SITE) for step in node.get("itemListElement", ()))


def test_kinds_of_pages(built: Project) -> None:
    """A speech is an article, a theme and a set phrase are terms of their sets, the data are a data set."""
    assert head(built, "").graph["WebSite"]["name"] == "组织工作讲话集"
    theme = head(built, "themes/lao-ganbu").graph["DefinedTerm"]
    assert (theme["name"], theme["termCode"], theme["inDefinedTermSet"]) == ("老干部工作", "lao-ganbu", "../")
    formula = next(path for path in sorted((built.site / "formulas").glob("f-*")) if path.is_dir())
    assert head(built, f"formulas/{formula.name}").graph["DefinedTerm"]["termCode"] == formula.name
    data = head(built, "data").graph["Dataset"]
    for file in data["distribution"]:
        assert (built.site / "data" / file["contentUrl"]).is_file()
    assert (built.site / "data" / data["license"]).is_file()
    assert "WebPage" in head(built, "speeches").graph
    assert head(built, f"speeches/{ID}").one("og:type") == "article"
    assert head(built, f"compare/{ID}").one("og:type") == "website"


# ---------------------------------------------------------------- a speech


def test_zotero_reads_an_article(built: Project) -> None:
    """Highwire and DCTERMS give title, author, journal, day on line, type of item, language, subjects, rights."""
    found = head(built, f"speeches/{JOURNAL}")
    title = "坚定践行组织路线 奋力谱写泽州篇章"
    assert found.one("citation_title") == found.one("DCTERMS.title") == found.one("og:title") == title
    assert found.one("citation_author") == found.one("DCTERMS.creator") == "张韶华"
    assert found.one("citation_journal_title") == "晋城工作"
    assert found.one("citation_online_date") == found.one("DCTERMS.available") == "2019-04-26"
    assert "citation_publication_date" not in found.meta
    assert found.one("DCTERMS.type") == "journalArticle"
    assert found.one("DCTERMS.language") == "zh-Hans"
    assert found.one("DCTERMS.isPartOf") == "组织工作讲话集"
    assert len(found.meta["DCTERMS.subject"]) == 3
    assert found.one("DCTERMS.rights") == "权利归原权利人"
    assert found.one("DCTERMS.bibliographicCitation") == f"张韶华. {title}[J/OL]. 晋城工作（2019-04-26）"
    assert found.links["schema.DCTERMS"] == "http://purl.org/dc/terms/"
    article = found.graph["Article"]
    assert (article["headline"], article["author"]) == (title, [{"@type": "Person", "name": "张韶华"}])
    assert article["datePublished"] == "2019-04-26"
    assert [term["name"] for term in article["about"]] == found.meta["DCTERMS.subject"]


def test_what_is_unknown_is_not_said(built: Project) -> None:
    """A speech without author, day and publication says none; the notice it came with is its rights."""
    found = head(built, f"speeches/{ID}")
    assert not [
        key
        for key in found.meta
        if "author" in key or "date" in key or "journal" in key or "publisher" in key
    ]
    assert (
        not {"DCTERMS.creator", "DCTERMS.issued", "DCTERMS.created", "DCTERMS.available"} & found.meta.keys()
    )
    assert found.one("DCTERMS.rights").startswith("仅供学习 禁止外传；")
    assert not {"author", "datePublished", "dateCreated", "isBasedOn"} & found.graph["Article"].keys()
    assert found.one("DCTERMS.type") == "presentation"  # of its occasion more is not known


def test_hostile_metadata_stays_text(hostile: Project) -> None:
    """Markup in title, names and publication is text in every element, and ends no script."""
    found = head(hostile, "speeches/evil")
    full = f"{TITLE}：><!--<b>"
    assert found.one("citation_title") == found.one("DCTERMS.title") == found.one("og:title") == full
    assert found.graph["Article"]["headline"] == full
    assert found.meta["citation_author"] == ["张三", "<i>李四"]
    assert found.one("citation_journal_title") == '"><script>alert(2)</script>日报'
    assert found.one("DCTERMS.type") == "newspaperArticle"
    assert found.graph["Article"]["isBasedOn"] == "https://example.com/?a={b}&b=1"
    assert found.graph["Article"]["dateCreated"] == found.one("DCTERMS.created") == "2018-03"
    assert found.one("citation_public_url") == f"{SITE}speeches/evil/"
    assert found.scripts == head(hostile, "speeches/plain").scripts


def test_the_sitemap_names_days_of_the_source_only(hostile: Project) -> None:
    """A posted day is in the sitemap; no other page has one, least of all the day of the build."""
    text = (hostile.site / "sitemap.xml").read_text(encoding="utf-8")
    assert f"<url><loc>{SITE}speeches/evil/</loc><lastmod>2019-04-26</lastmod></url>" in text
    assert text.count("<lastmod>") == 1


# ---------------------------------------------------------------- the buttons

PARAGRAPH = "[data-block=paragraph]"


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a page of the built site; `options` of the browser's context."""
    contexts = []

    def open_page(path: str, **options: object) -> Page:
        contexts.append(browser.new_context(base_url=f"{address}/", **options))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.goto(path)
        page.locator(".take").first.wait_for(state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()


MAY = {"permissions": ["clipboard-read", "clipboard-write"]}


def test_a_button_copies_words_and_reference(opened: Callable[..., Page], built: Project) -> None:
    """What is copied is the published text, the reference with today, the paragraph's number and address."""
    page = opened(f"speeches/{JOURNAL}/", **MAY)
    (record,) = (each for each in built.records() if each["id"] == JOURNAL)
    blocks = [block for block in record["blocks"] if block["type"] in ("paragraph", "closing")]
    at = 4
    block = page.locator(f"#{blocks[at]['id']}")
    block.hover()
    block.locator(".take").click()
    page.locator(".cite-said", has_text="已复制").wait_for(state="attached")
    today = page.evaluate("new Date().toLocaleDateString('sv')")
    assert datetime.strptime(today, "%Y-%m-%d").replace(tzinfo=UTC)
    cited = head(built, f"speeches/{JOURNAL}").one("DCTERMS.bibliographicCitation")
    where = f"{page.url}#{blocks[at]['id']}"
    expected = f"“{blocks[at]['text']}”（{cited}[{today}]：正文第 {at + 1} 段. {where}）"
    assert page.evaluate("navigator.clipboard.readText()") == expected
    texts = page.locator("[data-block]").evaluate_all("all => all.map(each => each.textContent)")
    assert texts == [block["text"] for block in record["blocks"]]


def test_buttons_are_reached_by_keyboard(opened: Callable[..., Page]) -> None:
    """Tab goes from a paragraph's address to its button, which then is seen; Enter copies."""
    page = opened(f"speeches/{JOURNAL}/", **MAY)
    first = page.locator(PARAGRAPH).first
    first.locator("> a[href^='#']").focus()
    page.keyboard.press("Tab")
    button = first.locator(".take")
    assert button.evaluate("each => each === document.activeElement")
    assert button.get_attribute("aria-label") == "复制第 1 段和引文"
    assert button.evaluate("each => getComputedStyle(each).opacity") == "1"
    page.keyboard.press("Enter")
    page.locator(".cite-said", has_text="已复制").wait_for(state="attached")


@pytest.mark.parametrize("width", [390, 768])
def test_buttons_are_there_for_fingers(opened: Callable[..., Page], width: int) -> None:
    """Without a mouse every button is seen and large enough, over no word, and the page is no wider than the screen."""
    page = opened(f"speeches/{ID}/", viewport={"width": width, "height": 800}, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    sizes = page.locator(".take").evaluate_all(
        "all => all.map(each => [each.offsetWidth, each.offsetHeight, getComputedStyle(each).opacity])"
    )
    assert len(sizes) > 15
    assert all(wide >= 24 and high >= 24 and seen == "1" for wide, high, seen in sizes)
    covered = page.locator(PARAGRAPH).evaluate_all(
        """all => all.filter(each => {
          const box = each.querySelector(".take").getBoundingClientRect()
          const range = document.createRange()
          range.selectNodeContents(each)
          return [...range.getClientRects()].some(one => one.width > 1 && one.left < box.right - 1
            && one.right > box.left + 1 && one.top < box.bottom - 8 && one.bottom > box.top + 8
            && one.height < 60 && Math.abs(one.width - box.width) > 1)
        }).length"""
    )
    assert covered == 0


def test_without_a_clipboard_the_old_way(opened: Callable[..., Page]) -> None:
    """Where a browser gives pages no clipboard, the words are copied by selecting them; where that fails too, they stay selected."""
    page = opened(f"speeches/{JOURNAL}/", **MAY)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    first = page.locator(PARAGRAPH).first
    first.hover()
    first.locator(".take").click()
    page.locator(".cite-said", has_text="已复制").wait_for(state="attached")
    expect(page.locator(".cite-box")).to_have_count(0)
    page.evaluate("document.execCommand = () => false")
    first.locator(".take").click()
    field = page.locator(".cite-box textarea")
    assert field.evaluate("each => each.value.slice(each.selectionStart, each.selectionEnd)").startswith("“")
    page.keyboard.press("Escape")
    expect(page.locator(".cite-box")).to_have_count(0)


def test_the_whole_reference_has_its_day(opened: Callable[..., Page], built: Project) -> None:
    """On the page that goes with a speech the reference has today's date and a button."""
    page = opened(f"compare/{JOURNAL}/#cite", **MAY)
    today = page.evaluate("new Date().toLocaleDateString('sv')")
    page.locator(".reference .take").click()
    page.locator(".cite-said", has_text="已复制").wait_for(state="attached")
    cited = head(built, f"speeches/{JOURNAL}").one("DCTERMS.bibliographicCitation")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{cited}[{today}]. http")
    assert copied.endswith(f"/speeches/{JOURNAL}/.")


def test_without_scripts_there_is_no_button(browser: Browser, address: str) -> None:
    """The buttons are the script's own: a page without it has none, and its reference has a place for the day."""
    with browser.new_context(base_url=f"{address}/", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"speeches/{JOURNAL}/")
        assert page.locator(".take").count() == 0
        page.goto(f"compare/{JOURNAL}/")
        assert "[引用日期]" in page.locator(".reference").inner_text()


def test_the_small_site_is_served(hostile: Project, browser: Browser) -> None:
    """An attack in the head does not run, and the copied address is the canonical one."""
    with served(hostile.site) as url, browser.new_context(**MAY) as context:  # type: ignore[arg-type]
        page = context.new_page()
        said: list[str] = []
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.goto(f"{url}/speeches/evil/")
        first = page.locator(PARAGRAPH).first
        first.hover()
        first.locator(".take").click()
        page.locator(".cite-said", has_text="已复制").wait_for(state="attached")
        assert f"{SITE}speeches/evil/#p-" in page.evaluate("navigator.clipboard.readText()")
        assert said == []


def test_every_seed_has_a_head(built: Project) -> None:
    """What front matter says of a citation, the head says."""
    kinds: Mapping[str, str] = {
        record["id"]: head(built, f"speeches/{record['id']}").one("DCTERMS.type")
        for record in built.records()
    }
    assert set(kinds.values()) <= {"webpage", "journalArticle", "newspaperArticle", "report", "presentation"}
