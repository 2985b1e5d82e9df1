"""The head of a page: its name, where it belongs, what it leads to, and how soon its text begins.

In: the built site of the five seeds, and pages of a few small speeches; where it is a matter of looks, a real browser.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from helpers import PROSE, SEEDS, SETTINGS, corpus_of, pages_of, seed_documents
from playwright.sync_api import Browser, Page
from sites import Project, search
from texts import MARKUP

from build_corpus.config import Config
from build_corpus.knowledge import built_in
from build_corpus.model import Corpus
from build_corpus.publish.browse import FACETS
from build_corpus.publish.facts import FACTS
from build_corpus.publish.pages import generated
from build_corpus.publish.site import Site
from build_corpus.publish.titles import phrased
from build_corpus.relate import relate

SPEECH = "speeches/004-cca0720d560a5d59/"
THEME = "themes/zuzhi-shenghuo/"
PHONE, DESK = 390, 1440  # CSS pixels


@pytest.fixture(params=[PHONE, DESK])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def reader(browser: Browser, address: str, width: int) -> Iterator[Page]:
    """A page on a phone and on a desk."""
    context = browser.new_context(base_url=f"{address}/", viewport={"width": width, "height": 844})
    yield context.new_page()
    context.close()


# ---------------------------------------------------------------- names and sections

SECTIONS = {
    "speeches": "讲话",
    "compare": "讲话",
    "versions": "讲话",
    "browse": "讲话",
    "themes": "主题",
    "formulas": "提法",
}


def test_the_header_shows_the_section(built: Project) -> None:
    """A page below a section, a list, a comparison: the section it belongs to is marked, and no other."""
    for path in sorted(built.site.rglob("index.html")):
        section = path.relative_to(built.site).parts[0]
        if section in SECTIONS:
            page = built.html(path.relative_to(built.site).as_posix())
            assert [each.text() for each in page.css(".md-tabs__item--active")] == [SECTIONS[section]], path


def test_a_comparison_is_named_after_its_speech(built: Project) -> None:
    """Heading and title of the page that goes with a speech begin with the speech's own; no two are the same."""
    names = set()
    for record in built.records():
        page = built.html(f"compare/{record['id']}/index.html")
        heading = page.css_first("h1").text(deep=True)
        assert heading.startswith(f"{record['title']} ")
        assert page.css_first("title").text().startswith(f"{record['title']}：")
        names.add(heading)
    assert len(names) == len(built.records())


# ---------------------------------------------------------------- the ways on


def test_a_speech_says_what_goes_with_it(built: Project) -> None:
    """Comparison, citation, source and data are one click from the head of a speech; the citation leads back."""
    for record in built.records():
        path = f"speeches/{record['id']}/"
        links = built.html(f"{path}index.html").css(".onward nav a")
        assert [link.text() for link in links] == ["对读", "引用", "来源", "纯文本", "JSON"]
        for link in links:
            place, _, anchor = urljoin(path, link.attributes["href"] or "").partition("#")
            assert (built.site / place).exists(), place
            if anchor:
                page = built.html(f"{place}index.html")
                assert page.css_first(f"[id='{anchor}']")
                back = page.css(f"a.back[href='../../{path}']")
                assert len(back) == (2 if "compare" in place else 0)  # at the head, and below the citation


def test_a_speech_alone_is_not_compared() -> None:
    """Without a related speech or a shared passage there is nothing to compare with, and no way to it."""
    page = pages_of(corpus_of(f"在全县会议上的讲话\n同志们：\n{PROSE}\n"))["speeches/a.md"]
    assert ">对读</a>" not in page
    assert ">引用</a>" in page


def test_facts_lead_to_lists(built: Project) -> None:
    """Every fact that speeches can be browsed by leads to the list of its speeches, where this one stands."""
    for record in built.records():
        path = f"speeches/{record['id']}/"
        facts = built.html(f"{path}index.html").css(".facts.line a")
        known = [field for field in FACTS if field in FACETS and record[field]]
        assert len(facts) == len(known) + 1  # and its kind
        for fact in facts:
            place, _, anchor = unquote(urljoin(path, fact.attributes["href"] or "")).partition("#")
            listed = built.html(f"{place}index.html")
            assert listed.css_first(f"[id='{anchor}']")
            assert listed.css(f"a[href$='{path}']")


