"""Punctuation as Chinese sets it: full-width beside Chinese, quotation marks in pairs, no mark twice.

Latin text, figures, clock times and ranges keep theirs. Words are not touched.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from build_corpus.model import Edit, Line
from build_corpus.text import HAN, is_chinese, is_han

WIDE = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
CURLY = "“”‘’"
SMALL = dict(zip("﹐﹑﹒﹔﹕﹖﹗﹙﹚｡､｢｣", "，、．；：？！（）。、「」", strict=True))
NUMERALS = "一二三四五六七八九十"
_ASCII = re.compile(r"[,;:()?!]")
_BRACKET = re.compile("[()（）]")
_SMALL = re.compile(f"[{''.join(SMALL)}]")
_TWICE = re.compile(r"([，。、；：])\1(?!\1)")
_STOP = re.compile(rf"\.(?=[{HAN}“‘（《]|$)")
_BEFORE_STOP = re.compile(f"[{HAN}”’）》]")
_SEEN = re.compile(f'[,;:()?!."{"".join(SMALL)}]')
_PAIRS = ("，，", "。。", "、、", "；；", "：：")


def mend_punctuation(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines with their punctuation mended, each mark with an edit."""
    return tuple(_mended(line) if line.kept and _seen(line.text) else line for line in lines)


def _seen(text: str) -> bool:
    """Whether there may be anything to mend."""
    return _SEEN.search(text) is not None or any(pair in text for pair in _PAIRS)


def _mended(line: Line) -> Line:
    small = [(match.start(), SMALL[match[0]]) for match in _SMALL.finditer(line.text)]
    line = _changed(line, small, "punctuation.small-form")
    line = _changed(line, _widened(line.text), "punctuation.full-width")
    line = _changed(line, _stops(line.text), "punctuation.full-width")
    line = _changed(line, _quotes(line.text), "punctuation.quotation")
    return _changed(line, _doubled(line.text), "punctuation.doubled")


def _changed(line: Line, marks: Iterable[tuple[int, str]], rule: str) -> Line:
    """The line with the characters at these places replaced; an empty text drops one."""
    new = dict(marks)
    if not new:
        return line
    places = line.places()
    text = "".join(new.get(at, char) for at, char in enumerate(line.text))
    edits = {edit.start: edit for edit in line.edits}
    for at, after in new.items():
        place = places[at]
        before = edits.get(place)
        end = before.end if before and before.after == line.text[at] else place + 1
        edits[place] = Edit(start=place, end=end, after=after, rule=rule)
    return replace(line, text=text, edits=tuple(edits[place] for place in sorted(edits)))


def _widened(text: str) -> Iterable[tuple[int, str]]:
    """Every mark that touches Chinese, then every mark that touches a widened one or is its partner."""
    marks = [match.start() for match in _ASCII.finditer(text)]
    partners = _partners(text) if marks else {}
    queue = [at for at in marks if _touches(text, at, partners)]
    changed = set(queue)
    while queue:
        at = queue.pop()
        for other in (_beyond(text, at, -1), _beyond(text, at, 1), partners.get(at, -1)):
            if other >= 0 and text[other] in WIDE and other not in changed:
                changed.add(other)
                queue.append(other)
    return [(at, WIDE[text[at]]) for at in sorted(changed)]


def _touches(text: str, at: int, partners: Mapping[int, int]) -> bool:
    """Whether a neighbour is Chinese, or the bracket it belongs to is full-width already."""
    if at in partners and text[partners[at]] in "（）":
        return True
    neighbours = (_beyond(text, at, -1), _beyond(text, at, 1))
    return any(is_chinese(text[other]) for other in neighbours if other >= 0)


def _beyond(text: str, at: int, step: int) -> int:
    """Place of a mark's neighbour, -1 without one; beyond curly quotation marks, which Latin text uses as well."""
    at += step
    while 0 <= at < len(text) and text[at] in CURLY:
        at += step
    return at if at < len(text) else -1


def _partners(text: str) -> dict[int, int]:
    """Place of each bracket → place of the one it belongs to."""
    partners: dict[int, int] = {}
    open_at: list[int] = []
    for match in _BRACKET.finditer(text):
        at = match.start()
        if match[0] in "(（":
            open_at.append(at)
        elif open_at:
            partners[at] = open_at.pop()
            partners[partners[at]] = at
    return partners


def _stops(text: str) -> Iterable[tuple[int, str]]:
    """An ASCII full stop between Chinese, unless a numeral before it numbers a heading."""
    for match in _STOP.finditer(text):
        start = match.start()
        if not _BEFORE_STOP.match(text[start - 1 : start]):
            continue
        before = start
        while before and text[before - 1] in NUMERALS:
            before -= 1
        if before == start or (before and is_han(text[before - 1])):
            yield start, "。"


def _quotes(text: str) -> Iterable[tuple[int, str]]:
    """Straight quotation marks, in pairs, where they stand beside Chinese."""
    places = [match.start() for match in re.finditer('"', text)]
    if len(places) % 2 == 0:
        for left, right in zip(places[::2], places[1::2], strict=True):
            around = (text[left - 1 : left], text[left + 1], text[right - 1], text[right + 1 : right + 2])
            if right > left + 1 and any(is_chinese(char) for char in around):
                yield from ((left, "“"), (right, "”"))


def _doubled(text: str) -> Iterable[tuple[int, str]]:
    """The second of two equal marks; three or more mean something."""
    for match in _TWICE.finditer(text) if any(pair in text for pair in _PAIRS) else ():
        if text[match.start() - 1 : match.start()] != match[1] or match.start() == 0:
            yield match.start() + 1, ""
