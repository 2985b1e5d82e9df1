"""Names, offices and occasions in a few words: below a title, in a title, below a text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from build_corpus.model import StructureTable
from build_corpus.structure.dates import NARROW, iso_date
from build_corpus.text import HAN

LINE_MAX = 80  # 字; longer lines state no facts, they tell something
NAME_MAX = 4  # 字 of a name without a dot
_COMPOUND = "欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|皇甫|尉迟|公孙|慕容|令狐|端木"
_NAME = re.compile(
    rf"(?:[{HAN}]{{2,3}}|(?:{_COMPOUND})[{HAN}]{{1,2}}|[{HAN}]·[{HAN}·]{{1,8}})"
    rf"(?:\s[{HAN}]{{2,3}}){{0,2}}|[{HAN}](?:\s{{1,4}}[{HAN}]){{1,2}}"
)
_APART = re.compile(rf"(?<![{HAN}])[{HAN}](?:\s{{1,4}}[{HAN}](?![{HAN}])){{1,2}}")  # 李　四
_BREAK = re.compile(r"[\s，,;；|｜（()）【】\[\]—–]+")


class Fact(NamedTuple):
    """A fact and the part of the text that states it."""

    field: str
    """`date`, `occasion`, `role`, `name` or `body`."""
    value: str
    """The value."""
    start: int
    """Code point in the text."""
    end: int
    """Code point after it."""


def plain_name(text: str) -> str:
    """A name without the spaces that set it wide; spaces between names stay.

    >>> plain_name("钱　进"), plain_name("张三 李四")
    ('钱进', '张三 李四')
    """
    parts = text.split()
    return "".join(parts) if all(len(part) == 1 for part in parts) else " ".join(parts)


def is_name(text: str, table: StructureTable) -> bool:
    """Whether a text is a name or several: each starts with a surname and is no common word."""
    parts = [plain_name(text)] if plain_name(text) != text else text.split()
    return _NAME.fullmatch(text) is not None and all(
        part[0] in table.surnames and not table.no_name.fullmatch(part) and not table.office.search(part)
        for part in parts
    )


def person(text: str, start: int, table: StructureTable) -> list[Fact]:
    """Office, body and name in a text: 县委书记张三, 张三县长, 张三同志, 某某大学; empty where it is something else.

    `start` is where the text stands in a longer one.
    """
    bare = text.removesuffix("同志")
    if any(mark in bare for mark in "：:。！？"):
        return []
    if is_name(bare, table):
        return [Fact("name", plain_name(bare), start, start + len(bare))]
    behind = table.office.search(bare)
    if behind:
        return _with_office(bare, behind.start(), start, table)
    if table.body_name.fullmatch(bare):
        return [Fact("body", bare, start, start + len(bare))]
    for size in (NAME_MAX, 3, 2):
        role, name = bare[:-size], bare[-size:]
        if role and table.office.search(role) and is_name(name, table):
            at = start + len(role)
            return [Fact("role", role, start, at), Fact("name", plain_name(name), at, start + len(bare))]
    return []


def _with_office(bare: str, office: int, start: int, table: StructureTable) -> list[Fact]:
    """Name and office in words that end in an office: 张三县长, 王校长 (a surname is no name), 某某县县长."""
    before = bare[:office]
    if is_name(before, table):
        name = Fact("name", plain_name(before), start, start + office)
        return [name, Fact("role", bare[office:], start + office, start + len(bare))]
    at = office if len(before) == 1 and before in table.surnames else 0
    return [Fact("role", bare[at:], start + at, start + len(bare))]


def line_facts(text: str, table: StructureTable) -> list[Fact]:
    """The facts of a line that holds nothing else: date, occasion, office, name, in any order and brackets.

    Empty where something is left over, or where a bare office or name is all there is.
    """
    if len(text) > LINE_MAX:
        return []
    facts: list[Fact] = []
    narrow = text.translate(NARROW)
    for start, end in _chunks(text, table):
        found = _chunk(narrow, text, (start, end), table)
        if not found:
            return []
        facts += found
    if any(fact.field == "name" for fact in facts):
        facts = [fact._replace(field="role") if fact.field == "body" else fact for fact in facts]
    fields = {fact.field for fact in facts}
    twice = len(fields) < len(facts)
    enough = fields & {"date", "occasion"} or {"role", "name"} <= fields
    return facts if enough and not twice else []


def _chunks(text: str, table: StructureTable) -> Iterator[tuple[int, int]]:
    """Half-open spans of the parts of a line; a name set wide is one part, and so are a date and an occasion."""
    at = 0
    while at < len(text):
        gap = _BREAK.match(text, at)
        if gap:
            at = gap.end()
            continue
        narrow = text.translate(NARROW)
        whole = table.day.match(narrow, at) or table.event.match(text, at) or _APART.match(text, at)
        end = _BREAK.search(text, at)
        stop = whole.end() if whole else end.start() if end else len(text)
        yield at, stop
        at = stop


def _chunk(narrow: str, text: str, span: tuple[int, int], table: StructureTable) -> list[Fact]:
    start, end = span
    if table.day.fullmatch(narrow, start, end):
        value = iso_date(narrow[start:end])
        return [Fact("date", value, start, end)] if value else []
    event = table.event.fullmatch(text, start, end)
    if event:
        return [Fact("occasion", event["occasion"], event.start("occasion"), event.end("occasion"))]
    return person(text[start:end], start, table)
