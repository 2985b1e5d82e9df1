"""Cross-links of paragraphs: the mark after a paragraph, the page that sets two speeches side by side, and back again.

Two speeches are made up for it that share themes and a passage with a small edit; what they share is
marked by hand here, as `relate` gives it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from helpers import annotated_of, pages_of, source_of
from markdown import Markdown
from playwright.sync_api import Browser, Page
from selectolax.lexbor import LexborHTMLParser
from sites import make_project, served

from build_corpus.knowledge import built_in
from build_corpus.model import Annotated, Corpus, Parallel, Passage, Sidecar
from build_corpus.pipeline import build
from build_corpus.publish import Site, pages, publish
from build_corpus.publish.passages import order
from build_corpus.relate import relate
from build_corpus.relate.related import Wanted, find_related
from build_corpus.site import check, render

LONG = "支部的组织生活要有计划、有主题、有记录，每个月至少安排一天，让党员坐到一起把工作说透，把意见讲开。"
EDITED = LONG.replace("每个月至少安排一天", "每个季度至少安排两天")
HEAD = "同志们：\n今天开一个小会，说说支部工作怎样做得更实在一些，也听听大家的想法。\n"
FIRST = (
    f"在全县支部工作会上的讲话\n{HEAD}“三会一课”要按时开。{LONG}支部书记要带头讲党课。\n"
    "发展党员要严把入口，<b>入党积极分子</b>要多培养[一年](#x)，*不*凑数。\n"
)
SECOND = (
    f"在全县组织生活座谈会上的讲话\n{HEAD}组织生活要严肃，“三会一课”不能走样。{EDITED}民主评议党员要动真格。\n"
    "发展党员要慢一点，入党积极分子要在一线看表现。\n"
)
THIRD = f"在全县党员大会上的讲话\n{HEAD}民主评议党员也要讲方法。{LONG}\n"
DATES = {"a": "2018-03-05", "b": "2019-06-20"}


def passage(document: Annotated, words: str) -> Passage:
    block = next(block for block in document.speech.blocks if words in block.text)
    start = block.text.index(words)
    return Passage(document=document.id, block=block.id, start=start, end=start + len(words))


@cache
def corpus(*, dated: bool = True) -> Corpus:
    """The three speeches; the passage is shared by each two of them."""
    documents = [
        annotated_of(
            source_of(
                text,
                f"{name}.txt",
                Sidecar(metadata={"date": DATES[name]} if dated and name in DATES else {}),
            )
        )
        for name, text in zip("abc", (FIRST, SECOND, THIRD), strict=True)
    ]
    places = [passage(each, words) for each, words in zip(documents, (LONG, EDITED, LONG), strict=True)]
    parallels = tuple(
        Parallel(
            here=one,
            there=other,
            shared=len(LONG) - 8 if "b" in (one.document, other.document) else len(LONG),
        )
        for one, other in combinations(places, 2)
    )
    related = find_related(documents, parallels, {}, built_in(), Wanted(limit=6))
    return replace(relate(documents, built_in(), 6), parallels=parallels, related=related, versions=())


@cache
def files() -> dict[str, str]:
    return pages_of(corpus())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the three speeches."""
    project = make_project(
        tmp_path_factory.mktemp("crosslinks"), {"a.txt": FIRST, "b.txt": SECOND, "c.txt": THIRD}
    )
    for name, date in DATES.items():
        project.add(f"{name}.yml", f"date: {date}\n")
    config = project.config()
    build(config)
    publish(pages(Site(corpus(), built_in(), config.settings)), config.docs, config.docs)
    render(config, config.build / "search-dictionary.txt")
    assert [each for each in check(config, built_in()) if each.severity == "error"] == []
    return config.site


def html(folder: Path, path: str) -> LexborHTMLParser:
    return LexborHTMLParser((folder / path / "index.html").read_text(encoding="utf-8"))


# ---------------------------------------------------------------- the mark


