"""Knowledge as nouns, in the shape of the files in data/*.yml. `knowledge` loads and checks them."""

from collections.abc import Mapping
from dataclasses import dataclass
from re import Pattern
from typing import ClassVar

from build_corpus.model.candidate import WordRule
from build_corpus.model.noise import NoiseRule, NoiseTable, PhraseRule, RuleClass, Zone
from build_corpus.model.personal import PersonalRule
from build_corpus.model.rights import RightsRule
from build_corpus.model.structure import StructureTable
from build_corpus.model.vocabulary import Vocabulary

_STRICT = {"extra": "forbid"}  # an unknown key in a file is an error


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataRule:
    """A line of the head or tail that holds metadata; its named groups are the fields."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    code: str
    """`class.name`."""
    pattern: Pattern[str]
    """Must match the whole trimmed line."""
    zone: Zone
    """Where it may act."""
    max: int
    """字; longer lines are never tried."""
    beside: str | None = None
    """Only where another line of the same zone fits this rule."""
    surname: bool = False
    """Only where the name in it starts with a surname."""
    reason: str
    """Why."""
    hits: Mapping[str, Mapping[str, str]]
    """Line → the fields it gives."""
    misses: tuple[str, ...]
    """Lines it must not take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumeratorFamily:
    """One way of numbering: 一、 二、 三、 is one, 1. 2. 3. another."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    code: str
    """Stable name, e.g. `han`."""
    pattern: Pattern[str]
    """Matches the number at the start of a text; group `n` is the numeral."""
    inline: bool
    """Whether it can number items inside a paragraph."""
    orphan: int
    """Level of its headings where no block heading stands above."""
    hits: tuple[str, ...]
    """Texts it numbers."""
    misses: tuple[str, ...]
    """Texts it does not number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enumerators:
    """data/enumerators.yml. Lengths are in 字."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    block_max: int
    """Longest block heading."""
    run_in_max: int
    """Longest run-in heading, up to the first 。"""
    inline_max: int
    """Longest inline heading up to the first 。; longer items are cut at the first ，"""
    families: tuple[EnumeratorFamily, ...]
    """In the order they are tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspectRule:
    """A wording that is probably a misprint. It gets a note; the text stays."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    code: str
    """`suspect.name`."""
    pattern: Pattern[str]
    """The wording."""
    suggestion: str
    """Another reading, a template for `Match.expand`."""
    reason: str
    """Why."""
    hits: Mapping[str, str]
    """Sentence → the suggested reading in it."""
    misses: tuple[str, ...]
    """Sentences without the misprint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedRule:
    """data/versions.yml: what shows that a text tells of a speech instead of being one."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    pattern: Pattern[str]
    """Found anywhere in a text."""
    reason: str
    """Why."""
    hits: tuple[str, ...]
    """Sentences of a report."""
    misses: tuple[str, ...]
    """Sentences of a speech."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaTable:
    """data/formulas.yml: what the language at large says of set phrases."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    loose: frozenset[str]
    """Words that neither open nor end one."""
    loosening: frozenset[str]
    """Words that none holds inside."""
    light: frozenset[str]
    """Words that open none: adverbs and verbs that go with anything, measure words, a noun whose first half is cut off."""
    waiting: frozenset[str]
    """Words that end none: they say where, or what came of it, or describe what follows."""
    said: tuple[str, ...]
    """What stands before a quotation."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # itself only, so that it can be a key
class Knowledge:
    """Everything the stages know."""

    noise: NoiseTable
    """What is no text."""
    metadata: tuple[MetadataRule, ...]
    """Lines that hold metadata."""
    structure: StructureTable
    """Titles, salutations, people and places."""
    enumerators: Enumerators
    """Numbering."""
    suspects: tuple[SuspectRule, ...]
    """Probable misprints."""
    personal: tuple[PersonalRule, ...]
    """Numbers of private persons."""
    rights: tuple[RightsRule, ...]
    """Words that forbid to pass a text on."""
    reported: ReportedRule
    """How news about a speech gives itself away."""
    words: tuple[WordRule, ...]
    """Words that make no term."""
    vocabulary: Vocabulary
    """Themes."""
    formulas: FormulaTable
    """How set phrases are told from other words."""

    def rule_class(self, rule: str) -> RuleClass:
        """The class of a rule; KeyError for a code nobody knows."""
        return self.noise.classes[rule.split(".", maxsplit=1)[0]]

    def reason(self, rule: str) -> str:
        """Why a rule takes something out; KeyError for a code nobody knows."""
        tables: tuple[tuple[NoiseRule | PhraseRule | MetadataRule | PersonalRule, ...], ...] = (
            self.noise.rules,
            self.noise.phrases,
            self.metadata,
            self.personal,
        )
        for known in (each for table in tables for each in table):
            if known.code == rule:
                return known.reason
        return self.noise.engine[rule]
