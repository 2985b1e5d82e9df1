"""What the lazy files of a folder were made from when they were made: so that most of them need not be made again.

In: the folder. Out: whether a file, or a piece of one, is what it would become: where the same maker made it, and
nothing it read has changed. Lies beside the files, so that it goes where they go. Whoever cannot read it has made
nothing before.
"""

import marshal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from build_corpus.manifest import Entry, stat
from build_corpus.publish.joined import Ints, Joined, read, told
from build_corpus.publish.lazy import Lazy, Names
from build_corpus.publish.memory import Remembered
from build_corpus.publish.noted import BETWEEN, Notes
from build_corpus.publish.noted import Kept as Told
from build_corpus.publish.whole import replace_whole

SCHEMA = 3
_DIGEST = 32  # bytes

Numbers = Sequence[int]
"""Names that were read, as places in a list of all names."""
File = tuple[str, list[str | int | None], Numbers]
"""Recipe, ids, and the names that were read; see `lazy`."""


class Kept:
    """What the last run has made in a folder, and what this one has."""

    def __init__(
        self, root: Path, file: Path, basis: str, entries: Mapping[str, Entry] | None = None
    ) -> None:
        """`basis`: digest of what all files are made from; nothing is kept without one. `entries`: how files were written."""
        self._root = root
        self._file = file
        self._basis = basis
        self._entries = entries or {}
        self._before = _read(file, basis) if basis else _Held()
        self._now = _Held()
        self._numbers = {name: number for number, name in enumerate(self._before.names)}
        self._notes: Notes | None = None
        self._changed: frozenset[int] = frozenset()
        self._told: dict[str, Told] = {}

    def unchanged(self, path: str, lazy: Lazy) -> Entry | None:
        """How a file was written that stands there as it was and would be made the same; None for any other."""
        known, entry = self._before.files.get(path), self._entries.get(path)
        if known is None or entry is None:
            return None
        recipe, ids, numbers = known
        if recipe != lazy.recipe or ids != [*lazy.ids] or not self.same(numbers, lazy.site.notes):
            return None
        if entry[1:] != stat(f"{self._root}/{path}"):
            return None
        self._now.files[path] = known
        return entry

    def keep(self, path: str, lazy: Lazy, names: Names) -> None:
        """A file has been made."""
        if self._basis:
            self._now.files[path] = lazy.recipe, [*lazy.ids], self.numbered(names, lazy.site.notes)

    def stale(self, joined: Joined, notes: Notes) -> Ints:
        """The places among the pieces of a file of those for which something was read that is no longer as it was."""
        if self._notes is None:
            self._look(notes)
        return joined.reading(self._changed)

    def same(self, numbers: Numbers, notes: Notes) -> bool:
        """Whether everything under these names is as it was in the last run."""
        if self._notes is None:
            self._look(notes)
        return self._changed.isdisjoint(numbers)

    def _look(self, notes: Notes) -> None:
        """Finds out under which names something else stands now."""
        self._notes = notes
        before = list(zip(self._before.names, self._before.told, strict=True))
        same = {table for table, sign in self._before.signs.items() if notes.sign(table) == sign}
        self._told = {
            name: kept if name.partition(BETWEEN)[0] in same else notes.kept(name, kept)
            for name, kept in before
        }
        self._changed = frozenset(
            at for at, (name, kept) in enumerate(before) if _said(self._told[name]) != _said(kept)
        )

    def numbered(self, names: Names, notes: Notes) -> Numbers:
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
        self._now.joined[path] = joined

    def places(self, path: str) -> Mapping[str, tuple[int, int]]:
        """Where the pieces stand in a file that was written, or left as it was; see `Joined.places`."""
        return self._now.joined[path].places()

    def save(self) -> None:
        """Writes down what stands there now."""
        now, before = self._now, self._before
        if self._basis and (self._changed or now.files != before.files or now.joined != before.joined):
            replace_whole(self._file, self._data())

    @property
    def _remembered(self) -> Mapping[str, Remembered]:
        return self._notes.remembered if self._notes else {}

    def _now_told(self, name: str) -> Told:
        return self._told.get(name) or (self._notes.kept(name) if self._notes else "")

    def _data(self) -> tuple[bytes, bytes]:
        """As bytes, after a digest of them. Names and recipes stand in many entries: they are written once and numbered."""
        now, names, recipes = self._now, list(self._numbers), dict[str, int]()
        kept = sorted(
            set(chain.from_iterable(numbers for _, _, numbers in now.files.values())).union(
                *(each.columns.numbers for each in now.joined.values())
            )
        )
        new = {number: at for at, number in enumerate(kept)}

        def renumbered(numbers: Numbers) -> Numbers:
            return [new[number] for number in numbers] if len(kept) < len(names) else numbers

        def numbered(recipe: str) -> int:
            return recipes.setdefault(recipe, len(recipes))

        data = {
            "schema": SCHEMA,
            "basis": self._basis,
            "names": [names[number] for number in kept],
            "told": [self._now_told(names[number]) for number in kept],
            "signs": {name: each.sign for name, each in self._remembered.items()},
            "files": {
                path: [numbered(recipe), ids, renumbered(numbers)]
                for path, (recipe, ids, numbers) in now.files.items()
            },
            "joined": told(now.joined, kept),
        }
        written = marshal.dumps({**data, "recipes": list(recipes)})
        return _digest(written), written


def _said(kept: Told) -> str:
    return kept if isinstance(kept, str) else kept[1]


@dataclass(frozen=True, slots=True)
class _Held:
    """What is known of a folder."""

    names: Sequence[str] = ()
    told: Sequence[Told] = ()
    """What stood under each name; see `Notes.kept`."""
    files: dict[str, File] = field(default_factory=dict)
    joined: dict[str, Joined] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)
    """Of whole tables; see `Notes.sign`."""


def _read(file: Path, basis: str) -> _Held:
    try:
        held = file.read_bytes()
        digest, written = held[:_DIGEST], held[_DIGEST:]
        if digest != _digest(written):
            return _Held()
        data = marshal.loads(written)  # noqa: S302 - gives values alone, of bytes that are whole
        if data["schema"] != SCHEMA or data["basis"] != basis:
            return _Held()
        recipes = data["recipes"]
        return _Held(
            names=data["names"],
            told=data["told"],
            signs=data["signs"],
            files={
                path: (recipes[recipe], ids, numbers)
                for path, (recipe, ids, numbers) in data["files"].items()
            },
            joined=read(data["joined"]),
        )
    except (OSError, ValueError, EOFError, KeyError, TypeError, AttributeError, IndexError):
        return _Held()


def _digest(told: bytes) -> bytes:
    return blake2b(told, digest_size=_DIGEST).digest()
