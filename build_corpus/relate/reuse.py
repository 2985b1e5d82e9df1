"""What documents share, found once and brought up to date after changes.

In: documents with their folded texts, and what is kept. Out: parallels. Where nearly everything changed, or the
corpus has outgrown the length of its n-grams, all is made anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from build_corpus.errors import DamagedError
from build_corpus.model import Annotated, Parallel
from build_corpus.relate.grams import Marks, Shape, everything, shape_of
from build_corpus.relate.kept import OWN_ROW, Changes, Shelf, bytes_of, value_of
from build_corpus.relate.lookup import Lookup, Slot, hits_of, keys_in
from build_corpus.relate.meetings import Integers, meetings
from build_corpus.relate.passages import Pair, Row, parallels, shared
from build_corpus.relate.sketch import Hashes
from build_corpus.relate.work import Work

ROWS, MARKS = "passages", "marks"
FEW = 100_000  # n-grams that came later and stay apart …
LATE = 8  # … as does one in so many; of more, all are sorted anew


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What is known of all documents."""

    signs: Mapping[str, str]
    """Id → sign of those it is known of."""
    shape: Shape
    """Of n-grams."""
    slots: Mapping[str, Slot]
    """Id → where its n-grams have their places."""
    end: int
    """The first place that nobody had yet."""
    late: Hashes
    """N-grams that came after the large array was sorted, sorted."""
    pairs: dict[Pair, list[Row]]
    """What they share."""

    def row(self) -> bytes:
        """This as bytes."""
        shape = (self.shape.gram, self.shape.low)
        slots, late = dict(self.slots), self.late.tobytes()
        return bytes_of((dict(self.signs), shape, slots, self.end, late, self.pairs))


def _state(row: bytes | None) -> _State | None:
    """What was kept, None where nothing was."""
    if row is None:
        return None
    signs, (gram, low), slots, end, late, pairs = value_of(row)
    shape, late = Shape(gram=gram, low=low), np.frombuffer(late, np.uint64)
    return _State(signs=signs, shape=shape, slots=slots, end=end, late=late, pairs=pairs)


def find_parallels(documents: Sequence[Annotated], work: Work) -> tuple[Parallel, ...]:
    """Passages of two documents with the same wording but for small edits, sorted by their places.

    Two passages of the same two documents do not overlap on either side. `documents`: some of all. Raises
    DamagedError.
    """
    documents = sorted(documents, key=lambda document: document.id)
    shelf, signs = work.shelf, {document.id: work.changes.now[document.id] for document in documents}
    before, keys = _state(shelf.row(ROWS)), shelf.index()
    changes = Changes(now=signs, before=before.signs if before else {})
    made = None
    if before and keys is not None and not changes.many and not work.changes.many:
        made = _Edit(documents, changes, before, work).made(keys)
    if made is None:
        made = _anew(documents, changes, work)
    elif not changes.added and not changes.gone:
        return parallels(made.pairs)
    shelf.put(ROWS, {OWN_ROW: made.row()})
    return parallels(made.pairs)


def _anew(documents: Sequence[Annotated], changes: Changes, work: Work) -> _State:
    texts = [work.folds.of(document.id) for document in documents]
    shape = shape_of(len(texts), sum(len(text.codes) for text in texts))
    found = everything(texts, shape)
    work.shelf.put_index(found.keys)
    starts = found.starts.tolist()
    slots = {
        each.id: (start, end - start) for each, start, end in zip(documents, starts, starts[1:], strict=False)
    }
    rows = {name: packed_marks(found.marks[start : start + size]) for name, (start, size) in slots.items()}
    work.shelf.put(MARKS, dict.fromkeys(changes.before) | rows)
    hits, marks, end = found.hits, found.marks, starts[-1]
    del found  # the n-grams are most of it
    pairs = shared(documents, meetings(texts, hits, marks, shape.gram))
    return _State(
        signs=changes.now, shape=shape, slots=slots, end=end, late=np.zeros(0, np.uint64), pairs=pairs
    )


