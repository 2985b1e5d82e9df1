"""The list of all speeches, and those of each year: what readers come by to every speech in three steps.

All speeches stand on the first page while they are few. A year has a page, which names its other pages where there are
any; none of them grows with the corpus.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from build_corpus.publish.briefs import Brief
from build_corpus.publish.charts import timeline
from build_corpus.publish.derived import kept
from build_corpus.publish.html import Markup
from build_corpus.publish.lazy import Content, Lazy
from build_corpus.publish.listed import listed_front
from build_corpus.publish.offers import Group, of_year, overview, themes
from build_corpus.publish.site import KINDS, Site
from build_corpus.publish.theme_values import themes_of_year
from build_corpus.publish.years import ROWS, Named, Place, Year, leaves, span, years

LATEST = 10  # speeches on the home page
NEWEST = 20  # on the first page of all speeches, or of a year, where there are others
NAMED = 6  # values of each facet named on the home page
VALUES = 8  # and on the page of all speeches
HOME, ALL = "index.md", "speeches/index.md"
FOLDER = "speeches/lists"


def by_what_is_known(
    newest: Iterable[Brief],
) -> list[tuple[str, str, list[Brief]]]:
    """Speeches under what may be said of their order: heading, a sentence, those it holds. `newest`: by date.

    What has no delivery date is never called new: when a page was posted does not say when a speech was given.
    """
    held = list(newest)
    dated = [each for each in held if each.date]
    undated = [each for each in held if not each.date]
    parts = (
        ("最近的讲话", "", dated),
        ("讲话日期不详的", "文中没有写讲话日期，不知道新旧；先列网页发布日期近的，其余按编号。", undated),
    )
    return [part for part in parts if part[2]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """A list of speeches: all but its rows."""

    year: Named
    """The year."""
    names: Sequence[str]
    """The speeches."""
    leaf: Place | None = None
    """Which page it is of those of the year; None for the first of all."""
    pages: Sequence[tuple[str, str, int]] = ()
    """The pages of the year: file name without ending, dates, speeches."""
    groups: Sequence[Group] = ()
    """What the speeches have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """What a page that leads to all speeches says of them; not their rows."""

    latest: Sequence[tuple[str, str, Sequence[str]]]
    """Speeches under what may be said of their order; see `by_what_is_known`."""
    kinds: Mapping[str, int]
    """What readers call a kind → how many there are, without versions; on the home page."""
    count: int
    """Speeches that the page leads to, versions among them."""
    copies: int
    """The versions."""
    timeline: Markup
    """The years."""
    groups: Sequence[Group]
    """The facets."""


@kept()
def entrances(site: Site) -> Mapping[str, Entrance]:
    """The home page, and that of all speeches: path below docs → what it says of them."""
    versions = site.versions.whole
    home = [each for each in site.newest if each.id not in versions]
    every = site.newest_shown
    few = len(every) <= ROWS
    parts = [("", "", list(every))] if few else by_what_is_known(every)[:1]
    return {
        HOME: Entrance(
            latest=[_part(*part) for part in by_what_is_known(home[:LATEST])],
            kinds=dict(Counter(KINDS[each.kind] for each in sorted(home))),
            count=len(site.newest),
            copies=len(versions),
            timeline=timeline(years(site.newest), HOME),
            groups=overview(site, HOME, NAMED),
        ),
        ALL: Entrance(
            latest=[_part(name, said, held if few else held[:NEWEST]) for name, said, held in parts],
            kinds={},
            count=len(every),
            copies=len(versions),
            timeline=timeline(years(every), ALL),
            groups=overview(site, ALL, VALUES),
        ),
    }


def _part(name: str, said: str, held: Iterable[Brief]) -> tuple[str, str, Sequence[str]]:
    return name, said, [each.id for each in held]


def speech_lists(site: Site) -> Iterator[tuple[str, Content]]:
    """The list of all speeches: path below docs → Markdown."""
    yield ALL, Lazy(site, _all)
    yield from ((path, Lazy(site, _page, (path,))) for path in lists_of_years(site))


def _all(site: Site) -> str:
    entrance = entrances(site)[ALL]
    name, said, held = entrance.latest[0] if entrance.latest else ("", "", ())
    return site.render(
        "speeches.md.j2",
        rows=[site.row(each) for each in held],
        few=not name,
        newest=(name, said),
        count=entrance.count,
        copies=entrance.copies,
        timeline=entrance.timeline,
        groups=[*entrance.groups, themes(site, ALL, VALUES)],
    )


@kept()
def lists_of_years(site: Site) -> Mapping[str, _Listed]:
    """Path below docs → the list."""
    found = {}
    for year in years(site.newest_shown):
        path = f"{FOLDER}/{year.stem}.md"
        found[path] = _first(site, path, year)
        for leaf in leaves([year]) if len(year.pages) > 1 else ():
            names = [each.id for each in leaf.documents]
            found[f"{FOLDER}/{leaf.stem}.md"] = _Listed(year=year.named, names=names, leaf=leaf.place)
    return found


def _first(site: Site, path: str, year: Year) -> _Listed:
    """The first page of a year: all of its speeches, or the newest and the pages of all."""
    long = len(year.pages) > 1
    documents = [each for _, held in year.pages for each in held]
    return _Listed(
        year=year.named,
        names=[each.id for each in documents[: NEWEST if long else ROWS]],
        pages=[(stem, span(held), len(held)) for stem, held in year.pages] if long else [],
        groups=[*of_year(site, path, year), *themes_of_year(site, path, year)],
    )


def _page(site: Site, path: str) -> str:
    listed = lists_of_years(site)[path]
    year, leaf = listed.year, listed.leaf
    return site.render(
        "speeches-year.md.j2",
        front=listed_front(f"讲话：{year.name}，{leaf.span}" if leaf else f"讲话：{year.name}"),
        year=year,
        leaf=leaf,
        pages=listed.pages,
        groups=listed.groups,
        rows=[site.row(name) for name in listed.names],
    )
