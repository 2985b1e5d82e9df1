"""The lines of a file that did not stand in it before.

Files as large as the corpus change in few places: both are read side by side, in blocks, up to where they part, and
from there on line by line to where they meet again. Nothing large is kept, and the work grows with the files alone.
"""

from collections.abc import Iterator
from io import SEEK_END, BytesIO, FileIO
from itertools import accumulate
from pathlib import Path

_BLOCK = 1 << 16  # bytes compared at once: larger ones are read into memory that the system has to find first
_STEP = 1 << 16  # bytes gone through line by line at least, so that files that part everywhere take little longer
_NEAR, _FAR = 1 << 17, 1 << 23  # bytes in which two files that part are expected to meet, and may

_Places = tuple[int, int]
"""Bytes from the beginning of the file and of the one before; a line begins at either."""


def new_lines(file: Path, before: Path | None) -> Iterator[bytes]:
    """Those lines; all of them where there was no file. A line that stood elsewhere may be among them."""
    if before is None or not before.is_file():
        with file.open("rb") as lines:
            yield from lines
        return
    with FileIO(file) as new, FileIO(before) as old:
        parted = list(_parted(new, old))
    known = {
        hash(line) for (_, start), (_, end) in parted for line in _lines(before, start, end)
    }
    for (start, _), (end, _) in parted:
        yield from (line for line in _lines(file, start, end) if hash(line) not in known)


def _parted(new: FileIO, old: FileIO) -> Iterator[tuple[_Places, _Places]]:
    """From where to where the two differ."""
    ends = _size(new), _size(old)
    start = _alike(new, old, (0, 0))
    while start != ends:
        end = _meet(new, old, start) or ends
        yield start, end
        start = _alike(new, old, end)


def _alike(new: FileIO, old: FileIO, places: _Places) -> _Places:
    """The beginning of a line that differs, or of one not far before it, from these places on; both ends where none does."""
    here, there = line = places
    new.seek(here)
    old.seek(there)
    while (some := new.read(_BLOCK)) == old.read(_BLOCK):
        if not some:
            return here, there
        last = some.rfind(b"\n") + 1
        line = (here + last, there + last) if last else line
        here, there = here + len(some), there + len(some)
    return line


def _meet(new: FileIO, old: FileIO, places: _Places) -> _Places | None:
    """Where both go on with the same line; None where they have none before they end, or before it is too far to look."""
    here, there = places
    for span in (_NEAR, _FAR):
        known = {line: at for at, line in reversed(_next(old, there, span))}
        for at, line in _next(new, here, span):
            if at >= here + _STEP and line in known:
                return at, known[line]
    return None


def _next(file: FileIO, start: int, span: int) -> list[tuple[int, bytes]]:
    """The lines from a place on that are whole in so many bytes, each with its place."""
    file.seek(start)
    data = file.read(span)
    if len(data) == span:
        data = data[: data.rfind(b"\n") + 1]
    lines = BytesIO(data).readlines()
    return list(zip(accumulate(map(len, lines), initial=start), lines, strict=False))


def _lines(file: Path, start: int, end: int) -> Iterator[bytes]:
    """The lines between two places."""
    with file.open("rb") as lines:
        lines.seek(start)
        while start < end:
            line = lines.readline()
            start += len(line)
            yield line


def _size(file: FileIO) -> int:
    return file.seek(0, SEEK_END)
