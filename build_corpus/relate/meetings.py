"""Where blocks of two documents meet: the rare n-grams that both hold.

In: the folded texts of documents and the places that hold equal n-grams (`grams`). Out: pairs of blocks with the
runs of characters that stand in both. Nothing here depends on the order or the names of documents but which side is
called left.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from build_corpus.relate.folding import Fold
from build_corpus.relate.sketch import Hashes

SHORT_OF = 3  # 字 by which two n-grams together may fall short: blocks that share less are not looked at …
OWN = 6  # … nor those that share fewer 字 outside of boilerplate
HALF = np.uint64(32)
"""Bits of a hit that hold its first place."""
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


def meetings(folds: Sequence[Fold], hits: Hashes, marks: NDArray[np.bool_], gram: int) -> Meetings:
    """Where documents meet.

    Args:
        folds: the documents, in the order of their ids.
        hits: pairs of places of equal rare n-grams, sorted: their distance above, the first below.
        marks: for each 字 whether an n-gram that is not rare starts there.
        gram: 字 of an n-gram.
    """
    starts = np.cumsum(np.concatenate([np.zeros(1, np.int64), *(fold.sizes for fold in folds)]))
    usual = _spread(marks, gram)
    return Meetings(
        pairs=_met(_runs(hits, gram, usual), starts, 2 * gram - SHORT_OF), starts=starts, usual=usual
    )


def _spread(marks: NDArray[np.bool_], gram: int) -> NDArray[np.bool_]:
    """The marks of n-grams' first 字 on all of their 字."""
    spread = marks.copy()
    for at in range(1, gram):
        spread[at:] |= marks[:-at]
    return spread


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
    right = left + (heads >> HALF).astype(np.int64)
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
