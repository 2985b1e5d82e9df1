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

from build_corpus.relate.folding import Codes, codes_of

Hashes = NDArray[np.uint64]

GRAM = 12  # 字; set phrases are mostly shorter, and those that are longer are few in one text
SAMPLE = 8  # one n-gram in eight is in the sketch: 500 of a text of 4,000 字
CROWD = 12  # texts that share an n-gram from which each is paired with the next one only
TOGETHER = 3  # n-grams two sketches share at least …
PART = 0.08  # … and their share of the smaller sketch; a report that quotes a quarter of itself has 0.15
_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, from the golden ratio; any mixing constant does
_MIX = np.uint64(0xBF58476D1CE4E5B9)


def grams(folded: str) -> Hashes:
    """The hash of each n-gram, in the order of the text; empty for a text shorter than one."""
    return hashed(codes_of(folded), GRAM)


def hashed(codes: Codes, length: int) -> Hashes:
    """The hash of each run of `length` codes, in their order."""
    size = max(0, len(codes) - length + 1)
    hashes = np.zeros(size, dtype=np.uint64)
    for at in range(length):
        hashes *= _BASE
        hashes += codes[at : at + size]
    hashes ^= hashes >> np.uint64(31)
    hashes *= _MIX
    return hashes ^ (hashes >> np.uint64(29))


def sketch(hashes: Hashes) -> Hashes:
    """The sampled n-grams, sorted, each once."""
    return np.unique(hashes[hashes % np.uint64(SAMPLE) == 0])


def proposals(sketches: Sequence[Hashes]) -> list[tuple[int, int]]:
    """Pairs of places (i < j) of texts that share a fair part of the smaller sketch, sorted.

    Time grows with the number of n-grams, not of pairs: an n-gram that a crowd of texts shares links
    each of them to the next only, which still makes a chain of a text's many copies.
    """
    sizes = np.array([len(each) for each in sketches], dtype=np.int64)
    if sizes.sum() == 0:
        return []
    owners = np.repeat(np.arange(len(sketches)), sizes)
    hashes = np.concatenate(list(sketches))
    order = np.lexsort((owners, hashes))
    hashes, owners = hashes[order], owners[order]
    starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]])
    crowds = np.repeat(np.diff(np.r_[starts, len(hashes)]), np.diff(np.r_[starts, len(hashes)]))
    codes = []
    for step in range(1, CROWD):
        same = hashes[step:] == hashes[:-step]
        if step > 1:
            same &= crowds[step:] <= CROWD
        codes.append(owners[:-step][same] * len(sketches) + owners[step:][same])
    pairs, counts = np.unique(np.concatenate(codes), return_counts=True)
    left, right = pairs // len(sketches), pairs % len(sketches)
    near = (counts >= TOGETHER) & (counts >= PART * np.minimum(sizes[left], sizes[right]))
    return [(int(one), int(other)) for one, other in zip(left[near], right[near], strict=True)]


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
