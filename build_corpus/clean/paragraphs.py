"""A text whose paragraphs were lost on one line is split where a paragraph certainly started.

An indent that follows the end of a sentence starts a paragraph in a line of any length. Numbers and
addresses do so only in a line that holds most of a long text.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from build_corpus.model import Line
from build_corpus.text import HAN

LOST_MIN = 1_000  # 字; the longest paragraph of a speech seen has 760
LOST_SHARE = 0.6  # of the text
_INDENT = re.compile(
    "(?<=[。！？：；”）])(?:\N{IDEOGRAPHIC SPACE}{2,4}|[ \N{NO-BREAK SPACE}]{4,12})(?=[^ \N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}])"
)
_START = re.compile(
    r"(?<=[。！？])[ \N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}]{0,8}"
    r"(?=[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]"
    rf"|(?:同志们|各位代表|各位委员|同学们|老师们|朋友们)[，！：]|\d{{1,2}}[、．][{HAN}])"
)
_ADDRESS = re.compile(
    r"(?<=[^，。：！？\s]{2}[：！])[ \N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}]{0,8}(?=今天|现在|首先|下面|这次|我代表|刚才|刚刚)"
)


def split_lost(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines with those split that hold several paragraphs."""
    total = sum(len(line.text) for line in lines if line.kept)
    return tuple(part for line in lines for part in (_split(line, total) if line.kept else (line,)))


def _split(line: Line, total: int) -> Iterator[Line]:
    """The paragraphs of a line. The white space between them becomes the line end of the one above."""
    cuts = list(_cuts(line.text, total))
    if not cuts:
        yield line
        return
    places = [*line.places(), line.stop]
    start, begin = line.start, 0
    for left, right in [*cuts, (len(line.text), len(line.text))]:
        last = left == len(line.text)
        stop, end = (line.stop, line.end) if last else (places[left], places[right])
        edits = tuple(
            edit for edit in line.edits if start <= edit.start and edit.end <= stop and edit.start < stop
        )
        yield replace(line, start=start, stop=stop, end=end, text=line.text[begin:left], edits=edits)
        start, begin = end, right


def _cuts(text: str, total: int) -> Iterator[tuple[int, int]]:
    """Half-open spans of white space, maybe empty, between two paragraphs; in order, never at an edge."""
    found = {match.span() for match in _INDENT.finditer(text)}
    if len(text) >= LOST_MIN and len(text) >= total * LOST_SHARE:
        found |= {match.span() for match in _START.finditer(text)}
        first = _ADDRESS.search(text, 0, 120)
        found |= {first.span()} if first else set()
    after = 0
    for start, end in sorted(found):
        if start > 0 and end < len(text) and start > after:
            yield start, end
            after = end
