"""Whether anything changed since the last run, told from the files alone: names, sizes, times, without reading them.

Kept: a digest of all a run reads (seeds, settings, pages written by hand, theme, program, packages), one of all it
wrote (docs/, build/, site/), and what it found. Where both are as they were, the run need not be repeated. What is in
doubt counts as changed: a link to a folder, a file changed so lately that its time may not tell, anything unreadable.
"""

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from stat import S_ISREG

import build_corpus
from build_corpus.config import Config
from build_corpus.manifest import handwritten
from build_corpus.model import Finding
from build_corpus.run.aside import Aside, DiedError

CACHE = "cache"
FILE = "last-run.json"
SCHEMA = 3
UNSURE = 2 * 10**9  # nanoseconds; coarsest clock of a file system in use (FAT)
_NAME = attrgetter("name")
_OURS = ("__pycache__", CACHE, ".lock")  # in a folder: says nothing of what was built


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """What a run said."""

    published: int
    """Speeches on the site."""
    files: int
    """Files in docs/ that were generated."""
    built: tuple[Finding, ...]
    """Findings in the seeds."""
    checked: tuple[Finding, ...]
    """Findings in the site."""


class _DoubtError(Exception):
    """Something is not told by names, sizes and times."""


def inputs(config: Config) -> str | None:
    """Digest of everything a run reads; None in doubt."""
    files = [config.root / "mkdocs.yml", *filter(None, (config.vocabulary_file,))]
    files += [config.project_docs / path for path in handwritten(config.project_docs)]
    folders = [config.seeds, config.root / "theme", Path(build_corpus.__file__).parent]
    words = [repr(config), sys.version, os.environ.get("SOURCE_DATE_EPOCH", ""), *packages()]
    return _told(files, folders, words, time.time_ns() - UNSURE)


def outputs(config: Config) -> list[partial[str | None]]:
    """What gives digests of everything a run writes, in two parts as large as each other; None in doubt."""
    return [partial(_told, [], folders, [], None) for folders in ([config.docs], [config.build, config.site])]


def told_aside(config: Config) -> list[Aside[str | None]]:
    """The same while this process goes on."""
    return [Aside(part) for part in outputs(config)]


def last_run(config: Config) -> Last | None:
    """What the last run said where a new one would say and make the same; None where that is not certain."""
    try:
        data = json.loads(_file(config).read_text(encoding="utf-8"))
        same = (  # what is read is fewer files, and what changes most
            data["schema"] == SCHEMA
            and data["inputs"] == inputs(config)
            and data["outputs"] == [part() for part in outputs(config)]
        )
        if not same:
            return None
        said = data["said"]
        found = {name: tuple(Finding(**each) for each in said[name]) for name in ("built", "checked")}
        return Last(published=int(said["published"]), files=int(said["files"]), **found)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(config: Config, before: str | None, after: Sequence[Aside[str | None]], said: Last) -> None:
    """Keeps what a run said.

    `before`: `inputs` when it began; where they are others now, nothing is kept. `after`: see `told_aside`.
    """
    file = _file(config)
    file.unlink(missing_ok=True)
    try:
        made = [each.result() for each in after]
    except DiedError:
        return
    if before is None or None in made or before != inputs(config):
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    data = {"schema": SCHEMA, "inputs": before, "outputs": made, "said": asdict(said)}
    beside = file.with_suffix(".writing")
    beside.write_text(json.dumps(data, ensure_ascii=False) + "\n", encoding="utf-8")
    beside.replace(file)


def _file(config: Config) -> Path:
    return config.build / CACHE / FILE


def _told(
    files: Iterable[Path], folders: Iterable[Path], words: Iterable[str], newest: int | None
) -> str | None:
    """One digest. `newest`: time in nanoseconds after which a change puts all in doubt."""
    digest = sha256("\0".join(words).encode("utf-8", "surrogateescape"))
    try:
        for file in files:
            digest.update(_line(str(file), file.stat(), newest))
        for folder in folders:
            for line in _lines(str(folder), newest):
                digest.update(line)
    except (OSError, _DoubtError):
        return None
    return digest.hexdigest()


def _lines(folder: str, newest: int | None) -> Iterator[bytes]:
    """A line for each file below a folder, in an order that depends on names alone."""
    folders = [folder]
    while folders:
        with os.scandir(folders.pop()) as found:
            entries = sorted(found, key=_NAME)
        for entry in entries:
            if entry.name in _OURS:
                continue
            if not entry.is_dir():
                yield _line(entry.path, entry.stat(), newest)
            elif entry.is_symlink():
                raise _DoubtError
            else:
                folders.append(entry.path)


def _line(path: str, stat: os.stat_result, newest: int | None) -> bytes:
    if newest is not None and max(stat.st_ctime_ns, stat.st_mtime_ns) > newest:
        raise _DoubtError
    told = f"{path}\0{stat.st_ino} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}\n"
    return told.encode("utf-8", "surrogateescape")


def identity(files: Iterable[Path]) -> bytes | None:
    """What tells files apart from themselves after any change; None in doubt, as with links."""
    told = b""
    try:
        for file in files:
            stat = file.lstat()
            if not S_ISREG(stat.st_mode):
                return None
            told += _line(str(file), stat, time.time_ns() - UNSURE)
    except (OSError, _DoubtError):
        return None
    return told


def program() -> str:
    """Digest of this program and of the packages it uses."""
    folder = Path(build_corpus.__file__).parent
    digest = sha256("\0".join((sys.version, *packages())).encode())
    for file in parts(folder):
        digest.update(f"{file.relative_to(folder).as_posix()}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def parts(folder: Path) -> list[Path]:
    """The files of a package that its results depend on: modules, tables, templates."""
    return sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".yml", ".j2"))


def publishing(*given: object) -> str:
    """Digest of what all pages are made from besides the corpus: the program, and what is given, told by its text."""
    return sha256("\n".join((program(), *map(repr, given))).encode("utf-8", "surrogatepass")).hexdigest()


def packages() -> list[str]:
    """Names of installed packages with their versions, as folders tell them."""
    places = [place for place in sys.path if os.path.isdir(place)]  # noqa: PTH112 - strings of sys.path
    return sorted(name for place in places for name in os.listdir(place) if name.endswith(".dist-info"))  # noqa: PTH208
