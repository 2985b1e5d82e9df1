"""Facts a document states: kind, dates, role, occasion, place, level."""

import re
from collections.abc import Mapping, Sequence
from typing import cast

from build_corpus.model import Block, Date, DocumentKind, Knowledge, Placed

_HAN_DIGITS = "〇一二三四五六七八九"
_DATE = re.compile(
    r"((?:19|20)\d\d|[一二][〇○零一二三四五六七八九]{3})"
    r"(?:[-/.年](\d{1,2}|[一二三四五六七八九十]{1,3})(?:[-/.月](\d{1,2}|[一二三四五六七八九十]{1,3}))?)?"
)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_OPENING = 3  # paragraphs in which a speaker says that they speak


def iso_date(text: str) -> str | None:
    """The first date in a text as ISO 8601, as precise as it is written; None without one.

    >>> iso_date("时间:2022-04-22 02:26:00"), iso_date("2019年4月"), iso_date("2019年2月30日")
    ('2022-04-22', '2019-04', None)
    >>> iso_date("二○○八年三月十二日")
    '2008-03-12'
    """
    match = _DATE.search(text)
    if not match:
        return None
    year, month, day = (_number(part) if part else None for part in match.groups())
    if month is not None and not 1 <= month <= len(_DAYS):
        return None
    if month is not None and day is not None and not 1 <= day <= _DAYS[month - 1]:
        return None
    return "-".join(f"{part:02}" for part in (year, month, day) if part is not None)


def _number(text: str) -> int:
    """A number in ASCII digits, in Han digits (二○○八) or in Han counting up to 99 (三十一)."""
    if text.isdecimal():
        return int(text)
    plain = text.replace("○", "〇").replace("零", "〇")
    if "十" not in plain:
        return int("".join(str(_HAN_DIGITS.index(char)) for char in plain))
    tens, _, ones = plain.partition("十")
    return (_HAN_DIGITS.index(tens) if tens else 1) * 10 + (_HAN_DIGITS.index(ones) if ones else 0)


def dates(found: Mapping[str, Placed]) -> tuple[Date, ...]:
    """Dates with their types: `date` is when a text was delivered, `posted` when a page appeared."""
    return tuple(
        Date(
            value=placed.value,
            type="posted" if field == "posted" else "delivered",
            precision="day" if placed.value.count("-") > 1 else "month" if "-" in placed.value else "year",
            evidence=placed.evidence,
        )
        for field, placed in sorted(found.items())
        if field in ("date", "posted")
    )


def document_kind(
    stated: Mapping[str, Placed], title: str, blocks: Sequence[Block], knowledge: Knowledge
) -> DocumentKind:
    """What a document is: by its editor, its title, its salutation, its first person; else an article."""
    if "kind" in stated:
        return cast("DocumentKind", stated["kind"].value)  # the sidecar allows no other
    table = knowledge.structure
    for rule in table.kinds:
        if rule.pattern.search(title):
            return rule.kind
    if any(block.type == "salutation" for block in blocks):
        return "speech"
    opening = [block.text for block in blocks if block.type == "paragraph"][:_OPENING]
    return "speech" if any(table.spoken.search(text) for text in opening) else "article"


def title_facts(title: str, knowledge: Knowledge) -> dict[str, Placed]:
    """Role, speaker and occasion as the title names them."""
    table = knowledge.structure
    matches = (table.role.fullmatch(title), table.occasion.fullmatch(title))
    return {
        field: Placed(value=value, evidence=title)
        for match in matches
        if match
        for field, value in match.groupdict().items()
        if value
    }


def level_of(
    metadata: dict[str, Placed], title: str, blocks: Sequence[Block], knowledge: Knowledge
) -> Placed:
    """The level a text speaks for: that of its place, else the one it calls its own most often.

    Adds the place to `metadata` where a role names one. Titles count like text: they may be wrong.
    """
    table = knowledge.structure
    role = metadata.get("role")
    place = table.place.match(role.value) if role else None
    if place and role:
        metadata.setdefault("place", Placed(value=place["place"], evidence=role.evidence))
    named = metadata["place"].value if "place" in metadata else ""
    for ending in sorted(table.place_levels, key=len, reverse=True):
        if named.endswith(ending):
            return Placed(value=table.place_levels[ending], evidence=named)
    text = "\n".join((title, *(block.text for block in blocks)))
    counts = {
        level: sum(text.count(word) * weight for word, weight in words.items())
        for level, words in table.levels.items()
    }
    level = max(counts, key=lambda each: counts[each])
    if list(counts.values()).count(counts[level]) > 1:  # 全省、全市 once each says nothing
        return Placed(value="", evidence="")
    used = "、".join(word for word in table.levels[level] if word in text)
    return Placed(value=level, evidence=used)
