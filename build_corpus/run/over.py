"""What stands in the folders of a run: digests of what it reads and of what it wrote, and what is not its own.

In: the settings. Out: digests of names, sizes and times (see `signs`), None in doubt. Folders that a run writes are
looked over in two steps: when it begins, and again where it says that it touched something.
"""

import os
import sys
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG

import build_corpus
from build_corpus.config import Config
from build_corpus.manifest import NOTES, handwritten, is_ours, manifest, stat, told_by
from build_corpus.run.alone import LOCK
from build_corpus.run.aside import Steps
from build_corpus.run.basis import packages
from build_corpus.run.signs import DoubtError, files, is_young, sign

CACHE, PREVIEW = "cache", "preview"  # in build/
REPOSITORY = "REPO_URL"  # read by mkdocs.yml, from the environment
_BESIDES = (CACHE, PREVIEW, LOCK)  # in build/: says nothing of what was built
_COMPILED = "__pycache__"

_Files = dict[str, os.stat_result]
"""Path below a folder → how the file looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What stands in docs/ when a run begins."""

    by_hand: tuple[str, ...]
    """Files that no run has made, sorted."""
    altered: frozenset[str]
    """Those that a run has made and that do not look as they were written."""


def inputs(config: Config) -> str | None:
    """Digest of everything a run reads but for what stands in docs/ already; None in doubt."""
    folders = [config.seeds, config.root / "theme", Path(build_corpus.__file__).parent]
    given = [config.root / "mkdocs.yml", *filter(None, (config.vocabulary_file,))]
    if config.project_docs != config.docs:
        given += [config.project_docs / path for path in handwritten(config.project_docs)]
    words = [
        repr(config),
        sys.version,
        *(os.environ.get(name, "") for name in ("SOURCE_DATE_EPOCH", REPOSITORY)),
        *packages(),
    ]
    digest, now = sha256("\0".join(words).encode("utf-8", "surrogateescape")), time.time_ns()
    try:
        for file in given:
            digest.update(sign(str(file), file.stat(), now))
        for folder in folders:
            digest.update(
                b"".join(sorted(sign(*each, now) for each in files(str(folder), (_COMPILED,)))) + b"\0"
            )
    except (OSError, DoubtError):
        return None
    return digest.hexdigest()


def docs_over(config: Config) -> Steps:
    """Looks over docs/.

    Gives a digest; then what is `Seen`; then, told what a run touched, another digest. None in doubt.
    """
    now, found = time.time_ns(), _found(config.docs)
    yield _digest(found)
    made = manifest(config.docs)
    stood = found or {}
    by_hand = [
        path
        for path, stat in stood.items()
        if path not in made and not is_ours(path) and S_ISREG(stat.st_mode)
    ]
    altered = (path for path, entry in made.items() if path not in stood or entry[1:] != told_by(stood[path]))
    seen = Seen(by_hand=tuple(sorted(by_hand)), altered=frozenset(altered))
    touched = yield seen if found is not None else None
    is_sure = not any(is_young(stood[path], now) for path in by_hand)
    after = _anew(config.docs, found, touched)
    is_sure = is_sure and after is not None and _is_ours_alone(config.docs, stood, after, touched)
    yield _digest(after) if is_sure else None


def _is_ours_alone(docs: Path, before: _Files, after: _Files, touched: Collection[str] | None) -> bool:
    """Whether nobody else wrote where a run did: generated files look as they were written, others as they did before."""
    made = manifest(docs)
    looked = after.keys() | before.keys() if touched is None else set(touched).difference(NOTES)
    for path in looked:
        here, there = before.get(path), after.get(path)
        if path in made:
            if there is None or told_by(there) != made[path][1:]:
                return False
        elif there is not None and not is_ours(path) and (here is None or told_by(here) != told_by(there)):
            return False
    return True


def notes(config: Config) -> list[tuple[int, int] | None]:
    """How the notes of docs/ look, which every run writes."""
    return [stat(config.docs / name) for name in NOTES]


def site_over(config: Config) -> Steps:
    """Looks over site/ and build/.

    Gives digests of the site as its files are, and of all that tells a change; then, told what a run touched, others. None
    in doubt.
    """
    found = _found(config.site)
    touched = yield [_plain(found), _digest(found, _found(config.build, _BESIDES))]
    found = _anew(config.site, found, touched)
    yield [_plain(found), _digest(found, _found(config.build, _BESIDES))]


def _found(folder: Path, besides: Collection[str] = ()) -> _Files | None:
    """What stands in a folder but for files and folders of these names, None in doubt."""
    try:
        return dict(files(str(folder), besides))
    except (OSError, DoubtError):
        return None


def _anew(folder: Path, found: _Files | None, touched: Collection[str] | None) -> _Files | None:
    """What stands there after a run touched some of it."""
    if found is None or touched is None:
        return _found(folder)
    after = dict(found)
    for path in touched:
        after.pop(path, None)
        with suppress(OSError):
            after[path] = (folder / path).stat()
    return after


def _digest(*folders: _Files | None) -> str | None:
    """Of all that stands in these folders; None in doubt."""
    digest = sha256()
    for found in folders:
        if found is None:
            return None
        digest.update(b"".join(sorted(sign(*each) for each in found.items())) + b"\0")
    return digest.hexdigest()


def _plain(found: _Files | None) -> str | None:
    """The same of one folder without the times at which files got or lost a name (ctime): with a second one a file is as it was."""
    if found is None:
        return None
    told = sorted((path, stat.st_ino, stat.st_size, stat.st_mtime_ns) for path, stat in found.items())
    return sha256(repr(told).encode("utf-8", "surrogateescape")).hexdigest()
