"""Layout repairs: broken lines joined, ASCII punctuation beside Chinese widened."""

from collections.abc import Sequence
from dataclasses import replace

from build_corpus.model import Edit, Knowledge, Line, Removal
from build_corpus.text import is_chinese

UNFINISHED = "；，、"  # no sentence, heading or salutation ends in one of these
WIDE = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
PAIRS = {")": "(", "）": "（"}


def join_broken(lines: tuple[Line, ...], knowledge: Knowledge) -> tuple[Line, ...]:
    """Joins a line that breaks off inside a sentence with the next one that stays.

    An enumerated line below is a list item of its own and is not joined.
    """
    out: list[Line] = []
    waiting: list[Line] = []  # lines since the last kept one, all removed
    for line in lines:
        if not line.kept:
            waiting.append(line)
            continue
        above = out[-1] if out else None
        if above and above.kept and _broken(above.text, line.text, knowledge) and _removed(waiting):
            out[-1] = _join(above, waiting, line)
        else:
            out += (*waiting, line)
        waiting = []
    return tuple(out + waiting)


def _removed(lines: Sequence[Line]) -> bool:
    return all(isinstance(line.fate, Removal) for line in lines)


def _broken(above: str, below: str, knowledge: Knowledge) -> bool:
    if above[-1] not in UNFINISHED:
        return False
    return not any(family.pattern.match(below) for family in knowledge.enumerators.families)


def _join(above: Line, between: Sequence[Line], below: Line) -> Line:
    """One line from two; removed lines between them become edits of it."""
    edits = [*above.edits, Edit(start=above.stop, end=above.end, after="", rule="join.broken-line")]
    for line in between:
        rule = line.fate.rule if isinstance(line.fate, Removal) else "layout.blank"
        edits.append(Edit(start=line.start, end=line.end, after="", rule=rule))
    return replace(
        above, stop=below.stop, end=below.end, text=above.text + below.text, edits=(*edits, *below.edits)
    )


def widen_punctuation(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Makes ASCII punctuation full-width where a neighbour is Han or CJK punctuation.

    `1:2`, clock times and Latin text have no such neighbour. Brackets change in pairs.
    """
    return tuple(
        _widen(line) if line.kept and any(mark in line.text for mark in WIDE) else line for line in lines
    )


def _widen(line: Line) -> Line:
    chars = list(line.text)
    changed: set[int] = set()
    open_at: list[int] = []
    for at, char in enumerate(chars):
        partner = _partner(chars, open_at, at)
        if char not in WIDE:
            continue
        before = chars[at - 1] if at else ""
        after = chars[at + 1] if at + 1 < len(chars) else ""
        if is_chinese(before) or is_chinese(after):
            _change(chars, changed, at)
            if partner is not None:
                _change(chars, changed, partner)
        elif partner is not None and chars[partner] == "（":
            _change(chars, changed, at)
    if not changed:
        return line
    edits = [
        Edit(start=line.place(at), end=line.place(at) + 1, after=chars[at], rule="punctuation.full-width")
        for at in changed
    ]
    return replace(
        line, text="".join(chars), edits=tuple(sorted((*line.edits, *edits), key=lambda edit: edit.start))
    )


def _partner(chars: Sequence[str], open_at: list[int], at: int) -> int | None:
    """The opening bracket a closing one belongs to; keeps the stack of open ones."""
    if chars[at] in "(（":
        open_at.append(at)
    elif chars[at] in PAIRS and open_at:
        return open_at.pop()
    return None


def _change(chars: list[str], changed: set[int], at: int) -> None:
    if chars[at] in WIDE:
        chars[at] = WIDE[chars[at]]
        changed.add(at)
