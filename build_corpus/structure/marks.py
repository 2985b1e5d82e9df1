"""What a file's markup says of its lines."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from build_corpus.model import Line, Mark, Source

COVERED = (
    0.8  # share of a line's 字 that marks must cover for the line to be a link, a row and so on; guessed
)
HEADLINE = 3  # deepest level of markup headings that may be a title

Marked = Mapping[int, frozenset[str]]
"""Number of a line → the kinds of marks that cover it; `heading` only for levels a title may have."""


def marked(source: Source, lines: Sequence[Line]) -> Marked:
    """The lines that marks cover."""
    if not source.marks:
        return {}
    starts = [line.start for line in lines]
    shares: dict[tuple[int, str], int] = {}
    for mark in source.marks:
        if mark.kind == "heading" and (mark.level or 1) > HEADLINE:
            continue
        for at in range(max(bisect_right(starts, mark.start) - 1, 0), len(lines)):
            if lines[at].start >= mark.end:
                break
            shares[at, mark.kind] = shares.get((at, mark.kind), 0) + _shared(lines[at], mark)
    kinds: dict[int, set[str]] = {}
    for (at, kind), count in shares.items():
        if count and count >= COVERED * len(lines[at].text):
            kinds.setdefault(lines[at].number, set()).add(kind)
    return {number: frozenset(found) for number, found in kinds.items()}


def _shared(line: Line, mark: Mark) -> int:
    return max(0, min(line.stop, mark.end) - max(line.start, mark.start))
