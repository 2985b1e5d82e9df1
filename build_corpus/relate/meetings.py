"""Where blocks of two documents meet: the rare n-grams that both hold.

In: documents' blocks. Out: pairs of blocks with the runs of characters that stand in both. An n-gram is rare
where at most COMMON documents hold it: what more hold is boilerplate. All n-grams are sorted once, in one array
of numbers; pairs are made only inside groups of equal ones, so that the work grows with the text, not with
the number of pairs. Nothing here depends on the order or the names of documents but which side is called left.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from build_corpus.relate.folding import fold_all
from build_corpus.relate.sketch import Hashes, hashed

COMMON = 8  # documents that may hold an n-gram; what more hold is boilerplate, whoever said it first
GRAM = 6  # 字 of an n-gram in a small corpus …
SMALL = 512  # … of so many documents; one 字 more for each time it is four times as large: chance grows with the square
SHORT_OF = 3  # 字 by which two n-grams together may fall short: blocks that share less are not looked at …
OWN = 6  # … nor those that share fewer 字 outside of boilerplate
CHUNK = 256  # documents folded at once
SLICE = 1 << 20  # numbers looked at together
_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)

Integers = NDArray[np.int64]
Run = tuple[int, int, int]
"""Start in the left block, start in the right one, length, in folded 字."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Two blocks of two documents and what they share."""

    left: int
    """Number of a block."""
    right: int
    """Number of a block of a later document."""
    runs: tuple[Run, ...]
    """Equal runs made of rare n-grams, from left to right."""


@dataclass(frozen=True, kw_only=True)
class Texts:
    """The blocks' texts of documents in a row."""

    documents: Sequence[Sequence[str]]
    """For each document the texts of its blocks."""

    @cached_property
    def gram(self) -> int:
        """字 of an n-gram."""
        doublings = max(0, (len(self.documents) - 1).bit_length() - SMALL.bit_length() + 1)
        return GRAM + (doublings + 1) // 2

    @cached_property
    def size(self) -> int:
        """字 of all blocks, marks and all."""
        return sum(len(text) for blocks in self.documents for text in blocks)

    @property
    def low(self) -> np.uint64:
        """Bits that hold any place."""
        return np.uint64(self.size.bit_length())

    @cached_property
    def owners(self) -> Integers:
        """For each block the number of its document."""
        return np.repeat(np.arange(len(self.documents)), [len(blocks) for blocks in self.documents])


@dataclass(frozen=True, slots=True, kw_only=True)
class Meetings:
    """What blocks share."""

    pairs: Iterable[Meeting]
    """Every two blocks of two documents that share enough rare n-grams, by their numbers; to be read once."""
    starts: Integers
    """The place where each block starts, in folded 字 of all blocks in a row; the end last."""
    usual: NDArray[np.bool_]
    """For each of these 字 whether an n-gram that more documents hold covers it."""

    def usual_in(self, block: int) -> NDArray[np.bool_]:
        """The part of `usual` for a block."""
        return self.usual[self.starts[block] : self.starts[block + 1]]


def meetings(texts: Texts) -> Meetings:
    """Where documents meet, and what is boilerplate."""
    hits, starts, usual = _sorted_hits(texts)
    runs = _runs(hits, texts.gram, usual)
    return Meetings(pairs=_met(runs, starts, 2 * texts.gram - SHORT_OF), starts=starts, usual=usual)


def _sorted_hits(texts: Texts) -> tuple[Hashes, Integers, NDArray[np.bool_]]:
    """The hits, where blocks start, and what is usual. What it needs for that is let go, which is most."""
    keys, starts = _keys(texts)
    keys.sort()
    firsts = starts[np.searchsorted(texts.owners, np.arange(len(texts.documents)))]
    usual = np.zeros(starts[-1], dtype=np.bool_)
    hits = [np.zeros(0, np.uint64)]
    for part in _slices(keys, texts.low):
        group = _shared(part, texts.low, firsts)
        usual[group.places[group.sizes > COMMON].astype(np.int64)] = True
        hits.append(_hits(group))
    every = np.concatenate(hits)
    every.sort()
    return every, starts, _spread(usual, texts.gram)


def _spread(marks: NDArray[np.bool_], gram: int) -> NDArray[np.bool_]:
    """The marks of n-grams' first 字 on all of their 字."""
    spread = marks.copy()
    for at in range(1, gram):
        spread[at:] |= marks[:-at]
    return spread


