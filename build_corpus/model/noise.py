"""Rules on what is no part of a text, in the shape of data/noise.yml."""

from collections.abc import Mapping
from dataclasses import dataclass
from re import Pattern
from typing import ClassVar, Literal

Zone = Literal["anywhere", "edge", "head", "tail"]
_STRICT = {"extra": "forbid"}  # an unknown key in a file is an error


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleClass:
    """A class of rules: the part of a rule's code before the dot."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    label: str
    """What pages and reports call it."""
    show: bool
    """Whether the removed wording may be shown to readers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseRule:
    """A line that is no part of a text."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    code: str
    """`class.name`."""
    pattern: Pattern[str]
    """Must match the whole trimmed line."""
    zone: Zone
    """Where it may act: `edge` = head or tail, outside the body."""
    max: int
    """字; longer lines are never tried."""
    action: Literal["line", "to-end"] = "line"
    """Remove the line, or it and everything after it."""
    follows: str | None = None
    """Only right below a line removed by this class."""
    sentence: bool = False
    """Whether it also takes lines that end a sentence, outside the body."""
    field: str | None = None
    """Metadata field the line is moved to instead of being dropped."""
    reason: str
    """Why, shown to editors and readers."""
    hits: tuple[str, ...]
    """Lines it must take."""
    misses: tuple[str, ...]
    """Lines it must not take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseRule:
    """Words at the start of the first line of a text, or at the end of its last, that are no part of it."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    code: str
    """`class.name`."""
    side: Literal["start", "end"]
    """Where it may stand."""
    pattern: Pattern[str]
    """Matches the words, with its own ^ or $."""
    reason: str
    """Why, shown to editors and readers."""
    hits: Mapping[str, str]
    """Line → what stays of it."""
    misses: tuple[str, ...]
    """Lines it must leave alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseTable:
    """data/noise.yml."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    classes: Mapping[str, RuleClass]
    """Rule class by name."""
    engine: Mapping[str, str]
    """Rules that are code, not patterns: code → reason."""
    phrases: tuple[PhraseRule, ...]
    """In the order they are tried."""
    rules: tuple[NoiseRule, ...]
    """In the order they are tried."""
