"""Readings that a website injected after characters (學(xué), 年(nian), 党dǎng) are taken out.

A reading counts only where it is one of the character before it, by pypinyin's tables. A gloss of a rare
character is the author's and stays.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice, pairwise

from build_corpus.model import Edit, Line
from build_corpus.text import HAN, everyday_han

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü"
ZHUYIN = "\u3105-\u312f\u31a0-\u31bf"
TONES = "ˊˇˋ˙ˉ"
_READING = re.compile(
    rf"(?<=[{HAN}])(?:[(（]\s?([a-zA-Z{TONED}]{{1,7}}[1-5]?|[{ZHUYIN}{TONES}]{{1,5}})\s?[)）]"
    rf"|([a-z]{{0,5}}[{TONED}][a-z]{{0,4}}|[{ZHUYIN}][{ZHUYIN}{TONES}]{{0,4}}))"
)
_HINT = re.compile(rf"[(（]\s?[a-zA-Z{TONED}{ZHUYIN}˙]|[{TONED}{ZHUYIN}]")


def drop_readings(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines without injected readings, each with an edit."""
    return tuple(_without(line) if line.kept and _HINT.search(line.text) else line for line in lines)


def _without(line: Line) -> Line:
    spans = list(_injected(line.text))
    if not spans:
        return line
    places = line.places()
    cuts = [
        Edit(start=places[start], end=places[end - 1] + 1, after="", rule="annotation.reading")
        for start, end in spans
    ]
    gone = {place for cut in cuts for place in range(cut.start, cut.end)}
    edits = [edit for edit in line.edits if edit.start not in gone]
    kept = pairwise([0, *(place for span in spans for place in span), len(line.text)])
    text = "".join(line.text[start:end] for start, end in islice(kept, 0, None, 2))
    return replace(line, text=text, edits=tuple(sorted([*edits, *cuts], key=lambda edit: edit.start)))


def _injected(text: str) -> Iterator[tuple[int, int]]:
    for match in _READING.finditer(text):
        reading = _plain(match[1] or match[2])
        beside = text[match.start() - 1], text[match.end() : match.end() + 1] if match[2] else ""
        if any(char in everyday_han() and reading in _readings(char) for char in beside):
            yield match.span()


def _plain(reading: str) -> str:
    """A reading without its tone.

    >>> _plain("Xué"), _plain("lǜ"), _plain("nian2"), _plain("ㄒㄩㄝˊ")
    ('xue', 'lv', 'nian', 'ㄒㄩㄝ')
    """
    flat = unicodedata.normalize("NFD", reading.lower())
    flat = unicodedata.normalize(
        "NFC", "".join(char for char in flat if char not in "\u0300\u0301\u0304\u030c")
    )
    return "".join(char for char in flat if char not in f"{TONES}12345").replace("ü", "v")


@cache
def _readings(char: str) -> frozenset[str]:
    """Every reading of a character, without tones, in pinyin and in zhuyin."""
    # Few texts have readings, and to read the tables takes a fifth of a second.
    from pypinyin import Style, pinyin  # noqa: PLC0415

    found = [
        *pinyin(char, style=Style.NORMAL, heteronym=True)[0],
        *pinyin(char, style=Style.BOPOMOFO, heteronym=True)[0],
    ]
    return frozenset(_plain(reading) for reading in found)
