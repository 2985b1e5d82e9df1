"""Kinds of pages, found in a built site by what its pages are: a new kind is looked at without being named anywhere.

In: a folder of HTML. Out: for each kind the pages to look at. Two pages are of one kind where they stand in the same
section at the same depth and their text stands in the same frame (`page-speech`, `page-theme` and so on).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

REFRESH = "meta[http-equiv=refresh]"


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of a site."""

    path: str
    """Path below the site's folder."""
    size: int
    """Bytes."""
    tree: LexborHTMLParser

    @property
    def address(self) -> str:
        """Where it is served, below the site's address."""
        return self.path.removesuffix("index.html")

    @property
    def redirect(self) -> bool:
        """Whether it only leads on to another page."""
        return self.tree.css_first(REFRESH) is not None

    @cached_property
    def kind(self) -> str:
        """`speeches/*: page-speech`."""
        section, *below = self.path.split("/")
        page = self.tree.css_first(".page")
        cls = "redirect" if self.redirect else ((page and page.attributes.get("class")) or "").split(" ")[-1]
        return f"{'/'.join([section, *('*' for _ in below[:-1])])}: {cls}"

    @cached_property
    def parts(self) -> frozenset[str]:
        """Every sort of element in its text, with its class."""
        return frozenset(
            f"{node.tag}.{cls}"
            for node in self.tree.css(".page *")
            for cls in (node.attributes.get("class") or "").split(" ")
        )


def found(site: Path) -> Iterator[Found]:
    """Every page, sorted by its path."""
    for path in sorted(site.rglob("*.html")):
        data = path.read_bytes()
        yield Found(path=path.relative_to(site).as_posix(), size=len(data), tree=LexborHTMLParser(data))


def kinds(site: Path) -> dict[str, list[Found]]:
    """Kind → the pages to look at: the heaviest, the plainest, and more until every sort of element is on one of them."""
    pages: dict[str, list[Found]] = defaultdict(list)
    for page in found(site):
        pages[page.kind].append(page)
    return {kind: list(_chosen(of)) for kind, of in sorted(pages.items())}


def _chosen(pages: Iterable[Found]) -> Iterator[Found]:
    rest = sorted(pages, key=lambda page: (-page.size, page.path))
    seen: set[str] = set()
    for page in (rest[0], rest[-1], *rest[1:-1]) if len(rest) > 1 else rest:
        if page in (rest[0], rest[-1]) or not page.parts <= seen:
            seen |= page.parts
            yield page
