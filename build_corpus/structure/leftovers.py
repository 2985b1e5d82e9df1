"""What still stands above the body when title and metadata have been taken: labels, captions, steps of a trail.

A speech that addresses its audience starts there, so no short line above belongs to it; where nobody is
addressed, only lines above navigation or metadata are known not to.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from build_corpus.model import Knowledge, Line, Removal
from build_corpus.structure.sections import ALONE
from build_corpus.text import is_prose

RULE = "navigation.head"
FRAME = ("navigation", "promotion", "contact", "error-page", "metadata")
LONG = 40  # 字; longer lines may be an editor's words
_KEPT = re.compile(r"[（(【\[].*[）)】\]]|.*[：:。！？；，,]|.*[。！？].*")
_POSITION = re.compile(
    r"[>＞»\s]{0,4}(?:(?:您|你)?(?:现在|当前|目前)?(?:的|所在的?)?位置|首\s?页)\s{0,2}[:：>＞»].*"
)


def drop_leftovers(lines: Sequence[Line], knowledge: Knowledge, *, titled: bool) -> tuple[Line, ...]:
    """The lines with short ones above the body removed. `titled`: a title was found, so none of them is it."""
    opening = next(
        (at for at, line in enumerate(lines) if line.kept and _opens(line.text, knowledge)), len(lines)
    )
    if opening == len(lines):
        return tuple(lines)
    addressed = knowledge.structure.salutation.fullmatch(lines[opening].text) is not None
    framed = [at for at in range(opening) if lines[at].rule.startswith(FRAME)]
    below = opening if addressed else max(framed, default=-1)
    return tuple(
        replace(line, fate=Removal(rule=RULE), edits=())
        if line.kept
        and at < opening
        and (at < below or _POSITION.fullmatch(line.text))
        and _spare(line.text, knowledge, titled=titled)
        else line
        for at, line in enumerate(lines)
    )


def _opens(text: str, knowledge: Knowledge) -> bool:
    return is_prose(text) or knowledge.structure.salutation.fullmatch(text) is not None


def _spare(text: str, knowledge: Knowledge, *, titled: bool) -> bool:
    """Whether a line can be done without: no sentence, no note in brackets, no number, no title."""
    if _POSITION.fullmatch(text):
        return True
    if len(text) > LONG or _KEPT.fullmatch(text) or ALONE.match(text):
        return False
    if any(family.pattern.match(text) for family in knowledge.enumerators.families):
        return False
    return titled or not knowledge.structure.title_like.search(text)
