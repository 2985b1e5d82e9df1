"""What pages say of set phrases in passing: which of them a speech uses, which are parts of others, what theme uses which."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import islice

import numpy as np
from ahocorasick_rs import AhoCorasick

from build_corpus.model import Annotated, Formula, Passage
from build_corpus.publish.briefs import SIGN, signs, titled
from build_corpus.publish.derived import derived, kept
from build_corpus.publish.phrase_counts import Numbers, used_by_themes, uses_of
from build_corpus.publish.phrase_facts import PAGED, phrases_in_order
from build_corpus.publish.read_tables import formula_told
from build_corpus.publish.site import Site
from build_corpus.run import column
from build_corpus.text import QUOTES, without

NEIGHBOURS = 12  # longer and shorter phrases that are named
FORMULAS = 12  # set phrases of a theme
TEXTS = 2048  # speeches whose texts stay at hand: the phrases of a corpus stand in all of it
FORMULA_SMOOTHING = 5  # uses added to a phrase's own; one used here and nowhere else says little
LISTED = 200  # phrases named on the page of a speech, folded; one of 6,000 字 has about a hundred


@dataclass(frozen=True, slots=True)
class Phrase:
    """A set phrase where it is named: not its uses, which change more often."""

    id: str
    """Its id."""
    text: str
    """Its most frequent wording."""


class Used:
    """The phrases that a speech uses and that have a page; found when somebody asks for them."""

    def __init__(self, document: Annotated, named: Mapping[str, Phrase]) -> None:
        self._document = document
        self._named = named

    def __iter__(self) -> Iterator[tuple[Phrase, int]]:
        """(phrase, its uses there)."""
        found = ((self._named[text], count) for text, count in self._texts() if text in self._named)
        return islice(found, LISTED)

    def __len__(self) -> int:
        """How many there are."""
        return sum(1 for _ in self)

    def told(self) -> str:
        """What depends on other speeches: the phrases that have no page. Ids are hashes of texts."""
        return "\n".join(text for text, _ in self._texts() if text not in self._named)

    def document(self) -> tuple[Annotated]:
        """The speech."""
        return (self._document,)

    def _texts(self) -> Sequence[tuple[str, int]]:
        return self._document.formulas


@derived(Used.told, Used.document)
def phrases_used(site: Site) -> Mapping[str, Used]:
    """Speech → the phrases it uses, for phrases that have a page."""
    named = {text: Phrase(each, text) for each, text in phrases_in_order(site)[PAGED]}
    return {document.id: Used(document, named) for document in site.corpus.published}


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

    def __init__(self, formula: Formula, at: int, places: "_Places") -> None:
        """`at`: place of the phrase among all."""
        self._formula = formula
        self._at = at
        self._places = places

    @property
    def speeches(self) -> list[Headline]:
        """The speeches, by id."""
        return [self.headline(each) for each in self._formula.documents]

    def headline(self, document_id: str) -> Headline:
        """One of the speeches."""
        return self._places.headline(document_id)

    def text(self, use: Passage) -> str:
        """The text of the paragraph in which a use stands."""
        return self._places.texts(use.document)[use.block]

    def told(self) -> str:
        """All of it, as a digest."""
        return self._places.told(self._at)


class _Places:
    """Speeches and their paragraphs."""

    def __init__(self, site: Site) -> None:
        self._documents = site.documents.whole
        self.texts = lru_cache(TEXTS)(self._texts_of)
        """Document → the texts of its paragraphs, by id."""
        self._headlines: dict[str, Headline] = {}
        self._signs = np.frombuffer(b"".join(signs(site).whole.values()), np.dtype((np.void, SIGN)))
        self._uses = uses_of(site)

    def _texts_of(self, name: str) -> Mapping[str, str]:
        blocks = self._documents[name].speech.blocks
        return dict(zip(column(blocks, "id"), column(blocks, "text"), strict=True))

    def headline(self, name: str) -> Headline:
        """What a speech is called."""
        if name not in self._headlines:
            document = self._documents[name]
            self._headlines[name] = Headline(name, titled(document), document.speech.date)
        return self._headlines[name]

    def told(self, at: int) -> str:
        """Digest of the paragraphs in which the phrase at a place stands, and of what their speeches are called."""
        first, last = self._uses.bounds[at : at + 2]
        return blake2b(self._signs[self._uses.places[first:last]].tobytes(), digest_size=SIGN).hexdigest()


@derived(formula_told)
def every_formula(site: Site) -> Mapping[str, Formula]:
    """Phrases by id, those of a single speech as well."""
    return {each.id: each for each in site.corpus.formulas}


@derived(Quoted.told)
def quoted(site: Site) -> Mapping[str, Quoted]:
    """Id of a phrase → where it stands."""
    places = _Places(site)
    return {formula.id: Quoted(formula, at, places) for at, formula in enumerate(site.corpus.formulas)}


@kept()
def nested(site: Site) -> Mapping[str, tuple[Sequence[Phrase], Sequence[Phrase]]]:
    """Text of a phrase → some of the longer ones it stands in, and of the shorter ones inside it."""
    named = [Phrase(*each) for each in phrases_in_order(site)[PAGED]]
    if not named:
        return {}
    texts = [without(each.text, QUOTES)[0] for each in named]
    automaton = AhoCorasick(texts)
    longer: list[list[Phrase]] = [[] for _ in texts]
    shorter: list[list[Phrase]] = [[] for _ in texts]
    for at, text in enumerate(texts):
        inside = {found for found, _, _ in automaton.find_matches_as_indexes(text, overlapping=True)}
        for other in sorted(inside - {at}):
            shorter[at].append(named[other])
            longer[other].append(named[at])
    return {each.text: (longer[at][:NEIGHBOURS], shorter[at][:NEIGHBOURS]) for at, each in enumerate(named)}


@derived()
def phrases_of_themes(site: Site) -> Mapping[str, Sequence[tuple[Phrase, bool]]]:
    """Theme → (set phrase that its evidence paragraphs use, whether it has a page).

    Those first that stand there rather than elsewhere.
    """
    formulas = site.corpus.formulas
    order = np.array(sorted(range(len(formulas)), key=lambda at: formulas[at].id), np.int64)
    uses = uses_of(site).sizes[order]

    def best(counts: Numbers) -> list[Formula]:
        ranked = np.argsort(-counts[order] / (uses + FORMULA_SMOOTHING), kind="stable")
        return [formulas[at] for at in order[ranked[:FORMULAS]] if counts[at]]

    return {
        theme: [(Phrase(each.id, each.text), each.text in site.formulas) for each in best(counts)]
        for theme, counts in used_by_themes(site).items()
        if counts.any()
    }
