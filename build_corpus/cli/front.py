"""What the front matter of a Markdown file says that the text does not: removed lines, and facts for a sidecar."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from build_corpus.model import Speech
from build_corpus.read.front import front_lines
from build_corpus.read.sidecar import wrong_value
from build_corpus.structure.dates import iso_date

KEYS = {
    **dict.fromkeys(
        ("url", "link", "permalink", "source", "来源", "网址", "链接", "原文", "原文链接"), "url"
    ),
    **dict.fromkeys(("date", "日期", "时间", "讲话日期", "讲话时间"), "date"),
    **dict.fromkeys(("published", "posted", "发布日期", "发布时间"), "posted"),
    **dict.fromkeys(("author", "作者"), "author"),
}
"""Key of a front matter → the field of a sidecar it may give."""
_ENTRY = re.compile(r"([^\s:：]{1,40})[ \t]*[:：][ \t]*(\S.*)")


class FrontLine(NamedTuple):
    """A line of front matter that is not published."""

    number: int
    """1-based line of the file."""
    text: str
    """The line."""


class FrontFact(NamedTuple):
    """A fact that front matter states, in a form that a sidecar takes."""

    field: str
    """Field of `FIELDS`."""
    value: str
    """Its value."""
    line: FrontLine
    """Where it stands."""


def dropped_lines(speech: Speech) -> list[FrontLine]:
    """Lines of front matter that are not in the text, as a whole."""
    source = speech.source
    if source.format != "markdown":
        return []
    gone = [(each.start, each.end) for each in speech.receipts if each.rule == "layout.markup"]
    return [
        FrontLine(line_at(speech, start), source.decoded[start:end].lstrip("\ufeff"))
        for start, end in front_lines(source.decoded)
        if any(first <= start and end <= last for first, last in gone)
    ]


def front_facts(speech: Speech) -> Iterator[FrontFact]:
    """What dropped lines state of url, date, posted and author; the first value of a field."""
    seen: set[str] = set()
    for line in dropped_lines(speech):
        match = _ENTRY.fullmatch(line.text)
        field = KEYS.get(match[1].lower()) if match else None
        if match is None or field is None or field in seen:
            continue
        raw = match[2].strip().strip("\"'")
        value = iso_date(raw) if field in ("date", "posted") else raw
        if value and wrong_value(field, value) is None:
            seen.add(field)
            yield FrontFact(field, value, line)


def line_at(speech: Speech, place: int) -> int:
    """1-based line of the file in which a place of the decoded text stands, counted as cleaning counts."""
    source = speech.source
    return source.first_line + len(f"{source.decoded[:place]}|".splitlines()) - 1
