"""Lines become blocks: salutation, headings with levels, paragraphs with run-in headings.

First each line is read by itself, then in the company of its neighbours, last of all levels are counted.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from build_corpus.model import Block, BlockType, EnumeratorFamily, Heading, Inline, Knowledge, Line, Mark
from build_corpus.structure.company import bold, dashed, stepped
from build_corpus.structure.numbers import PLAIN, Levels, families, items, value
from build_corpus.structure.sections import moulded, plain_headings
from build_corpus.text import SENTENCE_END, block_ids, is_prose

ENDS = "。！？；，、：…!?;,:"  # a heading on its own line ends in none of these
STOP = "。"
INNER, STEP = "inner", "step"  # headings without a number that stand below those with one
FEW = 3  # plain paragraphs of a family for each that seems to start with a heading, from which none does
_SENTENCE_END = re.compile(f"[{SENTENCE_END}]")
_CLAUSE = re.compile("[，、；]")


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A line on its way to a block."""

    line: Line
    type: BlockType = "paragraph"
    family: EnumeratorFamily | None = None
    """Family of the number at its start."""
    run_in: str | None = None
    """Words of its run-in heading."""
    items: list[tuple[int, str]] = field(default_factory=list)
    """Enumeration inside it."""
    mould: str = PLAIN
    """What makes it a heading where it has no number."""

    @property
    def text(self) -> str:
        return self.line.text

    @property
    def code(self) -> str:
        return self.family.code if self.family else self.mould

    @property
    def orphan(self) -> int:
        return self.family.orphan if self.family else 2 if self.mould == STEP else 1


def outline(lines: Iterable[Line], knowledge: Knowledge, marks: Sequence[Mark] = ()) -> tuple[Block, ...]:
    """The blocks of a text, one for each line that stays. `marks`: what the file's markup says of the text."""
    kept = [line for line in lines if line.kept]
    known = families((line.text for line in kept), knowledge.enumerators)
    drafts = [_draft(line, known, knowledge) for line in kept]
    _salutation(drafts, knowledge)
    _sections(drafts, [mark for mark in marks if mark.kind == "heading"])
    _company(drafts, marks)
    _items_are_no_headings(drafts)
    _short_sentences(drafts, knowledge)
    _few_are_none(drafts)
    levels = Levels()
    return linked([_block(draft, levels) for draft in drafts])


