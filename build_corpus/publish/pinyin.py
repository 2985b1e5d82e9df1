"""What Chinese words are sorted by."""

_LETTERS = 27  # a-z, and what comes before them


def pinyin(text: str) -> str:
    """A phrase in pinyin, words read as words (重庆 chongqing).

    >>> pinyin("重点任务"), pinyin("5+N")
    ('zhong dian ren wu', '5+n')
    """
    # Only who sorts needs the tables, and to read them takes a fifth of a second.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    return " ".join(lazy_pinyin(text, style=Style.NORMAL)).casefold()


def rank(text: str) -> int:
    """0 to 65,535: where a phrase stands by the first three letters of its pinyin.

    >>> rank("5") == 0 < rank("安阳") < rank("郑州")
    True
    """
    letters = [ord(char) - ord("a") + 1 if "a" <= char <= "z" else 0 for char in f"{pinyin(text)}   "[:3]]
    first, second, third = letters
    return (first * _LETTERS * _LETTERS + second * _LETTERS + third) * 3  # 3 × 27³ is less than 2¹⁶
