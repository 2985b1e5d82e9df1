"""How much a document is about a theme, and which paragraphs show it.

A paragraph shows a theme when it uses one of its strong wordings, or any wording below a heading
that names the theme. Its weight grows with strong wordings (different ones more than repeated ones)
and with headings. A theme that its section's heading names and two of its paragraphs use runs
through the section. A broader theme is shown where a paragraph treats several of its narrower ones,
as a cataloguer would say it. Weak wordings alone are no evidence anywhere.

A document's score for a theme adds, over the paragraphs that show it, the share of the paragraph's
evidence that is the theme's own, times the strength of that evidence, times the square root of the
paragraph's length: what a whole paragraph is about outweighs what many name in passing.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from build_corpus.model import Block, Mention, Speech, ThemeScore

Families = Mapping[str, Sequence[str]]

PARAGRAPHS = ("paragraph", "closing")
# Weights, set by hand on the five seeds in small whole steps; no more precise than five texts allow.
DISTINCT = 1.0  # each different strong wording in a paragraph …
REPEAT = 0.3  # … each further use of one
WEAK = 0.3  # each different weak wording beside strong evidence
RUN_IN = 3.0  # a wording in the paragraph's run-in heading
SECTION = 2.0  # a wording in the block heading above
THROUGH = 0.5  # no wording, but the section is about the theme
TITLE = 0.5  # a wording in the title, once for the document
PART = 0.8  # of its narrower themes' weights in a paragraph that a broader theme takes over …
ASPECTS = 3  # … where at least so many of them are shown there,
ASPECT_WEIGHT = 5.0  # or two with at least this weight together
DAMPING = 2.0  # added to a paragraph's evidence, so that little evidence makes no large share
LENGTH = 200  # 字, of a paragraph of ordinary length
USES = 2  # paragraphs of a section that must use its heading's theme


def score_themes(
    speech: Speech, mentions: Sequence[Mention], in_title: Sequence[Mention], families: Families
) -> tuple[ThemeScore, ...]:
    """The themes of a document, best first."""
    weights = _paragraph_weights(speech, mentions, families)
    titled = {mention.theme for mention in in_title if not mention.weak}
    evidence: dict[str, float] = defaultdict(float)
    for shown in weights.values():
        for block_id, weight in shown.items():
            evidence[block_id] += weight
    blocks = {block.id: block for block in speech.blocks}
    order = {block_id: at for at, block_id in enumerate(blocks)}

    def part(block_id: str, weight: float) -> float:
        size = math.sqrt(len(blocks[block_id].text) / LENGTH)
        return size * weight / (evidence[block_id] + DAMPING) * math.log1p(weight)

    scores = []
    for theme, shown in weights.items():
        if shown:
            parts = {block_id: part(block_id, weight) for block_id, weight in shown.items()}
            ranked = sorted(parts, key=lambda block_id: (-parts[block_id], order[block_id]))
            total = sum(parts[block_id] for block_id in ranked) + (TITLE if theme in titled else 0.0)
            paragraphs = tuple((block_id, round(parts[block_id], 3)) for block_id in ranked)
            scores.append(ThemeScore(theme=theme, score=round(total, 3), paragraphs=paragraphs))
    return tuple(sorted(scores, key=lambda each: (-each.score, each.theme)))


def _paragraph_weights(
    speech: Speech, mentions: Iterable[Mention], families: Families
) -> dict[str, dict[str, float]]:
    """Theme → paragraph → weight of the evidence in it."""
    spans: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        spans[mention.block, mention.theme].append(mention)
    headed = {key for key, found in spans.items() if any(not mention.weak for mention in found)}
    texts = {block.id: block for block in speech.blocks if block.type in PARAGRAPHS}
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for (block_id, theme), found in spans.items():
        block = texts.get(block_id)
        weight = _weight(block, found, headed=(block.heading or "", theme) in headed) if block else 0.0
        if weight:
            weights[theme][block_id] = weight
    _run_through(speech, headed, weights)
    _broaden(texts, weights, families)
    return weights


def _run_through(
    speech: Speech, headed: Iterable[tuple[str, str]], weights: dict[str, dict[str, float]]
) -> None:
    """Adds the paragraphs of a section that is about the theme its heading names."""
    sections: dict[str, list[str]] = defaultdict(list)
    for block in speech.blocks:
        if block.heading and block.type in PARAGRAPHS:
            sections[block.heading].append(block.id)
    for heading, theme in sorted(headed):
        section = sections.get(heading, [])
        if sum(block_id in weights[theme] for block_id in section) >= USES:
            for block_id in section:
                weights[theme].setdefault(block_id, THROUGH)


def _broaden(texts: Iterable[str], weights: dict[str, dict[str, float]], families: Families) -> None:
    """Adds to each broader theme the paragraphs that treat several of its narrower ones."""
    for broader, narrower in families.items():
        shown = [weights[each] for each in narrower if weights.get(each)]
        for block_id in texts if len(shown) > 1 else ():
            aspects = [each[block_id] for each in shown if block_id in each]
            if len(aspects) >= ASPECTS or (len(aspects) > 1 and sum(aspects) >= ASPECT_WEIGHT):
                weights[broader][block_id] = weights[broader].get(block_id, 0.0) + PART * sum(aspects)


def _weight(block: Block, found: Sequence[Mention], *, headed: bool) -> float:
    strong = [block.text[mention.start : mention.end] for mention in found if not mention.weak]
    if not strong and not headed:
        return 0.0
    weak = {block.text[mention.start : mention.end] for mention in found if mention.weak}
    weight = DISTINCT * len(set(strong)) + REPEAT * (len(strong) - len(set(strong))) + WEAK * len(weak)
    length = len(block.run_in.text) if block.run_in else 0
    if any(mention.end <= length for mention in found):
        weight += RUN_IN
    return weight + (SECTION if headed else 0.0)
