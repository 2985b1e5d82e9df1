"""Where themes quote speeches: which speeches treat a theme, and on which of its pages each of them stands."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from build_corpus.model import Annotated, ThemeScore
from build_corpus.publish.derived import derived, kept
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


def holders_of(documents: Iterable[Annotated]) -> dict[str, list[Holder]]:
    """Theme → the speeches that treat it, best evidence first."""
    holders: dict[str, list[Holder]] = {}
    for document in documents:
        for score in document.themes:
            holders.setdefault(score.theme, []).append((document, score))
    return {theme: _ranked(held) for theme, held in holders.items()}


def held_by(held: Iterable[Holder]) -> list[Annotated]:
    """The speeches alone."""
    return [document for document, _ in held]


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
    held: Sequence[Holder]
    """Speeches on it, best evidence first."""


@kept()
def counts(site: "Site") -> Mapping[str, int]:
    """Theme → speeches that treat it."""
    return Counter(chain.from_iterable(site.themes_of.values()))


@derived(lambda page: (page.before, page.after), lambda page: held_by(page.held))
def following(site: "Site") -> Mapping[str, Following]:
    """File below docs → the page of a theme after its first."""
    return {
        theme_file(theme, page.number): page
        for theme, held in site.holders.items()
        for page in _following(theme, held)
    }


def _following(theme: str, held: list[Holder]) -> Iterator[Following]:
    shelved = _shelved(held[LEADING:])
    numbers = [1, *(number for number, _ in shelved), None]
    for before, (number, items), after in zip(numbers, shelved, numbers[2:], strict=False):
        if before:
            yield Following(theme=theme, number=number, before=before, after=after, held=items)


@derived()
def second_pages(site: "Site") -> Mapping[str, int]:
    """Theme → number of the page after its first, where it has one."""
    return {page.theme: page.number for page in following(site).values() if page.before == 1}


@derived()
def places(site: "Site") -> Mapping[str, Mapping[str, int]]:
    """Speech → theme → the page of the theme that quotes it."""
    found: dict[str, dict[str, int]] = {}
    for theme, held in site.holders.items():
        for document, _ in held[:LEADING]:
            found.setdefault(document.id, {})[theme] = 1
    for page in following(site).values():
        for document, _ in page.held:
            found.setdefault(document.id, {})[page.theme] = page.number
    return found


def _shelved(held: list[Holder]) -> list[Shelf[Holder]]:
    """The pages of these speeches. Which one a speech stands on depends on its own score and id alone."""
    top = (1 << RANK_BITS) - 1
    keyed = sorted((key(int(top / (1 + score.score)), each.id), (each, score)) for each, score in held)
    return [(max(number, 2), _ranked(items)) for number, items in shelves(keyed, FOLLOWING)]


def _ranked(held: list[Holder]) -> list[Holder]:
    return sorted(held, key=lambda each: (-each[1].score, each[0].id))
