"""Theme pages, lists and tables at any size: what they show, and that they neither grow nor move.

In: speeches made up here, generated ones, and a small site of them in a real browser.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from random import Random

import pytest
from helpers import SETTINGS, annotated_of, corpus_of, pages_of, seed_documents, source_of
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page
from sites import make_project, served

from benchmarks.corpus import Recipe, generate
from build_corpus import pipeline
from build_corpus.config import Config
from build_corpus.knowledge import built_in
from build_corpus.model import Annotated, Corpus, Formula, Passage
from build_corpus.publish.charts import by_level, by_year
from build_corpus.publish.placed import FOLLOWING, LEADING
from build_corpus.publish.shelves import key, shelves
from build_corpus.publish.site import Site
from build_corpus.relate import relate

THEME = "zuzhi-shenghuo"
MANY = 130
"""Speeches on one theme: more than two of its pages hold, and more than a list holds."""
SECTION = re.compile(
    r"""^### \[.*\]\(.*speeches/([^.]+)\.md\) \{ #in-([^" ]+)|^<h3 id="in-([^"]+)"><a href="[./]+/speeches/([^/]+)/">""",
    re.MULTILINE,
)
"""A speech's section: on the first page with a heading of Markdown, on the others of HTML."""


def words(rng: Random, count: int) -> str:
    """Sentences of Han characters that mean nothing, so that no speech is a version of another."""
    return "。".join("".join(chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(24)) for _ in range(count))


def speech(at: int) -> str:
    """A speech of a day in one of three years; every fifth says no date."""
    rng = Random(at)
    uses = "落实“三会一课”制度，开好组织生活会。" * (1 + at % 4)
    date = "" if at % 5 == 0 else f"（{2017 + at % 3}年{1 + at % 12}月{1 + at % 28}日）\n"
    filler = f"{words(rng, 6 + at % 7)}。"
    return f"在第{at}次全县工作会议上的讲话\n{date}同志们：\n{filler}\n{uses}{words(rng, 2)}。\n{words(rng, 3)}。\n"


@cache
def document(at: int) -> Annotated:
    return annotated_of(source_of(speech(at), f"s{at:03}.txt"))


def corpus(count: int = MANY) -> Corpus:
    return relate([document(at) for at in range(count)], built_in(), SETTINGS.related)


@cache
def many() -> dict[str, str]:
    """Every page of the speeches above."""
    return pages_of(corpus())


def sections(page: str) -> list[str]:
    """The speeches a theme page quotes, in order."""
    found = [tuple(filter(None, match)) for match in SECTION.findall(page)]
    assert all(len(set(names)) == 1 for names in found)
    return [names[0] for names in found]


def following(files: dict[str, str]) -> list[str]:
    """The theme's pages, from the first on, as their links lead from one to the next."""
    places, place = [f"themes/{THEME}.md"], ""
    while match := re.search(r"\]\(([\w/-]+)\.md\)\{ rel=next \}", files[places[-1]]):
        place = match[1].rpartition("/")[2]
        places.append(f"themes/{THEME}/{place}.md")
    return places


# ---------------------------------------------------------------- pages that stay


RANKS = st.integers(0, (1 << 16) - 1)
items = st.lists(st.tuples(RANKS, st.integers(0, 10**6)), unique_by=lambda each: each[1], max_size=60)


@given(items, st.integers(1, 9))
def test_shelves_hold_everything_once(ranked: list[tuple[int, int]], size: int) -> None:
    """All items stand on shelves of 1 to `size`, in the order of their keys, and each shelf has its own number."""
    keyed = sorted((key(rank, str(name)), (rank, name)) for rank, name in ranked)
    made = shelves(keyed, size)
    assert [item for _, held in made for item in held] == [item for _, item in keyed]
    assert all(1 <= len(held) <= size for _, held in made)
    assert len({number for number, _ in made}) == len(made)


