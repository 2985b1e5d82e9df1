"""A text whose paragraphs were lost on one line is split where a paragraph certainly started.

An indent that follows the end of a sentence starts a paragraph in a line of any length. Numbers and
addresses do so only in a line that holds most of a long text.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from build_corpus.model import Line
from build_corpus.text import HAN

LOST_MIN = 400  # 字
LOST_SHARE = 0.6  # of the text
_INDENT = re.compile(
    "(?<=[。！？：；”）])(?:\N{IDEOGRAPHIC SPACE}{2,4}|[ \N{NO-BREAK SPACE}]{4,12})(?=[^ \N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}])"
)
_WIDE = re.compile("\N{IDEOGRAPHIC SPACE}{2}|[ \N{NO-BREAK SPACE}]{4}")  # a quick look
_START = re.compile(
    r"(?<=[。！？])[ \N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}]{0,8}"
    r"(?=[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]"
    rf"|(?:同志们|各位代表|各位委员|同学们|老师们|朋友们)[，！：]|\d{{1,2}}[、．][{HAN}])"
)
_GAP = re.compile(rf"(?<=[{HAN}，。；：！？”）》]) (?=[{HAN}“（《①-⑳\d])")
_SENTENCE = re.compile("[。！？]")
_NUMBER = re.compile(
    "[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[，、]"
)
GAPS_MIN = 4  # spaces between Chinese from which they stand for line ends
HEADING_MAX = 50  # 字
SENTENCE_STOPS = "。！？：”"


def split_lost(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines with those split that hold several paragraphs."""
    if not any(_may_hold_more(line) for line in lines):
        return lines
    total = sum(len(line.text) for line in lines if line.kept)
    return tuple(
        part for line in lines for part in (_split(line, total) if _may_hold_more(line) else (line,))
    )


def _may_hold_more(line: Line) -> bool:
    """A quick look: whether a line is long, or has wide gaps in it."""
    return line.kept and (len(line.text) >= LOST_MIN or _WIDE.search(line.text) is not None)


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
        found |= set(_gaps(text))
    after = 0
    for start, end in sorted(found):
        if start > 0 and end < len(text) and start >= after and (start, end) != (after, after):
            yield start, end
            after = max(end, start + 1)


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    """The spaces that line ends became: after a sentence, before the first one, and below a numbered heading."""
    gaps = [match.span() for match in _GAP.finditer(text)]
    first = _SENTENCE.search(text)
    if len(gaps) < GAPS_MIN or not first:
        return
    above = 0
    for start, end in gaps:
        heading = (
            start - above <= HEADING_MAX
            and _NUMBER.match(text, above)
            and not _SENTENCE.search(text, above, start)
        )
        if text[start - 1] in SENTENCE_STOPS or start < first.start() or heading:
            yield start, end
            above = end
