"""What the lazy files of a folder were made from when they were made: so that most of them need not be made again.

In: the folder. Out: whether a file, or a piece of one, is what it would become. Lies beside the files, so that it
goes where they go. Whoever cannot read it has made nothing before.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from build_corpus.manifest import Entry, stat
from build_corpus.publish.lazy import Lazy, Names
from build_corpus.publish.whole import write_text

SCHEMA = 1

Made = tuple[str, Names]
"""Key, and the names that were read; see `lazy`."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a file."""

    key: str
    """When it was made."""
    names: Names
    """What was read for it."""
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A file of pieces, as it was written."""

    entry: Entry
    """Its SHA-256, bytes and time of change."""
    head: str
    """What stands above the first piece."""
    pieces: Mapping[str, Piece] = field(default_factory=dict)
    """Id → piece, in the order of the file."""

    def places(self) -> dict[str, tuple[int, int]]:
        """Id → start and end of the piece in the file, in bytes."""
        ends = list(accumulate((each.size for each in self.pieces.values()), initial=len(self.head.encode())))
        return dict(zip(self.pieces, pairwise(ends), strict=True))


class Kept:
    """What the last run has made in a folder, and what this one has."""

    def __init__(self, root: Path, file: Path, basis: str) -> None:
        """`basis`: digest of what all files are made from; nothing is kept without one."""
        self.basis = basis
        self._root = root
        self._file = file
        self._before = _read(file) if basis else _Held()
        self._now = _Held()

    def unchanged(self, path: str, lazy: Lazy) -> Entry | None:
        """How a file was written that stands there as it was and would be made the same; None for any other."""
        known = self._before.files.get(path)
        if known is None:
            return None
        entry, (key, names) = known
        if entry[1:] != stat(self._root / path) or lazy.key(names, self.basis) != key:
            return None
        self._now.files[path] = known
        return entry

    def keep(self, path: str, lazy: Lazy, entry: Entry, names: Names) -> None:
        """A file has been made."""
        if self.basis:
            self._now.files[path] = entry, (lazy.key(names, self.basis), names)

    def joined(self, path: str) -> Joined | None:
        """A file of pieces that stands there as it was written."""
        known = self._before.joined.get(path)
        return known if known and known.entry[1:] == stat(self._root / path) else None

    def keep_joined(self, path: str, joined: Joined) -> None:
        """A file of pieces has been written, or left as it was."""
        self._now.joined[path] = joined

    def places(self, path: str) -> Mapping[str, tuple[int, int]]:
        """Where the pieces stand in a file that was written, or left as it was; see `Joined.places`."""
        return self._now.joined[path].places()

    def save(self) -> None:
        """Writes down what stands there now."""
        if self.basis and (self._now.files != self._before.files or self._now.joined != self._before.joined):
            write_text(self._file, [_text(self._now)])


@dataclass(slots=True)
class _Held:
    """What is known of a folder."""

    files: dict[str, tuple[Entry, Made]] = field(default_factory=dict)
    joined: dict[str, Joined] = field(default_factory=dict)


def _text(held: _Held) -> str:
    """As JSON. Names stand in many entries: they are written once and numbered."""
    numbers: dict[str, int] = {}

    def numbered(names: Iterable[str]) -> list[int]:
        return [numbers.setdefault(name, len(numbers)) for name in sorted(names)]

    data = {
        "schema": SCHEMA,
        "files": {path: [*entry, key, numbered(names)] for path, (entry, (key, names)) in held.files.items()},
        "joined": {
            path: [
                *each.entry,
                each.head,
                {id_: [piece.key, piece.size, numbered(piece.names)] for id_, piece in each.pieces.items()},
            ]
            for path, each in held.joined.items()
        },
    }
    return json.dumps({**data, "names": list(numbers)}, separators=(",", ":")) + "\n"


def _read(file: Path) -> _Held:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if data["schema"] != SCHEMA:
            return _Held()
        names = data["names"]
        return _Held(
            files={path: _file(each, names) for path, each in data["files"].items()},
            joined={path: _joined(each, names) for path, each in data["joined"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return _Held()


def _file(said: Sequence[Any], names: Sequence[str]) -> tuple[Entry, Made]:
    digest, size, changed, key, numbers = said
    return (digest, size, changed), (key, _named(numbers, names))


def _joined(said: Sequence[Any], names: Sequence[str]) -> Joined:
    digest, size, changed, head, pieces = said
    return Joined(
        (digest, size, changed),
        head,
        {id_: Piece(key, _named(numbers, names), bytes_) for id_, (key, bytes_, numbers) in pieces.items()},
    )


def _named(numbers: Iterable[int], names: Sequence[str]) -> Names:
    return frozenset(names[number] for number in numbers)
