"""How much there is of a word or a theme, year by year; and which themes go together, as a map.

In: sites built by the real command, of 60 generated speeches and of the five seeds, in a real browser. What a page says
is held against a plain count of documents.jsonl.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from helpers import SETTINGS, seed_documents
from playwright.sync_api import Browser, Page, expect
from sites import Project
from test_browser import CONTRAST, quiet
from test_search_ui import starts, texts_of

from build_corpus.knowledge import built_in
from build_corpus.model import Corpus
from build_corpus.publish.search import fold
from build_corpus.publish.site import Site
from build_corpus.publish.theme_map import LINES, NODES, Tie, around, spots, ties
from build_corpus.publish.trends import panel, series_of, totals_of
from build_corpus.relate import relate

WIDE, NARROW = 1280, 390
SVG = "{http://www.w3.org/2000/svg}"
WORDS = ("工作", "会议", "党建")
Records = list[dict[str, Any]]
Numbers = dict[str, tuple[int, float]]
"""Year, empty without one → how many, how many in 10,000 字."""


def svg(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - drawn by this project


def originals(project: Project) -> Records:
    return [each for each in project.records() if each["published"] and not each["version_of"]]


def year_of(record: dict[str, Any]) -> str:
    return (record["date"] or "")[:4]


def plain(project: Project, counts: Counter[str]) -> Numbers:
    """Counts per year with their rates, by the records' own lengths."""
    chars: Counter[str] = Counter()
    for each in originals(project):
        chars[year_of(each)] += each["chars"]
    return {
        year: (counts[year], round(counts[year] * 10_000 / n, 2) if n else 0.0) for year, n in chars.items()
    }


def of_word(project: Project, word: str) -> Numbers:
    counts: Counter[str] = Counter()
    for each in originals(project):
        counts[year_of(each)] += starts(texts_of(each), fold(word))
    return plain(project, counts)


def of_theme(project: Project, theme: str) -> Numbers:
    counts: Counter[str] = Counter()
    for each in originals(project):
        counts[year_of(each)] += sum(
            len(found["paragraphs"]) for found in each["themes"] if found["id"] == theme
        )
    return plain(project, counts)


def leading(project: Project, number: int) -> list[str]:
    counts = Counter(found["id"] for each in originals(project) for found in each["themes"])
    return [theme for theme, _ in counts.most_common(number)]


