"""First sentences that are headings because others beside them are: 首先 and 其次, dashes, bold type.

In: the paragraphs of a text, what the file's markup says of them. Out: places and lengths; nothing is changed.
One such sentence alone is never a heading.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from build_corpus.model import Line, Mark

STEP_MAX = 24  # 字 of one after 首先, 其次; longer ones go on with the text
BODY_MIN = 10  # 字 that stand below it in the paragraph
GAP = 3  # paragraphs from one to the next, at most
DASHES_MIN, BOLD_MIN, STEPS_MIN = 2, 2, 2
_FIRST = re.compile("[^。！？；…]{2,40}[。！]")
_DASHED = re.compile("—{1,2}[^—。！？；…]{2,40}[。！]")
_STEP = re.compile("(首先|其次|再次|再者|最后|最後)，[^。！？；…]{2,24}[。！]")
_OPENING = frozenset(("首先",))
_CLOSING = frozenset(("最后", "最後"))
_COURTESY = re.compile("代表|祝|感谢|感謝|谢谢|謝謝|欢迎|歡迎|致以|表示|让我们|讓我們|我想|我要|问候")


def dashed(texts: Sequence[str], free: Sequence[bool]) -> dict[int, int]:
    """Place of each paragraph that starts with a dash and a short sentence → the sentence's length without its stop.

    `free`: paragraphs that are nothing else yet.
    """
    found = _firsts(texts, free, _DASHED)
    return {at: end for group in _groups(found) if len(group) >= DASHES_MIN for at, end in group.items()}


def stepped(texts: Sequence[str], free: Sequence[bool]) -> dict[int, int]:
    """The same for 首先，… 其次，… 最后，…: short sentences of their own, no courtesies, from 首先 on."""
    found = {
        at: end
        for at, end in _firsts(texts, free, _STEP).items()
        if end <= STEP_MAX and not _COURTESY.search(texts[at][:end])
    }
    out: dict[int, int] = {}
    for group in _groups(found):
        words = [texts[at][:2] for at in group]
        middle = [word for word in words[1:] if word not in _OPENING | _CLOSING]
        if words[0] in _OPENING and middle and len(set(words)) == len(words) >= STEPS_MIN:
            out |= group
    return out


def bold(lines: Sequence[Line], free: Sequence[bool], marks: Sequence[Mark]) -> dict[int, int]:
    """The same for paragraphs whose first sentence, and no more, stands between two signs of Markdown (**)."""
    ends = {one.start: two for one, two in pairwise(mark for mark in marks if mark.kind == "syntax")}
    found: dict[int, int] = {}
    for at, line in enumerate(lines):
        closing = ends.get(line.start) if free[at] else None
        first = _FIRST.match(line.text) if closing else None
        if first is None or closing is None or len(line.text) - first.end() < BODY_MIN:
            continue
        places = line.places()
        inside = sum(place < closing.start for place in places)
        if inside in (first.end(), first.end() - 1):
            found[at] = first.end() - 1
    return {at: end for group in _groups(found) if len(group) >= BOLD_MIN for at, end in group.items()}


def _firsts(texts: Sequence[str], free: Sequence[bool], pattern: re.Pattern[str]) -> dict[int, int]:
    """Places of paragraphs that start with such a sentence and go on → its length without its stop."""
    return {
        at: match.end() - 1
        for at, text in enumerate(texts)
        if free[at] and (match := pattern.match(text)) and len(text) - match.end() >= BODY_MIN
    }


def _groups(found: Mapping[int, int]) -> list[dict[int, int]]:
    """The places in runs that stand close together."""
    groups: list[dict[int, int]] = []
    for at, end in found.items():
        if groups and at - next(reversed(groups[-1])) <= GAP:
            groups[-1][at] = end
        else:
            groups.append({at: end})
    return groups
