"""The nouns of the house: frozen, slotted, keyword-only. Imports nothing of the house.

Offsets are code points, half-open. Counts of 字 are code points. Missing facts are None.
"""

from build_corpus.model.candidate import Candidate, Example, WordRule
from build_corpus.model.corpus import (
    VERSION_KINDS,
    Annotated,
    Corpus,
    CorpusStats,
    Mention,
    Pair,
    Related,
    ThemeScore,
    ThemeShare,
    Version,
)
from build_corpus.model.evidence import Evidence, Explanation
from build_corpus.model.finding import CATALOGUE, Finding, finding, in_order
from build_corpus.model.kind import SEVERITIES, Severity
from build_corpus.model.noise import NoiseRule, NoiseTable, PhraseRule, RuleClass
from build_corpus.model.personal import PersonalRule, is_identity, masked, masked_name, masked_text
from build_corpus.model.receipt import Kind, Receipt, apply, revert
from build_corpus.model.reuse import Formula, Parallel, Passage
from build_corpus.model.rights import HANDLINGS, Handling, Notice, RightsRule, Tombstone, Withdrawal
from build_corpus.model.source import (
    FIELDS,
    Emendation,
    Inferred,
    Mark,
    Part,
    Sidecar,
    SidecarNote,
    Source,
    without_text,
)
from build_corpus.model.speech import (
    Block,
    BlockType,
    Date,
    DocumentKind,
    Heading,
    Inline,
    Note,
    Placed,
    Speech,
)
from build_corpus.model.structure import KindRule, StructureTable
from build_corpus.model.table import (
    EnumeratorFamily,
    Enumerators,
    FormulaTable,
    Knowledge,
    MetadataRule,
    ReportedRule,
    SuspectRule,
)
from build_corpus.model.text import Cleaned, Edit, Line, Move, Removal, settle
from build_corpus.model.vocabulary import Condition, Theme, Vocabulary

__all__ = [
    "CATALOGUE",
    "FIELDS",
    "HANDLINGS",
    "SEVERITIES",
    "VERSION_KINDS",
    "Annotated",
    "Block",
    "BlockType",
    "Candidate",
    "Cleaned",
    "Condition",
    "Corpus",
    "CorpusStats",
    "Date",
    "DocumentKind",
    "Edit",
    "Emendation",
    "EnumeratorFamily",
    "Enumerators",
    "Evidence",
    "Example",
    "Explanation",
    "Finding",
    "Formula",
    "FormulaTable",
    "Handling",
    "Heading",
    "Inferred",
    "Inline",
    "Kind",
    "KindRule",
    "Knowledge",
    "Line",
    "Mark",
    "Mention",
    "MetadataRule",
    "Move",
    "NoiseRule",
    "NoiseTable",
    "Note",
    "Notice",
    "Pair",
    "Parallel",
    "Part",
    "Passage",
    "PersonalRule",
    "PhraseRule",
    "Placed",
    "Receipt",
    "Related",
    "Removal",
    "ReportedRule",
    "RightsRule",
    "RuleClass",
    "Severity",
    "Sidecar",
    "SidecarNote",
    "Source",
    "Speech",
    "StructureTable",
    "SuspectRule",
    "Theme",
    "ThemeScore",
    "ThemeShare",
    "Tombstone",
    "Version",
    "Vocabulary",
    "Withdrawal",
    "WordRule",
    "apply",
    "finding",
    "in_order",
    "is_identity",
    "masked",
    "masked_name",
    "masked_text",
    "revert",
    "settle",
    "without_text",
]