@given(items, st.tuples(RANKS, st.just(-1)), st.integers(1, 9))
def test_one_more_item_changes_one_shelf(
    ranked: list[tuple[int, int]], new: tuple[int, int], size: int
) -> None:
    """All shelves but the one a new item comes to keep their numbers and what they hold."""
    keyed = sorted((key(rank, str(name)), (rank, name)) for rank, name in ranked)
    more = sorted([*keyed, (key(new[0], str(new[1])), new)])
    before, after = ({number: tuple(held) for number, held in shelves(each, size)} for each in (keyed, more))
    assert len([number for number in before if after.get(number) != before[number]]) <= 1


def test_a_theme_goes_on_over_pages() -> None:
    """The first page quotes 20 speeches, those after it at most 60; each speech stands once, best evidence first."""
    files = many()
    places = following(files)
    quoted = [sections(files[place]) for place in places]
    scores = {each.id: each.themes[0].score for each in corpus().published}
    ranks = [scores[each] for page in quoted for each in page]
    assert len(places) >= 3
    assert len(quoted[0]) == LEADING
    assert all(1 <= len(page) <= FOLLOWING for page in quoted[1:])
    assert sorted(each for page in quoted for each in page) == sorted(scores)
    assert ranks == sorted(ranks, reverse=True)
    assert set(places) == {f"themes/{THEME}.md"} | {
        path for path in files if re.match(rf"themes/{THEME}/\d", path)
    }


def test_every_paragraph_of_evidence_is_linked() -> None:
    """Wherever a speech stands, its section links every paragraph that shows the theme."""
    files = "\n".join(many()[place] for place in following(many()))
    for each in corpus().published:
        for score in each.themes:
            if score.theme == THEME:
                assert all(f'speeches/{each.id}/#{block}"' in files for block, _ in score.paragraphs)


def test_no_generated_page_is_in_materials_search() -> None:
    """Readers search with this project's index; Material's own would grow with the corpus."""
    generated = [text for path, text in many().items() if path.endswith(".md")]
    assert generated
    assert all("\nsearch:\n  exclude: true\n" in text for text in generated)


def test_a_place_is_where_the_section_is() -> None:
    """`theme_place` names the file and the anchor under which a theme quotes a speech."""
    site, files = Site(corpus(), built_in(), SETTINGS), many()
    for each in corpus().published:
        for score in each.themes:
            path, _, anchor = site.theme_place(score.theme, each.id).partition("#")
            assert f"{{ #{anchor}" in files[path] or f'id="{anchor}"' in files[path]
    assert site.theme_place(THEME, "nobody") == f"themes/{THEME}.md"


def test_a_speech_elsewhere_changes_no_following_page() -> None:
    """One more speech on another theme leaves all following pages as they are, one on this theme all but two."""
    other = "在全县农业会议上的讲话\n同志们：\n" + words(Random(-1), 9) + "。要保障粮食安全，守住耕地红线。\n"
    before = many()
    documents = [document(at) for at in range(MANY)]
    for text, most in ((other, 0), (speech(MANY), 2)):
        new = annotated_of(source_of(text, "new.txt"))
        after = pages_of(relate([*documents, new], built_in(), SETTINGS.related))
        changed = [path for path in following(before)[1:] if after.get(path) != before[path]]
        assert len(changed) <= most


# ---------------------------------------------------------------- what a theme page says


def test_charts_count_delivery_dates_alone() -> None:
    """Years are drawn from delivery dates, the unknown stand in a row of their own, and the label says it all."""
    chart = by_year(["2019-04-26", "2019", None, "2021-01"])
    assert chart
    assert chart.rows == [("2019 年", 2), ("2021 年", 1), ("不详", 1)]
    assert 'role="img" aria-label="按年：2019 年 2 篇，2021 年 1 篇，不详 1 篇"' in chart.bars
    assert chart.bars.count("<rect ") == 3
    page = many()[f"themes/{THEME}.md"]
    dates = Counter((each.speech.date or "")[:4] for each in corpus().published)
    assert dates[""] == MANY / 5
    for year, count in dates.items():
        name = f"{year} 年" if year else "不详"
        assert f'<td>{name}</td><td class="number">{count}</td>' in page


