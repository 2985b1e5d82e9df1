"""The seeds folder: which files are documents, which are sidecars, what their ids are."""

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain
from pathlib import Path

from build_corpus.model import finding
from build_corpus.read.document import MAX_BYTES, Reading, read_document
from build_corpus.read.formats import unreadable_kind
from build_corpus.read.sidecar import parse_sidecar
from build_corpus.read.withdrawn import tombstones
from build_corpus.text import file_name, speech_id

SIDECARS = (".yml", ".yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A file of the seeds folder that is a document, or several."""

    name: str
    """Path below the folder as the system has it, with `/`."""
    path: Path
    """Where it stands."""
    sidecar: Path | None
    """The sidecar that counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """The bytes of a file and its sidecar: all that its documents are made from."""

    name: str
    """See `Seed`."""
    data: bytes
    """What stands in the file."""
    sidecar: bytes | None = None
    """What stands in the sidecar."""
    ending: str = ".yml"
    """What the sidecar's name ends with."""

    @property
    def digest(self) -> bytes:
        """Of all of it; two files with one digest become the same documents."""
        parts = (os.fsencode(self.name), self.data, self.sidecar, self.ending.encode())
        told = sha256()
        for part in parts:
            told.update(b"-" if part is None else b"%d:" % len(part) + part)
        return told.digest()

    def readings(self) -> tuple[Reading, ...]:
        """The documents in it."""
        return read_document(self.name, self.data, self.sidecar, self.ending)


def read(seeds: Path) -> tuple[Reading, ...]:
    """Every document below a folder, sorted by path.

    README files, hidden files and sidecars are no documents. Two documents that have one id: the first by
    path keeps it, the other is a finding.
    """
    found, others = listed(seeds)
    opened = (open_seed(seeds, seed) for seed in found)
    readings = (reading for raw in opened for reading in (raw.readings() if isinstance(raw, Raw) else (raw,)))
    return tuple(unique(chain(readings, others)))


def listed(seeds: Path) -> tuple[tuple[Seed, ...], tuple[Reading, ...]]:
    """The files of a folder that are documents, sorted by path, and readings of sidecars that belong to none."""
    files = _files(seeds)
    sidecars = {path for name, path in files.items() if name.lower().endswith(SIDECARS)}
    beside: dict[Path, list[Path]] = {}
    for path in _by_rank(sidecars):
        beside.setdefault(path.with_suffix(""), []).append(path)
    found = tuple(
        Seed(name=name, path=path, sidecar=beside.get(path.with_suffix(""), [None])[0] if beside else None)
        for name, path in files.items()
        if path not in sidecars
    )
    documents = {seed.path.with_suffix("") for seed in found} if sidecars else set()
    orphans = [path for path in sorted(sidecars) if path.with_suffix("") not in documents]
    names = [file_name(path.relative_to(seeds).as_posix()) for path in orphans]
    others = [_alone(path, name) for path, name in zip(orphans, names, strict=True)]
    others += [
        _passed_over(seeds, path, first.name)
        for stem, (first, *more) in beside.items()
        for path in more
        if stem in documents
    ]
    return found, tuple(others)


def sidecars_of(seeds: Path) -> dict[str, Path]:
    """The sidecars that count, by their documents' paths without ending as `Source.file` writes them."""
    found: dict[str, Path] = {}
    for path in _by_rank(path for name, path in _files(seeds).items() if name.lower().endswith(SIDECARS)):
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


def _files(seeds: Path) -> dict[str, Path]:
    """Path below the folder as the system has it, with `/`, → where it stands; sorted."""
    return {name: seeds / name for name in sorted(_below(str(seeds), "", hidden=False))}


def _below(folder: str, name: str, *, hidden: bool) -> Iterator[str]:
    """The names of files in a folder and in those below it."""
    try:
        with os.scandir(folder) as found:
            entries = list(found)
    except (PermissionError, FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        apart = hidden or (entry.name.startswith(".") and entry.name not in (".", ".."))
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path, f"{name}{entry.name}/", hidden=apart)
        elif not (apart and not entry.name.startswith("..")) and not entry.name.upper().startswith("README."):
            yield f"{name}{entry.name}"


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


def unique(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Each reading; its speeches, withdrawn ones included, have ids that nobody before it has."""
    taken: dict[str, str] = {}
    for reading in readings:
        yield _unique(reading, taken)


def _unique(reading: Reading, taken: dict[str, str]) -> Reading:
    """A reading whose speeches, withdrawn ones included, have ids that nobody before it has."""
    named = [*(stone.id for stone in reading.tombstones), *([reading.source.id] if reading.source else ())]
    clashes = [
        finding("id-collision", f"seeds/{reading.file}", id=name, other=taken[name])
        for name in named
        if name in taken
    ]
    if not clashes:
        taken.update(dict.fromkeys(named, reading.file))
        return reading
    kept = replace(
        reading,
        source=reading.source if reading.source and reading.source.id not in taken else None,
        findings=(*reading.findings, *clashes),
        tombstones=tuple(stone for stone in reading.tombstones if stone.id not in taken),
    )
    taken.update({name: reading.file for name in named if name not in taken})
    return kept


def open_seed(seeds: Path, seed: Seed) -> Raw | Reading:
    """The bytes of one file. What the operating system refuses is a finding like any other."""
    path, sidecar = seed.path, seed.sidecar
    name = file_name(seed.name)
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
        elif sidecar is None:
            return Raw(name=seed.name, data=path.read_bytes())
        else:
            data, beside = path.read_bytes(), sidecar.read_bytes()
            return Raw(name=seed.name, data=data, sidecar=beside, ending=sidecar.suffix)
    except (OSError, RuntimeError) as error:  # RuntimeError: a link to itself, before Python 3.13
        loop = isinstance(error, RuntimeError) or error.errno == errno.ELOOP
        reason = "链接指向自己" if loop else getattr(error, "strerror", None) or type(error).__name__
        refused = finding("seed-unreadable", where, reason=reason)
    return Reading(file=name, source=None, findings=(refused,))
