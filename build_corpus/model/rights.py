"""Who may hand a text on: words that forbid it, what is done then, and speeches that were withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from re import Pattern
from typing import ClassVar, Literal

Handling = Literal["publish", "noindex", "withhold"]
HANDLINGS: tuple[Handling, ...] = ("publish", "noindex", "withhold")
"""`publish`: like every other text, its notice shown; `noindex`: a page and a line in the lists, nothing that hands it
on (search, data, feeds, sitemap, pages that quote it); `withhold`: nothing at all."""

_STRICT = {"extra": "forbid"}  # an unknown key in a file is an error


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsRule:
    """Words by which a document forbids to pass it on, in the shape of data/rights.yml."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    code: str
    """`forbids.name`."""
    pattern: Pattern[str]
    """Found in a line that is no part of the text; must match all of a line that is one."""
    whole: bool = False
    """Whether it must match all of any line, brackets and marks at its edges aside."""
    reason: str
    """Why."""
    hits: tuple[str, ...]
    """Notices that forbid."""
    misses: tuple[str, ...]
    """Lines that forbid nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Words of a document that forbid to pass it on."""

    text: str
    """As they stand there."""
    line: int
    """1-based line of the decoded text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """An editor's word that a speech is withdrawn."""

    date: str | None = None
    """ISO 8601, None where the editor gives none."""
    reason: str | None = None
    """Why, for readers."""
    title: str | None = None
    """What the page left in its place may call the speech; None: its id alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What is left of a withdrawn speech: its id and what the editor says. Nothing of its text."""

    id: str
    """Id of the speech; also the address `speeches/<id>/`."""
    file: str
    """The seed below the seeds folder, or the sidecar where the seed is gone."""
    withdrawal: Withdrawal
    """What the editor says."""
    former_ids: tuple[str, ...] = ()
    """Former ids of the speech, whose addresses lead here."""
    sidecar: str = ""
    """The sidecar, relative to the project, for messages."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """As `Sidecar.lines`."""
