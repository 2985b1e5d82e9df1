"""Layout repairs: broken lines joined, ASCII punctuation beside Chinese widened."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from build_corpus.model import Edit, Knowledge, Line, Removal
from build_corpus.text import is_chinese

UNFINISHED = "；，、"  # no sentence, heading or salutation ends in one of these
BULLET = re.compile(r"[—–•●○◆◇■□▪▲★※]|[-*·]\s")  # a line that starts with one is an item of its own
WIDE = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
CURLY = "“”‘’"


def join_broken(lines: tuple[Line, ...], knowledge: Knowledge) -> tuple[Line, ...]:
    """Joins a line that breaks off inside a sentence with the next one that stays.

    An enumerated line below is a list item of its own and is not joined.
    """
    out: list[Line] = []
    chain: list[
        Line
    ] = []  # lines to be joined, and removed ones between them; starts and ends with a kept one
    waiting: list[Line] = []  # removed lines since the last kept one
    for line in lines:
        if not line.kept:
            waiting.append(line)
        elif chain and _broken(chain[-1].text, line.text, knowledge) and _removed(waiting):
            chain += [*waiting, line]
            waiting = []
        else:
            out += [*_joined(chain), *waiting]
            chain, waiting = [line], []
    return (*out, *_joined(chain), *waiting)


def _removed(lines: Sequence[Line]) -> bool:
    return all(isinstance(line.fate, Removal) for line in lines)


def _broken(above: str, below: str, knowledge: Knowledge) -> bool:
    if above[-1] not in UNFINISHED or BULLET.match(below):
        return False
    return not any(family.pattern.match(below) for family in knowledge.enumerators.families)


def _joined(chain: Sequence[Line]) -> Sequence[Line]:
    """One line from a chain; line ends and removed lines inside it become edits of it."""
    if len(chain) < 2:  # noqa: PLR2004 - one line is joined already
        return chain
    edits: list[Edit] = []
    for line in chain:
        if isinstance(line.fate, Removal):
            edits.append(Edit(start=line.start, end=line.end, after="", rule=line.fate.rule))
        else:
            edits += (*line.edits, Edit(start=line.stop, end=line.end, after="", rule="join.broken-line"))
    last = chain[-1]
    text = "".join(line.text for line in chain if line.kept)
    return [replace(chain[0], stop=last.stop, end=last.end, text=text, edits=tuple(edits[:-1]))]


def widen_punctuation(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Makes ASCII punctuation full-width where a neighbour is Han or CJK punctuation.

    `1:2`, clock times and Latin text have no such neighbour. Brackets change in pairs.
    """
    return tuple(
        _widen(line) if line.kept and any(mark in line.text for mark in WIDE) else line for line in lines
    )


def _widen(line: Line) -> Line:
    """Widens every mark that touches Chinese, then every mark that touches a widened one or is its partner."""
    chars = line.text
    partners = _partners(chars)
    queue = [at for at, char in enumerate(chars) if char in WIDE and _touches(chars, at, partners)]
    changed = set(queue)
    while queue:
        at = queue.pop()
        for other in (_beyond(chars, at, -1), _beyond(chars, at, 1), partners.get(at, -1)):
            if other >= 0 and chars[other] in WIDE and other not in changed:
                changed.add(other)
                queue.append(other)
    if not changed:
        return line
    text = "".join(WIDE[char] if at in changed else char for at, char in enumerate(chars))
    places = line.places()
    edits = [
        Edit(start=places[at], end=places[at] + 1, after=text[at], rule="punctuation.full-width")
        for at in changed
    ]
    return replace(line, text=text, edits=tuple(sorted((*line.edits, *edits), key=lambda edit: edit.start)))


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
    for at, char in enumerate(text):
        if char in "(（":
            open_at.append(at)
        elif char in ")）" and open_at:
            partners[at] = open_at.pop()
            partners[partners[at]] = at
    return partners
