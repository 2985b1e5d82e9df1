"""How far two blocks say the same around what they share: spans of whole clauses on both sides.

In: two texts and the runs of characters both have. Out: spans. The runs are chained, what lies between and
beside them is aligned character by character, the stretches that score highest are kept (Ruzzo and Tompa
1999: all maximal scoring subsequences, in linear time) and drawn in or out to borders of clauses.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Levenshtein

from build_corpus.relate.folding import fold
from build_corpus.relate.meetings import Run

GAP = 40  # 字 between two runs of one chain at most
SHIFT = 8  # 字 by which one side may be ahead from one run of a chain to the next
REACH = 80  # 字 before and behind a chain that are aligned
EDIT = (
    1.5  # what a changed 字 costs where an equal one is worth 1; even a quarter of changed 字 leaves a gain
)
GAIN = 12  # what a stretch must be worth
EDGE = (
    4  # 字 by which one side's clause may start or end apart from the other's: 和 for 、, a number before it
)
MARKS = re.compile("[，。；：！？、…,;:!?]")
OPENING, CLOSING = frozenset("“‘「『《（("), frozenset("”’」』》）)")

Step = tuple[int, int, int, int]
"""Start and end on the left, start and end on the right."""


@dataclass(frozen=True, kw_only=True)
class Side:
    """A block as alignment sees it."""

    text: str
    """As it is published."""
    usual: list[bool]
    """For each folded 字 whether it belongs to words that prove nothing."""

    @cached_property
    def _fold(self) -> tuple[str, list[int]]:
        codes, places = fold(self.text)
        return codes.tobytes().decode("utf-32-le", "surrogatepass"), places.tolist()

    @property
    def folded(self) -> str:
        """Its letters, digits and Han."""
        return self._fold[0]

    @property
    def places(self) -> list[int]:
        """For each of them its place in the text."""
        return self._fold[1]

    @cached_property
    def borders(self) -> list[int]:
        """Folded places where a clause starts, and the end of the text; sorted, some of them twice."""
        marks = [bisect_left(self.places, mark.start()) for mark in MARKS.finditer(self.text)]
        return [0, *marks, len(self.places)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the text that a folded span stands for, with the quotation marks at its ends."""
        first, last = self.places[start], self.places[end - 1] + 1
        while first and self.text[first - 1] in OPENING:
            first -= 1
        while self.text[last : last + 1] in CLOSING:
            last += 1
        return first, last


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A stretch of both blocks, in folded 字."""

    left: tuple[int, int]
    """Start and end in the left block."""
    right: tuple[int, int]
    """Start and end in the right one."""
    shared: int
    """字 that both have, in the same order."""
    own: int
    """Those of them that are usual on neither side."""

    def turned(self) -> "Match":
        """The same with its sides exchanged."""
        return Match(left=self.right, right=self.left, shared=self.shared, own=self.own)

    @property
    def alike(self) -> float:
        """0–1; twice the shared 字 over all of both."""
        return 2 * self.shared / (self.left[1] - self.left[0] + self.right[1] - self.right[0])


def matches(left: Side, right: Side, runs: Sequence[Run]) -> Iterator[Match]:
    """Stretches of whole clauses on both sides around the runs; the same one may come twice."""
    for chain in _chains(runs):
        steps = list(_steps(left, right, chain))
        for start, end, score in _highest([_worth(step) for step in steps]):
            if score < GAIN:
                continue
            match = _whole(left, right, steps[start:end])
            if match:
                yield match


def _chains(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs that follow each other on both sides at nearly the same distance."""
    closed: list[list[Run]] = []
    growing: list[list[Run]] = []
    for run in sorted(runs):
        near = [chain for chain in growing if run[0] - chain[-1][0] - chain[-1][2] <= GAP]
        closed += [chain for chain in growing if chain not in near]
        growing = near
        fitting = [(shift, at) for at, chain in enumerate(near) if (shift := _shift(chain[-1], run)) <= SHIFT]
        if fitting:
            chain = near[min(fitting)[1]]
            rest = _behind(chain[-1], run)
            chain += [rest] if rest[2] > 0 else []
        else:
            growing.append([run])
    return closed + growing


def _shift(one: Run, other: Run) -> int:
    return abs((other[1] - other[0]) - (one[1] - one[0]))


def _behind(one: Run, other: Run) -> Run:
    """The part of a run that stands behind another one on both sides."""
    cut = max(0, one[0] + one[2] - other[0], one[1] + one[2] - other[1])
    return other[0] + cut, other[1] + cut, other[2] - cut