def test_a_mark_adds_nothing_to_the_text(folder: Path) -> None:
    """The text of the blocks is the speech's text, and each mark stands outside of them, hidden from the search."""
    for document in corpus().documents:
        page = html(folder, f"speeches/{document.id}")
        texts = [node.text(deep=True) for node in page.css("[data-block]")]
        assert texts == [block.text for block in document.speech.blocks]
        assert page.css("[data-block] .marks") == []
        assert len(page.css(".paragraph > [data-block] + .marks")) == len(page.css(".marks")) > 0
    index = json.loads((folder / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    assert not [
        each for each in index if "在本库中" in each["text"] or each["location"].startswith("compare/")
    ]


def test_a_mark_says_what_it_holds(folder: Path) -> None:
    """Its sign has a name with counts that are true."""
    for document in corpus().documents:
        for mark in html(folder, f"speeches/{document.id}").css(".marks"):
            name = mark.css("summary")[0].attributes["aria-label"] or ""
            counts = {key: int(count) for key, count in re.findall(r"(\S\S) (\d+)", name)}
            links = [node.attributes["href"] or "" for node in mark.css("a")]
            assert name.startswith("参见：")
            assert len([each for each in links if each.startswith("../../themes/")]) == counts.get("主题", 0)
            others = [each for each in links if re.fullmatch(r"\.\./[abc]/#p-\w+(-\d)?", each)]
            assert len(others) == counts.get("同文", 0) + counts.get("对读", 0)


def test_a_mark_shows_the_other_wording(folder: Path) -> None:
    """It links to the very paragraph, marks what differs, says in which corpus, and who was first where dates say it."""
    marks = html(folder, "speeches/a").css(".marks")
    (echo,) = [mark for mark in marks if "在本库中" in mark.text()]
    theirs = passage(corpus().documents[1], EDITED)
    assert f"../b/#{theirs.block}" in [node.attributes["href"] for node in echo.css("a")]
    assert [node.text() for node in echo.css("ins")] == ["季度", "两"]
    assert [node.text() for node in echo.css("del")] == ["划去", "月", "一"]
    assert "（在后，2019-06-20）" in echo.text()
    assert echo.text().count("在先") + echo.text().count("在后") == 1
    shared = "".join(node.text() for node in html(folder, "speeches/a").css("[data-block] .shared"))
    assert shared == LONG


def test_without_dates_nobody_is_first() -> None:
    """Where a delivery date is missing, or one date holds the other, no direction is given."""
    undated = pages_of(corpus(dated=False))["speeches/a.md"]
    assert "在本库中" in undated
    assert "在先" not in undated
    assert "在后" not in undated

    def said(here: str | None, there: str | None) -> str:
        dates = [
            annotated_of(source_of(FIRST, "x.txt", Sidecar(metadata={"date": each} if each else {})))
            for each in (here, there)
        ]
        return order(dates[0].speech, dates[1].speech)

    assert said("2019-03-01", "2018-05-02") == "在先，2018-05-02"
    assert said("2019", "2019-03-01") == said("2019-03-01", None) == said("2019-03-01", "2019-03-01") == ""


def test_every_way_leads_back(folder: Path) -> None:
    """What a mark of one speech leads to leads back to the same paragraph from the mark there."""
    for document in corpus().documents:
        for block in html(folder, f"speeches/{document.id}").css(".paragraph"):
            here = block.css("[data-block]")[0].attributes["id"]
            for node in block.css(".marks a"):
                match = re.fullmatch(r"\.\./([abc])/#(p-.+)", node.attributes["href"] or "")
                if match:
                    there = html(folder, f"speeches/{match[1]}").css(f"[id='{match[2]}'] + .marks")[0]
                    back = [each.attributes["href"] for each in there.css("a")]
                    assert f"../{document.id}/#{here}" in back


def test_a_theme_in_a_mark_quotes_the_paragraph(folder: Path) -> None:
    """The section of a theme page that a mark leads to holds a link to the paragraph."""
    met = 0
    for document in corpus().documents:
        for block in html(folder, f"speeches/{document.id}").css(".paragraph"):
            here = block.css("[data-block]")[0].attributes["id"]
            for node in block.css(".marks a[href^='../../themes/']"):
                path, _, anchor = (node.attributes["href"] or "").removeprefix("../../").partition("#")
                page = html(folder, path)
                assert page.css_first(f"[id='{anchor}']")
                assert f"speeches/{document.id}/#{here}" in (page.html or "")
                met += 1
    assert met


# ---------------------------------------------------------------- side by side


def test_two_speeches_stand_side_by_side(folder: Path) -> None:
    """Each relation has a section with its themes' paragraphs in two columns, wordings marked, and the passages."""
    page = html(folder, "compare/a")
    assert page.css_first("h2#with-b")
    record = next(
        each for each in map(json.loads, files()["data/documents.jsonl"].splitlines()) if each["id"] == "a"
    )
    links = {node.attributes["href"] for node in page.css("a[href]")}
    for other in record["related"]:
        assert page.css_first(f"h2#with-{other['id']}")
        for mine, its in (pair for theme in other["themes"] for pair in theme["pairs"]):
            assert {f"../../speeches/a/#{mine}", f"../../speeches/{other['id']}/#{its}"} <= links
    assert page.css(".versus .pair mark")
    assert [node.text() for node in page.css(".pair del")] == ["月", "一"]
    assert [node.text() for node in page.css(".pair ins")] == ["季度", "两"]
    assert "../../compare/a/#with-b" in {
        node.attributes["href"] for node in html(folder, "speeches/a").css(".related a")
    }


def test_names_of_themes_stay_text_in_a_comparison() -> None:
    """What a theme's name has of Markdown is text, and no backslash shows."""
    knowledge = built_in()
    starred = [replace(each, label=f"*{each.label}*") for each in knowledge.vocabulary.concepts]
    vocabulary = replace(knowledge.vocabulary, concepts=tuple(starred))
    page = pages_of(corpus(), replace(knowledge, vocabulary=vocabulary))["compare/a.md"]
    html = Markdown(extensions=["attr_list", "def_list", "md_in_html", "tables"]).convert(page)
    bylines = [line for line in html.split("\n") if 'class="byline"' in line]
    assert bylines
    assert all("共同主题：*" in line for line in bylines)
    assert "<em>" not in html
    assert "\\" not in html


def test_a_record_holds_the_passages() -> None:
    """A relation in documents.jsonl gives each shared passage from its own side."""
    records = {each["id"]: each for each in map(json.loads, files()["data/documents.jsonl"].splitlines())}
    texts = {
        (key, block["id"]): block["text"] for key, record in records.items() for block in record["blocks"]
    }
    for here, record in records.items():
        for other in record["related"]:
            (found,) = other["passages"]
            assert set(found) == {"here", "there", "shared"}
            for side, document in (("here", here), ("there", other["id"])):
                place = found[side]
                words = texts[document, place["block"]][place["start"] : place["end"]]
                assert words == (EDITED if document == "b" else LONG)


def test_pages_stay_small() -> None:
    """A paragraph that many speeches share is marked with three of them; the page of comparisons lists twenty more."""
    text = f"在会上的讲话\n{HEAD}{LONG}\n"
    documents = [
        annotated_of(source_of(text.replace("小会", f"小会{at}"), f"d{at:03}.txt")) for at in range(60)
    ]
    places = [passage(each, LONG) for each in documents]
    parallels = tuple(Parallel(here=places[0], there=other, shared=len(LONG)) for other in places[1:])
    many = Corpus(documents=tuple(documents), related={}, parallels=parallels)
    made = pages_of(many)
    assert '另有 56 处同文，见<a href="../../compare/d000/">对读</a>' in made["speeches/d000.md"]
    assert made["speeches/d000.md"].count("讲话》</a>") == 3
    assert made["compare/d000.md"].count('href="../../speeches/d000/#') == 20
    assert "compare/d001.md" in made


def test_a_page_says_only_what_its_own_speech_says() -> None:
    """A speech without relations and passages has no comparison, here or on the page that goes with it."""
    made = pages_of(Corpus(documents=(annotated_of(source_of(THIRD, "c.txt")),), related={}))
    assert " <small>主题、引用、整理</small>\n" in made["compare/c.md"]
    assert "同文" not in made["compare/c.md"]
    assert "对读" not in made["compare/c.md"]
    assert "同文" not in made["speeches/c.md"]
    assert "对读" not in made["speeches/c.md"]


# ---------------------------------------------------------------- in a browser


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as url:
        yield url


@pytest.fixture(params=[(1440, True), (390, True), (390, False)], ids=["wide", "narrow", "without scripts"])
def reader(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on a wide and a narrow screen, with scripts and without."""
    width, scripts = request.param
    context = browser.new_context(
        base_url=f"{address}/", viewport={"width": width, "height": 900}, java_script_enabled=scripts
    )
    yield context.new_page()
    context.close()


def test_from_a_theme_to_a_parallel_and_back(reader: Page) -> None:
    """A theme's quotation opens its paragraph; the mark there opens the passage in another speech, and its mark leads back."""
    mine, theirs = (passage(corpus().documents[at], words) for at, words in ((0, LONG), (1, EDITED)))
    theme = next(
        theme.theme
        for theme in corpus().documents[0].themes
        if mine.block in [block for block, _ in theme.paragraphs]
    )
    reader.goto(f"themes/{theme}/")
    reader.locator(f"a[href$='speeches/a/#{mine.block}']").first.click()
    reader.wait_for_url(f"**/speeches/a/#{mine.block}")
    follow(reader, mine.block, f"../b/#{theirs.block}")
    reader.wait_for_url(f"**/speeches/b/#{theirs.block}")
    follow(reader, theirs.block, f"../a/#{mine.block}")
    reader.wait_for_url(f"**/speeches/a/#{mine.block}")


def follow(page: Page, block: str, target: str) -> None:
    """Opens the mark of a paragraph and follows a link in it."""
    mark = page.locator(f".paragraph:has([id='{block}']) > .marks")
    link = mark.locator(f"a[href='{target}']").first
    assert not link.is_visible()
    mark.locator("summary").click()
    link.click()


def test_nothing_is_wider_than_the_screen(reader: Page) -> None:
    """Neither a speech with every mark open nor the page of comparisons scrolls sideways; signs hide no text."""
    for path in ("speeches/a/", "compare/a/"):
        reader.goto(path)
        for sign in reader.locator(".marks > summary").all():
            sign.click()
        wide = reader.viewport_size["width"] if reader.viewport_size else 0
        boxes = [each.bounding_box() for each in reader.locator("article *:visible").all()]
        assert max(box["x"] + box["width"] for box in boxes if box) <= wide


def test_the_sign_stands_beside_the_text(reader: Page) -> None:
    """The sign covers none of the paragraph's words: they end before it, or it stands in the margin."""
    reader.goto("speeches/a/")
    for paragraph in reader.locator(".paragraph").all():
        sign = paragraph.locator("summary").bounding_box()
        words = paragraph.locator("[data-block] > a[href^='#']").bounding_box()  # stands where the text ends
        text = paragraph.locator("[data-block]").bounding_box()
        assert sign
        assert words
        assert text
        in_margin = sign["x"] >= text["x"] + text["width"] - 1
        after_the_end = words["y"] + words["height"] / 2 < sign["y"] or words["x"] <= sign["x"]
        assert in_margin or after_the_end


def test_marks_are_not_printed(reader: Page) -> None:
    """On paper there is the text alone."""
    reader.goto("speeches/a/")
    reader.emulate_media(media="print")
    assert not reader.locator(".marks").first.is_visible()
