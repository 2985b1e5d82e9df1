"""A Word document (.docx) as decoded text: the body in order, then the notes.

Automatic numbering is written out (numbers of notes as `[1]`, where they are called and where they stand),
tracked changes count as accepted, a line feed ends each paragraph, a tab stands between the cells of a data
table's row, a text box follows the paragraph it hangs on. Headers, footers, comments and pictures are no
text. A paragraph in the style Title is marked as a heading of level 1.
"""

from collections.abc import Iterator
from itertools import count

from docx import Document
from docx.document import Document as Opened
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml.etree import _Element

from build_corpus.model import Mark
from build_corpus.read.numbering import Numbering
from build_corpus.read.package import safe_package
from build_corpus.read.styles import Styles, truth
from build_corpus.read.table import Row
from build_corpus.read.writer import Writer, trimmed

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
SKIPPED = frozenset(
    (
        *map(qn, ("w:del", "w:moveFrom", "w:rPr", "w:pPr", "w:instrText", "w:delText", "w:delInstrText")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",  # the same text box a second time
    )
)
WRAPPERS = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")))
SIGNS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
TEXTS = frozenset((qn("w:t"), f"{MATH}t"))
NOTES = {
    RELATIONSHIP_TYPE.FOOTNOTES: (qn("w:footnoteReference"), qn("w:footnoteRef")),
    RELATIONSHIP_TYPE.ENDNOTES: (qn("w:endnoteReference"), qn("w:endnoteRef")),
}
CALLS = {call: kind for kind, (call, _) in NOTES.items()}


def docx_text(data: bytes, where: str) -> tuple[str, tuple[Mark, ...]]:
    """The decoded text of a document and the marks over it.

    Raises PackageError, with its finding about the file `where`, for a package that is broken, encrypted or unsafe.
    """
    return safe_package(data, where, lambda package: _Body(Document(package)).read())


class _Body:
    """A document on its way to text."""

    def __init__(self, document: Opened) -> None:
        self._document = document
        self._styles = Styles(document)
        self._numbering = Numbering(document, self._styles)
        self._out = Writer()
        self._calls: dict[str, dict[str, int]] = {kind: {} for kind in NOTES}  # note id → number
        self._own = ""  # number of the note being written
        self._rows: list[Row] = []
        self._goes_on = False  # the paragraph above has lost its end to a tracked change

    def read(self) -> tuple[str, tuple[Mark, ...]]:
        """Text and marks."""
        self._blocks(self._document.element.body)
        for kind in NOTES:
            self._notes(kind)
        text, marks = self._out.result()
        return text, trimmed(text, marks)

    def _notes(self, kind: str) -> None:
        """The footnotes or endnotes, each with its number; separators are left out."""
        numbers = count(len(self._calls[kind]) + 1)
        for relation in self._document.part.rels.values():
            if relation.reltype != kind or relation.is_external:
                continue
            for note in parse_xml(relation.target_part.blob):
                if note.get(qn("w:type")) not in (None, "normal"):
                    continue
                start = self._out.at
                number = self._calls[kind].get(str(note.get(qn("w:id")))) or next(numbers)
                self._own = f"[{number}]"
                self._blocks(note)
                self._out.mark("note", start, self._out.at)

    def _blocks(self, parent: _Element) -> None:
        """A container: its paragraphs, and its tables row by row."""
        for child in parent:
            if child.tag == qn("w:p"):
                self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                for row in _within(child, qn("w:tr")):
                    self._row(row)
            elif child.tag in WRAPPERS:
                self._blocks(child)

    def _row(self, element: _Element) -> None:
        if element.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
            return
        self._out.end_line()
        row = Row(start=self._out.at)
        self._rows.append(row)
        for cell in _within(element, qn("w:tc")):
            piece = self._out.pieces
            self._blocks(cell)
            row.add_cell(self._out, piece)
        self._rows.pop().close(self._out)
        if self._rows:
            self._rows[-1].nested = True

    def _paragraph(self, paragraph: _Element) -> None:
        """A paragraph with its number, its mark and the text boxes that hang on it."""
        start = self._out.at
        boxes: list[_Element] = []
        if not self._goes_on:
            self._out.write(self._numbering.label(paragraph))
        self._runs(paragraph, boxes)
        properties = paragraph.find(qn("w:pPr"))
        gone = None if properties is None else properties.find(f"{qn('w:rPr')}/{qn('w:del')}")
        self._goes_on = gone is not None
        kind, level = self._styles.kind(paragraph)
        if kind:
            self._out.mark(kind, start, self._out.at, level)
        if not self._goes_on:
            self._out.line_break()
        for box in boxes:
            self._blocks(box)

    def _runs(self, element: _Element, boxes: list[_Element]) -> None:
        """What stands in a paragraph; text boxes are set aside."""
        for child in element:
            tag = child.tag
            if tag in SKIPPED or not isinstance(tag, str):
                continue
            start = self._out.at
            if tag == qn("w:txbxContent"):
                boxes.append(child)
            elif tag in TEXTS:
                self._out.write((child.text or "").replace("\n", " ").replace("\r", " "))
            elif tag in SIGNS:
                self._out.write(SIGNS[tag])
            elif tag in CALLS:
                self._call(child)
            elif tag in (qn("w:footnoteRef"), qn("w:endnoteRef")):
                self._out.write(self._own)
            else:
                self._runs(child, boxes)
                if tag == qn("w:hyperlink"):
                    self._out.mark("link", start, self._out.at)

    def _call(self, reference: _Element) -> None:
        """The number of a note, where the text calls it."""
        numbers = self._calls[CALLS[str(reference.tag)]]
        number = numbers.setdefault(str(reference.get(qn("w:id"))), len(numbers) + 1)
        if not truth(reference.get(qn("w:customMarkFollows"))):
            self._out.write(f"[{number}]")


def _within(parent: _Element, tag: str) -> Iterator[_Element]:
    """Children of a kind, also inside content controls and tracked insertions, in order."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from _within(child, tag)