# ---------------------------------------------------------------- how soon the text begins


@pytest.mark.parametrize("width", [PHONE])
def test_text_begins_on_the_first_screen_of_a_phone(reader: Page, width: int) -> None:
    """Title, facts, ways on and five themes leave room: the text of every seed begins by 480 px, a theme's first passage by 600."""
    places = [
        (f"speeches/{path.stem.replace('_', '-')}/", "[data-block]", 480) for path in SEEDS.glob("*.txt")
    ]
    for place, element, most in (*places, (THEME, "blockquote", 600)):
        reader.goto(place)
        box = reader.locator(element).first.bounding_box()
        assert box
        assert box["y"] <= most, (place, width)
        assert reader.locator(".chips a[href*='/themes/']").count() <= 5


def test_facts_of_a_theme_are_folded_where_room_is_short(reader: Page, width: int) -> None:
    """On a phone they fold out; on a desk they stand in the margin and there is nothing to unfold."""
    reader.goto(THEME)
    summary, facts = reader.locator(".about > summary"), reader.locator(".about .facts")
    assert summary.is_visible() == (width == PHONE)
    shown = "each => each.checkVisibility({contentVisibilityAuto: true})"
    assert facts.evaluate(shown) == (width == DESK)
    if width == PHONE:
        summary.click()
        assert facts.evaluate(shown)


LINES = """() => [...document.querySelectorAll("article :is(h1, h2, h3)")].flatMap(heading => {
    const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT)
    const broken = []
    for (let node; (node = walker.nextNode());) for (const {0: words, index} of node.data.matchAll(/[^\\s，。、；：！？”’》）]+/g)) {
        const range = document.createRange()
        range.setStart(node, index)
        range.setEnd(node, index + words.length)
        const lines = new Set([...range.getClientRects()].map(({top}) => Math.round(top)))
        const line = heading.clientWidth / parseFloat(getComputedStyle(heading).fontSize)
        if (lines.size > 1 && words.length < line - 1) broken.push(words)
    }
    return broken
})"""
"""Phrases of headings that stand on two lines though one has room for them."""


def test_headings_break_between_phrases(reader: Page, width: int) -> None:
    """A line of a heading ends after a mark, or where the title may end one."""
    for place in (SPEECH, "speeches/003-dbc9b005143e827d/", "compare/000-227673d08ab89e46/", THEME):
        reader.goto(place)
        assert reader.evaluate(LINES) == [], (place, width)


@pytest.mark.parametrize("title", [*MARKUP, "在全市“<b>”的*会议*上的讲话"])
def test_places_to_break_add_no_text(title: str) -> None:
    """Without them a title is what it is without this module."""
    assert "<wbr><wbr>" not in phrased(title)
    parts = phrased(title).split("<wbr>")
    assert all(parts) or not title
    assert "<" not in "".join(parts)


MEASURE = """() => [...document.querySelectorAll("article :is(p, li)")].filter(each => each.checkVisibility() && each.textContent.length > 40)
    .map(each => [each.getBoundingClientRect().width / parseFloat(getComputedStyle(each).fontSize), each.textContent.slice(0, 20)])
    .filter(([measure]) => measure > 40.1)"""
"""Running text with more than 40 字 to a line. Source: CLREQ."""


@pytest.mark.parametrize("width", [DESK, 1920])
def test_no_line_is_too_long(reader: Page, width: int) -> None:
    """What is read, not looked through, has at most 40 字 to a line."""
    for place in ("about/", SPEECH, THEME, "compare/004-cca0720d560a5d59/"):
        reader.goto(place)
        assert reader.evaluate(MEASURE) == [], (place, width)


# ---------------------------------------------------------------- themes that no speech treats


