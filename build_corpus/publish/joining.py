"""A file of pieces on its way: what would be made the same is taken over from the file that stands there.

In: the pieces, and how the file was written last. Out: the new file in parts, and how it is written now. What is taken
over are large ranges of the old file, whatever the number of pieces in them; where the old file is the new one,
nothing is written.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from build_corpus.errors import ChangedError
from build_corpus.manifest import Entry, stat
from build_corpus.publish.joined import Columns, Ints, Joined, ints, sums
from build_corpus.publish.lazy import Pieces
from build_corpus.publish.lazy_kept import Kept
from build_corpus.publish.whole import Part

FEW = 500  # pieces that are held in memory until their file is written
LARGE = 1 << 20  # bytes of a file from which another process copies it
_BLOCK = 1 << 18  # bytes taken over at once: more do not stay near the processor until they are written

_Place = tuple[int, int]
"""Start and end in the old file, in bytes."""


class Joining:
    """A file of pieces on its way."""

    def __init__(self, root: Path, path: str, pieces: Pieces, kept: Kept) -> None:
        """`root`, `path`: the folder and the file in it. `kept`: of the folder."""
        self._file = root / path
        self._pieces = pieces
        self._kept = kept
        known = kept.joined(path)
        self._stands = known is not None
        self.last = known or Joined()
        """The file as it stands; nothing where it does not stand as it was written."""
        self._head = "".join(pieces.head)
        self._columns = Columns()
        self._places, self._anew = self._found()
        self._bounds = self.last.bounds()
        self._planned: list[bytes | _Place] | None = None
        self.texts: dict[str, str] = {}
        """Id → piece, of those that `plan` made."""

    @property
    def large(self) -> bool:
        """Whether it takes longer to copy what stands there than to begin with another process."""
        return self._bounds[-1] > LARGE

    def plan(self) -> bool:
        """Makes the pieces that have to be made, where they are few; whether they were.

        Then nothing but bytes is missing: another process can write the file.
        """
        if self._planned is None and np.count_nonzero(self._anew) <= FEW:
            self._planned = []  # from here on `_made` keeps its texts
            self._planned += self._ranges()
        return self._planned is not None

    def parts(self) -> Iterator[Part] | None:
        """The whole file; None where it is the old one. A part is to be used before the next one is asked for."""
        ranges = self._ranges() if self._planned is None else iter(self._planned)
        begin = [*islice(ranges, 2)]
        if self._stands and begin == [(0, self._bounds[-1])]:
            return None
        return self._bytes(chain(begin, ranges))

    def joined(self, entry: Entry) -> Joined:
        """How the file is written now. `entry`: how it stands there. All parts have been used."""
        last, pieces = self.last, self._pieces
        if entry == last.entry and not self._anew.any() and pieces.ids == last.ids:
            return last
        return Joined(entry, pieces.recipe, self._head, pieces.ids, self._columns)

    def _found(self) -> tuple[Ints, NDArray[np.bool_]]:
        """Where each piece stands among the last ones, -1 for nowhere; and which pieces have to be made."""
        last, ids = self.last, self._pieces.ids
        if ids == last.ids:
            places = np.arange(len(ids))
        else:
            known = {id_: at for at, id_ in enumerate(last.ids)}
            places = ints([known.get(id_, -1) for id_ in ids])
        if last.recipe != self._pieces.recipe:
            return places, np.ones(len(ids), dtype=bool)
        stale = self._kept.stale(last, self._pieces.site.notes)
        return places, (places < 0) | np.isin(places, stale)

    def _ranges(self) -> Iterator[bytes | _Place]:
        """The whole file: bytes, and places of the old file as large as they can be, the first from its beginning."""
        taken = 0, 0
        for piece in chain((self._top(),), self._runs()):
            if isinstance(piece, tuple) and piece[0] == taken[1]:
                taken = taken[0], piece[1]
                continue
            yield taken
            taken = piece if isinstance(piece, tuple) else (0, 0)
            if isinstance(piece, bytes):
                yield piece
        yield taken

    def _bytes(self, ranges: Iterable[bytes | _Place]) -> Iterator[Part]:
        """The whole file. Raises ChangedError at its end where the old one was not the one that is known."""
        for each in ranges:
            if isinstance(each, bytes):
                yield each
            else:
                yield from self._taken(each)
        if self._stands and stat(self._file) != self.last.entry[1:]:
            msg = f"{self._file}: it changed while this run was reading it. Run again."
            raise ChangedError(msg)

    def _top(self) -> bytes | _Place:
        """What stands above the first piece."""
        same = self._stands and self._head == self.last.head
        return (0, self._bounds[0]) if same else self._head.encode("utf-8")

    def _runs(self) -> Iterator[bytes | _Place]:
        """What the pieces consist of: bytes, and places of the old file with as many pieces as stand there in a row."""
        old, now, names = self.last.columns, self._columns, sums(self.last.columns.counts)
        breaks = (np.diff(self._places) != 1) | self._anew[1:] | self._anew[:-1]
        for start, end in pairwise([0, *(np.flatnonzero(breaks) + 1).tolist(), len(self._places)]):
            first = int(self._places[start]) if start < end else 0
            last = first + end - start
            if start < end and self._anew[start]:
                yield self._made(start)
                continue
            now.sizes.extend(old.sizes[first:last])
            now.counts.extend(old.counts[first:last])
            now.numbers.extend(old.numbers[names[first] : names[last]])
            yield self._bounds[first], self._bounds[last]

    def _made(self, at: int) -> bytes | _Place:
        """A piece that has to be made; where it stands in the old file if it does all the same."""
        text, names = self._pieces.piece(self._pieces.ids[at]).made()
        if self._planned is not None:
            self.texts[self._pieces.ids[at]] = text
        data = text.encode("utf-8")
        self._columns.add(len(data), self._kept.numbered(names, self._pieces.site.notes))
        old = int(self._places[at])
        place = (self._bounds[old], self._bounds[old + 1]) if old >= 0 else (0, 0)
        return place if old >= 0 and self._holds(place, data) else data

    def _holds(self, place: _Place, data: bytes) -> bool:
        """Whether these bytes stand there."""
        return place[1] - place[0] == len(data) and b"".join(map(bytes, self._taken(place))) == data

    def _taken(self, place: _Place) -> Iterator[Part]:
        """The bytes of the old file from one place to another."""
        start, end = place
        if start == end:
            return
        block = memoryview(bytearray(min(_BLOCK, end - start)))
        with self._file.open("rb", buffering=0) as old:
            old.seek(start)
            while start < end and (read := old.readinto(block[: end - start])):
                start += read
                yield block[:read]
