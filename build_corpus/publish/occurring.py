"""What speeches say of a theme that none of them treats: its wordings, and where readers see them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from build_corpus.publish.derived import derived
from build_corpus.publish.placed import counts
from build_corpus.publish.site import Site
from build_corpus.text import bare

MOST = 8  # wordings of a theme that are named


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A wording of a theme."""

    words: str
    """As a speech writes it."""
    formula: str | None
    """Id of the set phrase of this very wording, where it has a page."""


@derived()
def occurring(site: Site) -> Mapping[str, Sequence[Wording]]:
    """Theme that no speech treats → its wordings in speeches, what says it alone first, then by speeches."""
    found: dict[str, dict[tuple[bool, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    treated = counts(site).keys()
    for document in site.corpus.published:
        for mention in document.mentions:
            if mention.theme not in treated:
                words = site.blocks[document.id][mention.block].text[mention.start : mention.end]
                found[mention.theme][mention.weak, words].add(document.id)
    phrases = {bare(text): formula.id for text, formula in site.formulas.items()} if found else {}
    return {theme: _best(uses, phrases) for theme, uses in found.items()}


def _best(uses: Mapping[tuple[bool, str], set[str]], phrases: Mapping[str, str]) -> Sequence[Wording]:
    order = sorted(uses, key=lambda each: (each[0], -len(uses[each]), each[1]))
    return [Wording(words=words, formula=phrases.get(bare(words))) for _, words in order[:MOST]]


def is_idle(site: Site, theme_id: str) -> bool:
    """Whether no speech treats a theme, or one right below it, or uses a wording of it: its page says nothing of its own."""
    near = (theme_id, *(each.id for each in site.narrower(theme_id)))
    return not any(site.count(each) for each in near) and theme_id not in occurring(site)
