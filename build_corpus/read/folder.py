"""The seeds folder: which files are documents, which are sidecars, what their ids are."""

import errno
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from build_corpus.model import finding
from build_corpus.read.document import MAX_BYTES, Reading, read_document
from build_corpus.read.formats import unreadable_kind
from build_corpus.read.sidecar import parse_sidecar
from build_corpus.read.withdrawn import tombstones
from build_corpus.text import file_name, speech_id

SIDECARS = (".yml", ".yaml")


def read(seeds: Path) -> tuple[Reading, ...]:
    """Every document below a folder, sorted by path.

    README files, hidden files and sidecars are no documents. Two documents that have one id: the first by
    path keeps it, the other is a finding.
    """
    readings: list[Reading] = []
    taken: dict[str, str] = {}
    files = sorted(_files(seeds), key=lambda path: path.relative_to(seeds).as_posix())
    sidecars = {path for path in files if path.suffix.lower() in SIDECARS}
    beside: dict[Path, list[Path]] = {}
    for path in _by_rank(sidecars):
        beside.setdefault(path.with_suffix(""), []).append(path)
    for path in files:
        if path not in sidecars:
            found = _read(seeds, path, beside.get(path.with_suffix(""), [None])[0])
            readings += [_unique(reading, taken) for reading in found]
    documents = {path.with_suffix("") for path in files if path not in sidecars}
    orphans = [path for path in sorted(sidecars) if path.with_suffix("") not in documents]
    names = [file_name(path.relative_to(seeds).as_posix()) for path in orphans]
    readings += [_unique(_alone(path, name), taken) for path, name in zip(orphans, names, strict=True)]
    readings += [
        _passed_over(seeds, path, first.name)
        for stem, (first, *others) in beside.items()
        for path in others
        if stem in documents
    ]
    return tuple(readings)


def sidecars_of(seeds: Path) -> dict[str, Path]:
    """The sidecars that count, by their documents' paths without ending as `Source.file` writes them."""
    found: dict[str, Path] = {}
    for path in _by_rank(path for path in _files(seeds) if path.suffix.lower() in SIDECARS):
        found.setdefault(file_name(path.relative_to(seeds).with_suffix("").as_posix()), path)
    return found


def _by_rank(sidecars: Iterable[Path]) -> list[Path]:
    """Of several sidecars of a document the first counts: `.yml` before `.yaml`, capitals last."""
    return sorted(
        sidecars, key=lambda path: (SIDECARS.index(path.suffix.lower()), path.suffix.isupper(), path)
    )


def _passed_over(seeds: Path, path: Path, first: str) -> Reading:
    """A sidecar beside another one of the same document."""
    name = file_name(path.relative_to(seeds).as_posix())
    twice = finding("sidecar-twice", f"seeds/{name}", first=file_name(first))
    return Reading(file=name, source=None, findings=(twice,))


def _files(seeds: Path) -> Iterator[Path]:
    for path in seeds.rglob("*"):
        relative = path.relative_to(seeds)
        hidden = any(part.startswith(".") and part not in (".", "..") for part in relative.parts)
        if hidden and not relative.name.startswith(".."):
            continue
        if path.name.upper().startswith("README.") or (path.is_dir() and not path.is_symlink()):
            continue
        yield path


def _alone(path: Path, name: str) -> Reading:
    """A sidecar without a seed: what is left of a withdrawn speech whose text was deleted, else a finding."""
    orphan = finding("sidecar-orphan", f"seeds/{name}")
    try:
        data = b"" if path.is_symlink() else path.read_bytes()
    except OSError:
        data = b""
    sidecar, remarks = parse_sidecar(data, f"seeds/{name}")
    gone = tombstones(name, speech_id(path.stem), sidecar)
    return Reading(file=name, source=None, findings=remarks if gone else (orphan,), tombstones=gone)


def _unique(reading: Reading, taken: dict[str, str]) -> Reading:
    """A reading whose speeches, withdrawn ones included, have ids that nobody before it has."""
    named = [*(stone.id for stone in reading.tombstones), *([reading.source.id] if reading.source else ())]
    clashes = [
        finding("id-collision", f"seeds/{reading.file}", id=name, other=taken[name])
        for name in named
        if name in taken
    ]
    kept = replace(
        reading,
        source=reading.source if reading.source and reading.source.id not in taken else None,
        findings=(*reading.findings, *clashes),
        tombstones=tuple(stone for stone in reading.tombstones if stone.id not in taken),
    )
    taken.update({name: reading.file for name in named if name not in taken})
    return kept


def _read(seeds: Path, path: Path, sidecar: Path | None) -> tuple[Reading, ...]:
    """One file. What the operating system refuses is a finding like any other."""
    raw = path.relative_to(seeds).as_posix()
    name = file_name(raw)
    where = f"seeds/{name}"
    refused = None
    try:
        if not all(each.resolve().is_relative_to(seeds.resolve()) for each in (path, sidecar or path)):
            refused = finding("seed-outside", where)
        elif unknown := unreadable_kind(path.suffix.lower(), where):
            refused = unknown
        elif not path.is_file():
            refused = finding("seed-unreadable", where, reason="不是普通文件")
        elif (size := path.stat().st_size) > MAX_BYTES:
            refused = finding("seed-too-long", where, size=size, limit=MAX_BYTES)
        else:
            if sidecar is None:
                return read_document(raw, path.read_bytes())
            return read_document(raw, path.read_bytes(), sidecar.read_bytes(), sidecar.suffix)
    except (OSError, RuntimeError) as error:  # RuntimeError: a link to itself, before Python 3.13
        loop = isinstance(error, RuntimeError) or error.errno == errno.ELOOP
        reason = "链接指向自己" if loop else getattr(error, "strerror", None) or type(error).__name__
        refused = finding("seed-unreadable", where, reason=reason)
    return (Reading(file=name, source=None, findings=(refused,)),)
