"""Wordings that stand in several places: passages two documents share, set phrases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Passage:
    """A stretch of a block's text; the text is not touched."""

    document: str
    """Document id."""
    block: str
    """Block id."""
    start: int
    """Code point in the block's text."""
    end: int
    """Code point after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parallel:
    """A passage that two documents have in common, but for small edits (text reuse). Says nothing of who took it."""

    here: Passage
    """In the document with the smaller id."""
    there: Passage
    """In the other one."""
    shared: int
    """字 that stand in both, without punctuation."""

    def seen_from(self, document: str) -> tuple[Passage, Passage]:
        """The passage in this document, which is one of the two, and the one in the other."""
        return (self.here, self.there) if self.here.document == document else (self.there, self.here)


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A set phrase (提法) with every place where published documents use it."""

    id: str
    """`f-` and a hash of the text; also the address `formulas/<id>/`."""
    text: str
    """Its most frequent wording, without quotation marks."""
    variants: tuple[str, ...] = ()
    """Its other wordings, most frequent first."""
    number: int | None = None
    """The number it opens with or counts: 4 in 四个意识, 3 in 三会一课."""
    quoted: int = 0
    """How many of its uses stand in quotation marks."""
    uses: Sequence[Passage]
    """By document id, then in the order of its text. Never empty. Its `repr` is short where there are many."""

    @property
    def documents(self) -> tuple[str, ...]:
        """Ids of the documents that use it, each once, sorted."""
        known: tuple[str, ...] | None = getattr(self.uses, "documents", None)
        return tuple(dict.fromkeys(use.document for use in self.uses)) if known is None else known

    @property
    def paragraphs(self) -> Iterable[tuple[str, str]]:
        """(document id, block id) of each use."""
        known: Iterable[tuple[str, str]] | None = getattr(self.uses, "paragraphs", None)
        return ((use.document, use.block) for use in self.uses) if known is None else known
