"""What earlier runs found in seeds and made of their documents: one database below build/, safe to delete.

For each file: what told it apart then, and what reading it gave; for each document of it: what was asked of the
corpus, and what was made. Both are written together, so that they never tell of two states. A damaged entry is as
good as none, and so is a damaged database; what cannot be written (a full disk) is not kept, which is no error.
"""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from build_corpus.run.database import Database, checked, sound

TOGETHER = 500  # entries that are written at once; a run that is stopped keeps all before
_TABLES = """
CREATE TABLE IF NOT EXISTS seeds (name BLOB PRIMARY KEY, told BLOB, content BLOB, found BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (name BLOB, place INTEGER, asked BLOB, made BLOB, PRIMARY KEY (name, place));
"""


class Cache(Database):
    """Entries by the names of files. Everything goes when `basis`, the digest of what all depend on, is another."""

    def __init__(self, file: Path, basis: str) -> None:
        super().__init__(file, basis, _TABLES)
        self._written = 0

    def seeds(self) -> dict[bytes, tuple[bytes, bytes, bytes]]:
        """Name → what told the file apart, digest of its content, what it gave."""
        rows = self._rows("SELECT name, told, content, found FROM seeds")
        whole = ((name, told, content, sound(found)) for name, told, content, found in rows)
        return {name: (told, content, found) for name, told, content, found in whole if found is not None}

    def asked(self) -> dict[tuple[bytes, int], bytes]:
        """(name, place in the file) of a document → what was asked of the corpus."""
        return dict(_whole(self._rows("SELECT name, place, asked FROM documents")))

    def made(self) -> dict[tuple[bytes, int], bytes]:
        """(name, place in the file) of a document → what was made of it. All at once: one by one takes five times as long."""
        query = "SELECT name, place, made FROM documents"
        nothing: dict[tuple[bytes, int], bytes] = {}
        return self.attempt(lambda base: dict(_whole(base.execute(query))), nothing)

    def put_seed(self, name: bytes, told: bytes, content: bytes, found: bytes) -> None:
        """Keeps what a file gave; what was made of another content of it goes."""
        self._write(
            "DELETE FROM documents WHERE name = ? AND ? NOT IN (SELECT content FROM seeds WHERE name = ?)",
            (name, content, name),
        )
        self._write("INSERT OR REPLACE INTO seeds VALUES (?, ?, ?, ?)", (name, told, content, checked(found)))

    def put_document(self, name: bytes, place: int, asked: bytes, made: bytes) -> None:
        """Keeps what was made of a document of a file that is kept."""
        self._write(
            "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)",
            (name, place, checked(asked), checked(made)),
        )

    def keep_only(self, names: Collection[bytes], kept: Collection[bytes]) -> None:
        """Removes, of the names that are kept, all but some."""
        for name in sorted(set(kept) - set(names)):
            self._write("DELETE FROM seeds WHERE name = ?", (name,))
            self._write("DELETE FROM documents WHERE name = ?", (name,))

    def _rows(self, query: str) -> list[Any]:
        return self.attempt(lambda base: base.execute(query).fetchall(), [])

    def _write(self, statement: str, values: tuple[object, ...]) -> None:
        self.attempt(lambda base: base.execute(statement, values), None)
        self._written += 1
        if self._written % TOGETHER == 0:
            self.attempt(lambda base: base.commit(), None)


def _whole(rows: Iterable[tuple[bytes, int, object]]) -> Iterator[tuple[tuple[bytes, int], bytes]]:
    """What is kept of documents, without what is damaged."""
    for name, place, data in rows:
        kept = sound(data)
        if kept is not None:
            yield (name, place), kept
