"""Which paragraphs show best that two documents treat the same theme.

In: two documents and the passages they share. Out: for a theme the pair of paragraphs that is set
side by side. A pair is good where both paragraphs show the theme strongly and say it in the same
words: the same wordings of the theme, of other themes, the same passage.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from build_corpus.model import Annotated, Parallel
from build_corpus.text import bare

NEAR = 6  # paragraphs of a theme, on each side, that are tried
OWN = 3  # what each 字 of a shared wording of the theme, or of a shared passage, counts …
OTHER = 1  # … and each 字 of a shared wording of another theme, …
NONE = 20  # … beside what a pair counts that shares none


@dataclass(frozen=True, slots=True)
class Shown:
    """What a document shows its themes with."""

    themes: Mapping[str, tuple[tuple[str, float], ...]]
    """Theme → its best paragraphs with the weight of their evidence."""
    wordings: Mapping[str, tuple[str, tuple[str, ...]]]
    """Wording → its theme and the paragraphs among those that use it."""


@cache
def _folded(wording: str) -> str:
    return bare(wording)


def shown(document: Annotated) -> Shown:
    """The themes and wordings of a document, ready to be compared."""
    themes = {theme.theme: theme.paragraphs[:NEAR] for theme in document.themes}
    texts = {block.id: block.text for block in document.speech.blocks}
    wanted = {block for paragraphs in themes.values() for block, _ in paragraphs}
    found: dict[str, tuple[str, dict[str, None]]] = {}
    for mention in document.mentions:
        if mention.block in wanted:
            wording = _folded(texts[mention.block][mention.start : mention.end])
            found.setdefault(wording, (mention.theme, {}))[1][mention.block] = None
    wordings = {wording: (theme, tuple(blocks)) for wording, (theme, blocks) in found.items()}
    return Shown(themes, wordings)


class Common:
    """What the paragraphs of two documents have in common, paragraph by paragraph."""

    def __init__(self, here: Shown, there: Shown, passages: Iterable[Parallel]) -> None:
        self._here, self._there = here, there
        self._own: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
        self._any: dict[tuple[str, str], int] = {}
        for wording in here.wordings.keys() & there.wordings.keys():
            theme, left = here.wordings[wording]
            own, size = self._own[theme], len(wording)
            for pair in product(left, there.wordings[wording][1]):
                own[pair] = own.get(pair, 0) + size
                self._any[pair] = self._any.get(pair, 0) + size * OTHER
        for passage in passages:
            pair = passage.here.block, passage.there.block
            self._any[pair] = self._any.get(pair, 0) + passage.shared * OWN

    def best(self, theme: str) -> tuple[str, str]:
        """The pair of paragraphs that shows a theme best, the first of equals."""
        left, right = self._here.themes[theme], self._there.themes[theme]
        best, found = -1.0, (left[0][0], right[0][0])
        if len(left) == len(right) == 1:
            return found
        own, others = self._own.get(theme, {}), self._any
        for (one, weight), (other, its_weight) in product(left, right):
            pair = (one, other)
            same = NONE + own.get(pair, 0) * (OWN - OTHER) + others.get(pair, 0)
            evidence = weight * its_weight * same * same  # the square, which spares a root
            if evidence > best:
                best, found = evidence, pair
        return found
