"""Data files of the site, read line by line."""

import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path

Record = dict[str, object]
_BLOCK = 1 << 16  # bytes compared at once


class Records:
    """The objects of a JSON Lines file, read anew each time they are gone through."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __iter__(self) -> Iterator[Record]:
        """Every object; ValueError where a line is none."""
        return (json.loads(line) for line in self.lines())

    def lines(self) -> Iterator[str]:
        """Every line that is not empty; only a line feed ends one."""
        with self._file.open(encoding="utf-8", newline="\n") as lines:
            yield from (line for line in lines if line != "\n")

    def encoded(self) -> Iterator[bytes]:
        """Every line that is not empty, as it stands in the file."""
        with self._file.open("rb") as lines:
            yield from (line for line in lines if line != b"\n")

    def of(self, names: Collection[str]) -> Iterator[str]:
        """The lines that begin with one of these ids, of a record or of its document; others are not decoded."""
        with self._file.open("rb") as lines:
            key = lines.readline().partition(b":")[0] + b':"'
            lines.seek(0)
            wanted, start = {key + name.encode() for name in names}, len(key)
            yield from (line.decode("utf-8") for line in lines if line[: line.find(b'"', start)] in wanted)

    @property
    def readable(self) -> bool:
        """Whether the file is there and its first line and its last are JSON."""
        try:
            for line in self.lines():
                json.loads(line)
                break
        except (OSError, ValueError):
            return False
        return True


def id_of(line: str) -> str:
    """The id in a record's line, with which it begins.

    >>> id_of('{"id":"a","title":null}')
    'a'
    """
    return line[len('{"id":"') :].partition('"')[0]


def source_of(line: bytes) -> tuple[str, str]:
    """File and hash in a record's line, without reading the rest. ValueError where there are none.

    >>> source_of(b'{"id":"a","source":{"file":"a.txt","sha256":"00","bytes":1},"rights":[]}')
    ('a.txt', '00')
    """
    key = b'"source":'  # unescaped quotation marks stand in no text
    start = line.index(key) + len(key)
    digest = line.index(b'"sha256":"', start) + len(b'"sha256":"')
    source = json.loads(line[start : line.index(b'"', digest) + 1] + b"}")
    return source["file"], source["sha256"]


def new_lines(file: Path, before: Path | None) -> Iterator[bytes]:
    """The lines of a file that did not stand in it before. Files that grow with the corpus change in few places."""
    if before is None or not before.is_file():
        with file.open("rb") as lines:
            yield from lines
        return
    with file.open("rb") as now, before.open("rb") as then:
        if not (os.fstat(now.fileno()).st_size and os.fstat(then.fileno()).st_size):
            yield from now
            return
        new, old = mmap(now.fileno(), 0, access=ACCESS_READ), mmap(then.fileno(), 0, access=ACCESS_READ)
        head, tail = _alike(new, old)
        known = set(map(hash, _lines(old, head, len(old) - tail)))
        yield from (line for line in _lines(new, head, len(new) - tail) if hash(line) not in known)


def _alike(one: mmap, other: mmap) -> tuple[int, int]:
    """How many bytes of two files are the same at the beginning and at the end, in whole blocks."""
    least = min(len(one), len(other))
    head = next(
        (at for at in range(0, least, _BLOCK) if one[at : at + _BLOCK] != other[at : at + _BLOCK]), least
    )
    ends = ((len(one) - at, len(other) - at) for at in range(0, least, _BLOCK))
    tail = next(
        (
            len(one) - here
            for here, there in ends
            if one[max(0, here - _BLOCK) : here] != other[max(0, there - _BLOCK) : there]
        ),
        0,
    )
    return head, min(tail, least - head)


def _lines(data: mmap, start: int, end: int) -> Iterator[bytes]:
    """The lines that have a part between two places."""
    data.seek(data.rfind(b"\n", 0, start) + 1)
    while data.tell() < end:
        yield data.readline()


def items(record: Record, key: str) -> list[Record]:
    """A list of objects in a record."""
    found = record[key]
    return found if isinstance(found, list) else []


def strings(value: object) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from strings(each)
