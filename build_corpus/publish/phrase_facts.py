"""Set phrases in a few words, for lists and counts: not where they stand, which changes more often."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from build_corpus.model import Formula
from build_corpus.publish.derived import derived
from build_corpus.publish.phrase_counts import Numbers, owners_of
from build_corpus.publish.site import Site

PAGED, QUOTED = "paged", "quoted"


class PhraseFacts(NamedTuple):
    """A set phrase in a list."""

    id: str
    """Its id."""
    text: str
    """Its most frequent wording."""
    variants: tuple[str, ...]
    """Its other wordings."""
    number: int | None
    """The number it opens with or counts."""
    quoted: int
    """Uses in quotation marks."""
    speeches: int
    """Speeches that use it."""
    uses: int
    """Its uses."""
    first: str | None
    """Earliest delivery date of a speech that uses it."""

    @property
    def paged(self) -> bool:
        """Whether it has a page: several speeches use it."""
        return self.speeches > 1


@derived()
def phrase_facts(site: Site) -> Mapping[str, PhraseFacts]:
    """Id of a phrase → the phrase in a few words; most speeches first."""
    dates = [each.date for each in site.briefs.values()]
    dated = sorted({date for date in dates if date})
    ranks = {date: at for at, date in enumerate(dated)}
    by_number = np.array([ranks.get(date or "", len(dated)) for date in dates], np.int64)
    known = [*dated, None]
    owners = owners_of(site.corpus.formulas, list(site.briefs))
    return {
        each.id: _facts(each, own, known[by_number[own].min()])
        for each, own in zip(site.corpus.formulas, owners, strict=True)
    }


def _facts(formula: Formula, owners: Numbers, first: str | None) -> PhraseFacts:
    return PhraseFacts(
        id=formula.id,
        text=formula.text,
        variants=formula.variants,
        number=formula.number,
        quoted=formula.quoted,
        speeches=1 + int(np.count_nonzero(np.diff(owners))),  # owners are sorted
        uses=len(owners),
        first=first,
    )


@derived()
def phrases_in_order(site: Site) -> Mapping[str, Sequence[tuple[str, str]]]:
    """(id, text) of PAGED, the phrases that have a page, most speeches first, and of QUOTED, the first that is quoted."""
    paged = [each for each in phrase_facts(site).values() if each.paged]
    quoted = next(([(each.id, each.text)] for each in paged if each.quoted), [])
    return {PAGED: [(each.id, each.text) for each in paged], QUOTED: quoted}
