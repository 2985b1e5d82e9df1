"""A saved web page as decoded text: its title, then its text in document order.

A line feed stands at block ends and `<br>`, nowhere else; between the cells of a data table's row it is a
tab. Scripts, styles, templates, comments, `noscript` and the like (what a browser shows only where it
cannot do something), Word's `<xml>` islands and server code (`<?php … ?>`, `<% … %>`) are no text. Everything
else is, navigation and hidden elements too, so that leaving it out is a receipt.

Source: white space as in CSS Text 3, section 4.1: a run is one space, and a run with a line break in it
is nothing between two East Asian wide characters.
"""

import re
from dataclasses import dataclass, field
from unicodedata import east_asian_width

from selectolax.lexbor import LexborHTMLParser, LexborNode

from build_corpus.model import Mark
from build_corpus.read.main import Element, main_mark
from build_corpus.read.table import Row
from build_corpus.read.tidy import shallow, without_code
from build_corpus.read.writer import MarkKind, Writer, trimmed

SILENT = frozenset(
    ("script", "style", "template", "noscript", "noframes", "noembed", "iframe", "head", "title", "xml")
)
CELLS = frozenset(("td", "th"))
BLOCKS = CELLS | frozenset(
    re.split(
        " ",
        "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
        "figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup "
        "option p pre section select summary table tbody textarea tfoot thead tr ul",
    )
)
VERBATIM = frozenset(("pre", "textarea", "xmp", "listing", "plaintext"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LINK_MAX = 200  # 字; a longer link is one that nobody closed
_BLANK = re.compile(r"[ \t\n\r\f]+")
_CAPTION = re.compile(
    r"caption|(?:img|image|pic|photo|tu)[-_]?(?:text|txt|desc|info|title|note|shuo)", re.ASCII
)
_NOTE = re.compile(
    r"mso(?:foot|end)notetext|mso-element:\s?(?:foot|end)note\b|doc-(?:foot|end)note", re.ASCII
)


def html_text(markup: str) -> tuple[str, tuple[Mark, ...]]:
    r"""The decoded text of a page and the marks over it.

    >>> html_text("<title>题</title><p>第一\n  行<br>第二行<p>a\n b<script>x</script>")[0]
    '题\n第一行\n第二行\na b\n'
    """
    tree = LexborHTMLParser(shallow(without_code(markup)))
    page = _Page()
    title = tree.css_first("head > title") or tree.css_first("title")
    if title:
        page.text(title.text(deep=True))
        page.out.mark("title", 0, page.out.at)
        page.out.end_line()
    if tree.root:
        page.walk(tree.root)
    text, marks = page.out.result()
    links = [mark for mark in marks if mark.kind == "link"]
    main = main_mark(text, links, page.elements)
    return text, trimmed(text, (*marks, *([main] if main else [])))


@dataclass(slots=True)
class _Open:
    """An element that is being read."""

    tag: str
    node: LexborNode
    number: int  # its place among the page's elements
    verbatim: bool
    start: int
    piece: int
    row: Row | None = field(default=None)


class _Page:
    """A page on its way to text."""

    def __init__(self) -> None:
        self.out = Writer()
        self.elements: list[Element] = []
        self._gap = ""  # white space not written yet
        self._rows: list[Row] = []
        self._links = 0  # links that are open

    def walk(self, root: LexborNode) -> None:
        """Depth first with a stack of its own: pages can be nested deeper than Python's."""
        stack: list[tuple[LexborNode, _Open | None, _Open | None]] = [(root, None, None)]
        while stack:
            node, parent, done = stack.pop()
            tag = node.tag or ""
            if done:
                self._close(done)
            elif tag == "-text":
                text = node.text_content or ""
                (self._verbatim if parent and parent.verbatim else self.text)(text)
            elif tag == "br":
                self._line_break()
            elif tag and tag[0] not in "-!" and tag not in SILENT:
                opened = self._open(node, tag, parent)
                stack.append((node, parent, opened))
                stack.extend((child, opened, None) for child in reversed(list(node.iter(include_text=True))))

    def text(self, text: str) -> None:
        """Text with white space as in running text."""
        at = 0
        for blank in _BLANK.finditer(text):
            self._write(text[at : blank.start()])
            self._gap = "\n" if self._gap == "\n" or "\n" in blank[0] or "\r" in blank[0] else " "
            at = blank.end()
        self._write(text[at:])

    def _verbatim(self, text: str) -> None:
        """Text whose line breaks count."""
        for line in re.split("(\r\n|[\r\n])", text):
            if line in ("\r\n", "\r", "\n"):
                self._line_break()
            else:
                self._write(line)

    def _line_break(self) -> None:
        self.out.line_break()
        self._gap = ""

    def _write(self, text: str) -> None:
        if not text:
            return
        last = self.out.last
        if self._gap and last != "\n" and not (self._gap == "\n" and _wide(last) and _wide(text[0])):
            self.out.write(" ")
        self._gap = ""
        self.out.write(text)
        if self._links and self._rows:
            self._rows[-1].linked += len(text)

    def _open(self, node: LexborNode, tag: str, parent: _Open | None) -> _Open:
        if tag in BLOCKS:
            self._end_line()
        opened = _Open(
            tag=tag,
            node=node,
            number=len(self.elements),
            verbatim=tag in VERBATIM or (parent is not None and parent.verbatim),
            start=self.out.at,
            piece=self.out.pieces,
        )
        own = node.id or tag in CELLS or tag == "tr"
        likeness = "" if own else f"{tag} {node.attributes.get('class') or ''}"
        above = parent.number if parent else -1
        self.elements.append(Element(start=self.out.at, parent=above, tag=tag, likeness=likeness))
        self._links += tag == "a"
        if tag == "tr":
            self._rows.append(Row(start=self.out.at))
        return opened

    def _close(self, done: _Open) -> None:
        """Ends an element: its line, its place in a row, its marks."""
        self._links -= done.tag == "a"
        if done.tag in BLOCKS:
            self._end_line()
        if done.tag in CELLS and self._rows:
            self._rows[-1].add_cell(self.out, done.piece)
        if done.tag == "tr":
            row = self._rows.pop()
            row.close(self.out)
            if self._rows:
                self._rows[-1].nested = True
        self.elements[done.number].end = self.out.at
        kind, level = _kind(done, self.out.at)
        if kind:
            self.out.mark(kind, done.start, self.out.at, level)

    def _end_line(self) -> None:
        self.out.end_line()
        self._gap = ""


def _kind(done: _Open, end: int) -> tuple[MarkKind | None, int | None]:
    """What an element says of its text; no kind where it says nothing."""
    if done.tag in HEADINGS:
        return "heading", int(done.tag[1])
    attributes = done.node.attributes
    if done.tag == "a":
        return ("link" if "href" in attributes and end - done.start <= LINK_MAX else None), None
    names = f"{attributes.get('class') or ''} {attributes.get('style') or ''} {attributes.get('role') or ''}".lower()
    if done.tag in BLOCKS and names.strip() and _NOTE.search(names):
        return "note", None
    named = attributes.get("class") and _CAPTION.search((attributes.get("class") or "").lower())
    return ("caption" if done.tag in ("figcaption", "caption") or named else None), None


def _wide(char: str) -> bool:
    return east_asian_width(char) in ("W", "F")
