"""What pages say of set phrases in passing: which of them a speech uses, which are parts of others, what theme uses which."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from ahocorasick_rs import AhoCorasick

from build_corpus.model import Formula, Passage
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


@dataclass(frozen=True, slots=True)
class Headline:
    """A speech where a phrase of it is quoted."""

    id: str
    """Its id."""
    title: str
    """Its title, or what stands for it."""
    date: str | None
    """Delivery date."""


class Quoted:
    """The speeches and paragraphs in which a phrase stands, and nothing else of them.

    So what is made of it is made again only where one of these changes, not wherever one of many speeches does.
    """

    def __init__(self, formula: Formula, places: "_Places") -> None:
        self._uses = formula.uses
        self._places = places

    @property
    def speeches(self) -> list[Headline]:
        """The speeches, by id."""
        return [self.headline(each) for each in dict.fromkeys(use.document for use in self._uses)]

    def headline(self, document_id: str) -> Headline:
        """One of the speeches."""
        return self._places.headlines[document_id]

    def text(self, use: Passage) -> str:
        """The text of the paragraph in which a use stands."""
        return self._places.blocks[use.document][use.block].text

    def told(self) -> str:
        """All of it, as digests."""
        texts = "".join(self._places.digest(use.document, use.block) for use in self._uses)
        return f"{self.speeches!r}{texts}"


class _Places:
    """Speeches and their paragraphs."""

    def __init__(self, site: Site) -> None:
        self.blocks = dict(site.blocks)
        self.headlines = {
            name: Headline(name, site.title(each), each.speech.date) for name, each in site.documents.items()
        }
        self._digests: dict[tuple[str, str], str] = {}

    def digest(self, document: str, block: str) -> str:
        """Digest of a paragraph's text."""
        known = self._digests.get((document, block))
        if known is None:
            text = self.blocks[document][block].text.encode("utf-8", "surrogatepass")
            known = self._digests[document, block] = blake2b(text, digest_size=16).hexdigest()
        return known


@derived(Quoted.told)
def quoted(site: Site) -> Mapping[str, Quoted]:
    """Id of a phrase → where it stands."""
    places = _Places(site)
    return {formula.id: Quoted(formula, places) for formula in site.corpus.formulas}


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
