"""What the last run knew of the tables that pages are made from: those that need not be made again, whole.

In: a file below build/. Out: of each table that is kept the names that were read when it was made, with what they
told then, and the table itself as bytes; of each column what it said of a document, under the document's digest. It
is good while all depend on the same `basis`; what is damaged is as good as nothing.
"""

import marshal
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from build_corpus.errors import DamagedError
from build_corpus.run.shelves import Shelves

TABLES, COLUMNS = "tables", "columns"

PLAIN = 2  # version of marshal's format that writes equal values as equal bytes

Reads = Mapping[str, str]
"""Name of an entry or of a table → what it told."""
Said = dict[str, tuple[str, Any]]
"""Document → its digest, and what a column says of it: texts, numbers, bytes and tuples of them."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A table as it was made."""

    reads: Reads
    """What it was made from."""
    entries: Mapping[str, bytes]
    """Its entries, packed."""
    sign: str
    """What tells the table from any other."""


def sign_of(entries: Mapping[str, bytes]) -> str:
    """Sign of a table of such entries."""
    return blake2b(marshal.dumps(list(entries.items()), PLAIN), digest_size=16).hexdigest()


class Memory:
    """Tables and columns of the last run that came to its end."""

    def __init__(self, file: Path | None = None, basis: str = "") -> None:
        """`file`: where they are kept; None: nowhere."""
        self._file = file if basis else None
        self._basis = basis
        self._rows: dict[str, dict[str, bytes]] = {TABLES: {}, COLUMNS: {}}
        if self._file:
            self._read(self._file)

    def _read(self, file: Path) -> None:
        with Shelves(file, self._basis) as shelf:
            try:
                self._rows = {part: shelf.rows(part) for part in self._rows}
            except DamagedError:
                shelf.clear()

    def table(self, name: str) -> Remembered | None:
        """A table, None where there was none."""
        row = self._rows[TABLES].get(name)
        return Remembered(*marshal.loads(row)) if row else None  # noqa: S302 - our own, and checked

    def column(self, name: str) -> Said:
        """What a column said."""
        row = self._rows[COLUMNS].get(name)
        return marshal.loads(row) if row else {}  # noqa: S302

    def save(self, tables: Mapping[str, Remembered], columns: Mapping[str, Said]) -> None:
        """Keeps these, and of others nothing."""
        if not self._file:
            return
        rows = {
            TABLES: {
                name: marshal.dumps((dict(each.reads), dict(each.entries), each.sign), PLAIN)
                for name, each in tables.items()
            },
            COLUMNS: {name: marshal.dumps(said, PLAIN) for name, said in columns.items()},
        }
        if rows == self._rows:
            return
        with Shelves(self._file, self._basis) as shelf:
            for part, new in rows.items():
                before = self._rows[part]
                changed = {name: row for name, row in new.items() if before.get(name) != row}
                shelf.put(part, {**dict.fromkeys(before.keys() - new.keys()), **changed})
