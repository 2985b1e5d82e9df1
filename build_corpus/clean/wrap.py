"""Lines wrapped at a width, by hand or by a program, are joined into the paragraphs they were.

A text is wrapped when many of its lines reach the same width and stop inside a sentence. Widths are in
columns: a wide character counts two. Nothing here looks at single lines; see `repair` for those.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from build_corpus.clean.join import join_where
from build_corpus.clean.zones import rules
from build_corpus.model import Knowledge, Line
from build_corpus.text import SENTENCE_END

NARROWEST, WIDEST = 24, 160  # columns; narrower lines are verse or lists, wider ones are paragraphs
SLACK = 5  # columns a full line may lack: a mark that may not start a line, a word that is not divided
OPEN_SLACK = 9  # the same for a line that stops inside a sentence
FULL_MIN = 4  # full lines that stop inside a sentence, at least
FULL_SHARE = 0.4  # of all lines
OPEN_SHARE = 0.55  # full lines that stop inside a sentence; the others happen to end with one
LONGER_SHARE = 0.1  # lines that are wider than full; a wrapped text has next to none
RAGGED_MIN = 6  # lines of a text that was broken at no certain width
RAGGED_CHARS = 15  # 字; shorter lines may be headings
RAGGED_SHARE = 0.5
MAYBE = 0.2  # share of lines that stop inside a sentence, below which nothing was wrapped
FULL_CLAUSES = 0.5  # share of the full lines that hold a comma or a full stop: titles in a list hold none
CLAUSES = 0.7  # the same for lines broken anywhere
PAGE_BREAKS = ("navigation.page-number", "navigation.running", "navigation.stray")
EVEN_SHARE = 0.2  # the same as FULL_SHARE where no line of the text is wider
CLOSERS = "”’」』）》〉】)"
ENDS = f"{SENTENCE_END}：:；;"
_CLAUSE = re.compile("[，。；、]")
_TITLE_TAIL = re.compile(
    r"(?:讲话|致辞|致词|发言|报告|演讲|演说)(?:稿|全文)?[）)]?$|[（(](?:全文|摘要|节选)[）)]$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """How a text is wrapped."""

    width: int
    """Columns of a full line, 0: lines are broken anywhere."""
    chars: int
    """字 of a full line where they were counted instead of columns; 0 where widths say it all."""
    margin: int
    """Columns that every line is indented by."""
    indented: bool
    """Whether paragraphs start with an indent."""
    spaced: bool
    """Whether a blank line stands below every line."""


def join_wrapped(lines: tuple[Line, ...], decoded: str, knowledge: Knowledge) -> tuple[Line, ...]:
    """The lines with those joined that were one paragraph."""
    kept = [line for line in lines if line.kept]
    if len(kept) <= FULL_MIN or not _may_be_wrapped(kept):
        return lines
    indents = {line.start: _indent(line, decoded) for line in kept}
    widths = {line.start: indents[line.start] + columns(line.text) for line in kept}
    shape = _shape(lines, kept, indents, widths)
    if shape is None:
        return lines

    def goes_on(chain: Sequence[Line], line: Line, between: Sequence[Line]) -> bool:
        pair = (chain[-1], line)
        first = chain[0] is kept[0]
        wrapped = _continues(pair, between, shape, (indents, widths), first=first)
        return wrapped and not _new_item(chain[-1].text, line.text, knowledge)

    return join_where(lines, goes_on)


def _may_be_wrapped(kept: Sequence[Line]) -> bool:
    """Whether enough lines stop inside a sentence; a quick look that spares most texts the measuring."""
    return sum(_open(line.text) for line in kept) >= len(kept) * MAYBE


def columns(text: str) -> int:
    """Columns a text takes where wide characters take two, near enough: by its length in UTF-8.

    >>> columns("５月a，"), columns("ab")
    (7, 2)
    """
    return (len(text) + len(text.encode("utf-8", "surrogatepass"))) // 2


def _indent(line: Line, decoded: str) -> int:
    if line.edits and line.edits[0].start == line.start and line.edits[0].rule == "layout.edge":
        return columns(decoded[line.start : line.edits[0].end])
    return 0


def _open(text: str) -> bool:
    """Whether a line stops inside a sentence."""
    return text.rstrip(CLOSERS)[-1:] not in tuple(ENDS)


def _shape(
    lines: Sequence[Line], kept: Sequence[Line], indents: dict[int, int], widths: dict[int, int]
) -> _Shape | None:
    """How the text is wrapped, None where it is not."""
    width = _width(kept, widths)
    if width == 0 and not _ragged(kept):
        return None
    full = [line for line in kept if not width or width - SLACK < widths[line.start] <= width + 1]
    margin = Counter(indents[line.start] for line in full).most_common(1)[0][0]
    chars, often = Counter(indents[line.start] // 2 + len(line.text) for line in full).most_common(1)[0]
    starts = [
        below
        for above, below in pairwise(kept)
        if not _open(above.text) and widths[above.start] < width - SLACK
    ]
    indented = sum(indents[line.start] > margin for line in starts) * 2 > len(starts)
    return _Shape(
        width=width,
        chars=chars if often * 2 > len(full) else 0,
        margin=margin,
        indented=indented,
        spaced=_spaced(lines, {line.start for line in full}),
    )


def _width(kept: Sequence[Line], widths: dict[int, int]) -> int:
    """Columns of a full line, 0 where no width stands out."""
    every = sorted(widths[line.start] for line in kept)
    unfinished = sorted(widths[line.start] for line in kept if _open(line.text))
    best = 0
    most = 0
    for width in sorted(set(unfinished)):
        count = bisect_right(unfinished, width) - bisect_left(unfinished, width - SLACK + 1)
        if count >= most:
            best, most = width, count
    full = bisect_right(every, best) - bisect_left(every, best - SLACK + 1)
    texts = [line.text for line in kept if best - SLACK < widths[line.start] <= best and _open(line.text)]
    clauses = sum(_CLAUSE.search(text) is not None for text in texts)
    wider = len(every) - bisect_right(every, best + SLACK)
    wrapped = (
        NARROWEST <= best <= WIDEST
        and most >= FULL_MIN
        and most >= full * OPEN_SHARE
        and full >= len(every) * (FULL_SHARE if wider else EVEN_SHARE)
        and wider <= len(every) * LONGER_SHARE
        and clauses >= most * FULL_CLAUSES
    )
    return best if wrapped else 0


def _ragged(kept: Sequence[Line]) -> bool:
    """Whether most lines of a text stop inside a sentence though no width stands out."""
    unfinished = [line.text for line in kept if _open(line.text) and len(line.text) >= RAGGED_CHARS]
    clauses = sum(_CLAUSE.search(text) is not None for text in unfinished)
    return (
        len(kept) >= RAGGED_MIN
        and len(unfinished) >= len(kept) * RAGGED_SHARE
        and clauses >= len(unfinished) * CLAUSES
    )


def _spaced(lines: Sequence[Line], full: set[int]) -> bool:
    """Whether full lines have a blank line below them more often than not."""
    below = [after for line, after in pairwise(lines) if line.start in full]
    return sum(not line.kept for line in below) * 2 > len(below)


def _continues(
    pair: tuple[Line, Line],
    between: Sequence[Line],
    shape: _Shape,
    measures: tuple[dict[int, int], dict[int, int]],
    *,
    first: bool,
) -> bool:
    """Whether the second line goes on with the paragraph of the first."""
    above, below = pair
    indents, widths = measures
    if not _passes(between, shape):
        return False
    if first and (_TITLE_TAIL.search(above.text) or indents[above.start] > indents[below.start]):
        return False  # a title, set in the middle
    if indents[below.start] > shape.margin and (shape.indented or not _open(above.text)):
        return False
    if shape.width:
        counted = shape.chars and indents[above.start] // 2 + len(above.text) >= shape.chars
        slack = OPEN_SLACK if _open(above.text) else SLACK
        return bool(counted) or widths[above.start] >= shape.width - slack
    return _open(above.text) and len(above.text) >= RAGGED_CHARS


def _passes(between: Sequence[Line], shape: _Shape) -> bool:
    """Whether a paragraph may go on across these removed lines: page numbers, and blank lines where every line has one."""
    codes = [line.rule for line in between]
    blank, page = codes.count("layout.blank"), sum(code in PAGE_BREAKS for code in codes)
    return len(codes) == blank + page and (page > 0 or blank <= shape.spaced)


def _new_item(above: str, below: str, knowledge: Knowledge) -> bool:
    """Whether a line starts an item of its own: it is numbered, and the one above has come to an end."""
    return not _open(above) and rules(knowledge).numbers.match(below) is not None