def _steps(left: Side, right: Side, chain: Sequence[Run]) -> Iterator[tuple[Step, bool]]:
    """The alignment of a chain and what is beside it: steps, and whether both sides are equal there."""
    here, there, _ = chain[0]
    back = min(here, there)
    start, begin = max(0, here - min(REACH, back + SHIFT)), max(0, there - min(REACH, back + SHIFT))
    for at, to, length in chain:
        yield from _between(left, right, (start, at, begin, to))
        start, begin = at + length, to + length
        yield (at, start, to, begin), True
    ahead = min(len(left.folded) - start, len(right.folded) - begin)
    reach = min(REACH, ahead + SHIFT)
    end, stop = min(len(left.folded), start + reach), min(len(right.folded), begin + reach)
    yield from _between(left, right, (start, end, begin, stop))


def _between(left: Side, right: Side, gap: Step) -> Iterator[tuple[Step, bool]]:
    start, end, begin, stop = gap
    for step in Levenshtein.opcodes(left.folded[start:end], right.folded[begin:stop]):
        yield (
            (start + step.src_start, start + step.src_end, begin + step.dest_start, begin + step.dest_end),
            step.tag == "equal",
        )


def _worth(step: tuple[Step, bool]) -> float:
    (start, end, begin, stop), equal = step
    return end - start if equal else -EDIT * max(end - start, stop - begin)


def _highest(scores: Sequence[float]) -> list[tuple[int, int, float]]:
    """Start, end and sum of each maximal scoring subsequence, from left to right.

    >>> _highest([4, -5, 3, -3, 1, 2, -2, 2, -2, 1, 5])
    [(0, 1, 4.0), (2, 3, 3.0), (4, 11, 7.0)]
    """
    found: list[tuple[int, int, float, float]] = []  # start, end, sum before, sum behind
    total = 0.0
    for at, score in enumerate(scores):
        if score <= 0:
            total += score
            continue
        start, before, total = at, total, total + score
        while True:
            last = next((n for n in range(len(found) - 1, -1, -1) if found[n][2] < before), None)
            if last is None or found[last][3] >= total:
                break
            start, _, before, _ = found[last]
            del found[last:]
        found.append((start, at + 1, before, total))
    return [(start, end, behind - before) for start, end, before, behind in found]


def _whole(left: Side, right: Side, aligned: Sequence[tuple[Step, bool]]) -> Match | None:
    """The stretch drawn to borders of clauses on both sides; None where no whole clause is left."""
    steps = [step for step, _ in aligned]
    first, last = _border(left, right, steps, 1), _border(left, right, steps, -1)
    if first is None or last is None or first[0] >= last[0] or first[1] >= last[1]:
        return None
    equal = [
        (here, there)
        for (start, end, begin, stop), same in aligned
        if same
        for here, there in zip(range(start, end), range(begin, stop), strict=True)
        if first[0] <= here < last[0] and first[1] <= there < last[1]
    ]
    return Match(
        left=(first[0], last[0]),
        right=(first[1], last[1]),
        shared=len(equal),
        own=sum(not left.usual[at] and not right.usual[to] for at, to in equal),
    )


def _border(left: Side, right: Side, steps: Sequence[Step], way: int) -> tuple[int, int] | None:
    """The pair of borders nearest to an end of the stretch; `way` inwards: 1 from its start, -1 from its end."""
    end = steps[0][0] if way > 0 else steps[-1][1]
    if way > 0:
        inwards = left.borders[bisect_left(left.borders, end - EDGE) :]
    else:
        inwards = left.borders[bisect_right(left.borders, end + EDGE) - 1 :: -1]
    best: tuple[int, int, int] | None = None
    for here in inwards:
        inward = abs(here - end)
        if best and inward > EDGE:
            break
        facing = _facing(here, steps)
        there = _nearest(right.borders, facing)
        apart = abs(there - facing)
        if apart <= EDGE and (best is None or inward + apart < best[0]):
            best = (inward + apart, here, there)
    return best[1:] if best else None


def _nearest(borders: Sequence[int], place: int) -> int:
    at = bisect_left(borders, place)
    return min(borders[max(0, at - 1) : at + 1], key=lambda border: abs(border - place))


def _facing(here: int, steps: Sequence[Step]) -> int:
    """The place on the right that faces one on the left."""
    start, _, begin, _ = steps[0]
    if here <= start:
        return begin - (start - here)
    for at, end, to, stop in steps:
        if here <= end:
            return to + min(here - at, stop - to)
    return steps[-1][3] + here - steps[-1][1]
