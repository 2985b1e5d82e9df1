"""What pages say of set phrases in passing: which of them a speech uses, which are parts of others, what theme uses which."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from build_corpus.model import Annotated, Formula
from build_corpus.publish.noted import derived
from build_corpus.publish.site import Site
from build_corpus.text import QUOTES, without

NEIGHBOURS = 12  # longer and shorter phrases that are named
FORMULAS = 12  # set phrases of a theme
FORMULA_SMOOTHING = 5  # uses added to a phrase's own; one used here and nowhere else says little
LISTED = 200  # phrases named on the page of a speech, folded; one of 6,000 字 has about a hundred


@dataclass(frozen=True, slots=True)
class Phrase:
    """A set phrase where it is named: not its uses, which change more often."""

    id: str
    """Its id."""
    text: str
    """Its most frequent wording."""


@derived()
def phrases_used(site: Site) -> Mapping[str, Sequence[tuple[Phrase, int]]]:
    """Speech → (phrase, its uses there), for phrases that have a page."""
    named = {text: Phrase(each.id, text) for text, each in site.formulas.items()}
    return {
        document.id: [(named[text], count) for text, count in document.formulas if text in named][:LISTED]
        for document in site.corpus.published
    }


@derived(lambda _: None, lambda documents: documents)
def users(site: Site) -> Mapping[str, Sequence[Annotated]]:
    """Id of a phrase → the speeches that use it, by id."""
    return {
        formula.id: [site.documents[each] for each in dict.fromkeys(use.document for use in formula.uses)]
        for formula in site.corpus.formulas
    }


@derived()
def nested(site: Site) -> Mapping[str, tuple[Sequence[Phrase], Sequence[Phrase]]]:
    """Text of a phrase → some of the longer ones it stands in, and of the shorter ones inside it."""
    formulas = list(site.formulas.values())
    if not formulas:
        return {}
    named = [Phrase(each.id, each.text) for each in formulas]
    texts = [without(formula.text, QUOTES)[0] for formula in formulas]
    automaton = AhoCorasick(texts)
    longer: list[list[Phrase]] = [[] for _ in texts]
    shorter: list[list[Phrase]] = [[] for _ in texts]
    for at, text in enumerate(texts):
        inside = {found for found, _, _ in automaton.find_matches_as_indexes(text, overlapping=True)}
        for other in sorted(inside - {at}):
            shorter[at].append(named[other])
            longer[other].append(named[at])
    return {
        each.text: (longer[at][:NEIGHBOURS], shorter[at][:NEIGHBOURS]) for at, each in enumerate(formulas)
    }


@derived()
def phrases_of_themes(site: Site) -> Mapping[str, Sequence[tuple[Phrase, bool]]]:
    """Theme → (set phrase that its evidence paragraphs use, whether it has a page).

    Those first that stand there rather than elsewhere.
    """
    formulas = {formula.id: formula for formula in site.corpus.formulas}
    counts = _used_by_themes(site)

    def best(found: Counter[str]) -> list[Formula]:
        weights = {
            each: (-count / (len(formulas[each].uses) + FORMULA_SMOOTHING), each)
            for each, count in found.items()
        }
        return [formulas[each] for each in sorted(weights, key=weights.__getitem__)[:FORMULAS]]

    return {
        theme: [(Phrase(each.id, each.text), each.text in site.formulas) for each in best(found)]
        for theme, found in counts.items()
    }


def _used_by_themes(site: Site) -> Mapping[str, Counter[str]]:
    """Theme → id of a phrase → how often the theme's paragraphs use it."""
    used: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for formula in site.corpus.formulas:
        for use in formula.uses:
            used[use.document].append((use.block, formula.id))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for document in site.originals if used else ():
        themes: dict[str, list[str]] = defaultdict(list)
        for score in document.themes:
            for block, _ in score.paragraphs:
                themes[block].append(score.theme)
        for block, formula_id in used.get(document.id, ()):
            for theme in themes.get(block, ()):
                counts[theme][formula_id] += 1
    return counts
