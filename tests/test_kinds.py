"""Every kind of page, wide and narrow, light and dark, in a real browser: what holds for all of them.

In: a site with everything that can be on one, made from the five seeds and a few more documents.
"""

import pytest
from kinds import Found, kinds
from pictures import ASKED, places
from playwright.sync_api import Browser
from sites import SEEDS, Project, make_project, served
from visits import AXE, Complaints, opened_box, visited

from benchmarks.budget import LIMITS, watched

WIDTHS = (1440, 390)  # CSS pixels: a desk, a phone
SITE = "https://example.org/site/"
Visits = dict[tuple[str, int], Complaints]


def documents() -> dict[str, bytes]:
    """The seeds; one of them again in part, under a former name, and in traditional characters."""
    seeds = {path.name: path.read_bytes() for path in SEEDS.iterdir() if path.suffix in (".txt", ".yml")}
    whole = seeds["003_dbc9b005143e827d.txt"].decode("utf-8").splitlines()
    part = [line for at, line in enumerate(whole) if at < 6 or at % 5]
    return {
        **seeds,
        "part.txt": "\n".join(part).encode("utf-8"),
        "part.yml": b"version_of: 003-dbc9b005143e827d\naliases: [lao-bianhao]\n",
        "fanti.txt": "在全縣農業技術培訓班上的講話\n同志們：\n這次培訓班請來三位專家，講果樹修剪和防霜，請大家把方法帶回村裡。\n".encode(),
    }


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site with pages of every kind, built by the real command, whose check finds no broken link."""
    project = make_project(tmp_path_factory.mktemp("rich") / "project", documents())
    result = project.run("site", SITE_URL=SITE)
    assert result.returncode == 0, result.stdout + result.stderr
    return project


@pytest.fixture(scope="module")
def found(rich: Project) -> dict[str, list[Found]]:
    return kinds(rich.site)


@pytest.fixture(scope="module")
def pages(found: dict[str, list[Found]]) -> list[Found]:
    """The pages to look at: all chosen ones but those that only lead on."""
    return [page for of in found.values() for page in of if not page.redirect]


@pytest.fixture(scope="module")
def visits(browser: Browser, rich: Project, found: dict[str, list[Found]], pages: list[Found]) -> Visits:
    """(page, width) → what is wrong with it. All chosen pages on a phone, where room is short; on a desk one of each kind."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `make test`, which installs it")
    made: Visits = {}
    with served(rich.site.parent) as host:  # 404.html names things from the root of the host
        address = f"{host}/site"
        for width in WIDTHS:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, reduced_motion="reduce", color_scheme="light"
            )
            of_each = [page for of in found.values() for page in of[:1] if not page.redirect]
            for page in pages if width == min(WIDTHS) else of_each:
                made[page.path, width] = visited(context, address, page.address)
            context.close()
    return made


def complaints(visits: Visits, *starts: str) -> list[tuple[str, int, str, str]]:
    return [
        (path, width, what, where)
        for (path, width), said in visits.items()
        for what, where in said
        if what.startswith(starts)
    ]


def test_kinds_are_found(found: dict[str, list[Found]]) -> None:
    """Every section has its kinds, and what is rare is among them: versions, comparisons, redirects, lost pages."""
    assert {
        "index.html: page-plain",
        "404.html: page-plain",
        "search: page-search",
        "speeches/*: page-speech",
    } <= set(found)
    assert {
        "versions/*: page-version",
        "compare/*: page-compare",
        "themes/*: page-theme",
        "speeches/*: redirect",
    } <= set(found)
    assert len(found) > 15
    assert all(of for of in found.values())


def test_every_chosen_page_is_pictured(rich: Project, found: dict[str, list[Found]]) -> None:
    """`make pictures` shows all of these pages under names of their own, and search and trends with an answer, too."""
    shown = list(places(rich.site))
    assert {place for _, place in shown} >= {
        each.address for of in found.values() for each in of if not each.redirect
    }
    assert len({name for name, _ in shown}) == len(shown)
    for section in ASKED:
        assert [place for _, place in shown if place.startswith(f"{section}/?")]


def test_nothing_is_wrong_for_axe(visits: Visits) -> None:
    """No rule of WCAG 2.2 A and AA and no best practice is broken, with everything unfolded, in the light and in the dark."""
    assert complaints(visits, "axe") == []


def test_no_page_is_wider_than_the_screen(visits: Visits) -> None:
    """Nothing scrolls sideways but what has a frame of its own."""
    assert complaints(visits, "wider") == []


def test_frames_that_scroll_are_seen_and_reached(visits: Visits) -> None:
    """What scrolls sideways has shades at its edges, and is a stop of the keyboard that has a name."""
    assert complaints(visits, "scrolls") == []


def test_pages_are_quiet(visits: Visits) -> None:
    """Nothing is asked of another host, nothing is missing, refused by the policy, warned of or raised."""
    assert complaints(visits, "asked", "said", "raised", "not there") == []


def test_focus_is_seen(visits: Visits) -> None:
    """What the keyboard reaches looks different there, and header and buttons do not cover it."""
    assert complaints(visits, "focus") == []


def test_the_text_is_one_step_away(visits: Visits) -> None:
    """The first stop of every page skips what all pages have."""
    assert complaints(visits, "skip") == []


def test_pages_have_their_landmarks(visits: Visits) -> None:
    """One main, header, footer and first heading, navigation, a title, the language."""
    assert complaints(visits, "lacks") == []


def test_nothing_moves_for_who_asks_so(visits: Visits) -> None:
    """With reduced motion no element has a transition, an animation or smooth scrolling."""
    assert complaints(visits, "moves") == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_open_search_box_is_sound(browser: Browser, address: str, width: int) -> None:
    """No rule is broken in the box of every page while it shows an answer, in the light and in the dark."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `make test`, which installs it")
    size = {"width": width, "height": 900}
    with browser.new_context(viewport=size, reduced_motion="reduce", color_scheme="light") as context:
        assert opened_box(context, f"{address}/about/", "三会一课") == []


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_jumps(browser: Browser, address: str, width: int) -> None:
    """What a reader looks at stays where it is while a speech, and a search with its answer, arrive."""
    for place in ("speeches/003-dbc9b005143e827d/", "search/?q=三会一课"):
        with browser.new_context(viewport={"width": width, "height": 800}) as context:
            assert watched(context.new_page(), f"{address}/{place}").shift <= LIMITS["shift"], place


def test_no_script_keeps_the_text_waiting(found: dict[str, list[Found]]) -> None:
    """Every script waits for the text but the one that chooses light or dark; styles come before it, few of them."""
    for page in (page for of in found.values() for page in of if not page.redirect):
        early = page.tree.css("script[src]:not([defer]):not([type=module]):not([async])")
        assert [(node.attributes["src"] or "").rpartition("/")[2] for node in early] == ["scheme.js"], (
            page.path
        )
        assert len(page.tree.css("head link[rel=stylesheet]")) <= 16, page.path
