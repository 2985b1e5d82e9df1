"""Which files in docs/ are generated, and how they were when they were written. Every other file is somebody's own."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

MANIFEST = ".manifest.json"
"""Which files in docs/ were generated: SHA-256, bytes, time of change. A dot file: MkDocs does not publish it."""
JOURNAL = ".manifest.new"
"""Files a run has begun to write that the manifest does not name yet; goes when the manifest is whole."""
MADE = ".manifest.made"
"""What they were made from; see publish/lazy_kept.py."""
NOTES = (MANIFEST, JOURNAL, MADE)
WRITING = ".writing"  # a short name: the file's own may be as long as names can be; a worker adds its number
SCHEMA = 2


Entry = tuple[str, int, int]
"""SHA-256 (hexadecimal), bytes, time of change (nanoseconds)."""


def handwritten(docs: Path) -> list[str]:
    """Paths of the files in a docs folder that no run has made, sorted."""
    own = owned(docs)
    found = []
    for place, _, names in os.walk(docs):
        folder = os.path.relpath(place, docs).replace(os.sep, "/")
        paths = (name if folder == "." else f"{folder}/{name}" for name in names)
        found += [path for path in paths if path not in own]
    return sorted(path for path in found if not is_ours(path) and (docs / path).is_file())


def is_ours(path: str) -> bool:
    """Whether a file below docs/ is none that somebody reads: a run keeps it for itself."""
    name = path.rpartition("/")[2]
    return name in NOTES or name.startswith(WRITING)


def owned(docs: Path) -> set[str]:
    """Files an earlier run wrote."""
    return set(manifest(docs))


def manifest(docs: Path) -> Mapping[str, Entry]:
    """Those files with what is known of them. A manifest that can't be read owns nothing."""
    with suppress(OSError):
        told = (docs / MANIFEST).stat()
        files = _manifest(docs, (told.st_ino, told.st_size, told.st_mtime_ns))
        begun = {path: entry for path, entry in _begun(docs) if _inside(path)}
        return {**files, **begun} if begun else files
    return {path: entry for path, entry in _begun(docs) if _inside(path)}


@lru_cache(maxsize=2)  # a run asks several times, of a file that takes long to read
def _manifest(docs: Path, told: tuple[int, ...]) -> Mapping[str, Entry]:
    """What the manifest says. `told`: what tells it apart from what stood there before."""
    del told
    try:
        data = json.loads((docs / MANIFEST).read_text(encoding="utf-8"))
        read = _entry if data.get("schema") == SCHEMA else _older
        return MappingProxyType({path: read(entry) for path, entry in data["files"].items() if _inside(path)})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return MappingProxyType({})


def _begun(docs: Path) -> Iterator[tuple[str, Entry]]:
    """Files that a stopped run has written, as they are."""
    with suppress(OSError, ValueError):
        for line in (docs / JOURNAL).read_text(encoding="utf-8").splitlines():
            path, digest = json.loads(line)  # the last line may be torn
            if digest_of(docs / path) == digest:
                yield path, (digest, 0, 0)


def _entry(kept: tuple[str, int, int]) -> Entry:
    digest, size, changed = kept
    return digest, size, changed


def _older(_: object) -> Entry:
    """What an older manifest says of a file: nothing; its bytes are looked at."""
    return "", 0, 0


def _inside(path: str) -> bool:
    return not path.startswith("/") and (".." not in path or ".." not in path.split("/"))


def remove(folder: Path, path: str) -> bool:
    """Takes a file away, and the folders below this one that hold nothing without it; whether it was there."""
    file = folder / path
    was_there = file.is_file()
    with suppress(OSError):
        file.unlink(missing_ok=True)
    with suppress(OSError):  # ends at the first folder that holds something, without looking into it
        for place in file.parents:
            if place == folder:
                break
            place.rmdir()
    return was_there


def stat(file: Path | str) -> tuple[int, int] | None:
    """Bytes and time of change of a file, None where there is none."""
    try:
        found = os.stat(file)  # noqa: PTH116 - asked of every file: a Path of each takes as long as to ask
    except OSError:
        return None
    return told_by(found)


def told_by(found: os.stat_result) -> tuple[int, int]:
    """Bytes and time of change, as an Entry has them."""
    return found.st_size, found.st_mtime_ns


def digest_of(file: Path) -> str | None:
    """SHA-256 of a file, None where there is none."""
    try:
        with file.open("rb") as data:
            digest = sha256()
            while part := data.read(1 << 20):
                digest.update(part)
    except OSError:
        return None
    return digest.hexdigest()
