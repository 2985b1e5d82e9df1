"""Cleaned text becomes a Speech: title, metadata, outline, blocks, notes.

In: lines with their fates. Out: a Speech whose receipts are complete. Lines that hold metadata leave
the text as moved receipts; nothing else leaves it but repeats of the title. Facts are those the
document states; an editor's sidecar wins over them.
"""

from hashlib import sha256
from itertools import pairwise

from build_corpus.model import (
    FIELDS,
    Block,
    Cleaned,
    Finding,
    Knowledge,
    Placed,
    Speech,
    finding,
    masked_name,
    settle,
)
from build_corpus.structure.blocks import outline
from build_corpus.structure.dates import TYPES, dates
from build_corpus.structure.editor import editor_findings
from build_corpus.structure.facts import (
    document_kind,
    introduced_facts,
    level_of,
    named_facts,
    one_name,
    title_facts,
    today_facts,
    wire_facts,
)
from build_corpus.structure.frame import frame
from build_corpus.structure.head import take_metadata
from build_corpus.structure.leftovers import drop_leftovers
from build_corpus.structure.notes import editorial_notes
from build_corpus.structure.rights import forbidding, govern, rights
from build_corpus.structure.worth import second_speeches, unfit
from build_corpus.text import masks

__all__ = ["govern", "structure"]

WRAPPED_MIN = 15  # 字; shorter lines are items of a list
WRAPPED_LINES = 3  # lines that end inside a sentence …
WRAPPED_SHARE = 0.2  # … and their share of all, from which a text was wrapped by hand
ELSEWHERE = {"<title>": "网页的 <title>", "file name": "文件名"}  # evidence of a title that stands in no line
MAX_BLOCK = 30_000  # 字; the longest paragraph of a speech seen has 760


def structure(cleaned: Cleaned, knowledge: Knowledge) -> Speech:
    """The speech in a cleaned document."""
    source = cleaned.source
    lines, found = take_metadata(cleaned, knowledge)
    lines = drop_leftovers(lines, knowledge, titled="title" in found)
    blocks, signed = frame(outline(lines, knowledge, source.marks), lines, source, knowledge)
    notes, remarks = editorial_notes(source, blocks, knowledge)
    stated = {
        field: Placed(value=value, evidence="sidecar") for field, value in source.sidecar.metadata.items()
    }
    title = (stated.get("title") or found.get("title") or Placed(value="", evidence="")).value
    titles = (title, *(found[field].value for field in ("headline", "subtitle") if field in found))
    kind = document_kind(stated, titles, blocks, knowledge)
    known = _known((found, signed), titles, blocks, knowledge)
    metadata = {**_byline(known, kind), **stated}
    metadata.setdefault("level", level_of(metadata, "\n".join(titles), blocks, knowledge))
    metadata["level"] = one_name(metadata["level"], knowledge)
    problems = _problems(cleaned, blocks, stated.get("title") or found.get("title"))
    if "kind" not in stated and not any(problem.severity == "error" for problem in problems):
        problems += unfit(cleaned, blocks, title)
    receipts = settle(source, lines)
    remarks = (*remarks, *editor_findings(source, blocks, receipts, knowledge))
    held_back = any(problem.severity == "error" or problem.code == "not-a-speech" for problem in problems)
    return Speech(
        source=source,
        file=masked_name(source.file, knowledge.personal, source.sidecar.accept),
        kind="not-a-speech" if held_back else kind,
        metadata={key: each for key, each in metadata.items() if each.value and key not in ("kind", *TYPES)},
        dates=dates({**known, **stated}),
        rights=rights(cleaned),
        forbids=forbidding(cleaned, knowledge),
        blocks=blocks,
        notes=notes,
        masks=sum(masks(block.text) for block in blocks),
        receipts=receipts,
        findings=(*cleaned.findings, *problems, *second_speeches(cleaned, knowledge), *remarks),
        decoded_sha256=sha256(source.decoded.encode("utf-8", "surrogatepass")).hexdigest(),
    )


def _known(
    facts: tuple[dict[str, Placed], dict[str, Placed]],
    titles: tuple[str, ...],
    blocks: tuple[Block, ...],
    knowledge: Knowledge,
) -> dict[str, Placed]:
    """All facts of a document, `facts` being those of its head and of its signature.

    Lines of facts win over titles, titles over dispatches, these over a site's name and a title that stands
    in no line, and all over a signature.
    """
    found, signed = facts
    weak = {field: placed for field, placed in found.items() if placed.evidence in ELSEWHERE}
    strong = {field: placed for field, placed in found.items() if field not in weak}
    wire = wire_facts(blocks, knowledge.structure)
    introduced = {
        **named_facts(blocks, knowledge.structure),
        **introduced_facts(blocks, knowledge.structure),
        **today_facts(found, blocks, knowledge.structure),
    }
    return {**signed, **weak, **wire, **introduced, **title_facts(titles, knowledge), **strong}


def _byline(known: dict[str, Placed], kind: str) -> dict[str, Placed]:
    """A name below the title is the author of an article and the speaker of anything else; so is a signer."""
    facts = {field: placed for field, placed in known.items() if field in FIELDS and field not in TYPES}
    who = "author" if kind == "article" else "speaker"
    other = facts.get("author" if who == "speaker" else "speaker")
    if "name" in known and (other is None or who == "speaker"):
        facts.setdefault(who, known["name"])
    if kind == "article" and "body" in known and "name" not in known:
        facts.setdefault("author", known["body"])
    return facts


def _problems(cleaned: Cleaned, blocks: tuple[Block, ...], title: Placed | None) -> list[Finding]:
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
    if title is None:
        problems.append(finding("title-missing", where))
    elif title.evidence in ELSEWHERE:
        place = ELSEWHERE[title.evidence]
        problems.append(finding("title-elsewhere", where, place=place, title=title.value))
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
