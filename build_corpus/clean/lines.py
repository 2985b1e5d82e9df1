"""The decoded text as lines: trimmed, without invisible characters, blank lines marked."""

from build_corpus.model import Edit, Line, Removal
from build_corpus.text import is_invisible


def split(decoded: str) -> tuple[Line, ...]:
    """All lines of a text; together they cover it. A line end is whatever ends a line in Unicode."""
    lines: list[Line] = []
    start = 0
    for number, raw in enumerate(decoded.splitlines(keepends=True), start=1):
        body = raw.splitlines()[0]
        lines.append(_line(number, start, body, len(raw)))
        start += len(raw)
    return tuple(lines)


def _line(number: int, start: int, body: str, length: int) -> Line:
    first, last = _edges(body)
    stop = start + len(body)
    text, inside = _visible(body[first:last], start + first)
    edges = ((start, start + first), (start + last, stop))
    edits = [
        Edit(start=left, end=right, after="", rule="layout.edge") for left, right in edges if left < right
    ]
    return Line(
        number=number,
        start=start,
        stop=stop,
        end=start + length,
        text=text,
        edits=tuple(sorted((*edits, *inside), key=lambda edit: edit.start)) if text else (),
        fate=None if text else Removal(rule="layout.blank"),
    )


def _visible(text: str, start: int) -> tuple[str, list[Edit]]:
    """A trimmed line without invisible characters, tabs as spaces, and the edits that do it."""
    if text.isprintable():
        return text, []
    edits: list[Edit] = []
    kept: list[str] = []
    for at, char in enumerate(text, start=start):
        if is_invisible(char):
            edits.append(Edit(start=at, end=at + 1, after="", rule="layout.invisible"))
        elif char == "\t":
            edits.append(Edit(start=at, end=at + 1, after=" ", rule="layout.tab"))
            kept.append(" ")
        else:
            kept.append(char)
    return "".join(kept), edits


def _edges(body: str) -> tuple[int, int]:
    """First and last + 1 place of what can be seen; equal for a line with nothing to see."""
    first, last = 0, len(body)
    while first < last and (body[first].isspace() or is_invisible(body[first])):
        first += 1
    while last > first and (body[last - 1].isspace() or is_invisible(body[last - 1])):
        last -= 1
    return first, last
