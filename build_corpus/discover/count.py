"""Words side by side, counted: uses, documents, headings, cohesion, and how freely others stand beside them.

A row of words is counted only where both its shorter rows are frequent, so memory stays near that of
the sample.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from build_corpus.discover.sample import BREAK, Numbers, Sample

LONGEST = 12  # 字 of a term
MOST_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Words that recur side by side."""

    words: tuple[str, ...]
    """The words."""
    uses: int
    """How often."""
    speeches: int
    """In how many documents of the sample."""
    headings: int
    """How often in headings."""
    cohesion: float
    """Pointwise mutual information at its weakest seam, in nats; 0 for a single word."""
    freedom: float
    """Branching entropy on its more bound side, in nats; a break counts as a neighbour of its own."""
    after: float
    """Branching entropy behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """All frequent rows of one length."""

    at: Numbers
    """Places where one starts, ascending."""
    of: Numbers
    """The row's number at each of these places."""
    counts: Numbers
    """Row → uses."""
    first: Numbers
    """Row → a place where it starts."""


def rows(sample: Sample, least: int) -> Iterator[Row]:
    """Rows of one to six words used at least `least` times, 2–12 字, shorter ones first."""
    lengths = np.array([len(word) for word in sample.words], dtype=np.int64)
    sizes = lengths[sample.places]
    levels: list[_Level] = []
    names = sample.places
    for words in range(1, MOST_WORDS + 1):
        level = _level(names, least) if words == 1 else _longer(levels[-1], len(names), least)
        if not len(level.counts):
            return
        levels.append(level)
        yield from _rows(sample, levels, sizes)


def _level(names: Numbers, least: int) -> _Level:
    at = np.flatnonzero(names != BREAK)
    return _frequent(at, names[at], least)


def _longer(level: _Level, size: int, least: int) -> _Level:
    """Rows of one word more: a row and the row that starts at its second word."""
    names = np.full(size + 1, -1, dtype=np.int64)
    names[level.at] = level.of
    after = names[level.at + 1]
    both = after >= 0
    return _frequent(level.at[both], level.of[both] * len(level.counts) + after[both], least)


def _frequent(at: Numbers, keys: Numbers, least: int) -> _Level:
    _, first, inverse, counts = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
    kept = counts >= least
    number = np.cumsum(kept) - 1
    stays = kept[inverse]
    return _Level(at=at[stays], of=number[inverse[stays]], counts=counts[kept], first=at[first[kept]])


def _rows(sample: Sample, levels: Sequence[_Level], sizes: Numbers) -> Iterator[Row]:
    level, words = levels[-1], len(levels)
    speeches = _distinct(level, sample.documents[level.at])
    headings = np.bincount(level.of, weights=sample.headings[level.at], minlength=len(level.counts))
    before = _entropy(level, sample.places[level.at - 1])
    after = _entropy(level, sample.places[level.at + words])
    cohesion = _cohesion(levels, int(np.count_nonzero(sample.places)))
    length = sum(sizes[level.first + step] for step in range(words))
    for row in np.flatnonzero((length >= 2) & (length <= LONGEST)):  # noqa: PLR2004 - 字 of the shortest term
        start = level.first[row]
        yield Row(
            words=tuple(sample.words[number] for number in sample.places[start : start + words]),
            uses=int(level.counts[row]),
            speeches=int(speeches[row]),
            headings=int(headings[row]),
            cohesion=float(cohesion[row]),
            freedom=float(min(before[row], after[row])),
            after=float(after[row]),
        )


def _distinct(level: _Level, values: Numbers) -> Numbers:
    """Row → number of different values at its places."""
    pairs = np.unique(level.of * (int(values.max(initial=0)) + 1) + values)
    return np.bincount(pairs // (int(values.max(initial=0)) + 1), minlength=len(level.counts))


def _entropy(level: _Level, neighbours: Numbers) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Row → entropy of its neighbours; each break is a neighbour of its own."""
    width = int(neighbours.max(initial=0)) + 1
    real = neighbours != BREAK
    pairs, counts = np.unique(level.of[real] * width + neighbours[real], return_counts=True)
    owner = pairs // width
    share = counts / level.counts[owner]
    rows_ = len(level.counts)
    inside = np.bincount(owner, weights=-share * np.log(share), minlength=rows_)
    breaks = np.bincount(level.of[~real], minlength=rows_)
    return np.asarray(inside + breaks / level.counts * np.log(level.counts))


def _cohesion(levels: Sequence[_Level], total: int) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Row → the least mutual information over the seams between its words."""
    level, words = levels[-1], len(levels)
    if words == 1:
        return np.zeros(len(level.counts))
    seams = [
        np.log(level.counts * total)
        - np.log(_count(levels[seam - 1], level.first).astype(np.float64))
        - np.log(_count(levels[words - seam - 1], level.first + seam))
        for seam in range(1, words)
    ]
    return np.asarray(np.min(seams, axis=0))


def _count(level: _Level, places: Numbers) -> Numbers:
    """Uses of the rows that start at these places."""
    return level.counts[level.of[np.searchsorted(level.at, places)]]
