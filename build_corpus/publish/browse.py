"""What speeches can be browsed by: every value of every facet, and every two of them together, with a place for each.

In: the speeches, newest first. Out: sections (the speeches of a value, or of two values at once) and the page on
which each section stands. A section of more than OWN speeches has pages of its own; the others share pages, so that
there are never more than a few pages for a hundred speeches, however many values there are. Year and theme have their
own lists: a year is a place within every section, a theme has pages that quote.
"""

import re
from base64 import b32encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from itertools import chain, combinations

from build_corpus.publish.briefs import FACETS, Brief, Key, Value
from build_corpus.publish.charts import LEVELS
from build_corpus.publish.pinyin import pinyin, rank
from build_corpus.publish.shelves import key as shelf_key
from build_corpus.publish.shelves import shelves
from build_corpus.publish.years import ROWS, dated_pages, rank_ever, year_of

FOLDER = "browse"
OWN = 30  # speeches; a value of more has pages of its own, and two values of more than ROWS
PAIRED = 200  # speeches on a page of sections of two values, which say nothing but their speeches
BESIDE = 4  # values of another facet named beside a section that shares its page

Counted = list[tuple[str, int]]
"""Value → speeches, in the order in which readers look for it."""

_PLAIN = re.compile("[\u4e00-\u9fff0-9a-z]{1,24}")


@cache
def slug(value: str) -> str:
    """A value as part of an address: itself where it is plain, else a hash. It never leaves its folder.

    >>> slug("泽州县"), slug("../x"), slug("index")
    ('泽州县', 'v-yoemkijfym55i', 'v-lecapnkj23r3i')
    """
    if _PLAIN.fullmatch(value) and value != "index":
        return value
    digest = blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return f"v-{b32encode(digest).decode().lower().rstrip('=')}"


def anchor(key: Key) -> str:
    """The id of a section's heading on a page that it shares."""
    return ".".join(slug(value) for _, value in key)


def by_count(facet: str, counts: Mapping[str, int]) -> Counted:
    """Values by speeches, most first; levels from the top down."""
    top = {level: at for at, level in enumerate(LEVELS)} if facet == "level" else {}
    return sorted(
        counts.items(), key=lambda each: (top.get(each[0], len(top)), -each[1], rank_of(each[0]), each[0])
    )


@cache
def rank_of(value: str) -> int:
    """Where a value stands in pinyin."""
    return rank(value)


