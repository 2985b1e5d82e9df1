"""Texts as arrays of folded characters: letters, digits and Han alone, and where each of them stands.

In: texts. Out: numpy arrays. Wide and narrow forms, cases, traditional and simplified characters are one;
marks and white space are none. One character stays one, so that places can be told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from build_corpus.model import Block
from build_corpus.relate.kept import bytes_of, value_of
from build_corpus.text import BEYOND, simplified

Codes = NDArray[np.uint32]
Narrow = NDArray[np.uint16] | NDArray[np.uint32]
Places = NDArray[np.int64]

LAST = 0x323B0  # one past the last Han character; what comes after it is no letter of a speech
_NARROW = 2  # bytes of a code that is not wide
_BREAK = "\n"  # never stands inside a block


def codes_of(text: str) -> Codes:
    """A text's code points."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


@cache
def _table() -> Codes:
    """Code point → folded code point, 0 for what is dropped."""
    table = np.zeros(LAST + 1, dtype=np.uint32)
    chars = [*filter(str.isalnum, map(chr, range(BEYOND)))]
    forms = simplified(_BREAK.join(normalize("NFKC", char) for char in chars)).casefold().split(_BREAK)
    for char, form in zip(chars, forms, strict=True):
        table[ord(char)] = ord(form if len(form) == 1 else char)
    table[BEYOND * 2 : LAST] = codes_of(simplified("".join(map(chr, range(BEYOND * 2, LAST)))))
    return table


def fold(text: str) -> tuple[Codes, Places]:
    """Folded code points of a text, and for each its place in the text.

    >>> codes, places = fold("“两個”，ＡB！")
    >>> codes.tobytes().decode("utf-32-le"), places.tolist()
    ('两个ab', [1, 2, 5, 6])
    """
    codes = _table()[np.minimum(codes_of(text), LAST)]
    places = np.flatnonzero(codes)
    return codes[places], places


def fold_all(texts: Sequence[str]) -> tuple[Codes, Places]:
    """Folded code points of texts in a row, and how many there are of each. No text holds a line feed.

    >>> codes, sizes = fold_all(["一、", "", "二 三"])
    >>> len(codes), sizes.tolist()
    (3, [1, 0, 2])
    """
    raw = codes_of(_BREAK.join((*texts, "")))
    codes = _table()[np.minimum(raw, LAST)]
    kept = codes != 0
    ends = np.cumsum(kept)[raw == ord(_BREAK)]
    return codes[kept], np.diff(ends, prepend=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """The text of a document's blocks in a row, folded."""

    codes: Narrow
    """Folded code points of all blocks; 16 bits wide where that is enough."""
    sizes: Places
    """How many there are of each block."""
    speech: NDArray[np.bool_]
    """For each block whether it is the speech itself: SPEECH."""

    def row(self) -> bytes:
        """This as bytes."""
        sizes, speech = self.sizes.astype(np.int32), self.speech
        return bytes_of((self.codes.itemsize, self.codes.tobytes(), sizes.tobytes(), speech.tobytes()))


SPEECH = ("heading", "paragraph", "closing")
"""Blocks whose words a speech may share; frames (salutation, signature, notes) say who and when."""


def folded(blocks: Sequence[Block]) -> Fold:
    """The blocks of a document."""
    codes, sizes = fold_all([block.text for block in blocks])
    narrow = codes.astype(np.uint16) if not len(codes) or codes.max() < BEYOND else codes
    return Fold(
        codes=narrow, sizes=sizes, speech=np.array([block.type in SPEECH for block in blocks], np.bool_)
    )


def unfolded(row: bytes | None) -> Fold:
    """What was kept as bytes. Raises DamagedError."""
    width, codes, sizes, speech = value_of(row)
    return Fold(
        codes=np.frombuffer(codes, np.uint16) if width == _NARROW else np.frombuffer(codes, np.uint32),
        sizes=np.frombuffer(sizes, np.int32).astype(np.int64),
        speech=np.frombuffer(speech, np.bool_),
    )
