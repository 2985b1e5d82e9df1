"""Texts as sets of hashed n-grams, and the pairs that share enough of them to be worth comparing.

A sketch holds the n-grams whose hash is a multiple of a fixed number: MinHash with a threshold
instead of a fixed length, so that a short text is found inside a long one as well as beside a long
one (Broder 1997: mod-m sketches, for containment). No random numbers; the same text gives the same
sketch, alone or among others.
"""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from build_corpus.relate.folding import Narrow

Hashes = NDArray[np.uint64]

GRAM = 12  # 字; set phrases are mostly shorter, and those that are longer are few in one text
SAMPLE = 8  # one n-gram in eight is in the sketch: 500 of a text of 4,000 字
CROWD = 12  # texts that share an n-gram from which each is paired with the next one only
TOGETHER = 3  # n-grams two sketches share at least …
PART = 0.08  # … and their share of the smaller sketch; a report that quotes a quarter of itself has 0.15
_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, from the golden ratio; any mixing constant does
_MIX = np.uint64(0xBF58476D1CE4E5B9)


def grams(codes: Narrow) -> Hashes:
    """The hash of each n-gram, in the order of the text; empty for a text shorter than one."""
    return hashed(codes, GRAM)


def rolled(codes: Narrow, length: int) -> Hashes:
    """A number for each run of `length` codes, in their order; `extended` makes that of a longer run."""
    size = max(0, len(codes) - length + 1)
    numbers = np.zeros(size, dtype=np.uint64)
    for at in range(length):
        numbers *= _BASE
        numbers += codes[at : at + size]
    return numbers


def extended(numbers: Hashes, following: Narrow) -> Hashes:
    """The numbers of runs with the code that follows each."""
    return numbers * _BASE + following


def hashed(codes: Narrow, length: int) -> Hashes:
    """The hash of each run of `length` codes, in their order."""
    hashes = rolled(codes, length)
    hashes ^= hashes >> np.uint64(31)
    hashes *= _MIX
    return hashes ^ (hashes >> np.uint64(29))


def sketch(hashes: Hashes) -> Hashes:
    """The sampled n-grams, sorted, each once."""
    sampled = np.sort(hashes[hashes % np.uint64(SAMPLE) == 0])
    return sampled[np.flatnonzero(np.r_[True, sampled[1:] != sampled[:-1]][: len(sampled)])]


def proposals(sketches: Sequence[Hashes]) -> list[tuple[int, int]]:
    """Pairs of places (i < j) of texts that share a fair part of the smaller sketch, sorted.

    Time grows with the number of n-grams, not of pairs: an n-gram that a crowd of texts shares links
    each of them to the next only, which still makes a chain of a text's many copies.
    """
    sizes = np.array([len(each) for each in sketches], dtype=np.int64)
    hashes, owners = _shared(sketches, sizes)
    starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]][: len(hashes)])
    counts = np.diff(np.r_[starts, len(hashes)])
    crowds = np.repeat(counts, counts)
    codes = [np.zeros(0, np.int64)]
    for step in range(1, CROWD):
        same = hashes[step:] == hashes[:-step]
        if step > 1:
            same &= crowds[step:] <= CROWD
        codes.append(owners[:-step][same] * len(sketches) + owners[step:][same])
    pairs, counts = np.unique(np.concatenate(codes), return_counts=True)
    left, right = pairs // max(1, len(sketches)), pairs % max(1, len(sketches))
    near = (counts >= TOGETHER) & (counts >= PART * np.minimum(sizes[left], sizes[right]))
    return [(int(one), int(other)) for one, other in zip(left[near], right[near], strict=True)]


def _shared(sketches: Sequence[Hashes], sizes: NDArray[np.int64]) -> tuple[Hashes, NDArray[np.int64]]:
    """The n-grams that several texts have, sorted, and whose they are: one number each, its low bits the text's."""
    low = np.uint64(len(sketches).bit_length())
    mask = (np.uint64(1) << low) - np.uint64(1)
    keys = np.concatenate([np.zeros(0, np.uint64), *sketches])
    keys &= ~mask
    keys |= np.repeat(np.arange(len(sketches), dtype=np.uint64), sizes)
    keys.sort()
    again = np.zeros(len(keys) + 1, np.bool_)
    again[1:-1] = (keys[1:] ^ keys[:-1]) <= mask
    keys = keys[again[1:] | again[:-1]]
    return keys >> low, (keys & mask).astype(np.int64)


def covered(here: Hashes, there: Hashes) -> NDArray[np.bool_]:
    """For each 字 of a text whether it stands in an n-gram that the other text has too."""
    if not len(here):
        return np.zeros(0, dtype=np.bool_)
    shared = np.isin(here, there)
    edges = np.zeros(len(here) + GRAM, dtype=np.int64)
    edges[: len(here)] += shared
    edges[GRAM:] -= shared
    return np.asarray(np.cumsum(edges)[:-1] > 0)


def in_order(here: Hashes, there: Hashes) -> float:
    """Share of the sampled n-grams of both texts that follow each other in the same order, 0–1."""
    sampled = here[here % np.uint64(SAMPLE) == 0]
    known, first = np.unique(there, return_index=True)
    places = np.searchsorted(known, sampled)
    places[places == len(known)] = 0
    found = first[places[known[places] == sampled]] if len(known) else first
    ends: list[int] = []  # the smallest place at which a rising sequence of each length ends
    for place in found.tolist():
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends) / len(found) if len(found) else 0.0
