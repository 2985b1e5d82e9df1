"""Passages that two documents share (text reuse).

In: documents. Out: parallels. Blocks meet by rare n-grams (`meetings`), are aligned and cut to whole clauses
(`alignment`); what is a set phrase, by the number of documents that hold it or by its form (`worth`), is left
out. Time grows with the text. Adding a document changes what old ones share only where it is one too many to
hold a wording, or one too many for the length of n-grams.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from build_corpus.model import Annotated, Block, Knowledge, Parallel, Passage
from build_corpus.relate.alignment import Match, Side, matches
from build_corpus.relate.meetings import Meeting, Meetings, Texts, meetings
from build_corpus.relate.worth import is_reuse, phrases, without_phrases

TYPES = ("heading", "paragraph", "closing")
"""Blocks whose words a speech may share; frames (salutation, signature, notes) say who and when."""
READY = 1024  # blocks kept folded: neighbours meet neighbours

Place = tuple[Annotated, Block]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A match of two blocks that is text reuse."""

    meeting: Meeting
    """The blocks."""
    match: Match
    """Where."""
    words: tuple[str, str]
    """The folded words of both sides, sorted."""


def find_parallels(documents: Sequence[Annotated], knowledge: Knowledge) -> tuple[Parallel, ...]:  # noqa: ARG001 - as all of relate
    """Passages of two documents with the same wording but for small edits, sorted by their places.

    Two passages of the same two documents do not overlap on either side.
    """
    ordered = sorted(documents, key=lambda document: document.id)
    blocks = [(document, block) for document in ordered for block in _blocks(document)]
    met = meetings(Texts(documents=[[block.text for block in _blocks(each)] for each in ordered]))
    side = lru_cache(READY)(lambda number: _side(blocks[number], met, number))
    found: dict[tuple[str, str], list[_Found]] = defaultdict(list)
    for meeting in met.pairs:
        documents_of = blocks[meeting.left][0].id, blocks[meeting.right][0].id
        found[documents_of] += _reuse(meeting, side(meeting.left), side(meeting.right))
    kept = (each for pair in sorted(found) for each in _apart(found[pair]))
    return tuple(sorted((_parallel(each, blocks, side) for each in kept), key=_order))


def _blocks(document: Annotated) -> list[Block]:
    return [block for block in document.speech.blocks if block.type in TYPES]


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


def _parallel(found: _Found, blocks: Sequence[Place], side: Callable[[int], Side]) -> Parallel:
    left, right = found.meeting.left, found.meeting.right
    return Parallel(
        here=_passage(blocks[left], side(left).span(*found.match.left)),
        there=_passage(blocks[right], side(right).span(*found.match.right)),
        shared=found.match.shared,
    )


def _passage(place: Place, span: tuple[int, int]) -> Passage:
    return Passage(document=place[0].id, block=place[1].id, start=span[0], end=span[1])


def _order(parallel: Parallel) -> tuple[Passage, Passage]:
    return parallel.here, parallel.there
