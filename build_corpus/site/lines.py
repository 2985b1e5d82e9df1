"""Data files of the site, read line by line."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

Record = dict[str, object]


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


def source_of(line: str) -> tuple[str, str]:
    """File and hash in a record's line, without reading the rest. ValueError where there are none.

    >>> source_of('{"id":"a","source":{"file":"a.txt","sha256":"00","bytes":1},"rights":[]}')
    ('a.txt', '00')
    """
    key = '"source":'  # unescaped quotation marks stand in no text
    source, _ = json.JSONDecoder().raw_decode(line, line.index(key) + len(key))
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
