"""The search fold: what text and query go through before they are compared.

Each code point becomes one code point or none. The table (`classes` and `folded`) maps full-width forms
to ASCII, capitals to small letters, traditional characters to simplified ones; it drops white space,
invisible characters, quotation marks, brackets and book-title marks. What is left is of three kinds:

- Han characters, always kept;
- marks: other punctuation and signs (，。、+-%/·…). A run of them is kept where the character before or
  after it is neutral, and dropped elsewhere: between Han, at the end of a text that ends in Han;
- neutral characters, always kept: digits, letters, masks (* × ○) and whatever else there is.

A query's term is folded alone, so a mark at its edge has one neighbour: `5+` keeps its mark, `，党建`
doesn't, `，，` folds to nothing. Whatever stands in a text still folds to a part of the folded text.

JavaScript does the same with the same table (`fold.json`); `theme/assets/javascripts/search/fold.js`.
Source: Unicode Character Database (general categories, compatibility decompositions) as Python has it;
OpenCC, t2s, one character at a time.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from build_corpus.text import is_han, simplified

DROPPED, MARK, HAN, NEUTRAL = range(4)
"""Kinds of folded characters."""
MASKS = "*×○"
"""Signs that stand for what a source hides; kept like digits."""
SPACE = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
"""White space that separates the terms of a query."""
SCHEMA = 1
_WIDTHS = ("<wide>", "<narrow>", "<small>", "<vertical>")
_END, _TAGS = 0x33480, (0xE0000, 0xE1000)  # below the one and in the others stand all characters with a fold
_IDEOGRAPHS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x2F800), (0x30000, 0x323B0))
"""Han characters that are no form of another one."""

Codes = npt.NDArray[np.uint32]
Table = dict[str, object]


@cache
def tables() -> tuple[Codes, npt.NDArray[np.uint8]]:
    """Code point → its folded code point, and folded code point → its kind; 0x110000 of each."""
    folded = np.arange(0x110000, dtype=np.uint32)
    kinds = np.full(0x110000, NEUTRAL, dtype=np.uint8)
    others = np.fromiter(chain(range(_END), range(*_TAGS)), dtype=np.int64)
    for start, end in _IDEOGRAPHS:
        folded[start:end] = _codes(simplified("".join(map(chr, range(start, end)))))
        kinds[start:end] = HAN
        others = others[(others < start) | (others >= end)]
    chars = [chr(code) for code in others.tolist()]
    folded[others] = _codes(simplified("".join(map(_narrow, chars))))
    kinds[others] = list(map(_kind, chars))
    return folded, kinds


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _narrow(char: str) -> str:
    """One character for one: its usual width, small."""
    if unicodedata.decomposition(char).partition(" ")[0] in _WIDTHS or is_han(char):
        form = unicodedata.normalize("NFKC" if not is_han(char) else "NFC", char)
        char = form if len(form) == 1 else char
    small = char.casefold()
    return small if len(small) == 1 else char


def _kind(char: str) -> int:
    category = unicodedata.category(char)
    if category in ("Zs", "Zl", "Zp", "Cc", "Cf", "Ps", "Pe", "Pi", "Pf") or char in "\"'":
        return DROPPED
    if is_han(char):
        return HAN
    return MARK if category[0] in "PS" and char not in MASKS else NEUTRAL


def fold(text: str) -> str:
    """A text as it is searched.

    >>> fold("“５＋Ｎ”，黨建！"), fold("20**年、1-2个"), fold("党建，引领"), fold("，，")
    ('5+n,党建', '20**年、1-2个', '党建引领', '')
    """
    folded, kinds = tables()
    kept: list[str] = []
    marks: list[str] = []
    neutral = False
    for char in text:
        code = int(folded[ord(char)])
        kind = kinds[code]
        if kind == MARK:
            marks.append(chr(code))
        elif kind != DROPPED:
            kept += (*(marks if neutral or kind == NEUTRAL else ()), chr(code))
            marks, neutral = [], bool(kind == NEUTRAL)
    return "".join(kept + (marks if neutral else []))


def folded_codes(texts: Iterable[str]) -> Codes:
    """The folded texts one behind the other, each followed by a 0; code points. As `fold`, for many at once."""
    folded, kinds = tables()
    codes: Codes = folded[_codes("".join(f"{text.replace(chr(0), ' ')}\0" for text in texts))]
    kind = kinds[codes]
    kind[codes == 0] = HAN  # a border: kept, and no neighbour that keeps marks
    codes, kind = codes[kind != DROPPED], kind[kind != DROPPED]
    bodies = np.flatnonzero(kind != MARK)
    marks = np.flatnonzero(kind == MARK)
    after = np.searchsorted(bodies, marks)  # a border comes last, so there is always one
    neutral = np.append(kind[bodies] == NEUTRAL, np.False_)  # before the first body: index -1
    keep = np.ones(len(codes), dtype=bool)
    keep[marks] = neutral[after - 1] | neutral[after]
    kept: Codes = codes[keep]
    return kept


def fold_tables(characters: Iterable[str]) -> tuple[Table, Table]:
    """What fold.json holds, and what fold-more.json adds to it.

    The first folds texts of these characters, the second whatever else in a query folds to one of theirs.
    Ranges are written as numbers: the first gap, the first length, the next gap, the next length …
    """
    folded, kinds = tables()
    codes = np.arange(0x110000, dtype=np.uint32)
    used = np.zeros(0x110000, dtype=bool)
    used[[ord(char) for char in characters]] = True
    wanted = np.zeros(0x110000, dtype=bool)
    wanted[folded[used]] = True
    own = (folded != codes) & (used | (kinds[codes] != kinds[folded]))
    more = (folded != codes) & wanted[folded] & ~own
    ranges = (("dropped", DROPPED), ("marks", MARK), ("han", HAN))
    table: Table = {"schema": SCHEMA, "space": SPACE, **_pairs(folded, own)}
    table |= {name: list(_ranges(kinds == kind)) for name, kind in ranges}
    return table, {"schema": SCHEMA, **_pairs(folded, more)}


def _pairs(folded: Codes, chosen: npt.NDArray[np.bool_]) -> Table:
    mapped = np.flatnonzero(chosen)
    return {"from": "".join(map(chr, mapped)), "to": "".join(map(chr, folded[mapped]))}


def _ranges(chosen: npt.NDArray[np.bool_]) -> Iterator[int]:
    """Gap and length of each range, in turn."""
    edges = np.flatnonzero(np.diff(chosen.astype(np.int8), prepend=0, append=0))
    yield from (int(each) for each in np.diff(edges, prepend=0))
