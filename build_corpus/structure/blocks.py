"""Lines become blocks: salutation, headings with levels, paragraphs with run-in headings."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from build_corpus.model import Block, EnumeratorFamily, Enumerators, Heading, Inline, Knowledge, Line
from build_corpus.text import SENTENCE_END, block_ids, is_prose

ENDS = "。！？；，、：…!?;,:"  # a heading on its own line ends in none of these
RESETS = ("part", "han", "paren-han")  # these number what is above 一是, 第一， and the like
DEEPEST = 4
NUMERALS = {char: n for n, char in enumerate("一二三四五六七八九十", start=1)}
_ITEM_END = re.compile(f"[{SENTENCE_END}；]")
_SENTENCE_END = re.compile(f"[{SENTENCE_END}]")
_AFTER = re.compile(r"(?<=[。：；！？”])|(?<=比如，)|(?<=例如，)|(?<=即，)")  # where an item may start


class _Levels:
    """The families of numbers that are open at a point of the text, outermost first."""

    def __init__(self) -> None:
        self.open: list[str] = []

    def enter(self, family: EnumeratorFamily) -> int:
        """The level of an item of this family; closes what is deeper."""
        if family.code in self.open:
            del self.open[self.open.index(family.code) + 1 :]
        else:
            if family.code in RESETS:
                above = RESETS[: RESETS.index(family.code)]
                self.open = [code for code in self.open if code in above]
            if not self.open:
                self.open = ["-"] * (family.orphan - 1)
            self.open.append(family.code)
        return min(len(self.open), DEEPEST)

    @property
    def below(self) -> int:
        """The level of an enumeration inside a paragraph here."""
        return min(max(len(self.open), 1) + 1, DEEPEST)


def outline(lines: Iterable[Line], knowledge: Knowledge) -> tuple[Block, ...]:
    """The blocks of a text, one for each line that stays."""
    levels = _Levels()
    blocks: list[Block] = []
    first = True  # nothing but short lines above
    for line in lines:
        if line.kept:
            blocks.append(_block(line, levels, first=first, knowledge=knowledge))
            first = first and blocks[-1].type == "paragraph" and not is_prose(line.text)
    return linked(_items_are_no_headings(blocks))


def linked(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with their ids and the id of the heading above each."""
    ids = block_ids(("h" if block.type == "heading" else "p", block.text) for block in blocks)
    return tuple(_under_headings([replace(block, id=name) for block, name in zip(blocks, ids, strict=True)]))


def _block(line: Line, levels: _Levels, *, first: bool, knowledge: Knowledge) -> Block:
    text = line.text
    plain = Block(id="", type="paragraph", text=text, line=line.number)
    if first and knowledge.structure.salutation.fullmatch(text):
        return replace(plain, type="salutation")
    table = knowledge.enumerators
    family = next((family for family in table.families if family.pattern.match(text)), None)
    if family and len(text) <= table.block_max and text[-1] not in ENDS and not _SENTENCE_END.search(text):
        return replace(plain, type="heading", level=levels.enter(family), kind=family.code)
    items = _items(text, table)
    if any(start == 0 for start, _ in items):
        family = None  # the number at the start is the first item of an enumeration inside
    run_in = _run_in(text, family, levels, table) if family else None
    return replace(
        plain,
        kind=family.code if family and run_in else None,
        run_in=run_in,
        inline=tuple(Inline(level=levels.below, text=words, start=start) for start, words in items),
    )


def _run_in(text: str, family: EnumeratorFamily, levels: _Levels, table: Enumerators) -> Heading | None:
    """The first sentence of a numbered paragraph, where it is short and more follows."""
    end = _SENTENCE_END.search(text)
    if not end or end.start() > table.run_in_max or end.end() == len(text):
        return None
    return Heading(level=levels.enter(family), text=text[: end.start()])


def _items(text: str, table: Enumerators) -> list[tuple[int, str]]:
    """Start and heading words of each item of the enumerations inside a paragraph.

    An item starts a clause and its number follows the one before; a restart at one opens another
    enumeration. One item alone is no enumeration (一级抓一级, 第一书记).
    """
    runs: list[list[int]] = []
    for family in table.families:
        if not family.inline:
            continue
        number = 0
        for start in _starts(text):
            match = family.pattern.match(text, start)
            value = _value(match["n"]) if match else 0
            if value == 1:
                runs.append([start])
            elif value == number + 1 and number:
                runs[-1].append(start)
            else:
                continue
            number = value
    starts = sorted(start for run in runs if len(run) > 1 for start in run)
    return [(start, _words(text, start, table)) for start in starts]


def _starts(text: str) -> list[int]:
    return sorted({0, *(match.start() for match in _AFTER.finditer(text))} - {len(text)})


def _value(numeral: str) -> int:
    """1–99 for Han, ASCII and circled numerals.

    >>> _value("十二"), _value("3"), _value("②"), _value("二十")
    (12, 3, 2, 20)
    """
    if numeral.isdecimal():
        return int(numeral)
    if "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    tens, ten, ones = numeral.rpartition("十")
    high = NUMERALS.get(tens, 1) * 10 if ten else 0
    return high + NUMERALS.get(ones, 0)


def _words(text: str, start: int, table: Enumerators) -> str:
    """An item's heading: its first sentence where that is short, else its first clause."""
    limit = start + table.inline_max
    end = _ITEM_END.search(text, start, limit + 1)
    if end:
        return text[start : end.start()]
    if len(text) <= limit:
        return text[start:]
    comma = text.find("，", start + 3, limit)  # past the number and its own ，
    return text[start : comma if comma > 0 else limit]


def _items_are_no_headings(blocks: Sequence[Block]) -> list[Block]:
    """A heading has text or a deeper heading below it; a numbered line without is an item of a list."""
    out = list(blocks)
    for at, block in enumerate(out):
        below = out[at + 1] if at + 1 < len(out) else None
        bare = below is None or (below.type == "heading" and (below.level or 1) <= (block.level or 1))
        above = out[at - 1] if at else None
        listed = (
            above is not None and above.type == "paragraph" and above.kind == block.kind and not above.run_in
        )
        if block.type == "heading" and (bare or listed):
            out[at] = replace(block, type="paragraph", level=None)
    return out


def _under_headings(blocks: Iterable[Block]) -> Iterable[Block]:
    """Gives each block the id of the block heading above it."""
    above: list[Block] = []
    for block in blocks:
        if block.type == "heading":
            above = [each for each in above if (each.level or 1) < (block.level or 1)]
        yield replace(block, heading=above[-1].id if above else None)
        if block.type == "heading":
            above.append(block)
