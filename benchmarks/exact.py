"""What a search must answer, found the plain way: every text is looked through. And queries to ask.

In: what is searched, as `build_corpus.publish.search` is given it. Out: for a query its documents with their hits.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from opencc import OpenCC

from build_corpus.publish.search import Indexed, fold

SPACE = re.compile(r"\s+")
INVISIBLE = "\u200b\u200e\ufeff“”‘’「」『』《》〈〉（）()[]【】\"'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """All texts, folded."""

    documents: dict[str, list[str]]
    """Kind and id of each document → its folded blocks and fields."""

    def answer(self, query: str) -> dict[str, int] | None:
        """Documents with their hits; None where nothing is asked for."""
        wanted, excluded = terms(query)
        if not wanted:
            return None
        return {
            name: sum(count(texts, term) for term in wanted)
            for name, texts in self.documents.items()
            if all(count(texts, term) for term in wanted) and not any(count(texts, term) for term in excluded)
        }


def reference(documents: Sequence[Indexed]) -> Reference:
    """The folded texts of these documents."""
    return Reference(
        documents={
            f"{each.kind}/{each.id}": [
                *(fold(value) for _, value in each.fields),
                *(fold(block.text) for block in each.blocks),
            ]
            for each in documents
        }
    )


def terms(query: str) -> tuple[set[str], set[str]]:
    """Folded terms, and those that must not occur."""
    found: tuple[set[str], set[str]] = (set(), set())
    for word in SPACE.split(query):
        bare = word.lstrip(INVISIBLE)
        excluded = bare[:1] in ("-", "\uff0d", "\ufe63")
        found[excluded].add(fold(bare[1:] if excluded else word))
    return found[0] - {""}, found[1] - {""}


def count(texts: Sequence[str], term: str) -> int:
    """Start positions of a term, overlapping ones included."""
    pattern = re.compile(f"(?={re.escape(term)})")
    return sum(sum(1 for _ in pattern.finditer(text)) for text in texts if term in text)


MARKED = re.compile("[0-9A-Za-z*×]")


def queries(documents: Sequence[Indexed], number: int, seed: int = 1) -> Iterator[str]:
    """Queries of 1–12 字 of every kind: pieces of the texts, across words and marks, changed, joined, excluded."""
    rng = Random(seed)
    texts = [block.text for document in documents for block in document.blocks if block.text]
    texts += [value for document in documents for _, value in document.fields]
    marked = [text for text in texts if MARKED.search(text)] or texts
    traditional = OpenCC("s2t")
    for at in range(number):
        text = rng.choice(texts)
        kind = at % 10
        if kind == 0:  # digits, Latin, masks
            text = rng.choice(marked)
            places = [match.start() for match in MARKED.finditer(text)] or [0]
            yield piece(rng, text, max(rng.choice(places) - rng.randint(0, 3), 0))
        elif kind == 1:
            yield traditional.convert(piece(rng, text))
        elif kind == 2:
            yield f"{piece(rng, text)} {piece(rng, rng.choice(texts), most=4)}"
        elif kind == 3:
            yield f"{piece(rng, text, most=3)}\N{IDEOGRAPHIC SPACE}{piece(rng, text, most=3)} {piece(rng, text, most=2)}"
        elif kind == 4:
            yield f"{piece(rng, text, most=3)} -{piece(rng, rng.choice(texts), most=4)}"
        elif kind == 5:
            yield f"“{fold(piece(rng, text))}”"
        elif kind == 6:
            yield piece(rng, text, most=2)
        elif kind == 7:
            yield shuffled(rng, piece(rng, text, most=4))
        else:
            yield piece(rng, text)


def piece(rng: Random, text: str, start: int | None = None, most: int = 12) -> str:
    """1 to `most` characters of a text, without white space inside."""
    size = rng.randint(1, most)
    start = rng.randint(0, max(len(text) - size, 0)) if start is None else start
    return SPACE.sub("", text[start : start + size]) or text[:1] or "党"


def shuffled(rng: Random, text: str) -> str:
    """The characters of a text in another order: most often found nowhere."""
    return "".join(rng.sample(text, k=len(text)))
