"""Themes in tables: which go together, and which speech treats which, as pages and as CSV files with everything."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from build_corpus.publish.briefs import scores
from build_corpus.publish.derived import kept, shared
from build_corpus.publish.lazy import Content, Lazy, Pieces
from build_corpus.publish.listed import listed_front
from build_corpus.publish.markdown import Markdown
from build_corpus.publish.site import Site
from build_corpus.publish.spreadsheet import guarded, guarded_lines
from build_corpus.publish.together import TOGETHER_MIN, Pair
from build_corpus.publish.years import ROWS, Named, Place, leaves, years

PAIRS = 200  # rows of the table of pairs
SQUARE = 30  # themes of the square table
COLUMNS = 24  # themes of the table of speeches
SPEECHES = ("speech", "title", "date", "theme", "label", "paragraphs", "score")
TELLING = 20  # speeches; among fewer, chance alone gives any multiple
SHADES = 5  # of a cell, by the square root of its number


def table_pages(site: Site) -> Iterator[tuple[str, Content]]:
    """Path below docs → text."""
    yield "themes/cooccurrence.md", Lazy(site, _cooccurrence)
    yield from ((path, Lazy(site, _speeches, (path,))) for path in crossed(site))
    yield "data/theme-cooccurrence.csv", Lazy(site, _pairs)
    known = tuple(document.id for document in site.originals)
    yield "data/theme-speech.csv", Pieces(site, _theme_rows, known, tuple(guarded(SPEECHES, ())))


# ---------------------------------------------------------------- theme × theme


@shared
def _telling(site: Site) -> Sequence[Pair]:
    """The pairs that say something, the most telling first."""
    enough = site.together.speeches >= TELLING
    telling = [
        pair
        for pair in site.together.pairs()
        if pair.shared >= TOGETHER_MIN and (pair.weight > 0 or not enough)
    ]
    order = {pair: pair.weight if enough else pair.shared for pair in telling}
    return sorted(telling, key=lambda pair: (-order[pair], pair.one, pair.other))


def _cooccurrence(site: Site) -> str:
    telling = _telling(site)
    return site.render(
        "cooccurrence.md.j2",
        front=listed_front("主题共现"),
        pairs=[_pair(site, pair) for pair in telling[:PAIRS]],
        more=max(len(telling) - PAIRS, 0),
        speeches=site.together.speeches,
        least=TELLING,
        square=_square(site),
        themes=[site.theme(site.together.themes[at]) for at in site.together.frequent(SQUARE)],
    )


@kept()
def best_of_pairs(site: Site) -> Mapping[str, str]:
    """Both themes of a pair that is shown → the speech that treats both best: the one whose weaker theme is strongest."""
    known = scores(site).whole
    of_theme: dict[str, dict[str, float]] = {}
    for name, themes in site.themes_of.items():
        for theme, (score, _) in zip(themes, known[name], strict=True):
            of_theme.setdefault(theme, {})[name] = score
    found = {}
    for pair in _telling(site)[:PAIRS]:
        one, other = of_theme[pair.one], of_theme[pair.other]
        found[f"{pair.one} {pair.other}"] = max(
            (min(one[each], other[each]), each) for each in one.keys() & other
        )[1]
    return found


def _pair(site: Site, pair: Pair) -> dict[str, object]:
    """A pair with the speech that treats both best."""
    best = best_of_pairs(site)[f"{pair.one} {pair.other}"]
    return {
        "themes": [
            (site.theme(theme), _below(site.theme_place(theme, best))) for theme in (pair.one, pair.other)
        ],
        "shared": pair.shared,
        "expected": f"{pair.expected:.1f}",
        "lift": f"{pair.lift:.1f}",
        "id": best,
        "title": site.briefs[best].title,
    }


def _square(site: Site) -> list[tuple[int, list[tuple[int, str]]]]:
    """Rows of the square table: place of the row's theme, cells as (speeches with both, class)."""
    places = site.together.frequent(SQUARE)
    counts = site.together.counts[np.ix_(places, places)]
    most = max((int(counts[at, to]) for at in range(len(places)) for to in range(at)), default=0)
    return [
        (at, [(int(count), "own" if at == to else _shade(int(count), most)) for to, count in enumerate(row)])
        for at, row in enumerate(counts)
    ]


