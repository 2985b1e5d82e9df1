"""Texts as arrays of folded characters: letters, digits and Han alone, and where each of them stands.

In: texts. Out: numpy arrays. Wide and narrow forms, cases, traditional and simplified characters are one;
marks and white space are none. One character stays one, so that places can be told.
"""

from collections.abc import Sequence
from functools import cache
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from build_corpus.text import simplified

Codes = NDArray[np.uint32]
Places = NDArray[np.int64]

LAST = 0x323B0  # one past the last Han character; what comes after it is no letter of a speech
_SURROGATES = range(0xD800, 0xE000)
_BREAK = "\n"  # never stands inside a block


def codes_of(text: str) -> Codes:
    """A text's code points."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


@cache
def _table() -> Codes:
    """Code point → folded code point, 0 for what is dropped."""
    table = np.zeros(LAST + 1, dtype=np.uint32)
    for code in range(0x10000):
        if code not in _SURROGATES:
            table[code] = _folded(chr(code))
    table[0x20000:LAST] = codes_of(simplified("".join(map(chr, range(0x20000, LAST)))))
    return table


def _folded(char: str) -> int:
    if not char.isalnum():
        return 0
    form = simplified(normalize("NFKC", char)).casefold()
    return ord(form) if len(form) == 1 else ord(char)


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
