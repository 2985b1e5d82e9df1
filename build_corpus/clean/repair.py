"""Lines that were broken at a mark, and headings broken over two lines, are joined again.

For texts that are wrapped throughout see `wrap`.
"""

import re
from collections.abc import Sequence

from build_corpus.clean.join import join_chain
from build_corpus.clean.zones import rules
from build_corpus.model import Knowledge, Line, Removal
from build_corpus.text import SENTENCE_END, is_prose

UNFINISHED = "；，、（《“‘「『〈【("  # no sentence, heading or salutation ends in one of these
NEVER_FIRST = "，。、；：？！”’）》」』〉】,;"  # no line starts with one of these
BULLET = re.compile(r"[—–•●○◆◇■□▪▲★※]|[-*·]\s")  # a line that starts with one is an item of its own
HANGING = re.compile(r"(?:[的和与及以为对把]|——)$")  # a heading that goes on
OPENERS, CLOSERS = "（《“「『", "）》”」』"
PAGE_NUMBER = "navigation.page-number"
SHORT = 30  # 字 of a part of a broken heading
TORN_MIN = 2  # headings of one text that were broken
TITLE_LINES = 3  # first lines, which may be short anyway
PROSE_LINE = 15  # 字; a shorter line above a page number may be a heading


def join_broken(lines: tuple[Line, ...], knowledge: Knowledge) -> tuple[Line, ...]:
    """Joins a line that breaks off inside a sentence with the next one that stays.

    An enumerated line below is a list item of its own and is not joined.
    """
    torn = _torn_headings([line.text for line in lines if line.kept], knowledge)
    out: list[Line] = []
    chain: list[Line] = []  # to be joined, with removed ones between; starts and ends with a kept one
    waiting: list[Line] = []  # removed lines since the last kept one
    for line in lines:
        if not line.kept:
            waiting.append(line)
            continue
        pair = (chain[-1].text, line.text) if chain and _removed(waiting) else None
        flush = pair is not None and not waiting and _flush(chain[-1], line)
        if pair and (pair in torn or _broken(*pair, waiting, knowledge, flush=flush)):
            chain += [*waiting, line]
            waiting = []
        else:
            out += [*join_chain(chain), *waiting]
            chain, waiting = [line], []
    return (*out, *join_chain(chain), *waiting)


def _removed(lines: Sequence[Line]) -> bool:
    return all(isinstance(line.fate, Removal) for line in lines)


def _broken(above: str, below: str, between: Sequence[Line], knowledge: Knowledge, *, flush: bool) -> bool:
    if below[0] in NEVER_FIRST:
        return True
    paged = any(isinstance(line.fate, Removal) and line.fate.rule == PAGE_NUMBER for line in between)
    inside = paged and len(above) >= PROSE_LINE and above[-1].isalnum() and below[0].isalnum()
    torn = (
        above[-1] in UNFINISHED
        or flush
        or (inside and (is_prose(above + below) or "，" in above))
        or _heading_goes_on(above, below, knowledge)
    )
    return torn and not BULLET.match(below) and not rules(knowledge).numbers.match(below)


def _heading_goes_on(above: str, below: str, knowledge: Knowledge) -> bool:
    """Whether a numbered heading was broken: its bracket is still open, or it ends in a word that wants another."""
    if len(above) + len(below) > knowledge.enumerators.block_max or not rules(knowledge).numbers.match(above):
        return False
    unclosed = any(
        above.count(left) > above.count(right) for left, right in zip(OPENERS, CLOSERS, strict=True)
    )
    return unclosed or HANGING.search(above) is not None


def _torn_headings(texts: Sequence[str], knowledge: Knowledge) -> set[tuple[str, str]]:
    """Pairs of lines that are one heading: each short line of a text stands below a numbered line with a comma."""
    short = [
        bool(text) and len(text) <= SHORT and text[-1] not in f"{SENTENCE_END}：:；;，,、" for text in texts
    ]
    numbers = rules(knowledge).numbers
    numbered = [numbers.match(text) is not None for text in texts]
    pairs = {
        (texts[at - 1], texts[at])
        for at in range(1, len(texts) - 1)
        if short[at] and not numbered[at] and _prose(texts[at + 1]) and numbered[at - 1] and short[at - 1]
    }
    plain = sum(
        short[at] and not numbered[at] and _prose(texts[at + 1]) for at in range(TITLE_LINES, len(texts) - 1)
    )
    commas = all("，" in above or "," in above for above, _ in pairs)
    return pairs if len(pairs) >= TORN_MIN and len(pairs) == plain and commas else set()


def _prose(text: str) -> bool:
    """Running text, also where its full stops are not mended yet."""
    return is_prose(text) or (len(text) >= PROSE_LINE and text.endswith("."))


def _flush(above: Line, below: Line) -> bool:
    """Whether an indented paragraph stops without a mark and its last words stand below at the margin."""
    words = above.text.rstrip(CLOSERS)
    return (
        _indented(above)
        and not _indented(below)
        and len(words) >= PROSE_LINE
        and words[-1].isalnum()
        and ("，" in words or "。" in words)
        and below.text[-1] in "。！？；"
    )


def _indented(line: Line) -> bool:
    return bool(line.edits) and line.edits[0].start == line.start and line.edits[0].rule == "layout.edge"
