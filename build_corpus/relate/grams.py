"""Which places of all texts hold the same n-gram, in how many documents, and which of these are rare.

In: folded texts. Out: pairs of places, and marks of what is boilerplate. An n-gram is rare where at most COMMON
documents hold it: what more hold is boilerplate. All n-grams are sorted once, in one array of numbers; pairs are made
only inside groups of equal ones, so that the work grows with the text, not with the number of pairs.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from build_corpus.relate.folding import Fold
from build_corpus.relate.meetings import HALF, Integers
from build_corpus.relate.sketch import Hashes, hashed

COMMON = 8  # documents that may hold an n-gram; what more hold is boilerplate, whoever said it first
GRAM = 6  # 字 of an n-gram in a small corpus …
SMALL = 512  # … of so many documents; one 字 more for each time it is four times as large: chance grows with the square
LOW = 28  # bits of a key that tell the place; the others of 64 tell the n-gram
SPARE = 2  # times as many places as there are 字 now: for texts to come
CHUNK = 256  # documents hashed at once
SLICE = 1 << 20  # numbers looked at together

Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How n-grams become numbers: hash above, place below."""

    gram: int
    """字 of an n-gram."""
    low: int
    """Bits of the place."""

    @property
    def mask(self) -> np.uint64:
        """The bits of the place."""
        return np.uint64((1 << self.low) - 1)

    def fits(self, documents: int, size: int) -> bool:
        """Whether this is right for so many documents with so many 字."""
        return self.gram == gram_of(documents) and size <= int(self.mask)


def gram_of(documents: int) -> int:
    """字 of an n-gram in a corpus of so many documents."""
    doublings = max(0, (documents - 1).bit_length() - SMALL.bit_length() + 1)
    return GRAM + (doublings + 1) // 2


def shape_of(documents: int, size: int) -> Shape:
    """The one for so many documents with so many 字."""
    return Shape(gram=gram_of(documents), low=max(LOW, (SPARE * size).bit_length()))


def keys_of(folds: Sequence[Fold], start: int, shape: Shape) -> Hashes:
    """The n-grams inside blocks of speech as numbers, in the order of their places, of which the first is `start`."""
    codes = np.concatenate([np.zeros(0, np.uint16), *(fold.codes for fold in folds)])
    sizes = np.concatenate([np.zeros(0, np.int64), *(fold.sizes for fold in folds)])
    speech = np.repeat(np.concatenate([np.zeros(0, np.bool_), *(fold.speech for fold in folds)]), sizes)
    hashes = hashed(codes, shape.gram)
    places = np.flatnonzero(_inside(len(hashes), np.cumsum(sizes), shape.gram) & speech[: len(hashes)])
    return hashes[places] & ~shape.mask | (places + start).astype(np.uint64)


def _inside(count: int, ends: Integers, gram: int) -> Marks:
    """For each n-gram of blocks in a row whether it stands inside one of them."""
    inside = np.ones(count, dtype=np.bool_)
    for back in range(1, gram):
        across = ends - back
        inside[across[(across >= 0) & (across < count)]] = False
    return inside


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """What all documents give at once."""

    keys: Hashes
    """Every n-gram, sorted."""
    starts: Integers
    """The place where each document starts; the end last."""
    marks: Marks
    """For each place whether an n-gram that is not rare starts there."""
    hits: Hashes
    """Pairs of places of one rare n-gram, sorted: their distance above, the first below."""


def everything(folds: Sequence[Fold], shape: Shape) -> Everything:
    """All n-grams of documents in a row. What it needs for that is let go, which is most."""
    starts = np.cumsum([0, *(len(fold.codes) for fold in folds)])
    keys = _keys(folds, starts, shape)
    keys.sort()
    marks = np.zeros(starts[-1], dtype=np.bool_)
    hits = [np.zeros(0, np.uint64)]
    for part in _slices(keys, shape.mask):
        group = _shared(part, shape, starts[:-1])
        marks[group.places[group.sizes > COMMON].astype(np.int64)] = True
        hits.append(_hits(group))
    every = np.concatenate(hits)
    every.sort()
    return Everything(keys=keys, starts=starts, marks=marks, hits=every)


def _keys(folds: Sequence[Fold], starts: Integers, shape: Shape) -> Hashes:
    keys, filled = np.empty(int(starts[-1]), dtype=np.uint64), 0
    for at in range(0, len(folds), CHUNK):
        made = keys_of(folds[at : at + CHUNK], int(starts[at]), shape)
        keys[filled : filled + len(made)] = made
        filled += len(made)
    return keys[:filled]


def _slices(keys: Hashes, mask: np.uint64) -> Iterator[Hashes]:
    """The sorted numbers in parts; equal n-grams stay together."""
    start = 0
    while start < len(keys):
        last = keys[min(start + SLICE, len(keys)) - 1]
        end = int(np.searchsorted(keys, last | mask, side="right"))
        yield keys[start:end]
        start = end


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """N-grams that stand in several places, equal ones side by side, in the order of their places."""

    keys: Hashes
    """The n-grams' hashes."""
    places: Hashes
    """Where they stand."""
    sizes: Integers
    """In how many documents."""
    first: Marks
    """Whether it is the document's first such place."""


def _shared(keys: Hashes, shape: Shape, firsts: Integers) -> _Shared:
    low = np.uint64(shape.low)
    again = (keys[1:] ^ keys[:-1]) >> low == 0
    keys = keys[np.r_[again, False] | np.r_[False, again]]
    places = keys & shape.mask
    owners = np.searchsorted(firsts, places.astype(np.int64), side="right")
    keys >>= low
    new = np.ones(len(keys), dtype=np.bool_)
    new[1:] = keys[1:] != keys[:-1]
    first = new.copy()
    first[1:] |= owners[1:] != owners[:-1]
    groups = np.cumsum(new) - 1
    return _Shared(keys=keys, places=places, sizes=np.bincount(groups[first])[groups], first=first)


def _hits(shared: _Shared) -> Hashes:
    """Two places of one rare n-gram as a number: their distance above, the first below.

    Of a document only the first place of an n-gram counts: a sentence that it repeats is no hundred passages.
    """
    rare = shared.first & (shared.sizes > 1) & (shared.sizes <= COMMON)
    found = [hit(*pair) for pair in side_by_side(shared.keys[rare], shared.places[rare])]
    return np.concatenate(found)


def hit(here: Hashes, there: Hashes) -> Hashes:
    """Pairs of places as numbers; `here` comes first."""
    return (there - here) << HALF | here


def side_by_side(keys: Hashes, places: Hashes) -> Iterable[tuple[Hashes, Hashes]]:
    """Every two places of one rare n-gram; equal keys stand side by side, at most COMMON of them."""
    for step in range(1, COMMON):
        same = keys[step:] == keys[:-step]
        yield places[:-step][same], places[step:][same]
