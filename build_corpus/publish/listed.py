"""Pages that list what other pages say: their front matter, their rows, their addresses."""

from collections.abc import Iterable
from urllib.parse import quote

from build_corpus.publish.html import Markup, address
from build_corpus.publish.markdown import Markdown, front_matter

Link = tuple[str, int, str | None]
"""A value, its speeches, where they stand; None where they are those that one sees already."""
Line = tuple[str, list[Link], int]
"""The name of a facet, some of its values, how many there are besides."""


def listed_front(title: str) -> Markdown:
    """Front matter of a page that lists what other pages say: in no search."""
    return front_matter({"title": title, "hide": ["navigation", "toc"], "search": {"exclude": True}})


def href(page: str, place: str) -> str:
    """An address of `place` as a browser needs it on `page`; both are Markdown files below docs.

    >>> href("browse/level/县.md", "speeches/a.md#p-b"), href("index.md", "browse/level.md")
    ('../../../speeches/a/#p-b', 'browse/level/')
    >>> href("browse/level.md", "browse/level.md#a")
    '#a'
    """
    if place.startswith(f"{page}#"):
        return f"#{quote(place.partition('#')[2])}"
    up = "../" * address(page).count("/")
    return f"{up}{quote(address(place), safe='/#')}" or "./"


def linked(lines: Iterable[Line]) -> list[tuple[str, list[Markup]]]:
    """Facets with their values, as HTML."""
    return [
        (name, [*(_counted(*link) for link in links), *([Markup(f"另有 {rest} 个")] if rest else [])])
        for name, links, rest in lines
    ]


def _counted(name: str, count: int, url: str | None) -> Markup:
    """A value with its speeches; no link where they are those that one sees already."""
    label = Markup('<a href="{}">{}</a>').format(url, name) if url else Markup("<span>{}</span>").format(name)
    return label + Markup("&nbsp;<small>{}</small>").format(count)
