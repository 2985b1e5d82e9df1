"""Writes docs/: only what changed, nothing that somebody else wrote."""

import json
from collections.abc import Mapping
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


def publish(files: Mapping[str, str], docs: Path, project_docs: Path) -> Written:
    """Brings docs/ to hold `files` (path below docs → text).

    A folder other than the project's own also gets the project's hand-written pages, unless it has
    a page of that name.
    """
    docs.mkdir(parents=True, exist_ok=True)
    wanted = {path: text.encode("utf-8") for path, text in files.items()}
    by_hand = (
        {path: (project_docs / path).read_bytes() for path in handwritten(project_docs)}
        if docs != project_docs
        else {}
    )
    in_the_way = [path for path in by_hand if path in wanted]
    wanted |= by_hand
    owned = _owned(docs)
    changed: list[str] = []
    findings = [finding("docs-handwritten", f"docs/{path}") for path in in_the_way]
    written: dict[str, str] = {}
    for path in sorted(wanted):
        target = docs / path
        present = target.read_bytes() if target.is_file() else None
        foreign = present is not None and present != wanted[path] and path not in owned
        if foreign or target.is_dir():
            if path in files:
                findings.append(finding("docs-handwritten", f"docs/{path}"))
            continue
        if present != wanted[path]:
            _replace(target, wanted[path])
            changed.append(path)
        written[path] = sha256(wanted[path]).hexdigest()
    removed = [path for path in sorted(owned) if path not in wanted and _remove(docs, path)]
    manifest = json.dumps({"schema": 1, "files": written}, indent=1, sort_keys=True) + "\n"
    _replace(docs / MANIFEST, manifest.encode("utf-8"))
    return Written(
        changed=tuple(changed),
        removed=tuple(removed),
        unchanged=len(written) - len(changed),
        findings=tuple(findings),
    )


def handwritten(docs: Path) -> list[str]:
    """Paths of the files in a docs folder that no run has made, sorted."""
    if not docs.is_dir():
        return []
    owned = _owned(docs)
    found = (
        path.relative_to(docs).as_posix()
        for path in docs.rglob("*")
        if path.is_file() and path.name != MANIFEST
    )
    return sorted(path for path in found if path not in owned)


def _owned(docs: Path) -> set[str]:
    """Files an earlier run wrote. A manifest that can't be read owns nothing."""
    try:
        data = json.loads((docs / MANIFEST).read_text(encoding="utf-8"))
        return {str(path) for path in data["files"] if _inside(str(path))}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


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
