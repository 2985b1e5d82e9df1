"""Hands HTML that stands between lines of Markdown over as it is, without looking into it.

Python-Markdown, and MkDocs once more, take every tag of such HTML apart and put it together again, which is most
of the time a page needs. This extension finds whole elements by their first and last line and keeps them whole.
It changes no byte of a page: what it can't be sure of, and any build without it, goes the long way.
"""

import re

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

PRIORITY = 29  # after line ends are made one (30), before anything looks for HTML (21)
# An element that starts a line after an empty one and ends a line before an empty one, and holds no Markdown.
_ELEMENT = re.compile(
    r"(?<=\n\n)<(?P<tag>details|div|dl|figure|nav|p|section|table|ul)\b(?![^>\n]*\bmarkdown\b)[^>\n]*>"
    r"(?P<inside>[^\n]*|.*?\n)</(?P=tag)>(?=\n\n)",
    re.DOTALL,
)
_CLOSES = re.compile(
    r"\s*</"
)  # it stands inside an element that holds Markdown, where the library adds no line end
_ID = re.compile(r'\bid="([^"]+)"')


class Verbatim(Extension):
    """The extension. Of one page at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        """Every id in the HTML of the page converted last."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - its name in Python-Markdown
        """Registers what does it."""
        md.preprocessors.register(_Keeper(md, self.ids), "verbatim", PRIORITY)


class _Keeper(Preprocessor):
    def __init__(self, md: Markdown, ids: set[str]) -> None:
        super().__init__(md)
        self._ids = ids

    def run(self, lines: list[str]) -> list[str]:
        """The lines with a placeholder for each element that is kept."""
        self._ids.clear()
        return _ELEMENT.sub(self._kept, "\n".join(lines)).split("\n")

    def _kept(self, match: re.Match[str]) -> str:
        inside, tag = match["inside"], match["tag"]
        if len(re.findall(f"<{tag}\\b", inside)) != inside.count(f"</{tag}>"):
            return match[0]
        self._ids.update(_ID.findall(match[0]))
        inner = _CLOSES.match(match.string, match.end())
        return str(self.md.htmlStash.store(match[0] if inner else f"{match[0]}\n"))
