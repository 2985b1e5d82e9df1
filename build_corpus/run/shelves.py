"""What earlier runs found out about all documents: rows of bytes in one database, and one large array beside it.

A run sees the rows of the last one that came to its end, and writes its own as it ends. The array is a file of its
own, of which only what is looked at is read; the database holds what tells that file from any other. Nothing here knows
what the rows say.
"""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from build_corpus.errors import DamagedError
from build_corpus.run.database import Database, checked, sound

_TABLES = "CREATE TABLE IF NOT EXISTS shelf (part TEXT, name TEXT, data BLOB, PRIMARY KEY (part, name));"
_INDEX = "index"
_NUMBER = np.uint64


class Shelves(Database):
    """Rows by part and name. Everything goes when `basis`, the digest of what all depend on, is another."""

    def __init__(self, file: Path, basis: str) -> None:
        super().__init__(file, basis, _TABLES)
        self._array = file.with_suffix(".bin")
        self._had = self.usable

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind:
            self.close()  # half of what a run found out does not fit together
        super().__exit__(kind, error, trace)

    def rows(self, part: str) -> dict[str, bytes]:
        """Name → row, of a whole part. Raises DamagedError."""
        query = "SELECT name, data FROM shelf WHERE part = ?"
        nothing: list[tuple[str, object]] = []
        found = self.attempt(lambda base: base.execute(query, (part,)).fetchall(), nothing)
        self._check()
        return {name: _sound(data) for name, data in found}

    def row(self, part: str, name: str = "") -> bytes | None:
        """One row, None where there is none. Raises DamagedError."""
        query = "SELECT data FROM shelf WHERE part = ? AND name = ?"
        found = self.attempt(lambda base: base.execute(query, (part, name)).fetchone(), None)
        self._check()
        return _sound(found[0]) if found else None

    def put(self, part: str, rows: Mapping[str, bytes | None]) -> None:
        """Keeps rows instead of those of the same names; None: no longer."""
        gone = [(part, name) for name, data in rows.items() if data is None]
        new = ((part, name, checked(data)) for name, data in rows.items() if data is not None)
        self.attempt(
            lambda base: base.executemany("DELETE FROM shelf WHERE part = ? AND name = ?", gone), None
        )
        self.attempt(
            lambda base: base.executemany("INSERT OR REPLACE INTO shelf VALUES (?, ?, ?)", new), None
        )

    def index(self) -> NDArray[np.uint64] | None:
        """The array, as far as it is read; None where it is not the one that was written."""
        told = self.row(_INDEX)
        if told is None or told != self._told():
            return None
        return np.memmap(self._array, _NUMBER, "r")

    def put_index(self, index: NDArray[np.uint64]) -> None:
        """Writes the array, where what tells of it can be written."""
        if not self.usable:
            return
        beside = self._array.with_suffix(".writing")
        try:
            with beside.open("wb") as file:
                index.tofile(file)
            beside.replace(self._array)
        except OSError:
            with suppress(OSError):
                beside.unlink()
        else:
            self.put(_INDEX, {"": self._told() or b""})

    def clear(self) -> None:
        """Keeps nothing any more."""
        self.close()
        self.remove()
        self.open()
        self._had = self.usable

    def _told(self) -> bytes | None:
        """What tells the array's file from any other; None where there is none, or nothing in it."""
        try:
            stat = self._array.stat()
        except OSError:
            return None
        told = (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        return repr(told).encode() if stat.st_size else None

    def _check(self) -> None:
        """Raises DamagedError where what was read or written a moment ago is no longer there."""
        if self._had and not self.usable:
            raise DamagedError


def _sound(data: object) -> bytes:
    kept = sound(data)
    if kept is None:
        raise DamagedError
    return kept
