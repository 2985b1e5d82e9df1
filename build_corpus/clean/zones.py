"""Where a line stands in a document: before the running text, in it, after it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from re import Pattern

from build_corpus.model import CorpusStats, Knowledge, Line, NoiseRule, Source
from build_corpus.text import SENTENCE_END, is_prose

BELOW_SHARE = 0.2  # of all running text that may stand below a line that closes a text …
ENDED_SHARE = 0.4  # … and below one right after the last words of a speech
CALL = ("！", "!")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The tables in the form in which lines are looked up."""

    by_length: tuple[tuple[int, tuple[NoiseRule, ...]], ...]
    """Longest line, ascending → the noise rules that try a line of that length."""
    closing: frozenset[str]
    """Codes of the rules that take everything below a text."""
    numbers: Pattern[str]
    """Matches the number of any family at the start of a line."""


@cache
def rules(knowledge: Knowledge) -> Rules:
    """The tables of a knowledge, made once."""
    noise = knowledge.noise.rules
    lengths = sorted({rule.max for rule in noise})
    families = (family.pattern.pattern for family in knowledge.enumerators.families)
    return Rules(
        by_length=tuple((most, tuple(rule for rule in noise if rule.max >= most)) for most in lengths),
        closing=frozenset(rule.code for rule in noise if rule.action == "to-end"),
        numbers=re.compile("|".join(pattern.replace("?P<n>", "?:") for pattern in families)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a line's words say, wherever it stands."""

    rules: tuple[NoiseRule, ...]
    """Noise rules whose pattern it matches."""
    numbered: bool
    """Whether it is an item of a list or a numbered heading."""
    opens: bool
    """Whether it can only stand in the running text: it is prose or addresses the audience."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the steps of cleaning know beside the lines."""

    source: Source
    """The document."""
    stats: CorpusStats
    """What its neighbours share."""
    knowledge: Knowledge
    """The rules."""
    memory: dict[str, Seen] = field(default_factory=dict)
    """Lines seen before: every step asks for them again."""
    mended: set[str] = field(default_factory=set)
    """Lines in which there is no character to mend."""

    def accepts(self, code: str) -> bool:
        """Whether the editor lets a rule take lines out of the running text."""
        return code in self.source.sidecar.accept

    def see(self, text: str) -> Seen:
        """What a line's words say."""
        if text not in self.memory:
            table = rules(self.knowledge)
            tried = next((each for most, each in table.by_length if len(text) <= most), ())
            self.memory[text] = Seen(
                rules=tuple(rule for rule in tried if rule.pattern.fullmatch(text)),
                numbered=table.numbers.match(text) is not None,
                opens=is_prose(text) or self.knowledge.structure.salutation.fullmatch(text) is not None,
            )
        return self.memory[text]


def body(lines: Sequence[Line], scene: Scene) -> tuple[int, int]:
    """First and last line of the running text; (len, -1) where nothing reads like a text.

    Looks at the lines' own words; of lines already removed only at those that close a text.
    """
    closing = rules(scene.knowledge).closing
    page_title = max((mark.end for mark in scene.source.marks if mark.kind == "title"), default=0)
    prose: list[int] = []
    ends: list[int] = []  # lines that close a text
    for at, line in enumerate(lines):
        if line.fate is not None:
            if line.rule in closing:
                ends.append(at)
            continue
        seen = scene.see(line.text)
        rule = (
            next((rule for rule in seen.rules if rule.follows is None), None) if not seen.numbered else None
        )
        if rule is None and seen.opens and line.start >= page_title:
            prose.append(at)
        elif rule and rule.action == "to-end":
            ends.append(at)
    return (prose[0], _last(lines, prose, ends, scene.knowledge)) if prose else (len(lines), -1)


def _last(lines: Sequence[Line], prose: Sequence[int], ends: Sequence[int], knowledge: Knowledge) -> int:
    """The last line of the text: above the first closing line with next to no running text below it."""
    sums = [0, *accumulate(len(lines[at].text) for at in prose)]
    for end in ends:
        above = bisect_left(prose, end)
        if not above:
            continue
        share = ENDED_SHARE if _ended(lines[prose[above - 1] : end], knowledge) else BELOW_SHARE
        if sums[-1] - sums[above] < sums[-1] * share:
            return prose[above - 1]
    return prose[-1]


def _ended(lines: Sequence[Line], knowledge: Knowledge) -> bool:
    """Whether a speech's last words stand here: a last paragraph with a call in it, or thanks below it."""
    table = knowledge.structure
    return any(
        (line.text.endswith(CALL) and table.closing.match(line.text)) or table.thanks.fullmatch(line.text)
        for line in lines
    )


def ends_sentence(text: str) -> bool:
    """Whether a line ends with a full stop or its like, quotation marks and brackets aside."""
    return text.rstrip("”’」』）)")[-1:] in tuple(SENTENCE_END)
