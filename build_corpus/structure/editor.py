"""What an editor's sidecar says about the text itself: remarks, other readings, rules accepted, former ids.

In: the sidecar, the blocks, the receipts. Out: notes, and findings for what fits nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from rapidfuzz.fuzz import partial_ratio_alignment

from build_corpus.model import (
    Block,
    Emendation,
    Finding,
    Knowledge,
    Note,
    Receipt,
    Sidecar,
    SidecarNote,
    Source,
    finding,
)

NEAR = 60  # 0–100, guessed; wordings less alike are no help
NEAR_MAX = 200  # 字; a longer quotation is not looked for


def sidecar_path(source: Source) -> str:
    """The sidecar's path for messages."""
    return source.sidecar.path or f"seeds/{source.file.rpartition('.')[0]}.yml"


def sidecar_notes(source: Source, blocks: Sequence[Block]) -> tuple[list[Note], list[Finding]]:
    """Remarks and other readings with the block they belong to; a finding for each that fits not once."""
    notes: list[Note] = []
    findings: list[Finding] = []
    sidecar = source.sidecar
    entries: tuple[SidecarNote | Emendation, ...] = (*sidecar.notes, *sidecar.emendations)
    for entry in entries:
        holders = [block for block in blocks if entry.find and entry.find in block.text]
        count = sum(block.text.count(entry.find or "") for block in holders)
        if entry.find is None or count == 1:
            notes.append(_note(entry, holders[0].id if holders else None))
        else:
            findings.append(_unmatched(source, entry, blocks))
    return notes, findings


def in_part(source: Source) -> bool:
    """Whether a document is one of several of its file: what does not fit it may fit another one."""
    return "documents" in source.sidecar.lines


def _note(entry: SidecarNote | Emendation, block: str | None) -> Note:
    if isinstance(entry, Emendation):
        return Note(
            kind="emendation", block=block, text=entry.find, suggestion=entry.reading, reason=entry.note
        )
    return Note(
        kind="suspect" if entry.suggestion else "remark",
        block=block,
        text=entry.find or entry.text,
        suggestion=entry.suggestion,
        reason=entry.text,
    )


def _unmatched(source: Source, entry: SidecarNote | Emendation, blocks: Sequence[Block]) -> Finding:
    find = entry.find or ""
    lines = "、".join(str(block.line) for block in blocks if find in block.text)
    near = None if lines else nearest_wording(find, blocks)
    values = {
        "find": find,
        "count": sum(block.text.count(find) for block in blocks),
        "guess": f"在底稿第 {lines} 行。" if lines else f"最接近的是“{near}”。" if near else "",
    }
    path, lines_of = sidecar_path(source), source.sidecar.lines
    if isinstance(entry, Emendation):
        return finding("emendation-unmatched", path, lines_of.get(f"emendations[{find}]"), **values)
    return finding("sidecar-unmatched", path, lines_of.get(f"notes[{find}]"), **values)


def nearest_wording(find: str, blocks: Iterable[Block]) -> str | None:
    """The wording of the text that is most like a quotation, None where nothing is."""
    best, wording = 0.0, None
    for block in blocks if len(find) <= NEAR_MAX else ():
        if len(block.text) < len(find):
            continue
        found = partial_ratio_alignment(find, block.text, score_cutoff=max(NEAR, best))
        if found and found.score > best:
            best, wording = found.score, block.text[found.dest_start : found.dest_end].strip()
    return wording


def editor_findings(
    source: Source, blocks: Sequence[Block], receipts: Iterable[Receipt], knowledge: Knowledge
) -> tuple[Finding, ...]:
    """Accepted rules that are none or did nothing, former ids that lead nowhere or are taken."""
    return (
        *unused_accepts(source, blocks, receipts, knowledge),
        *_former_blocks(source, blocks),
        *_stated_numbers(source, knowledge),
    )


def _stated_numbers(source: Source, knowledge: Knowledge) -> Iterator[Finding]:
    """A finding for each entry of the sidecar that has a number of a person in what readers see of it."""
    lines, rules = source.sidecar.lines, knowledge.personal
    for key, place, text in _stated(source.sidecar):
        line = lines.get(place, lines.get(f"documents[{source.id}]"))
        for rule in rules:
            if rule.code not in source.sidecar.accept and rule.spans(text):
                yield finding(
                    "personal-in-sidecar",
                    sidecar_path(source),
                    line,
                    key=key,
                    what=rule.label,
                    rule=rule.code,
                )


def _stated(sidecar: Sidecar) -> Iterator[tuple[str, str, str]]:
    """Key, entry (as in `Sidecar.lines`) and text of everything in a sidecar that readers see."""
    for key, value in sidecar.metadata.items():
        yield key, key, value
    for fact in sidecar.inferred:
        yield "inferred", f"inferred[{fact.field}]", f"{fact.value}\n{fact.evidence}"
    for note in sidecar.notes:
        yield "notes", f"notes[{note.find or note.text}]", f"{note.text}\n{note.suggestion or ''}"
    for each in sidecar.emendations:
        yield "emendations", f"emendations[{each.find}]", f"{each.reading}\n{each.note}"


def unused_accepts(
    source: Source, blocks: Sequence[Block], receipts: Iterable[Receipt], knowledge: Knowledge
) -> Iterator[Finding]:
    """A finding for each accepted code that no rule has, or whose rule changes nothing.

    An accepted rule for numbers is used where it leaves a number in sight.
    """
    if not source.sidecar.accept:
        return
    tables = (knowledge.noise.rules, knowledge.metadata, knowledge.personal)
    known = [*(rule.code for table in tables for rule in table), *knowledge.noise.engine]
    used = {receipt.rule for receipt in receipts}
    seen = [*(block.text for block in blocks), *(text for _, _, text in _stated(source.sidecar))]
    used |= {rule.code for rule in knowledge.personal if any(map(rule.spans, seen))}
    for code in source.sidecar.accept:
        path, line = sidecar_path(source), source.sidecar.lines.get(f"accept[{code}]")
        if code not in known:
            near = get_close_matches(code, known, n=1) or get_close_matches(code.split(".")[0], known, n=1)
            guess = f"是不是“{near[0]}”？" if near else ""
            yield finding("accept-unknown", path, line, rule=code, guess=guess)
        elif code not in used and not in_part(source):
            yield finding("accept-unused", path, line, rule=code)


def _former_blocks(source: Source, blocks: Sequence[Block]) -> Iterator[Finding]:
    """A former id of a paragraph leads to a paragraph there is, and is no id of today."""
    ids = [block.id for block in blocks]
    for alias in source.sidecar.aliases:
        old, _, new = alias.partition("=")
        path, line = sidecar_path(source), source.sidecar.lines.get(f"aliases[{alias}]")
        if new and old in ids:
            yield finding(
                "alias-taken", path, line, alias=old, other=f"第 {blocks[ids.index(old)].line} 行那一段"
            )
        elif new and new not in ids and not in_part(source):
            near = get_close_matches(new, ids, n=1)
            guess = f"最接近的是“{near[0]}”；" if near else ""
            yield finding("alias-unknown", path, line, target=new, guess=guess)
