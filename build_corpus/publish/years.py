"""Speeches by year, cut into pages that stay.

A year is that of the delivery. Speeches without one stand apart, by the year in which they were posted.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from build_corpus.publish.briefs import Brief
from build_corpus.publish.shelves import HASH_BITS, RANK_BITS, key, shelves, spread

ROWS = 100  # speeches on a page
FIRST, LAST = 1850, 2150  # years told apart where all stand together
POSTED, UNDATED = "讲话日期不详，", "讲话和发布日期都不详"
UNKNOWN = "网页发布于"
"""Heading of years that are not those of a delivery."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A year where a page names it: not its speeches."""

    stem: str
    """Names its files; see `Year`."""
    name: str
    """What readers call it."""
    count: int
    """Its speeches."""
    first: str
    """File name without ending of its first page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page of a list: not its speeches."""

    stem: str
    """File name without ending."""
    before: str | None
    """The page before, as its `stem`."""
    after: str | None
    """The page after."""
    year: Named
    """The year it belongs to."""
    span: str
    """The dates of its speeches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The speeches of a year, or of none."""

    stem: str
    """Names its files: `2019`, `posted-2019` or `undated`."""
    name: str
    """What readers call it."""
    pages: tuple[tuple[str, tuple[Brief, ...]], ...]
    """File name without ending → speeches, newest first; never empty, at most ROWS on each; one named `stem` alone
    where it holds all."""

    @property
    def short(self) -> str:
        """The same where a heading says that the speech's date is unknown."""
        return short(self.name)

    @property
    def count(self) -> int:
        """Speeches of the year."""
        return sum(len(documents) for _, documents in self.pages)

    @property
    def named(self) -> Named:
        """The year without its speeches."""
        return Named(stem=self.stem, name=self.name, count=self.count, first=self.pages[0][0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One page of a list."""

    stem: str
    """File name without ending."""
    year: Year
    """The year it belongs to."""
    documents: tuple[Brief, ...]
    """Speeches on it."""
    before: str | None
    """The page before, as its `stem`."""
    after: str | None
    """The page after."""

    @property
    def place(self) -> Place:
        """The page without its speeches."""
        return Place(
            stem=self.stem,
            before=self.before,
            after=self.after,
            year=self.year.named,
            span=span(self.documents),
        )


def years(documents: Sequence[Brief]) -> list[Year]:
    """The years of these speeches, newest first, then those of posted dates, then the undated. `documents`: by date."""
    groups: dict[tuple[str, str], list[Brief]] = {}
    for document in documents:
        groups.setdefault(year_of(document), []).append(document)
    return [
        Year(stem=stem, name=name, pages=dated_pages(stem, group, rank_in_year))
        for (stem, name), group in groups.items()
    ]


def year_of(document: Brief) -> tuple[str, str]:
    """(stem, name) of the year a speech belongs to."""
    date, posted = document.date, document.posted
    stem = date[:4] if date else f"posted-{posted[:4]}" if posted else "undated"
    return stem, years_named(stem)


@cache
def years_named(stem: str) -> str:
    """What readers call a year.

    >>> years_named("2019"), years_named("posted-2019"), years_named("undated")
    ('2019 年', '讲话日期不详，2019 年发布', '讲话和发布日期都不详')
    """
    if stem == "undated":
        return UNDATED
    kind, _, year = stem.rpartition("-")
    return f"{POSTED}{year} 年发布" if kind else f"{year} 年"


def year_rank(stem: str) -> int:
    """Where a year stands among all, the newest first; behind them years of publication, then what has no date.

    >>> year_rank("2019") < year_rank("2018") < year_rank("posted-2019") < year_rank("undated") < 1 << 13
    True
    """
    kind, _, year = stem.rpartition("-")
    return 8000 if stem == "undated" else (4000 if kind else 0) + 3000 - min(int(year), 3000)


def joined_ends(ends: Iterable[str | None]) -> str:
    """The first and the last of something, as one says them."""
    return " 至 ".join(dict.fromkeys(each for each in ends if each))


def span(documents: Sequence[Brief]) -> str:
    """The dates of a page's speeches, from the first to the last."""
    dates = [each.date or each.posted for each in documents]
    return joined_ends((dates[0], dates[-1])) or UNDATED


def short(name: str) -> str:
    """A year's name where a heading says that these are years of publication on the web.

    >>> short("讲话日期不详，2019 年发布"), short("2019 年"), short("讲话和发布日期都不详")
    ('2019', '2019', '发布日期也不详')
    """
    return "发布日期也不详" if name == UNDATED else name.removeprefix(POSTED).partition(" ")[0]


def dated_pages(
    stem: str, documents: Sequence[Brief], rank: Callable[[Brief], int], size: int = ROWS
) -> tuple[tuple[str, tuple[Brief, ...]], ...]:
    """Speeches cut into pages: file name without ending → speeches. `documents`: by date; `rank`: agrees with that; `size`: speeches on a page."""
    order = {document.id: at for at, document in enumerate(documents)}
    keyed = sorted(
        ((key(rank(document), document.id), document) for document in documents), key=lambda each: each[0]
    )
    return tuple(
        (
            stem if number == 1 else f"{stem}-{number}",
            tuple(sorted(page, key=lambda document: order[document.id])),
        )
        for number, page in shelves(keyed, size)
    )


def rank_in_year(document: Brief) -> int:
    """A day's place in its year, the last first; any place where there is no year."""
    date = document.date or document.posted
    if not date:
        return spread(document.id) >> (HASH_BITS - RANK_BITS)
    _, month, day = f"{date}-0-0".split("-")[:3]
    days = 13 * 32
    return (days - 1 - 32 * int(month or 0) - int(day or 0)) * ((1 << RANK_BITS) - 1) // days


def rank_ever(document: Brief) -> int:
    """A day's place among all, the last first; behind them days of publication, then what has no date at all."""
    half, quarter = 1 << (RANK_BITS - 1), 1 << (RANK_BITS - 2)
    if document.date:
        return _slot(document.date, half)
    if document.posted:
        return half + _slot(document.posted, quarter)
    return half + quarter + (spread(document.id) >> (HASH_BITS - RANK_BITS + 2))


def _slot(date: str, room: int) -> int:
    """A day's place in `room`, the last first; a few days share one."""
    year, month, day = f"{date}-0-0".split("-")[:3]
    days = (LAST - FIRST) * 13 * 32
    at = (int(year) - FIRST) * 13 * 32 + 32 * int(month or 0) + int(day or 0)
    return (days - 1 - min(max(at, 0), days - 1)) * room // days


def leaves(found: Sequence[Year]) -> list[Leaf]:
    """Every page of these years, in order."""
    flat = [(year, stem, documents) for year in found for stem, documents in year.pages]
    stems = [None, *(stem for _, stem, _ in flat), None]
    return [
        Leaf(stem=stem, year=year, documents=documents, before=stems[at], after=stems[at + 2])
        for at, (year, stem, documents) in enumerate(flat)
    ]
