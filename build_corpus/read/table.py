"""Rows of tables: which are data, and which only place things on a page."""

from dataclasses import dataclass, field

from build_corpus.read.writer import Writer
from build_corpus.text import is_prose

LINKED = 0.9  # share of a row in links from which it is navigation  # guessed


@dataclass(slots=True)
class Row:
    """A row that is being read. Its cells were written as lines."""

    start: int
    """Code point where it starts."""
    cells: list[tuple[int, int]] = field(default_factory=list)
    """First piece of each cell that holds text, and the piece after its line feed."""
    linked: int = 0
    """Code points of link texts in it."""
    nested: bool = False
    """Whether a cell holds a table."""

    def add_cell(self, out: Writer, piece: int) -> None:
        """A cell that was written from a place on; the line it ends is its own."""
        if out.pieces > piece and out.last == "\n":
            self.cells.append((piece, out.pieces))

    def close(self, out: Writer) -> None:
        """Puts the cells on one line, with tabs between them, and marks the row, where the row is data.

        It is where it has two cells or more, each of one line that is no running text, and is not made of
        links.
        """
        if len(self.cells) < 2 or self.nested or self.linked >= LINKED * (out.at - self.start):  # noqa: PLR2004
            return
        for first, last in self.cells:
            cell = out.between(first, last)
            if "\n" in cell[:-1] or is_prose(cell.strip()):
                return
        for _, last in self.cells[:-1]:
            out.make_tab(last - 1)
        out.mark("row", self.start, out.at)
