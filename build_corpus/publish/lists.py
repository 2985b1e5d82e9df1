"""The list of all speeches, and those of each year: what readers come by to every speech in three steps.

All speeches stand on the first page while they are few. A year has a page, which names its other pages where there are
any; none of them grows with the corpus.
"""

from collections.abc import Iterator

from build_corpus.publish.browse_pages import span
from build_corpus.publish.charts import timeline
from build_corpus.publish.listed import listed_front
from build_corpus.publish.offers import of_year, overview, themes
from build_corpus.publish.site import Site, shown_by_date
from build_corpus.publish.years import ROWS, Leaf, Year, leaves, years

NEWEST = 20  # on the first page of all speeches, or of a year, where there are others
VALUES = 8  # values of each facet named on the page of all speeches
FOLDER = "speeches/lists"


def speech_lists(site: Site) -> Iterator[tuple[str, str]]:
    """The list of all speeches: path below docs → Markdown."""
    documents = shown_by_date(site)
    page = "speeches/index.md"
    few = len(documents) <= ROWS
    yield (
        page,
        site.render(
            "speeches.md.j2",
            rows=[site.row(each) for each in documents[: ROWS if few else NEWEST]],
            few=few,
            count=len(documents),
            copies=len(site.versions),
            timeline=timeline(years(documents), page),
            groups=[*overview(site, page, VALUES), themes(site, page, VALUES)],
        ),
    )
    for year in years(documents):
        yield f"{FOLDER}/{year.stem}.md", _year(site, year)
        for leaf in leaves([year]) if len(year.pages) > 1 else ():
            yield f"{FOLDER}/{leaf.stem}.md", _leaf(site, leaf)


def _year(site: Site, year: Year) -> str:
    """The first page of a year: all of its speeches, or the newest and the pages of all."""
    page = f"{FOLDER}/{year.stem}.md"
    long = len(year.pages) > 1
    documents = [each for _, held in year.pages for each in held]
    return site.render(
        "speeches-year.md.j2",
        front=listed_front(f"讲话：{year.name}"),
        year=year,
        leaf=None,
        pages=[(stem, span(held), len(held)) for stem, held in year.pages] if long else [],
        groups=of_year(site, page, year),
        rows=[site.row(each) for each in documents[: NEWEST if long else ROWS]],
    )


def _leaf(site: Site, leaf: Leaf) -> str:
    """One page of a year that has several."""
    return site.render(
        "speeches-year.md.j2",
        front=listed_front(f"讲话：{leaf.year.name}，{span(leaf.documents)}"),
        year=leaf.year,
        leaf=leaf,
        rows=[site.row(each) for each in leaf.documents],
    )
