"""Characters, folds and ids: the few pure helpers that several stages need."""

import re
import unicodedata
from base64 import b32encode
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import blake2b
from itertools import chain

from opencc import OpenCC

QUOTES = "“”‘’「」『』《》〈〉\"'"
"""Quotation and book-title marks, ignored when words are compared."""

SENTENCE_END = "。！？…!?"
"""Marks that end a sentence."""

HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Han characters, as the inside of a regular expression's character class."""

OPTIONAL = "、"
"""A mark that a wording may be written with or without: 抓党建、促脱贫 and 抓党建促脱贫."""

BEYOND = 0x10000  # first code point beyond the basic plane
_HAN_BLOCKS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))
_HAN = re.compile(f"[{HAN}]")
_NONCHARACTER = re.compile(
    "[\ufdd0-\ufdef"
    + "".join(chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))
    + "]"
)
_CJK_PUNCTUATION = frozenset("，。、；：？！（）【】〔〕《》〈〉「」『』“”‘’—…·～〖〗　")
_OTHER = re.compile(r"[\W_]+")
_PLAIN = re.compile(
    r"[\u4e00-\u9fff0-9A-Za-z，。、；：！？“”‘’（）《》—…%.\-() ]*"
)  # NFKC makes nothing of these but marks
_MASKING = re.compile("[*＊×xXｘＸ○某]")
_MASK = re.compile(
    r"\*+|＊+"
    r"|×{2,}|(?<![0-9])×|×(?![0-9])"  # a lone × between digits multiplies
    rf"|(?<![A-Za-z.+\- ])[xXｘＸ]+(?=[{HAN}%％、，。；）”])(?![光轴射染])"  # not nginx, X光, iPhone X手机
    r"|(?<![一二三四五六七八九十0-9])○{2,}(?![一二三四五六七八九十])|某{2,}"  # not 二○○九
)


def is_han(char: str) -> bool:
    """Whether a character is Han.

    >>> is_han("党"), is_han("，"), is_han("")
    (True, False, False)
    """
    return bool(char) and _HAN.match(char) is not None


def is_chinese(char: str) -> bool:
    """Whether a character is Han or CJK punctuation: what makes ASCII punctuation beside it wrong.

    >>> is_chinese("”"), is_chinese("a")
    (True, False)
    """
    return is_han(char) or (bool(char) and char in _CJK_PUNCTUATION)