def _shade(count: int, most: int) -> str:
    return f"s{-int(-SHADES * (count / most) ** 0.5 // 1)}" if count else "s0"


# ---------------------------------------------------------------- theme × speech


@dataclass(frozen=True, slots=True, kw_only=True)
class _Crossed:
    """A table of speeches: all but its rows."""

    names: Sequence[str]
    """The speeches."""
    columns: Sequence[str]
    """The themes."""
    leaf: Place | None = None
    """Which page it is; None for the first of all."""
    years: Sequence[Named] = ()
    """The years that follow, on the first page."""


@kept()
def crossed(site: Site) -> Mapping[str, _Crossed]:
    """Path below docs → the table of speeches, on pages as those of the list of speeches."""
    versions = site.versions.whole
    documents = [each for each in site.newest if each.id not in versions]
    columns = [site.together.themes[at] for at in site.together.frequent(COLUMNS)]
    few = len(documents) <= ROWS
    found = [] if few else years(documents)
    first = _Crossed(
        names=[each.id for each in documents] if few else [],
        columns=columns,
        years=[year.named for year in found],
    )
    tables = {"themes/speeches.md": first}
    for leaf in leaves(found):
        names = [each.id for each in leaf.documents]
        tables[f"themes/speeches/{leaf.stem}.md"] = _Crossed(names=names, columns=columns, leaf=leaf.place)
    return tables


def _speeches(site: Site, path: str) -> str:
    table = crossed(site)[path]
    leaf = table.leaf
    up = "../" if leaf else ""
    rows = _rows(site, table.names, table.columns, up)
    return site.render(
        "theme-speeches.md.j2",
        front=listed_front(f"主题与讲话：{leaf.year.name}" if leaf else "主题与讲话"),
        columns=[site.theme(each) for each in table.columns],
        rows=rows,
        dated=any(row["date"] for row, _, _ in rows),
        years=table.years,
        leaf=leaf,
        up=up,
    )


def _rows(
    site: Site, names: Iterable[str], columns: Sequence[str], up: str
) -> list[tuple[Mapping[str, object], int, list[Markdown]]]:
    """A row for each speech: itself, how many themes it treats, a cell for each column, empty or a link. `up`: to the themes' folder."""
    rows = []
    for document in map(site.documents.__getitem__, names):
        counts = {score.theme: len(score.paragraphs) for score in document.themes}
        cells = [
            Markdown(f"[{counts[theme]}]({up}{_below(site.theme_place(theme, document.id))})")
            if theme in counts
            else Markdown("")
            for theme in columns
        ]
        rows.append((site.row(document.id), len(counts), cells))
    return rows


def _below(place: str) -> str:
    """A place as seen from the themes' folder."""
    return place.removeprefix("themes/")


# ---------------------------------------------------------------- data


def _pairs(site: Site) -> str:
    names = ("theme", "label", "other", "other_label", "speeches", "expected", "lift")
    rows = (
        (
            *(pair.one, site.theme(pair.one).label, pair.other, site.theme(pair.other).label),
            *(pair.shared, round(pair.expected, 2), round(pair.lift, 2)),
        )
        for pair in site.together.pairs()
    )
    return "".join(guarded(names, rows))


def _theme_rows(site: Site, document_id: str) -> str:
    document = site.documents[document_id]
    known = document_id, site.title(document), document.speech.date
    return "".join(
        guarded_lines(
            (*known, score.theme, site.theme(score.theme).label, len(score.paragraphs), score.score)
            for score in document.themes
        )
    )
