"""Headings without a number: short lines between paragraphs, and first sentences of one mould.

Both need company: one short line may be anything, several that stand alike are headings.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from build_corpus.text import HAN, is_prose

SHORT_MIN, SHORT_MAX = 2, 26  # 字 of a heading on a line of its own; longest seen 24
ALIKE_MIN = 2  # such lines in a text
FIGURE_MAX = 2  # digits of an ornament
MOULD_MIN = 3  # first sentences of one mould
MOULD_START = 2  # 字 they share at the start
MOULD_MAX = 40  # 字 of such a sentence
MOULD_GAP = 3  # paragraphs from one to the next, at most
MOULD_SPREAD = 8  # 字 by which their lengths may differ
MOULD_SHARE = 0.5  # of a sentence that start and end share with the next, where nothing else is alike
MOULD_SAME = 0.35  # of the 字 of two sentences of one length that are the same at the same place
ALONE = re.compile("(?:前言|引言|序言|导言|导语|开场白|結語|结语|结束语|尾声|结尾|後記|后记)$")
_ENDS = "。！？；，、：…!?;,:.“（《「『【—-"
_BAD = re.compile(
    rf"[。！？；…：:；=＝|｜>＞]|https?|\d{{4}}[-/.年]|^\d|^[（(].*[）)]$|，.*，|[^{HAN}]{{12}}"
)
_SENTENCE = re.compile("[^。！？；…：]{6,40}[。！]")


def plain_headings(texts: Sequence[str], numbered: Sequence[bool], marked: Sequence[bool]) -> set[int]:
    """Places of the lines that are headings without a number.

    `numbered`: lines that carry a number; `marked`: lines the file's markup calls headings.
    """
    found = {
        at
        for at in range(len(texts))
        if not numbered[at]
        and (_reads_like_heading(texts[at]) or marked[at])
        and _stands_alone(at, texts, numbered, marked)
    }
    sure = {at for at in found if marked[at] or ALONE.match(texts[at])}
    inside = {at for at in found if at}
    repeated = {at for at in found if texts.count(texts[at]) > 1} if len(found) < SHORT_MAX else set()
    alike = found if len(inside) >= ALIKE_MIN else set()
    return (alike | sure) - repeated


def _reads_like_heading(text: str) -> bool:
    if not SHORT_MIN <= len(text) <= SHORT_MAX or text[-1] in _ENDS or _BAD.search(text):
        return False
    return sum(char.isalnum() for char in text) >= SHORT_MIN


def _stands_alone(at: int, texts: Sequence[str], numbered: Sequence[bool], marked: Sequence[bool]) -> bool:
    """Whether running text (or a numbered heading) follows and no other short line stands above.

    Below a line that the file calls a heading, any sentence will do.
    """
    if at + 1 >= len(texts):
        return False
    sentence = marked[at] and not marked[at + 1] and texts[at + 1][-1] in _ENDS
    below = is_prose(texts[at + 1]) or numbered[at + 1] or sentence
    back = at - 1
    while back >= 0 and len(texts[back]) <= FIGURE_MAX and texts[back].isdecimal():
        back -= 1  # 01, 02 above a heading are its ornament
    above = back < 0 or is_prose(texts[back]) or texts[back][-1] in "：:！!，" or numbered[back]
    return below and above


def moulded(texts: Sequence[str], numbered: Sequence[bool]) -> dict[int, int]:
    """Place of each paragraph whose first sentence is one of a mould → length of the sentence without its full stop.

    深挖“红色富矿”，以…。 深挖“文化富矿”，以…。 深挖“创新富矿”，以…。: the same start, the same clauses, about the same length.
    """
    firsts = {
        at: match.end() - 1
        for at, text in enumerate(texts)
        if not numbered[at] and (match := _SENTENCE.match(text)) and match.end() < len(text) - MOULD_MAX // 2
    }
    found: dict[int, int] = {}
    group: list[int] = []
    for at in [*firsts, -1]:
        if group and (
            at < 0
            or at - group[-1] > MOULD_GAP
            or not _alike(texts[group[-1]][: firsts[group[-1]]], texts[at][: firsts[at]])
        ):
            if len(group) >= MOULD_MIN:
                found |= {each: firsts[each] for each in group}
            group = []
        if at >= 0:
            group.append(at)
    return found


def _alike(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > MOULD_SPREAD:
        return False
    start, end = _shared(one, other), _shared(one[::-1], other[::-1])
    if start >= MOULD_START and start + end >= min(len(one), len(other)) * MOULD_SHARE:
        return True
    marks = [re.sub(rf"[{HAN}0-9A-Za-z]", "", text) for text in (one, other)]
    if not marks[0] or marks[0] != marks[1]:
        return False
    same = sum(left == right for left, right in zip(one, other, strict=False))
    return start >= MOULD_START or (len(one) == len(other) and same >= len(one) * MOULD_SAME)


def _shared(one: str, other: str) -> int:
    """Characters two texts start with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
