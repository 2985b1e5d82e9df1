"""How often the paragraphs that show a theme use each set phrase: columns of numbers, since uses are as many as lines of text."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from build_corpus.model import Annotated, Formula
from build_corpus.run import column

_BITS = 24  # of the number of a block in its document
Numbers = NDArray[np.int64]


def used_by_themes(formulas: Sequence[Formula], documents: Sequence[Annotated]) -> Mapping[str, Numbers]:
    """Theme → uses of each of `formulas` in the paragraphs of `documents` that show it."""
    used, which = _sorted_uses(formulas, documents)
    counts: dict[str, Numbers] = {}
    for theme, shown in _evidence(documents).items():
        first, last = np.searchsorted(used, shown), np.searchsorted(used, shown, "right")
        counts[theme] = np.bincount(which[_ranges(first, last)], minlength=len(formulas))
    return counts


def _evidence(documents: Sequence[Annotated]) -> Mapping[str, Numbers]:
    """Theme → the paragraphs that show it, as numbers."""
    found: dict[str, list[int]] = {}
    for number, document in enumerate(documents):
        names = column(document.speech.blocks, "id")
        places = {name: number << _BITS | at for at, name in enumerate(names)}
        for score in document.themes:
            found.setdefault(score.theme, []).extend([places[block] for block, _ in score.paragraphs])
    return {theme: np.array(places, np.int64) for theme, places in found.items()}


def _sorted_uses(formulas: Sequence[Formula], documents: Sequence[Annotated]) -> tuple[Numbers, Numbers]:
    """The paragraphs in which phrases stand as numbers, sorted; of each use the number of its phrase."""
    nothing = np.zeros(0, np.int64)
    uses = list(_uses(formulas, documents))
    places = np.concatenate([nothing, *uses])
    which = np.repeat(np.arange(len(uses)), [len(each) for each in uses])
    known = places >= 0
    order = np.argsort(places[known], kind="stable")
    return places[known][order], which[known][order]


def _uses(formulas: Sequence[Formula], documents: Sequence[Annotated]) -> Iterator[Numbers]:
    """The paragraphs in which each phrase stands, as numbers; below zero where it is in none of the documents."""
    numbers = {document.id: at for at, document in enumerate(documents)}
    translated: dict[int, Numbers] = {}
    for formula in formulas:
        columns = getattr(formula.uses, "columns", None)
        if columns is None:
            yield np.array([_place(numbers, documents, place) for place in formula.paragraphs], np.int64)
            continue
        every, owners, blocks = columns
        if id(every) not in translated:  # one list for all phrases
            translated[id(every)] = np.array([numbers.get(each.id, -1) for each in every], np.int64)
        yield translated[id(every)][owners] << _BITS | blocks


def _place(numbers: Mapping[str, int], documents: Sequence[Annotated], place: tuple[str, str]) -> int:
    name, block = place
    if name not in numbers:
        return -1
    blocks = [each.id for each in documents[numbers[name]].speech.blocks]
    return numbers[name] << _BITS | blocks.index(block)


def owners_of(formulas: Sequence[Formula], names: Sequence[str]) -> Iterator[Numbers]:
    """Of each use of each phrase the number of its document among `names`, rising."""
    numbers = {name: at for at, name in enumerate(names)}
    translated: dict[int, Numbers] = {}
    for formula in formulas:
        columns = getattr(formula.uses, "columns", None)
        if columns is None:
            yield np.array([numbers[use.document] for use in formula.uses], np.int64)
            continue
        every, owners, _ = columns
        if id(every) not in translated:  # one list for all phrases
            translated[id(every)] = np.array([numbers.get(each.id, -1) for each in every], np.int64)
        yield translated[id(every)][owners]


def in_several(formula: Formula) -> bool:
    """Whether several documents use a phrase; its uses stand by document."""
    columns = getattr(formula.uses, "columns", None)
    if columns is None:
        return len(formula.documents) > 1
    owners = columns[1]
    return bool(owners[0] != owners[-1])


def _ranges(first: Numbers, last: Numbers) -> Numbers:
    """All numbers of all ranges.

    >>> _ranges(np.array([3, 8, 5]), np.array([5, 8, 6])).tolist()
    [3, 4, 5]
    """
    sizes = last - first
    return np.repeat(first - np.r_[0, np.cumsum(sizes)[:-1]], sizes) + np.arange(sizes.sum())
