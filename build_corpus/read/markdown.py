"""Marks over a Markdown text: its headings and links, and the signs that are no text. The text stays the file's.

Signs (`syntax`): front matter, but for a title the text does not repeat, `#` of headings, `>` of quotations, rules (`---`, `===`), fences, `**`
and `*` of emphasis, backticks, what stands around a link's text, pictures with their descriptions, tags and
comments of HTML, escaping backslashes, the frame of a table. Marks of lists stay text, entities too.
"""

import re
from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from build_corpus.model import Mark
from build_corpus.read.front import LINE, front_matter
from build_corpus.read.inline import inline_spans, with_places
from build_corpus.read.writer import trimmed
from build_corpus.text import is_prose

MAX = 1_000_000  # 字; a longer text gets no marks: the parser takes ten seconds for a million
HEADING_MAX = 60  # 字; a longer line above === is a paragraph
_TITLE = re.compile(
    r"""^(?:title|标题|標題|题名|题目)[ \t]*[:：][ \t]*["']?(?P<value>[^\s"'|>][^\r\n"']{0,98}[^\s"'])""",
    re.MULTILINE | re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>|<!--[^<>]{0,2000}-->")
_RULE = re.compile(r"[ \t]{0,3}[=\-*_~]{3,}[ \t]*")
_QUOTE = re.compile(r"^[ >]{0,40}> ?")
_FENCE = re.compile(r"^\s{0,3}(?:```|~~~).*")
_BORDER = re.compile(r"[|:\- \t]+")
_FRAME = re.compile(r"^[ \t]*\|[ \t]*|(?<=\S)[ \t]*\|[ \t]*$")
_ALL = re.compile(".+")


def markdown_marks(text: str) -> tuple[Mark, ...]:
    """The marks of a Markdown text."""
    return trimmed(text, _merged(_Marker(text).marks())) if len(text) <= MAX else ()


class _Marker:
    """Reads the parser's tokens of a text and finds where they stand."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._front = front_matter(text) or int(text.startswith("\ufeff"))
        found = (match.span() for match in LINE.finditer(text, self._front))
        self._lines = [
            (start, start + len(text[start:end].rstrip("\r\n"))) for start, end in found if start < end
        ]

    def _front_marks(self, end: int) -> Iterator[Mark]:
        """All of the front matter, but for a title that stands nowhere else."""
        title = _TITLE.search(self._text, 0, end)
        if title and self._text.find(title["value"], end) < 0:
            yield Mark(kind="syntax", start=0, end=title.start("value"))
            yield Mark(kind="syntax", start=title.end("value"), end=end)
        else:
            yield Mark(kind="syntax", start=0, end=end)

    def marks(self) -> Iterator[Mark]:
        if self._front > 1:
            yield from self._front_marks(len(self._text[: self._front].rstrip("\r\n")))
        tokens = with_places(
            MarkdownIt("commonmark").enable("table").disable(["code", "list", "reference", "text_join"])
        )
        above: Token | None = None
        for token in tokens.parse(self._text[self._front :]):
            if token.map:
                yield from self._block(token, above)
            above = token
        for start, end in self._lines:
            if _RULE.fullmatch(self._text, start, end) and len(set(self._text[start:end].strip())) == 1:
                yield Mark(kind="syntax", start=start, end=end)

    def _block(self, token: Token, above: Token | None) -> Iterator[Mark]:
        lines = self._lines[slice(*(token.map or ()))]
        if not lines:
            return
        if token.type == "inline":
            yield from self._inline(token, lines, above)
        elif token.type == "tr_open":
            yield from self._row(lines[0])
        elif token.type == "thead_open":
            yield from self._syntax(_BORDER, self._lines[(token.map or [0, 0])[1] :][:1])
        elif token.type == "html_block":
            for line in lines:
                bare = _TAG.sub("", self._text[slice(*line)])
                yield from self._syntax(_ALL if _RULE.fullmatch(bare) else _TAG, [line])
        elif token.type == "blockquote_open":
            yield from self._syntax(_QUOTE, lines)
        elif token.type == "fence":
            yield from self._syntax(_FENCE, [lines[0], lines[-1]])
        elif token.type == "heading_open" and not token.markup.startswith("#"):
            yield from self._syntax(_ALL, lines[-1:])

    def _row(self, line: tuple[int, int]) -> Iterator[Mark]:
        yield Mark(kind="row", start=line[0], end=line[1])
        yield from self._syntax(_FRAME, [line])

    def _syntax(self, pattern: re.Pattern[str], lines: Iterable[tuple[int, int]]) -> Iterator[Mark]:
        for start, end in lines:
            for found in pattern.finditer(self._text[start:end]):
                yield Mark(kind="syntax", start=start + found.start(), end=start + found.end())

    def _inline(self, token: Token, lines: list[tuple[int, int]], above: Token | None) -> Iterator[Mark]:
        """A paragraph's or heading's content: where its lines stand, then what stands in them."""
        places: list[int] = []  # place in the text for each place in the content
        for content, (start, end) in zip(token.content.split("\n"), lines, strict=False):
            at = self._text.rfind(content, start, end)
            if at < 0:  # the parser has changed the line: tabs, control characters
                return
            places += range(at, at + len(content) + 1)
        if len(places) <= len(token.content):
            return
        if above is not None and above.type == "heading_open":
            yield from self._heading(above, lines[0], (places[0], places[len(token.content)]))
        for kind, start, end in inline_spans(token):
            yield Mark(kind=kind, start=places[start], end=places[end - 1] + 1)

    def _heading(self, opened: Token, line: tuple[int, int], words: tuple[int, int]) -> Iterator[Mark]:
        start, end = words
        if opened.markup.startswith("#"):
            yield Mark(kind="syntax", start=line[0], end=start)
            yield Mark(kind="syntax", start=end, end=line[1])
        elif end > line[1] or end - start > HEADING_MAX or is_prose(self._text[start:end]):
            return
        yield Mark(kind="heading", start=start, end=end, level=int(opened.tag[1]))


def _merged(marks: Iterator[Mark]) -> Iterator[Mark]:
    """The marks, those of signs that touch or overlap as one."""
    last: Mark | None = None
    for mark in sorted(marks, key=lambda each: (each.start, each.end)):
        if mark.kind != "syntax":
            yield mark
        elif last and mark.start <= last.end:
            last = Mark(kind="syntax", start=last.start, end=max(last.end, mark.end))
        else:
            yield from [last] if last else []
            last = mark
    yield from [last] if last else []
