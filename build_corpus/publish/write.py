"""Writes docs/: only what changed, nothing that somebody else wrote."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from build_corpus.manifest import (
    JOURNAL,
    MADE,
    MANIFEST,
    SCHEMA,
    WRITING,
    Entry,
    handwritten,
    manifest,
    remove,
)
from build_corpus.model import Finding, finding
from build_corpus.publish.catalogue import Measured
from build_corpus.publish.folder import Folder, Put
from build_corpus.publish.joining import Joining
from build_corpus.publish.lazy import Afterwards, Content, Generated, Lazy, Pieces
from build_corpus.publish.lazy_kept import Kept, Standing
from build_corpus.publish.lazy_workers import FEW, Waiting, make_all
from build_corpus.publish.whole import replace_whole
from build_corpus.run.aside import Aside

MANY = 2000  # files of a folder whose index takes longer to look over than another process to begin


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
    files: Mapping[str, Entry]
    """All generated files, as they stand there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Files of the search index, made one by one: all of them at once would be larger than the corpus."""

    files: Iterator[tuple[str, bytes]]
    """Path below docs and content."""
    kept: str | None
    """Folder, with a final slash, whose files of an earlier run stay as they are."""


_Indexed = tuple[list[tuple[str, Put | None]], str | None]
"""Path and how it stands there, of each file of the search index that was made; folder of those that stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """How lazy files are made."""

    basis: str = ""
    """Digest of what all of them are made from besides the corpus; without one all are made."""
    jobs: int = 1
    """Processes."""
    altered: Collection[str] | None = None
    """Files of earlier runs that do not look as they were written; those that don't now, where nobody has looked."""


def publish(
    files: Iterable[Generated],
    docs: Path,
    project_docs: Path,
    index: Callable[[Collection[str]], Index] | None = None,
    making: Making | None = None,
) -> Written:
    """Brings docs/ to hold `files`, one after the other, and those of the search index, which hears their paths.

    A folder other than the project's own also gets the project's hand-written pages, unless it has
    a page of that name. Raises CorpusError where a file cannot be written; every file is whole then.
    """
    docs.mkdir(parents=True, exist_ok=True)
    by_hand = handwritten(project_docs) if docs != project_docs else []
    run = _Run(docs, making or Making())
    for path in by_hand:
        run.put(path, (project_docs / path).read_bytes())
    taken = frozenset(by_hand)
    made: list[str] = []
    for path, content in files:
        made.append(path)
        if path in taken:
            run.refused(path)
        else:
            run.put(path, content)
    found = run.indexing(partial(index, frozenset(made))) if index else None
    run.make()
    if found:
        run.indexed(found)
    return run.finished()


