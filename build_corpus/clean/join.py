"""Several lines become one: the line ends between them, and removed lines, become edits of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from build_corpus.model import Edit, Line, Removal

GoesOn = Callable[[Sequence[Line], Line, Sequence[Line]], bool]
"""(lines joined so far, first and last kept; the next kept line; removed lines between) → whether it belongs to them."""


def join_where(lines: Sequence[Line], goes_on: GoesOn) -> tuple[Line, ...]:
    """The lines with each run joined in which every line goes on with the ones above."""
    out: list[Line] = []
    chain: list[Line] = []
    waiting: list[Line] = []  # removed lines since the last kept one
    for line in lines:
        if not line.kept:
            waiting.append(line)
        elif chain and goes_on(chain, line, waiting):
            chain += [*waiting, line]
            waiting = []
        else:
            out += [*join_chain(chain), *waiting]
            chain, waiting = [line], []
    return (*out, *join_chain(chain), *waiting)


def join_chain(chain: Sequence[Line]) -> Sequence[Line]:
    """One line from a chain that starts and ends with a kept line; what was removed in between stays removed.

    Between two Latin letters or digits a space takes the place of the line end.
    """
    kept = [line for line in chain if line.kept]
    if len(kept) < 2:  # noqa: PLR2004 - one line is joined already
        return chain
    gaps = {above.start: _gap(above.text, below.text) for above, below in pairwise(kept)}
    edits: list[Edit] = []
    for line in chain:
        if isinstance(line.fate, Removal):
            edits.append(Edit(start=line.start, end=line.end, after="", rule=line.fate.rule))
        else:
            gap = gaps.get(line.start, "")
            edits += (*line.edits, Edit(start=line.stop, end=line.end, after=gap, rule="join.broken-line"))
    last = chain[-1]
    text = "".join(line.text + gaps.get(line.start, "") for line in kept)
    return [replace(chain[0], stop=last.stop, end=last.end, text=text, edits=tuple(edits[:-1]))]


def _gap(above: str, below: str) -> str:
    return (
        " "
        if above[-1].isascii() and below[0].isascii() and above[-1].isalnum() and below[0].isalnum()
        else ""
    )
