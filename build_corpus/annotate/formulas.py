"""Set phrases (提法) as a text marks them itself: in quotation marks.

What one text can say alone: a quoted wording that is no sentence and no quotation. Whether it is
more than a stressed word, and where it stands without marks, is for `relate` to say.
"""

import re
from collections import Counter

from build_corpus.model import Block, Knowledge, Speech
from build_corpus.text import HAN

CLAUSE = 24  # 字 of a phrase in one piece; 21 is the longest known
LONGEST = 64  # 字 of one that lists parts of equal rank
PART = 18  # 字 of such a part
DIGITS = 3  # characters of a phrase without any Han: 541, 5+N
MOST = 400  # phrases of one text that are looked at
BEFORE = 6  # 字 before a quotation in which somebody is said to speak
_QUOTED = re.compile(rf"[“「『]([{HAN}A-Za-z0-9+×·%、，, /-]{{2,{LONGEST}}})[”」』]")
_PARTS = re.compile("[、，,]")
_HAN = re.compile(f"[{HAN}]")


def quoted_phrases(speech: Speech, knowledge: Knowledge) -> tuple[tuple[str, int], ...]:
    """(phrase, times it is quoted), most frequent first, then by first use."""
    said = knowledge.formulas.said
    counts = Counter(
        match[1].strip()
        for block in speech.blocks
        for match in _QUOTED.finditer(block.text)
        if _is_phrase(match[1].strip()) and not _is_quotation(block, match, said)
    )
    return tuple(counts.most_common(MOST))


def _is_phrase(text: str) -> bool:
    """Whether a wording has the measure of a set phrase.

    >>> _is_phrase("两新"), _is_phrase("选拔、退出、激励、保障"), _is_phrase("541"), _is_phrase("、")
    (True, True, True, False)
    """
    parts = [part.strip() for part in _PARTS.split(text)]
    if not _HAN.search(text):
        return len(text) >= DIGITS
    if len(parts) == 1:
        return len(text) <= CLAUSE
    return all(parts) and max(map(len, parts)) <= PART


def _is_quotation(block: Block, match: re.Match[str], said: tuple[str, ...]) -> bool:
    """Whether somebody's sentence is quoted: several clauses behind a word for saying."""
    if not any(mark in match[1] for mark in "，,"):
        return False
    before = block.text[max(0, match.start() - BEFORE) : match.start()]
    return any(word in before for word in said)