def linked(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with their ids and the id of the heading above each."""
    ids = block_ids(("h" if block.type == "heading" else "p", block.text) for block in blocks)
    out: list[Block] = []
    above: list[tuple[int, str]] = []  # level and id of the open headings, outermost first
    for block, name in zip(blocks, ids, strict=True):
        level = block.level or 1
        if block.type == "heading":
            above = [each for each in above if each[0] < level]
        out.append(replace(block, id=name, heading=above[-1][1] if above else None))
        if block.type == "heading":
            above.append((level, name))
    return tuple(out)


# ---------------------------------------------------------------- a line by itself


def _draft(line: Line, known: Sequence[EnumeratorFamily], knowledge: Knowledge) -> _Draft:
    table = knowledge.enumerators
    text = line.text
    family = next((family for family in known if family.pattern.match(text)), None)
    draft = _Draft(line=line, family=family)
    end = _SENTENCE_END.search(text)
    if family and len(text) <= table.block_max and text[-1] not in ENDS and not end:
        draft.type = "heading"
        return draft
    draft.items = items(text, known, table.inline_max)
    if any(start == 0 for start, _ in draft.items):
        draft.family = None  # the number at the start is the first item of an enumeration inside
    elif family and end and end.start() <= table.run_in_max and end.end() < len(text):
        if _counts_on(text[: end.start()], family):
            draft.family = None  # a whole enumeration in one sentence: 一要…，二要…，三要…
        else:
            draft.run_in = text[: end.start()]
    return draft


def _counts_on(sentence: str, family: EnumeratorFamily) -> bool:
    """Whether a sentence that starts with a number has the next one of its family behind a comma."""
    first = family.pattern.match(sentence)
    clauses = (family.pattern.match(sentence, match.end()) for match in _CLAUSE.finditer(sentence))
    return first is not None and any(each and value(each["n"]) == value(first["n"]) + 1 for each in clauses)


# ---------------------------------------------------------------- in company


def _salutation(drafts: Sequence[_Draft], knowledge: Knowledge) -> None:
    """The first line that addresses the audience, where only short lines stand above."""
    for draft in drafts:
        if knowledge.structure.salutation.fullmatch(draft.text):
            draft.type, draft.family, draft.items = "salutation", None, []
            return
        if draft.type != "paragraph" or is_prose(draft.text):
            return


def _sections(drafts: Sequence[_Draft], headings: Sequence[Mark]) -> None:
    """Headings without a number."""
    texts = [draft.text for draft in drafts]
    taken = [draft.type != "paragraph" or draft.family is not None for draft in drafts]
    starts = [mark.start for mark in headings]
    marked = [bool(starts) and _inside(draft.line.places()[0], headings, starts) for draft in drafts]
    for at in plain_headings(texts, taken, marked):
        drafts[at].type = "heading"


def _inside(place: int, marks: Sequence[Mark], starts: Sequence[int]) -> bool:
    at = bisect_right(starts, place) - 1
    return at >= 0 and place < marks[at].end


def _company(drafts: Sequence[_Draft], marks: Sequence[Mark]) -> None:
    """First sentences that others beside them make headings."""
    texts = [draft.text for draft in drafts]
    free = [draft.type == "paragraph" and draft.family is None and not draft.run_in for draft in drafts]
    found = {at: (INNER, length) for at, length in dashed(texts, free).items()}
    found |= {
        at: (INNER, length) for at, length in bold([draft.line for draft in drafts], free, marks).items()
    }
    found |= {at: (STEP, length) for at, length in stepped(texts, free).items()}
    if not found and not any(draft.type == "heading" or draft.run_in for draft in drafts):
        found = {at: (PLAIN, length) for at, length in moulded(texts, [not each for each in free]).items()}
    for at, (mould, length) in found.items():
        drafts[at].run_in, drafts[at].mould, drafts[at].items = texts[at][:length], mould, []


def _items_are_no_headings(drafts: Sequence[_Draft]) -> None:
    """A heading has text or a deeper heading below it; a numbered line without is an item of a list."""
    levels = Levels()
    depths = [
        levels.enter(draft.code, draft.orphan) if draft.type == "heading" or draft.run_in else 0
        for draft in drafts
    ]
    was = [draft.type for draft in drafts]
    for at, draft in enumerate(drafts):
        if was[at] != "heading":
            continue
        below = at + 1 if at + 1 < len(drafts) else None
        bare = below is None or (was[below] == "heading" and depths[below] <= depths[at])
        above = drafts[at - 1] if at else None
        listed = (
            above is not None and above.type == "paragraph" and above.code == draft.code and not above.run_in
        )
        if bare or (listed and draft.family and above and above.family):
            draft.type = "paragraph"


def _short_sentences(drafts: Sequence[_Draft], knowledge: Knowledge) -> None:
    """A numbered line that is one short sentence with text of its own below: its words are the heading.

    Not where most lines of its family are plain paragraphs, or where it ends a list.
    """
    limit = knowledge.enumerators.run_in_max
    plain = Counter(draft.code for draft in drafts if _is_item(draft))
    found: list[_Draft] = []
    above: str | None = None  # family of the line above, where it is an item of a list
    for draft, below in pairwise(drafts):
        listed, above = above == draft.code, draft.code if _is_item(draft) else None
        text = draft.text
        short = text.endswith(STOP) and len(text) <= limit and not _SENTENCE_END.search(text[:-1])
        body = below.type == "paragraph" and below.family is None and is_prose(below.text)
        if _is_item(draft) and not listed and not draft.items and short and body and below.text[-1] != "：":
            found.append(draft)
    alike = Counter(draft.code for draft in found)
    for draft in found:
        if alike[draft.code] * 2 > plain[draft.code]:
            draft.run_in = draft.text[:-1]


def _few_are_none(drafts: Sequence[_Draft]) -> None:
    """Where next to no paragraph of a family starts with a heading, none does: they are numbered paragraphs."""
    plain = Counter(draft.code for draft in drafts if _is_item(draft))
    leading = Counter(draft.code for draft in drafts if draft.family and draft.run_in)
    for draft in drafts:
        if draft.family and draft.run_in and leading[draft.code] * FEW < plain[draft.code]:
            draft.run_in = None


def _is_item(draft: _Draft) -> bool:
    """Whether a line is numbered and no heading starts it."""
    return draft.type == "paragraph" and draft.family is not None and not draft.run_in


# ---------------------------------------------------------------- blocks


def _block(draft: _Draft, levels: Levels) -> Block:
    kind = draft.family.code if draft.family else None
    level = levels.enter(draft.code, draft.orphan) if draft.type == "heading" or draft.run_in else None
    return Block(
        id="",
        type=draft.type,
        level=None if draft.run_in else level,
        kind=kind if level else None,
        text=draft.text,
        run_in=Heading(level=level, text=draft.run_in) if level and draft.run_in else None,
        inline=tuple(Inline(level=levels.below, text=words, start=start) for start, words in draft.items),
        line=draft.line.number,
    )
