"""Where themes quote speeches: which speeches treat a theme, and on which of its pages each of them stands."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, overload

from build_corpus.model import Annotated, ThemeScore
from build_corpus.publish.briefs import scores
from build_corpus.publish.derived import derived, kept, shared
from build_corpus.publish.shelves import RANK_BITS, Shelf, key, shelves

if TYPE_CHECKING:
    from build_corpus.publish.site import Site

LEADING = 20  # speeches on a theme's first page
FOLLOWING = 60  # on each page after it, where less is quoted

Holder = tuple[Annotated, ThemeScore]
"""A speech and what it has of a theme."""


def theme_file(theme_id: str, number: int = 1) -> str:
    """The file below docs of a theme's page."""
    return f"themes/{theme_id}.md" if number == 1 else f"themes/{theme_id}/{number}.md"


class Held(Sequence[Holder]):
    """Speeches that treat a theme, by their ids; what they have of it is looked up when somebody asks."""

    def __init__(self, theme: str, names: Sequence[str], documents: Mapping[str, Annotated]) -> None:
        self._theme = theme
        self._names = names
        self._documents = documents

    @property
    def documents(self) -> list[Annotated]:
        """The speeches alone."""
        return [self._documents[name] for name in self._names]

    @overload
    def __getitem__(self, at: int) -> Holder: ...
    @overload
    def __getitem__(self, at: slice) -> "Held": ...
    def __getitem__(self, at: int | slice) -> "Holder | Held":
        if isinstance(at, slice):
            return Held(self._theme, self._names[at], self._documents)
        document = self._documents[self._names[at]]
        return document, next(score for score in document.themes if score.theme == self._theme)

    def __len__(self) -> int:
        return len(self._names)


class Holders(Mapping[str, Held]):
    """Theme → the speeches that treat it, best evidence first."""

    def __init__(self, site: "Site", documents: Mapping[str, Annotated]) -> None:
        self._site = site
        self._documents = documents

    @property
    def _names(self) -> Mapping[str, Sequence[str]]:
        with self._site.notes.hearing(None):  # who reads a holder reads the speeches
            return ranked(self._site).whole

    def __getitem__(self, theme: str) -> Held:
        return Held(theme, self._names[theme], self._documents)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """A page of a theme after its first."""

    theme: str
    """Theme id."""
    number: int
    """Of the page; 2 or more."""
    before: int
    """Number of the page before it."""
    after: int | None
    """Number of the page after it."""
    names: Sequence[str]
    """Speeches on it, best evidence first."""


@kept()
def counts(site: "Site") -> Mapping[str, int]:
    """Theme → speeches that treat it."""
    return Counter(chain.from_iterable(site.themes_of.values()))


@shared
def scored(site: "Site") -> Mapping[str, list[tuple[float, str]]]:
    """Theme → (less than none for more evidence, speech) of those that treat it, best evidence first."""
    known = scores(site).whole
    found: dict[str, list[tuple[float, str]]] = {}
    for name, themes in site.themes_of.items():
        for theme, (score, _) in zip(themes, known[name], strict=True):
            found.setdefault(theme, []).append((-score, name))
    return {theme: sorted(held) for theme, held in found.items()}


@kept()
def ranked(site: "Site") -> Mapping[str, Sequence[str]]:
    """Theme → the speeches that treat it, best evidence first."""
    return {theme: [name for _, name in held] for theme, held in scored(site).items()}


@derived(lambda _: None, lambda held: held.documents)
def first_held(site: "Site") -> Mapping[str, Held]:
    """Theme → the speeches that its first page quotes."""
    return {theme: held[:LEADING] for theme, held in site.holders.items()}


@kept()
def following(site: "Site") -> Mapping[str, Following]:
    """File below docs → the page of a theme after its first."""
    return {
        theme_file(theme, page.number): page
        for theme, held in scored(site).items()
        for page in _following(theme, held[LEADING:])
    }


@derived(lambda _: None, lambda held: held.documents)
def following_held(site: "Site") -> Mapping[str, Held]:
    """The same file → the speeches on it."""
    documents = site.every.whole
    return {path: Held(page.theme, page.names, documents) for path, page in following(site).whole.items()}


def _following(theme: str, held: list[tuple[float, str]]) -> Iterator[Following]:
    shelved = _shelved(held)
    numbers = [1, *(number for number, _ in shelved), None]
    for before, (number, items), after in zip(numbers, shelved, numbers[2:], strict=False):
        if before:
            yield Following(theme=theme, number=number, before=before, after=after, names=items)


@kept()
def second_pages(site: "Site") -> Mapping[str, int]:
    """Theme → number of the page after its first, where it has one."""
    return {page.theme: page.number for page in following(site).values() if page.before == 1}


@kept()
def places(site: "Site") -> Mapping[str, Mapping[str, int]]:
    """Speech → theme → the page of the theme that quotes it."""
    found: dict[str, dict[str, int]] = {}
    for theme, held in ranked(site).items():
        for name in held[:LEADING]:
            found.setdefault(name, {})[theme] = 1
    for page in following(site).values():
        for name in page.names:
            found.setdefault(name, {})[page.theme] = page.number
    return found


def _shelved(held: Iterable[tuple[float, str]]) -> list[Shelf[str]]:
    """The pages of these speeches. Which one a speech stands on depends on its own score and id alone."""
    top = (1 << RANK_BITS) - 1
    keyed = sorted((key(int(top / (1 - less)), name), (less, name)) for less, name in held)
    return [
        (max(number, 2), [name for _, name in sorted(items)]) for number, items in shelves(keyed, FOLLOWING)
    ]
