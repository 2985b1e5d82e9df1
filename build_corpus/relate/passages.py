"""Passages that two documents share (text reuse).

In: documents. Out: parallels. Blocks meet by rare n-grams (`grams`, `meetings`), are aligned and cut to whole clauses
(`alignment`); what is a set phrase, by the number of documents that hold it or by its form (`worth`), is left
out. Time grows with the text. Adding a document changes what old ones share only where it is one too many to
hold a wording, or one too many for the length of n-grams: so after a few changes only the pairs of documents are
compared of which one changed, or has other boilerplate now (`lookup`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from build_corpus.model import Annotated, Block, Parallel, Passage
from build_corpus.relate.alignment import Match, Side, matches
from build_corpus.relate.meetings import Meeting, Meetings
from build_corpus.relate.worth import is_reuse, phrases, without_phrases

READY = 1024  # blocks kept folded: neighbours meet neighbours

Place = tuple[Annotated, Block]
Pair = tuple[str, str]
"""Two documents, the smaller id first."""
Row = tuple[str, int, int, str, int, int, int]
"""Block, start and end in the first document, the same in the second one, 字 in both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A match of two blocks that is text reuse."""

    meeting: Meeting
    """The blocks."""
    match: Match
    """Where."""
    words: tuple[str, str]
    """The folded words of both sides, sorted."""


def shared(documents: Sequence[Annotated], met: Meetings) -> dict[Pair, list[Row]]:
    """What every two documents share that meet. Two passages of the same two documents overlap on neither side.

    `documents`: those whose blocks have numbers in `met`, in their order.
    """
    blocks = [(document, block) for document in documents for block in document.speech.blocks]
    side = lru_cache(READY)(lambda number: _side(blocks[number], met, number))
    found: dict[Pair, list[_Found]] = defaultdict(list)
    for meeting in met.pairs:
        documents_of = blocks[meeting.left][0].id, blocks[meeting.right][0].id
        found[documents_of] += _reuse(meeting, side(meeting.left), side(meeting.right))
    return {pair: [_row(each, blocks, side) for each in _apart(found[pair])] for pair in found if found[pair]}


def parallels(pairs: Mapping[Pair, Iterable[Row]]) -> tuple[Parallel, ...]:
    """Passages sorted by their places."""
    made = (_parallel(pair, row) for pair, rows in pairs.items() for row in rows)
    return tuple(sorted(made, key=lambda each: (each.here, each.there)))


def _side(place: Place, met: Meetings, number: int) -> Side:
    document, block = place
    mentions = [mention for mention in document.mentions if mention.block == block.id]
    usual = met.usual_in(number).tolist()
    return without_phrases(block.text, usual, phrases(block.text, mentions))


def _reuse(meeting: Meeting, left: Side, right: Side) -> Iterator[_Found]:
    """What two blocks share. Which of them is compared with which depends on their words, not on their names."""
    runs = meeting.runs
    turned = right.folded < left.folded
    if turned:
        left, right, runs = right, left, tuple((there, here, length) for here, there, length in runs)
    for match in matches(left, right, runs):
        if is_reuse(left, right, match):
            words = sorted((left.folded[slice(*match.left)], right.folded[slice(*match.right)]))
            own = match.turned() if turned else match
            yield _Found(meeting=meeting, match=own, words=(words[0], words[1]))


def _apart(found: Iterable[_Found]) -> Iterator[_Found]:
    """The longest that do not overlap on either side."""
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)

    def free(block: int, span: tuple[int, int]) -> bool:
        return all(end <= span[0] or span[1] <= start for start, end in taken[block])

    for each in sorted(found, key=_length):
        left, right = each.meeting.left, each.meeting.right
        if free(left, each.match.left) and free(right, each.match.right):
            taken[left].append(each.match.left)
            taken[right].append(each.match.right)
            yield each


def _length(found: _Found) -> tuple[object, ...]:
    match = found.match
    return -match.shared, found.words, found.meeting.left, match.left, found.meeting.right, match.right


def _row(found: _Found, blocks: Sequence[Place], side: Callable[[int], Side]) -> Row:
    left, right = found.meeting.left, found.meeting.right
    start, end = side(left).span(*found.match.left)
    begin, stop = side(right).span(*found.match.right)
    return blocks[left][1].id, start, end, blocks[right][1].id, begin, stop, found.match.shared


def _parallel(pair: Pair, row: Row) -> Parallel:
    block, start, end, other, begin, stop, both = row
    return Parallel(
        here=Passage(document=pair[0], block=block, start=start, end=end),
        there=Passage(document=pair[1], block=other, start=begin, end=stop),
        shared=both,
    )
