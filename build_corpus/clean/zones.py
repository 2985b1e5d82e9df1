"""Where a line stands in a document: before the running text, in it, after it."""

from collections.abc import Sequence
from dataclasses import dataclass

from build_corpus.model import CorpusStats, Knowledge, Line, Move, Removal, Source
from build_corpus.text import SENTENCE_END, is_prose


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

    Looks at the lines' own words only, never at lines already removed.
    """
    rules = [rule for rule in knowledge.noise.rules if rule.follows is None]
    prose = [
        at
        for at, line in enumerate(lines)
        if line.fate is None
        and (is_prose(line.text) or knowledge.structure.salutation.fullmatch(line.text))
        and not any(len(line.text) <= rule.max and rule.pattern.fullmatch(line.text) for rule in rules)
    ]
    return (prose[0], prose[-1]) if prose else (len(lines), -1)


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
