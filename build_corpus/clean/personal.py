"""Numbers of private persons masked in the lines that stay, and in what is moved to metadata."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from build_corpus.model import Edit, Finding, Knowledge, Line, PersonalRule, Source, finding, masked

# Every number has one of these; most lines have none, and a category is looked for faster than a set.
_DIGITS = re.compile("[0-9０-９]{3}")
_LATIN = re.compile(r"[A-Za-z][\w\-]{5}")


def mask_personal(
    lines: tuple[Line, ...], knowledge: Knowledge, accept: Collection[str] = ()
) -> tuple[Line, ...]:
    """Puts `*` for each character of a number; `accept`: codes of rules that the editor does not want."""
    rules = [rule for rule in knowledge.personal if rule.code not in accept]
    return tuple(
        _mask(line, rules) if _DIGITS.search(line.text) or _LATIN.search(line.text) else line
        for line in lines
    )


def _mask(line: Line, rules: Sequence[PersonalRule]) -> Line:
    if isinstance(line.fate, tuple):
        moves = tuple(replace(move, value=masked(move.value, rules)[0]) for move in line.fate)
        return replace(line, fate=moves)
    text, spans = masked(line.text, rules) if line.kept else ("", ())
    if not spans:
        return line
    edits = list(line.edits)
    origins = list(_origins(line))
    for start, end, code in spans:
        edits += _edits(origins[start:end], text[start:end], code, edits)
    return replace(line, text=text, edits=tuple(sorted(edits, key=lambda edit: (edit.start, edit.end))))


def _origins(line: Line) -> Iterator[tuple[int, int, int]]:
    """For each character of the text: where it comes from, the edit that wrote it (-1: none), its place there."""
    at = line.start
    for number, edit in enumerate(line.edits):
        yield from ((place, -1, 0) for place in range(at, edit.start))
        yield from ((edit.start, number, offset) for offset in range(len(edit.after)))
        at = edit.end
    yield from ((place, -1, 0) for place in range(at, line.stop))


def _edits(
    origins: Sequence[tuple[int, int, int]], mask: str, code: str, present: list[Edit]
) -> Iterator[Edit]:
    """Edits that write a mask; what an edit of `present` wrote is masked there, and is no edit of its own."""
    start = 0
    for at, (place, number, offset) in enumerate(origins):
        if number >= 0:
            edit = present[number]
            after = edit.after[:offset] + mask[at] + edit.after[offset + 1 :]
            present[number] = replace(edit, after=after)
            start = at + 1
        elif at + 1 == len(origins) or origins[at + 1][:2] != (place + 1, -1):
            first = origins[start][0]
            yield Edit(start=first, end=place + 1, after=mask[start : at + 1], rule=code)
            start = at + 1


def personal_findings(source: Source, lines: Sequence[Line], knowledge: Knowledge) -> Iterator[Finding]:
    """For each kind of number how many are masked and where the first stands; never the number itself."""
    for rule in knowledge.personal:
        if rule.code in source.sidecar.accept:
            continue
        places = [(line, place) for line in lines for place in _masked_places(source, line, rule)]
        if places:
            line, place = places[0]
            first = line.number + source.decoded.count("\n", line.start, place)
            values = {"count": len(places), "what": rule.label, "rule": rule.code}
            yield finding("personal-data", f"seeds/{source.file}", first, **values)


def _masked_places(source: Source, line: Line, rule: PersonalRule) -> Iterator[int]:
    """Where a line's numbers stand in the decoded text."""
    yield from (edit.start for edit in line.edits if edit.rule == rule.code)
    for move in line.fate if isinstance(line.fate, tuple) else ():
        yield from (move.start for _ in rule.spans(source.decoded[move.start : move.end]))
