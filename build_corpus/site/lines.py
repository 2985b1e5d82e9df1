"""Data files of the site, read line by line."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from bisect import bisect_left
from io import SEEK_END
from itertools import takewhile
from operator import methodcaller
from pathlib import Path
from typing import BinaryIO

Record = dict[str, object]
_BLOCK = 1 << 18  # bytes read at once
_HEAD = 1024  # bytes of a line that hold an id
_AFTER_ALL = b"\xff"  # no text begins so


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
        with self._file.open("rb", buffering=_BLOCK) as lines:
            yield from (line for line in lines if line != b"\n")

    def of(self, names: Collection[str]) -> Iterator[str]:
        """The lines that begin with one of these ids, of a record or of its document, by which they are in order."""
        with self._file.open("rb") as lines:
            key = lines.readline().partition(b":")[0] + b':"'
            for name in sorted(names):
                _find(lines, key, name.encode())
                own = takewhile(methodcaller("startswith", key + name.encode() + b'"'), lines)
                yield from (line.decode("utf-8") for line in own)

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


def _find(lines: BinaryIO, key: bytes, name: bytes) -> None:
    """Goes to the first line that has this id after `key`, or to where it would stand."""

    def name_after(place: int) -> bytes:
        _next_line(lines, place)
        line = lines.readline(_HEAD)
        return line[len(key) : line.find(b'"', len(key))] if line else _AFTER_ALL

    size = lines.seek(0, SEEK_END)
    _next_line(lines, bisect_left(range(size), name, key=name_after))


def _next_line(lines: BinaryIO, place: int) -> None:
    """Goes to where the first line begins that does not begin before a place."""
    lines.seek(max(0, place - 1))
    if place:
        lines.readline()


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
