"""Data files of the site, read line by line."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from io import SEEK_END
from itertools import takewhile
from operator import methodcaller
from pathlib import Path
from typing import BinaryIO

Record = dict[str, object]
_BLOCK = 1 << 18  # bytes read at once


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
                lines.seek(_first(lines, key, name.encode()))
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


def _first(lines: BinaryIO, key: bytes, name: bytes) -> int:
    """Where the first line stands that has this id after `key`, or would stand if there were one."""
    start, end = 0, lines.seek(0, SEEK_END)
    found = end
    while start < end:
        middle = (start + end) // 2
        at = lines.seek(max(start, middle - 1))
        at += len(lines.readline()) if middle > start else 0  # the first one that begins in the second half
        line = lines.readline() if at < end else b""
        if line and line[len(key) : line.find(b'"', len(key))] < name:
            start = at + len(line)
        else:
            found, end = (at if line else found), middle
    return found


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
