"""Knowledge as nouns, in the shape of the files in data/*.yml. `knowledge` loads and checks them."""

from collections.abc import Mapping
from dataclasses import dataclass
from re import Pattern
from typing import ClassVar, Literal

from build_corpus.model.noise import NoiseRule, NoiseTable, PhraseRule, RuleClass, Zone
from build_corpus.model.personal import PersonalRule
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
class KindRule:
    """What kind of document a title announces."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    kind: Literal["speech", "article", "report"]
    """The kind."""
    pattern: Pattern[str]
    """Found anywhere in the title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureTable:
    """data/structure.yml."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    title_max: int
    """Longest title, 字."""
    title_like: Pattern[str]
    """Found in a line: it may be a title, so no rule for promotion takes it."""
    salutation: Pattern[str]
    """Matches a whole salutation line."""
    closing: Pattern[str]
    """Start of a closing paragraph."""
    thanks: Pattern[str]
    """A whole closing line."""
    kinds: tuple[KindRule, ...]
    """The first that is found in the title wins."""
    spoken: Pattern[str]
    """Found in the first paragraphs: somebody speaks."""
    no_title: Pattern[str]
    """A whole short line that is no title: navigation, numbers, labels."""
    genre: Pattern[str]
    """How a title ends that says what it is: 讲话, 致辞."""
    site: Pattern[str]
    """The whole name of a site, paper or body, as pages add it to their titles."""
    title_goes_on: Pattern[str]
    """The whole second line of a title that breaks off."""
    wire: Pattern[str]
    """How a dispatch starts; groups `publication`, `place`, `posted`."""
    leader: Pattern[str]
    """A paper's own article told by a dispatch; group `paper`."""
    follows: Pattern[str]
    """The end of a paragraph that says that the speech follows."""
    body_name: Pattern[str]
    """The whole name of a body that signs."""
    note: Pattern[str]
    """A whole note below a text."""
    notes: Pattern[str]
    """A whole line with notes only below it."""
    caption: Pattern[str]
    """A whole caption of a picture."""
    label: Pattern[str]
    """A whole line with a label whose value is on the next line."""
    no_values: tuple[str, ...]
    """Values that say nothing, such as 佚名."""
    office: Pattern[str]
    """The end of a role: 书记, 副县长."""
    day: Pattern[str]
    """A date in a line of facts."""
    event: Pattern[str]
    """An occasion in a line of facts; group `occasion`."""
    occasion: Pattern[str]
    """A title that names the occasion; groups `by` (what stands before it) and `occasion`."""
    place: Pattern[str]
    """A role that names a place; group `place`."""
    levels: Mapping[str, Mapping[str, int]]
    """Level → words a text of it uses of its own (我市) → weight."""
    place_levels: Mapping[str, str]
    """How a place's name ends → level; a longer ending wins over a shorter one."""
    body_levels: Mapping[str, str]
    """How the name of a body ends (大学) → level."""
    surnames: str
    """First characters of names."""
    no_name: Pattern[str]
    """A whole short line that is no name though it starts like one."""
    cases: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Key above → `hits` and `misses` of its pattern."""


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
    reported: ReportedRule
    """How news about a speech gives itself away."""
    vocabulary: Vocabulary
    """Themes."""

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
