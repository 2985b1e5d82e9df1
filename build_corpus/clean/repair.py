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
    if above[-1] not in UNFINISHED:
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
    places = line.places()
    edits = [
        Edit(start=places[at], end=places[at] + 1, after=chars[at], rule="punctuation.full-width")
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
