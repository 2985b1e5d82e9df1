"""Which grams stand where: occurrences sorted by gram, document and position, a part at a time.

A gram is a character or two neighbouring ones; its key is `first × (alphabet + 1) + second` in places of
the alphabet, from 1, and second is 0 for a character alone. No gram holds a border.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from build_corpus.publish.search.bits import Numbers
from build_corpus.publish.search.folded import Folded

TITLE = 3  # a hit in a title weighs as much as so many in headings; guessed
PART = 1_000_000  # occurrences sorted at a time: about 250 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """Occurrences by gram and document. A posting is a gram in a document."""

    keys: Numbers
    """Gram of each posting, ascending."""
    documents: Numbers
    """Document of each posting, ascending within a gram."""
    counts: Numbers
    """Occurrences in each posting."""
    strong: Numbers
    """What those in title and headings weigh."""
    places: Numbers
    """Position of every occurrence in its document, by posting."""

    @property
    def firsts(self) -> Numbers:
        """The first posting of each gram."""
        return np.flatnonzero(np.diff(self.keys, prepend=-1))


def postings(folded: Folded) -> Iterator[Postings]:
    """All occurrences, by their first character: each gram is in one part."""
    total = len(folded.titles)
    numbers = np.arange(total, dtype=np.uint16 if total < 1 << 16 else np.uint32)
    document_of: npt.NDArray[np.unsignedinteger[Any]] = np.repeat(numbers, np.diff(folded.starts))
    counts = np.bincount(folded.ranks, minlength=len(folded.alphabet) + 1)
    counts[0] = 0
    part = np.cumsum(counts) * 2 // PART
    edges = np.flatnonzero(np.diff(part[1:], prepend=-1, append=part[-1] + 1)) + 1
    for low, high in pairwise(edges.tolist()):
        yield _grouped(folded, document_of, _occurrences(folded, low, high))


def _occurrences(folded: Folded, low: int, high: int) -> Numbers:
    """Grams whose first character is in `low` to `high` - 1: key × 2**32 + where, ascending."""
    where = np.flatnonzero((folded.ranks >= low) & (folded.ranks < high))
    base = folded.ranks[where].astype(np.int64) * (len(folded.alphabet) + 1)
    after = folded.ranks[where + 1]  # there is one: a border ends every text
    alone = base << 32 | where
    pairs = (base + after) << 32 | where
    both = np.concatenate((alone, pairs[after > 0]))
    both.sort()
    return both


def _grouped(
    folded: Folded, document_of: npt.NDArray[np.unsignedinteger[Any]], occurrences: Numbers
) -> Postings:
    where = occurrences & 0xFFFFFFFF
    keys = occurrences >> 32
    documents = document_of[where].astype(np.int64)
    new = np.ones(len(where), dtype=bool)
    new[1:] = (keys[1:] != keys[:-1]) | (documents[1:] != documents[:-1])
    firsts = np.flatnonzero(new)
    places = where - folded.starts[documents]
    weights = (places < folded.heads[documents]) + (TITLE - 1) * (places < folded.titles[documents])
    return Postings(
        keys=keys[firsts],
        documents=documents[firsts],
        counts=np.diff(firsts, append=len(where)),
        strong=np.add.reduceat(weights, firsts) if len(firsts) else firsts,
        places=places,
    )
