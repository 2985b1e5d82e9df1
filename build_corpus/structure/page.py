"""Lines of a page's frame that state something all the same: a byline, a dateline with buttons in it.

Cleaning takes what stands outside the text by its place. Right above the text a line may yet be the title, a
byline or a salutation: it is put on trial, and what the rules for heads leave goes back to where it was. In
other lines of the frame labels and clock times are looked for, for fields that no line of the head states.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from build_corpus.model import Edit, Line, Removal, StructureTable
from build_corpus.structure.dates import NARROW, iso_date
from build_corpus.structure.people import Fact, is_name, line_facts, plain_name
from build_corpus.structure.taking import Head
from build_corpus.structure.title import GENRE_MIN, may_be_title, parts
from build_corpus.text import id_fold, is_invisible, is_prose

OUTSIDE = "navigation.outside"
FRAME = ("navigation.", "promotion.", "contact.")
RULE = "metadata.dateline"
NEAR = 12  # lines above the text in which the frame states something
BELOW = 5  # lines below the text in which it names author and source
BESIDE = 3  # lines from a byline up to the title
LINE_MAX = 160  # 字; a longer line of the frame is a menu
_BUTTONS = re.compile(
    "浏览|点击|阅读|字体|字号|打印|评论|分享|编辑|标签|人气|收藏|次数|分类|责编|审核|瀏覽|列印|點擊|編輯"
    r"|手机看新闻|网摘|纠错|留言|转藏|[阅转閱轉]\s?\d"
)
_CLOCK = re.compile(r"(?<![于於在]).{1,20}\s(?:19|20)\d\d-\d{1,2}-\d{1,2}\s{1,4}\d{1,2}:\d\d(?::\d\d)?$")
_SOURCED = re.compile(
    r"(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)\s{0,4}\d{1,2}:\d\d.{0,12}(?:来源|來源|出处|作者)"
    r"|^(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)\s{0,4}\d{1,2}:\d\d(?::\d\d)?\s{1,8}\S{2,20}$"
)
_ROC = re.compile(r"1\d\d[-./]")
_FRONT = re.compile(
    r"\s{0,4}(?:published|pub_?date|publish_?date|date|发布时间|发布日期)\s{0,2}:\s{0,4}[\"']?(?P<day>(?:19|20)\d\d-\d{1,2}-\d{1,2})"
)
_TODAY = re.compile("今天是|今日是|现在是|现在时间|当前时间|當前時間")


def reopen(head: Head, title: str) -> dict[int, Line]:
    """Puts lines above the text on trial that may be its title, byline or salutation: place → line as it was.

    `title` is what the page's `<title>` says it is, empty without one.
    """
    table = head.knowledge.structure
    above = _above(head)
    trial: dict[int, Line] = {}
    for place, at in enumerate(above):
        line = head.lines[at]
        beside = [head.lines[each] for each in above[max(place - BESIDE, 0) : place]]
        titled = any(each.kept and "heading" in head.kinds.get(each.number, ()) for each in beside)
        shown = _shown(line, head) if _rule(line) == OUTSIDE else None
        if shown is None:
            continue
        addressed = table.salutation.fullmatch(line.text) and place == len(above) - 1
        if (
            addressed
            or (titled and _is_byline(line, head))
            or (title and id_fold(line.text) == id_fold(title))
        ):
            trial[at] = line
            head.lines[at] = shown
    return trial


def close(head: Head, trial: dict[int, Line]) -> None:
    """Takes out again what was on trial and is neither metadata nor a salutation."""
    for at, line in trial.items():
        if head.lines[at].kept and not head.knowledge.structure.salutation.fullmatch(line.text):
            head.lines[at] = line


def take_stated(head: Head) -> None:
    """What lines of the frame state of fields still unknown: above the text, and author and source below it."""
    for at in _above(head):
        line = head.lines[at]
        if not line.text or len(line.text) > LINE_MAX or _TODAY.search(line.text):
            continue
        if _rule(line).startswith(FRAME) or (line.kept and _is_dateline(line.text)):
            _take(head, at, stated(line.text, head.knowledge.structure))
    for at in _below(head):
        if _rule(head.lines[at]).startswith(FRAME) and len(head.lines[at].text) <= LINE_MAX:
            facts = stated(head.lines[at].text, head.knowledge.structure)
            _take(head, at, [fact for fact in facts if fact.field in ("publication", "author")])


def take_front_matter(head: Head) -> None:
    """The day a page appeared, as a key of the front matter above a Markdown text says."""
    decoded = head.cleaned.source.decoded
    if not decoded.startswith("---") or "posted" in head.found:
        return
    for at, line in enumerate(head.lines[1:], 1):
        raw = decoded[line.start : line.stop]
        match = _FRONT.match(raw)
        day = iso_date(match["day"]) if match else None
        if match and day:
            whole = replace(line, fate=None, edits=())
            head.lines[at] = whole
            head.move(at, [Fact("posted", day, match.start("day"), match.end("day"))], RULE)
        if day or raw.startswith("---"):
            return


def take_framed_title(head: Head) -> None:
    """A title that went with the site's name behind it: 在…上的讲话 - 范文大全 - 某某库."""
    table = head.knowledge.structure
    for at in _above(head):
        line = head.lines[at]
        whole, *pieces = parts(line.text) if _rule(line).startswith(FRAME) else ("",)
        shown = _shown(line, head)
        if len(pieces) < 2 or shown is None or whole != line.text:  # noqa: PLR2004
            continue
        if table.genre.search(pieces[0]) and len(pieces[0]) >= GENRE_MIN and may_be_title(pieces[0], table):
            head.lines[at] = shown
            head.move(at, [Fact("title", pieces[0], 0, len(pieces[0]))], "title.found")
            return


