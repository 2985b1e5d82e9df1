"""Whether a document is a speech at all, and whether it is one.

Lists of links, log-in forms, error pages and stubs hold hardly any running text. A file with several
speeches has a second title with a second salutation below it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from build_corpus.model import Block, Cleaned, Finding, Knowledge, Line, Removal, finding
from build_corpus.text import is_prose

EMPTY = 20  # 字 of running text below which nothing was said
THIN = 300  # 字 of running text below which a page's frame tells what it is
LIST_MIN = 6  # entries of a list of links
LIST_SHARE = 2  # times as many 字 in entries as in running text
ABOVE = 4  # lines between a title and the salutation below it
TITLE_MAX = 60  # 字
_MARK = re.compile("[，。！？；]|：$")  # a title in a list has none of these
_FORM = re.compile("用户名|用戶名|账号|帐号|帳號|密码|密碼|口令|验证码|驗證碼")
_FORM_MIN = 2  # different words of a log-in form
_ERROR = re.compile(
    r"(?<!\d)[45]\d\d(?!\d).{0,12}(?:Not\s?Found|Forbidden|Error|错误|找不到|不存在)|(?:页面|网页|頁面|網頁|文件|信息|内容).{0,8}(?:不存在|找不到|已删除|已被删除|无法访问)|(?:Page|page|File)\s?[Nn]ot\s?[Ff]ound"
)
_MOVED = re.compile(
    "正在(?:跳转|转向|為您轉|为您转)|页面跳转|自动(?:跳转|转到)|如果.{0,12}没有(?:自动)?跳转|秒(?:钟)?后.{0,6}(?:跳转|返回|转)"
)
_ENTRY = re.compile(
    r".{4,60}[\s\[（(]{1,8}(?:(?:19|20)\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?[\])）]?|[\[（(]?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\])）]?\s{0,8}.{4,60}"
)


def unfit(cleaned: Cleaned, blocks: Sequence[Block], title: str) -> Iterator[Finding]:
    """A finding where a document is no speech."""
    reason = _no_speech(cleaned, blocks, title) if blocks else None
    if reason:
        yield finding("not-a-speech", f"seeds/{cleaned.source.file}", reason=reason)


def _no_speech(cleaned: Cleaned, blocks: Sequence[Block], title: str) -> str | None:
    """Why a document is no speech, in Chinese; None for one that may be."""
    prose = sum(len(block.text) for block in blocks if block.type != "heading" and _MARK.search(block.text))
    if prose >= THIN:
        return None
    words = re.sub(r"\s", "", cleaned.source.decoded[: THIN * 20])
    entries = [line for line in cleaned.lines if _is_entry(line)]
    if sum(len(line.text) for line in entries) > prose * LIST_SHARE and len(entries) >= LIST_MIN:
        return f"像列表页：{len(entries)} 行是链接或带日期的条目"
    if len(set(_FORM.findall(words))) >= _FORM_MIN:
        return "像登录页"
    if _MOVED.search(words):
        return "像跳转页"
    if _ERROR.search(title) or (prose < EMPTY and _ERROR.search(words)):
        return "像出错页面"
    return f"成段的文字只有 {prose} 字" if prose < EMPTY else None


def _is_entry(line: Line) -> bool:
    linked = isinstance(line.fate, Removal) and line.fate.rule in ("navigation.link", "navigation.outside")
    return bool(line.text) and (linked or _ENTRY.fullmatch(line.text) is not None) and not is_prose(line.text)


def second_speeches(cleaned: Cleaned, knowledge: Knowledge) -> Iterator[Finding]:
    """A finding that names the lines where further speeches start, if there are any."""
    kept = cleaned.kept
    table = knowledge.structure
    greeted = [
        at
        for at, line in enumerate(kept)
        if len(line.text) <= TITLE_MAX and table.salutation.fullmatch(line.text)
    ]
    pairs = pairwise(greeted)
    starts = [
        title for above, at in pairs if (title := _title_between(kept[above + 1 : at], knowledge)) is not None
    ]
    if starts:
        where = f"seeds/{cleaned.source.file}"
        lines = "、".join(str(line.number) for line in starts)
        yield finding(
            "several-speeches",
            where,
            starts[0].number,
            count=len(starts) + 1,
            lines=lines,
            starts=starts[0].text,
        )


def _title_between(lines: Sequence[Line], knowledge: Knowledge) -> Line | None:
    """The title right above a salutation: a short line that names a kind of speech."""
    for line in reversed(lines[-ABOVE:]):
        if is_prose(line.text):
            return None
        if len(line.text) <= TITLE_MAX and knowledge.structure.genre.search(line.text):
            return line
    return None
