"""Editorial notes: suspected misprints found by rules, and remarks from the sidecar."""

from collections.abc import Sequence

from build_corpus.model import Block, Finding, Knowledge, Note, Source, finding


def editorial_notes(
    source: Source, blocks: Sequence[Block], knowledge: Knowledge
) -> tuple[tuple[Note, ...], tuple[Finding, ...]]:
    """Notes in the order of the text, then those on the document; findings for the editor."""
    notes: list[Note] = []
    findings: list[Finding] = []
    for block in blocks:
        for rule in knowledge.suspects:
            for match in rule.pattern.finditer(block.text):
                suggestion = match.expand(rule.suggestion)
                notes.append(
                    Note(
                        kind="suspect",
                        block=block.id,
                        text=match[0],
                        suggestion=suggestion,
                        reason=rule.reason,
                    )
                )
                place = f"seeds/{source.file}"
                findings.append(finding("suspect", place, block.line, find=match[0], suggestion=suggestion))
    own, problems = _sidecar_notes(source, blocks)
    order = {block.id: at for at, block in enumerate(blocks)}
    notes = sorted([*notes, *own], key=lambda note: order.get(note.block or "", len(order)))
    return tuple(notes), (*findings, *problems)


def _sidecar_notes(source: Source, blocks: Sequence[Block]) -> tuple[list[Note], list[Finding]]:
    notes: list[Note] = []
    findings: list[Finding] = []
    for entry in source.sidecar.notes:
        count = sum(block.text.count(entry.find) for block in blocks) if entry.find else 1
        if count != 1:
            path = f"seeds/{source.file.rpartition('.')[0]}.yml"
            findings.append(finding("sidecar-unmatched", path, find=entry.find, count=count))
            continue
        block = next((block.id for block in blocks if entry.find and entry.find in block.text), None)
        notes.append(
            Note(
                kind="suspect" if entry.suggestion else "remark",
                block=block,
                text=entry.find or entry.text,
                suggestion=entry.suggestion,
                reason=entry.text,
            )
        )
    return notes, findings
