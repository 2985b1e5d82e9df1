"""The nearest others of each document, met through what they share.

In: for each document its themes with weights, its year, and how much text it has in common with
others. Out: for each document the best others, with scores. Two documents meet where both have the
same theme, or the same two among their first ones; each such meeting place holds its strongest
documents only, so time grows with the number of documents, not of pairs. Scores are made of whole
numbers, so neither order nor machine changes them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Told = NDArray[np.uint64]
"""What tells a document from others, in a number."""

CLOSE = 0.08  # 0-1; from here two documents are linked. Set on the ten pairs of the five seeds, in a gap of 0.05-0.1
STRONGEST = 32  # themes of a document that are compared; the others weigh next to nothing
LEADING = 8  # of them, that make meeting places in twos
CROWD = 32  # documents a meeting place holds
UNIT = 10_000  # a weight of 1
DATED = 0.1  # two speeches of one year are so much closer; of neighbouring years half as much, and so on
REUSE = 0.3  # what long shared passages add at most; half of it …
HALF = 150  # … from so many shared 字


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a document is compared by."""

    weights: Sequence[tuple[str, float]]
    """(theme, weight), strongest first; as a vector of length 1 or less."""
    year: int | None
    """Of delivery, None where it is not known."""
    reuse: Mapping[int, int]
    """Number of another document → 字 that stand in both."""
    findable: bool
    """Whether it may be a neighbour of others: a version of another document is none."""


def nearest(profiles: Sequence[Profile], limit: int) -> list[list[tuple[int, float]]]:
    """For each document at most `limit` others as (number, score 0-1), best first."""
    table = Table(profiles, {theme for each in profiles for theme, _ in each.weights})
    return [table.nearest(at, profile, limit) for at, profile in enumerate(profiles)]


class Table:
    """All profiles as arrays, one row for each document."""

    def __init__(self, profiles: Sequence[Profile], themes: Iterable[str]) -> None:
        """`themes`: those of the profiles, and any others."""
        names = {theme: at for at, theme in enumerate(sorted(themes))}
        self._none = len(names)  # stands where a document has no further theme; weighs 0
        self._themes = np.full((len(profiles), STRONGEST), self._none, dtype=np.int64)
        self._weights = np.zeros((len(profiles), STRONGEST), dtype=np.int64)
        for at, profile in enumerate(profiles):
            for column, (theme, weight) in enumerate(profile.weights[:STRONGEST]):
                self._themes[at, column] = names[theme]
                self._weights[at, column] = round(weight * UNIT)
        self._years = np.array([profile.year or 0 for profile in profiles], dtype=np.int64)
        self._findable = np.array([profile.findable for profile in profiles], dtype=np.bool_)
        self._row = np.zeros(self._none + 1, dtype=np.int64)
        left, right = np.hstack([np.triu_indices(LEADING), np.tile(np.arange(LEADING, STRONGEST), (2, 1))])
        first, second = self._themes[:, left], self._themes[:, right]
        self._keys = np.minimum(first, second) * (self._none + 1) + np.maximum(first, second)
        self._places, self._starts, self._holders = self._crowds(
            self._weights[:, left] * self._weights[:, right]
        )

    def _crowds(self, impact: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """The meeting places, sorted; where each one's documents start; the documents, those of most impact first."""
        row, column = np.nonzero((impact > 0) & self._findable[:, None])
        keys, weights = self._keys[row, column], impact[row, column]
        order = np.lexsort((row, -weights, keys))
        keys, row = keys[order], row[order]
        places, starts, sizes = np.unique(keys, return_index=True, return_counts=True)
        kept = np.arange(len(keys)) - np.repeat(starts, sizes) < CROWD
        return places, np.append(0, np.cumsum(np.minimum(sizes, CROWD))), row[kept]

    def places(self, told: Told) -> tuple[Numbers, Told]:
        """The meeting places, and for each the sum of what tells its documents from others."""
        sums = np.append(0, np.cumsum(told[self._holders], dtype=np.uint64)).astype(np.uint64)
        return self._places, sums[self._starts[1:]] - sums[self._starts[:-1]]

    def at_any(self, places: Numbers) -> NDArray[np.bool_]:
        """For each document whether it meets others at one of these places."""
        return np.asarray(np.isin(self._keys, places).any(axis=1))

    def _met(self, at: int) -> Iterator[Numbers]:
        """The documents at each meeting place of one."""
        if len(self._places):
            found = np.searchsorted(self._places, self._keys[at])
            found[found == len(self._places)] = 0
            for place in found[self._places[found] == self._keys[at]].tolist():
                yield self._holders[self._starts[place] : self._starts[place + 1]]

    def nearest(self, at: int, profile: Profile, limit: int) -> list[tuple[int, float]]:
        """The best others of one document, as (number, score 0-1)."""
        partners = np.array(sorted(profile.reuse), dtype=np.int64)
        met = np.unique(np.concatenate([*self._met(at), partners]))
        met = met[self._findable[met] & (met != at)]
        self._row[self._themes[at]] = self._weights[at]
        self._row[self._none] = 0
        scores = (self._row[self._themes[met]] * self._weights[met]).sum(axis=1) / UNIT**2
        self._row[self._themes[at]] = 0
        known = (self._years[met] > 0) & (self._years[at] > 0)
        scores *= 1 + known * DATED / (1 + np.abs(self._years[met] - self._years[at]))
        for place, other in enumerate(met.tolist()) if profile.reuse else ():
            shared = profile.reuse.get(other, 0)
            scores[place] += REUSE * shared / (shared + HALF)
        scores = np.round(np.minimum(scores, 1.0), 3)
        best = np.lexsort((met, -scores))[:limit]
        return [(int(met[each]), float(scores[each])) for each in best if scores[each] >= CLOSE]
