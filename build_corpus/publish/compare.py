"""Two versions of a text side by side: rows of paragraphs, with what only one of them has marked.

In: the blocks of both. Out: rows. Texts are compared clause by clause, so that a paragraph that one
version splits or joins is no difference; within a clause by character. Punctuation counts only in
what is shown, never as a difference.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from unicodedata import normalize

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import ratio

from build_corpus.model import Block
from build_corpus.publish.differences import ALIKE, differences
from build_corpus.publish.html import Markup, joined, tagged

CONTEXT = 1  # paragraphs shown at either end of a folded stretch
ENDS = "，。；：！？、,;:!?"


Place = tuple[int, int]  # a clause here and one there
Span = tuple[int, int, int, int]  # clauses: start here, start there, end here, end there


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A stretch of both texts."""

    here: tuple[Markup, ...] = ()
    """Paragraphs of the canonical text, what only it has as `<del>`; empty where it has none."""
    there: tuple[Markup, ...] = ()
    """Paragraphs of the version, what only it has as `<ins>`."""
    same: bool = False
    """Whether nothing differs."""
    folded: int = 0
    """Paragraphs of the canonical text that are not shown: all the same in both, or all missing from the version."""


@dataclass(frozen=True, slots=True)
class _Side:
    """The clauses of a text."""

    clauses: tuple[str, ...]
    blocks: tuple[int, ...]
    """For each clause the number of its block."""
    keys: tuple[str, ...]
    """What clauses are compared by."""

    def opens(self, at: int) -> bool:
        """Whether a block starts at a clause, or the text ends there."""
        return at in (0, len(self.clauses)) or self.blocks[at] != self.blocks[at - 1]


def compared(here: Sequence[Block], there: Sequence[Block]) -> list[Row]:
    """Rows from the start of both texts to their end; long equal stretches are folded."""
    left, right = _side(here), _side(there)
    cuts = [(at, to) for at, to in _path(left, right) if left.opens(at) and right.opens(to)]
    spans = [(*start, *end) for start, end in pairwise(cuts)]
    return list(_folded([_row(left, right, span) for span in _merged(left, right, spans)]))


def _fold(text: str) -> str:
    bare = "".join(filter(str.isalnum, normalize("NFKC", text).casefold()))
    return bare or text


def _side(blocks: Sequence[Block]) -> _Side:
    clauses = [(clause, at) for at, block in enumerate(blocks) for clause in _clauses(block.text)]
    texts = tuple(clause for clause, _ in clauses)
    return _Side(texts, tuple(at for _, at in clauses), tuple(map(_fold, texts)))


def _clauses(text: str) -> Iterator[str]:
    """A text cut after each mark; a run of marks stays together."""
    start = 0
    for at in range(1, len(text)):
        if text[at - 1] in ENDS and text[at].isalnum():
            yield text[start:at]
            start = at
    yield text[start:]


