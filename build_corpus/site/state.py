"""What a site was made from, so that the next run knows what to render again.

The state of the last run lies in build/; the site carries its digest in build.json. Where the two do
not belong together, because a run was stopped between them or somebody replaced the site, nothing is
known and everything is rendered. What a generated file holds is known from the manifest of docs/.
"""

import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from build_corpus import __version__
from build_corpus.manifest import Entry, manifest, stat
from build_corpus.run.basis import packages
from build_corpus.site.places import is_page

SCHEMA = 2
_KEPT = 3  # schema of the state as it is kept
STAMP = "build.json"
"""File of the site that names the state it was made from."""
_UNSEARCHED = re.compile(rb"^search:\n(?:  .*\n)*?  exclude: true$", re.MULTILINE)
_HEAD = 4096  # bytes of a page that hold its front matter's `search`

Files = Mapping[str, str]
"""Path below a folder → SHA-256 of the file."""


@dataclass(frozen=True, kw_only=True)
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
    by_hand: tuple[str, ...] = field(default=(), compare=False)
    """Those of the files that no run has made, sorted."""
    size: int = field(default=0, compare=False)
    """Bytes of the site that was made from it."""

    @cached_property
    def digest(self) -> str:
        """One name for all of it."""
        return _digest(json.dumps([self.frame, self.dictionary, sorted(self.files.items())]).encode())

    @property
    def stamp(self) -> str:
        """The text of the site's stamp."""
        return (
            json.dumps({"schema": SCHEMA, "generator": f"build-corpus {__version__}", "sources": self.digest})
            + "\n"
        )

    def text(self, size: int) -> str:
        """The state as it is kept, with the bytes of the site that was made from it; `read` is the way back."""
        names = ("frame", "packages", "dictionary", "searched", "by_hand")
        parts = {name: getattr(self, name) for name in names}
        files = dict(self.files)
        return json.dumps({"schema": _KEPT, "stamp": self.stamp, **parts, "size": size, "files": files})


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
            by_hand=tuple(data["by_hand"]),
            size=data["size"],
        )
        stamp = stamp_of(site)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return state if data["schema"] == _KEPT and stamp == data["stamp"] else None


def stamp_of(site: Path) -> str:
    """The stamp that a site carries. Raises OSError where it has none."""
    return (site / STAMP).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Docs:
    """A docs folder and what is known of it."""

    folder: Path
    """The folder."""
    generated: Mapping[str, Entry] | None = None
    """Files that are certain to be as they were written; those of the manifest that look so, where nobody says."""
    by_hand: Iterable[str] | None = None
    """The other files; those that are found, where nobody says."""

    def files(self) -> tuple[Files, tuple[str, ...]]:
        """All files, and those that no run has made; both sorted and without hidden ones."""
        folder, made = self.folder, self.generated
        if made is None:
            made = {path: told for path, told in manifest(folder).items() if told[1:] == stat(folder / path)}
        if self.by_hand is None:
            paths = _paths(str(folder))
        else:
            others = (path for path in self.by_hand if (folder / path).is_file())
            paths = sorted(path for path in {*made, *others} if "/." not in f"/{path}")
        files = {
            path: made[path][0] if path in made else _digest((folder / path).read_bytes()) for path in paths
        }
        return files, tuple(path for path in paths if path not in made)


def present(docs: Docs, dictionary: Path, frame: str, then: State | None = None) -> State:
    """The state of a docs folder as it is now. `then`: the last one, which knows what pages with the same bytes are."""
    files, by_hand = docs.files()
    then_files, then_searched = (then.files, frozenset(then.searched)) if then else ({}, frozenset[str]())
    pages = filter(is_page, files)
    return State(
        frame=frame,
        packages=_digest("\n".join([sys.version, __version__, *packages()]).encode()),
        dictionary=_digest(dictionary.read_bytes()) if dictionary.is_file() else "",
        files=files,
        searched=tuple(
            path
            for path in pages
            if (path in then_searched if then_files.get(path) == files[path] else _is_searched(docs.folder / path))
        ),
        by_hand=by_hand,
    )


def _is_searched(page: Path) -> bool:
    with page.open("rb") as data:
        return not _UNSEARCHED.search(data.read(_HEAD))


def _paths(folder: str) -> list[str]:
    """Every file below a folder, without hidden ones, sorted."""
    paths = []
    folders = [(folder, "")]
    while folders:
        place, below = folders.pop()
        with os.scandir(place) as found:
            for each in found:
                name = each.name
                if name.startswith("."):
                    continue
                if each.is_dir(follow_symlinks=False):
                    folders.append((each.path, f"{below}{name}/"))
                elif each.is_file():
                    paths.append(below + name)
    return sorted(paths)


def frame_of(root: Path, settings: Mapping[str, str]) -> str:
    """Digest of what every page depends on. `settings`: those that mkdocs.yml reads with !ENV, without folders."""
    folder = root / "theme"
    theme = [f"theme/{path} {_digest((folder / path).read_bytes())}" for path in _paths(str(folder))]
    own = [_digest((root / "mkdocs.yml").read_bytes()), json.dumps(sorted(settings.items()))]
    return _digest("\n".join([*own, *theme]).encode())


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()
