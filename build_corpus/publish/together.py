"""Which themes go together: how many speeches treat both of two themes, counted once for all pages.

Two themes that one chain of broader concepts holds do not count as going together: the vocabulary
says that already.
"""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np

from build_corpus.model import Theme

TOGETHER_MIN = 2  # speeches; one speech may treat anything beside anything
SMOOTHING = (
    5  # speeches added to a theme's own; without them a theme of two speeches would go best with everything
)

TOGETHER = 4096  # speeches counted at once

Counts = np.ndarray[tuple[int, int], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two themes that go together."""

    one: str
    """Theme id, the first of the two in the vocabulary."""
    other: str
    """Theme id."""
    shared: int
    """Speeches that treat both."""
    expected: float
    """Speeches that would, if each theme were spread by chance."""

    @property
    def lift(self) -> float:
        """How many times as often as by chance."""
        return self.shared / self.expected

    @property
    def weight(self) -> float:
        """What the pair adds to the likelihood ratio: often together and more often than by chance."""
        return self.shared * math.log(self.lift)


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Speeches with both of two themes."""

    themes: tuple[str, ...]
    """Ids of the themes that speeches treat, in the order of the vocabulary."""
    counts: Counts
    """Themes × themes: speeches that treat both; those of one theme on the diagonal."""
    speeches: int
    """Speeches in all."""
    lineal: frozenset[tuple[str, str]]
    """Pairs of which one is above the other, both ways round."""

    def pairs(self) -> Iterator[Pair]:
        """All pairs that some speech treats, without lineal ones, in the order of the vocabulary."""
        own = self.counts.diagonal()
        for at, to in np.argwhere(np.triu(self.counts, 1)):
            one, other = self.themes[at], self.themes[to]
            if (one, other) not in self.lineal:
                expected = float(own[at]) * float(own[to]) / self.speeches
                yield Pair(one=one, other=other, shared=int(self.counts[at, to]), expected=expected)

    def beside(self, theme: str, limit: int) -> list[tuple[str, int]]:
        """Themes that go with one, by lift: (theme id, speeches with both).

        Only those more frequent beside it than elsewhere. The lift's other factors are the same for
        all of them, so that the order does not depend on speeches with neither theme.
        """
        if theme not in self.themes:
            return []
        at = self.themes.index(theme)
        own = self.counts.diagonal()
        found = [
            (-float(shared) / (float(own[to]) + SMOOTHING), self.themes[to], int(shared))
            for to, shared in enumerate(self.counts[at])
            if shared >= TOGETHER_MIN
            and to != at
            and (theme, self.themes[to]) not in self.lineal
            and shared * self.speeches >= own[at] * own[to]
        ]
        return [(other, shared) for _, other, shared in sorted(found)[:limit]]

    def frequent(self, limit: int) -> list[int]:
        """Places in `themes` of the most frequent ones, in the order of the vocabulary."""
        own = self.counts.diagonal()
        return sorted(sorted(range(len(self.themes)), key=lambda at: (-own[at], self.themes[at]))[:limit])


def together(treating: Collection[Sequence[str]], themes: Mapping[str, Theme]) -> Together:
    """Counts over all documents. `treating`: the themes of each; `themes`: the vocabulary by id, in its order."""
    treated = set(chain.from_iterable(treating))
    used = tuple(theme for theme in themes if theme in treated)
    places = {theme: at for at, theme in enumerate(used)}
    counts = np.zeros((len(used), len(used)), dtype=np.int64)
    rest = iter(treating)
    while some := list(islice(rest, TOGETHER)):
        shown = np.zeros((len(some), len(used)))
        sizes = list(map(len, some))
        columns = np.fromiter(map(places.__getitem__, chain.from_iterable(some)), np.intp, sum(sizes))
        shown[np.repeat(np.arange(len(some)), sizes), columns] = 1
        counts += (shown.T @ shown).astype(np.int64)  # whole numbers, exact as floating ones
    return Together(themes=used, counts=counts, speeches=len(treating), lineal=frozenset(_lineal(themes)))


def _lineal(themes: Mapping[str, Theme]) -> Iterator[tuple[str, str]]:
    for theme in themes.values():
        above = theme.broader
        while above is not None:
            yield theme.id, above
            yield above, theme.id
            above = themes[above].broader