def test_nothing_is_drawn_where_nothing_is_known() -> None:
    """Without a delivery date or a level there is no chart."""
    assert by_year([None, None]) is None
    assert by_level([None]) is None
    assert by_year([]) is None
    page = pages_of(corpus_of("讲话\n同志们：\n要落实“三会一课”制度，开好组织生活会，严格双重组织生活。\n"))
    assert "按年" not in page[f"themes/{THEME}.md"]


def test_a_long_stretch_is_counted_by_tens() -> None:
    """More years than bars have room are counted by tens of years; hostile levels stay text and are few."""
    chart = by_year([f"{year}" for year in range(1930, 2026)])
    assert chart
    assert chart.rows[0] == ("1930 年代", 10)
    assert len(chart.rows) == 10
    levels = by_level(['"><b>', "县", *map(str, range(30)), None])
    assert levels
    assert levels.rows[0] == ("县级", 1)
    assert len(levels.rows) == 13
    assert sum(count for _, count in levels.rows) == 33
    assert "<b>&quot;&gt;&lt;b&gt;</b>" in by_level(['"><b>']).bars


def test_themes_that_go_together_are_ranked_by_lift() -> None:
    """What stands beside a theme and rarely elsewhere comes before what stands everywhere; lineal themes stay out."""
    site = Site(seeds_corpus(), built_in(), SETTINGS)
    together = site.together
    for at, theme in enumerate(together.themes):
        beside = together.beside(theme, 8)
        assert all(shared == together.counts[at, together.themes.index(other)] for other, shared in beside)
        assert not {(theme, other) for other, _ in beside} & together.lineal
        lifts = [shared / (site.count(other) + 5) for other, shared in beside]
        assert lifts == sorted(lifts, reverse=True)
    for at, theme in enumerate(together.themes):
        assert together.counts[at, at] == site.count(theme)


@cache
def seeds_corpus() -> Corpus:
    return relate(seed_documents().values(), built_in(), SETTINGS.related)


def test_a_theme_names_its_formulas() -> None:
    """Set phrases used in a theme's paragraphs stand on its page; those of two speeches or more are links."""
    base = corpus(3)
    uses = [
        Passage(document=each.id, block=score.paragraphs[0][0], start=0, end=4)
        for each in base.published
        for score in each.themes
        if score.theme == THEME
    ]
    formulas = (
        Formula(id="f-a", text="三会一课", uses=tuple(uses)),
        Formula(id="f-b", text="四个*统一", uses=tuple(uses[:1])),
    )
    page = pages_of(replace(base, formulas=formulas))[f"themes/{THEME}.md"]
    assert '<a href="../../formulas/f-a/">三会一课</a>、四个*统一' in page


# ---------------------------------------------------------------- tables


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))))


def test_the_data_hold_everything() -> None:
    """The CSV files hold each theme of each speech and each pair of themes, as the records do."""
    files = pages_of(seeds_corpus())
    rows = table(files["data/theme-speech.csv"])
    wanted = [
        (each.id, score.theme, str(len(score.paragraphs)))
        for each in seeds_corpus().published
        for score in each.themes
    ]
    assert [(row["speech"], row["theme"], row["paragraphs"]) for row in rows] == wanted
    holders: dict[str, set[str]] = {}
    for speech, theme, _ in wanted:
        holders.setdefault(theme, set()).add(speech)
    for row in table(files["data/theme-cooccurrence.csv"]):
        both = holders[row["theme"]] & holders[row["other"]]
        assert int(row["speeches"]) == len(both)
        expected = len(holders[row["theme"]]) * len(holders[row["other"]]) / 5
        assert float(row["lift"]) == pytest.approx(len(both) / expected, abs=0.006)


