"""A Source becomes Cleaned text: noise lines removed, layout repaired, a receipt for each.

In: the decoded text, the corpus' statistics, the rules. Out: every line of the text with its fate.
Words are never changed; nothing is lost that a receipt does not hold. Cleaning is idempotent: all
steps run until none finds anything, and each looks at the lines that are left only (lines already
removed may anchor a step, and are not there the second time).
"""

from build_corpus.clean.lines import split
from build_corpus.clean.noise import remove_noise
from build_corpus.clean.personal import mask_personal, personal_findings
from build_corpus.clean.repair import join_broken, widen_punctuation
from build_corpus.model import Cleaned, CorpusStats, Knowledge, Source, finding

__all__ = ["clean"]


def clean(source: Source, stats: CorpusStats, knowledge: Knowledge) -> Cleaned:
    """The lines of a document, each kept, removed or (notices) moved to metadata."""
    lines = split(source.decoded)
    while True:
        step = remove_noise(lines, stats, knowledge)
        step = join_broken(step, knowledge)
        step = widen_punctuation(step)
        step = mask_personal(step, knowledge, source.sidecar.accept)
        if step == lines:
            break
        lines = step
    notices = [
        finding("rights-notice", f"seeds/{source.file}", line.number, notice=move.value)
        for line in lines
        if isinstance(line.fate, tuple)
        for move in line.fate
        if move.field == "rights" and move.rule == "rights.notice"
    ]
    notices += personal_findings(source, lines, knowledge)
    return Cleaned(source=source, lines=lines, findings=tuple(notices))