def made(corpus: Corpus) -> dict[str, str]:
    """Pages of a corpus, and the sitemap."""
    site = Site(corpus, built_in(), SETTINGS)
    found = generated(site, config())
    return {path: "".join(text) for path, text in found if not isinstance(text, bytes)}


def config() -> Config:
    here = Path(__file__).parent
    settings = replace(SETTINGS, site_url="https://example.org/")
    return Config(root=here, seeds=here, docs=here, build=here, site=here, settings=settings)


def test_a_theme_that_is_only_mentioned_says_so() -> None:
    """Where speeches use its wordings and none treats it, a theme's page leads to the wordings, and stays in the sitemap."""
    files = made(relate(seed_documents().values(), built_in(), SETTINGS.related))
    page = files["themes/liudong-dangyuan.md"]
    assert "本库还没有讲话论及这一主题" in page
    assert re.search(r'<a href="../../(search/\?q=|formulas/)[^"]+">流动党员管理创新</a>', page)
    assert "noindex" not in page
    assert "themes/liudong-dangyuan/" in files["sitemap.xml"]


def test_a_theme_that_nothing_is_known_of_is_left_out() -> None:
    """Where no speech has a word of it, robots are asked to pass its page over; its broader theme goes by those below it."""
    files = made(corpus_of(f"在全县会议上的讲话\n同志们：\n{PROSE}\n"))
    page = files["themes/liudong-dangyuan.md"]
    assert "\nrobots: noindex\n" in page
    assert "也没有讲话用到它的词语" in page
    assert "themes/liudong-dangyuan/" not in files["sitemap.xml"]
    assert "<loc>https://example.org/themes/</loc>" in files["sitemap.xml"]


# ---------------------------------------------------------------- paper, results


@pytest.mark.parametrize("place", [SPEECH, THEME, f"compare/{SPEECH[9:]}"])
@pytest.mark.parametrize("width", [DESK])
def test_paper_says_when_it_was_printed(reader: Page, place: str, width: int) -> None:
    """On paper stand the address and the day of printing, which the browser knows; on a screen they don't."""
    reader.goto(place)
    days = reader.locator("dd.printed").last
    assert not days.is_visible()
    reader.emulate_media(media="print")
    reader.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert days.is_visible()
    assert days.inner_text() == date.today().isoformat()  # noqa: DTZ011 - the reader's own day
    assert reader.url in reader.locator("article").inner_text()
    assert width == DESK


def test_a_result_shows_where_words_were_left_out(reader: Page) -> None:
    """A line of a result has …… before and after it where its paragraph goes on, and nothing where it ends."""
    reader.goto("search/?q=三会一课")
    lines = reader.locator(".find-list .line")
    lines.first.wait_for()
    texts = [each.text_content() or "" for each in lines.all()]
    assert any(text.startswith("……") and text.endswith("……") for text in texts)
    reader.goto("search/?q=同志们")
    lines.first.wait_for()
    assert (lines.first.text_content() or "").replace("：", "") == "同志们"
    reader.goto("about/")
    search(reader, "三会一课")
    box = reader.locator(".md-search-result__list a p:not([class])").first.text_content() or ""
    assert box.startswith("……")
    assert box.endswith("……")


def test_cards_count_every_theme_two_speeches_share(built: Project) -> None:
    """A card says how many themes both speeches treat, not how many the relation names."""
    treated = {each["id"]: {theme["id"] for theme in each["themes"]} for each in built.records()}
    seen = 0
    for name, themes in treated.items():
        for card in built.html(f"speeches/{name}/index.html").css(".card"):
            link = card.css_first(".compare a").attributes["href"]
            other = link.rpartition("#with-")[2]
            said = re.search(r"共同主题 (\d+) 个", card.text())
            assert said is not None
            assert int(said[1]) == len(themes & treated[other])
            seen += 1
    assert seen > 4


def test_a_lost_page_has_a_title_of_its_own(built: Project) -> None:
    """Tabs and histories tell it from home."""
    assert built.html("404.html").css_first("title").text().startswith("没有这一页")
