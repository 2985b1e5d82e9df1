"""Files as the last run made them, in columns: there are as many as pages, and in each run all of them are looked over."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from build_corpus.publish.joined import Ints, ranges
from build_corpus.publish.lazy import Id, Lazy

_NUMBER = np.uint32  # of names, and how many


class Made(NamedTuple):
    """How a file was made."""

    recipe: str
    """See `Lazy.recipe`."""
    ids: tuple[Id, ...]
    """See `Lazy.ids`."""
    numbers: Sequence[int]
    """Names that were read, as places in a list of all names."""


@dataclass(frozen=True, slots=True)
class Files:
    """What is known of files, those of one kind of fact together."""

    places: Mapping[str, int] = field(default_factory=dict)
    """Path → its place in the columns."""
    recipes: Sequence[str] = ()
    """Of each file."""
    ids: Sequence[tuple[Id, ...]] = ()
    """Of each file."""
    counts: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """How many names were read for each."""
    numbers: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Those names: one file's, then the next one's."""

    def made_by(self, at: int, lazy: Lazy) -> bool:
        """Whether the file at a place was made of the same."""
        return self.ids[at] == lazy.ids and self.recipes[at] == lazy.recipe

    def reading(self, numbers: Collection[int]) -> frozenset[int]:
        """The places of files for which one of these names was read."""
        wanted = np.fromiter(numbers, np.int64, len(numbers))
        found = np.flatnonzero(np.isin(self.numbers, wanted))
        places = np.searchsorted(np.cumsum(self.counts), found, side="right")
        return frozenset(np.unique(places).tolist())

    def with_files(self, same: Mapping[str, int], new: Mapping[str, Made]) -> "Files":
        """Those of these files that stay, path → place, and new ones."""
        at = np.fromiter(same.values(), np.int64, len(same))
        starts = np.cumsum(self.counts) - self.counts
        taken = self.numbers[ranges(starts[at], starts[at] + self.counts[at])]
        added = np.array([number for each in new.values() for number in each.numbers], np.int64)
        sizes = np.array([len(each.numbers) for each in new.values()], np.int64)
        paths = (*same, *new)
        return Files(
            places={path: place for place, path in enumerate(paths)},
            recipes=[*map(self.recipes.__getitem__, same.values()), *(each.recipe for each in new.values())],
            ids=[*map(self.ids.__getitem__, same.values()), *(each.ids for each in new.values())],
            counts=np.concatenate([self.counts[at], sizes]),
            numbers=np.concatenate([taken, added]),
        )

    def told(self, places: Ints) -> dict[str, Any]:
        """As plain values. `places`: number of a name → its new number."""
        recipes: dict[str, int] = {}
        return {
            "paths": list(self.places),
            "recipe": [recipes.setdefault(each, len(recipes)) for each in self.recipes],
            "ids": list(self.ids),
            "counts": self.counts.astype(_NUMBER).tobytes(),
            "numbers": places[self.numbers].astype(_NUMBER).tobytes(),
            "recipes": list(recipes),
        }


def files_of(told: Mapping[str, Any]) -> Files:
    """The way back. Raises KeyError, TypeError, ValueError or IndexError where the values are none of these."""
    recipes = told["recipes"]
    return Files(
        places={path: place for place, path in enumerate(told["paths"])},
        recipes=[recipes[each] for each in told["recipe"]],
        ids=told["ids"],
        counts=np.frombuffer(told["counts"], _NUMBER).astype(np.int64),
        numbers=np.frombuffer(told["numbers"], _NUMBER).astype(np.int64),
    )
