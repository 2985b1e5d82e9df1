"""How much a document is about a theme, and which paragraphs show it.

A document's score for a theme adds, over the paragraphs that show it, the share of the paragraph's
evidence that is the theme's own, times the strength of that evidence, times the square root of the
paragraph's length: what a whole paragraph is about outweighs what many name in passing. The title
adds something. What much of the corpus speaks of counts for less.

Where one wording stands alone and another paragraph says far more about its theme, or the whole
document says next to nothing, the theme is named and not treated.

Scores are read off explanations, so an explanation cannot say anything else than the score.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from build_corpus.annotate.evidence import DISTINCT, PARAGRAPHS, Found, names, totals
from build_corpus.model import Evidence, Explanation, Mention, Speech, ThemeScore

TITLE = 0.5  # a strong wording in the title, once for the document
DAMPING = 2.0  # added to a paragraph's evidence, so that little evidence makes no large share
LONE = 1.3  # evidence of one wording, used twice or beside a weak one at most …
PASSING = 0.15  # … is in passing below this share of the theme's best paragraph
FLOOR = 0.035  # of all paragraphs together (each as if of ordinary length); below it a theme is only named
LENGTH = 200  # 字, of a paragraph of ordinary length
LEFT = (1.0, 0.85, 0.7, 0.55)  # of a score, by the class of the theme's document frequency; guessed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paragraph:
    """What a paragraph lends to every theme in it."""

    place: int
    size: float  # 1: of ordinary length
    evidence: float  # of all themes


def explanations(
    speech: Speech, found: Found, in_title: Iterable[Mention], common: Mapping[str, int]
) -> tuple[Explanation, ...]:
    """Every theme with evidence, best first, then those the evidence is too little for. `common`: see CorpusStats."""
    total = totals(found)
    paragraphs = {
        block.id: _Paragraph(
            place=place, size=math.sqrt(len(block.text) / LENGTH), evidence=total.get(block.id, 0.0)
        )
        for place, block in enumerate(speech.blocks)
    }
    titled = {mention.theme for mention in in_title if names(mention)}
    explained = []
    for theme, shown in found.items():
        if shown:
            valued, enough = _valued(shown.values(), paragraphs)
            coverage = sum(each.value for each in valued)
            title = TITLE if theme in titled else 0.0
            level = common.get(theme, 0)
            score = round((coverage + title) * LEFT[level], 3) if enough else 0.0
            explained.append(
                Explanation(
                    theme=theme,
                    coverage=coverage,
                    title=title,
                    common=level,
                    left=LEFT[level],
                    score=score,
                    paragraphs=valued,
                    untreated=None if enough else "passing",
                )
            )
    return tuple(sorted(explained, key=lambda each: (each.untreated is not None, -each.score, each.theme)))


def theme_scores(explained: Iterable[Explanation]) -> tuple[ThemeScore, ...]:
    """The themes of a document, best first, each with the paragraphs that treat it."""
    return tuple(
        ThemeScore(
            theme=each.theme,
            score=each.score,
            paragraphs=tuple(
                (shown.block, round(shown.value, 3)) for shown in each.paragraphs if shown.value
            ),
        )
        for each in explained
        if not each.untreated
    )


def _valued(
    shown: Iterable[Evidence], paragraphs: Mapping[str, _Paragraph]
) -> tuple[tuple[Evidence, ...], bool]:
    """A theme's evidence with what each paragraph adds to the score, best first; whether all that is enough."""
    parts = [
        (each, each.weight / (paragraphs[each.block].evidence + DAMPING) * math.log1p(each.weight))
        for each in shown
    ]
    least = PASSING * max(part for _, part in parts)
    kept = 0.0
    valued = []
    for each, part in parts:
        if part >= least or not DISTINCT <= each.weight <= LONE:
            kept += part
            valued.append(replace(each, value=part * paragraphs[each.block].size))
        else:
            valued.append(each)
    valued.sort(key=lambda each: (-each.value, paragraphs[each.block].place))
    return tuple(valued), kept >= FLOOR


def only_named(speech: Speech, mentions: Iterable[Mention], found: Found) -> tuple[Explanation, ...]:
    """Themes with a wording somewhere in a document and no evidence in any paragraph, by id."""
    texts = {block.id: block.text for block in speech.blocks if block.type in PARAGRAPHS}
    words: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for mention in mentions:
        if not found.get(mention.theme):
            text = texts.get(mention.block, "")
            words[mention.theme][mention.block].append(text[mention.start : mention.end])
    return tuple(_unproven(theme, words[theme], texts) for theme in sorted(words))


def _unproven(theme: str, words: Mapping[str, list[str]], texts: Mapping[str, str]) -> Explanation:
    paragraphs = tuple(
        Evidence(block=block, weight=0.0, weak=tuple(uses)) for block, uses in words.items() if block in texts
    )
    reason: Literal["weak", "elsewhere"] = "weak" if paragraphs else "elsewhere"
    return Explanation(
        theme=theme,
        coverage=0.0,
        title=0.0,
        common=0,
        left=1.0,
        score=0.0,
        paragraphs=paragraphs,
        untreated=reason,
    )
