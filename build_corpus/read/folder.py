"""The seeds folder: which files are documents, which are sidecars, what their ids are."""

from collections.abc import Iterator
from pathlib import Path

from build_corpus.model import finding
from build_corpus.read.document import MAX_BYTES, Reading, read_document
from build_corpus.read.formats import unreadable_kind
from build_corpus.text import file_name

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
    beside = {path.with_suffix(""): path for path in sorted(sidecars, reverse=True)}
    for path in files:
        if path not in sidecars:
            found = _read(seeds, path, beside.get(path.with_suffix("")))
            readings += [_unique(reading, taken) for reading in found]
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
    if source is None or source.id not in taken:
        if source:
            taken[source.id] = reading.file
        return reading
    clash = finding("id-collision", f"seeds/{reading.file}", id=source.id, other=taken[source.id])
    return Reading(file=reading.file, source=None, findings=(*reading.findings, clash))


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
        reason = getattr(error, "strerror", None) or type(error).__name__
        refused = finding("seed-unreadable", where, reason=reason)
    return (Reading(file=name, source=None, findings=(refused,)),)
