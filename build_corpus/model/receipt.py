"""The receipt of one change, and its replay in both directions.

`apply(decoded, receipts) == cleaned` and `revert(cleaned, receipts) == decoded`, character for
character, for every document.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

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
