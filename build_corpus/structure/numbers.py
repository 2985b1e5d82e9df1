"""Numbers at the start of lines and of clauses: which family, which value, how deep."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from build_corpus.model import EnumeratorFamily, Enumerators
from build_corpus.text import HAN, SENTENCE_END

PLAIN = "plain"
"""Code of headings without a number."""
DEEPEST = 4
NUMERALS = {char: n for n, char in enumerate("一二三四五六七八九十", start=1)}
_RESETS = ("part", PLAIN, "han-alone", "han", "paren-han")  # these stand above 一是, 第一， and the like
_ITEM_END = re.compile(f"[{SENTENCE_END}；]")
_AFTER = re.compile(r"(?<=[。：；！？”])|(?<=比如，)|(?<=例如，)|(?<=即，)")  # where an item may start
_FIRST = re.compile(r"(?:^|[。：；！？”，])(?:第?一|①|[（(]?1)")  # every enumeration has a first item
_COUNTED = re.compile(rf"([一二三四五六七八九十]{{1,3}})([{HAN}])")


class Levels:
    """The families of numbers that are open at a point of the text, outermost first."""

    def __init__(self) -> None:
        self.open: list[str] = []

    def enter(self, code: str, orphan: int) -> int:
        """The level of an item of this family; closes what is deeper. `orphan`: its level with nothing above."""
        if code in self.open:
            del self.open[self.open.index(code) + 1 :]
        else:
            nested = code == PLAIN and any(each in self.open for each in ("han", "paren-han"))
            if code in _RESETS and not nested:
                above = _RESETS[: _RESETS.index(code)]
                self.open = [each for each in self.open if each in above]
            if not self.open:
                self.open = ["-"] * (orphan - 1)
            self.open.append(code)
        return min(len(self.open), DEEPEST)

    @property
    def below(self) -> int:
        """The level of an enumeration inside a paragraph here."""
        return min(max(len(self.open), 1) + 1, DEEPEST)


def families(texts: Iterable[str], table: Enumerators) -> Sequence[EnumeratorFamily]:
    """The families of the table, and 一抓 二抓 三抓, where a text counts with a word of its own."""
    seen: dict[str, set[int]] = {}
    for text in texts:
        match = _COUNTED.match(text)
        if match and not any(family.pattern.match(text) for family in table.families):
            seen.setdefault(match[2], set()).add(value(match[1]))
    words = "".join(sorted(word for word, numbers in seen.items() if {1, 2} <= numbers))
    if not words:
        return table.families
    known = next(family for family in table.families if family.code == "cardinal")
    pattern = re.compile(rf"(?P<n>[一二三四五六七八九十]{{1,3}})[{words}](?![一二三四五六七八九十])")
    return (*table.families, replace(known, pattern=pattern))


def value(numeral: str) -> int:
    """1–99 for Han, ASCII and circled numerals.

    >>> value("十二"), value("3"), value("②"), value("二十")
    (12, 3, 2, 20)
    """
    if numeral.isdecimal():
        return int(numeral)
    if "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    tens, ten, ones = numeral.rpartition("十")
    high = NUMERALS.get(tens, 1) * 10 if ten else 0
    return high + NUMERALS.get(ones, 0)


def items(text: str, known: Sequence[EnumeratorFamily], limit: int) -> list[tuple[int, str]]:
    """Start and heading words of each item of the enumerations inside a paragraph; `limit` as in `_words`.

    An item starts a clause and its number follows the one before; a restart at one opens another
    enumeration. One item alone is no enumeration (一级抓一级, 第一书记).
    """
    if not _FIRST.search(text):
        return []
    starts = sorted({0, *(match.start() for match in _AFTER.finditer(text))} - {len(text)})
    runs: list[list[int]] = []
    for family in known:
        if not family.inline:
            continue
        number = 0
        for start in starts:
            match = family.pattern.match(text, start)
            here = value(match["n"]) if match else 0
            if here == 1:
                runs.append([start])
            elif here == number + 1 and number:
                runs[-1].append(start)
            else:
                continue
            number = here
    found = sorted({start for run in runs if len(run) > 1 for start in run})
    return [(start, _words(text, start, limit)) for start in found]


def _words(text: str, start: int, limit: int) -> str:
    """An item's heading: its first sentence where that is short, else its first clause."""
    stop = start + limit
    end = _ITEM_END.search(text, start, stop + 1)
    if end:
        return text[start : end.start()]
    if len(text) <= stop:
        return text[start:]
    comma = text.find("，", start + 3, stop)  # past the number and its own ，
    return text[start : comma if comma > 0 else stop]
