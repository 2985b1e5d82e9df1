"""Which matches are text reuse, and which are set phrases by their form.

In: a match of two blocks. Out: yes or no. No list of phrases: names and quoted phrases are told by their marks and
the vocabulary, couplets and enumerations by their clauses, boilerplate by the number of documents that hold it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from build_corpus.model import Mention
from build_corpus.relate.alignment import EDIT, GAIN, Match, Side

LEAST = 16  # 字 in both; shorter ones are set phrases or chance: the seeds share no sentence that is shorter
LONE = 20  # 字 in both where neither side is more than one clause; guessed
SHORT = 8  # 字; a passage whose clauses are all as short is a couplet or an enumeration …
MANY = 40  # … below so many 字 in both. guessed
ALIKE = 0.7  # 0–1; passages with a fifth of their 字 edited have 0.75 or more
OWN = 10  # 字 in both that prove something
NAME = 8  # 字 of a theme's wording from which it is a name: long, and said by all
_QUOTED = re.compile("[“「]([^“”「」]{2,16})[”」]|《([^《》]{2,60})》")


def is_reuse(left: Side, right: Side, match: Match) -> bool:
    """Whether a match is more than a set phrase."""
    longer = max(match.left[1] - match.left[0], match.right[1] - match.right[0])
    if match.alike < ALIKE or match.own < OWN or match.shared - EDIT * (longer - match.shared) < GAIN:
        return False
    clauses = [_clauses(left, match.left), _clauses(right, match.right)]
    if max(map(len, clauses)) == 1:
        return match.shared >= LONE and match.own >= LEAST
    brief = all(size <= SHORT for sizes in clauses for size in sizes)
    return match.shared >= (MANY if brief else LEAST)


def _clauses(side: Side, span: tuple[int, int]) -> list[int]:
    """字 of each clause of a span."""
    first, last = (bisect_left(side.borders, place) for place in span)
    edges = [*side.borders[first:last], span[1]]
    return [end - start for start, end in pairwise(edges) if end > start]


def phrases(text: str, mentions: Iterable[Mention]) -> Iterator[tuple[int, int]]:
    """Start and end of names and quoted phrases in a block's text: long, or marked, and said by all.

    >>> [*phrases("树牢“四个意识”，学习《条例》，抓党建", ())]
    [(3, 7), (12, 14)]
    """
    for quoted in _QUOTED.finditer(text):
        yield quoted.span(quoted.lastindex or 0)
    for mention in mentions:
        if mention.end - mention.start >= NAME:
            yield mention.start, mention.end


def without_phrases(text: str, usual: Sequence[bool], spans: Iterable[tuple[int, int]]) -> Side:
    """A block for alignment: spans of its text count as usual, too."""
    side = Side(text=text, usual=list(usual))
    for start, end in spans:
        first, last = bisect_left(side.places, start), bisect_left(side.places, end)
        side.usual[first:last] = [True] * (last - first)
    return side
