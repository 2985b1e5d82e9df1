"""Lines around the body that hold metadata: title, dateline, byline, author's note."""

import re
from collections.abc import Sequence
from dataclasses import replace

from build_corpus.model import Cleaned, Knowledge, Line, MetadataRule, Move, Placed, Removal
from build_corpus.structure.facts import iso_date
from build_corpus.text import HAN, is_prose

UNFIT = "。！？：；，、…!?:;,"  # a title ends in none of these
NEAR = 4  # lines between a name and the title below it
TITLE_MIN = 2  # letters or Han; a line of dashes is no title
NAMES = ("name", "author", "speaker")
DATES = ("posted", "date")
DASHES = "—–-─"
_NAME = re.compile(
    rf"(?:[{HAN}]{{2,3}}|(?:欧阳|司马|上官|诸葛|皇甫|尉迟|公孙|慕容|令狐|端木)[{HAN}]{{1,2}}|[{HAN}]·[{HAN}·]{{1,8}})"
    rf"(?:\s[{HAN}]{{2,3}}){{0,2}}|[{HAN}]\s{{1,4}}[{HAN}]"
)
_LABEL = re.compile(rf"[{HAN}]{{2,4}}[：:]")


def take_metadata(cleaned: Cleaned, knowledge: Knowledge) -> tuple[tuple[Line, ...], dict[str, Placed]]:
    """The lines with metadata lines moved out, and field → value with its evidence.

    Fields are those of `FIELDS`, and `name` for a byline.
    """
    lines = list(cleaned.lines)
    found: dict[str, Placed] = {}
    head, tail = _edges(lines, knowledge)
    for zone, places in (("head", head), ("tail", tail)):
        for at in places:
            for rule in knowledge.metadata:
                if (
                    rule.zone in (zone, "edge")
                    and len(lines[at].text) <= rule.max
                    and _fits(rule, lines[at].text)
                ):
                    lines[at] = _take(cleaned, lines[at], (rule, knowledge), found)
                    break
    _take_title(cleaned, lines, head, knowledge, found)
    return tuple(lines), found


def _edges(lines: Sequence[Line], knowledge: Knowledge) -> tuple[list[int], list[int]]:
    """Places of kept lines before the body and after it; a text without a body is all head."""
    kept = [at for at, line in enumerate(lines) if line.kept]
    body = [at for at in kept if is_prose(lines[at].text) or _opens(lines[at].text, knowledge)]
    if not body:
        return kept, []
    prose = [at for at in body if is_prose(lines[at].text)] or body
    return [at for at in kept if at < body[0]], [at for at in kept if at > prose[-1]]


def _opens(text: str, knowledge: Knowledge) -> bool:
    """Whether a line can only stand inside the body."""
    if knowledge.structure.salutation.fullmatch(text):
        return True
    return any(family.pattern.match(text) for family in knowledge.enumerators.families)


def _fits(rule: MetadataRule, text: str) -> bool:
    return rule.pattern.fullmatch(text) is not None


def _take(cleaned: Cleaned, line: Line, by: tuple[MetadataRule, Knowledge], found: dict[str, Placed]) -> Line:
    """Moves each named group of a line to its field; the first value of a field wins."""
    rule, knowledge = by
    match = rule.pattern.fullmatch(line.text)
    groups = [(field, value) for field, value in match.groupdict().items() if value] if match else []
    places = line.places()
    moves: list[Move] = []
    for field, value in groups:
        text = iso_date(value) if field in DATES else _name(value) if field in NAMES else value.strip()
        if field == "name" and not _is_name(value, knowledge):
            return line
        if text is None and field == "posted":
            continue  # no such day, but a line with this label is no text either
        if match is None or text is None:
            return line  # no such day: the line stays
        start, stop = places[match.start(field)], places[match.end(field) - 1] + 1
        moves.append(Move(start=start, end=stop, field=field, value=text, rule=rule.code))
        found.setdefault(field, Placed(value=text, evidence=cleaned.source.decoded[start:stop]))
    moves.sort(key=lambda move: move.start)
    return replace(line, fate=tuple(moves) or Removal(rule=rule.code), edits=())


def _name(text: str) -> str:
    """A name without the spaces that set it wide; spaces between names stay.

    >>> _name("钱　进"), _name("张三 李四")
    ('钱进', '张三 李四')
    """
    parts = text.split()
    return "".join(parts) if all(len(part) == 1 for part in parts) else " ".join(parts)


def _take_title(
    cleaned: Cleaned, lines: list[Line], head: Sequence[int], knowledge: Knowledge, found: dict[str, Placed]
) -> None:
    """The first fitting line of the head is the title; below it, its repeats, a subtitle, a byline."""
    title: str | None = None
    for at in head:
        line = lines[at]
        if not line.kept:
            continue
        if title is None:
            if _is_name(line.text, knowledge) and _title_below(lines, head, at, knowledge):
                lines[at] = _move(cleaned, line, "name", "metadata.byline", found)
            elif _may_be_title(line.text, knowledge):
                title = line.text
                lines[at] = _move(cleaned, line, "title", "title.found", found)
        elif line.text == title:
            lines[at] = replace(line, fate=Removal(rule="title.repeat"), edits=())
        elif line.text[0] in DASHES and line.text[-1] not in UNFIT and "subtitle" not in found:
            lines[at] = _move(cleaned, line, "subtitle", "title.found", found)
        elif _is_name(line.text, knowledge) and "name" not in found:
            lines[at] = _move(cleaned, line, "name", "metadata.byline", found)


def _title_below(lines: Sequence[Line], head: Sequence[int], at: int, knowledge: Knowledge) -> bool:
    """Whether one of the next lines of the head is a title, and the name above it a byline."""
    near = [
        line.text for line in lines[at + 1 : at + 1 + NEAR] if line.kept and line.start < lines[head[-1]].end
    ]
    return any(_may_be_title(text, knowledge) and not _is_name(text, knowledge) for text in near)


def _may_be_title(text: str, knowledge: Knowledge) -> bool:
    """Whether a line is short, no sentence, and has words in it."""
    words = sum(char.isalnum() for char in text)
    short = len(text) <= knowledge.structure.title_max and words >= TITLE_MIN
    return short and text[-1] not in UNFIT and not _LABEL.match(text)


def _is_name(text: str, knowledge: Knowledge) -> bool:
    parts = [text] if _name(text) != text else text.split()
    return _NAME.fullmatch(text) is not None and all(
        part[0] in knowledge.structure.surnames and part not in knowledge.structure.no_names for part in parts
    )


def _move(cleaned: Cleaned, line: Line, field: str, rule: str, found: dict[str, Placed]) -> Line:
    start, end = line.places()[0], line.places()[-1] + 1
    value = line.text.strip(DASHES).strip() if field == "subtitle" else line.text
    value = _name(value) if field in NAMES else value
    found.setdefault(field, Placed(value=value, evidence=cleaned.source.decoded[start:end]))
    return replace(line, fate=(Move(start=start, end=end, field=field, value=value, rule=rule),), edits=())