class _Edit:
    """A few changes of what is known."""

    def __init__(self, documents: Sequence[Annotated], changes: Changes, before: _State, work: Work) -> None:
        self._documents = documents
        self._changes = changes
        self._before = before
        self._folds = work.folds
        self._shelf = work.shelf

    def made(self, keys: Hashes) -> _State | None:
        """What is known now; None where all has to be made anew."""
        changes, before, shape = self._changes, self._before, self._before.shape
        slots = {name: slot for name, slot in before.slots.items() if name in changes.now}
        end = before.end
        for name in changes.added:
            slots[name] = end, len(self._folds.of(name).codes)
            end += slots[name][1]
        added = keys_in(((self._folds.of(name), slots[name][0]) for name in changes.added), shape)
        late = np.sort(np.concatenate([before.late, added])) if len(added) else before.late
        if not shape.fits(len(self._documents), end) or len(late) > max(FEW, len(keys) // LATE):
            return None
        lookup = Lookup((keys, late), shape, before.slots, slots)
        gone = keys_in(((self._folds.before(name), before.slots[name][0]) for name in changes.gone), shape)
        marks = self._marks(lookup, np.concatenate([added, gone]), slots)
        pairs = {
            pair: rows
            for pair, rows in before.pairs.items()
            if marks.keys().isdisjoint(pair) and slots.keys() >= set(pair)
        }
        pairs |= self._shared(lookup, marks, slots)
        return _State(signs=changes.now, shape=shape, slots=slots, end=end, late=late, pairs=pairs)

    def _marks(self, lookup: Lookup, changed: Hashes, slots: Mapping[str, Slot]) -> dict[str, Marks]:
        """The marks of documents that are new or have other ones now."""
        shape = self._before.shape
        now, held = lookup.crossing(changed)
        names = [lookup.names[owner] for owner in np.unique(held.owners).tolist()]
        marks = {
            name: _marks_of(self._shelf, name, slots) for name in names if name not in self._changes.added
        }
        for owner, place, which in zip(
            held.owners.tolist(), held.places.tolist(), held.which.tolist(), strict=True
        ):
            name = lookup.names[owner]
            if name in marks:
                marks[name][place - slots[name][0]] = now[which]
        for name in self._changes.added:
            keys = keys_in([(self._folds.of(name), 0)], shape)
            common = keys[lookup.common(keys)]
            marks[name] = np.zeros(slots[name][1], np.bool_)
            marks[name][(common & shape.mask).astype(np.int64)] = True
        gone = dict.fromkeys(self._changes.gone)
        self._shelf.put(MARKS, gone | {name: packed_marks(each) for name, each in marks.items()})
        return marks

    def _shared(
        self, lookup: Lookup, marks: Mapping[str, Marks], slots: Mapping[str, Slot]
    ) -> dict[Pair, list[Row]]:
        """What these documents share with any other one."""
        shape = self._before.shape
        rare = [np.zeros(0, np.uint64)]
        for name, each in marks.items():
            keys = keys_in([(self._folds.of(name), 0)], shape)
            rare.append(keys[~each[(keys & shape.mask).astype(np.int64)]])
        found = lookup.pairs(np.concatenate(rare), marks)
        owners = np.unique(np.concatenate([lookup.owners(places) for pair in found for places in pair]))
        near = {lookup.names[owner] for owner in owners.tolist()}
        documents = [document for document in self._documents if document.id in near]
        texts = [self._folds.of(document.id) for document in documents]
        starts = np.cumsum([0, *(len(text.codes) for text in texts)])
        shifts = np.zeros(len(lookup.names), np.int64)
        numbers = {lookup.names[owner]: owner for owner in owners.tolist()}
        for document, start in zip(documents, starts.tolist(), strict=False):
            shifts[numbers[document.id]] = start - slots[document.id][0]

        def moved(places: Integers) -> Integers:
            return places + shifts[lookup.owners(places)]

        hits = hits_of((moved(one), moved(other)) for one, other in found)
        usual = [
            marks[each.id] if each.id in marks else _marks_of(self._shelf, each.id, slots)
            for each in documents
        ]
        joined = np.concatenate([np.zeros(0, np.bool_), *usual])
        return shared(documents, meetings(texts, hits, joined, shape.gram))


def packed_marks(marks: Marks) -> bytes:
    """Marks, eight to a byte."""
    return np.packbits(marks).tobytes()


def _marks_of(shelf: Shelf, name: str, slots: Mapping[str, Slot]) -> Marks:
    row, size = shelf.row(MARKS, name), slots[name][1]
    if row is None or len(row) != -(-size // 8):
        raise DamagedError
    return np.unpackbits(np.frombuffer(row, np.uint8), count=size).astype(np.bool_)
