"""Documents become one row of characters: folded, numbered, with a border after every unit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from build_corpus.publish.search.bits import Numbers, bit_length
from build_corpus.publish.search.fold import folded_codes
from build_corpus.publish.search.indexed import Indexed

Ranks = npt.NDArray[np.unsignedinteger[Any]]
BATCH = 200  # documents folded at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """All documents of a segment. A position is counted within its document, borders included."""

    ranks: Ranks
    """Each character's place in the alphabet, from 1; 0 for a border."""
    alphabet: Numbers
    """Code points, ascending."""
    starts: Numbers
    """Where each document starts, and the end."""
    titles: Numbers
    """Folded characters of each document's title."""
    characters: frozenset[str]
    """Every character before it was folded."""
    heads: Numbers
    """Positions below this one belong to title and headings."""

    @property
    def lengths(self) -> Numbers:
        """Each document's length as a small number: four times its logarithm to base 2, and exact to a quarter."""
        size = np.maximum(np.diff(self.starts), 4)
        high = bit_length(size) - 1
        return (high << 2) | ((size >> (high - 2)) & 3)


def length_of(level: Numbers) -> Numbers:
    """The length that stands for all lengths of one level."""
    return ((4 + (level & 3)) << (level >> 2)) >> 2


def folded(documents: Sequence[Indexed]) -> Folded:
    """The documents' titles, headings, other fields and paragraphs, in this order."""
    parts, marks = [], []
    for at in range(0, len(documents), BATCH):
        codes, borders = _batch(documents[at : at + BATCH])
        parts.append(codes)
        marks.append(borders)
    ranks, alphabet = _ranked(parts)
    sizes, titles, heads = (np.concatenate(each) for each in zip(*marks, strict=True))
    starts = np.concatenate(([0], np.cumsum(sizes)))
    characters = frozenset().union(*(text for each in documents for part in _parts(each) for text in part))
    return Folded(
        ranks=ranks, alphabet=alphabet, starts=starts, titles=titles, characters=characters, heads=heads
    )


def _batch(documents: Sequence[Indexed]) -> tuple[npt.NDArray[np.uint32], tuple[Numbers, Numbers, Numbers]]:
    """Folded characters; size, length of the title and end of the headings for each document."""
    ordered = [tuple(_parts(document)) for document in documents]
    codes = folded_codes(text for parts in ordered for part in parts for text in part)
    ends = np.concatenate(([0], np.flatnonzero(codes == 0) + 1))
    counts = np.array([[len(part) for part in parts] for parts in ordered]).cumsum()
    after = ends[counts].reshape(-1, 3)
    before = np.concatenate(([0], after[:-1, 2]))
    return codes, (after[:, 2] - before, np.maximum(after[:, 0] - before - 1, 0), after[:, 1] - before)


def _parts(document: Indexed) -> Iterator[list[str]]:
    """Texts of the title, of the headings, and all others."""
    yield [value for name, value in document.fields if name == "title"]
    yield [block.text for block in document.blocks if block.heading]
    others = [value for name, value in document.fields if name != "title"]
    yield others + [block.text for block in document.blocks if not block.heading]


def _ranked(
    parts: list[npt.NDArray[np.uint32]],
) -> tuple[Ranks, Numbers]:
    """Characters as places in their alphabet; empties `parts`, which would be as large again."""
    seen = np.zeros(0x110000, dtype=bool)
    for part in parts:
        seen[part] = True
    seen[0] = False
    alphabet = np.flatnonzero(seen).astype(np.int64)
    small = len(alphabet) < 1 << 16
    table = np.zeros(0x110000, dtype=np.uint32)
    table[alphabet] = np.arange(1, len(alphabet) + 1)
    ranks: Ranks = np.empty(sum(map(len, parts)), dtype=np.uint16 if small else np.uint32)
    at = len(ranks)
    while parts:
        part = parts.pop()
        ranks[at - len(part) : at] = table[part]
        at -= len(part)
    return ranks, alphabet
