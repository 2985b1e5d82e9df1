"""What each paragraph shows of each theme.

A paragraph shows a theme when it uses one of its strong wordings, or any wording below a heading
that names the theme. Its weight grows with strong wordings (different ones more than repeated ones)
and with headings. A theme that its section's heading names and two of its paragraphs use runs
through the section. A broader theme is shown where a paragraph treats several of its narrower ones,
as a cataloguer would say it. Weak wordings alone are no evidence anywhere; only a theme's own name
is, in a heading or over several paragraphs.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from build_corpus.model import Block, Evidence, Mention, Speech

Families = Mapping[str, Sequence[str]]
"""Concept → those right below it."""
Found = dict[str, dict[str, Evidence]]
"""Theme → paragraph id → what it shows of the theme."""

PARAGRAPHS = ("paragraph", "closing")
# Weights, set by hand on the five seeds in small whole steps; no more precise than five texts allow.
DISTINCT = 1.0  # each different strong wording in a paragraph …
REPEAT = 0.3  # … each further use of one
WEAK = 0.3  # each different weak wording beside strong evidence
RUN_IN = 3.0  # a wording in the paragraph's run-in heading
SECTION = 2.0  # a wording in the block heading above
THROUGH = 0.5  # no wording, but the section is about the theme
PART = 0.8  # of its narrower themes' weights in a paragraph that a broader theme takes over …
ASPECTS = 2  # … where so many of them have wordings there, with at least …
ASPECT_WEIGHT = 6.0  # … this weight together, …
MANY_ASPECTS = 3  # … or so many that are more than half of the paragraph's evidence
RECURS = 3  # paragraphs that must use a theme's own name, where that is a weak wording
USES = 2  # paragraphs of a section that must use its heading's theme; headings that name a document's theme


def gather(speech: Speech, mentions: Iterable[Mention], families: Families) -> Found:
    """The evidence in every paragraph; each has some weight."""
    texts = {block.id: block for block in speech.blocks if block.type in PARAGRAPHS}
    spans: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in _weighed(mentions, texts):
        spans[mention.block, mention.theme].append(mention)
    headed = {key for key, uses in spans.items() if any(map(names, uses))}
    found: Found = defaultdict(dict)
    for (block_id, theme), uses in spans.items():
        block = texts.get(block_id)
        shown = _evidence(block, uses, headed=(block.heading or "", theme) in headed) if block else None
        if shown:
            found[theme][block_id] = shown
    _run_through(speech, headed, _own_headings(texts, spans), found)
    headings = {block.id: block.heading or "" for block in texts.values()}
    _broaden(headings, found, families, spans)
    return found


def _weighed(mentions: Iterable[Mention], texts: Container[str]) -> Iterator[Mention]:
    """Mentions; a theme's own name, however general, is strong where it recurs over paragraphs."""
    every = tuple(mentions)
    named = {(mention.theme, mention.block) for mention in every if mention.label and mention.block in texts}
    times = Counter(theme for theme, _ in named)
    for mention in every:
        recurs = mention.label and times[mention.theme] >= RECURS
        yield replace(mention, weak=False) if recurs else mention


def _evidence(block: Block, uses: Sequence[Mention], *, headed: bool) -> Evidence | None:
    strong = tuple(block.text[mention.start : mention.end] for mention in uses if not mention.weak)
    in_heading = [mention for mention in uses if _in_run_in(block, mention)]
    if not (strong or headed or any(map(names, in_heading))):
        return None
    weak = tuple(block.text[mention.start : mention.end] for mention in uses if mention.weak)
    run_in = bool(in_heading)
    distinct = len(set(strong))
    weight = DISTINCT * distinct + REPEAT * (len(strong) - distinct) + WEAK * len(set(weak))
    weight += (RUN_IN if run_in else 0.0) + (SECTION if headed else 0.0)
    return Evidence(block=block.id, weight=weight, strong=strong, weak=weak, run_in=run_in, headed=headed)


def names(mention: Mention) -> bool:
    """Whether a mention in a heading or title says that the text below is about its theme."""
    return mention.label or not mention.weak


def _in_run_in(block: Block, mention: Mention) -> bool:
    return block.run_in is not None and mention.end <= len(block.run_in.text)


def _own_headings(texts: Mapping[str, Block], spans: Mapping[tuple[str, str], Sequence[Mention]]) -> set[str]:
    """Paragraphs that say in their run-in heading what they are about."""
    return {
        block_id
        for (block_id, _), uses in spans.items()
        if (block := texts.get(block_id)) and any(_in_run_in(block, mention) for mention in uses)
    }


def _run_through(
    speech: Speech, headed: Iterable[tuple[str, str]], own: Container[str], found: Found
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
        section = sections.get(heading)
        if section and _uses(section, found[theme]) >= USES:
            for block_id in section:
                if block_id not in own or named[theme] >= USES:
                    through = Evidence(block=block_id, weight=THROUGH, through=True)
                    found[theme].setdefault(block_id, through)


def _uses(section: Iterable[str], shown: Mapping[str, Evidence]) -> int:
    """How many paragraphs of a section use the theme of its heading."""
    return sum(block in shown and shown[block].weight >= DISTINCT + SECTION for block in section)


def _broaden(
    headings: Mapping[str, str], found: Found, families: Families, named: Container[tuple[str, str]]
) -> None:
    """Adds to each broader theme the paragraphs that treat several of its narrower ones.

    One is enough below a heading that names the broader theme, by a weak wording even. `headings`: paragraph →
    heading above; `named`: (block, theme).
    """
    total = totals(found)
    for broader, narrower in families.items():
        aspects: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for block_id, theme, weight in _aspects(narrower, found):
            aspects[block_id].append((theme, weight))
        for block_id, parts in aspects.items():
            together = sum(weight for _, weight in parts)
            treated = _is_treated(len(parts), together, total[block_id])
            if treated or (headings[block_id], broader) in named:
                old = found[broader].get(block_id) or Evidence(block=block_id, weight=0.0)
                weight = old.weight + PART * together
                found[broader][block_id] = replace(old, weight=weight, narrower=tuple(parts))


def _aspects(
    narrower: Iterable[str], found: Mapping[str, Mapping[str, Evidence]]
) -> Iterator[tuple[str, str, float]]:
    """(paragraph, narrower theme, weight) of what is said in so many words."""
    for theme in narrower:
        for block_id, each in found.get(theme, {}).items():
            if each.weight > THROUGH:
                yield block_id, theme, each.weight


def _is_treated(aspects: int, together: float, evidence: float) -> bool:
    """Whether narrower themes of this weight, out of all the evidence in a paragraph, make it one on the broader theme."""
    return (aspects >= ASPECTS and together >= ASPECT_WEIGHT) or (
        aspects >= MANY_ASPECTS and together > evidence / 2
    )


def totals(found: Mapping[str, Mapping[str, Evidence]]) -> dict[str, float]:
    """Paragraph → weight of all the evidence in it."""
    total: dict[str, float] = defaultdict(float)
    for shown in found.values():
        for block_id, each in shown.items():
            total[block_id] += each.weight
    return total
