"""What a site was made from, so that the next run knows what to render again.

The state of the last run lies in build/; the site carries its digest in build.json. Where the two do
not belong together, because a run was stopped between them or somebody replaced the site, nothing is
known and everything is rendered. A file whose size, times and place on the disk are as they were is not read again.
"""

import json
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path

from build_corpus import __version__
from build_corpus.run.last import UNSURE

SCHEMA = 2
STAMP = "build.json"
"""File of the site that names the state it was made from."""
_UNSEARCHED = re.compile(rb"^search:\n(?:  .*\n)*?  exclude: true$", re.MULTILINE)
_HEAD = 4096  # bytes of a page that hold its front matter's `search`

Files = Mapping[str, str]
"""Path below a folder → SHA-256 of the file."""
Told = tuple[int, int, int, int]
"""Size, time of change, time of change of the entry (nanoseconds), inode: what tells that a file is as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything a site is a function of."""

    frame: str
    """Digest of what every page depends on: mkdocs.yml, theme/, settings."""
    packages: str
    """Digest of the versions of everything that takes part; no part of the stamp, which is the same everywhere."""
    dictionary: str
    """Digest of the search dictionary, on which Material's index depends."""
    files: Files
    """What docs/ holds, without hidden files."""
    searched: tuple[str, ...]
    """The pages that Material's own index holds, sorted."""
    told: Mapping[str, Told] = field(default_factory=dict, compare=False)
    """What the files looked like when they were read, of those that had not just been written."""

    @property
    def digest(self) -> str:
        """One name for all of it."""
        return _digest(json.dumps([self.frame, self.dictionary, sorted(self.files.items())]).encode())

    @property
    def stamp(self) -> str:
        """The text of the site's stamp."""
        return json.dumps({"schema": SCHEMA, "generator": f"build-corpus {__version__}", "sources": self.digest}) + "\n"

    def text(self) -> str:
        """The state as it is kept; `read` is the way back."""
        parts = {name: getattr(self, name) for name in ("frame", "packages", "dictionary", "searched")}
        return json.dumps({"schema": SCHEMA, **parts, "files": dict(self.files), "told": dict(self.told)})


def read(file: Path, site: Path) -> State | None:
    """The state of a site; None where it is not known."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        state = State(
            frame=data["frame"],
            packages=data["packages"],
            dictionary=data["dictionary"],
            files=data["files"],
            searched=tuple(data["searched"]),
            told={path: tuple(told) for path, told in data["told"].items()},
        )
        stamp = (site / STAMP).read_text(encoding="utf-8")
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return state if data["schema"] == SCHEMA and stamp == state.stamp else None


def present(docs: Path, dictionary: Path, frame: str, then: State | None = None) -> State:
    """The state of docs/ as it is now; `then`: the last one, which spares reading what is as it was."""
    files: dict[str, str] = {}
    told: dict[str, Told] = {}
    searched = set()
    known, listed = (then.told, frozenset(then.searched)) if then else ({}, frozenset())
    young = time.time_ns() - UNSURE
    for name, entry in _entries(str(docs)):
        stat = entry.stat()
        looks = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
        if then and known.get(name) == looks:
            files[name], is_searched = then.files[name], name in listed
        else:
            data = Path(entry.path).read_bytes()
            files[name] = _digest(data)
            is_searched = name.endswith(".md") and not _UNSEARCHED.search(data[:_HEAD])
        if max(looks[1:3]) < young:
            told[name] = looks
        if is_searched:
            searched.add(name)
    return State(
        frame=frame,
        packages=_packages(),
        dictionary=_digest(dictionary.read_bytes()) if dictionary.is_file() else "",
        files=files,
        searched=tuple(sorted(searched)),
        told=told,
    )


def _entries(folder: str, below: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """(path, entry) of every file below a folder, without hidden ones, in order."""
    with os.scandir(folder) as found:
        entries = sorted((each for each in found if not each.name.startswith(".")), key=lambda each: each.name)
    for each in entries:
        if each.is_dir(follow_symlinks=False):
            yield from _entries(each.path, f"{below}{each.name}/")
        elif each.is_file():
            yield f"{below}{each.name}", each


def frame_of(root: Path, settings: Mapping[str, str]) -> str:
    """Digest of what every page depends on. `settings`: those that mkdocs.yml reads with !ENV, without folders."""
    theme = [
        f"theme/{name} {_digest(Path(entry.path).read_bytes())}" for name, entry in _entries(str(root / "theme"))
    ]
    own = [_digest((root / "mkdocs.yml").read_bytes()), json.dumps(sorted(settings.items()))]
    return _digest("\n".join([*own, *theme]).encode())


def _packages() -> str:
    installed = sorted(f"{each.name} {each.version}" for each in distributions())
    return _digest("\n".join([sys.version, __version__, *installed]).encode())


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()
