"""Lines that were broken at a mark, and headings broken over two lines, are joined again.

For texts that are wrapped throughout see `wrap`.
"""

import re
from collections.abc import Sequence

from build_corpus.clean.join import join_chain
from build_corpus.model import Knowledge, Line, Removal
from build_corpus.text import is_prose

UNFINISHED = "；，、（《“‘「『〈【("  # no sentence, heading or salutation ends in one of these
NEVER_FIRST = "，。、；：？！”’）》」』〉】,;?!)"  # no line starts with one of these
BULLET = re.compile(r"[—–•●○◆◇■□▪▲★※]|[-*·]\s")  # a line that starts with one is an item of its own
HANGING = re.compile(r"(?:[的和与及以为对把]|——)$")  # a heading that goes on
OPENERS, CLOSERS = "（《“「『", "）》”」』"
PAGE_NUMBER = "navigation.page-number"
PROSE_LINE = 15  # 字; a shorter line above a page number may be a heading


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
        elif chain and _removed(waiting) and _broken(chain[-1].text, line.text, waiting, knowledge):
            chain += [*waiting, line]
            waiting = []
        else:
            out += [*join_chain(chain), *waiting]
            chain, waiting = [line], []
    return (*out, *join_chain(chain), *waiting)


def _removed(lines: Sequence[Line]) -> bool:
    return all(isinstance(line.fate, Removal) for line in lines)


def _broken(above: str, below: str, between: Sequence[Line], knowledge: Knowledge) -> bool:
    if below[0] in NEVER_FIRST:
        return True
    if BULLET.match(below) or any(family.pattern.match(below) for family in knowledge.enumerators.families):
        return False
    if above[-1] in UNFINISHED:
        return True
    paged = any(isinstance(line.fate, Removal) and line.fate.rule == PAGE_NUMBER for line in between)
    if paged and len(above) >= PROSE_LINE and above[-1].isalnum() and below[0].isalnum():
        return is_prose(above + below) or "，" in above
    return _heading_goes_on(above, below, knowledge)


def _heading_goes_on(above: str, below: str, knowledge: Knowledge) -> bool:
    """Whether a numbered heading was broken: its bracket is still open, or it ends in a word that wants another."""
    table = knowledge.enumerators
    if len(above) + len(below) > table.block_max or not any(
        each.pattern.match(above) for each in table.families
    ):
        return False
    unclosed = any(
        above.count(left) > above.count(right) for left, right in zip(OPENERS, CLOSERS, strict=True)
    )
    return unclosed or HANGING.search(above) is not None
