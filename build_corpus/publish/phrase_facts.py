"""Set phrases in a few words, for lists and counts: not where they stand, which changes more often."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from build_corpus.publish.derived import derived
from build_corpus.publish.phrase_counts import uses_of
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
    uses = uses_of(site)
    if not uses.formulas:
        return {}
    dates = [each.date for each in site.briefs.values()]
    known = [*sorted({date for date in dates if date}), None]
    ranks = {date: at for at, date in enumerate(known)}
    owners, begins = uses.owners[uses.places], uses.bounds[:-1]
    first = np.minimum.reduceat(np.array([ranks[date] for date in dates])[owners], begins)
    other = np.append(True, owners[1:] != owners[:-1])  # a phrase's uses stand by document
    other[begins] = True
    rows = zip(uses.formulas, np.add.reduceat(other, begins, dtype=int), uses.sizes, first, strict=True)
    return {
        each.id: PhraseFacts(
            id=each.id,
            text=each.text,
            variants=each.variants,
            number=each.number,
            quoted=each.quoted,
            speeches=int(speeches),
            uses=int(size),
            first=known[rank],
        )
        for each, speeches, size, rank in rows
    }


@derived()
def phrases_in_order(site: Site) -> Mapping[str, Sequence[tuple[str, str]]]:
    """(id, text) of PAGED, the phrases that have a page, most speeches first, and of QUOTED, the first that is quoted."""
    paged = [each for each in phrase_facts(site).values() if each.paged]
    quoted = next(([(each.id, each.text)] for each in paged if each.quoted), [])
    return {PAGED: [(each.id, each.text) for each in paged], QUOTED: quoted}