def test_no_cell_is_a_formula() -> None:
    """A title that a spreadsheet would reckon with is guarded."""
    text = "=1+1关于组织生活的讲话\n同志们：\n要落实“三会一课”制度，开好组织生活会。\n"
    (row, *_) = table(pages_of(corpus_of(text))["data/theme-speech.csv"])
    assert row["title"] == "'=1+1关于组织生活的讲话"


def test_lists_and_tables_have_every_speech_once() -> None:
    """Over the pages of a list, and over those of the table, each speech has one row; none has more than 100."""
    files = many()
    for folder in ("speeches/lists/", "themes/speeches/"):
        rows = {
            path: re.findall(r"^\| \[.*?\]\([./]*(?:speeches/)?(s\d{3})\.md\)", text, re.MULTILINE)
            for path, text in files.items()
            if path.startswith(folder)
        }
        assert max(map(len, rows.values())) <= 100
        assert sorted(each for held in rows.values() for each in held) == [f"s{at:03}" for at in range(MANY)]
    assert {"speeches/lists/2017.md", "speeches/lists/2018.md", "speeches/lists/2019.md"} <= files.keys()
    assert "speeches/lists/undated.md" in files


def test_a_cell_leads_to_its_section() -> None:
    """A number in the table of speeches is the count of paragraphs, and a link to where the theme quotes the speech."""
    files = many()
    cells = re.findall(rf"\[(\d+)\]\(\.\./({THEME}[^)#]*)#in-(s\d+)\)", files["themes/speeches/2018.md"])
    counts = {
        each.id: len(score.paragraphs)
        for each in corpus().published
        for score in each.themes
        if score.theme == THEME
    }
    assert cells
    for count, path, name in cells:
        assert int(count) == counts[name]
        assert name in sections(files[f"themes/{path}"])


# ---------------------------------------------------------------- any size

KINDS = {
    "home": r"index\.md",
    "speeches": r"speeches/index\.md",
    "years": r"speeches/lists/.*",
    "theme": r"themes/[^/]+\.md",
    "following": r"themes/(?!speeches/)[^/]+/\d+\.md",
    "table": r"themes/speeches/.*",
}


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, int]]:
    """Documents → kind of page → bytes of its largest, for generated speeches."""
    found = {}
    for count in (60, 600):
        folder = tmp_path_factory.mktemp(f"of{count}")
        seeds = folder / "seeds"
        seeds.mkdir()
        for each in generate(count, Recipe(chars=700)):
            (seeds / each.file).write_bytes(each.data)
        config = Config(
            root=folder,
            seeds=seeds,
            docs=folder / "docs",
            build=folder / "build",
            site=folder / "site",
            settings=SETTINGS,
        )
        made = pipeline.make(config)
        files = pages_of(made.corpus)
        found[count] = {
            kind: max(
                (len(text.encode()) for path, text in files.items() if re.fullmatch(pattern, path)), default=0
            )
            for kind, pattern in KINDS.items()
        }
    return found


LIMITS = {"home": 24, "speeches": 60, "years": 60, "theme": 120, "following": 120, "table": 120}
"""Kilobytes of Markdown that no page of its kind passes, however many speeches there are."""


def test_no_page_grows_with_the_corpus(sizes: dict[int, dict[str, int]]) -> None:
    """Ten times as many speeches make more pages; none is larger than what it holds at most."""
    for kind, limit in LIMITS.items():
        assert sizes[600][kind] <= limit * 1000, (kind, sizes)
    assert sizes[600]["home"] <= 1.5 * sizes[60]["home"]  # it names the years
    assert sizes[600]["speeches"] <= sizes[60]["speeches"]


# ---------------------------------------------------------------- in a browser


