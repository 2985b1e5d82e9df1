"""Wordings of set phrases as keys, and texts folded so that keys are found in them.

Quotation marks, 、 and ，, white space, traditional characters and the vocabulary's variants make no
other phrase. A key has none of them; where a wording has a mark is kept beside it, so that no phrase
is found across a comma that is not its own.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from build_corpus.text import QUOTES, bare, simplified

PARTING = "、，,"
"""Marks between the parts of a phrase."""

_DROPPED = re.compile(f"[{re.escape(QUOTES)}{PARTING} \N{IDEOGRAPHIC SPACE}\N{NO-BREAK SPACE}]")
_QUOTE = re.compile(f"[{re.escape(QUOTES)}]")
_VALUES = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10000}
PAIR = "双"
_NUMERAL = re.compile("[一二三四五六七八九十百千万两]+|[0-9]{1,3}(?![0-9A-Za-z.%+])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A set phrase as texts are searched for it."""

    text: str
    """Without quotation marks, parting marks and spaces, simplified, the first of each group of variants."""
    parts: frozenset[int]
    """Offsets at which a wording has a parting mark."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without what makes no other phrase, and the way back."""

    text: str
    """What the places are places in."""
    plain: str = field(init=False)
    """The folded text."""
    _before: list[int] = field(init=False)

    def __post_init__(self) -> None:
        simple = simplified(self.text)
        gone = [match.start() for match in _DROPPED.finditer(simple)]
        object.__setattr__(self, "plain", _DROPPED.sub("", simple))
        object.__setattr__(self, "_before", [place - at for at, place in enumerate(gone)])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the text that a stretch of the folded one is."""
        before = self._before
        return start + bisect_right(before, start), end + bisect_right(before, end - 1)

    def partings(self, start: int, end: int) -> Iterator[int]:
        """Offsets in a stretch of the folded text at which the text has a parting mark."""
        before = self._before
        for at in range(bisect_right(before, start), bisect_left(before, end)):
            if self.text[before[at] + at] in PARTING:
                yield before[at] - start


class Keys:
    """Makes keys; knows the vocabulary's groups of variants."""

    def __init__(self, variants: Iterable[Sequence[str]]) -> None:
        groups = [[bare(form) for form in group] for group in variants]
        self._first = [(other, group[0]) for group in groups for other in group[1:]]
        self._others = [(group[0], group[1:]) for group in groups]

    def key(self, wording: str) -> Key:
        """The key of a wording.

        >>> Keys([("不求所有", "不为所有")]).key("“不为所有”、但求所用")
        Key(text='不求所有但求所用', parts=frozenset({4}))
        """
        text = bare(wording)
        for other, first in self._first:
            if other in text:
                text = text.replace(other, first)
        folded = Folded(text)
        return Key(text=folded.plain, parts=frozenset(folded.partings(0, len(folded.plain))))

    def forms(self, key: str) -> list[str]:
        """The key itself, and the key with each other variant."""
        found = [key]
        for first, others in self._others:
            if first in key:
                found += [form.replace(first, other) for form in tuple(found) for other in others]
        return found


def unquoted(text: str) -> str:
    """The text simplified and without quotation marks; parting marks stay.

    >>> unquoted("“兩新”組織、人才")
    '两新组织、人才'
    """
    return _QUOTE.sub("", simplified(text))


def number(text: str) -> int | None:
    """The number a phrase opens with.

    >>> [number(each) for each in ("四个意识", "两新", "双百工程", "十六字", "三会一课", "第一书记", "541", "9个规定主题+")]
    [4, 2, 2, 16, 3, None, None, 9]
    """
    if text.startswith(PAIR) and len(text) > 1:
        return 2
    match = _NUMERAL.match(text)
    if not match or match.end() == len(text):
        return None
    return int(match[0]) if match[0].isdecimal() else _value(match[0])


def _value(numeral: str) -> int:
    total = digit = 0
    for char in numeral:
        if char in _SCALES:
            total += max(digit, 1) * _SCALES[char]
            digit = 0
        else:
            digit = _VALUES[char]
    return total + digit
