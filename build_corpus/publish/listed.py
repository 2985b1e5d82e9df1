"""Pages that list what other pages say: their front matter, their rows, their addresses."""

from urllib.parse import quote

from build_corpus.publish.html import address
from build_corpus.publish.markdown import Markdown, front_matter


def listed_front(title: str) -> Markdown:
    """Front matter of a page that lists what other pages say: in no search."""
    return front_matter({"title": title, "hide": ["navigation", "toc"], "search": {"exclude": True}})


def href(page: str, place: str) -> str:
    """An address of `place` as a browser needs it on `page`; both are Markdown files below docs.

    >>> href("browse/level/县.md", "speeches/a.md#p-b"), href("index.md", "browse/level.md")
    ('../../../speeches/a/#p-b', 'browse/level/')
    """
    up = "../" * address(page).count("/")
    return f"{up}{quote(address(place), safe='/#')}" or "./"
