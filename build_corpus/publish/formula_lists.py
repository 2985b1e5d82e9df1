"""Lists of set phrases: by frequency, by number word, by pinyin. No page grows with the corpus."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from build_corpus.publish.derived import kept
from build_corpus.publish.lazy import Lazy
from build_corpus.publish.markdown import front_matter
from build_corpus.publish.phrase_facts import PhraseFacts, phrase_facts
from build_corpus.publish.pinyin import pinyin
from build_corpus.publish.site import Site

ROWS = 200  # phrases on one page of the list by frequency
FIRST = 60  # phrases of one section on the page of all sections …
SECTION = 400  # … and on one page of its own
NUMBERS = {
    1: "一",
    2: "二、两、双",
    3: "三",
    4: "四",
    5: "五",
    6: "六",
    7: "七",
    8: "八",
    9: "九",
    10: "十",
    100: "百",
}
OTHER_NUMBER, OTHER_LETTER = "其他数目", "其他"


class Item(NamedTuple):
    """A phrase in a list."""

    phrase: PhraseFacts
    """The phrase."""
    pinyin: str
    """What it is sorted by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a list."""

    name: str
    """What its heading says."""
    anchor: str
    """Id of the heading, and the name of its own pages."""
    items: tuple[Item, ...]
    """What is in it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list, not yet written."""

    template: str
    """Its template."""
    values: Mapping[str, object]
    """What the template prints."""


def shelf_pages(site: Site) -> Iterator[tuple[str, Lazy]]:
    """Path below docs → text of all lists."""
    return ((path, Lazy(site, _page, (path,))) for path in phrase_lists(site))


def _page(site: Site, path: str) -> str:
    listed = phrase_lists(site)[path]
    return site.render(listed.template, **listed.values)


@kept()
def phrase_lists(site: Site) -> Mapping[str, Listed]:
    """Path below docs → what the list says."""
    return lists_of(list(phrase_facts(site).whole.values()))


def lists_of(phrases: Sequence[PhraseFacts]) -> dict[str, Listed]:
    """The lists of phrases, which are given most speeches first."""
    items = [Item(each, pinyin(each.text)) for each in phrases if each.paged]
    by_number = _sections(items, lambda item: _number(item.phrase))
    by_letter = _sections(sorted(items, key=lambda item: (item.pinyin, item.phrase.text)), _letter)
    files = dict(_by_frequency(items, len(phrases) - len(items)))
    files |= _shelf("by-number", "按数字", by_number)
    files |= _shelf("by-pinyin", "按拼音", by_letter)
    return files


def _number(formula: PhraseFacts) -> tuple[int, str, str] | None:
    """(rank, name, anchor) of a phrase's number section."""
    if formula.number is None:
        return None
    if formula.number in NUMBERS:
        return formula.number, NUMBERS[formula.number], f"n-{formula.number}"
    return 10**9, OTHER_NUMBER, "n-other"


def _letter(item: Item) -> tuple[int, str, str]:
    letter = item.pinyin[:1]
    if letter.isascii() and letter.isalpha():
        return ord(letter), letter.upper(), f"letter-{letter}"
    return 10**9, OTHER_LETTER, "letter-other"


def _sections(items: Sequence[Item], place: Callable[[Item], tuple[int, str, str] | None]) -> list[Section]:
    """Items under their sections, sections in order, items as they come."""
    found: dict[tuple[int, str, str], list[Item]] = {}
    for item in items:
        where = place(item)
        if where:
            found.setdefault(where, []).append(item)
    return [
        Section(name=name, anchor=anchor, items=tuple(found[rank, name, anchor]))
        for rank, name, anchor in sorted(found)
    ]


def _by_frequency(items: Sequence[Item], single: int) -> Iterator[tuple[str, Listed]]:
    chunks = [items[at : at + ROWS] for at in range(0, len(items), ROWS)] or [[]]
    for number, chunk in enumerate(chunks, 1):
        title = "提法" if number == 1 else f"提法（第 {number} 页）"
        yield (
            "formulas/index.md" if number == 1 else f"formulas/frequency/{number}.md",
            Listed(
                "formulas.md.j2",
                {
                    "front": _front(title, "本库两篇以上讲话共用的固定说法，按篇数排列。"),
                    "title": title,
                    "items": chunk,
                    "dated": any(item.phrase.first for item in chunk),
                    "count": len(items),
                    "single": single,
                    "number": number,
                    "pages": len(chunks),
                    "up": "" if number == 1 else "../",
                },
            ),
        )


def _shelf(name: str, title: str, sections: Sequence[Section]) -> dict[str, Listed]:
    """The page of all sections, and pages of their own for long ones."""
    template = "formula-shelf.md.j2"
    values = {"name": name, "title": f"提法：{title}"}
    shown = [
        (section, section.items[:FIRST], f"{name}/{section.anchor}.md" if len(section.items) > FIRST else "")
        for section in sections
    ]
    front = _front(f"提法：{title}", f"本库两篇以上讲话共用的固定说法，{title}排列。")
    files = {f"formulas/{name}.md": Listed(template, {"front": front, "sections": shown, "up": "", **values})}
    for section in sections:
        chunks = [section.items[at : at + SECTION] for at in range(0, len(section.items), SECTION)]
        for number, chunk in enumerate(chunks if len(section.items) > FIRST else (), 1):
            page = f"{section.anchor}.md" if number == 1 else f"{section.anchor}-{number}.md"
            following = f"{section.anchor}-{number + 1}.md" if number < len(chunks) else ""
            front = _front(f"提法：{title}（{section.name}）", f"提法，{title}排列：{section.name}。")
            said = {"front": front, "sections": [(section, chunk, following)], "up": "../", **values}
            files[f"formulas/{name}/{page}"] = Listed(template, said)
    return files


def _front(title: str, description: str) -> str:
    data = {"title": title, "description": description, "hide": ["navigation", "toc"]}
    return front_matter({**data, "search": {"exclude": True}})
