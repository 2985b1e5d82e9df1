"""Two wordings side by side: what both have, what only one of them has.

In: two texts. Out: runs that together are both texts. Compared by character; marks and white space are never
a difference of their own, and single characters that happen to be equal inside a difference belong to it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import ratio

ALIKE = 50  # 0–100; wordings below have nothing to do with each other and differ as a whole
CHOPPY = 2  # 字; equal stretches this short between two differences are part of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of both texts."""

    here: str
    """Its wording in the first text; empty where only the other one has it."""
    there: str
    """Its wording in the second text."""
    equal: bool
    """Whether both are the same but for marks."""


def differences(here: str, there: str) -> list[Run]:
    """The runs of two texts, in order.

    >>> [(run.here, run.there) for run in differences("精神内核和组工干部，", "精神内核、组工干部") if not run.equal]
    [('和', '')]
    """
    if ratio(here, there) < ALIKE:
        return [Run(here=here, there=there, equal=False)] if here or there else []
    steps = Indel.opcodes(_plain(here), _plain(there))
    runs = [
        _run(here[step.src_start : step.src_end], there[step.dest_start : step.dest_end], step.tag)
        for step in steps
    ]
    return list(_joined(_unchopped(list(_joined(runs)))))


def _plain(text: str) -> str:
    """The text with one mark for all."""
    return "".join(char if char.isalnum() else "，" for char in text)


def _run(here: str, there: str, tag: str) -> Run:
    return Run(here=here, there=there, equal=tag == "equal" or not _letters(here + there))


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """The runs, neighbours of one kind as one."""
    for equal, group in groupby(runs, key=lambda run: run.equal):
        same = list(group)
        here, there = ("".join(run.here for run in same), "".join(run.there for run in same))
        yield Run(here=here, there=there, equal=equal)


def _unchopped(runs: list[Run]) -> Iterator[Run]:
    """The runs; short equal ones between two others are part of the difference."""
    for at, run in enumerate(runs):
        inside = 0 < at < len(runs) - 1 and _letters(run.here) <= CHOPPY
        yield Run(here=run.here, there=run.there, equal=run.equal and not inside)
