"""What stands around the body of a text and stays in it: salutation, closing, signature, notes, captions, rows.

In: the blocks of the outline, one for each line that stays. Out: the same texts, some with another type,
and the facts a signature states.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from build_corpus.model import Block, BlockType, Knowledge, Line, Placed, Source, StructureTable
from build_corpus.structure.blocks import linked
from build_corpus.structure.dates import NARROW, iso_date
from build_corpus.structure.marks import marked
from build_corpus.structure.people import Fact, is_name, line_facts, person
from build_corpus.text import is_prose

TOP = 12  # blocks in which a salutation may stand
SIGNED = 6  # lines of a signature
SIGNED_MAX = 40  # 字 of one
_EDITOR = re.compile(r"[【\[（(]?(?:编者按|編者按|编者的话|按语)[】\])）：:]")
_SIGNED = re.compile(
    r"^[（(]?(?:签名|签字|署名|(?:发言|讲话|述职|汇报|报告|承诺|演讲)人)(?:签名|签字)?(?:[）)][：:\s]{0,3}|[：:\s]{1,3})(?=\S)"
)
MARKS: tuple[BlockType, ...] = ("caption", "row", "note")


def frame(
    blocks: Sequence[Block], lines: Sequence[Line], source: Source, knowledge: Knowledge
) -> tuple[tuple[Block, ...], dict[str, Placed]]:
    """Blocks with the types of what frames the body; and `name`, `role`, `signed`, `body` of a signature."""
    table = knowledge.structure
    out = _marked(list(blocks), lines, source)
    _salutations(out, table)
    end = _notes(out, table)
    start, signature = _signature(out, end, table)
    _closing(out, start, table)
    _captions(out, table)
    moved = any(before.type == "heading" != after.type for before, after in zip(blocks, out, strict=True))
    return linked(out) if moved else tuple(out), signature


def _marked(blocks: list[Block], lines: Sequence[Line], source: Source) -> list[Block]:
    """Types that the file's markup gives."""
    kinds = marked(source, lines)
    kept = [line for line in lines if line.kept]
    for at, line in enumerate(kept):
        named = next((kind for kind in MARKS if kind in kinds.get(line.number, ())), None)
        if named:
            blocks[at] = _plain(blocks[at], named)
    return blocks


def _plain(block: Block, name: BlockType) -> Block:
    """A block of this type, without anything of a heading or of an enumeration."""
    return replace(block, type=name, level=None, kind=None, run_in=None, inline=())


def _salutations(blocks: list[Block], table: StructureTable) -> None:
    """Marks the lines that address the audience before the body, or right below the words that announce a speech."""
    for at, block in enumerate(blocks[:TOP]):
        if block.type in ("paragraph", "salutation") and table.salutation.fullmatch(block.text):
            blocks[at] = _plain(block, "salutation")
        elif _is_text(block, table):
            break


def _is_text(block: Block, table: StructureTable) -> bool:
    """Whether a block belongs to the text: no editor's note, and no announcement of what follows."""
    if block.type == "heading":
        return True
    return is_prose(block.text) and not table.follows.search(block.text) and not _EDITOR.match(block.text)


def _notes(blocks: list[Block], table: StructureTable) -> int:
    """Marks the notes below a text, all of them below a line that says 注释; returns where they start."""
    at = len(blocks)
    while at and (blocks[at - 1].type in MARKS or _is_note(blocks[at - 1], table)):
        at -= 1
    heads = [place for place, block in enumerate(blocks) if place and table.notes.fullmatch(block.text)]
    at = min([at, *heads[-1:]])
    for place in range(at, len(blocks)):
        if blocks[place].type not in MARKS:
            blocks[place] = _plain(blocks[place], "note")
    return at


def _is_note(block: Block, table: StructureTable) -> bool:
    return block.type in ("paragraph", "heading") and table.note.fullmatch(block.text) is not None


def _signature(blocks: list[Block], end: int, table: StructureTable) -> tuple[int, dict[str, Placed]]:
    """Marks the signer's lines above `end`; returns where they start, and what they state."""
    found: dict[str, Placed] = {}
    at = end
    while at > 1 and end - at < SIGNED:
        facts = _signed(blocks[at - 1], table)
        if not facts:
            break
        at -= 1
        for fact in facts:
            found.setdefault(fact.field, Placed(value=fact.value, evidence=blocks[at].text))
    above = blocks[at - 1] if at else None
    ended = above is not None and (above.type == "closing" or table.thanks.fullmatch(above.text) is not None)
    if not (found.keys() & {"signed", "name"} or ended):
        return end, {}
    for place in range(at, end):
        blocks[place] = _plain(blocks[place], "signature")
    return at, found


def _signed(block: Block, table: StructureTable) -> list[Fact]:
    """What one line of a signature states: name, office, body, day; empty where it is no such line."""
    text = block.text
    if block.type != "paragraph" or block.run_in or len(text) > SIGNED_MAX or table.thanks.fullmatch(text):
        return []
    bare = _SIGNED.sub("", text).translate(NARROW).strip("（）() ")
    day = table.day.search(bare)
    at = day.start() if day and day.end() == len(bare) else len(bare)
    signer = bare[:at].strip()
    value = iso_date(day[0]) if day and at < len(bare) else ""
    if value is None or (value and not signer):
        return [Fact("signed", value, at, len(bare))] if value else []
    facts = [Fact("signed", value, at, len(bare))] if value else []
    if signer and all(table.body_name.fullmatch(part) for part in signer.split()):
        return [Fact("body", signer, 0, len(signer)), *facts]
    if is_name(signer, table):
        return [*person(signer, 0, table), *facts]
    stated = line_facts(signer.replace("：", " "), table)  # office and name; a line of facts is no signature
    return [*stated, *facts] if {fact.field for fact in stated} == {"role", "name"} else []


def _closing(blocks: list[Block], end: int, table: StructureTable) -> None:
    """Marks the closing: thanks at the end, and a last paragraph that addresses the audience again."""
    at = end - 1
    while at > 0 and blocks[at].type == "paragraph" and table.thanks.fullmatch(blocks[at].text):
        blocks[at] = _plain(blocks[at], "closing")
        at -= 1
    last = blocks[at] if at > 0 else None
    ends = last and last.type == "paragraph" and not last.run_in and blocks[at - 1].type == "paragraph"
    if last and ends and table.closing.match(last.text):
        blocks[at] = replace(last, type="closing")


def _captions(blocks: list[Block], table: StructureTable) -> None:
    """Marks lines that only a picture explains."""
    for at, block in enumerate(blocks):
        if block.type == "paragraph" and not block.run_in and table.caption.fullmatch(block.text):
            blocks[at] = _plain(block, "caption")
