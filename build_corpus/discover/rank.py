"""Rows of words that read like terms, and how good a term each is.

A term is used by several speeches or in headings, its words hold together, others stand freely beside
it, and it does not only occur inside a longer term (C-value). A single word must also be used far
more often here than in ordinary Chinese.

Source: Frantzi, Ananiadou, Mima, Automatic recognition of multi-word terms (2000), for the C-value.
"""

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from build_corpus.discover.count import Row
from build_corpus.discover.sample import OF, SOLID
from build_corpus.model import WordRule
from build_corpus.segment import Lexicon
from build_corpus.text import is_han

COHESION = 1.5  # nats; below it words stand side by side by chance
OWN = 6.0  # times more often than in ordinary Chinese that a single word must be used …
OWN_FULL = 60.0  # … and from which it counts fully
HEADING = 1.5  # extra weight of a use in a heading
ENDS = frozenset("nvljizas")  # first letters of tags that a term may end with
NOUNS = frozenset("njli")
PAIR = 2
SHORT = 2  # 字; so short a word is a term less often
INSIDE = (2, 3)  # 字 of words looked for at the edges of a longer one
OPERATOR = 0.7  # share of the greatest entropy behind a verb from which it takes any object …
OPERATOR_USES = 3  # … where it is used so often


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """Words that make no term, by where they stand; see data/words.yml."""

    first: frozenset[str]
    last: frozenset[str]
    alone: frozenset[str]
    single: frozenset[str]
    tail: frozenset[str]
    title: frozenset[str]
    glue: frozenset[str]

    @classmethod
    def of(cls, rules: Sequence[WordRule]) -> "Refusals":
        """The tables of all rules."""

        def at(place: str) -> frozenset[str]:
            return frozenset(word for rule in rules if rule.at == place for word in rule.words)

        places = ("first", "last", "alone", "single", "tail", "title")
        return cls(**{place: at(place) for place in places}, glue=at("unknown"))

    def refuses(self, words: Sequence[str]) -> bool:
        """Whether words side by side are no term; the segmenter may have left two words together."""
        text = "".join(words)
        heads = {words[0], *(text[:size] for size in INSIDE if size < len(text))}
        ends = {words[-1], *(text[-size:] for size in INSIDE if size < len(text))}
        general = all(word in self.alone for word in words) or text in self.single
        return general or not heads.isdisjoint(self.first) or not ends.isdisjoint(self.last)


def terms(rows: Iterable[Row], refusals: Refusals, lexicon: Lexicon, total: int) -> dict[Row, float]:
    """The rows that are terms, with their scores (> 0). `total`: words of the sample."""
    everything = list(rows)
    verbs = {row.words[0] for row in everything if _is_operator(row, lexicon)}
    kept = [
        row
        for row in everything
        if not refusals.refuses(row.words)
        and _is_whole(row, lexicon)
        and (_is_known(row, lexicon) if len(row.words) == 1 else _is_free_of(row, verbs, refusals, lexicon))
    ]
    longer = _nested(kept)
    scores = {}
    for row in kept:
        inside = longer.get(row.words, ())
        alone = row.uses - (sum(inside) / len(inside) if inside else 0.0)
        score = _worth(row, alone) * _own(row, lexicon, total)
        if score > 0:
            scores[row] = score
    return scores


def _is_free_of(row: Row, verbs: Container[str], refusals: Refusals, lexicon: Lexicon) -> bool:
    """Whether no verb that takes any object stands before the last word."""
    inner = (word for word in row.words[1:-1] if lexicon.tag(word).startswith(("v", "p")))
    return row.words[0] not in verbs and not any(
        lexicon.tag(word) != "vn" and (word in verbs or word in refusals.first) for word in inner
    )


def _is_operator(row: Row, lexicon: Lexicon) -> bool:
    """Whether a word is a verb that takes any object: what follows is the matter, not the verb."""
    if len(row.words) > 1 or row.uses < OPERATOR_USES or lexicon.tag(row.words[0]) != "v":
        return False
    return row.after >= OPERATOR * math.log(row.uses)


def _is_whole(row: Row, lexicon: Lexicon) -> bool:
    """Whether the edges are those of a noun phrase and its words hold together."""
    first, last = row.words[0], row.words[-1]
    tag = lexicon.tag(last)
    if OF in (first, last) or (tag and tag[0] not in ENDS):
        return False
    if len(row.words) == 1:
        return True
    if len(first) == 1 and not lexicon.tag(first).startswith(("n", "zg")):
        return False
    return row.cohesion >= COHESION and row.freedom > 0


def _is_known(row: Row, lexicon: Lexicon) -> bool:
    """Whether a single word is a noun or long enough to be a term."""
    (word,) = row.words
    tag = lexicon.tag(word)
    return is_han(word[0]) and (len(word) >= SOLID or tag[:1] in NOUNS or tag == "vn")


def names(rows: Iterable[Row], lexicon: Lexicon, titles: frozenset[str]) -> set[str]:
    """Persons with a title behind them somewhere, and places."""
    found = set()
    for row in rows:
        first = lexicon.tag(row.words[0])
        if first.startswith("nr") and len(row.words) == PAIR and row.words[1] in titles:
            found |= {row.words[0], "".join(row.words)}
        if all(lexicon.tag(word).startswith("ns") for word in row.words):
            found.add("".join(row.words))
    return found


def _worth(row: Row, alone: float) -> float:
    """C-value with headings, spread and freedom."""
    free = 0.5 + min(1.0, row.freedom / 2)
    return worth("".join(row.words), max(0.0, alone) + HEADING * row.headings, row.speeches) * free


def worth(text: str, uses: float, speeches: int) -> float:
    """A term's length, uses and spread in one number."""
    length = math.log2(1 + len(text)) if len(text) > SHORT else 1.0
    return length * math.sqrt(uses) * math.log2(1 + speeches)


def _own(row: Row, lexicon: Lexicon, total: int) -> float:
    """0–1; how much more often single words are used here than elsewhere."""
    if len(row.words) > 1:
        return 1.0
    (word,) = row.words
    usual = max(lexicon.usual(word), 1e-7)
    times = row.uses / total / usual
    return max(0.0, min(1.0, math.log(times / OWN) / math.log(OWN_FULL / OWN))) if times > OWN else 0.0


def _nested(rows: Iterable[Row]) -> Mapping[tuple[str, ...], Sequence[int]]:
    """Words of a term → uses of the terms it stands in."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row in rows:
        size = len(row.words)
        for start in range(size):
            for end in range(start + 1, size + 1):
                if end - start < size:
                    found[row.words[start:end]].append(row.uses)
    return found
