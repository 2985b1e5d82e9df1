"""A file of pieces on its way: what would be made the same is taken over from the file that stands there.

In: the pieces, and how the file was written last. Out: the new file in parts, and how it is written now. What is taken
over are large ranges of the old file, whatever the number of pieces in them; where the old file is the new one,
nothing is written.
"""

from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from build_corpus.manifest import Entry
from build_corpus.publish.joined import Columns, Ints, Joined, ints, sums
from build_corpus.publish.lazy import Pieces
from build_corpus.publish.lazy_kept import Kept
from build_corpus.publish.whole import Part

_BLOCK = 1 << 18  # bytes taken over at once: more do not stay near the processor until they are written

_Place = tuple[int, int]
"""Start and end in the old file, in bytes."""


class Joining:
    """A file of pieces on its way."""

    def __init__(self, file: Path, pieces: Pieces, kept: Kept, last: Joined | None) -> None:
        """`last`: the file as it stands; None where it does not stand as it was written."""
        self._file = file
        self._pieces = pieces
        self._kept = kept
        self._stands = last is not None
        self._last = last or Joined()
        self._head = "".join(pieces.head)
        self._columns = Columns()
        self._places, self._anew = self._found()
        self._bounds = self._last.bounds()

    def parts(self) -> Iterator[Part] | None:
        """The whole file; None where it is the old one. A part is to be used before the next one is asked for."""
        parts = self._parts()
        for first in parts:
            return chain((first,), parts)
        return None

    def joined(self, entry: Entry) -> Joined:
        """How the file is written now. `entry`: how it stands there. All parts have been used."""
        last, pieces = self._last, self._pieces
        if entry == last.entry and not self._anew.any() and pieces.ids == last.ids:
            return last
        return Joined(entry, pieces.recipe, self._head, pieces.ids, self._columns)

    def _found(self) -> tuple[Ints, NDArray[np.bool_]]:
        """Where each piece stands among the last ones, -1 for nowhere; and which pieces have to be made."""
        last, ids = self._last, self._pieces.ids
        if ids == last.ids:
            places = np.arange(len(ids))
        else:
            known = {id_: at for at, id_ in enumerate(last.ids)}
            places = ints([known.get(id_, -1) for id_ in ids])
        if last.recipe != self._pieces.recipe:
            return places, np.ones(len(ids), dtype=bool)
        stale = self._kept.stale(last, self._pieces.site.notes)
        return places, (places < 0) | np.isin(places, stale)

    def _parts(self) -> Iterator[Part]:
        """The whole file. Not a part, be it an empty one, where it is the old one."""
        taken, differs = (0, 0), not self._stands
        for piece in chain((self._top(),), self._runs()):
            if isinstance(piece, tuple) and piece[0] == taken[1]:
                taken = taken[0], piece[1]
                continue
            yield from self._taken(taken)
            taken = piece if isinstance(piece, tuple) else (0, 0)
            if isinstance(piece, bytes):
                differs = True
                yield piece
        if differs or taken != (0, self._bounds[-1]):
            yield from self._taken(taken)
            yield b""

    def _top(self) -> bytes | _Place:
        """What stands above the first piece."""
        same = self._stands and self._head == self._last.head
        return (0, self._bounds[0]) if same else self._head.encode("utf-8")

    def _runs(self) -> Iterator[bytes | _Place]:
        """What the pieces consist of: bytes, and places of the old file with as many pieces as stand there in a row."""
        old, now, names = self._last.columns, self._columns, sums(self._last.columns.counts)
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
