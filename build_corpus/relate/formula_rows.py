"""Where all documents use phrases, as columns of numbers that are kept by document and brought up to date.

In: forms of phrases and documents. Out: columns. A document is searched for all forms once; after that only new
documents are, and those that may hold a new form for that form alone. A form has a number of its own for ever.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from build_corpus.errors import DamagedError
from build_corpus.model import Annotated
from build_corpus.relate.folding import fold, unfolded
from build_corpus.relate.formula_text import Key, unquoted
from build_corpus.relate.formula_uses import Finder, Words, block_starts
from build_corpus.relate.work import Folds, Work

ROWS = "uses"
FEW = 40  # new forms that are looked for one by one; for more, all documents are searched
FIRST = 1  # number that is given; 0 is none
COLUMNS = 8
_LINE = COLUMNS * 4  # bytes
FORM, BLOCK, START, END, QUOTED, WORDING, NAME = 0, 1, 2, 3, 4, 5, slice(6, 8)
"""Number of the form and of the block, offsets in its text, whether in quotation marks, number of the wording (0: the
key itself), and a hash of the document's and the block's id."""

Integers = NDArray[np.int32]
Forms = dict[str, tuple[int, str, tuple[int, ...]]]
"""Form → its number, its key, and where that may have parting marks."""


@dataclass(slots=True)
class Table:
    """Forms and wordings that have numbers."""

    forms: Forms
    """The forms of this run."""
    wordings: dict[str, int]
    """Wording → number; 0 is no wording."""
    following: int
    """The next number, of a form or a wording."""

    def renewed(self, keys: Mapping[str, Key]) -> tuple["Table", list[str]]:
        """The table for other forms, and which of them are new. `keys`: form → key."""
        forms: Forms = {}
        following, new = self.following, []
        for form, key in keys.items():
            parts = tuple(sorted(key.parts))
            known = self.forms.get(form)
            if known is None or known[1:] != (key.text, parts):
                known = (following, key.text, parts)
                following += 1
                new.append(form)
            forms[form] = known
        return Table(forms, dict(self.wordings), following), new

    def number(self, wording: str) -> int:
        """The number of a wording."""
        if wording not in self.wordings:
            self.wordings[wording] = self.following
            self.following += 1
        return self.wordings[wording]

    def forget(self, lines: Integers) -> None:
        """Leaves out wordings that stand nowhere any more."""
        numbers = frozenset(np.unique(lines[:, WORDING]).tolist())
        self.wordings = {wording: number for wording, number in self.wordings.items() if number in numbers}


class Uses:
    """Every use of every form, by document."""

    def __init__(self, every: Finder, words: Words, known: Table) -> None:
        """`every`: finds all forms; `known`: what the kept rows were made with."""
        self._every = every
        self._keys = every.keys
        self._known = bool(known.forms)
        self.table, self._new = known.renewed(self._keys)
        self._words = words

    def rows(self, work: Work) -> list[bytes]:
        """For each document its uses as `lines_of` reads them; some of forms that are no more. Raises DamagedError."""
        every, changes, documents = self._every, work.changes, work.documents
        if changes.many or not self._known or len(self._new) > FEW:
            self.table, self._new = Table({}, {}, FIRST).renewed(self._keys)
            rows: dict[str, bytes] = {}
            wanted = dict.fromkeys((document.id for document in documents), every)
        else:
            rows = work.shelf.rows(ROWS)
            holders = self._holders(work.folds) if self._new else ()
            some = Finder({form: self._keys[form] for form in self._new}, self._words)
            wanted = dict.fromkeys(holders, some) | dict.fromkeys(changes.added, every)
        fresh: dict[str, bytes | None] = dict.fromkeys(changes.gone)
        for document in documents:
            finder = wanted.get(document.id)
            if finder:
                found = [*self._found(document, finder)]
                before = b"" if finder is every else rows.get(document.id, b"")
                if found or finder is every:
                    fresh[document.id] = rows[document.id] = self._with(before, found)
        work.shelf.put(ROWS, fresh)
        try:
            every_row = [rows[document.id] for document in documents]
        except KeyError as error:
            raise DamagedError from error
        if any(len(row) % _LINE for row in every_row):
            raise DamagedError
        return every_row

    def _holders(self, folds: Folds) -> Iterator[str]:
        """The documents that may hold a new form."""
        wanted = [fold(form)[0] for form in self._new]
        narrow = [codes.astype(np.uint16).tobytes() for codes in wanted]
        for name, row in folds.rows().items():
            codes = unfolded(row).codes
            if codes.dtype != np.uint16 or any(form in row for form in narrow):
                yield name

    def _found(self, document: Annotated, finder: Finder) -> Iterator[tuple[int, ...]]:
        text, blocks, starts = document.speech.text, document.speech.blocks, block_starts(document)
        names: dict[int, tuple[int, int]] = {}
        for form, first, last, quoted in finder.uses(text):
            at = bisect_right(starts, first) - 1
            number, key, _ = self.table.forms[form]
            wording = text[first:last]
            other = 0 if wording == key else self.table.number(unquoted(wording))
            if at not in names:
                names[at] = _names(document.id, blocks[at].id)
            start = starts[at]
            yield number, at, first - start, last - start, int(quoted), other, *names[at]

    def _with(self, row: bytes, found: Sequence[tuple[int, ...]]) -> bytes:
        """A document's uses with others, in the order of its text: by their ends, those that start first first."""
        lines = np.concatenate([lines_of([row]), np.array(found, np.int32).reshape(-1, COLUMNS)])
        return lines[np.lexsort((lines[:, START], lines[:, END], lines[:, BLOCK]))].tobytes()


def lines_of(rows: Iterable[bytes]) -> Integers:
    """Uses, one a line."""
    return np.frombuffer(b"".join(rows), np.int32).reshape(-1, COLUMNS)


def sizes_of(rows: Iterable[bytes]) -> list[int]:
    """How many uses there are in each row."""
    return [len(row) // _LINE for row in rows]


def _names(document: str, block: str) -> tuple[int, int]:
    name = blake2b(f"{document}\n{block}".encode(), digest_size=8).digest()
    return int.from_bytes(name[:4], "little", signed=True), int.from_bytes(name[4:], "little", signed=True)