def stated(text: str, table: StructureTable) -> list[Fact]:
    """The facts that labels, clock times and the name of a paper state in a line; the first of a field wins."""
    facts: dict[str, Fact] = {}
    for match in table.stated.finditer(text.translate(NARROW)):
        for group, raw in match.groupdict().items():
            field = group.partition("_")[0]
            if not raw or field in facts:
                continue
            start, end = match.span(group)
            value = _value(field, text[start:end], table)
            if value:
                facts[field] = Fact(field, value, start, end)
    if "role" in facts and "author" in facts:
        facts["author"] = facts["author"]._replace(field="name")
    return sorted(facts.values(), key=lambda fact: fact.start)


def _value(field: str, text: str, table: StructureTable) -> str | None:
    if field in ("posted", "date"):
        year, *rest = re.split(r"[-./]", text) if _ROC.match(text) else (text,)
        return iso_date(f"民國{year}年{'月'.join(rest)}日" if rest else text)
    if field in ("author", "name"):
        return plain_name(text) if is_name(text, table) else None
    if field == "role" and not table.office.search(text):
        return None
    return None if text in table.no_values else text


def _take(head: Head, at: int, facts: Sequence[Fact]) -> None:
    """Moves facts of fields that are not known yet."""
    known = {*head.found, *(("author", "name", "speaker") if {"name", "speaker"} & head.found.keys() else ())}
    new = [fact for fact in facts if fact.field not in known]
    shown = _shown(head.lines[at], head)
    if not new:
        return
    if shown is None:
        shown, new = _untouched(head, at, new)
    if new:
        head.lines[at] = shown
        head.move(at, new, RULE)


def _untouched(head: Head, at: int, facts: Sequence[Fact]) -> tuple[Line, list[Fact]]:
    """A line as it was decoded, and the facts whose words stand in it once."""
    line = replace(head.lines[at], fate=None, edits=())
    raw = head.cleaned.source.decoded[line.start : line.stop]
    placed: list[Fact] = []
    for fact in facts:
        words = head.lines[at].text[fact.start : fact.end]
        if raw.count(words) == 1:
            start = raw.index(words)
            placed.append(fact._replace(start=start, end=start + len(words)))
    return line, placed


def _above(head: Head) -> list[int]:
    """Places of the lines right above the first paragraph, blank ones aside."""
    places: list[int] = []
    for at, line in enumerate(head.lines):
        if line.text and not _is_title(head, at):
            if line.kept and is_prose(line.text):
                return places[-NEAR:]
            places.append(at)
    return []


def _below(head: Head) -> list[int]:
    """Places of the lines right below the last line that stays."""
    last = max((at for at, line in enumerate(head.lines) if line.kept), default=len(head.lines))
    return [at for at in range(last + 1, len(head.lines)) if head.lines[at].text][:BELOW]


def _is_title(head: Head, at: int) -> bool:
    return "title" in head.kinds.get(head.lines[at].number, frozenset())


def _is_byline(line: Line, head: Head) -> bool:
    table = head.knowledge.structure
    if "link" in head.kinds.get(line.number, frozenset()):
        return False
    return is_name(line.text, table) or {"role", "name"} <= {
        fact.field for fact in line_facts(line.text, table)
    }


def _is_dateline(text: str) -> bool:
    """Whether a line that stays has buttons or counters of a page in it, or ends in a day with a clock time."""
    return not is_prose(text) and any(each.search(text) for each in (_BUTTONS, _CLOCK, _SOURCED))


def _shown(line: Line, head: Head) -> Line | None:
    """A line as it would stay in the text; None for one whose inside was changed."""
    if line.kept:
        return line
    raw = head.cleaned.source.decoded[line.start : line.stop]
    at = raw.find(line.text)
    end = at + len(line.text)
    if at < 0 or not all(char.isspace() or is_invisible(char) for char in raw[:at] + raw[end:]):
        return None
    return replace(line, fate=None, edits=tuple(_edges(line, at, end)))


def _edges(line: Line, first: int, last: int) -> Iterator[Edit]:
    for start, end in ((line.start, line.start + first), (line.start + last, line.stop)):
        if start < end:
            yield Edit(start=start, end=end, after="", rule="layout.edge")


def _rule(line: Line) -> str:
    return line.fate.rule if isinstance(line.fate, Removal) else ""
