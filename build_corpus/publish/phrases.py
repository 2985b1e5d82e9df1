"""What pages say of set phrases in passing: which of them a speech uses, which are parts of others, what theme uses which."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice

from ahocorasick_rs import AhoCorasick

from build_corpus.model import Annotated, Formula, Passage
from build_corpus.publish.noted import BETWEEN, derived
from build_corpus.publish.read_tables import formula_told
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
    named = {text: Phrase(each.id, text) for text, each in site.formulas.items()}
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

    def __init__(self, formula: Formula, places: "_Places") -> None:
        self._formula = formula
        self._places = places

    @property
    def speeches(self) -> list[Headline]:
        """The speeches, by id."""
        return [self.headline(each) for each in self._formula.documents]

    def headline(self, document_id: str) -> Headline:
        """One of the speeches."""
        return self._places.headlines[document_id]

    def text(self, use: Passage) -> str:
        """The text of the paragraph in which a use stands."""
        return self._places.blocks[use.document][use.block].text

    def told(self) -> str:
        """All of it, as digests."""
        return "".join(self._places.told(self._formula))

    def surely(self) -> str:
        """The phrase and the whole speeches, as a digest: as long as these stay, so does all of it."""
        return self._places.surely(self._formula)


class _Places:
    """Speeches and their paragraphs."""

    def __init__(self, site: Site) -> None:
        self.blocks = dict(site.blocks)
        self.headlines = {
            name: Headline(name, site.title(each), each.speech.date) for name, each in site.documents.items()
        }
        self.heads = {name: repr(headline) for name, headline in self.headlines.items()}
        self._digests = _Digests(self)
        self._notes = site.notes
        self._documents = {name: site.notes.digest_of(each) for name, each in site.documents.items()}

    def told(self, formula: Formula) -> Iterator[str]:
        """Digests of the paragraphs in which a phrase stands, and of what their speeches are called."""
        return map(self._digests.__getitem__, formula.paragraphs)

    def surely(self, formula: Formula) -> str:
        """Digest of a phrase and of the speeches in which it stands."""
        phrase = self._notes.told(f"{every_formula.__name__}{BETWEEN}{formula.id}")
        told = "".join((phrase, *map(self._documents.__getitem__, formula.documents)))
        return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class _Digests(dict[tuple[str, str], str]):
    """Digests of paragraphs and of what their speeches are called, each made once."""

    def __init__(self, places: _Places) -> None:
        self._places = places

    def __missing__(self, place: tuple[str, str]) -> str:
        document, block = place
        told = f"{self._places.heads[document]}\n{self._places.blocks[document][block].text}"
        digest = blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        self[place] = digest
        return digest


@derived(formula_told)
def every_formula(site: Site) -> Mapping[str, Formula]:
    """Phrases by id, those of a single speech as well."""
    return {each.id: each for each in site.corpus.formulas}


@derived(Quoted.told, surely=Quoted.surely)
def quoted(site: Site) -> Mapping[str, Quoted]:
    """Id of a phrase → where it stands."""
    every_formula(site)
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
    used: dict[tuple[str, str], list[str]] = defaultdict(list)
    for formula in site.corpus.formulas:
        for place in formula.paragraphs:
            used[place].append(formula.id)
    found: dict[str, list[str]] = defaultdict(list)
    for document in site.originals if used else ():
        name = document.id
        for score in document.themes:
            for block, _ in score.paragraphs:
                found[score.theme] += used.get((name, block), ())
    return {theme: Counter(ids) for theme, ids in found.items() if ids}
