"""Lists of set phrases: by frequency, by number word, by pinyin. No page grows with the corpus."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from build_corpus.model import Formula
from build_corpus.publish.markdown import front_matter
from build_corpus.publish.phrases import Headline
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
_First = tuple[str, Headline] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A phrase in a list."""

    formula: Formula
    """The phrase."""
    speeches: int
    """How many speeches use it."""
    first: _First
    """Earliest delivery date in this corpus, and the speech."""
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


def shelf_pages(site: Site, formulas: Sequence[Formula], firsts: Sequence[_First]) -> dict[str, str]:
    """Path below docs → text of all lists. `firsts`: the first dated use of each phrase."""
    items = [
        Item(
            formula=formula,
            speeches=len(formula.documents),
            first=first,
            pinyin=pinyin(formula.text),
        )
        for formula, first in zip(formulas, firsts, strict=True)
    ]
    by_number = _sections(items, lambda item: _number(item.formula))
    by_letter = _sections(sorted(items, key=lambda item: (item.pinyin, item.formula.text)), _letter)
    files = dict(_by_frequency(site, items))
    files |= _shelf(site, "by-number", "按数字", by_number)
    files |= _shelf(site, "by-pinyin", "按拼音", by_letter)
    return files


def _number(formula: Formula) -> tuple[int, str, str] | None:
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


def _by_frequency(site: Site, items: Sequence[Item]) -> Iterator[tuple[str, str]]:
    chunks = [items[at : at + ROWS] for at in range(0, len(items), ROWS)] or [[]]
    for number, chunk in enumerate(chunks, 1):
        title = "提法" if number == 1 else f"提法（第 {number} 页）"
        yield (
            "formulas/index.md" if number == 1 else f"formulas/frequency/{number}.md",
            site.render(
                "formulas.md.j2",
                front=_front(title, "本库两篇以上讲话共用的固定说法，按篇数排列。"),
                title=title,
                items=chunk,
                dated=any(item.first for item in chunk),
                count=len(items),
                single=len(site.corpus.formulas) - len(items),
                number=number,
                pages=len(chunks),
                up="" if number == 1 else "../",
            ),
        )


def _shelf(site: Site, name: str, title: str, sections: Sequence[Section]) -> dict[str, str]:
    """The page of all sections, and pages of their own for long ones."""
    shown = [
        (section, section.items[:FIRST], f"{name}/{section.anchor}.md" if len(section.items) > FIRST else "")
        for section in sections
    ]
    values = {"name": name, "title": f"提法：{title}"}
    front = _front(f"提法：{title}", f"本库两篇以上讲话共用的固定说法，{title}排列。")
    files = {
        f"formulas/{name}.md": site.render(
            "formula-shelf.md.j2", front=front, sections=shown, up="", **values
        )
    }
    for section in sections:
        chunks = [section.items[at : at + SECTION] for at in range(0, len(section.items), SECTION)]
        for number, chunk in enumerate(chunks if len(section.items) > FIRST else (), 1):
            page = f"{section.anchor}.md" if number == 1 else f"{section.anchor}-{number}.md"
            following = f"{section.anchor}-{number + 1}.md" if number < len(chunks) else ""
            files[f"formulas/{name}/{page}"] = site.render(
                "formula-shelf.md.j2",
                front=_front(f"提法：{title}（{section.name}）", f"提法，{title}排列：{section.name}。"),
                sections=[(section, chunk, following)],
                up="../",
                **values,
            )
    return files


def _front(title: str, description: str) -> str:
    data = {"title": title, "description": description, "hide": ["navigation", "toc"]}
    return front_matter({**data, "search": {"exclude": True}})
