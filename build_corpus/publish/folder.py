"""A folder of generated files while a run, or one of its workers, writes into it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from build_corpus.manifest import JOURNAL, WRITING, Entry, digest_of, stat
from build_corpus.publish.joining import Joining
from build_corpus.publish.whole import Part, replace_whole, write_parts


@dataclass(frozen=True, slots=True)
class Put:
    """A file that stands as it should."""

    entry: Entry
    """How it stands there now."""
    changed: bool
    """Whether it had to be written."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Where generated files go."""

    root: Path
    """The folder."""
    before: Mapping[str, Entry]
    """Files of earlier runs: path → how they were written."""
    beside: str = WRITING
    """Name of the file that the next one is written to; no two processes share one."""

    def put(self, path: str, data: bytes) -> Put | None:
        """Writes a file where its bytes are new; None where somebody else's file stands in its place."""
        digest = sha256(data).hexdigest()
        if self._as_it_was(path, digest):
            return Put(self.before[path], changed=False)
        target = self.root / path
        present = None if target.is_dir() else target.read_bytes() if target.is_file() else None
        if target.is_dir() or (present not in (None, data) and path not in self.before):
            return None
        if present != data:
            self._announce(path, digest)
            replace_whole(target, (data,), self.beside)
        return self._put(path, digest, changed=present != data)

    def put_parts(self, path: str, parts: Iterable[Part]) -> Put | None:
        """The same for a file that is never in memory as a whole."""
        target, beside = self.root / path, self.root / self.beside
        if target.is_dir():
            return None
        self.root.mkdir(parents=True, exist_ok=True)
        known = self.before.get(path)
        present = known[0] if known and known[1:] == stat(target) else digest_of(target)
        digest = _written(beside, parts)
        foreign = present not in (None, digest) and path not in self.before
        if foreign or present == digest:
            beside.unlink()
        else:
            self._announce(path, digest)
            target.parent.mkdir(parents=True, exist_ok=True)
            beside.replace(target)
        return None if foreign else self._put(path, digest, changed=present != digest)

    def put_pieces(self, path: str, joining: Joining) -> Put | None:
        """The same for a file of pieces: those that would be made the same are taken over from the file itself."""
        parts = joining.parts()
        return self.put_parts(path, parts) if parts else Put(joining.last.entry, changed=False)

    def _as_it_was(self, path: str, digest: str) -> bool:
        """Whether the file was written with these bytes and nobody touched it since."""
        before = self.before.get(path)
        return before is not None and before[0] == digest and before[1:] == stat(f"{self.root}/{path}")

    def _announce(self, path: str, digest: str) -> None:
        """Notes a new file before it is there: a run that is stopped leaves no file that nobody owns."""
        if path not in self.before:
            with (self.root / JOURNAL).open("a", encoding="utf-8") as journal:
                journal.write(json.dumps([path, digest]) + "\n")

    def _put(self, path: str, digest: str, *, changed: bool) -> Put:
        return Put((digest, *(stat(self.root / path) or (0, 0))), changed=changed)


def _written(file: Path, parts: Iterable[Part]) -> str:
    """Writes a file and gives its SHA-256, for which nothing is read a second time. Raises CorpusError."""
    digest = sha256()

    def heard() -> Iterator[Part]:
        for part in parts:
            digest.update(part)
            yield part

    write_parts(file, heard())
    return digest.hexdigest()