def _steps(left: Sequence[str], right: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """(tag, start and end here, start and end there): equal, delete or insert."""
    return [
        (step.tag, step.src_start, step.src_end, step.dest_start, step.dest_end)
        for step in Indel.opcodes(left, right)
    ]


def _path(left: _Side, right: _Side) -> Iterator[Place]:
    """Every pair of places the comparison goes through."""
    at, to = 0, 0
    yield at, to
    for equal, group in groupby(_steps(left.keys, right.keys), key=lambda step: step[0] == "equal"):
        *_, (_, _, end, _, stop) = group
        corners = [(end, stop)] if equal else _corners(left, right, (at, to, end, stop))
        for corner in corners:
            while (at, to) != corner:
                at, to = min(at + 1, corner[0]), min(to + 1, corner[1])
                yield at, to


def _corners(left: _Side, right: _Side, gap: Span) -> list[Place]:
    """The way through a stretch without an equal clause that meets most starts of blocks on both sides at once."""
    at, to, end, stop = gap
    last = max((place for place in range(at, end + 1) if left.opens(place)), default=at)
    further = max((place for place in range(to, stop + 1) if right.opens(place)), default=to)
    first = (last, to) if right.opens(to) else (at, further)
    return [first, (last, further), (end, further), (end, stop)]


def _merged(left: _Side, right: _Side, spans: Iterable[Span]) -> Iterator[Span]:
    """The spans; a paragraph that one text lost and a like one that the other gained become one."""
    for one_sided, group in groupby(spans, key=lambda span: span[0] == span[2] or span[1] == span[3]):
        run = list(group)
        if not one_sided:
            yield from run
            continue
        lost = [span for span in run if span[0] < span[2]]
        for gained in (span for span in run if span[0] == span[2]):
            words = "".join(right.clauses[gained[1] : gained[3]])
            near = _near(left, lost, words)
            yield from lost[:near] if near is not None else ()
            yield gained if near is None else (lost[near][0], gained[1], lost[near][2], gained[3])
            lost = lost if near is None else lost[near + 1 :]
        yield from lost


def _near(side: _Side, spans: Sequence[Span], words: str) -> int | None:
    """The first span whose words are like these, None without one."""
    texts = ("".join(side.clauses[start:end]) for start, _, end, _ in spans)
    return next((at for at, text in enumerate(texts) if ratio(text, words) >= ALIKE), None)


def _row(left: _Side, right: _Side, span: Span) -> Row:
    at, to, end, stop = span
    lost, gained = _flags(left.clauses[at:end], right.clauses[to:stop])
    return Row(
        here=_paragraphs(left, (at, end), lost, "del"),
        there=_paragraphs(right, (to, stop), gained, "ins"),
        same=left.keys[at:end] == right.keys[to:stop],
    )


def _flags(left: Sequence[str], right: Sequence[str]) -> tuple[list[bool], list[bool]]:
    """For each 字 of both sides whether the other side lacks it."""
    lost: list[bool] = []
    gained: list[bool] = []
    steps = _steps([_fold(clause) for clause in left], [_fold(clause) for clause in right])
    for equal, group in groupby(steps, key=lambda step: step[0] == "equal"):
        run = list(group)
        here = "".join(left[run[0][1] : run[-1][2]])
        there = "".join(right[run[0][3] : run[-1][4]])
        flags = ([False] * len(here), [False] * len(there)) if equal else _letters(here, there)
        lost += flags[0]
        gained += flags[1]
    return lost, gained


def _letters(here: str, there: str) -> tuple[list[bool], list[bool]]:
    """The same inside a few clauses, by character."""
    runs = differences(here, there)
    lost = [not run.equal for run in runs for _ in run.here]
    gained = [not run.equal for run in runs for _ in run.there]
    return _with_words(here, lost), _with_words(there, gained)


def _with_words(text: str, flags: Sequence[bool]) -> list[bool]:
    """The flags without those of marks alone."""
    out: list[bool] = []
    for flag, group in groupby(zip(text, flags, strict=True), key=lambda pair: pair[1]):
        run = "".join(char for char, _ in group)
        out += [flag and any(char.isalnum() for char in run)] * len(run)
    return out


def _paragraphs(side: _Side, span: tuple[int, int], flags: Sequence[bool], tag: str) -> tuple[Markup, ...]:
    marked = iter(flags)
    pairs = [
        (block, char, next(marked))
        for clause, block in zip(side.clauses[slice(*span)], side.blocks[slice(*span)], strict=True)
        for char in clause
    ]
    return tuple(
        joined(
            [
                tagged(tag if flag else "", "".join(char for _, char, _ in run))
                for flag, run in groupby(block, key=itemgetter(2))
            ]
        )
        for _, block in groupby(pairs, key=itemgetter(0))
    )


def _folded(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows, long stretches that are the same or lost as one row that says how many paragraphs it stands for."""
    groups = [(kind, list(group)) for kind, group in groupby(rows, key=_kind)]
    for at, (kind, run) in enumerate(groups):
        first, last = CONTEXT * (at > 0), CONTEXT * (at < len(groups) - 1)
        hidden = run[first : len(run) - last]
        if kind == "different" or len(hidden) <= CONTEXT:
            yield from run
            continue
        yield from run[:first]
        yield Row(same=kind == "same", folded=sum(len(row.here) for row in hidden))
        yield from run[len(run) - last :]


def _kind(row: Row) -> str:
    return "same" if row.same else "different" if row.there else "lost"
