"""The decoded text as lines: trimmed, without invisible characters and markup, blank lines marked."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from build_corpus.model import Edit, Line, Removal, Source
from build_corpus.text import is_invisible

Span = tuple[int, int]


def split(source: Source) -> tuple[Line, ...]:
    """All lines of a text; together they cover it. A line end is whatever ends a line in Unicode."""
    markup = [(mark.start, mark.end) for mark in source.marks if mark.kind == "syntax"]
    lines: list[Line] = []
    start = 0
    for number, raw in enumerate(source.decoded.splitlines(keepends=True), start=source.first_line):
        body = raw.splitlines()[0]
        syntax = list(_within(markup, start, start + len(body))) if markup else []
        lines.append(_line(number, (start, len(raw)), body, syntax))
        start += len(raw)
    return tuple(lines)


def _within(spans: Sequence[Span], start: int, stop: int) -> Iterator[Span]:
    """The parts of sorted, disjoint spans that lie between two places."""
    at = max(0, bisect_right(spans, (start, 0)) - 1)
    while at < len(spans) and spans[at][0] < stop:
        left, right = max(start, spans[at][0]), min(stop, spans[at][1])
        if left < right:
            yield left, right
        at += 1


def _line(number: int, span: Span, body: str, syntax: Sequence[Span]) -> Line:
    """A line from its text without line end; `span` is its start and its length with line end."""
    start, length = span
    stop = start + len(body)
    if not syntax and body.isprintable() and body.strip() == body and body:
        return Line(number=number, start=start, stop=stop, end=start + length, text=body)
    gone = {place for left, right in syntax for place in range(left - start, right - start)}
    first, last = _edges(body, gone)
    text, inside = _visible(body, (first, last), start, gone)
    if not text:
        rule = "layout.markup" if gone else "layout.blank"
        return Line(
            number=number, start=start, stop=stop, end=start + length, text="", fate=Removal(rule=rule)
        )
    edges = ((start, start + first), (start + last, stop))
    edits = [
        Edit(start=left, end=right, after="", rule=_edge_rule(gone, left - start, right - start))
        for left, right in edges
        if left < right
    ]
    edits = sorted((*edits, *inside), key=lambda edit: edit.start)
    return Line(number=number, start=start, stop=stop, end=start + length, text=text, edits=tuple(edits))


def _edge_rule(gone: set[int], left: int, right: int) -> str:
    return "layout.markup" if gone and any(at in gone for at in range(left, right)) else "layout.edge"


def _visible(body: str, edges: Span, start: int, gone: set[int]) -> tuple[str, list[Edit]]:
    """A trimmed line without invisible characters and markup, tabs as spaces, and the edits that do it."""
    first, last = edges
    text = body[first:last]
    if not gone and text.isprintable():
        return text, []
    edits: list[Edit] = []
    kept: list[str] = []
    for at in range(first, last):
        char, place = body[at], start + at
        if at in gone:
            edits.append(Edit(start=place, end=place + 1, after="", rule="layout.markup"))
        elif is_invisible(char):
            edits.append(Edit(start=place, end=place + 1, after="", rule="layout.invisible"))
        elif char == "\t":
            edits.append(Edit(start=place, end=place + 1, after=" ", rule="layout.tab"))
            kept.append(" ")
        else:
            kept.append(char)
    return "".join(kept), edits


def _edges(body: str, gone: set[int]) -> Span:
    """First and last + 1 place of what can be seen; equal for a line with nothing to see."""
    first, last = 0, len(body)
    while first < last and (first in gone or body[first].isspace() or is_invisible(body[first])):
        first += 1
    while last > first and (last - 1 in gone or body[last - 1].isspace() or is_invisible(body[last - 1])):
        last -= 1
    return first, last
