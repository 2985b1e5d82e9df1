"""What the styles of a Word document say of its paragraphs."""

import re

from docx.document import Document as Opened
from docx.oxml.ns import qn
from lxml.etree import _Element

from build_corpus.read.writer import MarkKind

CHAIN = 12  # styles a style may be based on, one after the other; Word allows fewer
LEVELS = 6  # of marks; deeper headings count as the last
_HEADING = re.compile(r"(?:heading|标题|標題)\s?([1-9])")


class Styles:
    """The paragraph styles by id."""

    def __init__(self, document: Opened) -> None:
        self._styles: dict[str, _Element] = {
            str(style.get(qn("w:styleId"))): style for style in document.styles.element.iter(qn("w:style"))
        }

    def chain(self, paragraph: _Element) -> list[_Element]:
        """The paragraph itself and the styles it has, nearest first."""
        name = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        found = [paragraph]
        while name is not None and len(found) <= CHAIN:
            style = self._styles.get(str(name.get(qn("w:val"))))
            if style is None:
                break
            found.append(style)
            name = style.find(qn("w:basedOn"))
        return found

    def kind(self, paragraph: _Element) -> tuple[MarkKind | None, int | None]:
        """The kind and level of mark for a paragraph, None for an ordinary one."""
        for each in self.chain(paragraph):
            name = each.find(qn("w:name"))
            called = str(name.get(qn("w:val"))).lower().strip() if name is not None else ""
            heading = _HEADING.fullmatch(called)
            if heading:
                return "heading", min(int(heading[1]), LEVELS)
            if called in ("title", "标题", "標題"):
                return "heading", 1
            if called in ("caption", "题注", "題注"):
                return "caption", None
            level = each.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
            if level is not None:
                deep = number(level.get(qn("w:val")), LEVELS + 3)
                return ("heading", min(deep + 1, LEVELS)) if deep < LEVELS + 3 else (None, None)
        return None, None


def number(value: str | None, other: int) -> int:
    """A whole number of a document, or another one where it is none.

    >>> number("3", 0), number("x", 0), number(None, 1)
    (3, 0, 1)
    """
    return int(value) if value and re.fullmatch("[0-9]{1,6}", value) else other


def truth(value: str | None) -> bool:
    """Whether a switch of a document is on."""
    return value in ("1", "true", "on")