@cache
def everyday_han() -> frozenset[str]:
    """Han characters of everyday use: level 1 of GB 2312 and of Big5, about 8,000.

    Source: GB/T 2312-1980, rows 16-55; Big5, 0xA440-0xC67E.
    """
    gb = bytes(byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
    cells = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    big = bytes(byte for row in range(0xA4, 0xC7) for cell in cells for byte in (row, cell))
    return frozenset(gb.decode("gb2312", "ignore") + big.decode("big5", "ignore"))


def is_invisible(char: str) -> bool:
    r"""Whether a character must not be inside a block: controls, format characters, noncharacters.

    >>> is_invisible("\N{ZERO WIDTH SPACE}"), is_invisible("\N{IDEOGRAPHIC SPACE}"), is_invisible("\t")
    (True, False, False)
    """
    if char == "\t":  # turned into a space instead
        return False
    if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp"):
        return True
    return _NONCHARACTER.match(char) is not None


def trim(text: str) -> str:
    r"""The text without white space at its edges.

    >>> trim(" \N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}二、聚焦 主业 ")
    '二、聚焦 主业'
    """
    return text.strip()


PROSE_MIN = 15  # 字; a shorter line that ends a sentence may be a slogan of a page's frame
PROSE_LONG = 60  # 字; a line this long is text however it ends


def is_prose(text: str) -> bool:
    """Whether a line reads like running text, not like a title, a label or a button.

    >>> is_prose("经市委同意，今天召开全市组织部长会议。"), is_prose("在全市组工会议上的讲话")
    (True, False)
    """
    if len(text) > PROSE_LONG:
        return True
    return len(text) >= PROSE_MIN and text.rstrip("”’」』）)")[-1:] in tuple(SENTENCE_END)


def masks(text: str) -> int:
    """Runs of characters that stand for something the source hides.

    >>> masks("20**年，×个村，x名书记，“点赞X发展”"), masks("nginx 3×5 X光 5+N 二○○九")
    (4, 0)
    """
    return sum(1 for _ in _MASK.finditer(text)) if _MASKING.search(text) else 0


def characters(text: str) -> int:
    """字 in a text: all characters but white space.

    >>> characters("点赞X发展 助力")
    7
    """
    return sum(map(len, text.split()))


def without(text: str, drop: str) -> tuple[str, list[int]]:
    """The text without the characters in `drop`, and for each one left its place in the text.

    >>> without("“两新”组织", QUOTES)
    ('两新组织', [1, 2, 4, 5])
    """
    kept = [match.span() for match in _but(drop).finditer(text)]
    places = list(chain.from_iterable(range(start, end) for start, end in kept))
    return "".join(text[start:end] for start, end in kept), places


@cache
def _but(drop: str) -> re.Pattern[str]:
    return re.compile(f"[^{re.escape(drop)}]+")


@cache
def _table() -> tuple[dict[int, str], re.Pattern[str]]:
    """Traditional character → simplified one, and a pattern without which a text has none of the former.

    A class with single characters beyond the basic plane is searched one by one, 400 times slower: those stand for all.
    Characters are asked for one by one (a line each), so no phrase of OpenCC takes part.
    Source: OpenCC, t2s (TSCharacters).
    """
    han = [chr(code) for start, end in _HAN_BLOCKS for code in range(start, end)]
    simple = OpenCC("t2s").convert("\n".join(han)).split("\n")
    table = {ord(one): other for one, other in zip(han, simple, strict=True) if one != other}
    basic = "".join(chr(code) for code in table if code < BEYOND)
    return table, re.compile(f"[{basic}\U00020000-\U000323af]")


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
    return simplified("".join(_but(QUOTES).findall(wording)))


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


def id_fold(text: str) -> str:
    """Letters, digits and Han under NFKC and casefold: the part of a text that ids depend on.

    Frozen for ever: another fold would move every paragraph's address.

    >>> id_fold("第１，“AB”组织(区)")
    '第1ab组织区'
    """
    if _PLAIN.fullmatch(text):
        return _OTHER.sub("", text).lower()
    return _OTHER.sub("", unicodedata.normalize("NFKC", text).casefold())


def _digest(text: str) -> str:
    return b32encode(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).digest()).decode().lower()


def block_ids(blocks: Iterable[tuple[str, str]]) -> list[str]:
    """Ids of blocks given as (prefix, text): eight characters of a hash; equal texts get -2, -3 and so on.

    >>> block_ids([("p", "同志们："), ("p", "同志们:"), ("h", "同志们")])
    ['p-fr7n53kl', 'p-fr7n53kl-2', 'h-fr7n53kl']
    """
    seen: dict[str, int] = {}
    ids: list[str] = []
    for prefix, text in blocks:
        name = f"{prefix}-{_digest(id_fold(text))}"
        seen[name] = seen.get(name, 0) + 1
        ids.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return ids


def file_name(name: str) -> str:
    """A file's name as text that can be written: bytes that are no UTF-8 become U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def escaped(text: str) -> str:
    """Text on one line: what a terminal could take for a command is written out."""
    space = "\N{IDEOGRAPHIC SPACE}"
    return "".join(
        char if char.isprintable() or char == space else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def speech_id(stem: str) -> str:
    """Id of a speech from its file's stem.

    `index` is the name of the list page, so it is hashed like a stem with other characters.

    >>> speech_id("000_227673D0"), speech_id("在全市的讲话"), speech_id("index")
    ('000-227673d0', 's-zzaa5udp', 's-cdu43h5i')
    """
    plain = stem.lower().replace("_", "-")
    if re.fullmatch("[a-z0-9-]+", plain) and plain != "index":
        return plain
    return f"s-{_digest(stem)}"
