"""Themes as nouns: a small thesaurus in the shape of data/themes.yml (SKOS)."""

from dataclasses import dataclass
from typing import ClassVar

_STRICT = {"extra": "forbid"}  # an unknown key in a file is an error


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
    broader: str | None = None
    """Id of the concept above."""
    related: tuple[str, ...] = ()
    """Ids of neighbours; symmetric."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All themes, in the order of the file (skos:ConceptScheme)."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    scheme: str
    """Name of the scheme."""
    concepts: tuple[Theme, ...]
    """Every concept."""

    def get(self, theme_id: str) -> Theme:
        """The concept with this id; KeyError without one."""
        for theme in self.concepts:
            if theme.id == theme_id:
                return theme
        raise KeyError(theme_id)

    def narrower(self, theme_id: str | None) -> tuple[Theme, ...]:
        """The concepts right below one; the top concepts for None."""
        return tuple(theme for theme in self.concepts if theme.broader == theme_id)