@pytest.fixture(scope="module")
def many_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site of the speeches above is served."""
    seeds = {f"s{at:03}.txt": speech(at) for at in range(MANY)}
    project = make_project(tmp_path_factory.mktemp("many") / "project", seeds)
    result = project.run("site")
    assert result.returncode == 0, result.stdout + result.stderr
    with served(project.site) as address:
        yield address


@pytest.fixture
def reader(browser: Browser, many_site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page as wide as the test's `width`; errors on it fail the test."""
    width = request.node.callspec.params.get("width", 1280) if hasattr(request.node, "callspec") else 1280
    context = browser.new_context(base_url=f"{many_site}/", viewport={"width": width, "height": 800})
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("response", lambda got: troubles.append(f"{got.status} {got.url}") if got.status >= 400 else None)
    yield page
    context.close()
    assert troubles == []


def column(page: Page, at: int) -> list[str]:
    return page.locator(f".sortable tbody tr td:nth-child({at})").all_inner_texts()


def test_a_table_sorts_by_keyboard(reader: Page) -> None:
    """A column's button sorts the rows, numbers first downwards, and says so; empty cells stay last."""
    reader.goto("themes/speeches/2018/")
    button = reader.get_by_role("button", name="按“组织生活制度”排序")
    at = 1 + button.evaluate("button => button.closest('th').cellIndex")
    speeches = sorted(column(reader, 1))
    for direction, reverse in (("descending", True), ("ascending", False)):
        button.focus()
        reader.keyboard.press("Enter")
        assert reader.locator(f"th[aria-sort={direction}]").count() == 1
        numbers = [int(cell) for cell in column(reader, at) if cell]
        assert numbers == sorted(numbers, reverse=reverse)
    reader.get_by_role("button", name="讲话").click()
    assert reader.locator("th[aria-sort]").count() == 1
    assert sorted(column(reader, 1)) == speeches


@pytest.mark.parametrize("width", [1280, 390])
def test_tables_scroll_in_their_own_frame(reader: Page, width: int) -> None:
    """No page is wider than the screen; a table scrolls inside its frame, its first column and its head stay."""
    reader.goto(f"themes/{THEME}/")
    places = (
        f"themes/{THEME}/",
        reader.evaluate("document.querySelector('article a[rel=next]').href"),
        "themes/cooccurrence/",
        "speeches/",
        "speeches/lists/2018/",
    )
    for place in (*places, "themes/speeches/", "themes/speeches/2018/"):
        reader.goto(place)
        assert reader.evaluate("document.documentElement.scrollWidth") <= width, place
    frame = reader.locator(".grid.cross")
    frame.evaluate(
        "frame => { frame.style.maxHeight = '20rem'; frame.style.width = '15rem'; frame.scrollTo(90, 90) }"
    )
    inner = frame.evaluate("frame => [frame.scrollLeft, frame.scrollTop]")
    assert all(moved > 0 for moved in inner)
    box, head, first = (
        reader.locator(each).first.bounding_box()
        for each in (".grid.cross", ".grid.cross th", ".grid.cross td")
    )
    assert box
    assert head
    assert first
    assert abs(head["y"] - box["y"]) < 3
    assert abs(first["x"] - box["x"]) < 3


def test_the_last_page_leads_to_a_paragraph(browser: Browser, many_site: str) -> None:
    """Without JavaScript: from a theme over its pages to the last one, from there to the very paragraph."""
    context = browser.new_context(base_url=f"{many_site}/", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"themes/{THEME}/")
    while page.locator("a[rel=next]").count():
        page.locator("a[rel=next]").click()
    assert re.search(rf"/themes/{THEME}/\d+/$", page.url)
    page.locator("a.cite").last.click()
    assert re.search(r"/speeches/s\d{3}/#p-[a-z2-7]{8}", page.url)
    name = page.url.rpartition("#")[2]
    assert "三会一课" in page.locator(f"[id='{name}']").inner_text()
    context.close()
