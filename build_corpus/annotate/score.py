"""How much a document is about a theme, and which paragraphs show it.

A paragraph shows a theme when it uses one of its strong wordings, or any wording below a heading
that names the theme. Its weight grows with strong wordings (different ones more than repeated ones)
and with headings. A theme that its section's heading names and two of its paragraphs use runs
through the section. A broader theme is shown where a paragraph treats several of its narrower ones,
as a cataloguer would say it. Weak wordings alone are no evidence anywhere.

Where one wording stands alone and another paragraph says far more about its theme, or the whole
document says next to nothing, the theme is named and not treated.

A document's score for a theme adds, over the paragraphs that show it, the share of the paragraph's
evidence that is the theme's own, times the strength of that evidence, times the square root of the
paragraph's length: what a whole paragraph is about outweighs what many name in passing.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence

from build_corpus.model import Block, Mention, Speech, ThemeScore

Families = Mapping[str, Sequence[str]]
Weights = Mapping[str, Mapping[str, float]]

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
ASPECTS = 2  # … where so many of them have wordings there, with at least …
ASPECT_WEIGHT = 6.0  # … this weight together, …
MANY_ASPECTS = 3  # … or so many that are more than half of the paragraph's evidence
DAMPING = 2.0  # added to a paragraph's evidence, so that little evidence makes no large share
LONE = 1.3  # evidence of one wording, used twice or beside a weak one at most …
PASSING = 0.15  # … is in passing below this share of the theme's best paragraph
FLOOR = 0.035  # of all paragraphs together (each as if of ordinary length); below it a theme is only named
LENGTH = 200  # 字, of a paragraph of ordinary length
USES = 2  # paragraphs of a section that must use its heading's theme; headings that name a document's theme


def score_themes(
    speech: Speech, mentions: Sequence[Mention], in_title: Sequence[Mention], families: Families
) -> tuple[ThemeScore, ...]:
    """The themes of a document, best first. `families`: concept → those right below it."""
    weights = _paragraph_weights(speech, mentions, families)
    evidence: dict[str, float] = defaultdict(float)
    for shown in weights.values():
        for block_id, weight in shown.items():
            evidence[block_id] += weight
    titled = {mention.theme for mention in in_title if not mention.weak}
    sizes = {block.id: math.sqrt(len(block.text) / LENGTH) for block in speech.blocks}
    order = {block_id: at for at, block_id in enumerate(sizes)}
    scores = []
    for theme, shown in weights.items():
        parts = _treating(shown, evidence)
        ranked = sorted(
            ((block_id, part * sizes[block_id]) for block_id, part in parts.items()),
            key=lambda each: (-each[1], order[each[0]]),
        )
        if ranked:
            total = sum(part for _, part in ranked) + (TITLE if theme in titled else 0.0)
            paragraphs = tuple((block_id, round(part, 3)) for block_id, part in ranked)
            scores.append(ThemeScore(theme=theme, score=round(total, 3), paragraphs=paragraphs))
    return tuple(sorted(scores, key=lambda each: (-each.score, each.theme)))


def _treating(weights: Mapping[str, float], evidence: Mapping[str, float]) -> dict[str, float]:
    """Of the paragraphs with a theme's wordings those that treat it, each with the strength of that."""
    parts = {
        block_id: weight / (evidence[block_id] + DAMPING) * math.log1p(weight)
        for block_id, weight in weights.items()
    }
    best = max(parts.values(), default=0.0)
    kept = {
        block_id: part
        for block_id, part in parts.items()
        if part >= PASSING * best or not DISTINCT <= weights[block_id] <= LONE
    }
    return kept if sum(kept.values()) >= FLOOR else {}


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
    _run_through(speech, headed, _own_headings(texts, spans), weights)
    _broaden(texts.values(), weights, families, spans)
    return weights


def _own_headings(texts: Mapping[str, Block], spans: Mapping[tuple[str, str], Sequence[Mention]]) -> set[str]:
    """Paragraphs that say in their run-in heading what they are about."""
    return {
        block_id
        for (block_id, _), found in spans.items()
        if (block := texts.get(block_id)) and any(_in_run_in(block, mention) for mention in found)
    }


def _run_through(
    speech: Speech,
    headed: Iterable[tuple[str, str]],
    own: Container[str],
    weights: dict[str, dict[str, float]],
) -> None:
    """Adds the paragraphs of a section that is about the theme its heading names.

    A paragraph with a heading of its own is about that, unless several sections are named after the theme.
    """
    sections: dict[str, list[str]] = defaultdict(list)
    for block in speech.blocks:
        if block.heading and block.type == "paragraph":
            sections[block.heading].append(block.id)
    named = Counter(theme for heading, theme in headed if heading in sections)
    for heading, theme in sorted(headed):
        section = sections.get(heading, [])
        if sum(weights[theme].get(block_id, 0.0) >= DISTINCT + SECTION for block_id in section) >= USES:
            for block_id in section:
                if block_id not in own or named[theme] >= USES:
                    weights[theme].setdefault(block_id, THROUGH)


def _broaden(
    blocks: Iterable[Block],
    weights: dict[str, dict[str, float]],
    families: Families,
    named: Container[tuple[str, str]],
) -> None:
    """Adds to each broader theme the paragraphs that treat several of its narrower ones.

    One is enough below a heading that names the broader theme, by a weak wording even. `named`: (block, theme).
    """
    texts = {block.id: block.heading or "" for block in blocks}
    evidence = {block_id: sum(shown.get(block_id, 0.0) for shown in weights.values()) for block_id in texts}
    for broader, narrower in families.items():
        shown = [weights[each] for each in narrower if weights.get(each)]
        for block_id, heading in texts.items() if shown else ():
            aspects = [each[block_id] for each in shown if each.get(block_id, 0.0) > THROUGH]
            if _is_treated(aspects, evidence[block_id]) or (aspects and (heading, broader) in named):
                weights[broader][block_id] = weights[broader].get(block_id, 0.0) + PART * sum(aspects)


def _is_treated(aspects: Sequence[float], evidence: float) -> bool:
    """Whether weights of narrower themes, out of all the evidence in a paragraph, make it one on the broader theme."""
    together = sum(aspects)
    return (len(aspects) >= ASPECTS and together >= ASPECT_WEIGHT) or (
        len(aspects) >= MANY_ASPECTS and together > evidence / 2
    )


def _weight(block: Block, found: Sequence[Mention], *, headed: bool) -> float:
    strong = [block.text[mention.start : mention.end] for mention in found if not mention.weak]
    if not strong and not headed:
        return 0.0
    weak = {block.text[mention.start : mention.end] for mention in found if mention.weak}
    weight = DISTINCT * len(set(strong)) + REPEAT * (len(strong) - len(set(strong))) + WEAK * len(weak)
    if any(_in_run_in(block, mention) for mention in found):
        weight += RUN_IN
    return weight + (SECTION if headed else 0.0)


def _in_run_in(block: Block, mention: Mention) -> bool:
    return block.run_in is not None and mention.end <= len(block.run_in.text)
