"""The words of a corpus, as numbers: what counting starts from.

A large corpus is represented by documents drawn by the hash of their ids: another document changes at
most which ones stand at the edge of the sample. A paragraph that stands in several documents counts
once. Words that only hold a sentence together become breaks.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from build_corpus.model import Annotated, Block
from build_corpus.segment import Lexicon
from build_corpus.text import HAN, QUOTES, is_han, simplified

Numbers = NDArray[np.int64]

BUDGET = 2_000_000  # 字 of the sample; about six seconds of segmentation
TEXTS = ("paragraph", "closing", "heading")
BREAK = 0
SOLID = 4  # 字; so long a word is never a mere function word whatever its tag
FUNCTION = frozenset(
    "pcureyodtqxfmhk"
)  # first letters of tags: prepositions, particles, pronouns, numerals …
OF = "的"
_QUOTES = str.maketrans("", "", QUOTES)
_RUN = re.compile(f"[{HAN}A-Za-z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Words in a row; all arrays have one entry for each place, breaks included."""

    words: tuple[str, ...]
    """Number → word; 0 is a break."""
    places: Numbers
    """The number of the word at each place; a break at either end."""
    documents: Numbers
    """The number of the document at each place."""
    headings: Numbers
    """1 in titles, headings and run-in headings, else 0."""


def folded(text: str) -> str:
    """A text as terms are looked for in it.

    >>> folded("“雙減”政策")
    '双减政策'
    """
    return simplified(text).translate(_QUOTES)


def parts(document: Annotated) -> Iterator[tuple[Block | None, str, bool]]:
    """Block (None: the title), text and whether it is a heading: what of a document is looked at."""
    if document.speech.title:
        yield None, document.speech.title, True
    for block in document.speech.blocks:
        if block.type in TEXTS:
            head = len(block.run_in.text) if block.run_in else 0
            if head:
                yield block, block.text[:head], True
            yield block, block.text[head:], block.type == "heading"


def draw(documents: Iterable[Annotated], budget: int = BUDGET) -> list[Annotated]:
    """The documents of the sample, in the order of their ids' hashes. `budget`: 字."""

    def key(document: Annotated) -> bytes:
        return blake2b(document.id.encode("utf-8", "surrogatepass"), digest_size=8).digest()

    drawn: list[Annotated] = []
    left = budget
    for document in sorted(documents, key=key):
        if left <= 0:
            break
        drawn.append(document)
        left -= sum(len(block.text) for block in document.speech.blocks)
    return drawn


def sample(documents: Sequence[Annotated], lexicon: Lexicon, glue: frozenset[str]) -> Sample:
    """The sample of a corpus."""
    numbers: dict[str, int] = {}
    places, owners, headings = [BREAK], [0], [0]
    seen: set[str] = set()
    for at, document in enumerate(draw(documents)):
        for block, text, heading in parts(document):
            if block is not None and block.id in seen:
                continue
            for word in _words(text, lexicon, glue):
                places.append(numbers.setdefault(word, len(numbers) + 1) if word else BREAK)
                owners.append(at)
                headings.append(int(heading))
        seen |= {block.id for block in document.speech.blocks}
    return Sample(
        words=("", *numbers),
        places=np.array(places, dtype=np.int64),
        documents=np.array(owners, dtype=np.int64),
        headings=np.array(headings, dtype=np.int64),
    )


def _words(text: str, lexicon: Lexicon, glue: frozenset[str]) -> Iterator[str]:
    """The words of a text; an empty one where a term cannot go on, and one at the end."""
    for run in _RUN.findall(folded(text)):
        before = ""
        for word in lexicon.words(run):
            joins = word == OF and len(before) == 1 and is_set_owner(lexicon.tag(before))
            yield word if joins or not _breaks(word, lexicon.tag(word), glue) else ""
            before = word
        yield ""


def is_set_owner(tag: str) -> bool:
    """Whether a word of one 字 with 的 behind it is part of a set phrase: 党的建设, and not 好的建设."""
    return tag.startswith("n")


def _breaks(word: str, tag: str, glue: frozenset[str]) -> bool:
    """Whether a word only holds a sentence together, or is none but cut wrongly."""
    if not is_han(word[0]):
        return False
    if not tag:
        return not glue.isdisjoint(word)
    return len(word) < SOLID and tag[0] in FUNCTION
