"""Collects the decoded text of a marked-up document, and marks over it."""

from collections.abc import Iterable
from typing import Literal

from build_corpus.model import Mark

MarkKind = Literal["title", "main", "heading", "link", "caption", "row", "note", "syntax"]


class Writer:
    """Text written so far, and the marks over it.

    A line feed is one piece of its own, so that the border of two cells can become a tab later without
    moving anything.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._marks: list[Mark] = []
        self.at = 0
        """Code points written so far."""
        self.last = "\n"
        """Last character written; a line feed at the start."""

    @property
    def pieces(self) -> int:
        """How many pieces were written: a place to come back to."""
        return len(self._parts)

    def write(self, text: str) -> None:
        """The text as it is; without line feeds."""
        if text:
            self._parts.append(text)
            self.at += len(text)
            self.last = text[-1]

    def line_break(self) -> None:
        """A line feed, whatever stands before it."""
        self.write("\n")

    def end_line(self) -> None:
        """A line feed, unless the line is still empty."""
        if self.last != "\n":
            self.line_break()

    def between(self, first: int, last: int) -> str:
        """What was written from one place to another."""
        return "".join(self._parts[first:last])

    def make_tab(self, piece: int) -> None:
        """Turns the line feed at a place into a tab."""
        self._parts[piece] = "\t"

    def mark(self, kind: MarkKind, start: int, end: int, level: int | None = None) -> None:
        """Marks a span."""
        self._marks.append(Mark(kind=kind, start=start, end=end, level=level))

    def result(self) -> tuple[str, tuple[Mark, ...]]:
        """All that was written, and all marks as they were made."""
        return "".join(self._parts), tuple(self._marks)


def trimmed(text: str, marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks without white space at their edges, sorted; empty ones are left out."""
    out = []
    for mark in marks:
        start, end = mark.start, mark.end
        words = mark.kind != "syntax"  # the space behind # belongs to the sign
        while words and start < end and text[start].isspace():
            start += 1
        while words and start < end and text[end - 1].isspace():
            end -= 1
        if start < end:
            out.append(Mark(kind=mark.kind, start=start, end=end, level=mark.level))
    return tuple(sorted(out, key=lambda mark: (mark.start, mark.end, mark.kind)))
