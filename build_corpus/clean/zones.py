"""Where a line stands in a document: before the running text, in it, after it."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from build_corpus.model import CorpusStats, Knowledge, Line, Move, NoiseRule, Removal, Source
from build_corpus.text import SENTENCE_END, is_prose

BELOW_SHARE = 0.2  # of all running text that may stand below a line that closes a text …
ENDED_SHARE = 0.4  # … and below one right after the last words of a speech


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the steps of cleaning know beside the lines."""

    source: Source
    """The document."""
    stats: CorpusStats
    """What its neighbours share."""
    knowledge: Knowledge
    """The rules."""

    def accepts(self, code: str) -> bool:
        """Whether the editor lets a rule take lines out of the running text."""
        return code in self.source.sidecar.accept


def body(lines: Sequence[Line], knowledge: Knowledge) -> tuple[int, int]:
    """First and last line of the running text; (len, -1) where nothing reads like a text.

    Looks at the lines' own words; of lines already removed only at those that close a text.
    """
    rules = [rule for rule in knowledge.noise.rules if rule.follows is None]
    prose: list[int] = []
    ends: list[int] = []  # lines that close a text
    for at, line in enumerate(lines):
        rule = _matching(line.text, rules, knowledge) if line.fate is None else None
        if rule is None and line.fate is None:
            if is_prose(line.text) or knowledge.structure.salutation.fullmatch(line.text):
                prose.append(at)
        elif (rule and rule.action == "to-end") or rule_of(line) in knowledge.noise.closing:
            ends.append(at)
    if not prose:
        return len(lines), -1
    return prose[0], _last(lines, prose, ends, knowledge)


def _matching(text: str, rules: Sequence[NoiseRule], knowledge: Knowledge) -> NoiseRule | None:
    if len(text) > knowledge.noise.longest or numbered(text, knowledge):
        return None
    return next((rule for rule in rules if len(text) <= rule.max and rule.pattern.fullmatch(text)), None)


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
    """Whether a speech's last words stand here: its last paragraph, or thanks below it."""
    table = knowledge.structure
    return any(table.closing.match(line.text) or table.thanks.fullmatch(line.text) for line in lines)


def numbered(text: str, knowledge: Knowledge) -> bool:
    """Whether a line is an item of a list or a numbered heading."""
    return any(family.pattern.match(text) for family in knowledge.enumerators.families)


def ends_sentence(text: str) -> bool:
    """Whether a line ends with a full stop or its like, quotation marks and brackets aside."""
    return text.rstrip("”’」』）)")[-1:] in tuple(SENTENCE_END)


def rule_of(line: Line) -> str:
    """Code of the rule that took a line, empty for a line that stays."""
    fate: Removal | tuple[Move, ...] | None = line.fate
    if fate is None:
        return ""
    return fate.rule if isinstance(fate, Removal) else fate[0].rule