class Browse:
    """Every section, and where it stands."""

    def __init__(self, documents: Sequence[Brief]) -> None:
        """`documents`: newest first."""
        self.facts = {document.id: document.said for document in documents}
        self.sections: dict[Key, list[Brief]] = {}
        for document in documents:
            known = self.facts[document.id]
            for key in chain(((value,) for value in known), combinations(known, 2)):
                self.sections.setdefault(key, []).append(document)
        self._pages: dict[Key, list[tuple[str, tuple[Brief, ...]]]] = {}
        self._years: dict[Key, Mapping[str, tuple[str, int, str]]] = {}
        self._counts: dict[Value, dict[str, dict[str, int]]] = {}
        for key, held in self.sections.items():
            for value, (facet, other) in zip(key, reversed(key), strict=True) if len(key) > 1 else ():
                self._counts.setdefault(value, {}).setdefault(facet, {})[other] = len(held)
        self._same = dict(self._alike())
        for key in self._same:
            del self.sections[key]
        self.shared = dict(self._shared())
        """Page below docs → sections on it, in the order in which they stand there."""
        self._shelf = {key: path for path, keys in self.shared.items() for key in keys}

    def values(self, facet: str) -> Counted:
        """All values of a facet."""
        return by_count(
            facet, {key[0][1]: len(held) for key, held in self.sections.items() if _facets(key) == (facet,)}
        )

    def beside(self, key: Key) -> list[tuple[str, Counted]]:
        """What else the speeches of a value have: facet → its values. Nothing for two values."""
        counts = self._counts.get(key[0], {}) if len(key) == 1 else {}
        return [(facet, by_count(facet, counts[facet])) for facet in FACETS if facet in counts]

    def letters(self, facet: str) -> list[tuple[str, str]]:
        """The initials of the values that share pages, each with the place of its first."""
        first: dict[str, str] = {}
        small = [
            key for key, held in self.sections.items() if _facets(key) == (facet,) and not self.is_own(key)
        ]
        for key in sorted(small, key=lambda key: (rank_of(key[0][1]), key)):
            first.setdefault(initial(key[0][1]), self.place(key))
        return sorted(first.items())

    def is_own(self, key: Key) -> bool:
        """Whether a section has pages of its own."""
        return len(self.sections[key]) > (OWN if len(key) == 1 else ROWS)

    def pages(self, key: Key) -> list[tuple[str, tuple[Brief, ...]]]:
        """A section's own pages after its first, path below docs → speeches; none where the first holds all."""
        if key not in self._pages:
            stem = own_stem(key)
            cut = dated_pages(stem, self.sections[key], rank_ever)
            named = [(f"{stem}/{at.removeprefix(stem)[1:]}.md", held) for at, held in cut]
            self._pages[key] = named if len(cut) > 1 else []
        return self._pages[key]

    def section(self, key: Key) -> Key:
        """The section that lists the speeches of one value or two: that of one of them where it says the same."""
        return self._same.get(key, key)

    def place(self, key: Key) -> str:
        """Where a section stands: path below docs, with its anchor where it shares the page."""
        key = self.section(key)
        return f"{own_stem(key)}.md" if self.is_own(key) else f"{self._shelf[key]}#{anchor(key)}"

    def years(self, key: Key) -> Mapping[str, tuple[str, int, str]]:
        """The years of a section, newest first: stem → name, speeches, place where the first of them stands."""
        if key not in self._years:
            counts = Counter(map(year_of, self.sections[key]))
            own = f"{own_stem(key)}.md#y-" if self.is_own(key) else f"{self.place(key)}."
            first = {
                year_of(document)[0]: f"{path}#y-"
                for path, held in reversed(self.pages(key) if self.is_own(key) else [])
                for document in reversed(held)
            }
            self._years[key] = {
                stem: (name, n, f"{first.get(stem, own)}{stem}") for (stem, name), n in counts.items()
            }
        return self._years[key]

    def _alike(self) -> Iterator[tuple[Key, Key]]:
        """Two values of which one never comes without the other, and that one: they need no list of their own."""
        for key, held in self.sections.items():
            for value in key if len(key) > 1 else ():
                if len(self.sections[value,]) == len(held):
                    yield key, (value,)
                    break

    def _shared(self) -> Iterator[tuple[str, list[Key]]]:
        """The pages of small sections: those of one facet or of one pair of facets together, by pinyin."""
        groups: dict[tuple[str, ...], list[tuple[int, Key]]] = {}
        for key in self.sections:
            if not self.is_own(key):
                name = "\n".join(value for _, value in key)
                groups.setdefault(_facets(key), []).append((shelf_key(rank_of(key[-1][1]), name), key))
        for facets, keyed in groups.items():
            # A page of one facet stands beside those of its values, whose names have no hyphen but hashes'.
            stem = f"{facets[0]}/page" if len(facets) == 1 else f"{'-'.join(facets)}/page"
            size = ROWS if len(facets) == 1 else PAIRED
            for number, keys in shelves(sorted(keyed), size, self._weight):
                yield f"{FOLDER}/{stem}-{number}.md", sorted(keys, key=_order)

    def _weight(self, key: Key) -> int:
        """What a section takes on a page, in rows: its speeches, and half a row for each link beside them."""
        links = sum(min(len(values), BESIDE) for _, values in self.beside(key)) if len(key) == 1 else 0
        return len(self.sections[key]) + (links + 1) // 2


def both(one: Value, other: Value) -> Key:
    """The key of two values, in whichever order they come."""
    order = list(FACETS)
    return tuple(sorted((one, other), key=lambda value: order.index(value[0])))


def initial(value: str) -> str:
    """The first letter of a value's pinyin, `#` where it has none.

    >>> initial("重庆"), initial("5G")
    ('C', '#')
    """
    letter = pinyin(value)[:1]
    return letter.upper() if letter.isascii() and letter.isalpha() else "#"


def own_stem(key: Key) -> str:
    """A section's own page below docs, without its ending.

    >>> own_stem((("level", "县"), ("kind", "report")))
    'browse/level/县/kind/report'
    """
    return "/".join((FOLDER, *(part for facet, value in key for part in (facet, slug(value)))))


def _order(key: Key) -> tuple[tuple[int, int, str], ...]:
    """Levels from the top down, everything else by pinyin."""
    return tuple(
        (LEVELS.index(value) if facet == "level" and value in LEVELS else len(LEVELS), rank_of(value), value)
        for facet, value in key
    )


def _facets(key: Iterable[Value]) -> tuple[str, ...]:
    return tuple(facet for facet, _ in key)
