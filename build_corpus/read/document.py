"""One file's bytes become documents: its format, its encoding, its text with marks, its sidecar, its parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from build_corpus.model import Finding, Mark, Sidecar, Source, Tombstone, finding
from build_corpus.read.decode import declared_charset, decode
from build_corpus.read.formats import FORMATS, OLD, ZIP, Format, disguise, unreadable_kind
from build_corpus.read.front import is_markdown
from build_corpus.read.html import html_text
from build_corpus.read.mojibake import mojibake
from build_corpus.read.parts import split
from build_corpus.read.sidecar import parse_sidecar
from build_corpus.read.tidy import with_end_tags
from build_corpus.read.withdrawn import all_withdrawn, tombstones
from build_corpus.text import file_name, speech_id

MAX_BYTES = 64_000_000  # bytes; about 20 million 字, a thousand speeches
_PAGE = re.compile(
    r"[\s\ufeff]{0,200}(?:<\?xml[^<>]{0,200}\?>\s{0,50})?(?:<!--[^<>]{0,500}-->\s{0,50})?<(?:!doctype\s+html|html[\s>])",
    re.IGNORECASE,
)
_TAG = re.compile("<[a-zA-Z!/?]")
_ENTITY = re.compile(
    r"&(?:nbsp|[lr][ds]quo|[mn]dash|hellip|middot|bull|quot|amp|lt|gt|times|e[mn]sp|thinsp|zwn?j|deg|permil"
    r"|#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,6});"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What became of one file, or of one part of it."""

    file: str
    """Path below the seeds folder, with `/`."""
    source: Source | None
    """The document, None where it could not be read."""
    findings: tuple[Finding, ...] = ()
    """What an editor should know."""
    tombstones: tuple[Tombstone, ...] = ()
    """Its speeches that are withdrawn; none of them is a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """Decoded text and how it came about."""

    decoded: str
    marks: tuple[Mark, ...] = ()
    format: Format
    encoding: str
    reason: str


def read_document(
    name: str, data: bytes, sidecar: bytes | None = None, ending: str = ".yml"
) -> tuple[Reading, ...]:
    """The documents in the bytes of a file called `name` (a path below seeds/), with its sidecar's bytes.

    `ending`: what the sidecar's name ends with. One reading, or one for each part the sidecar names. Never an exception for what the bytes hold.
    """
    path = PurePosixPath(name)
    name = file_name(name)
    where = f"seeds/{name}"
    beside, remarks = (
        parse_sidecar(sidecar, f"{where.rpartition('.')[0]}{ending}") if sidecar else (Sidecar(), ())
    )
    own_id = speech_id(path.stem)
    gone = tombstones(name, own_id, beside)
    if all_withdrawn(beside):
        return (Reading(file=name, source=None, findings=remarks, tombstones=gone),)
    text, findings = _text(path.suffix.lower(), data, where)
    if text is None:
        return (Reading(file=name, source=None, findings=(*findings, *remarks), tombstones=gone),)
    source = Source(
        id=beside.id or own_id,
        file=name,
        sha256=sha256(data).hexdigest(),
        size=len(data),
        encoding=text.encoding,
        encoding_reason=text.reason,
        format=text.format,
        decoded=text.decoded,
        marks=text.marks,
        sidecar=beside,
    )
    sources, unsplit = split(source)
    said = (*findings, *remarks, *_remarks(text.decoded, where), *unsplit)
    left: list[Source | None] = [each for each in sources if each.sidecar.withdrawn is None]
    left = left or [None]
    return (
        Reading(file=name, source=left[0], findings=said, tombstones=gone),
        *(Reading(file=name, source=other) for other in left[1:]),
    )


def _text(suffix: str, data: bytes, where: str) -> tuple[_Text | None, tuple[Finding, ...]]:
    """The text of a file by its suffix, or None and the reason."""
    refused = unreadable_kind(suffix, where)
    if refused is None and len(data) > MAX_BYTES:
        refused = finding("seed-too-long", where, size=len(data), limit=MAX_BYTES)
    if refused is None and not data.strip():
        refused = finding("seed-empty", where)
    package = FORMATS.get(suffix) == "docx" and data.startswith((ZIP, OLD))
    if refused is None and not package:
        refused = disguise(data, where)
    if refused:
        return None, (refused,)
    return _word(data, where) if FORMATS[suffix] == "docx" else _plain(suffix, data, where)


def _word(data: bytes, where: str) -> tuple[_Text | None, tuple[Finding, ...]]:
    from build_corpus.read.docx import docx_text  # noqa: PLC0415 - slow to load, and few files are of Word
    from build_corpus.read.package import PackageError  # noqa: PLC0415

    try:
        decoded, marks = docx_text(data, where)
    except PackageError as error:
        return None, (error.why,)
    return _Text(decoded=decoded, marks=marks, format="docx", encoding="utf-8", reason="XML in a package"), ()


def _plain(suffix: str, data: bytes, where: str) -> tuple[_Text | None, tuple[Finding, ...]]:
    """Text, Markdown or a page, as the text itself shows where the suffix cannot be right.

    A page saved as .txt starts like one; a text saved as .html has no tag at all, and would lose its lines;
    a clipping saved as .txt is certainly marked up (see `is_markdown`).
    """
    kind = FORMATS[suffix]
    text, findings = decode(data, where, declared_charset(data) if kind == "html" else None)
    if text is None:
        return None, findings
    decoded = text.text
    marks: tuple[Mark, ...] = ()
    if kind == "html" and not _TAG.search(decoded):
        kind = "text"
    elif kind == "text" and _PAGE.match(decoded):
        kind = "html"
    elif kind == "text" and is_markdown(decoded):
        kind = "markdown"
    if kind == "markdown":
        from build_corpus.read.markdown import markdown_marks  # noqa: PLC0415 - a parser, and few files are Markdown

        marks = markdown_marks(decoded)
    elif kind == "html":
        xhtml = suffix in (".xhtml", ".jspx") or decoded.lstrip("\ufeff \r\n").startswith("<?xml ")
        decoded, marks = html_text(with_end_tags(decoded) if xhtml else decoded)
    made = _Text(decoded=decoded, marks=marks, format=kind, encoding=text.encoding, reason=text.reason)
    return made, findings


def _remarks(text: str, where: str) -> Iterator[Finding]:
    """What was lost or garbled before the text came here."""
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    if lost:
        yield finding("seed-replacement", where, count=lost)
    garbled = mojibake(text)
    if garbled:
        yield finding("seed-mojibake", where, garbled.line, wrong=garbled.wrong, meant=garbled.meant)
    entities = _ENTITY.findall(text)
    if entities:
        yield finding("seed-entities", where, count=len(entities), first=entities[0])
