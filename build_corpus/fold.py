"""How wordings are compared: without quotation marks, in simplified characters, with their variants.

In: texts and wordings. Out: keys for matching, each character in its place; what readers see is never
folded. The search key of a text may be made here as well, its address never (see `text.id_fold`).
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from opencc import OpenCC

from build_corpus.text import QUOTES, without

OPTIONAL = "、"
"""A mark that a wording may be written with or without: 抓党建、促脱贫 and 抓党建促脱贫."""

_BLOCKS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))


@cache
def _table() -> tuple[dict[int, str], re.Pattern[str]]:
    """Traditional character → simplified one, and a pattern that finds the former.

    Characters are asked for one by one (a line each), so no phrase of OpenCC takes part.
    Source: OpenCC, t2s (TSCharacters).
    """
    han = [chr(code) for start, end in _BLOCKS for code in range(start, end)]
    simple = OpenCC("t2s").convert("\n".join(han)).split("\n")
    table = {ord(one): other for one, other in zip(han, simple, strict=True) if one != other}
    return table, re.compile(f"[{''.join(map(chr, table))}]")


def simplified(text: str) -> str:
    """The text with each traditional character as its simplified one; as many characters as before.

    >>> simplified("學習黨史，堅持黨管幹部"), simplified("学习党史")
    ('学习党史，坚持党管干部', '学习党史')
    """
    table, traditional = _table()
    return text.translate(table) if traditional.search(text) else text


def bare(wording: str) -> str:
    """A wording as texts are searched for it.

    >>> bare("“兩個維護”")
    '两个维护'
    """
    return simplified(without(wording, QUOTES)[0])


def forms(wording: str, variants: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Every form of a wording, itself first: with and without 、, and with each group of variants in turn.

    >>> forms("主责主业、一起抓", [("主责主业", "主业主责")])
    ('主责主业、一起抓', '主责主业一起抓', '主业主责、一起抓', '主业主责一起抓')
    """
    found = [bare(wording)]
    for group in variants:
        folded = [bare(each) for each in group]
        found += [
            form.replace(one, other)
            for form in tuple(found)
            for one in folded
            if one in form
            for other in folded
            if other != one
        ]
    return tuple(dict.fromkeys(each for form in found for each in (form, form.replace(OPTIONAL, ""))))
