"""Wordings of Han characters that several texts repeat, in different surroundings.

In: texts. Out: the maximal repeats of each length, each
with how many texts have it and a few places. Lengths grow one by one, and a longer wording is looked
for only where the shorter one was repeated, so most of the work is done on the shortest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from build_corpus.relate.sketch import Hashes, extended, rolled

SHORTEST, LONGEST = 4, 12  # 字; what is longer and not listed is a passage
PLACES = 2  # examples of each repeat
HAN = (0x3400, 0x9FFF)  # code points; rarer Han characters stand in names
EDGES = "的了"  # characters that bound a phrase like a mark does; they open or end next to no word

_Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """A wording that stands in several texts."""

    text: str
    """The wording."""
    texts: int
    """How many texts have it."""
    places: tuple[int, ...]
    """Where in the joined texts it starts: a few of its places."""


@dataclass(frozen=True, slots=True)
class _Joined:
    """Texts as one array of code points."""

    text: str
    codes: NDArray[np.uint32]
    owners: _Ints
    """Which text each character belongs to."""
    run: _Ints
    """Han characters from here to the end of their run."""
    edge: NDArray[np.bool_]
    """Whether a phrase ends here at the latest."""


def repeats(texts: Sequence[str], least: int) -> tuple[str, list[Repeat]]:
    """The texts joined, and what at least `least` of them repeat; no wording has one of EDGES at an end."""
    joined = _joined(texts)
    found: list[Repeat] = []
    places = np.flatnonzero(joined.run >= SHORTEST)
    hashes = rolled(joined.codes, SHORTEST)[places]
    for size in range(SHORTEST, LONGEST + 1):
        groups = _Groups(joined, places, hashes)
        found += groups.maximal(size, least)
        places, hashes = groups.frequent(least)
        longer = joined.run[places] > size
        places, hashes = places[longer], hashes[longer]
        if not len(places):
            break
        hashes = extended(hashes, joined.codes[places + size])
    return joined.text, found


def _joined(texts: Sequence[str]) -> _Joined:
    text = "\n".join(texts) + "\n"
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    owners = np.repeat(np.arange(len(texts)), [len(each) + 1 for each in texts])
    han = (codes >= HAN[0]) & (codes <= HAN[1])
    stops = np.flatnonzero(~han)
    run = stops[np.searchsorted(stops, np.arange(len(codes)))] - np.arange(len(codes))
    edge = ~han | np.isin(codes, np.frombuffer(EDGES.encode("utf-32-le"), dtype=np.uint32))
    return _Joined(text, codes, owners, run, edge)


class _Groups:
    """Places sorted by the wording that starts at them."""

    def __init__(self, joined: _Joined, places: _Ints, hashes: Hashes) -> None:
        order = np.argsort(hashes, kind="stable")
        self._joined = joined
        self._places, self._hashes = places[order], hashes[order]
        new = np.r_[True, self._hashes[1:] != self._hashes[:-1]][: len(order)]
        self._starts = np.flatnonzero(new)
        owners = joined.owners[self._places]
        first = new | np.r_[True, owners[1:] != owners[:-1]][: len(order)]
        self._texts = self._sums(first.astype(np.int64))

    def _sums(self, values: _Ints) -> _Ints:
        return np.add.reduceat(values, self._starts) if len(self._starts) else values

    def frequent(self, least: int) -> tuple[_Ints, Hashes]:
        """Places, with hashes, of what enough texts have; in the order of the texts."""
        sizes = np.diff(np.r_[self._starts, len(self._places)])
        keep = np.repeat(self._texts >= least, sizes)
        order = np.argsort(self._places[keep], kind="stable")
        return self._places[keep][order], self._hashes[keep][order]

    def maximal(self, size: int, least: int) -> list[Repeat]:
        """What enough texts have and no one character always goes before or after, but for EDGES."""
        if not len(self._starts):
            return []
        edge, heads = self._joined.edge, self._places[self._starts]
        wanted = (self._texts >= least) & self._varied(self._places - 1) & self._varied(self._places + size)
        wanted &= ~edge[heads] & ~edge[heads + size - 1]
        text = self._joined.text
        return [
            Repeat(
                text=text[int(self._places[start]) : int(self._places[start]) + size],
                texts=int(count),
                places=tuple(map(int, self._places[start : start + count][:PLACES])),
            )
            for start, count in zip(self._starts[wanted], self._texts[wanted], strict=True)
        ]

    def _varied(self, beside: _Ints) -> NDArray[np.bool_]:
        """For each group whether two characters, or the edge of a clause, stand at these places."""
        codes = self._joined.codes[beside]
        edge = self._joined.edge[beside]
        least, most = np.minimum.reduceat(codes, self._starts), np.maximum.reduceat(codes, self._starts)
        return np.asarray((least != most) | (np.maximum.reduceat(edge, self._starts)))
