"""The automatic numbers of a Word document, counted as Word counts them."""

import re
from dataclasses import dataclass

from docx.document import Document as Opened
from docx.oxml.ns import qn
from lxml.etree import _Element

from build_corpus.read.numeral import numeral
from build_corpus.read.styles import Styles, number

LEVELS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    kind: str  # decimal, chineseCounting …
    text: str  # “第%1章”
    start: int
    apart: bool  # whether something stands between number and text


class Numbering:
    """Numbers of a document's lists. Lists of one definition count on, unless one starts anew."""

    def __init__(self, document: Opened, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[
            str, tuple[str, dict[int, int]]
        ] = {}  # number id → definition, levels that start anew
        self._counts: dict[str, dict[int, int]] = {}
        self._seen: set[tuple[str, int]] = set()
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):  # python-docx cannot make the part that is missing
            return
        for each in root.iter(qn("w:abstractNum")):
            self._abstract[str(each.get(qn("w:abstractNumId")))] = _levels(each)
        for each in root.iter(qn("w:num")):
            base = each.find(qn("w:abstractNumId"))
            anew = {
                number(override.get(qn("w:ilvl")), 0): number(start.get(qn("w:val")), 1)
                for override in each.iter(qn("w:lvlOverride"))
                for start in override.iter(qn("w:startOverride"))
            }
            name = str(base.get(qn("w:val"))) if base is not None else ""
            self._lists[str(each.get(qn("w:numId")))] = (name, anew)

    def label(self, paragraph: _Element) -> str:
        """The number Word shows before a paragraph, empty without one. Counts it."""
        name, at = self._place(paragraph)
        definition, anew = self._lists.get(name, ("", {}))
        levels = self._abstract.get(definition, {})
        if at not in levels:
            return ""
        counts = self._counts.setdefault(definition, {})
        if at in anew and (name, at) not in self._seen:
            counts[at] = anew[at] - 1
        self._seen.add((name, at))
        counts[at] = counts.get(at, levels[at].start - 1) + 1
        for deeper in [each for each in counts if each > at]:
            del counts[deeper]
        return _label(levels, counts, at)

    def _place(self, paragraph: _Element) -> tuple[str, int]:
        """Number id and level of a paragraph, its own or its style's."""
        name = at = None
        for each in self._styles.chain(paragraph):
            own = each.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if own is None:
                continue
            called, level = own.find(qn("w:numId")), own.find(qn("w:ilvl"))
            at = at if at is not None or level is None else number(level.get(qn("w:val")), 0)
            name = name if name is not None or called is None else str(called.get(qn("w:val")))
        return name or "", at or 0


def _levels(abstract: _Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for level in abstract.iter(qn("w:lvl")):
        values = {child.tag: child.get(qn("w:val")) for child in level}
        levels[number(level.get(qn("w:ilvl")), 0)] = _Level(
            kind=values.get(qn("w:numFmt")) or "decimal",
            text=(values.get(qn("w:lvlText")) or "")[:40],
            start=number(values.get(qn("w:start")), 1),
            apart=values.get(qn("w:suff")) != "nothing",
        )
    return {at: level for at, level in levels.items() if at < LEVELS}


def _label(levels: dict[int, _Level], counts: dict[int, int], at: int) -> str:
    """The text of a number, with a space behind it where it would run into the words."""
    level = levels[at]
    if level.kind in ("bullet", "none"):
        return ""

    def shown(place: re.Match[str]) -> str:
        above = int(place[1]) - 1
        return numeral(levels[above].kind, counts.get(above, levels[above].start)) if above in levels else ""

    text = re.sub("%([1-9])", shown, level.text)
    return f"{text} " if level.apart and text and (text[-1].isalnum() or text[-1] == ".") else text
