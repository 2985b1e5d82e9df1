"""What comes in: a seed file, its decoded text, the editor's sidecar."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

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
class SeedFile:
    """A raw document on disk, read but not yet decoded."""

    name: str
    """Path below the seeds folder, with `/`."""
    data: bytes
    """Its bytes."""
    sidecar: str | None = None
    """Text of the sidecar beside it, None without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """A fact that is not in the document; only an editor states it."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

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

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    text: str
    """The remark."""
    find: str | None = None
    """The wording it belongs to; None: the document as a whole."""
    suggestion: str | None = None
    """Another reading, shown beside the source's, never instead of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """What an editor wrote beside a seed (`NAME.yml`)."""

    id: str | None = None
    """Id of the speech, instead of the one made from the file name."""
    publish: bool = True
    """False: the speech is in no page, index or data set."""
    metadata: Mapping[str, str] = field(default_factory=dict)
    """Fields of `FIELDS` as the editor states them; they win over what rules find."""
    inferred: tuple[Inferred, ...] = ()
    """Facts from outside the document."""
    notes: tuple[SidecarNote, ...] = ()
    """Remarks to show beside the text."""


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
    decoded: str
    """The codec's output: no newline translation, a BOM kept as its character."""
    sidecar: Sidecar = Sidecar()
    """The editor's word; empty without a sidecar."""
