"""Whether a document forbids to pass it on, and what is done then.

In: the lines of a document, the rules of data/rights.yml, the corpus' policy. Out: the words that forbid; the speech
with what is done with it. A speech that only hopes for a credit (转载请注明出处) forbids nothing.
"""

from collections.abc import Iterator
from dataclasses import replace

from build_corpus.model import Cleaned, Finding, Handling, Knowledge, Line, Notice, Removal, Speech, finding

EDGE = 3  # kept lines at either end in which a notice may stand that cleaning left in the text
KEPT_MAX = 40  # 字 of such a line; longer ones are running text
LINE_MAX = 300  # 字 of a line that cleaning took out; longer ones are paragraphs beside the text, not notices
MARKS = "（）()【】[]〔〕《》<>“”\"'。.！!；;：:-—·"
DONE = {
    "publish": "照常发布，页面上照录声明",
    "noindex": "只有页面，不进检索、数据和订阅",
    "withhold": "没有发布",
}
"""Handling → what was done, for editors."""


def rights(cleaned: Cleaned) -> tuple[str, ...]:
    """The lines in which a document says how it may be used."""
    moves = [move for line in cleaned.lines if isinstance(line.fate, tuple) for move in line.fate]
    return tuple(dict.fromkeys(move.value for move in moves if move.field == "rights"))


def forbidding(cleaned: Cleaned, knowledge: Knowledge) -> tuple[Notice, ...]:
    """The words of a document that forbid to pass it on, each once, in order."""
    found = {text: line.number for line in reversed(cleaned.lines) for text in _beside(line, knowledge)}
    kept = [line for line in cleaned.kept if line.text.strip()]
    for line in (*kept[:EDGE], *kept[-EDGE:]):
        if len(line.text) <= KEPT_MAX and _whole(line.text, knowledge):
            found[line.text.strip()] = line.number
    return tuple(
        Notice(text=text, line=line) for text, line in sorted(found.items(), key=lambda each: each[::-1])
    )


def _beside(line: Line, knowledge: Knowledge) -> Iterator[str]:
    """What forbids in a line that is no part of the text."""
    values = [line.text] if isinstance(line.fate, Removal) else [each.value for each in line.fate or ()]
    for text in values:
        if len(text) > LINE_MAX:
            continue
        for rule in knowledge.rights:
            match = rule.pattern.fullmatch(text.strip(f" \t\u3000{MARKS}")) if rule.whole else None
            match = match or (None if rule.whole else rule.pattern.search(text))
            if match:
                yield match[0].strip()
                break


def _whole(text: str, knowledge: Knowledge) -> bool:
    bare = text.strip(f" \t\u3000{MARKS}")
    return any(rule.pattern.fullmatch(bare) for rule in knowledge.rights)


def govern(speech: Speech, policy: Handling) -> Speech:
    """The speech with what is done with it; a finding where its notices and not an editor decide.

    `policy`: of the corpus, for texts that forbid to pass them on.
    """
    said = speech.source.sidecar.rights
    if said or not speech.forbids:
        handling = said or "publish"
        return speech if speech.handling == handling else replace(speech, handling=handling)
    return replace(speech, handling=policy, findings=(*speech.findings, _told(speech, policy)))


def _told(speech: Speech, policy: Handling) -> Finding:
    first = speech.forbids[0]
    lines = (
        next((line for line in speech.rights if each.text in line), each.text) for each in speech.forbids
    )
    notice = "；".join(dict.fromkeys(lines))
    where = f"seeds/{speech.source.file}"
    title = speech.title or "（无题）"
    return finding("rights-forbidden", where, first.line, title=title, notice=notice, done=DONE[policy])
