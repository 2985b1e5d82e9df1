"""Whether every internal link and anchor of the site leads somewhere.

Pages are looked at one after the other; of each its anchors are kept, and the links that a page still to come decides.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from build_corpus.model import Finding, finding
from build_corpus.site.page import Page, parse, target

HOME = "index.html"
TOP = "__top"  # the beginning of any page
Ids = Callable[[Sequence[str]], Iterable[tuple[str, frozenset[str]]]]
"""Pages → each with its anchors."""


class Links:
    """The links of a site."""

    def __init__(self, site: Path, known: Iterable[str]) -> None:
        """`known`: files that are there."""
        self._site = site
        self._base = urlsplit(parse(site, site / HOME).canonical).path or "/"
        self._there = dict.fromkeys(known, True)
        self._ids: dict[str, frozenset[str]] = {}
        self._open: dict[str, list[tuple[str, str, str]]] = {}

    def look(self, page: Page) -> None:
        """Takes in a page. What leads to an anchor of another one is not decided yet."""
        self._ids[page.path] = page.ids
        left = []
        for address in page.links:
            file, anchor = target(page.path, address, self._base)
            if file == page.path:
                decided = not anchor or anchor == TOP or anchor in page.ids
            else:
                decided = self._is_there(file) and (not anchor or anchor == TOP)
            if not decided:
                left.append((address, file, anchor))
        if left:
            self._open[page.path] = left

    def findings(self, ids: Ids) -> Iterator[Finding]:
        """Links that lead nowhere. `ids` reads pages that were not looked at."""
        wanted = {file for links in self._open.values() for _, file, anchor in links if anchor}
        others = (
            file for file in wanted - self._ids.keys() if file.endswith(".html") and self._is_there(file)
        )
        known = self._ids | dict(ids(sorted(others)))
        for path, links in self._open.items():
            for address, file, anchor in links:
                if not self._is_there(file) or (anchor and file in known and anchor not in known[file]):
                    yield finding("link-broken", f"site/{path}", target=address)

    def _is_there(self, file: str) -> bool:
        if file not in self._there:
            self._there[file] = (self._site / file).is_file()
        return self._there[file]
