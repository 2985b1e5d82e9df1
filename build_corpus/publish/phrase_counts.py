"""All uses of all set phrases in columns of numbers, since they are as many as lines of text: where they stand, what shows a theme there.

Paragraphs are numbered through: those of the first document, then those of the second one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from build_corpus.model import Formula
from build_corpus.publish.briefs import SIGN, evidence, scores, signs
from build_corpus.publish.derived import shared
from build_corpus.publish.joined import ranges
from build_corpus.publish.site import Site

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Uses:
    """Where phrases stand."""

    formulas: Sequence[Formula]
    """The phrases."""
    places: Numbers
    """Of each use the number of its paragraph: one phrase's, then the next one's."""
    bounds: Numbers
    """Where the uses of each phrase begin, and where the last ones end."""
    owners: Numbers
    """Of each paragraph the number of its document."""
    starts: Mapping[str, int]
    """Document → number of its first paragraph."""

    @property
    def sizes(self) -> Numbers:
        """How many uses each phrase has."""
        return np.diff(self.bounds)


@shared
def uses_of(site: Site) -> Uses:
    """The uses of all phrases, in the order of the corpus."""
    sizes = [len(each) // SIGN for each in signs(site).whole.values()]
    starts = dict(zip(site.every.whole, accumulate(sizes, initial=0), strict=False))
    formulas = site.corpus.formulas
    translated: dict[int, Numbers] = {}

    def places(formula: Formula) -> Numbers:
        columns = getattr(formula.uses, "columns", None)
        if columns is None:
            blocks = site.blocks.whole
            return np.array(
                [starts[name] + list(blocks[name]).index(block) for name, block in formula.paragraphs],
                np.int64,
            )
        every, owners, blocks = columns
        if id(every) not in translated:  # one list for all phrases
            translated[id(every)] = np.array([starts[each.id] for each in every], np.int64)
        found: Numbers = translated[id(every)][owners] + blocks
        return found

    return Uses(
        formulas=formulas,
        places=np.concatenate([np.zeros(0, np.int64), *map(places, formulas)]),
        bounds=np.cumsum([0, *(len(each.uses) for each in formulas)]),
        owners=np.repeat(np.arange(len(sizes)), sizes),
        starts=starts,
    )


def used_by_themes(site: Site) -> Mapping[str, Numbers]:
    """Theme → uses of each phrase, in the order of the corpus, in the paragraphs that show it."""
    uses = uses_of(site)
    themes, showing, shown = _evidence(site, uses.starts)
    order = np.argsort(shown, kind="stable")
    counts = np.bincount(shown, minlength=len(uses.owners))
    lasts = np.cumsum(counts)[uses.places]
    each = counts[uses.places]  # themes that the paragraph of a use shows
    which = np.repeat(np.repeat(np.arange(len(uses.formulas)), uses.sizes), each)
    pairs = showing[order][ranges(lasts - each, lasts)] * len(uses.formulas) + which
    table = np.bincount(pairs, minlength=len(themes) * len(uses.formulas))
    return dict(zip(themes, table.reshape(len(themes), len(uses.formulas)), strict=True))


def _evidence(site: Site, starts: Mapping[str, int]) -> tuple[Sequence[str], Numbers, Numbers]:
    """Themes; of all that shows one the number of the theme, and that of the paragraph."""
    known, counts, themes_of = evidence(site).whole, scores(site).whole, site.themes_of
    themes = {theme: at for at, theme in enumerate(sorted(set(chain.from_iterable(themes_of.values()))))}
    treated = [themes[theme] for held in themes_of.values() for theme in held]
    sizes = [count for name in themes_of for _, count in counts[name]]
    blocks = np.frombuffer(b"".join(known[name] for name in themes_of), np.int32)
    held = [len(known[name]) // blocks.itemsize for name in themes_of]
    first = np.repeat(np.array([starts[name] for name in themes_of], np.int64), held)
    return list(themes), np.repeat(np.array(treated, np.int64), sizes), first + blocks
