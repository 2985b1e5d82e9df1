"""Other ways to give a text its themes, to measure ours against.

In: a document. Out: its themes, best first, with the paragraphs that show them. All know the same
vocabulary: every label and alias. Keyword methods take the first KEYWORDS words of a text for themes
where a label or an alias is that very word; jieba is told the vocabulary's words, so that it can
find them at all.
"""

import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from typing import Protocol

from benchmarks.measures import Guess
from build_corpus.knowledge import built_in
from build_corpus.model import Annotated, Block
from build_corpus.segment import dictionary
from build_corpus.text import bare

KEYWORDS = 50  # of a text; more of them find more themes and more wrong ones
BODY = ("paragraph", "closing")

Method = Callable[[Annotated], Guess]


class _Extractor(Protocol):
    def __call__(self, sentence: str, topK: int, withWeight: bool) -> list[tuple[str, float]]:  # noqa: N803, FBT001 - jieba's names
        """(word, weight), best first."""


def ours(document: Annotated) -> Guess:
    """The themes that `annotate` gave it."""
    return tuple(
        (score.theme, frozenset(block for block, _ in score.paragraphs)) for score in document.themes
    )


def counts(document: Annotated) -> Guess:
    """Every theme whose label or an alias stands in the text, most uses first."""
    paragraphs = {block.id: bare(block.text) for block in _body(document)}
    weights: dict[str, float] = defaultdict(float)
    shown: dict[str, set[str]] = defaultdict(set)
    for wording, theme in _wordings().items():
        for block, text in paragraphs.items():
            uses = text.count(wording)
            if uses:
                weights[theme] += uses
                shown[theme].add(block)
    return _ranked(weights, shown)


def tfidf(document: Annotated) -> Guess:
    """Keywords by jieba's TF-IDF."""
    return _keywords(document, _extractors()[0])


def textrank(document: Annotated) -> Guess:
    """Keywords by jieba's TextRank."""
    return _keywords(document, _extractors()[1])


METHODS: dict[str, Method] = {"本库": ours, "词语计数": counts, "TF-IDF": tfidf, "TextRank": textrank}
"""Name in tables → method, ours first."""


def theme_of(label: str) -> str | None:
    """The theme that a label or an alias stands for."""
    return _wordings().get(bare(label))


@cache
def _wordings() -> dict[str, str]:
    return {
        bare(wording): theme.id
        for theme in reversed(built_in().vocabulary.concepts)
        for wording in (theme.label, *theme.aliases)
        if not theme.deprecated
    }


@cache
def _extractors() -> tuple[_Extractor, _Extractor]:
    """TF-IDF and TextRank with a tokenizer of their own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # jieba leaves its list of frequencies open
        import jieba  # noqa: PLC0415 - slow, and warns
        from jieba import posseg  # noqa: PLC0415
        from jieba.analyse import TFIDF, TextRank  # noqa: PLC0415

        tokenizer = jieba.Tokenizer()
        for line in dictionary(_wordings()).splitlines():
            word, frequency, tag = line.split(" ")
            tokenizer.add_word(word, int(frequency), tag)
        by_frequency, by_graph = TFIDF(), TextRank()
    by_frequency.tokenizer = tokenizer
    by_graph.tokenizer = posseg.POSTokenizer(tokenizer)
    return by_frequency.extract_tags, by_graph.textrank


def _keywords(document: Annotated, extract: _Extractor) -> Guess:
    paragraphs = {block.id: bare(block.text) for block in _body(document)}
    text = "\n".join(bare(block.text) for block in document.speech.blocks)
    weights: dict[str, float] = defaultdict(float)
    shown: dict[str, set[str]] = defaultdict(set)
    for word, weight in extract(text, topK=KEYWORDS, withWeight=True):
        theme = _wordings().get(word)
        if theme:
            weights[theme] += weight
            shown[theme] |= {block for block, each in paragraphs.items() if word in each}
    return _ranked(weights, shown)


def _ranked(weights: dict[str, float], shown: dict[str, set[str]]) -> Guess:
    best = sorted(weights, key=lambda theme: (-weights[theme], theme))
    return tuple((theme, frozenset(shown[theme])) for theme in best)


def _body(document: Annotated) -> Iterable[Block]:
    return (block for block in document.speech.blocks if block.type in BODY)
