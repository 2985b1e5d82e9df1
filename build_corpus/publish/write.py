"""Writes docs/: only what changed, nothing that somebody else wrote."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from build_corpus.model import Finding, finding

MANIFEST = ".manifest.json"
"""Which files in docs/ were generated, with their hashes. A dot file: MkDocs does not publish it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a run did to docs/."""

    changed: tuple[str, ...]
    """Files written because their bytes are new."""
    removed: tuple[str, ...]
    """Files of an earlier run that are no longer made."""
    unchanged: int
    """Files left alone."""
    findings: tuple[Finding, ...]
    """Files that could not be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Files of the search index, made one by one: all of them at once would be larger than the corpus."""

    files: Iterator[tuple[str, bytes]]
    """Path below docs and content."""
    kept: str | None
    """Folder, with a final slash, whose files of an earlier run stay as they are."""


def publish(files: Mapping[str, str], docs: Path, project_docs: Path, index: Index | None = None) -> Written:
    """Brings docs/ to hold `files` (path below docs → text) and those of the search index.

    A folder other than the project's own also gets the project's hand-written pages, unless it has
    a page of that name.
    """
    docs.mkdir(parents=True, exist_ok=True)
    by_hand = (
        {path: (project_docs / path).read_bytes() for path in handwritten(project_docs)}
        if docs != project_docs
        else {}
    )
    run = _Run(docs)
    run.findings += [finding("docs-handwritten", f"docs/{path}") for path in by_hand if path in files]
    for path in sorted({*files, *by_hand}):
        if (
            not run.put(path, by_hand[path] if path in by_hand else files[path].encode("utf-8"))
            and path in files
        ):
            run.findings.append(finding("docs-handwritten", f"docs/{path}"))
    for path, content in index.files if index else ():
        run.put(path, content)
    if index and index.kept:
        run.keep(index.kept)
    return run.finished()


class _Run:
    """One run over a docs folder: what it wrote, left alone and took away."""

    def __init__(self, docs: Path) -> None:
        self.docs = docs
        self.findings: list[Finding] = []
        self._before = _manifest(docs)
        self._written: dict[str, str] = {}
        self._changed: list[str] = []

    def put(self, path: str, content: bytes) -> bool:
        """Writes a file where its bytes are new; False where somebody else's file stands in its place."""
        target = self.docs / path
        present = target.read_bytes() if target.is_file() else None
        if target.is_dir() or (present not in (None, content) and path not in self._before):
            return False
        if present != content:
            _replace(target, content)
            self._changed.append(path)
        self._written[path] = sha256(content).hexdigest()
        return True

    def keep(self, folder: str) -> None:
        """Leaves the files of an earlier run below a folder as they are."""
        self._written |= {path: digest for path, digest in self._before.items() if path.startswith(folder)}

    def finished(self) -> Written:
        """Takes away what is no longer made, and writes down what is."""
        gone = [
            path for path in sorted(self._before) if path not in self._written and _remove(self.docs, path)
        ]
        manifest = json.dumps({"schema": 1, "files": self._written}, indent=1, sort_keys=True) + "\n"
        _replace(self.docs / MANIFEST, manifest.encode("utf-8"))
        return Written(
            changed=tuple(self._changed),
            removed=tuple(gone),
            unchanged=len(self._written) - len(self._changed),
            findings=tuple(self.findings),
        )


def handwritten(docs: Path) -> list[str]:
    """Paths of the files in a docs folder that no run has made, sorted."""
    if not docs.is_dir():
        return []
    own = owned(docs)
    found = (
        path.relative_to(docs).as_posix()
        for path in docs.rglob("*")
        if path.is_file() and path.name != MANIFEST
    )
    return sorted(path for path in found if path not in own)


def owned(docs: Path) -> set[str]:
    """Files an earlier run wrote."""
    return set(_manifest(docs))


def _manifest(docs: Path) -> dict[str, str]:
    """Those files with their hashes. A manifest that can't be read owns nothing."""
    try:
        data = json.loads((docs / MANIFEST).read_text(encoding="utf-8"))
        return {str(path): str(digest) for path, digest in data["files"].items() if _inside(str(path))}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _inside(path: str) -> bool:
    return not path.startswith("/") and ".." not in path.split("/")


def _replace(target: Path, data: bytes) -> None:
    """Writes a file so that it is there whole or not at all; leaves equal bytes alone."""
    if target.is_file() and target.read_bytes() == data:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(".writing")  # a short name: the file's own may be as long as names can be
    beside.write_bytes(data)
    beside.replace(target)


def _remove(docs: Path, path: str) -> bool:
    target = docs / path
    if not target.is_file():
        return False
    target.unlink()
    for folder in target.parents:
        if folder == docs or any(folder.iterdir()):
            break
        folder.rmdir()
    return True
