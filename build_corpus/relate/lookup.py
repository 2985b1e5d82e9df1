"""What a few changed documents change in the places of equal n-grams, without going through all of them.

In: all n-grams as they were sorted once, those that came since, and where each document stands among them. Out: whose
boilerplate is another now, and the pairs of places of rare n-grams that those documents have. The same as `grams`
finds in everything; a test holds it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from build_corpus.relate.folding import Fold
from build_corpus.relate.grams import COMMON, Marks, Shape, hit, keys_of, side_by_side
from build_corpus.relate.meetings import Integers
from build_corpus.relate.sketch import Hashes

Slot = tuple[int, int]
"""Where a document starts among all places, and how many of them it has."""
GLANCE = 8 * COMMON  # places of an n-gram that are looked at first: enough to tell that it is boilerplate


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """Places of n-grams, all columns equally long."""

    which: Integers
    """Number of the n-gram."""
    places: Integers
    """Where it stands."""
    owners: Integers
    """Number of the document that holds it."""

    def taken(self, which: Marks | Integers) -> "_Held":
        """Some of them, or all in another order."""
        return _Held(which=self.which[which], places=self.places[which], owners=self.owners[which])


class Lookup:
    """Where n-grams stand, before and after a change."""

    def __init__(
        self, keys: Collection[Hashes], shape: Shape, before: Mapping[str, Slot], after: Mapping[str, Slot]
    ) -> None:
        """`keys`: sorted numbers; between them they hold every n-gram of `before` and `after`."""
        self._keys = keys
        self._shape = shape
        slots = sorted({(*slot, name) for slots in (before, after) for name, slot in slots.items()})
        self.names = [name for _, _, name in slots]
        self.starts = np.array([start for start, _, _ in slots], np.int64)
        self._ends = self.starts + np.array([size for _, size, _ in slots], np.int64)
        self._before = np.array([before.get(name) == (start, size) for start, size, name in slots], np.bool_)
        self.live = np.array([after.get(name) == (start, size) for start, size, name in slots], np.bool_)

    def crossing(self, keys: Hashes) -> tuple[Marks, _Held]:
        """Of these n-grams those that are boilerplate now and were not, or the other way round, and where they stand now.

        The first value tells for each n-gram in the second whether it is boilerplate now.
        """
        keys = np.unique(keys & ~self._shape.mask)
        was, now, _ = self._common(keys, GLANCE)
        keys = keys[~(was & now)]  # these are clear at a glance
        was, now, held = self._common(keys, None)
        held = held.taken(self.live[held.owners] & (was != now)[held.which])
        return now, held

    def _common(self, keys: Hashes, most: int | None) -> tuple[Marks, Marks, _Held]:
        """Whether n-grams are boilerplate before and after, as far as `most` places of each tell."""
        held = self._held(keys, most)
        both = np.unique(held.which * len(self.names) + held.owners)
        which, owners = both // max(1, len(self.names)), both % max(1, len(self.names))
        was, now = (
            np.bincount(which[there[owners]], minlength=len(keys)) > COMMON
            for there in (self._before, self.live)
        )
        return was, now, held

    def common(self, keys: Hashes) -> Marks:
        """For each of these numbers whether its n-gram is boilerplate now."""
        each, back = np.unique(keys & ~self._shape.mask, return_inverse=True)
        now = self._common(each, GLANCE)[1]
        left = np.flatnonzero(~now)
        now[left] = self._common(each[left], None)[1]
        return now[back]

    def _held(self, keys: Hashes, most: int | None) -> _Held:
        """Where n-grams stand, before or after; `most`: places of each that are looked at, None: all."""
        found = [self._among(keys, sorted_keys, most) for sorted_keys in self._keys]
        which = np.concatenate([each for each, _ in found])
        places = np.concatenate([each for _, each in found])
        owners = np.searchsorted(self.starts, places, side="right") - 1
        known = (owners >= 0) & (places < self._ends[owners])
        return _Held(which=which[known], places=places[known], owners=owners[known])

    def _among(self, keys: Hashes, held: Hashes, most: int | None) -> tuple[Integers, Integers]:
        first = np.searchsorted(held, keys)
        counts = np.searchsorted(held, keys | self._shape.mask, side="right") - first
        if most is not None:
            counts = np.minimum(counts, most)
        which = np.repeat(np.arange(len(keys)), counts)
        places = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts) + first[which]
        return which, (held[places] & self._shape.mask).astype(np.int64)

    def pairs(self, keys: Hashes, wanted: Collection[str]) -> list[tuple[Integers, Integers]]:
        """Places of the rare ones of these n-grams, the first in each document, in twos of which one is in `wanted`.

        `keys`: n-grams that are rare; every pair with a wanted document has one of its n-grams.
        """
        held = self._held(np.unique(keys & ~self._shape.mask), None)
        held = held.taken(self.live[held.owners])
        held = held.taken(np.lexsort((held.places, held.owners, held.which)))
        new = np.ones(len(held.which), np.bool_)
        new[1:] = (held.which[1:] != held.which[:-1]) | (held.owners[1:] != held.owners[:-1])
        held = held.taken(new)
        is_wanted = np.array([name in wanted for name in self.names], np.bool_)
        rows = np.arange(len(held.which)).astype(np.uint64)
        found = []
        for left, right in side_by_side(held.which.astype(np.uint64), rows):
            one, other = left.astype(np.int64), right.astype(np.int64)
            some = is_wanted[held.owners[one]] | is_wanted[held.owners[other]]
            found.append((held.places[one[some]], held.places[other[some]]))
        return found

    def owners(self, places: Integers) -> Integers:
        """The numbers of the documents that hold these places, which somebody holds."""
        return np.searchsorted(self.starts, places, side="right") - 1


def keys_in(folds: Iterable[tuple[Fold, int]], shape: Shape) -> Hashes:
    """The n-grams of documents of which each starts somewhere."""
    return np.concatenate([np.zeros(0, np.uint64), *(keys_of([fold], start, shape) for fold, start in folds)])


def hits_of(pairs: Iterable[tuple[Integers, Integers]]) -> Hashes:
    """Pairs of places as sorted numbers."""
    made = [np.zeros(0, np.uint64)]
    for one, other in pairs:
        here, there = np.minimum(one, other).astype(np.uint64), np.maximum(one, other).astype(np.uint64)
        made.append(hit(here, there))
    hits = np.concatenate(made)
    hits.sort()
    return hits
