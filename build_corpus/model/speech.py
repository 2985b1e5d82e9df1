"""A structured document: metadata, blocks, notes, receipts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from build_corpus.model.finding import Finding
from build_corpus.model.receipt import Receipt
from build_corpus.model.rights import Handling, Notice
from build_corpus.model.source import Source

DocumentKind = Literal["speech", "article", "report", "not-a-speech"]
BlockType = Literal["salutation", "heading", "paragraph", "closing", "signature", "note", "caption", "row"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A run-in heading: a paragraph's first words with their number, without the final full stop."""

    level: int
    """1–4."""
    text: str
    """A prefix of the paragraph's text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """An item of an enumeration inside a paragraph."""

    level: int
    """1–4."""
    text: str
    """Its heading words, with their number."""
    start: int
    """Where it starts in the paragraph, code points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of the cleaned text."""

    id: str
    """`p-…` or `h-…`, from the text alone; see text.block_id."""
    type: BlockType
    """What it is."""
    level: int | None = None
    """1–4 for headings, else None."""
    kind: str | None = None
    """The family of its number (`han`, `paren-han` …), None without one."""
    text: str
    """The published text."""
    heading: str | None = None
    """Id of the block heading above, None before the first."""
    run_in: Heading | None = None
    """Run-in heading at its start."""
    inline: tuple[Inline, ...] = ()
    """Enumeration inside it."""
    line: int = 1
    """1-based line in the decoded text, for messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A date with what it is the date of."""

    value: str
    """ISO 8601: `2022-04-22`, `2022-04` or `2022`."""
    type: Literal["delivered", "posted", "signed"]
    """A posted date is when a page was published, never when a speech was held."""
    precision: Literal["year", "month", "day"]
    """How much of it is known."""
    evidence: str
    """The words it was read from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A metadata value and where it was found."""

    value: str
    """The value."""
    evidence: str
    """The words it was read from, or `sidecar`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """An editorial note; the text itself stays as it is."""

    kind: Literal["suspect", "emendation", "remark"]
    """`suspect`: a suspected misprint; `emendation`: another reading an editor has decided on; `remark`: anything else."""
    block: str | None
    """Id of the block, None: the document."""
    text: str
    """The wording in question for a suspect and an emendation, the remark itself otherwise."""
    suggestion: str | None
    """Another reading."""
    reason: str
    """Why the note is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """A document with its structure. `receipts` are complete: clean and structure together."""

    source: Source
    """Where it came from."""
    file: str
    """Path of the file below the seeds folder as it is shown: numbers of persons masked."""
    kind: DocumentKind
    """What it is."""
    metadata: dict[str, Placed]
    """Fields of FIELDS that are known (without kind, date, posted)."""
    dates: tuple[Date, ...]
    """All dates, each with its type."""
    rights: tuple[str, ...]
    """Notices on use and distribution, in the document's words."""
    blocks: Sequence[Block]
    """The text."""
    notes: tuple[Note, ...]
    """Editorial notes."""
    masks: int
    """Runs of mask characters in the blocks."""
    receipts: Sequence[Receipt]
    """From the decoded to the cleaned text."""
    decoded_sha256: str = ""
    """Hash of the decoded text in UTF-8, hexadecimal: what the receipts lead from."""
    findings: tuple[Finding, ...] = ()
    """Everything an editor should look at."""
    forbids: tuple[Notice, ...] = ()
    """Its words that forbid to pass it on."""
    handling: Handling = "publish"
    """What is done with it therefore, by corpus.yml or its sidecar."""
    id: str = field(init=False, repr=False, compare=False)
    """The document's id. Like the dates a field, since nothing is asked for as often."""
    date: str | None = field(init=False, repr=False, compare=False)
    """The delivery date, None where it is not known."""
    posted: str | None = field(init=False, repr=False, compare=False)
    """The date of publication on the web."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", self.source.id)
        for name, kind in (("date", "delivered"), ("posted", "posted")):
            known = next((date.value for date in self.dates if date.type == kind), None)
            object.__setattr__(self, name, known)

    @property
    def title(self) -> str | None:
        """The title, None where the document has none."""
        return self.value("title")

    @property
    def text(self) -> str:
        """The cleaned text: blocks joined by a line feed."""
        return "\n".join(block.text for block in self.blocks)

    @property
    def notices(self) -> tuple[str, ...]:
        """Everything it says of its use: the lines it says it in, and words of other lines that forbid."""
        apart = (each.text for each in self.forbids if not any(each.text in line for line in self.rights))
        return (*self.rights, *dict.fromkeys(apart))

    @property
    def shown(self) -> bool:
        """Whether it has a page."""
        return self.source.sidecar.publish and self.kind != "not-a-speech" and self.handling != "withhold"

    @property
    def published(self) -> bool:
        """Whether the site also hands it on: searches, quotes, relates and exports it."""
        return self.shown and self.handling != "noindex"

    def value(self, field: str) -> str | None:
        """A metadata value, None where it is unknown."""
        placed = self.metadata.get(field)
        return placed.value if placed else None
