"""Numbers as Word writes them in lists. Source: ECMA-376-1, 17.18.59 (ST_NumberFormat)."""

HAN = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")
FORMAL = ("", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖")
ORDINALS = {"ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥"}
SIGNS = {
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "decimalEnclosedParen": ("⑴", 20),
    "decimalEnclosedFullstop": ("⒈", 20),
    "upperLetter": ("A", 26),
    "lowerLetter": ("a", 26),
}
"""Format → first sign, how many there are."""
ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
COUNTING = ("chineseCounting", "japaneseCounting", "taiwaneseCounting", "chineseCountingThousand")


def numeral(kind: str, number: int) -> str:
    """A number in a format; in digits where the format is unknown or does not reach so far.

    >>> [numeral("chineseCounting", n) for n in (1, 10, 12, 20, 35, 101, 120)]
    ['一', '十', '十二', '二十', '三十五', '一百零一', '一百二十']
    >>> numeral("decimalEnclosedCircle", 3), numeral("upperLetter", 2), numeral("lowerRoman", 4)
    ('③', 'B', 'iv')
    >>> numeral("chineseLegalSimplified", 12), numeral("ideographTraditional", 2), numeral("decimal", 7)
    ('壹拾贰', '乙', '7')
    """
    if kind in SIGNS and 0 < number <= SIGNS[kind][1]:
        return chr(ord(SIGNS[kind][0]) + number - 1)
    if kind in ORDINALS and 0 < number <= len(ORDINALS[kind]):
        return ORDINALS[kind][number - 1]
    if kind in ("lowerRoman", "upperRoman") and 0 < number < 4000:  # noqa: PLR2004 - Roman numbers end there
        return _roman(number).upper() if kind == "upperRoman" else _roman(number)
    if kind.startswith((*COUNTING, "chineseLegal")) and 0 < number < 1000:  # noqa: PLR2004 - no list is longer
        formal = kind.startswith("chineseLegal")
        text = _chinese(number, FORMAL, "拾佰") if formal else _chinese(number, HAN, "十百")
        return text.removeprefix("一") if text.startswith("一十") else text  # 十二, not 一十二
    return str(number)


def _chinese(number: int, digits: tuple[str, ...], units: str) -> str:
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = digits[hundreds] + units[1] if hundreds else ""
    if tens:
        text += digits[tens] + units[0]
    elif hundreds and ones:
        text += "零"
    return text + digits[ones]


def _roman(number: int) -> str:
    out = ""
    for value, letters in ROMAN:
        times, number = divmod(number, value)
        out += letters * times
    return out
