"""What an earlier run found out, as relate takes it and hands it back: rows of bytes by part and name.

Whoever runs relate keeps the rows where it likes (`Shelf`); here no file is opened. A row belongs to a document, or
to a part as a whole, and is only of use while the documents it was made from are the same, which their signs tell
(`Changes`). What cannot be read, or does not fit, is as good as nothing kept.
"""

import marshal
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from build_corpus.errors import DamagedError

FEW = 4  # changed documents that are always looked at one by one …
PART = 20  # … as is one of so many; for more, everything at once is faster
OWN_ROW = ""
"""The name of a row that belongs to a part as a whole."""


class Shelf(Protocol):
    """Where rows are kept."""

    def rows(self, part: str) -> dict[str, bytes]:
        """Name → row, of a whole part. Raises DamagedError."""

    def row(self, part: str, name: str = OWN_ROW) -> bytes | None:
        """One row, None where there is none. Raises DamagedError."""

    def put(self, part: str, rows: Mapping[str, bytes | None]) -> None:
        """Keeps rows instead of those of the same names; None: no longer."""

    def index(self) -> NDArray[np.uint64] | None:
        """The one large array, to be read only."""

    def put_index(self, index: NDArray[np.uint64]) -> None:
        """Keeps another large array."""

    def clear(self) -> None:
        """Keeps nothing any more."""


class Nowhere:
    """A shelf that keeps nothing."""

    def rows(self, part: str) -> dict[str, bytes]:
        """Nothing."""
        del part
        return {}

    def row(self, part: str, name: str = OWN_ROW) -> bytes | None:
        """Nothing."""
        del part, name
        return None

    def put(self, part: str, rows: Mapping[str, bytes | None]) -> None:
        """Lets go what is put there."""

    def index(self) -> NDArray[np.uint64] | None:
        """Nothing."""

    def put_index(self, index: NDArray[np.uint64]) -> None:
        """Lets go what is put there."""

    def clear(self) -> None:
        """Leaves it empty."""


@dataclass(frozen=True, kw_only=True)
class Changes:
    """Documents now and at the time of what is kept: id → sign."""

    now: Mapping[str, str]
    """Those there are."""
    before: Mapping[str, str]
    """Those there were."""

    @cached_property
    def added(self) -> list[str]:
        """Those that are new or others now."""
        return [each for each, sign in self.now.items() if self.before.get(each) != sign]

    @cached_property
    def gone(self) -> list[str]:
        """Those that are no more, or others now."""
        return [each for each, sign in self.before.items() if self.now.get(each) != sign]

    @property
    def many(self) -> bool:
        """Whether nearly all has to be made anew."""
        return not self.before or len(self.added) + len(self.gone) > max(2 * FEW, len(self.now) // PART)


def bytes_of(value: Any) -> bytes:  # noqa: ANN401 - see `value_of`
    """Tuples, lists, dicts, texts, numbers and bytes, as a row."""
    return marshal.dumps(value)


def value_of(row: bytes | None) -> Any:  # noqa: ANN401 - whatever was kept
    """What a row holds. Raises DamagedError where it is none."""
    if row is None:
        raise DamagedError
    try:
        return marshal.loads(row)  # noqa: S302 - our own, and checked by who keeps it
    except (ValueError, TypeError, EOFError) as error:
        raise DamagedError from error
