"""Editorial notes: suspected misprints found by rules, and remarks and other readings from the sidecar."""

from collections.abc import Sequence

from build_corpus.model import Block, Finding, Knowledge, Note, Source, finding
from build_corpus.structure.editor import sidecar_notes


def editorial_notes(
    source: Source, blocks: Sequence[Block], knowledge: Knowledge
) -> tuple[tuple[Note, ...], tuple[Finding, ...]]:
    """Notes in the order of the text, then those on the document; findings for the editor."""
    notes: list[Note] = []
    findings: list[Finding] = []
    whole = "\n".join(block.text for block in blocks)
    suspects = [rule for rule in knowledge.suspects if rule.pattern.search(whole)]  # next to none
    for block in blocks if suspects else ():
        for rule in suspects:
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
    own, problems = sidecar_notes(source, blocks)
    order = {block.id: at for at, block in enumerate(blocks)}
    notes = sorted([*notes, *own], key=lambda note: order.get(note.block or "", len(order)))
    return tuple(notes), (*findings, *problems)