class _Run:
    """One run over a docs folder: what it wrote, left alone and took away."""

    def __init__(self, docs: Path, making: Making) -> None:
        self._before = manifest(docs)
        self._folder = Folder(docs, self._before)
        self._kept = Kept(docs, docs / MADE, making.basis, Standing(docs, self._before, making.altered))
        self._jobs = making.jobs
        self._waiting: list[Waiting] = []
        self._planned: list[_Planned] = []
        self._copying: list[tuple[Sequence[_Planned], Aside[list[Put | None]]]] = []
        self._afterwards: list[tuple[str, Afterwards]] = []
        self._findings: list[Finding] = []
        self._written: dict[str, Entry] = {}
        self._changed: list[str] = []

    def put(self, path: str, content: Content) -> None:
        """Writes a file where its bytes are new; a lazy one that has to be made waits for `make`."""
        if isinstance(content, Afterwards):
            self._afterwards.append((path, content))
            return
        measured = content if isinstance(content, Measured) else None
        pieces = measured.content if measured else content
        if isinstance(pieces, Pieces):
            self._join(path, measured, pieces)
            return
        if not measured:
            self._copy()
        known = self._kept.unchanged(path, content) if isinstance(content, Lazy) else None
        if known:
            self._written[path] = known
        elif isinstance(content, Lazy):
            self._waiting.append((path, content))
        else:
            self._note(path, self._put(path, content))

    def _join(self, path: str, measured: Measured | None, pieces: Pieces) -> None:
        """Writes a file of pieces; one of which little is new is written beside this run, see `_copy`."""
        joining = Joining(self._folder.root, path, pieces, self._kept)
        if joining.plan():
            self._planned.append((path, measured, joining))
        else:
            self._joined((path, measured, joining), self._folder.put_pieces(path, joining))

    def _copy(self) -> None:
        """Begins to write the files that are planned: most of them is copied, and nothing waits for it."""
        if self._planned:
            folder = replace(self._folder, beside=f"{WRITING}-pieces-{len(self._copying)}")
            large = any(joining.large for _, _, joining in self._planned)
            work = partial(_copied, folder, self._planned)
            self._copying.append((self._planned, Aside(work, soon=large)))
            self._planned = []

    def _joined(self, file: "_Planned", put: Put | None) -> None:
        path, measured, joining = file
        self._note(path, put)
        if put:
            self._kept.keep_joined(path, joining.joined(put.entry))
        if measured:
            measured.tell(put.entry if put else None)

    def make(self) -> None:
        """Makes the files that wait."""
        for (path, _), put in zip(self._waiting, self._made(self._waiting), strict=True):
            self._note(path, put)
        self._waiting = []

    def indexing(self, index: Callable[[], Index]) -> Aside[_Indexed]:
        """Begins with the search index, which nothing waits for; where little is there and little is to be made, later."""
        folder = replace(self._folder, beside=f"{WRITING}-index")
        return Aside(
            partial(_indexed, index, folder),
            soon=self._jobs > 1 and (len(self._waiting) > FEW or len(self._before) > MANY),
        )

    def indexed(self, index: Aside[_Indexed]) -> None:
        """Takes in the files of the search index; makes them where whoever began with them died."""
        puts, kept = index.surely()
        for path, put in puts:
            self._note(path, put)
        if kept:
            self._written |= {path: entry for path, entry in self._before.items() if path.startswith(kept)}

    def refused(self, path: str) -> None:
        """Somebody else's file stands where one should go."""
        self._findings.append(finding("docs-handwritten", f"docs/{path}"))

    def _made(self, files: Sequence[Waiting]) -> Iterator[Put | None]:
        for (path, lazy), done in zip(files, make_all(files, self._folder, self._jobs), strict=True):
            if done.put:
                self._kept.keep(path, lazy, done.names)
            yield done.put

    def _put(self, path: str, content: Content) -> Put | None:
        if isinstance(content, Measured):
            put = self._put(path, content.content)
            content.tell(put.entry if put else None)
            return put
        if isinstance(content, Lazy):  # one that somebody waits for
            known = self._kept.unchanged(path, content)
            return Put(known, changed=False) if known else next(self._made([(path, content)]))
        if isinstance(content, str | bytes):
            return self._folder.put(path, content.encode("utf-8") if isinstance(content, str) else content)
        return self._folder.put_parts(path, (part.encode("utf-8") for part in content))

    def _note(self, path: str, put: Put | None) -> None:
        if put is None:
            self.refused(path)
            return
        self._written[path] = put.entry
        if put.changed:
            self._changed.append(path)

    def finished(self) -> Written:
        """Takes away what is no longer made, and writes down what is."""
        self._copy()
        for planned, copying in self._copying:
            for file, put in zip(planned, copying.surely(), strict=True):
                self._joined(file, put)
        for path, content in self._afterwards:
            self._note(path, self._put(path, content.made()))
        gone = [
            path
            for path in sorted(self._before)
            if path not in self._written and remove(self._folder.root, path)
        ]
        journal = self._folder.root / JOURNAL
        self._kept.save()
        if journal.exists() or self._written != self._before:
            told = json.dumps(
                {"schema": SCHEMA, "files": self._written}, sort_keys=True, separators=(",", ":")
            )
            replace_whole(self._folder.root / MANIFEST, (told.encode("utf-8"), b"\n"))
            journal.unlink(missing_ok=True)
        return Written(
            changed=tuple(sorted(self._changed)),
            removed=tuple(gone),
            unchanged=len(self._written) - len(self._changed),
            findings=tuple(self._findings),
            files=self._written,
        )


_Planned = tuple[str, Measured | None, Joining]
"""Path of a file of pieces, who waits for its hash, and how it is made."""


def _copied(folder: Folder, files: Iterable[_Planned]) -> list[Put | None]:
    return [folder.put_pieces(path, joining) for path, _, joining in files]


def _indexed(index: Callable[[], Index], folder: Folder) -> _Indexed:
    made = index()
    return [(path, folder.put(path, data)) for path, data in made.files], made.kept


def forget(docs: Path, *others: Path) -> None:
    """Lets the next run make every lazy file of docs/, and of other folders whose notes are named."""
    for file in (docs / MADE, *others):
        file.unlink(missing_ok=True)
