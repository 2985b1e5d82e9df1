"""How Chinese is read aloud: what words are sorted by, and what people type for them.

What was read once is read the same way in the next run: it may be kept in a file, as the tables take half a second to load.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from build_corpus.publish.whole import write_text
from build_corpus.text import is_han

_LETTERS = 27  # a-z, and what comes before them
_spoken: dict[str, str] = {}
"""Text → pinyin."""
_typed: dict[str, str] = {}
"""Text → first letters."""


@contextmanager
def remembering(file: Path, basis: str) -> Iterator[None]:
    """Takes over what earlier runs read, and keeps what this one reads. `basis`: digest of the program and its packages."""
    known = _known(file, basis)
    _spoken.update(known[0])
    _typed.update(known[1])
    yield
    if [len(_spoken), len(_typed)] != [len(each) for each in known]:
        write_text(file, [json.dumps({"basis": basis, "known": [_spoken, _typed]}, ensure_ascii=True)])


def _known(file: Path, basis: str) -> tuple[dict[str, str], dict[str, str]]:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        spoken, typed = data["known"] if data["basis"] == basis else ({}, {})
        return dict(spoken), dict(typed)
    except (OSError, ValueError, KeyError, TypeError):
        return {}, {}


def pinyin(text: str) -> str:
    """A phrase in pinyin, words read as words (重庆 chongqing).

    >>> pinyin("重点任务"), pinyin("5+N")
    ('zhong dian ren wu', '5+n')
    """
    if text not in _spoken:
        from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - slow to load, see above

        _spoken[text] = " ".join(lazy_pinyin(text, style=Style.NORMAL)).casefold()
    return _spoken[text]


def initials(text: str) -> str:
    """The first letters of a text's syllables; letters and digits stay, everything else goes.

    >>> initials("“三会一课”5+N")
    'shyk5n'
    """
    if text not in _typed:
        from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - slow to load, see above

        plain = "".join(char for char in text if is_han(char) or (char.isascii() and char.isalnum()))
        letters = "".join(lazy_pinyin(plain, style=Style.FIRST_LETTER)).lower()
        _typed[text] = "".join(char for char in letters if char.isascii() and char.isalnum())
    return _typed[text]


def rank(text: str) -> int:
    """0 to 65,535: where a phrase stands by the first three letters of its pinyin.

    >>> rank("5") == 0 < rank("安阳") < rank("郑州")
    True
    """
    letters = [ord(char) - ord("a") + 1 if "a" <= char <= "z" else 0 for char in f"{pinyin(text)}   "[:3]]
    first, second, third = letters
    return (first * _LETTERS * _LETTERS + second * _LETTERS + third) * 3  # 3 × 27³ is less than 2¹⁶
