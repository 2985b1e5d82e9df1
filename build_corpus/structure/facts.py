"""Facts a document states: kind, role, occasion, place, level, who sent it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from build_corpus.model import Block, DocumentKind, Knowledge, Placed, StructureTable
from build_corpus.structure.dates import NARROW, iso_date
from build_corpus.structure.people import is_name, line_facts, person

_OPENING = 3  # paragraphs in which a speaker says that they speak, or a dispatch where it comes from
_YEAR = re.compile(r"(?:19|20)\d\d年$")  # 县长2016年在…上的讲话
_VISIT = re.compile(r"(?:^|——)(?:专?访|記|记(?!者)|对话|對話|采访)")
FULL = 2  # hyphens of a date with month and day
_SELF = re.compile(
    r"(?:的|学生|同学|代表|队员|职工|员工|学员|學生|同學|[\s）)])(?P<name>[\u4e00-\u9fff]{2,4})$"
)
_NAMED_MAX = 10  # 字 of a name and an office at the start of a title
_OWN = ("本",)  # 本报, 本网: the paper's own name is not said


def document_kind(
    stated: Mapping[str, Placed], titles: Sequence[str], blocks: Sequence[Block], knowledge: Knowledge
) -> DocumentKind:
    """What a document is: by its editor, its title or subtitle, its salutation, its first person; else an article."""
    if "kind" in stated:
        return cast("DocumentKind", stated["kind"].value)  # the sidecar allows no other
    table = knowledge.structure
    addressed = any(block.type == "salutation" for block in blocks)
    opening = [block.text for block in blocks if block.type in ("paragraph", "heading")][:_OPENING]
    follows = any(table.follows.search(text) for text in opening)
    told = any(table.wire.match(text.translate(NARROW)) for text in opening) and not addressed and not follows
    for rule in table.kinds:
        if any(map(rule.pattern.search, (*titles, *map(_tight, titles)))) and not (
            told and rule.kind == "speech"
        ):
            return rule.kind
    if addressed or (follows and not told):
        return "speech"
    return "speech" if not told and any(table.spoken.search(text) for text in opening) else "article"


def _tight(title: str) -> str:
    """A title without the spaces that set it wide: 政 府 工 作 报 告."""
    return "".join(title.split())


def title_facts(titles: Sequence[str], knowledge: Knowledge) -> dict[str, Placed]:
    """Role, speaker, occasion and date as titles name them; the first that names one wins."""
    table = knowledge.structure
    found: dict[str, Placed] = {}
    for title in (part for each in titles for part in (each.rpartition("——")[2], each)):
        if _VISIT.search(title):  # who is asked is no author
            continue
        facts = [(fact.field, fact.value) for fact in line_facts(title, table)]
        match = table.occasion.fullmatch(title)
        if match and not facts:
            by = _YEAR.sub("", match["by"].strip().rstrip("：: "))
            facts = [("occasion", match["occasion"])]
            facts += [(fact.field, fact.value) for fact in person(by, 0, table) if fact.field != "body"]
        if not match:
            facts += _leading(title, table)
        for field, value in facts:
            name = "speaker" if field == "name" and match else field
            found.setdefault(name, Placed(value=value, evidence=title))
    return found


def _leading(title: str, table: StructureTable) -> list[tuple[str, str]]:
    """Name and office at the start of a title: 李四：…, 王五总统就职演说."""
    by, colon, rest = title.partition("：")
    if colon and rest and is_name(by, table):
        return [("name", by)]
    for end in range(min(_NAMED_MAX, len(title)), 0, -1) if table.genre.search(title) else ():
        facts = person(title[:end], 0, table)
        if [fact.field for fact in facts] == ["name", "role"]:
            return [(fact.field, fact.value) for fact in facts]
    return []


def introduced_facts(blocks: Sequence[Block], table: StructureTable) -> dict[str, Placed]:
    """Who spoke and where, as the line above a salutation says: 以下是局长张三在…上的致辞全文：."""
    for block in blocks[:_OPENING]:
        match = table.introduced.fullmatch(block.text) or table.announced.fullmatch(block.text)
        who = person(match["who"], 0, table) if match else []
        if match and any(fact.field == "name" for fact in who):
            facts = [(fact.field, fact.value) for fact in who if fact.field != "body"]
            facts += [("occasion", match["occasion"])] if match["occasion"] else []
            day = table.day.search(block.text.translate(NARROW))
            facts += [("date", iso_date(day[0]) or "")] if day else []
            return {field: Placed(value=value, evidence=block.text) for field, value in facts if value}
    return {}


def today_facts(
    found: Mapping[str, Placed], blocks: Sequence[Block], table: StructureTable
) -> dict[str, Placed]:
    """The day of a speech that was given and put out on one day, as the words above it say: 今日（三月二十一日）.

    `found` holds the one day that the page bears; the day in brackets must be the same.
    """
    known = [found[field] for field in ("posted", "date") if field in found]
    for block in blocks[:_OPENING]:
        match = table.today.search(block.text)
        if match and len(known) == 1 and known[0].value.count("-") == FULL:
            month, day = known[0].value.split("-")[1:]
            said = iso_date(
                f"2000年{match['month'] or int(month)}月{match['day']}日"
            )  # a leap year: any day is one
            if said == f"2000-{month}-{day}" and match[0][0] == "今":
                return {"date": known[0], "posted": known[0]}
    return {}


def named_facts(blocks: Sequence[Block], table: StructureTable) -> dict[str, Placed]:
    """Who speaks, as the first words say: 我叫张三, 大家好！我是八（3）班的李四."""
    spoken = [block.text for block in blocks if block.type == "paragraph"][:2]
    match = next(filter(None, map(table.named.search, spoken)), None)
    if not match:
        return {}
    who = match["who"].strip()
    facts = {fact.field: fact.value for fact in person(who, 0, table) if fact.field in ("name", "role")}
    if "name" not in facts:
        tail = _SELF.search(who)
        facts = {"name": tail["name"]} if tail and is_name(tail["name"], table) else {}
    return {field: Placed(value=value, evidence=match[0]) for field, value in facts.items()}


def wire_facts(blocks: Sequence[Block], table: StructureTable) -> dict[str, Placed]:
    """Who sent a dispatch, from where and when, as its first words say; a day without a year is no date."""
    found: dict[str, Placed] = {}
    opening = [block.text for block in blocks if block.type != "salutation"][:_OPENING]
    for text in opening:
        match = table.wire.match(text.translate(NARROW))
        if not match:
            continue
        groups = {field: value for field, value in match.groupdict().items() if value}
        if groups["publication"].startswith(_OWN):
            del groups["publication"]
        day = iso_date(groups.pop("posted", ""))
        if day:
            groups["posted"] = day
        evidence = text[: match.end()]
        found = {field: Placed(value=value, evidence=evidence) for field, value in groups.items()}
        leader = table.leader.search(text)
        if leader:
            found["role"] = Placed(value=f"{leader['paper']}评论员", evidence=leader[0])
        break
    return found


def level_of(
    metadata: dict[str, Placed], title: str, blocks: Sequence[Block], knowledge: Knowledge
) -> Placed:
    """The level a text speaks for: that of its place, else the one it calls its own most often.

    Adds the place to `metadata` where a role or the title names one. Titles count like text: they may be wrong.
    """
    table = knowledge.structure
    role = metadata.get("role")
    for said in (role, Placed(value=title, evidence=title)):
        place = table.place.match(said.value) if said else None
        if place and said:
            metadata.setdefault("place", Placed(value=place["place"], evidence=said.evidence))
    named = metadata["place"].value if "place" in metadata else ""
    body = next((each for each in table.body_levels if role and each in role.value), None)
    for value, levels in ((named, table.place_levels), (body or "", table.body_levels)):
        for ending in sorted(levels, key=len, reverse=True):
            if value.endswith(ending):
                return Placed(value=levels[ending], evidence=role.value if body and role else value)
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


def one_name(level: Placed, knowledge: Knowledge) -> Placed:
    """A level by the name that stands for it: 市级 and 市 are one."""
    said = "".join(level.value.split())
    return replace(level, value=knowledge.structure.level_names.get(said, level.value))
