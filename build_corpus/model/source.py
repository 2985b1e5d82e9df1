"""What comes in: a seed file, its decoded text, the editor's sidecar."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from build_corpus.model.rights import Handling, Withdrawal

FIELDS = (
    "title",
    "subtitle",
    "kind",
    "date",
    "posted",
    "speaker",
    "author",
    "role",
    "publication",
    "column",
    "place",
    "level",
    "occasion",
    "url",
)
"""Metadata a document can have and a sidecar can set, in the order pages show it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """A fact that is not in the document; only an editor states it."""

    field: str
    """What it says something about: year, province, role …"""
    value: str
    """The inferred value."""
    confidence: Literal["high", "medium", "low"]
    """How sure the editor is."""
    evidence: str
    """Why, in words of the document where possible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SidecarNote:
    """An editor's remark on the document, or on a wording in it."""

    text: str
    """The remark."""
    find: str | None = None
    """The wording it belongs to; None: the document as a whole."""
    suggestion: str | None = None
    """Another reading, shown beside the source's, never instead of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emendation:
    """An editor's other reading of a wording, shown as 校勘 beside the source's, never instead of it."""

    find: str
    """The source's wording; stands exactly once in the text."""
    reading: str
    """What it should read."""
    note: str = ""
    """Why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of several speeches in a file, as the editor splits it."""

    starts: str
    """The line it starts with, without white space at its edges; it runs to the next part or the end."""
    id: str
    """Id of the speech."""
    publish: bool = True
    """False: held back."""
    metadata: Mapping[str, str] = field(default_factory=dict)
    """Fields of `FIELDS` for this part only."""
    rights: Handling | None = None
    """As in `Sidecar`, for this part only."""
    withdrawn: Withdrawal | None = None
    """As in `Sidecar`, for this part only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """What an editor wrote beside a seed (`NAME.yml`)."""

    id: str | None = None
    """Id of the speech, instead of the one made from the file name."""
    publish: bool = True
    """False: the speech is in no page, index or data set."""
    rights: Handling | None = None
    """What is done with this speech, whatever its notices say; None: as corpus.yml says of texts that forbid it."""
    withdrawn: Withdrawal | None = None
    """Set: the speech is withdrawn; it is not even read, and a tombstone stands at its address."""
    metadata: Mapping[str, str] = field(default_factory=dict)
    """Fields of `FIELDS` as the editor states them; they win over what rules find."""
    inferred: tuple[Inferred, ...] = ()
    """Facts from outside the document."""
    notes: tuple[SidecarNote, ...] = ()
    """Remarks to show beside the text."""
    accept: tuple[str, ...] = ()
    """Codes of rules that may take lines out of the body of this text."""
    aliases: tuple[str, ...] = ()
    """Former ids of the speech (`old-id`) and of its paragraphs (`p-old=p-new`): old addresses stay alive."""
    emendations: tuple[Emendation, ...] = ()
    """Other readings."""
    version_of: str | None = None
    """Id of the speech this is a version of; `none`: it stands alone whatever it resembles; None: found by comparison."""
    parts: tuple[Part, ...] = ()
    """The speeches of a file that holds several; empty: it holds one."""
    path: str = field(default="", compare=False)
    """The file itself, relative to the project, for messages; empty without one."""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    """`key`, or `key[words]` for an entry of a list → its 1-based line. Words: of a note or another reading what it
    finds (else its text), of a part its id, of anything else itself."""

    @property
    def former_ids(self) -> tuple[str, ...]:
        """Former ids of the speech."""
        return tuple(alias for alias in self.aliases if "=" not in alias)

    @property
    def former_blocks(self) -> Mapping[str, str]:
        """Former id of a paragraph or heading → the id it has now."""
        return {old: new for old, _, new in (each.partition("=") for each in self.aliases) if new}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a file's markup says of a part of its text (HTML, Word, Markdown). Stand-off, half-open."""

    kind: Literal["title", "main", "heading", "link", "caption", "row", "note", "syntax"]
    """`title`: `<title>`; `main`: the element that holds the running text; `heading`, `link`, `caption` of a
    picture, `row` of a table, `note`: a foot- or endnote; `syntax`: signs of Markdown that are no text."""
    start: int
    """Code point in the decoded text."""
    end: int
    """Code point after it."""
    level: int | None = None
    """1–6 for headings, else None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One decoded document."""

    id: str
    """Stable id; also the address `speeches/<id>/`."""
    file: str
    """Path below the seeds folder, with `/`."""
    sha256: str
    """Hash of the file's bytes, hexadecimal."""
    size: int
    """Bytes in the file."""
    encoding: str
    """Codec that decoded it."""
    encoding_reason: str = "UTF-8"
    """Why this codec."""
    format: Literal["text", "markdown", "html", "docx"] = "text"
    """What kind of file it is."""
    decoded: str
    """The codec's output: no newline translation, a BOM kept as its character. For HTML and Word see `read`."""
    marks: tuple[Mark, ...] = ()
    """What the file's markup says of the decoded text, sorted by start, then end."""
    first_line: int = 1
    """1-based line of the file's decoded text where this document starts; above 1 for a later part of a file."""
    sidecar: Sidecar = Sidecar()
    """The editor's word; empty without a sidecar."""
