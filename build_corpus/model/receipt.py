"""The receipt of one change, and its replay in both directions.

`apply(decoded, receipts) == cleaned` and `revert(cleaned, receipts) == decoded`, character for
character, for every document.
"""

import marshal
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Literal, overload

Kind = Literal["removed", "changed", "moved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One change between the decoded and the cleaned text of a document."""

    document: str
    """Id of the document."""
    start: int
    """Code point in the decoded text where `before` starts."""
    end: int
    """Code point after `before`; equal to `start` for an insertion."""
    before: str
    """What stood there."""
    after: str
    """What stands there now; empty for removed and moved text."""
    rule: str
    """Code of the rule that did it; its class is the part before the dot."""
    kind: Kind
    """`removed`, `changed`, or `moved` (taken into metadata)."""
    field: str | None = None
    """Metadata field a moved text went to."""
    value: str | None = None
    """Value it has there."""


_NAMES = tuple(field.name for field in fields(Receipt))
_row = attrgetter(*_NAMES)


class Packed(Sequence[Receipt]):
    """Receipts of a document that take a tenth of the room; made again whenever somebody asks for them.

    >>> packed = Packed([Receipt(document="a", start=0, end=1, before=" ", after="", rule="r", kind="removed")])
    >>> len(packed), packed[0].before, packed == tuple(packed)
    (1, ' ', True)
    """

    __slots__ = ("_rows",)

    def __init__(self, receipts: Iterable[Receipt]) -> None:
        self._rows = marshal.dumps(tuple(map(_row, receipts)))

    def _all(self) -> tuple[Receipt, ...]:
        rows = marshal.loads(self._rows)  # noqa: S302 - what `__init__` made
        return tuple(Receipt(**dict(zip(_NAMES, row, strict=True))) for row in rows)

    def __iter__(self) -> Iterator[Receipt]:
        """Every receipt."""
        return iter(self._all())

    def __len__(self) -> int:
        """How many there are."""
        return len(self._all())

    @overload
    def __getitem__(self, at: int) -> Receipt: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Receipt, ...]: ...
    def __getitem__(self, at: int | slice) -> Receipt | tuple[Receipt, ...]:
        """One or some of them."""
        return self._all()[at]

    def __eq__(self, other: object) -> bool:
        """Whether these are the same receipts, packed or not."""
        if isinstance(other, Packed):
            return self._rows == other._rows or self._all() == other._all()
        return self._all() == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        """Of the receipts, as a tuple has it."""
        return hash(self._all())


def apply(decoded: str, receipts: Iterable[Receipt]) -> str:
    """The cleaned text.

    Raises ValueError where a receipt does not fit the decoded text or overlaps the one before.
    """
    parts: list[str] = []
    at = 0
    for receipt in receipts:
        if receipt.start < at or decoded[receipt.start : receipt.end] != receipt.before:
            msg = f"receipt {receipt.rule} at {receipt.start} does not fit the text"
            raise ValueError(msg)
        parts += (decoded[at : receipt.start], receipt.after)
        at = receipt.end
    parts.append(decoded[at:])
    return "".join(parts)


def revert(cleaned: str, receipts: Iterable[Receipt]) -> str:
    """The decoded text, from the cleaned text and its receipts.

    Raises ValueError where a receipt does not fit the cleaned text.
    """
    parts: list[str] = []
    at = 0  # in the cleaned text
    seen = 0  # in the decoded text
    for receipt in receipts:
        keep = receipt.start - seen
        parts += (cleaned[at : at + keep], receipt.before)
        at += keep
        if cleaned[at : at + len(receipt.after)] != receipt.after:
            msg = f"receipt {receipt.rule} at {receipt.start} does not fit the text"
            raise ValueError(msg)
        at += len(receipt.after)
        seen = receipt.end
    parts.append(cleaned[at:])
    return "".join(parts)
