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
    edits: list[Edit] = []
    if first:
        edits.append(Edit(start=start, end=start + first, after="", rule="layout.edge"))
    kept = []
    for at in range(first, last):
        char = body[at]
        if is_invisible(char):
            edits.append(Edit(start=start + at, end=start + at + 1, after="", rule="layout.invisible"))
        elif char == "\t":
            edits.append(Edit(start=start + at, end=start + at + 1, after=" ", rule="layout.tab"))
            kept.append(" ")
        else:
            kept.append(char)
    if last < len(body):
        edits.append(Edit(start=start + last, end=stop, after="", rule="layout.edge"))
    text = "".join(kept)
    return Line(
        number=number,
        start=start,
        stop=stop,
        end=start + length,
        text=text,
        edits=tuple(edits) if text else (),
        fate=None if text else Removal(rule="layout.blank"),
    )


def _edges(body: str) -> tuple[int, int]:
    """First and last + 1 place of what can be seen; equal for a line with nothing to see."""
    first, last = 0, len(body)
    while first < last and (body[first].isspace() or is_invisible(body[first])):
        first += 1
    while last > first and (body[last - 1].isspace() or is_invisible(body[last - 1])):
        last -= 1
    return first, last
