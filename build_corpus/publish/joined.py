"""A file of pieces, as it was written: which pieces it has, where they stand in it, and what was read for each.

Everything of a kind is in one list, and not in one for each piece: files as large as the corpus have as many pieces
as there are documents, and in each run all of them are read, looked over and written down again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from build_corpus.manifest import Entry

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of pieces, one after the other."""

    sizes: list[int] = field(default_factory=list)
    """Bytes."""
    counts: list[int] = field(default_factory=list)
    """How many names were read."""
    numbers: list[int] = field(default_factory=list)
    """Those names, as numbers: one piece's, then the next one's."""

    def add(self, size: int, numbers: Sequence[int]) -> None:
        """A piece more."""
        self.sizes.append(size)
        self.counts.append(len(numbers))
        self.numbers.extend(numbers)


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """A file of pieces. None is equal to another one, be it of the same pieces."""

    entry: Entry = "", 0, 0
    """Its SHA-256, bytes and time of change. The first is empty where nobody asks for it."""
    recipe: str = ""
    """Of each piece; see `Lazy.recipe`."""
    head: str = ""
    """What stands above the first piece."""
    ids: tuple[str, ...] = ()
    """Of the pieces, in the order of the file."""
    columns: Columns = field(default_factory=Columns)
    """What is known of each."""

    def bounds(self) -> list[int]:
        """Where the pieces begin in the file, in bytes, and where the last one ends."""
        return sums(self.columns.sizes, len(self.head.encode("utf-8")))

    def places(self) -> dict[str, tuple[int, int]]:
        """Id → start and end of the piece in the file, in bytes."""
        return dict(zip(self.ids, pairwise(self.bounds()), strict=True))

    def reading(self, numbers: Collection[int]) -> Ints:
        """The places, among the pieces, of those for which one of these names was read; in their order."""
        wanted = np.fromiter(numbers, np.int64, len(numbers))
        found = np.flatnonzero(np.isin(ints(self.columns.numbers), wanted))
        return np.unique(np.searchsorted(np.cumsum(ints(self.columns.counts)), found, side="right"))


def ints(values: Sequence[int]) -> Ints:
    """Numbers to reckon with."""
    return np.array(values, dtype=np.int64)


def sums(values: Sequence[int], first: int = 0) -> list[int]:
    """The first number, and what it is with each of the values added: one more than there are values."""
    found: list[int] = np.cumsum(ints([first, *values])).tolist()
    return found


def ranges(first: Ints, last: Ints) -> Ints:
    """All numbers of all ranges.

    >>> ranges(np.array([3, 8, 5]), np.array([5, 8, 6])).tolist()
    [3, 4, 5]
    """
    sizes = last - first
    return np.repeat(first - np.r_[0, np.cumsum(sizes)[:-1]], sizes) + np.arange(sizes.sum())


def told(files: Mapping[str, Joined], names: Sequence[int]) -> dict[str, object]:
    """Files of pieces as plain values. `names`: numbers of those that are kept, sorted; their places are new numbers."""
    orders: dict[tuple[str, ...], int] = {}  # most files have the same pieces
    kept = ints(names)
    rows = {
        path: [
            *(each.entry, each.recipe, each.head, orders.setdefault(each.ids, len(orders))),
            *(each.columns.sizes, each.columns.counts),
            np.searchsorted(kept, ints(each.columns.numbers)).tolist(),
        ]
        for path, each in files.items()
    }
    return {"orders": list(orders), "rows": rows}


def read(data: Mapping[str, Any]) -> dict[str, Joined]:
    """The way back. Raises KeyError, TypeError, ValueError or IndexError where the data are none of these."""
    orders = [tuple(order) for order in data["orders"]]
    return {
        path: Joined(tuple(entry), recipe, head, orders[order], Columns(*columns))
        for path, (entry, recipe, head, order, *columns) in data["rows"].items()
    }
