"""Ways to lists of speeches, as other pages offer them: values with how many speeches have them, and where these stand."""

from collections import Counter
from dataclasses import dataclass

from build_corpus.publish.briefs import FACETS, Value
from build_corpus.publish.browse import FOLDER, Browse, by_count
from build_corpus.publish.charts import graded
from build_corpus.publish.listed import href
from build_corpus.publish.site import KINDS, Site
from build_corpus.publish.years import Year, years_named

MOST = 12  # values of a facet offered beside a year


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A value that one can go to."""

    name: str
    """What readers call it."""
    count: int
    """Its speeches."""
    url: str
    """Where they stand, from the page that offers it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A facet with some of its values."""

    name: str
    """What readers call the facet."""
    url: str
    """The page of all its values."""
    offers: tuple[Offer, ...]
    """Values, in order."""
    more: int
    """Values that are not among them."""


def shown(value: Value) -> str:
    """What readers call a value.

    >>> shown(("level", "县")), shown(("kind", "report")), shown(("place", "泽州县"))
    ('县级', '报告', '泽州县')
    """
    facet, name = value
    if facet == "kind":
        return KINDS.get(name, name)
    return graded(name) if facet == "level" else name


def overview(site: Site, page: str, most: int) -> list[Group]:
    """Every facet that some speech has, with its leading values. `page`: on which it stands."""
    found = []
    for facet, name in FACETS.items():
        values = site.browse.values(facet)
        offers = tuple(offer_of(site.browse, page, (facet, value), n) for value, n in values[:most])
        if offers:
            url = href(page, f"{FOLDER}/{facet}.md")
            found.append(Group(name=name, url=url, offers=offers, more=len(values[most:])))
    return found


def themes(site: Site, page: str, most: int) -> Group:
    """The leading themes."""
    return Group(
        name="主题",
        url=href(page, "themes/index.md"),
        offers=tuple(
            Offer(name=theme.label, count=site.count(theme.id), url=href(page, f"themes/{theme.id}.md"))
            for theme in site.leading[:most]
        ),
        more=len(site.leading[most:]),
    )


def by_year(site: Site, page: str, most: int) -> Group:
    """The years of delivery, the newest first."""
    counts = Counter(each.date[:4] for each in site.newest_shown if each.date)
    years = sorted(counts, reverse=True)
    return Group(
        name="年份",
        url=href(page, "speeches/index.md"),
        offers=tuple(
            Offer(name=years_named(year), count=counts[year], url=href(page, f"speeches/lists/{year}.md"))
            for year in years[:most]
        ),
        more=len(years[most:]),
    )


def of_year(site: Site, page: str, year: Year) -> list[Group]:
    """What the speeches of a year have: each value with its speeches of that year."""
    counts: dict[str, Counter[str]] = {}
    for _, documents in year.pages:
        for document in documents:
            for facet, value in site.browse.facts.get(document.id, ()):  # only of what is handed on
                counts.setdefault(facet, Counter())[value] += 1
    browse = site.browse
    return [
        Group(
            name=FACETS[facet],
            url=href(page, f"{FOLDER}/{facet}.md"),
            offers=tuple(
                Offer(
                    name=shown((facet, value)),
                    count=n,
                    url=href(page, browse.years(((facet, value),))[year.stem][2]),
                )
                for value, n in by_count(facet, counts[facet])[:MOST]
            ),
            more=max(len(counts[facet]) - MOST, 0),
        )
        for facet in FACETS
        if facet in counts
    ]


def offer_of(browse: Browse, page: str, value: Value, count: int) -> Offer:
    """A value with its speeches, as `page` offers it."""
    return Offer(name=shown(value), count=count, url=href(page, browse.place((value,))))