@pytest.fixture(params=[WIDE, NARROW])
def reader(browser: Browser, place: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    with quiet(browser, place, viewport={"width": request.param, "height": 900}) as page:
        yield page


def table(page: Page, where: str = "[data-trends-result]") -> list[Numbers]:
    """The numbers in the table, a series after the other."""
    rows = page.locator(f"{where} tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))"
    )
    found: list[Numbers] = [{} for _ in rows[0][3:]]
    for name, _, _, *cells in rows:
        for series, said in zip(found, cells, strict=True):
            count, share = said.replace(",", "").split()
            series["" if name == "日期不详" else name[:4]] = (int(count), float(share))
    return found


# ---------------------------------------------------------------- numbers


def test_the_numbers_are_those_of_the_records(sixty: Project) -> None:
    """data/trends.json holds what each year holds and how many paragraphs treat each theme, versions left out."""
    data = json.loads((sixty.docs / "data" / "trends.json").read_text(encoding="utf-8"))
    speeches = Counter(map(year_of, originals(sixty)))
    assert {year: n for year, n, _ in data["years"]} == speeches
    assert sum(chars for _, _, chars in data["years"]) == sum(each["chars"] for each in originals(sixty))
    for theme, _, counts in data["themes"]:
        wanted = {year: n for year, (n, _) in of_theme(sixty, theme).items() if n}
        assert {year: n for year, n, _ in counts} == wanted
    assert {theme for theme, _, _ in data["themes"]} == {
        found["id"] for each in originals(sixty) for found in each["themes"]
    }


def test_up_to_five_are_counted_exactly(reader: Page, sixty: Project) -> None:
    """Three words and two themes: the table equals a plain count, year by year, what has no date apart."""
    themes = leading(sixty, 2)
    reader.goto("trends/")
    for word in WORDS:
        reader.fill("#trends-q", word)
        reader.keyboard.press("Enter")
        expect(reader.locator("[data-trends-result] figure", has_text=word).first).to_be_visible()
    for theme in themes:
        reader.select_option("#trends-theme", theme)
        expect(reader.locator(f"[data-trends-result] figcaption a[href$='themes/{theme}/']")).to_be_visible()
    assert table(reader) == [
        *(of_word(sixty, word) for word in WORDS),
        *(of_theme(sixty, theme) for theme in themes),
    ]
    reader.fill("#trends-q", "第六")
    reader.keyboard.press("Enter")
    expect(reader.locator("[data-trends-status]")).to_contain_text("最多 5 个")
    asked = parse_qs(urlsplit(reader.url).query)
    assert asked == {"word": list(WORDS), "theme": themes}
    assert reader.evaluate("document.documentElement.scrollWidth") <= (reader.viewport_size or {})["width"]


def test_an_address_is_what_one_saw(reader: Page, sixty: Project) -> None:
    """An address opened anew shows the same; Back shows what was there before; a chip takes its series away."""
    address = f"trends/?word={quote('会议')}&word={quote('工作')}&measure=count&scale=own"
    reader.goto(address)
    expect(reader.locator("[data-trends-result] figure")).to_have_count(2)
    assert table(reader) == [of_word(sixty, "会议"), of_word(sixty, "工作")]
    assert reader.locator("[name=measure][value=count]").is_checked()
    assert reader.locator("[name=scale][value=own]").is_checked()
    reader.get_by_role("button", name="去掉：会议").click()
    expect(reader.locator("[data-trends-result] figure")).to_have_count(1)
    assert parse_qs(urlsplit(reader.url).query)["word"] == ["工作"]
    reader.go_back()
    expect(reader.locator("[data-trends-result] figure")).to_have_count(2)
    reader.goto("trends/")
    expect(reader.locator("[data-trends-default] figure").first).to_be_visible()
    assert reader.locator("[data-trends-result]").is_hidden()


def test_words_and_themes_have_scales_of_their_own(reader: Page, sixty: Project) -> None:
    """On one scale stands what is counted alike: places of words together, paragraphs of themes together."""
    theme = leading(sixty, 1)[0]
    reader.goto(f"trends/?word={quote('会议')}&word={quote('工作')}&theme={theme}")
    expect(reader.locator("[data-trends-result] figure")).to_have_count(3)
    tops = reader.locator("[data-trends-result] .panel .most").all_text_contents()
    words = [max(rate for _, rate in of_word(sixty, word).values()) for word in ("会议", "工作")]
    assert tops == [f"{max(words):.2f}"] * 2 + [
        f"{max(rate for _, rate in of_theme(sixty, theme).values()):.2f}"
    ]


def test_gaps_are_no_zeros(reader: Page, sixty: Project) -> None:
    """A year without a speech has no ground line; one with speeches and nothing of the word has a line and no bar."""
    reader.goto(f"trends/?word={quote('党建')}")
    expect(reader.locator("[data-trends-result] figure")).to_have_count(1)
    wanted = of_word(sixty, "党建")
    assert reader.locator("[data-trends-result] .panel .ground").count() == len(wanted)
    assert reader.locator("[data-trends-result] .panel rect").count() == sum(
        n > 0 for n, _ in wanted.values()
    )
    assert any(n == 0 for n, _ in wanted.values())


# ---------------------------------------------------------------- files


def saved(page: Page, button: str) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    path = download.value.path()
    return Path(path).read_text(encoding="utf-8")


def test_the_files_say_the_same(reader: Page, sixty: Project) -> None:
    """The CSV has a row for each series and year with the same numbers; the picture is an SVG with all panels and no style."""
    reader.goto(f"trends/?word={quote('会议')}&word={quote('=工作')}")
    expect(reader.locator("[data-trends-result] figure")).to_have_count(2)
    rows = list(
        csv.DictReader(io.StringIO(saved(reader, "下载表格").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")))
    )
    assert {row["系列"] for row in rows} == {"会议", "'=工作"}
    wanted = of_word(sixty, "会议")
    found = {row["年"].replace("不详", ""): row for row in rows if row["系列"] == "会议"}
    assert {year: int(row["数"]) for year, row in found.items()} == {
        year: n for year, (n, _) in wanted.items()
    }
    assert all(
        float(found[year]["每万字"]) == pytest.approx(share, abs=0.006) for year, (_, share) in wanted.items()
    )
    picture = saved(reader, "下载图")
    root = svg(picture)
    assert root.tag == f"{SVG}svg"
    assert len(root.findall(f"{SVG}svg")) == 2
    assert "style=" not in picture
    assert (root.findtext(f"{SVG}text") or "").startswith("会议（")


# ---------------------------------------------------------------- without scripts


def test_the_page_says_something_without_scripts(browser: Browser, place: str, sixty: Project) -> None:
    """With JavaScript switched off the leading themes stand there, as panels and as a table of the same numbers."""
    context = browser.new_context(base_url=f"{place}/", java_script_enabled=False)
    page = context.new_page()
    page.goto("trends/")
    assert page.locator("[data-trends]").is_hidden()
    themes = page.locator("[data-trends-default] figcaption a").evaluate_all(
        "links => links.map(link => link.getAttribute('href').split('/').at(-2))"
    )
    assert len(themes) == 6
    assert page.locator("[data-trends-default] svg.panel").first.is_visible()
    page.locator("[data-trends-default] summary").click()
    rows = [row.inner_text().split() for row in page.locator("[data-trends-default] tbody tr").all()]
    for at, theme in enumerate(themes):
        wanted = of_theme(sixty, theme)
        assert [int(row[3 + 2 * at]) for row in rows] == [
            wanted["" if row[0] == "日期不详" else row[0]][0] for row in rows
        ]
    assert page.locator("noscript").is_visible() or page.get_by_text("现在没有启用").is_visible()
    context.close()


def test_a_corpus_without_dates_says_so(browser: Browser, address: str, built: Project) -> None:
    """Where no delivery date is known there are no years: the page says why, and counts what has none."""
    assert {year_of(each) for each in originals(built)} == {""}
    with quiet(browser, address) as page:
        page.goto("trends/")
        expect(page.locator(".notice").first).to_contain_text("都没有写明讲话日期")
        assert page.locator("[data-trends-default] ol.values li").count() == 6
        page.goto(f"trends/?word={quote('组织生活')}")
        expect(page.locator("[data-trends-result] figure")).to_have_count(1)
        assert table(page) == [of_word(built, "组织生活")]


def test_a_panel_is_drawn_the_same_everywhere(reader: Page, sixty: Project) -> None:
    """What the script draws of a theme is what was drawn with the site, line by line."""
    reader.goto("trends/")
    drawn = reader.locator("[data-trends-default] figure").first
    theme = drawn.locator("a").get_attribute("href").split("/")[-2]
    lines = "figure => [...figure.querySelectorAll('path, rect, .tick')].map(each => [each.tagName, each.getAttribute('class'), each.getAttribute('d') ?? each.getAttribute('x')])"
    static = drawn.evaluate(lines)
    reader.goto(f"trends/?theme={theme}")
    expect(reader.locator("[data-trends-result] figure")).to_have_count(1)
    scripted = reader.locator("[data-trends-result] figure").evaluate(lines)

    def plainly(each: list[str]) -> list[str]:
        numbers = re.sub(r"(\d+)\.0\b", r"\1", each[2])
        return [each[0], each[1], numbers]

    assert sorted(map(plainly, scripted)) == sorted(map(plainly, static))
    assert sixty.site


# ---------------------------------------------------------------- the map of themes


def seeds_site() -> Site:
    corpus: Corpus = relate(seed_documents().values(), built_in(), SETTINGS.related)
    return Site(corpus, built_in(), SETTINGS)


def test_ties_are_more_than_chance() -> None:
    """Each tie joins two themes that a plain count finds together more often than by chance; no theme has none."""
    site = seeds_site()
    held = {theme: {document.id for document, _ in found} for theme, found in site.holders.items()}
    found = ties(site.together)
    assert found
    for tie in found:
        one, other = (held[theme] for theme in tie.ends)
        assert tie.shared == len(one & other)
        assert tie.shared > len(one) * len(other) / len(site.originals)
    ends = Counter(theme for tie in found for theme in tie.ends)
    assert len(ends) <= NODES
    assert min(ends.values()) >= 1
    assert len(found) <= LINES * len(ends)


def test_near_each_other_stands_what_goes_together() -> None:
    """The circle puts tied themes side by side, whatever their names; the same ties give the same circle."""
    pairs = [("a", "m"), ("b", "n"), ("c", "o"), ("d", "p")]
    made = [Tie(ends=pair, shared=3, weight=1000) for pair in pairs]
    order = around(made)
    assert sorted(order) == sorted(theme for pair in pairs for theme in pair)
    for one, other in pairs:
        assert abs(order.index(one) - order.index(other)) in (1, len(order) - 1)
    assert around(made[::-1]) == order


@pytest.mark.parametrize("size", [1, 2, 3, 17, 36])
def test_every_name_has_a_line_of_its_own(size: int) -> None:
    """Themes of one side stand a line apart, inside the drawing."""
    places, height = spots(size)
    assert len(set(places)) == size
    for (x, y), (u, v) in combinations(places, 2):
        assert (x > 430) != (u > 430) or abs(y - v) >= 26.9 or size == 1
        assert 0 < y < height


def test_the_map_is_a_drawing_with_a_table(built: Project) -> None:
    """The map is well-formed SVG with a title, a description and a link on each theme; the table names the same ties."""
    page = built.html("themes/map/index.html")
    (drawing,) = page.css("svg.theme-map")
    root = svg(drawing.html or "")
    assert [each.tag for each in root][:2] == ["title", "desc"]
    links = page.css("svg.theme-map a")
    assert 10 < len(links) <= NODES
    for link in links:
        assert (
            built.site / "themes" / (link.attributes["href"] or "").split("/")[-2] / "index.html"
        ).is_file()
    rows = page.css(".ties-table tbody tr")
    assert len(rows) == len(links)
    named = sum(len(row.css("td:nth-child(3) a")) for row in rows)
    assert named == 2 * len(page.css("svg.theme-map .ties path"))
    assert not page.css("svg [style], svg style, svg script")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_can_be_read_and_walked(browser: Browser, address: str, scheme: str) -> None:
    """On a phone the map scrolls in its own frame with its letters at full size; every theme is reached by keyboard."""
    with quiet(browser, address, viewport={"width": NARROW, "height": 800}, color_scheme=scheme) as page:
        page.goto("themes/map/")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
        assert page.locator(".map").evaluate("frame => frame.scrollWidth > frame.clientWidth")
        label = page.locator(".theme-map text").first
        assert (label.bounding_box() or {})["height"] >= 11
        first = page.locator(".theme-map a").first
        first.focus()
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement.matches('.theme-map a') && document.activeElement.matches(':focus-visible')"
        )
        assert page.locator(".page p.lead").first.evaluate(CONTRAST) >= 4.5


def test_a_panel_of_what_is_not_there() -> None:
    """A theme of speeches without dates is drawn without years, and nothing is divided by nothing."""
    site = seeds_site()
    drawn = panel(series_of(site)[0], totals_of(site), 0)
    assert drawn.count("<g>") == 1
    assert svg(drawn).tag == "svg"
