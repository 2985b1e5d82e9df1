"""Dates as documents write them, as ISO 8601."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from build_corpus.model import Date, Placed

TYPES: dict[str, Literal["delivered", "posted", "signed"]] = {
    "date": "delivered",
    "posted": "posted",
    "signed": "signed",
}
"""Field of a date in a sidecar or a rule → its type."""
NARROW = str.maketrans("０１２３４５６７８９．／－", "0123456789./-")
"""Full-width digits and the marks of dates, each as one ASCII character: places stay."""
ROC = 1911  # year 1 of the Republic of China is 1912
FEBRUARY = 2
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_HAN_DIGITS = "〇一二三四五六七八九"
_DATE = re.compile(
    r"((?:19|20)\d\d(?!\d)|[一二][〇○零一二三四五六七八九]{3}"
    r"|(?:民国|民國)\s?(?:\d{1,3}|[〇○零一二三四五六七八九十百]{1,5}))"
    r"\s?(?:[-/.年]\s?(\d{1,2}|[一二三四五六七八九十]{1,3})\s?(?:[-/.月]\s?(\d{1,2}|[一二三四五六七八九十]{1,3}))?)?"
)


@lru_cache(maxsize=1024)
def narrow(text: str) -> str:
    """A line with ASCII digits; asked for by every rule that tries the line."""
    return text.translate(NARROW)


def iso_date(text: str) -> str | None:
    """The first date in a text as ISO 8601, as precise as it is written; None without one or for no real day.

    >>> iso_date("时间:2022-04-22 02:26:00"), iso_date("2019年4月"), iso_date("2019年2月29日")
    ('2022-04-22', '2019-04', None)
    >>> iso_date("二○○八年三月十二日"), iso_date("２０２２．６．１８"), iso_date("民國105年5月20日")
    ('2008-03-12', '2022-06-18', '2016-05-20')
    """
    match = _DATE.search(text.translate(NARROW))
    if not match:
        return None
    year, month, day = (_number(part) if part else None for part in match.groups())
    if year is None or not _exists(year, month, day):
        return None
    return "-".join(f"{part:02}" for part in (year, month, day) if part is not None)


def _exists(year: int, month: int | None, day: int | None) -> bool:
    """Whether a calendar has this day; an unknown part is right."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if month is None or not 1 <= month <= len(_DAYS):
        return month is None
    return day is None or 1 <= day <= _DAYS[month - 1] - (month == FEBRUARY and not leap)


def _number(text: str) -> int:
    """A number in ASCII digits, in Han digits (二○○八) or in Han counting up to 199 (一百零五); years of 民国 count."""
    if text.startswith("民"):
        return ROC + _number(text[2:].strip())
    if text.isdecimal():
        return int(text)
    plain = text.replace("○", "〇").replace("零", "〇")
    if "百" in plain:
        high, _, plain = plain.partition("百")
        return _number(high or "一") * 100 + (_number(plain.lstrip("〇") or "〇"))
    if "十" not in plain:
        return int("".join(str(_HAN_DIGITS.index(char)) for char in plain))
    tens, _, ones = plain.partition("十")
    return (_number(tens) if tens else 1) * 10 + (_number(ones) if ones else 0)


def dates(found: Mapping[str, Placed]) -> tuple[Date, ...]:
    """Dates with their types: `date` is when a text was delivered, `posted` when a page appeared."""
    return tuple(
        Date(
            value=placed.value,
            type=TYPES[field],
            precision="day" if placed.value.count("-") > 1 else "month" if "-" in placed.value else "year",
            evidence=placed.evidence,
        )
        for field, placed in sorted(found.items())
        if field in TYPES
    )