def _keys(texts: Texts) -> tuple[Hashes, Integers]:
    """Each n-gram as a number (hash above, place below), and the place where each block starts, the end last."""
    keys = np.empty(texts.size, dtype=np.uint64)
    sizes, filled, base = [np.zeros(1, np.int64)], 0, 0
    for at in range(0, len(texts.documents), CHUNK):
        codes, lengths = fold_all([text for blocks in texts.documents[at : at + CHUNK] for text in blocks])
        hashes = hashed(codes, texts.gram)
        places = np.flatnonzero(_inside(len(hashes), np.cumsum(lengths), texts.gram))
        made = hashes[places] >> texts.low << texts.low | (places + base).astype(np.uint64)
        keys[filled : filled + len(made)] = made
        sizes.append(lengths)
        filled, base = filled + len(made), base + len(codes)
    return keys[:filled], np.cumsum(np.concatenate(sizes))


def _inside(count: int, ends: Integers, gram: int) -> NDArray[np.bool_]:
    """For each n-gram of blocks in a row whether it stands inside one of them."""
    inside = np.ones(count, dtype=np.bool_)
    for back in range(1, gram):
        across = ends - back
        inside[across[(across >= 0) & (across < count)]] = False
    return inside


def _slices(keys: Hashes, low: np.uint64) -> Iterator[Hashes]:
    """The sorted numbers in parts; equal n-grams stay together."""
    start = 0
    while start < len(keys):
        last = keys[min(start + SLICE, len(keys)) - 1]
        end = int(np.searchsorted(keys, last | ~(~np.uint64(0) << low), side="right"))
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
    first: NDArray[np.bool_]
    """Whether it is the document's first such place."""


def _shared(keys: Hashes, low: np.uint64, firsts: Integers) -> _Shared:
    again = (keys[1:] ^ keys[:-1]) >> low == 0
    keys = keys[np.r_[again, False] | np.r_[False, again]]
    places = keys & ~(~np.uint64(0) << low)
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
    keys, places = shared.keys[rare], shared.places[rare]
    found = []
    for step in range(1, COMMON):
        same = keys[step:] == keys[:-step]
        here, there = places[:-step][same], places[step:][same]
        found.append((there - here) << _HALF | here)
    return np.concatenate(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Runs:
    """Stretches that stand in two places, all columns equally long."""

    left: Integers
    """Where they start in the one …"""
    right: Integers
    """… and in the other place."""
    lengths: Integers
    """How long they are, 字."""
    own: Integers
    """How many of their 字 are not usual in either place; never 0."""

    def taken(self, which: NDArray[np.bool_] | Integers) -> "_Runs":
        """Some of them, or all in another order."""
        return _Runs(
            left=self.left[which], right=self.right[which], lengths=self.lengths[which], own=self.own[which]
        )


def _runs(hits: Hashes, gram: int, usual: NDArray[np.bool_]) -> _Runs:
    """N-grams that stand side by side in both places, where they are more than boilerplate."""
    edges = _edges(hits[1:] - hits[:-1] != 1, len(hits))
    heads = hits[edges[:-1]]
    left = (heads & _LOW).astype(np.int64)
    right = left + (heads >> _HALF).astype(np.int64)
    lengths = np.diff(edges) + gram - 1
    before = np.zeros(len(usual) + 1, dtype=np.int32)
    np.cumsum(~usual, out=before[1:])
    own = np.minimum(*(before[start + lengths] - before[start] for start in (left, right))).astype(np.int64)
    return _Runs(left=left, right=right, lengths=lengths, own=own).taken(own > 0)


def _edges(new: NDArray[np.bool_], count: int) -> Integers:
    """Where groups start among `count` numbers, and where the last one ends; `new` says it of all but the first."""
    return np.flatnonzero(np.concatenate(([True], new, [True]))) if count else np.zeros(1, dtype=np.int64)


def _met(runs: _Runs, starts: Integers, least: int) -> Iterator[Meeting]:
    """The runs by pairs of blocks, where there is enough of them."""
    runs = runs.taken(np.argsort(runs.left, kind="stable"))
    ours = np.searchsorted(starts, runs.left, side="right") - 1
    pairs = ours * len(starts) + np.searchsorted(starts, runs.right, side="right") - 1
    order = np.argsort(pairs, kind="stable")
    pairs, runs = pairs[order], runs.taken(order)
    edges = _edges(pairs[1:] != pairs[:-1], len(pairs))
    if len(edges) == 1:
        return
    enough = np.add.reduceat(runs.lengths, edges[:-1]) >= least
    enough &= np.add.reduceat(runs.own, edges[:-1]) >= OWN
    for start, end in zip(edges[:-1][enough].tolist(), edges[1:][enough].tolist(), strict=True):
        block, other = divmod(int(pairs[start]), len(starts))
        part = slice(start, end)
        here, there = (runs.left[part] - starts[block]).tolist(), (runs.right[part] - starts[other]).tolist()
        lengths = runs.lengths[part].tolist()
        yield Meeting(left=block, right=other, runs=tuple(zip(here, there, lengths, strict=True)))
