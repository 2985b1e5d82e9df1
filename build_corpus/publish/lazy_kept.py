"""What the lazy files of a folder were made from when they were made: so that most of them need not be made again.

In: the folder. Out: whether a file, or a piece of one, is what it would become: where the same maker made it, and
nothing it read has changed. Lies beside the files, so that it goes where they go. Whoever cannot read it has made
nothing before: a digest stands before what is kept, of plain values.
"""

import marshal
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

import numpy as np

from build_corpus.manifest import Entry, stat
from build_corpus.publish.joined import Ints, Joined, ints, read, told
from build_corpus.publish.lazy import Lazy, Names
from build_corpus.publish.made_files import Files, Made, files_of
from build_corpus.publish.noted import BETWEEN, Notes
from build_corpus.publish.noted import Kept as Told
from build_corpus.publish.whole import replace_whole

SCHEMA = 4
_DIGEST = 32  # bytes


@dataclass(frozen=True, slots=True)
class Standing:
    """Files of a folder as they were written, and whether they still stand there."""

    root: Path
    """The folder."""
    entries: Mapping[str, Entry] = field(default_factory=dict)
    """How each was written."""
    altered: Collection[str] | None = None
    """Those that are known to look otherwise; None where nobody has looked."""

    def still(self, path: str) -> bool:
        """Whether one of them looks as it was written."""
        if self.altered is None:
            return self.entries[path][1:] == stat(f"{self.root}/{path}")
        return path not in self.altered


class Kept:
    """What the last run has made in a folder, and what this one has."""

    def __init__(self, root: Path, file: Path, basis: str, standing: "Standing | None" = None) -> None:
        """`basis`: digest of what all files are made from; nothing is kept without one."""
        self._root = root
        self._file = file
        self._basis = basis
        self._standing = standing or Standing(root)
        self._before = _read(file, basis) if basis else _Held()
        self._same: dict[str, int] = {}
        self._new: dict[str, Made] = {}
        self._joined: dict[str, Joined] = {}
        self._numbers = {name: number for number, name in enumerate(self._before.names)}
        self._notes: Notes | None = None
        self._changed: frozenset[int] = frozenset()
        self._told: dict[str, Told] = {}

    def unchanged(self, path: str, lazy: Lazy) -> Entry | None:
        """How a file was written that stands there as it was and would be made the same; None for any other."""
        at, entry = self._before.files.places.get(path), self._standing.entries.get(path)
        if at is None or entry is None or not self._before.files.made_by(at, lazy):
            return None
        if self._notes is None:
            self._look(lazy.site.notes)
        if at in self._stale or not self._standing.still(path):
            return None
        self._same[path] = at
        return entry

    def keep(self, path: str, lazy: Lazy, names: Names) -> None:
        """A file has been made."""
        if self._basis:
            self._new[path] = Made(lazy.recipe, lazy.ids, self.numbered(names, lazy.site.notes))

    def stale(self, joined: Joined, notes: Notes) -> Ints:
        """The places among the pieces of a file of those for which something was read that is no longer as it was."""
        if self._notes is None:
            self._look(notes)
        return joined.reading(self._changed)

    @cached_property
    def _stale(self) -> frozenset[int]:
        """The same among files."""
        return self._before.files.reading(self._changed)

    def _look(self, notes: Notes) -> None:
        """Finds out under which names something else stands now."""
        self._notes = notes
        before = dict(zip(self._before.names, self._before.told, strict=True))
        same = {table for table, sign in self._before.signs.items() if notes.sign(table) == sign}
        now = notes.kept([name for name in before if name.partition(BETWEEN)[0] not in same], before)
        self._changed = frozenset(
            self._numbers[name] for name, kept in now.items() if _said(kept) != _said(before[name])
        )
        self._told = before | now

    def numbered(self, names: Names, notes: Notes) -> Sequence[int]:
        """Names as numbers."""
        if self._notes is None:
            self._look(notes)
        return [self._numbers.setdefault(name, len(self._numbers)) for name in sorted(names)]

    def joined(self, path: str) -> Joined | None:
        """A file of pieces that stands there as it was written."""
        known = self._before.joined.get(path)
        return known if known and known.entry[1:] == stat(self._root / path) else None

    def keep_joined(self, path: str, joined: Joined) -> None:
        """A file of pieces has been written, or left as it was."""
        self._joined[path] = joined

    def places(self, path: str) -> Mapping[str, tuple[int, int]]:
        """Where the pieces stand in a file that was written, or left as it was; see `Joined.places`."""
        return self._joined[path].places()

    def save(self) -> None:
        """Writes down what stands there now."""
        before = self._before
        gone = len(self._same) < len(before.files.places)
        if self._basis and (self._changed or self._new or gone or self._joined != before.joined):
            replace_whole(self._file, self._data())

    def _data(self) -> tuple[bytes, bytes]:
        """As bytes, after a digest of them. Names stand in many entries: they are written once and numbered."""
        files, names = self._before.files.with_files(self._same, self._new), list(self._numbers)
        used = np.zeros(len(names), np.bool_)
        for read_for in (files.numbers, *(ints(each.columns.numbers) for each in self._joined.values())):
            used[read_for] = True
        numbers = np.flatnonzero(used).tolist()
        kept = [names[number] for number in numbers]
        notes = self._notes
        new = notes.kept([name for name in kept if name not in self._told]) if notes else {}
        known = self._told | new
        data = {
            "schema": SCHEMA,
            "basis": self._basis,
            "names": kept,
            "told": [known[name] for name in kept],
            "signs": {name: each.sign for name, each in notes.remembered.items()} if notes else {},
            "files": files.told(np.cumsum(used) - 1),
            "joined": told(self._joined, numbers),
        }
        written = marshal.dumps(data)
        return _digest(written), written


def _said(kept: Told) -> str:
    return kept if isinstance(kept, str) else kept[1]


@dataclass(frozen=True, slots=True)
class _Held:
    """What is known of a folder."""

    names: Sequence[str] = ()
    told: Sequence[Told] = ()
    """What stood under each name; see `Notes.kept`."""
    files: Files = field(default_factory=Files)
    joined: dict[str, Joined] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)
    """Of whole tables; see `Notes.sign`."""


def _read(file: Path, basis: str) -> _Held:
    try:
        kept = file.read_bytes()
        written = kept[_DIGEST:]
        if kept[:_DIGEST] != _digest(written):
            return _Held()
        data = marshal.loads(written)  # noqa: S302 - gives values alone, of bytes that are whole
        if data["schema"] != SCHEMA or data["basis"] != basis:
            return _Held()
        return _Held(
            names=data["names"],
            told=data["told"],
            files=files_of(data["files"]),
            joined=read(data["joined"]),
            signs=data["signs"],
        )
    except (OSError, ValueError, EOFError, KeyError, TypeError, AttributeError, IndexError):
        return _Held()


def _digest(written: bytes) -> bytes:
    return blake2b(written, digest_size=_DIGEST).digest()
