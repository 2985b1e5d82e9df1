"""A folder of generated files while a run, or one of its workers, writes into it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from build_corpus.manifest import JOURNAL, WRITING, Entry, digest_of, stat
from build_corpus.publish.lazy import Pieces
from build_corpus.publish.lazy_kept import Joined, Kept, Piece
from build_corpus.publish.whole import replace_whole, write_parts

_BLOCK = 1 << 20  # bytes taken over at once


@dataclass(frozen=True, slots=True)
class Put:
    """A file that stands as it should."""

    entry: Entry
    """How it stands there now."""
    changed: bool
    """Whether it had to be written."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Where generated files go."""

    root: Path
    """The folder."""
    before: Mapping[str, Entry]
    """Files of earlier runs: path → how they were written."""
    beside: str = WRITING
    """Name of the file that the next one is written to; no two processes share one."""

    def put(self, path: str, data: bytes) -> Put | None:
        """Writes a file where its bytes are new; None where somebody else's file stands in its place."""
        digest = sha256(data).hexdigest()
        if self._as_it_was(path, digest):
            return Put(self.before[path], changed=False)
        target = self.root / path
        present = None if target.is_dir() else target.read_bytes() if target.is_file() else None
        if target.is_dir() or (present not in (None, data) and path not in self.before):
            return None
        if present != data:
            self._announce(path, digest)
            replace_whole(target, (data,), self.beside)
        return self._put(path, digest, changed=present != data)

    def put_parts(self, path: str, parts: Iterable[bytes]) -> Put | None:
        """The same for a file that is never in memory as a whole."""
        target, beside = self.root / path, self.root / self.beside
        if target.is_dir():
            return None
        self.root.mkdir(parents=True, exist_ok=True)
        known = self.before.get(path)
        present = known[0] if known and known[1:] == stat(target) else digest_of(target)
        digest = write_parts(beside, parts)
        foreign = present not in (None, digest) and path not in self.before
        if foreign or present == digest:
            beside.unlink()
        else:
            self._announce(path, digest)
            target.parent.mkdir(parents=True, exist_ok=True)
            beside.replace(target)
        return None if foreign else self._put(path, digest, changed=present != digest)

    def put_pieces(self, path: str, pieces: Pieces, kept: Kept) -> Put | None:
        """The same for a file of pieces: those that would be made the same are taken over from the file itself."""
        last = kept.joined(path)
        joining = _Joining(pieces, kept, last)
        if last and joining.nothing_new:
            kept.keep_joined(path, last)
            return Put(last.entry, changed=False)
        put = self.put_parts(path, joining.parts(self.root / path))
        if put:
            kept.keep_joined(path, Joined(put.entry, pieces.recipe, joining.head, joining.made))
        return put

    def _as_it_was(self, path: str, digest: str) -> bool:
        """Whether the file was written with these bytes and nobody touched it since."""
        before = self.before.get(path)
        return before is not None and before[0] == digest and before[1:] == stat(f"{self.root}/{path}")

    def _announce(self, path: str, digest: str) -> None:
        """Notes a new file before it is there: a run that is stopped leaves no file that nobody owns."""
        if path not in self.before:
            with (self.root / JOURNAL).open("a", encoding="utf-8") as journal:
                journal.write(json.dumps([path, digest]) + "\n")

    def _put(self, path: str, digest: str, *, changed: bool) -> Put:
        return Put((digest, *(stat(self.root / path) or (0, 0))), changed=changed)


class _Joining:
    """A file of pieces on its way: which of them the old file has already."""

    def __init__(self, pieces: Pieces, kept: Kept, last: Joined | None) -> None:
        self.head = "".join(pieces.head)
        self.made: dict[str, Piece] = {}
        self._pieces = pieces
        self._kept = kept
        self._last = last.pieces if last else {}
        self._places = last.places() if last else {}
        known = self._last if last and last.recipe == pieces.recipe else {}
        notes = pieces.site.notes
        self._same = {id_ for id_ in pieces.ids if id_ in known and kept.same(known[id_][1], notes)}
        self._head_is_new = last is None or last.head != self.head

    @property
    def nothing_new(self) -> bool:
        """Whether the file would be the same."""
        return not self._head_is_new and list(self._last) == [
            id_ for id_ in self._pieces.ids if id_ in self._same
        ] == list(self._pieces.ids)

    def parts(self, old: Path) -> Iterator[bytes]:
        """The whole file. `old`: the last one."""
        yield self.head.encode("utf-8")
        waiting = (0, 0)  # start and end of what the old file has of the next pieces
        for id_, piece in self._pieces.each:
            if id_ in self._same:
                self.made[id_] = self._last[id_]
                start, end = self._places[id_]
                if start != waiting[1]:
                    yield from _taken(old, waiting)
                    waiting = start, start
                waiting = waiting[0], end
                continue
            yield from _taken(old, waiting)
            waiting = (0, 0)
            text, names = piece.made()
            data = text.encode("utf-8")
            self.made[id_] = len(data), self._kept.numbered(names, self._pieces.site.notes)
            yield data
        yield from _taken(old, waiting)


def _taken(file: Path, place: tuple[int, int]) -> Iterator[bytes]:
    """The bytes of a file from one place to another."""
    start, end = place
    if start == end:
        return
    with file.open("rb") as data:
        data.seek(start)
        while start < end and (part := data.read(min(_BLOCK, end - start))):
            start += len(part)
            yield part
