"""Writes docs/: only what changed, nothing that somebody else wrote."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from build_corpus.errors import CorpusError
from build_corpus.manifest import (
    JOURNAL,
    MANIFEST,
    SCHEMA,
    WRITING,
    Entry,
    digest_of,
    handwritten,
    manifest,
    stat,
)
from build_corpus.model import Finding, finding

Content = str | bytes | Iterable[str]
"""What a file holds; parts of a text where the whole would be as large as the corpus."""
Generated = tuple[str, Content]
"""Path below docs, content."""


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


def publish(
    files: Iterable[Generated],
    docs: Path,
    project_docs: Path,
    index: Callable[[Collection[str]], Index] | None = None,
) -> Written:
    """Brings docs/ to hold `files`, one after the other, and those of the search index, which hears their paths.

    A folder other than the project's own also gets the project's hand-written pages, unless it has
    a page of that name. Raises CorpusError where a file cannot be written; every file is whole then.
    """
    docs.mkdir(parents=True, exist_ok=True)
    by_hand = handwritten(project_docs) if docs != project_docs else []
    run = _Run(docs)
    for path in by_hand:
        run.put(path, (project_docs / path).read_bytes())
    taken = frozenset(by_hand)
    made: list[str] = []
    for path, content in files:
        made.append(path)
        if path in taken or not run.put(path, content):
            run.findings.append(finding("docs-handwritten", f"docs/{path}"))
    found = index(frozenset(made)) if index else None
    for path, content in found.files if found else ():
        run.put(path, content)
    if found and found.kept:
        run.keep(found.kept)
    return run.finished()


class _Run:
    """One run over a docs folder: what it wrote, left alone and took away."""

    def __init__(self, docs: Path) -> None:
        self.docs = docs
        self.findings: list[Finding] = []
        self._before = manifest(docs)
        self._written: dict[str, Entry] = {}
        self._changed: list[str] = []

    def put(self, path: str, content: Content) -> bool:
        """Writes a file where its bytes are new; False where somebody else's file stands in its place."""
        target = self.docs / path
        if target.is_dir():
            return False
        if not isinstance(content, str | bytes):
            return self._put_parts(path, content)
        data = content.encode("utf-8") if isinstance(content, str) else content
        digest = sha256(data).hexdigest()
        if not self._as_it_was(path, digest):
            present = target.read_bytes() if target.is_file() else None
            if present not in (None, data) and path not in self._before:
                return False
            if present != data:
                self._announce(path, digest)
                replace_whole(target, (data,))
                self._changed.append(path)
        self._note(path, digest)
        return True

    def _put_parts(self, path: str, parts: Iterable[str]) -> bool:
        """The same for a file that is never in memory as a whole."""
        target, beside = self.docs / path, self.docs / WRITING
        present = digest_of(target)
        digest = write_parts(beside, (part.encode("utf-8") for part in parts))
        foreign = present not in (None, digest) and path not in self._before
        if foreign or present == digest:
            beside.unlink()
        else:
            self._announce(path, digest)
            target.parent.mkdir(parents=True, exist_ok=True)
            beside.replace(target)
            self._changed.append(path)
        if not foreign:
            self._note(path, digest)
        return not foreign

    def _as_it_was(self, path: str, digest: str) -> bool:
        """Whether the file was written with these bytes and nobody touched it since."""
        before = self._before.get(path)
        return before is not None and before[0] == digest and before[1:] == stat(self.docs / path)

    def _announce(self, path: str, digest: str) -> None:
        """Notes a new file before it is there: a run that is stopped leaves no file that nobody owns."""
        if path not in self._before:
            with (self.docs / JOURNAL).open("a", encoding="utf-8") as journal:
                journal.write(json.dumps([path, digest]) + "\n")

    def _note(self, path: str, digest: str) -> None:
        self._written[path] = (digest, *(stat(self.docs / path) or (0, 0)))

    def keep(self, folder: str) -> None:
        """Leaves the files of an earlier run below a folder as they are."""
        self._written |= {path: entry for path, entry in self._before.items() if path.startswith(folder)}

    def finished(self) -> Written:
        """Takes away what is no longer made, and writes down what is."""
        gone = [
            path for path in sorted(self._before) if path not in self._written and _remove(self.docs, path)
        ]
        text = json.dumps({"schema": SCHEMA, "files": self._written}, indent=1, sort_keys=True) + "\n"
        if (self.docs / JOURNAL).exists() or self._written != self._before:
            replace_whole(self.docs / MANIFEST, (text.encode("utf-8"),))
            (self.docs / JOURNAL).unlink(missing_ok=True)
        return Written(
            changed=tuple(sorted(self._changed)),
            removed=tuple(gone),
            unchanged=len(self._written) - len(self._changed),
            findings=tuple(self.findings),
        )


def write_text(file: Path, lines: Iterable[str]) -> None:
    """Writes a text file line by line; it is there whole or not at all. Raises CorpusError."""
    replace_whole(file, (line.encode("utf-8") for line in lines))


def replace_whole(target: Path, parts: Iterable[bytes]) -> None:
    """Writes a file so that it is there whole or not at all. Raises CorpusError where it cannot be written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(WRITING)
    write_parts(beside, parts)
    beside.replace(target)


def write_parts(file: Path, parts: Iterable[bytes]) -> str:
    """Writes a file and gives its SHA-256; leaves nothing behind where it cannot. Raises CorpusError."""
    digest = sha256()
    try:
        with file.open("wb") as out:
            for part in parts:
                digest.update(part)
                out.write(part)
    except OSError as error:
        with suppress(OSError):
            file.unlink()
        msg = f"{file.parent}: cannot be written ({error.strerror}). Free some space or name another folder; what stood there is whole."
        raise CorpusError(msg) from error
    return digest.hexdigest()


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
