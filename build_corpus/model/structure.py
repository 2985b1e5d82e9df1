"""Knowledge of titles, salutations, people and places, in the shape of data/structure.yml."""

from collections.abc import Mapping
from dataclasses import dataclass
from re import Pattern
from typing import ClassVar, Literal

_STRICT = {"extra": "forbid"}  # an unknown key in a file is an error


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
    stated: Pattern[str]
    """What a line of a page's frame states; groups are fields, `posted_by` and the like for one more way to say it."""
    lead: Pattern[str]
    """A column in brackets at the start of a title: [领导讲话]."""
    announced: Pattern[str]
    """Words above a speech that say who gave it; `who` and `occasion`."""
    today: Pattern[str]
    """The day that such words call today; `month` (may be missing) and `day`."""
    named: Pattern[str]
    """A speaker's own name in the first words; `who`."""
    introduced: Pattern[str]
    """A first line that names who spoke; groups `who` and `occasion`."""
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
    level_names: Mapping[str, str]
    """Another name of a level (市级) → the one that stands for it."""
    body_levels: Mapping[str, str]
    """How the name of a body ends (大学) → level."""
    surnames: str
    """First characters of names."""
    no_name: Pattern[str]
    """A whole short line that is no name though it starts like one."""
    cases: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Key above → `hits` and `misses` of its pattern."""
