"""How right a method's themes are: precision, recall, F1, F1@5, nDCG@5, each with an interval.

In: cases with what is true of them, and what a method says of each. Out: figures, 0–1, higher is better.

Precision, recall and F1 count (theme, paragraph) over all documents together; where the record speaks
of whole documents only, the first five themes of each. F1@5 and nDCG@5 are means over documents. F1@5
compares the first five themes with the main ones, those that matter most. nDCG@5 compares the order
of the first five with the best order there could be. The interval holds 95 % of the figures of 1,000 draws of as many documents with
replacement, drawn with a fixed seed: few documents make it wide.

Source: the definitions of Annif's `eval` for F1@5 and nDCG@5.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from build_corpus.model import Annotated

DRAWS = 1000
SEED = 1
FIRST = 5
NAMES = ("准确率", "召回率", "F1", "F1@5", "nDCG@5")

Guess = tuple[tuple[str, frozenset[str]], ...]
"""(theme, ids of the paragraphs that show it), best first."""
Places = frozenset[tuple[str, str]]
"""(theme, paragraph id)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A document and what is true of it."""

    document: Annotated
    """The document as the stages made it."""
    gains: Mapping[str, float]
    """Theme → how much it matters: 2 what the text is about, 1 what it treats besides."""
    places: Places | None
    """Where it treats each; None where the record speaks of whole documents only."""
    tolerated: Places = frozenset()
    """Neither right nor wrong."""
    judged: frozenset[str] | None = field(default=None)
    """Themes the record speaks of; None: all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measure with its interval."""

    value: float
    """0–1."""
    low: float
    """2.5 % of the draws lie below it."""
    high: float
    """2.5 % of the draws lie above it."""


def figures(cases: Sequence[Case], guesses: Sequence[Guess]) -> tuple[Figure, ...]:
    """The figures in the order of NAMES; one guess for each case."""
    rows = np.array([_row(case, guess) for case, guess in zip(cases, guesses, strict=True)])
    rng = np.random.default_rng(SEED)
    draws = rng.integers(0, len(rows), size=(DRAWS, len(rows)))
    sums = np.array([_summed(rows[draw]) for draw in draws])
    low, high = np.percentile(sums, (2.5, 97.5), axis=0)
    values = _summed(rows)
    return tuple(
        Figure(value=float(value), low=float(below), high=float(above))
        for value, below, above in zip(values, low, high, strict=True)
    )


def _summed(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    right, said, true, *_ = rows.sum(axis=0)
    ratios = (right / said if said else 0.0, right / true if true else 0.0, 2 * right / (said + true))
    return np.array([*ratios, *rows[:, 3:].mean(axis=0)])


def _row(case: Case, guess: Guess) -> tuple[float, ...]:
    """Right, said and true ones of a document, F1@5, nDCG@5."""
    known = [(theme, where) for theme, where in guess if case.judged is None or theme in case.judged]
    ranked = [theme for theme, _ in known]
    if case.places is None:
        said, true = set(ranked[:FIRST]), set(case.gains)
        return len(said & true), len(said), len(true), *_first(ranked, case.gains)
    shown = {(theme, place) for theme, where in known for place in where} - (case.tolerated - case.places)
    counts = len(shown & case.places), len(shown), len(case.places)
    return *counts, *_first(ranked, case.gains)


def _first(ranked: Sequence[str], gains: Mapping[str, float]) -> tuple[float, float]:
    """F1@5 and nDCG@5."""
    first = ranked[:FIRST]
    main = {theme for theme, gain in gains.items() if gain == max(gains.values())}
    right = sum(theme in main for theme in first)
    best = sorted(gains.values(), reverse=True)[:FIRST]
    ideal = _discounted(best)
    gained = _discounted([gains.get(theme, 0.0) for theme in first])
    return 2 * right / (len(first) + len(main)) if main else 0.0, gained / ideal if ideal else 0.0


def _discounted(gains: Sequence[float]) -> float:
    return float(sum(gain / np.log2(place + 2) for place, gain in enumerate(gains)))
