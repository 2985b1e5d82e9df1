"""What is searched: one noun for speeches, themes, formulas and hand-written pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

SPEECHES = ("speech", "article", "report", "not-a-speech")
"""Kinds of what has a date and a place in lists of speeches."""
IndexedKind = Literal["speech", "article", "report", "not-a-speech", "page", "theme", "formula"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A stretch of text that a term must stand in as a whole."""

    element: str
    """Id of the element on the page, empty for the page itself."""
    text: str
    """As it is shown."""
    heading: bool = False
    """Whether it counts as a heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """A page as it is searched. Surrogates in its texts are published as U+FFFD."""

    id: str
    """Unique together with the kind."""
    kind: IndexedKind
    """What it is."""
    url: str
    """Address below the site's root, with a final slash."""
    title: str
    """As it is shown; searched only where `fields` hold it."""
    fields: tuple[tuple[str, str], ...]
    """(name, value): metadata that is searched, the title under `title`."""
    blocks: tuple[Unit, ...]
    """The text."""
    date: str | None = None
    """Delivery date, ISO 8601."""
    posted: str | None = None
    """Date of publication on the web; orders only what has no delivery date."""
    facets: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """theme, level, place, speaker, author, publication → (value, label) of each; original → 1 where it is no version of another
    document; no other key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A page that may be searched, and is made only where it is not known from the last build."""

    id: str
    """As `Indexed.id`."""
    kind: IndexedKind
    """As `Indexed.kind`."""
    sign: str
    """Another one wherever the page is another one; empty where it always has to be made."""
    make: Callable[[], Indexed | None]
    """Makes it; None where it is not searched."""

    @property
    def key(self) -> str:
        """Names it among all pages."""
        return f"{self.kind}/{self.id}"
