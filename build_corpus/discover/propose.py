"""Candidates from everything that is counted: themes and formulas, best first, then names."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from build_corpus.discover.belong import Homes, known
from build_corpus.discover.count import rows
from build_corpus.discover.places import Places, find_places
from build_corpus.discover.rank import Refusals, names, terms, worth
from build_corpus.discover.sample import folded, sample
from build_corpus.model import Annotated, Candidate, Knowledge, WordRule
from build_corpus.segment import lexicon
from build_corpus.text import is_han

LEAST = 2  # uses of a candidate
RARE = 100_000  # words of the sample for each further use that is asked for
FEW = 3  # documents; in so small a corpus one speech is enough
SHORTEST, LONGEST = 2, 12  # 字 of a formula
STEM = 3  # 字; 政治建设 is no variant of 政治
PART = 0.8  # 0–1; of its uses inside a longer candidate from which a candidate is only a part of that
MORE = 3  # candidates looked at for each one wanted: some stand in one speech only


@dataclass(frozen=True, slots=True, kw_only=True)
class _Weighed:
    """What the sample says."""

    scores: Mapping[str, float]
    """Term → score."""
    names: frozenset[str]
    """Persons and places."""


def suggest(
    documents: Iterable[Annotated], knowledge: Knowledge, *, least: int = LEAST, limit: int = 200
) -> tuple[Candidate, ...]:
    """At most `limit` themes and formulas with `least` uses or more, best first; then names, for the eye."""
    public = sorted((each for each in documents if each.speech.published), key=lambda each: each.id)
    weighed = _weigh(public, knowledge.words, least)
    taken = known(knowledge.vocabulary)
    scores = {text: score for text, score in weighed.scores.items() if text not in taken}
    best = sorted(scores, key=lambda text: (-scores[text], text))[: MORE * limit]
    quoted = {text: count for text, count in _quoted(public).items() if text not in taken}
    places = find_places(sorted({*best, *quoted, *weighed.names}), public)
    spread = 1 if len(public) < FEW else 2
    made = [
        _candidate(text, found, scores.get(text, 0.0), quoted.get(text, 0))
        for text, found in places.items()
        if found.uses >= least and len(found.documents) >= spread
    ]
    made.sort(key=lambda each: (-each.score, each.text))
    audience = _audience(public, spread)
    whole = _whole([each for each in made if each.text not in weighed.names | audience])
    chosen = _merged(whole, knowledge.words)[:limit]
    homes = Homes(knowledge.vocabulary, public)
    placed = tuple(_at_home(each, homes, places[each.text]) for each in chosen)
    return placed + tuple(replace(each, kind="name") for each in made if each.text in weighed.names)


def _weigh(documents: Sequence[Annotated], rules: Sequence[WordRule], least: int) -> _Weighed:
    refusals = Refusals.of(rules)
    drawn = sample(documents, lexicon(), refusals.glue)
    total = int((drawn.places > 0).sum())
    found = list(rows(drawn, max(least, total // RARE)))
    named = names(found, lexicon(), refusals.title)
    scores: dict[str, float] = {}
    for row, score in terms(found, refusals, lexicon(), total).items():
        text = "".join(row.words)
        scores[text] = max(score, scores.get(text, 0.0))
    return _Weighed(scores=scores, names=frozenset(named))


def _quoted(documents: Iterable[Annotated]) -> Counter[str]:
    """Set phrase as the texts quote it → how often they do."""
    counts: Counter[str] = Counter()
    for document in documents:
        for phrase, count in document.formulas:
            text = folded(phrase)
            if SHORTEST <= len(text) <= LONGEST and all(is_han(char) for char in text):
                counts[text] += count
    return counts


def _candidate(text: str, found: Places, score: float, quoted: int) -> Candidate:
    """A candidate; one that is quoted as often as not is a formula, worth what its length and its uses are."""
    is_formula = 2 * quoted >= found.uses
    weight = worth(text, found.uses, len(found.documents)) if is_formula else score
    return Candidate(
        text=text,
        kind="formula" if is_formula else "theme",
        score=round(weight, 3),
        uses=found.uses,
        speeches=len(found.documents),
        headings=found.headings,
        examples=found.examples,
    )


def _audience(documents: Iterable[Annotated], least: int) -> frozenset[str]:
    """Words in the salutations of so many documents: who is spoken to is not what is spoken about."""
    counts = Counter(
        word
        for document in documents
        for word in {
            word
            for block in document.speech.blocks
            if block.type == "salutation"
            for word in lexicon().words(folded(block.text))
        }
    )
    return frozenset(word for word, count in counts.items() if count >= least)


def _whole(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Without what is hardly ever used but inside a longer candidate: 共育 of 家校共育."""
    return [
        each
        for each in candidates
        if not any(
            other.uses >= PART * each.uses and each.text != other.text and each.text in other.text
            for other in candidates
        )
    ]


def _merged(candidates: Sequence[Candidate], rules: Sequence[WordRule]) -> list[Candidate]:
    """A candidate with a general word behind it is a variant of it: 师德师风建设 of 师德师风. Best first."""
    tails = sorted(Refusals.of(rules).tail)
    texts = {each.text for each in candidates if each.score > 0}
    stems = {
        text: text.removesuffix(tail)
        for text in texts
        for tail in tails
        if text.endswith(tail) and len(text) - len(tail) >= STEM and text.removesuffix(tail) in texts
    }
    variants: dict[str, list[str]] = {}
    for each in candidates:
        if each.text in stems:
            variants.setdefault(stems[each.text], []).append(each.text)
    return [
        replace(each, variants=tuple(variants.get(each.text, ())))
        for each in candidates
        if each.text in texts and each.text not in stems
    ]


def _at_home(candidate: Candidate, homes: Homes, places: Places) -> Candidate:
    home = homes.of(candidate.text, places.paragraphs)
    return replace(candidate, theme=home[0], reason=home[1]) if home else candidate
