"""A Source becomes Cleaned text: noise lines removed, layout repaired, a receipt for each.

In: the decoded text, the corpus' statistics, the rules. Out: every line of the text with its fate.
Words are never changed; nothing is lost that a receipt does not hold. Cleaning is idempotent: all
steps run until none finds anything, and each looks at the lines that are left only (lines already
removed may anchor a step, and are not there the second time).
"""

from build_corpus.clean.frame import outside_findings, remove_frame
from build_corpus.clean.lines import split
from build_corpus.clean.noise import held_back, remove_noise, remove_phrases
from build_corpus.clean.paragraphs import split_lost
from build_corpus.clean.personal import mask_personal, personal_findings
from build_corpus.clean.punctuation import mend_punctuation
from build_corpus.clean.readings import drop_readings
from build_corpus.clean.repair import join_broken
from build_corpus.clean.running import remove_running
from build_corpus.clean.wrap import join_wrapped
from build_corpus.clean.zones import Scene
from build_corpus.model import Cleaned, CorpusStats, Finding, Knowledge, Line, Source, finding

__all__ = ["clean"]


def clean(source: Source, stats: CorpusStats, knowledge: Knowledge) -> Cleaned:
    """The lines of a document, each kept, removed or (notices) moved to metadata."""
    scene = Scene(source=source, stats=stats, knowledge=knowledge)
    lines = split(source)
    while True:
        step = _round(lines, scene)
        if step == lines:
            break
        lines = step
    findings = (
        *_notices(source, lines, knowledge),
        *held_back(lines, scene),
        *outside_findings(lines, scene),
        *personal_findings(source, lines, knowledge),
    )
    return Cleaned(source=source, lines=lines, findings=findings)


def _round(lines: tuple[Line, ...], scene: Scene) -> tuple[Line, ...]:
    """Every step once."""
    lines = remove_noise(lines, scene)
    lines = remove_frame(lines, scene)
    lines = remove_running(lines, scene)
    lines = split_lost(lines)
    lines = join_wrapped(lines, scene.source.decoded, scene.knowledge)
    lines = join_broken(lines, scene.knowledge)
    lines = remove_phrases(lines, scene)
    return _characters(lines, scene)


def _characters(lines: tuple[Line, ...], scene: Scene) -> tuple[Line, ...]:
    """The steps that look at the characters of one line; a line they have left as it is, they leave again."""
    places = [
        at
        for at, line in enumerate(lines)
        if (line.kept and line.text not in scene.mended) or isinstance(line.fate, tuple)
    ]
    fresh = tuple(lines[at] for at in places)
    mended = mend_punctuation(drop_readings(fresh))
    mended = mask_personal(mended, scene.knowledge, scene.source.sidecar.accept)
    out = list(lines)
    for at, before, after in zip(places, fresh, mended, strict=True):
        out[at] = after
        if after.kept and (before is after or before == after):
            scene.mended.add(after.text)
    return tuple(out)


def _notices(source: Source, lines: tuple[Line, ...], knowledge: Knowledge) -> list[Finding]:
    """The document's own words on how it may be used, where they do not forbid to pass it on."""
    return [
        finding("rights-notice", f"seeds/{source.file}", line.number, notice=move.value)
        for line in lines
        if isinstance(line.fate, tuple)
        for move in line.fate
        if move.field == "rights" and move.rule == "rights.notice"
        if not any(rule.pattern.search(move.value) for rule in knowledge.rights)  # else `structure` says more
    ]
