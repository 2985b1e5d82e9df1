"""A database below build/, safe to delete: all in it depends on one basis, and goes when that is another.

A damaged one is as good as none; what cannot be written (a full disk) is not kept, which is no error.
"""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from zlib import crc32

_CHECK = 4  # bytes
_BASIS = "CREATE TABLE IF NOT EXISTS basis (digest TEXT);"
T = TypeVar("T")


class Database:
    """Tables in a file. Everything goes when `basis`, the digest of what all depend on, is another."""

    def __init__(self, file: Path, basis: str, tables: str) -> None:
        """`tables`: SQL that makes those that are not there."""
        self._file = file
        self._basis = basis
        self._tables = _BASIS + tables
        self._base: sqlite3.Connection | None = None
        self.open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.attempt(lambda base: base.commit(), None)
        self.close()

    def open(self) -> None:
        """Opens it; a damaged one is removed, and there is a new one."""
        self._base = self._opened() or self._opened()

    def close(self) -> None:
        """What was not committed is gone."""
        if self._base:
            self._base.close()
            self._base = None

    @property
    def usable(self) -> bool:
        """Whether anything can be read and written."""
        return self._base is not None

    def _opened(self) -> sqlite3.Connection | None:
        base = None
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            base = sqlite3.connect(self._file, isolation_level="DEFERRED")
            base.execute(
                "PRAGMA synchronous = OFF"
            )  # a machine that loses power may lose this, and nothing else
            base.execute("PRAGMA secure_delete = ON")  # what a withdrawn speech said does not stay
            base.executescript(self._tables)
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
            self.remove()

    def remove(self) -> None:
        """Removes the file."""
        for file in (self._file, self._file.with_name(f"{self._file.name}-journal")):
            with suppress(OSError):
                file.unlink()

    def attempt(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """Does something with the database; one that fails is of no more use in this run."""
        if self._base:
            try:
                return work(self._base)
            except sqlite3.Error as error:
                self._give_up(self._base, error)
                self._base = None
        return otherwise


def checked(data: bytes) -> bytes:
    """The same with what tells damage."""
    return crc32(data).to_bytes(_CHECK, "big") + data


def sound(data: object) -> bytes | None:
    """What `checked` made; None for anything else."""
    if not isinstance(data, bytes) or len(data) < _CHECK:
        return None
    rest = data[_CHECK:]
    return rest if data[:_CHECK] == crc32(rest).to_bytes(_CHECK, "big") else None
