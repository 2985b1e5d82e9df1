"""A theme together with what its speeches have: those of a year, a level, a place and so on, each in a list.

In: the site's tables. Out: where these lists stand; `theme_value_pages` makes them. What one speech has leads to where the
theme quotes it, what all have to the theme's own page, so neither needs a list. Small lists share pages that stay as they
are when something is added elsewhere.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from build_corpus.publish.briefs import FACETS, Brief, Value
from build_corpus.publish.browse import by_count, rank_of, slug
from build_corpus.publish.charts import LEVELS
from build_corpus.publish.derived import kept, shared
from build_corpus.publish.listed import Link, href
from build_corpus.publish.offers import Group, Offer, shown
from build_corpus.publish.placed import theme_file
from build_corpus.publish.shelves import RANK_BITS, key, shelves
from build_corpus.publish.site import Site
from build_corpus.publish.years import (
    Year,
    dated_pages,
    rank_ever,
    year_of,
    year_rank,
    years_named,
)

YEAR = "year"
NAMES = {YEAR: "年份", **FACETS}
"""Facet → what readers call it, in the order in which lists stand."""
ROWS = 300  # speeches on a page, of which it says little; of a value with more, pages of its own
OFFERED = 8  # themes offered beside a value or a year
RANKS = 13  # bits of a value's place within its facet

Lists = Mapping[Value, Sequence[Brief]]
"""What speeches of a theme have → those that have it, newest first."""


class Listing:
    """Where the speeches of one theme stand by what they have."""

    def __init__(self, site: Site, theme: str, lists: Lists) -> None:
        self.theme = theme
        self.count = site.count(theme)
        self.lists = lists
        several = {value: held for value, held in lists.items() if 1 < len(held) < self.count}
        self.first = f"themes/{theme}/by.md" if several else ""
        """The page below docs; empty where no value makes a difference."""
        self.own = {
            value: dated_pages(f"by-{value[0]}-{slug(value[1])}", held, rank_ever, ROWS)
            for value, held in several.items()
            if len(held) > ROWS
        }
        keyed = sorted(
            (key(list_order(value), "\n".join(value)), value) for value in several.keys() - self.own
        )
        self.shared = shelves(keyed, ROWS, lambda value: len(lists[value]))
        self._page = {value: self.file(number) for number, values in self.shared for value in values}
        self._site = site

    def file(self, number: int) -> str:
        """The page of a shelf: the first where there is only one."""
        return self.first if len(self.shared) == 1 else f"themes/{self.theme}/by-{number}.md"

    def place(self, value: Value) -> str:
        """Where the speeches stand that have a value."""
        held = self.lists[value]
        if len(held) == self.count > 1:
            return f"{theme_file(self.theme)}#speeches"
        if len(held) == 1:
            return self._site.theme_place(self.theme, held[0].id)
        if value in self.own:
            return f"themes/{self.theme}/{self.own[value][0][0]}.md"
        return f"{self._page[value]}#{anchor(value)}"

    def values(self, facet: str) -> list[tuple[str, int]]:
        """The values of a facet with their speeches, in the order in which readers look for them."""
        counts = {name: len(held) for (each, name), held in self.lists.items() if each == facet}
        if facet == YEAR:
            return sorted(counts.items(), key=lambda each: year_rank(each[0]))
        return by_count(facet, counts)


def anchor(value: Value) -> str:
    """The id of a list's heading.

    >>> anchor(("level", "县")), anchor(("year", "posted-2019"))
    ('level.县', 'year.posted-2019')
    """
    facet, name = value
    return f"{facet}.{name if facet == YEAR else slug(name)}"


def list_order(value: Value) -> int:
    """Where a list stands: by facet, then years newest first, levels from the top down, other values by pinyin."""
    facet, name = value
    if facet == YEAR:
        within = year_rank(name)
    elif facet == "level" and name in LEVELS:
        within = LEVELS.index(name)
    else:
        within = rank_of(name) >> (RANK_BITS - RANKS)
    return list(NAMES).index(facet) << RANKS | within


def named(value: Value) -> str:
    """What readers call a value, a year among them."""
    return years_named(value[1]) if value[0] == YEAR else shown(value)


# ---------------------------------------------------------------- tables


def _lists(site: Site) -> Mapping[str, Lists]:
    """Theme → what its speeches have → those that have it. Versions count as their originals: not at all."""
    found: dict[str, dict[Value, list[Brief]]] = {}
    themes_of = site.themes_of
    for document in site.newest:
        values = ((YEAR, year_of(document)[0]), *document.said)
        for theme in themes_of.get(document.id, ()):
            lists = found.setdefault(theme, {})
            for value in values:
                lists.setdefault(value, []).append(document)
    return found


@shared
def listings(site: Site) -> Mapping[str, Listing]:
    """Theme → where its speeches stand by what they have."""
    return {theme: Listing(site, theme, lists) for theme, lists in _lists(site).items()}


@kept()
def theme_ways(site: Site) -> Mapping[str, str]:
    """Theme → the facets by which its speeches can be looked at, where there is a page of them."""
    return {theme: facets_of(listing) for theme, listing in listings(site).items() if listing.first}


def facets_of(listing: Listing) -> str:
    """The facets by which a theme's speeches can be looked at.

    A theme page says them, and so is made again where another one comes.
    """
    known = {facet for facet, _ in listing.lists}
    return "、".join(name for facet, name in NAMES.items() if facet in known)


def way_of(site: Site, theme: str) -> str:
    """The facets by which a theme's speeches can be looked at; empty where there is no page of them."""
    return theme_ways(site).get(theme, "")


def best_themes(site: Site, held: Iterable[Brief], value: Value, page: str) -> list[Link]:
    """The themes that speeches with a value treat most, each with where these stand. `page`: on which it is said."""
    themes_of = site.themes_of
    counts = Counter(chain.from_iterable(themes_of.get(each.id, ()) for each in held))
    best = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:OFFERED]
    return [(site.theme(theme).label, n, href(page, listings(site)[theme].place(value))) for theme, n in best]


def themes_of_year(site: Site, page: str, year: Year) -> list[Group]:
    """The leading themes of a year; none where it has none."""
    held = (each for _, documents in year.pages for each in documents)
    links = best_themes(site, held, (YEAR, year.stem), page)
    offers = tuple(Offer(name=name, count=n, url=url or "") for name, n, url in links)
    return [Group(name="主题", url=href(page, "themes/index.md"), offers=offers, more=0)] if offers else []
