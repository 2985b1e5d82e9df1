"""The pages of a theme's speeches by what they have: all values with their counts, and the lists.

In: where the lists stand (`theme_values`). Out: a page for each theme, and more where its lists are long; each is lazy.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from build_corpus.publish.briefs import Brief, Value
from build_corpus.publish.derived import kept
from build_corpus.publish.html import Markup, joined
from build_corpus.publish.lazy import Lazy
from build_corpus.publish.listed import Line, Link, href, linked, listed_front
from build_corpus.publish.offers import shown
from build_corpus.publish.placed import theme_file
from build_corpus.publish.site import Site
from build_corpus.publish.theme_values import NAMES, YEAR, Listing, anchor, list_order, listings, named
from build_corpus.publish.years import UNKNOWN, joined_ends, short, span, years_named

NAMED = 40  # values of a facet counted at the head of a page; the others stand in the lists

Section = tuple[str, str, str, Sequence[str]]
"""Id, the facet, what readers call the value, the speeches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a theme's lists."""

    theme: str
    """Theme id."""
    count: int = 0
    """Speeches that treat the theme, on the first page: one more changes no other page."""
    part: str = ""
    """What of it stands here; empty on the first page."""
    head: Sequence[Line] = ()
    """The values of every facet, on the first page."""
    sections: Sequence[Section] = ()
    """The lists."""
    before: str | None = None
    """The page before, below docs."""
    after: str | None = None
    """The page after."""


@kept()
def headings(site: Site) -> Mapping[str, str]:
    """Speech → what a list of a theme says of it, as HTML: nothing of its text, which changes more often."""
    return {each.id: _headed(each) for each in site.newest}


def _headed(document: Brief) -> str:
    date = f"{document.posted} 发布" if document.posted and not document.date else document.date
    told = " · ".join(each for each in (document.by, date) if each)
    return Markup("{}</a> <small>{}</small>" if told else "{}</a>").format(document.title, told)


@kept()
def themed(site: Site) -> Mapping[str, Page]:
    """Path below docs → the page."""
    found: dict[str, Page] = {}
    for listing in listings(site).values():
        if listing.first:
            found.update(_pages(listing))
    return found


def _pages(listing: Listing) -> Iterator[tuple[str, Page]]:
    """The pages of one theme: its values, the lists that share pages, those with pages of their own."""
    alone = len(listing.shared) == 1
    paths = [listing.first, *(listing.file(number) for number, _ in listing.shared if not alone)]
    lists: list[list[Value]] = [] if alone else [[]]
    lists += [sorted(values, key=lambda value: (list_order(value), value)) for _, values in listing.shared]
    for at, path in enumerate(paths):
        values = lists[at]
        ends = [f"{NAMES[value[0]]} {named(value)}" for value in (values[0], values[-1])] if at else []
        yield (
            path,
            Page(
                theme=listing.theme,
                count=0 if at else listing.count,
                part=joined_ends(ends),
                head=() if at else _head(listing),
                sections=[
                    (
                        anchor(value),
                        NAMES[value[0]],
                        named(value),
                        [each.id for each in listing.lists[value]],
                    )
                    for value in values
                ],
                before=paths[at - 1] if at else None,
                after=paths[at + 1] if at + 1 < len(paths) else None,
            ),
        )
    for value, leaves in listing.own.items():
        yield from _own(listing, value, leaves)


def _own(
    listing: Listing, value: Value, leaves: Sequence[tuple[str, Sequence[Brief]]]
) -> Iterator[tuple[str, Page]]:
    """The pages of a value that many speeches have."""
    paths = [listing.first, *(f"themes/{listing.theme}/{stem}.md" for stem, _ in leaves), None]
    for at, (_, held) in enumerate(leaves, 1):
        yield (
            str(paths[at]),
            Page(
                theme=listing.theme,
                part=f"{named(value)}，{span(held)}",
                sections=[(anchor(value), NAMES[value[0]], named(value), [each.id for each in held])],
                before=paths[at - 1],
                after=paths[at + 1],
            ),
        )


def _head(listing: Listing) -> list[Line]:
    """Every facet with its values, each with its speeches. What has no delivery date stands apart from the years."""
    known = {facet: listing.values(facet) for facet in NAMES}
    years = known.pop(YEAR)
    parts = [(NAMES[YEAR], YEAR, [each for each in years if each[0].isdigit()])]
    parts.append((UNKNOWN, YEAR, [each for each in years if not each[0].isdigit()]))
    parts += [(NAMES[facet], facet, values) for facet, values in known.items()]
    return [
        (name, _links(listing, facet, values), max(len(values) - NAMED, 0))
        for name, facet, values in parts
        if values
    ]


def _links(listing: Listing, facet: str, values: Sequence[tuple[str, int]]) -> list[Link]:
    return [
        (
            short(years_named(name)) if facet == YEAR else shown((facet, name)),
            n,
            href(listing.first, listing.place((facet, name))),
        )
        for name, n in values[:NAMED]
    ]


# ---------------------------------------------------------------- pages


def theme_value_pages(site: Site) -> Iterator[tuple[str, Lazy]]:
    """Path below docs → text, of all themes."""
    return ((path, Lazy(site, _page, (path,))) for path in themed(site))


def _page(site: Site, path: str) -> str:
    page = themed(site)[path]
    theme = site.theme(page.theme)
    return site.render(
        "theme-values.md.j2",
        front=listed_front(f"{theme.label}：{page.part or '按年份、层级等看'}"),
        theme=theme,
        page=page,
        url=href(path, theme_file(theme.id)),
        themes=href(path, "themes/index.md"),
        first=href(path, f"themes/{theme.id}/by.md"),
        head=linked(page.head),
        groups=[
            (facet, [(name, at, len(held), _rows(site, path, held)) for at, _, name, held in sections])
            for facet, sections in groupby(page.sections, key=lambda each: each[1])
        ],
        before=href(path, page.before) if page.before else None,
        after=href(path, page.after) if page.after else None,
    )


def _rows(site: Site, path: str, names: Iterable[str]) -> Markup:
    known = headings(site)
    return joined(
        Markup(f'<li><a href="{href(path, f"speeches/{name}.md")}">{known[name]}</li>\n') for name in names
    )
