"""Words that the vocabulary might take up, found in the texts themselves."""

from dataclasses import dataclass
from typing import ClassVar, Literal

_STRICT = {"extra": "forbid"}  # an unknown key in a file is an error


@dataclass(frozen=True, slots=True, kw_only=True)
class WordRule:
    """data/words.yml: words that make no term where they stand."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    code: str
    """`word.name`."""
    at: Literal["first", "last", "alone", "single", "tail", "unknown", "title"]
    """`first`, `last`: no term begins or ends with them; `alone`: nor is made of them only; `single`: nor is one
    of them; `tail`: behind a term they make no other one; `unknown`: a word that no dictionary has and that holds one
    of them is a break; `title`: what stands before is a person."""
    words: frozenset[str]
    """The words."""
    reason: str
    """Why."""
    hits: tuple[tuple[str, ...], ...]
    """Words side by side that are no term, or no other one, by this rule."""
    misses: tuple[tuple[str, ...], ...]
    """Words side by side that it lets through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A place where a candidate stands."""

    document: str
    """Document id."""
    file: str
    """The seed, as the document's `file`."""
    line: int
    """1-based line in the file."""
    text: str
    """Its sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Words that recur like a term."""

    text: str
    """The words, in simplified characters, without quotation marks."""
    kind: Literal["theme", "formula", "name"]
    """`formula`: the texts put it in quotation marks; `name`: of a person or a place, never proposed."""
    score: float
    """≥ 0; see discover; rounded to 3 places."""
    uses: int
    """Times it stands in distinct paragraphs and headings."""
    speeches: int
    """Published documents with it."""
    headings: int
    """Uses in titles, headings and run-in headings."""
    examples: tuple[Example, ...]
    """At most three, of as many documents as there are. Never empty."""
    variants: tuple[str, ...] = ()
    """Other candidates that say the same with a general word more."""
    theme: str | None = None
    """Id of the concept it may belong to."""
    reason: Literal["wording", "paragraphs"] | None = None
    """Why: shared words, or the same paragraphs."""
