"""The seeds folder: which files are documents, which are sidecars, what their ids are."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from build_corpus.model import Finding, Sidecar, Source, finding
from build_corpus.read.decode import decode
from build_corpus.read.sidecar import parse_sidecar
from build_corpus.text import file_name, speech_id

MAX_BYTES = 2_000_000  # about 650,000 字; the longest reports have 50,000
FORMATS = (".txt",)
SIDECARS = (".yml", ".yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What became of one file."""

    file: str
    """Path below the seeds folder, with `/`."""
    source: Source | None
    """The document, None where it could not be read."""
    findings: tuple[Finding, ...] = ()
    """What an editor should know."""


def read(seeds: Path) -> tuple[Reading, ...]:
    """Every document below a folder, sorted by path.

    README files, hidden files and sidecars are no documents. Two files that give one id: the first
    by path keeps it, the other is a finding.
    """
    readings: list[Reading] = []
    taken: dict[str, str] = {}
    files = sorted(_files(seeds), key=lambda path: path.relative_to(seeds).as_posix())
    sidecars = {path for path in files if path.suffix.lower() in SIDECARS}
    beside = {path.with_suffix(""): path for path in sorted(sidecars, reverse=True)}
    for path in files:
        if path in sidecars:
            continue
        reading = _read(seeds, path, beside.get(path.with_suffix("")))
        readings.append(_unique(reading, taken))
    documents = {path.with_suffix("") for path in files if path not in sidecars}
    orphans = [path for path in sorted(sidecars) if path.with_suffix("") not in documents]
    names = [file_name(path.relative_to(seeds).as_posix()) for path in orphans]
    readings += [
        Reading(file=name, source=None, findings=(finding("sidecar-orphan", f"seeds/{name}"),))
        for name in names
    ]
    return tuple(readings)


def _files(seeds: Path) -> Iterator[Path]:
    for path in seeds.rglob("*"):
        relative = path.relative_to(seeds)
        hidden = any(part.startswith(".") and part not in (".", "..") for part in relative.parts)
        if hidden and not relative.name.startswith(".."):
            continue
        if path.name.upper().startswith("README.") or (path.is_dir() and not path.is_symlink()):
            continue
        yield path


def _unique(reading: Reading, taken: dict[str, str]) -> Reading:
    source = reading.source
    if source is None or taken.setdefault(source.id, reading.file) == reading.file:
        return reading
    clash = finding("id-collision", f"seeds/{reading.file}", id=source.id, other=taken[source.id])
    return Reading(file=reading.file, source=None, findings=(*reading.findings, clash))


def _read(seeds: Path, path: Path, sidecar: Path | None) -> Reading:
    """One file. What the operating system refuses is a finding like any other."""
    name = file_name(path.relative_to(seeds).as_posix())
    where = f"seeds/{name}"
    try:
        if not all(each.resolve().is_relative_to(seeds.resolve()) for each in (path, sidecar or path)):
            return Reading(file=name, source=None, findings=(finding("seed-outside", where),))
        if path.suffix.lower() not in FORMATS:
            return Reading(
                file=name, source=None, findings=(finding("seed-format", where, suffix=path.suffix),)
            )
        if not path.is_file():
            return Reading(
                file=name, source=None, findings=(finding("seed-unreadable", where, reason="不是普通文件"),)
            )
        size = path.stat().st_size
        if size > MAX_BYTES:
            too_long = finding("seed-too-long", where, size=size, limit=MAX_BYTES)
            return Reading(file=name, source=None, findings=(too_long,))
        data = path.read_bytes()
        beside = sidecar.read_bytes() if sidecar else None
    except (OSError, RuntimeError) as error:  # RuntimeError: a link to itself, before Python 3.13
        reason = getattr(error, "strerror", None) or type(error).__name__
        return Reading(file=name, source=None, findings=(finding("seed-unreadable", where, reason=reason),))
    return _document(name, path.stem, data, beside)


def _document(name: str, stem: str, data: bytes, beside: bytes | None) -> Reading:
    where = f"seeds/{name}"
    decoded, findings = decode(data, where)
    sidecar, remarks = parse_sidecar(beside, where.rpartition(".")[0] + ".yml") if beside else (Sidecar(), ())
    if decoded is None:
        return Reading(file=name, source=None, findings=(*findings, *remarks))
    source = Source(
        id=sidecar.id or speech_id(stem),
        file=name,
        sha256=sha256(data).hexdigest(),
        size=len(data),
        encoding="utf-8",
        decoded=decoded,
        sidecar=sidecar,
    )
    return Reading(file=name, source=source, findings=(*findings, *remarks))
