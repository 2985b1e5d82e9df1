"""What earlier runs found in seeds and made of their documents: one database below build/, safe to delete.

For each file: what told it apart then, and what reading it gave; for each document of it: what was asked of the
corpus, and what was made. Both are written together, so that they never tell of two states. A damaged entry is as
good as none, and so is a damaged database; what cannot be written (a full disk) is not kept, which is no error.
"""

import sqlite3
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from zlib import crc32

TOGETHER = 500  # entries that are written at once; a run that is stopped keeps all before
_CHECK = 4  # bytes
_TABLES = """
CREATE TABLE IF NOT EXISTS basis (digest TEXT);
CREATE TABLE IF NOT EXISTS seeds (name BLOB PRIMARY KEY, told BLOB, content BLOB, found BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (name BLOB, place INTEGER, asked BLOB, made BLOB, PRIMARY KEY (name, place));
"""
T = TypeVar("T")


class Cache:
    """Entries by the names of files. Everything goes when `basis`, the digest of what all depend on, is another."""

    def __init__(self, file: Path, basis: str) -> None:
        self._file = file
        self._basis = basis
        self._written = 0
        self._base = self._opened() or self._opened()  # a damaged one is removed, and there is a new one

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._try(lambda base: base.commit(), None)
        if self._base:
            self._base.close()

    def _opened(self) -> sqlite3.Connection | None:
        base = None
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            base = sqlite3.connect(self._file, isolation_level="DEFERRED")
            base.execute(
                "PRAGMA synchronous = OFF"
            )  # a machine that loses power may lose this, and nothing else
            base.execute("PRAGMA secure_delete = ON")  # what a withdrawn speech said does not stay
            base.executescript(_TABLES)
            base.execute("INSERT INTO basis SELECT ? WHERE NOT EXISTS (SELECT * FROM basis)", (self._basis,))
            if base.execute("SELECT digest FROM basis").fetchall() != [(self._basis,)]:
                raise sqlite3.DatabaseError  # as good as a damaged one
        except (OSError, sqlite3.Error) as error:
            self._give_up(base, error)
            return None
        return base

    def _give_up(self, base: sqlite3.Connection | None, error: Exception) -> None:
        """Closes a database that cannot be used now, and removes it where it never will be."""
        if base:
            base.close()
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            for file in (self._file, self._file.with_name(f"{self._file.name}-journal")):
                with suppress(OSError):
                    file.unlink()

    def _try(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """Does something with the database; one that fails is of no more use in this run."""
        if self._base:
            try:
                return work(self._base)
            except sqlite3.Error as error:
                self._give_up(self._base, error)
                self._base = None
        return otherwise

    def seeds(self) -> dict[bytes, tuple[bytes, bytes, bytes]]:
        """Name → what told the file apart, digest of its content, what it gave."""
        rows = self._rows("SELECT name, told, content, found FROM seeds")
        sound = ((name, told, content, _sound(found)) for name, told, content, found in rows)
        return {name: (told, content, found) for name, told, content, found in sound if found is not None}

    def asked(self) -> dict[tuple[bytes, int], bytes]:
        """(name, place in the file) of a document → what was asked of the corpus."""
        rows = self._rows("SELECT name, place, asked FROM documents")
        sound = ((name, place, _sound(asked)) for name, place, asked in rows)
        return {(name, place): asked for name, place, asked in sound if asked is not None}

    def made(self, name: bytes, place: int) -> bytes | None:
        """What was made of a document."""
        query = "SELECT made FROM documents WHERE name = ? AND place = ?"
        row = self._try(lambda base: base.execute(query, (name, place)).fetchone(), None)
        return _sound(row[0]) if row else None

    def put_seed(self, name: bytes, told: bytes, content: bytes, found: bytes) -> None:
        """Keeps what a file gave; what was made of another content of it goes."""
        self._write(
            "DELETE FROM documents WHERE name = ? AND ? NOT IN (SELECT content FROM seeds WHERE name = ?)",
            (name, content, name),
        )
        self._write(
            "INSERT OR REPLACE INTO seeds VALUES (?, ?, ?, ?)", (name, told, content, _checked(found))
        )

    def put_document(self, name: bytes, place: int, asked: bytes, made: bytes) -> None:
        """Keeps what was made of a document of a file that is kept."""
        self._write(
            "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)",
            (name, place, _checked(asked), _checked(made)),
        )

    def keep_only(self, names: Collection[bytes], kept: Collection[bytes]) -> None:
        """Removes, of the names that are kept, all but some."""
        for name in sorted(set(kept) - set(names)):
            self._write("DELETE FROM seeds WHERE name = ?", (name,))
            self._write("DELETE FROM documents WHERE name = ?", (name,))

    def _rows(self, query: str) -> list[Any]:
        return self._try(lambda base: base.execute(query).fetchall(), [])

    def _write(self, statement: str, values: tuple[object, ...]) -> None:
        self._try(lambda base: base.execute(statement, values), None)
        self._written += 1
        if self._written % TOGETHER == 0:
            self._try(lambda base: base.commit(), None)


def _checked(data: bytes) -> bytes:
    return crc32(data).to_bytes(_CHECK, "big") + data


def _sound(data: object) -> bytes | None:
    """What `_checked` made; None for anything else."""
    if not isinstance(data, bytes):
        return None
    rest = data[_CHECK:]
    return rest if _checked(rest) == data else None
