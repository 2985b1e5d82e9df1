"""Tables as CSV, row by row: plain ones for programs, guarded ones for spreadsheets.

In: names of columns, rows. Out: lines, never the whole text: a corpus' paragraphs are as large as the corpus.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence

FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""Spreadsheets would reckon with what starts so, some also with the full-width signs."""

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"

Cell = str | int | float | None
Rows = Iterable[Sequence[Cell]]


class _Line:
    """What the csv module writes to: gives every line back."""

    def write(self, text: str) -> str:
        return text


def plain(columns: Sequence[str], rows: Rows) -> Iterator[str]:
    r"""Lines of UTF-8 CSV, every cell as it is, null as nothing.

    >>> list(plain(("id", "text"), [("a", "=1，2"), ("b", None)]))
    ['id,text\n', 'a,=1，2\n', 'b,\n']
    """
    yield from lines([columns])
    yield from lines(rows)


def guarded(columns: Sequence[str], rows: Rows) -> Iterator[str]:
    r"""Lines that spreadsheets open as what they are: UTF-8 with its mark, no cell a formula.

    >>> list(guarded(("id", "text"), [("a", "=1"), ("b", -1)]))[2:]
    ["a,'=1\n", 'b,-1\n']
    """
    yield BOM
    yield from lines([columns])
    yield from guarded_lines(rows)


def guarded_lines(rows: Rows) -> Iterator[str]:
    """The lines of these rows alone."""
    return lines([_guarded(cell) for cell in row] for row in rows)


def lines(rows: Rows) -> Iterator[str]:
    """The same, every cell as it is."""
    table = csv.writer(_Line(), lineterminator="\n")
    return (str(table.writerow(row)) for row in rows)


def _guarded(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell
