"""How much a text looks like everyday Chinese: what decides between encodings that all fit."""

from functools import cache

SAMPLE = 200_000  # code points looked at; the score of a longer text does not change any more
MARKS = frozenset("，。、；：？！“”‘’（）《》〈〉「」『』【】〔〕—…·　％×○〇①②③④⑤")


def score(text: str) -> float:
    """The share of everyday characters among all beyond ASCII, 0–1; private-use and control characters count against it.

    >>> score("同志们，大家好"), round(score("鍚屽織浠锛"), 1), score("abc")
    (1.0, 0.4, 0.0)
    """
    beyond = [char for char in text[:SAMPLE] if char > "\x7f"]
    if not beyond:
        return 0.0
    good = sum(map(everyday().__contains__, beyond))
    bad = sum("\ue000" <= char <= "\uf8ff" or char <= "\x9f" for char in beyond) if good < len(beyond) else 0
    return max(0.0, (good - 2 * bad - 2 * controls(text[:SAMPLE])) / len(beyond))


def controls(text: str) -> int:
    """Control characters of ASCII that no text file needs."""
    return sum(map(text.count, _CONTROLS))


_CONTROLS = tuple(chr(code) for code in range(0x20) if chr(code) not in "\t\n\v\f\r\x1a\x1c\x1d\x1e\x1f")


@cache
def everyday() -> frozenset[str]:
    """Everyday Han of both scripts, and the marks beside them: level 1 of GB 2312 (3,755) and of Big5 (5,401)."""
    gb = bytes(byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
    cells = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    big = bytes(byte for row in range(0xA4, 0xC7) for cell in cells for byte in (row, cell))
    return frozenset(gb.decode("gb2312", "ignore") + big.decode("big5", "ignore")) | MARKS
