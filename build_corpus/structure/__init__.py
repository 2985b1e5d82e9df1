"""Cleaned text becomes a Speech: title, metadata, outline, blocks, notes.

In: lines with their fates. Out: a Speech whose receipts are complete. Lines that hold metadata leave
the text as moved receipts; nothing else leaves it but repeats of the title. Facts are those the
document states; an editor's sidecar wins over them.
"""

from itertools import pairwise

from build_corpus.model import Block, Cleaned, Finding, Knowledge, Placed, Speech, finding, settle
from build_corpus.structure.blocks import outline
from build_corpus.structure.editor import editor_findings
from build_corpus.structure.facts import dates, document_kind, level_of, title_facts
from build_corpus.structure.head import take_metadata
from build_corpus.structure.notes import editorial_notes
from build_corpus.text import masks

__all__ = ["structure"]

WRAPPED_MIN = 15  # 字; shorter lines are items of a list
WRAPPED_LINES = 3  # lines that end inside a sentence …
WRAPPED_SHARE = 0.2  # … and their share of all, from which a text was wrapped by hand
MAX_BLOCK = 30_000  # 字; the longest paragraph of a speech seen has 760


def structure(cleaned: Cleaned, knowledge: Knowledge) -> Speech:
    """The speech in a cleaned document."""
    source = cleaned.source
    lines, found = take_metadata(cleaned, knowledge)
    blocks = outline(lines, knowledge)
    notes, remarks = editorial_notes(source, blocks, knowledge)
    stated = {
        field: Placed(value=value, evidence="sidecar") for field, value in source.sidecar.metadata.items()
    }
    title = (stated.get("title") or found.get("title") or Placed(value="", evidence="")).value
    kind = document_kind(stated, title, blocks, knowledge)
    metadata = {**title_facts(title, knowledge), **_byline(found, kind), **stated}
    metadata.setdefault("level", level_of(metadata, title, blocks, knowledge))
    problems = _problems(cleaned, blocks, title)
    receipts = settle(source, lines)
    remarks = (*remarks, *editor_findings(source, blocks, receipts, knowledge))
    held_back = any(problem.severity == "error" for problem in problems)
    return Speech(
        source=source,
        kind="not-a-speech" if held_back else kind,
        metadata={
            field: placed
            for field, placed in metadata.items()
            if placed.value and field not in ("kind", "date", "posted")
        },
        dates=dates({**found, **stated}),
        rights=_rights(cleaned),
        blocks=blocks,
        notes=notes,
        masks=sum(masks(block.text) for block in blocks),
        receipts=receipts,
        findings=(*cleaned.findings, *problems, *remarks),
    )


def _byline(found: dict[str, Placed], kind: str) -> dict[str, Placed]:
    """A name below the title is the author of an article and the speaker of anything else."""
    facts = {field: placed for field, placed in found.items() if field not in ("name", "posted", "date")}
    if "name" in found:
        facts.setdefault("author" if kind == "article" else "speaker", found["name"])
    return facts


def _rights(cleaned: Cleaned) -> tuple[str, ...]:
    moves = [move for line in cleaned.lines if isinstance(line.fate, tuple) for move in line.fate]
    return tuple(dict.fromkeys(move.value for move in moves if move.field == "rights"))


def _problems(cleaned: Cleaned, blocks: tuple[Block, ...], title: str) -> list[Finding]:
    """What keeps a document from being published, or an editor should mend."""
    where = f"seeds/{cleaned.source.file}"
    paragraphs = [block for block in blocks if block.type in ("paragraph", "closing")]
    if not paragraphs:
        return [finding("no-text", where)]
    longest = max(paragraphs, key=lambda block: len(block.text))
    problems: list[Finding] = []
    if len(longest.text) > MAX_BLOCK:
        length = len(longest.text)
        problems.append(finding("block-too-long", where, longest.line, length=length, limit=MAX_BLOCK))
    if not title:
        problems.append(finding("title-missing", where))
    broken = [
        above
        for above, below in pairwise(blocks)
        if above.type == below.type == "paragraph"
        and len(above.text) >= WRAPPED_MIN
        and above.text[-1].isalnum()
    ]
    if len(broken) >= WRAPPED_LINES and len(broken) > len(paragraphs) * WRAPPED_SHARE:
        problems.append(finding("lines-broken", where, broken[0].line, count=len(broken)))
    return problems
