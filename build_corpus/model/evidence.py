"""Why a document has its themes: the parts of each score, as `build-corpus audit --themes` prints them."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one paragraph shows of a theme."""

    block: str
    """Paragraph id."""
    weight: float
    """≥ 0; of wordings, headings and narrower themes together; see annotate."""
    strong: tuple[str, ...] = ()
    """Strong wordings in the paragraph's own characters, in order, each as often as it is used."""
    weak: tuple[str, ...] = ()
    """Weak wordings, likewise."""
    run_in: bool = False
    """Whether its run-in heading has a wording."""
    headed: bool = False
    """Whether the block heading above names the theme."""
    through: bool = False
    """Whether it is there without a wording, because the theme runs through the section."""
    narrower: tuple[tuple[str, float], ...] = ()
    """(narrower theme, its weight here) that make it a paragraph on the broader theme."""
    value: float = 0.0
    """≥ 0; what it adds to the document's score; 0 where it names the theme in passing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a document has a theme, or names it and does not have it."""

    theme: str
    """Theme id."""
    coverage: float
    """≥ 0; the paragraphs' values together."""
    title: float
    """≥ 0; what the title adds."""
    common: int
    """Class of the theme's document frequency; see CorpusStats.common."""
    left: float
    """0–1; what is left of coverage and title for a theme of this class."""
    score: float
    """≥ 0; coverage and title times that, rounded to 3 places; 0 where the theme is not treated."""
    paragraphs: tuple[Evidence, ...]
    """What each paragraph shows, best first."""
    untreated: Literal["passing", "weak", "elsewhere"] | None = None
    """Why it is only named: all paragraphs say next to nothing; only weak wordings; no paragraph has a wording."""
