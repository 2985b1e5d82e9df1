"""The element of a page that holds its running text.

Running text is Han outside links, on lines that have the punctuation of sentences. From the body down, the
child that holds most of it is taken, as long as what it leaves out does not look like more of the same:
text beside it in the same element, in paragraphs, or in elements of the same make. Cells and rows, which
place things on a page, are never of the same make.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from build_corpus.model import Mark
from build_corpus.text import HAN

SHARE = 0.7  # of the page's running text that the element must hold  # guessed
ALIKE = (
    0.03  # of the page's running text that may be left beside a child in elements of the same make  # guessed
)
LEAST = 60  # Han of running text without which a page has none  # guessed
PARAGRAPHS = frozenset(("p", "section", "blockquote", "span", "font", "pre"))
"""Elements whose text is a part of the text beside it, whatever that is made of."""
LINE = 10  # Han of running text without which a line has none  # guessed
_HAN = re.compile(f"[{HAN}]")
_SENTENCE = re.compile("[，。；！？]")


@dataclass(slots=True, kw_only=True)
class Element:
    """An element of a page as a span of its decoded text."""

    start: int
    """Code point where it starts."""
    end: int = 0
    """Code point after it."""
    parent: int
    """Place of its parent among the elements, -1 without one."""
    tag: str
    """Name of the element."""
    likeness: str
    """Equal for elements of the same make; empty for one of its own."""


def main_mark(text: str, links: Iterable[Mark], elements: Sequence[Element]) -> Mark | None:
    """The mark of the element, None for a page with hardly any running text."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    sums = _running(text, starts, links)
    if sums[-1] < LEAST or not elements:
        return None
    held = [_held(text, element, starts, sums) for element in elements]
    children = _large_children(elements, held, LEAST // 10)
    at = next((at for at, element in enumerate(elements) if element.tag == "body"), 0)
    while True:
        below = _step(at, children.get(at, []), elements, held)
        if below is None or _one_line(text, elements[below]):
            return Mark(kind="main", start=elements[at].start, end=elements[at].end)
        at = below


def _running(text: str, starts: Sequence[int], links: Iterable[Mark]) -> list[int]:
    """Running text before each line, and in all."""
    ends = [*starts[1:], len(text)]
    han = [len(_HAN.findall(text, start, end)) for start, end in zip(starts, ends, strict=True)]
    for link in links:
        han[bisect_right(starts, link.start) - 1] -= len(_HAN.findall(text, link.start, link.end))
    counts = (
        count if count >= LINE and _SENTENCE.search(text, start, end) else 0
        for count, start, end in zip(han, starts, ends, strict=True)
    )
    return [0, *accumulate(counts)]


def _held(text: str, element: Element, starts: Sequence[int], sums: Sequence[int]) -> int:
    """Running text on the lines that lie in an element as a whole."""
    first = bisect_left(starts, element.start)
    whole = element.end == len(text) or text[element.end] == "\n"
    last = bisect_right(starts, element.end) if whole else bisect_right(starts, element.end) - 1
    if element.end > 0 and text[element.end - 1] == "\n":
        last = bisect_left(starts, element.end)
    return max(0, sums[last] - sums[first]) if first <= last else 0


def _large_children(elements: Sequence[Element], held: Sequence[int], least: int) -> dict[int, list[int]]:
    children: dict[int, list[int]] = {}
    for at, element in enumerate(elements):
        if held[at] >= least:
            children.setdefault(element.parent, []).append(at)
    return children


def _step(at: int, children: Sequence[int], elements: Sequence[Element], held: Sequence[int]) -> int | None:
    """The child to go on with, None to stay."""
    if not children:
        return None
    page = held[0]
    best = max(children, key=lambda child: (held[child], -child))
    if held[best] < SHARE * page:
        return None
    own = held[at] - sum(held[child] for child in children)
    likeness = elements[best].likeness
    alike = sum(
        held[child]
        for child in children
        if child != best
        and (elements[child].tag in PARAGRAPHS or (likeness and elements[child].likeness == likeness))
    )
    return best if own + alike <= ALIKE * page else None


def _one_line(text: str, element: Element) -> bool:
    return "\n" not in text[element.start : element.end].strip()
