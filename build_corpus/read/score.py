"""How much a text looks like everyday Chinese: what decides between encodings that all fit."""

from functools import cache

from build_corpus.text import everyday_han

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
    """Everyday Han of both scripts, and the marks beside them."""
    return everyday_han() | MARKS
