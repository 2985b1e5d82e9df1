"""What stands around a text as HTML: quotations, links, tables of a page.

A page's own words are Markdown; what is set beside them is HTML from templates of its own (`*.html.j2`), which
every Markdown reader takes over as it is. Templates escape all they print; `Markup` is what is markup already.
"""

from collections.abc import Iterable

from markupsafe import Markup, escape

__all__ = ["Markup", "address", "escape", "joined", "tagged"]


def tagged(tag: str, text: str) -> Markup:
    """A text in an element; without one, the text. `tag` is the program's own.

    >>> tagged("del", "a<b"), tagged("", "a<b")
    (Markup('<del>a&lt;b</del>'), Markup('a&lt;b'))
    """
    return Markup(f"<{tag}>{escape(text)}</{tag}>") if tag and text else escape(text)  # noqa: S704 - escaped here


def joined(parts: Iterable[Markup]) -> Markup:
    """Several pieces as one."""
    return Markup("").join(parts)


def address(place: str) -> str:
    """The address of a Markdown file below docs/, as directories have it.

    >>> address("themes/a.md#in-b"), address("themes/index.md"), address("index.md")
    ('themes/a/#in-b', 'themes/', '')
    """
    file, mark, anchor = place.partition("#")
    path = file.removesuffix(".md")
    folder = path.removesuffix("index") if path.rpartition("/")[2] == "index" else f"{path}/"
    return f"{folder}{mark}{anchor}"
