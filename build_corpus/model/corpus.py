"""Documents with their themes, and what holds between documents."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from build_corpus.model.finding import Finding
from build_corpus.model.reuse import Formula, Parallel
from build_corpus.model.rights import Tombstone
from build_corpus.model.speech import Speech

VERSION_KINDS = {"copy": "转载", "abridgement": "节选", "report": "报道"}
"""Kind of a version → what people call it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusStats:
    """What only the whole corpus knows about its raw files."""

    shared_lines: Container[str]
    """Lines that stand at the head or tail of two files or more with different texts, trimmed."""
    frequent_lines: Container[str] = frozenset()
    """Those of them that stand in three files or more."""
    common: Mapping[str, int] = field(default_factory=dict)
    """Theme id → class of its document frequency, 1–3: named in an eighth, a quarter, half of the texts. Rarer ones
    have no entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A theme's wording in a block; the text is not touched."""

    theme: str
    """Theme id."""
    block: str
    """Block id."""
    start: int
    """Code point in the block's text."""
    end: int
    """Code point after it."""
    weak: bool
    """Whether the wording is no evidence alone."""
    label: bool = False
    """Whether a weak wording is the theme's own name, which counts in a heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeScore:
    """How much a document is about a theme."""

    theme: str
    """Theme id."""
    score: float
    """≥ 0; see annotate for its parts; rounded to 3 places."""
    paragraphs: tuple[tuple[str, float], ...]
    """(paragraph id, weight of the evidence in it), best first. Never empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """A document with theme and formula spans, stand-off."""

    speech: Speech
    """The document."""
    mentions: Sequence[Mention]
    """Theme wordings, by block and offset."""
    themes: tuple[ThemeScore, ...]
    """Themes it treats, best first."""
    formulas: Sequence[tuple[str, int]]
    """(set phrase, times used here), most frequent first; after `annotate` alone those it quotes."""
    id: str = field(init=False, repr=False, compare=False)
    """The document's id. A field, since nothing is asked for as often."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", self.speech.source.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two paragraphs that treat the same theme."""

    here: str
    """Paragraph id in this document."""
    there: str
    """Paragraph id in the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeShare:
    """A theme two documents share, with the paragraphs that show it."""

    theme: str
    """Theme id."""
    weight: float
    """Its part of the relation's score."""
    pairs: tuple[Pair, ...]
    """Best pair first. Never empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A relation from one document to another."""

    id: str
    """The other document."""
    score: float
    """0–1; see relate; rounded to 3 places."""
    themes: tuple[ThemeShare, ...]
    """What they share, best first. Empty only where long passages stand in both."""
    passages: tuple[Parallel, ...] = ()
    """Passages both have, longest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A document that holds the text of another one, whole or in part (dcterms:isVersionOf)."""

    id: str
    """The version."""
    of: str
    """The canonical document of its cluster."""
    kind: Literal["copy", "abridgement", "report"]
    """`copy`: the same text but for small edits; `abridgement`: a shortened text; `report`: news that quotes it."""
    shared: float
    """0–1; share of the version's 字 that also stand in the canonical text; rounded to 3 places."""
    chosen: bool = False
    """Whether the editor said so, in the sidecar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """All documents, sorted by id, and their relations."""

    documents: tuple[Annotated, ...]
    """Every document, published or not."""
    related: Mapping[str, tuple[Related, ...]]
    """Document id → its relations, best first; published documents only."""
    versions: tuple[Version, ...] = ()
    """Documents that are versions of another, sorted by id; a canonical document is in none."""
    parallels: tuple[Parallel, ...] = ()
    """Passages that two published documents share, by their places."""
    formulas: tuple[Formula, ...] = ()
    """Set phrases of published documents, most speeches first."""
    findings: tuple[Finding, ...] = ()
    """What an editor should know of relations between documents."""
    tombstones: tuple[Tombstone, ...] = ()
    """Withdrawn speeches, sorted by id; none of them is a document."""

    @property
    def published(self) -> tuple[Annotated, ...]:
        """Documents the site shows and hands on."""
        return tuple(document for document in self.documents if document.speech.published)

    @property
    def shown(self) -> tuple[Annotated, ...]:
        """Documents with a page: the published ones, and those that only their own pages show."""
        return tuple(document for document in self.documents if document.speech.shown)
