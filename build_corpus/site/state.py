"""What a site was made from, so that the next run knows what to render again.

The state of the last run lies in build/; the site carries its digest in build.json. Where the two do
not belong together, because a run was stopped between them or somebody replaced the site, nothing is
known and everything is rendered.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path

from build_corpus import __version__

SCHEMA = 1
STAMP = "build.json"
"""File of the site that names the state it was made from."""
_UNSEARCHED = re.compile(rb"^search:\n(?:  .*\n)*?  exclude: true$", re.MULTILINE)
_HEAD = 4096  # bytes of a page that hold its front matter's `search`

Files = Mapping[str, str]
"""Path below a folder → SHA-256 of the file."""


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
        return json.dumps({"schema": SCHEMA, **parts, "files": dict(self.files)})


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
        )
        stamp = (site / STAMP).read_text(encoding="utf-8")
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return state if data["schema"] == SCHEMA and stamp == state.stamp else None


def present(docs: Path, dictionary: Path, frame: str) -> State:
    """The state of docs/ as it is now."""
    files: dict[str, str] = {}
    searched = []
    for path in _visible(docs):
        data = path.read_bytes()
        name = path.relative_to(docs).as_posix()
        files[name] = _digest(data)
        if name.endswith(".md") and not _UNSEARCHED.search(data[:_HEAD]):
            searched.append(name)
    return State(
        frame=frame,
        packages=_packages(),
        dictionary=_digest(dictionary.read_bytes()) if dictionary.is_file() else "",
        files=files,
        searched=tuple(sorted(searched)),
    )


def frame_of(root: Path, settings: Mapping[str, str]) -> str:
    """Digest of what every page depends on. `settings`: those that mkdocs.yml reads with !ENV, without folders."""
    theme = [
        f"{path.relative_to(root).as_posix()} {_digest(path.read_bytes())}" for path in _visible(root / "theme")
    ]
    own = [_digest((root / "mkdocs.yml").read_bytes()), json.dumps(sorted(settings.items()))]
    return _digest("\n".join([*own, *theme]).encode())


def _packages() -> str:
    installed = sorted(f"{each.name} {each.version}" for each in distributions())
    return _digest("\n".join([sys.version, __version__, *installed]).encode())


def _visible(folder: Path) -> Iterator[Path]:
    """Files below a folder, without hidden ones."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()
