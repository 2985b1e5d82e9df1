"""Themes as nouns: a small thesaurus in the shape of data/themes.yml (SKOS)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

_STRICT = {"extra": "forbid"}  # an unknown key in a file is an error


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """When wordings that also mean other things stand for their concept, judged within a sentence."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    of: tuple[str, ...]
    """Wordings of the concept."""
    near: tuple[str, ...] = ()
    """One of these words must stand in the sentence; none are asked for where this is empty."""
    unless: tuple[str, ...] = ()
    """None of these words may stand in the sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A concept of the vocabulary (SKOS)."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    id: str
    """Stable; also the address `themes/<id>/`."""
    label: str
    """skos:prefLabel."""
    scope: str
    """skos:scopeNote."""
    aliases: tuple[str, ...] = ()
    """skos:altLabel: wordings that are evidence of the theme."""
    weak: tuple[str, ...] = ()
    """Wordings too general to be evidence alone."""
    hidden: tuple[str, ...] = ()
    """skos:hiddenLabel: misprints, found like aliases and never shown."""
    conditions: tuple[Condition, ...] = ()
    """What tells a wording of this concept from the same word for something else."""
    broader: str | None = None
    """Id of the concept above."""
    related: tuple[str, ...] = ()
    """Ids of neighbours; symmetric."""
    deprecated: bool = False
    """owl:deprecated: given to no text any more; its address stays."""
    replaced_by: str | None = None
    """dcterms:isReplacedBy: id of the concept that its wordings now stand for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All themes, in the order of the file (skos:ConceptScheme)."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    scheme: str
    """Name of the scheme."""
    concepts: tuple[Theme, ...]
    """Every concept."""
    variants: tuple[tuple[str, ...], ...] = ()
    """Groups of words that stand for each other inside any wording: 主责主业 and 主业主责."""
    found: bool = False
    """Whether the concepts were found in the texts by program; pages say so."""
    _by_id: Mapping[str, Theme] = field(init=False, repr=False, compare=False)
    """Id → concept, the first where a file has two of an id."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {theme.id: theme for theme in reversed(self.concepts)})

    def get(self, theme_id: str) -> Theme:
        """The concept with this id; KeyError without one."""
        return self._by_id[theme_id]

    def narrower(self, theme_id: str | None) -> tuple[Theme, ...]:
        """The concepts in use right below one; the top concepts for None."""
        return tuple(theme for theme in self.concepts if theme.broader == theme_id and not theme.deprecated)
