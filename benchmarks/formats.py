"""A sheet becomes the bytes of a file.

In: a sheet and how it is worn. Out: text of a plain file or a Markdown file, the bytes of a Word file
(web pages: see `pages`). `Wear` says what was done to the characters, so that tests can look at one thing.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.noise import Planted, Sheet
from build_corpus.text import is_han

INDENTS = (
    "\N{IDEOGRAPHIC SPACE}" * 2,
    "",
    "    ",
    "\N{NO-BREAK SPACE}" * 4,
    "\N{IDEOGRAPHIC SPACE}\N{NO-BREAK SPACE}",
)
NARROW = str.maketrans("，；：（）？！", ",;:()?!")
_LONG_AGO = (1984, 1, 1, 0, 0, 0)  # the day of every file in a .docx: equal bytes each time


@dataclass(frozen=True, slots=True, kw_only=True)
class Wear:
    """What copying did to the characters of a text."""

    indent: str = ""
    """White space before a paragraph."""
    blank: bool = False
    """Whether an empty line follows each line."""
    line_end: str = "\n"
    """Line feed, or carriage return and line feed."""
    wrap: int = 0
    """字 in a line of a text wrapped by hand, 0 for whole paragraphs."""
    broken: bool = False
    """Whether some lines break after ；."""
    narrow: float = 0
    """Share of paragraphs with ASCII punctuation."""
    zero_width: bool = False
    """Whether zero-width characters lie between others."""
    pinyin: bool = False
    """Whether readings in brackets follow some characters."""

    @property
    def names(self) -> tuple[str, ...]:
        """What was done, for the truth."""
        facts = (
            ("wrapped", self.wrap),
            ("broken-lines", self.broken),
            ("ascii-punctuation", self.narrow),
            ("zero-width", self.zero_width),
            ("pinyin", self.pinyin),
            ("crlf", self.line_end != "\n"),
        )
        return tuple(name for name, done in facts if done)


def wear_of(rng: Random) -> Wear:
    """How a plain text is worn; most of them little."""
    wrapped = rng.random() < 0.08
    indent = rng.choices(INDENTS, (45, 30, 10, 10, 5))[0]
    blank = rng.random() < 0.35
    return Wear(
        indent=(indent or INDENTS[0]) if wrapped and not blank else indent,  # else nothing marks a paragraph
        blank=blank,
        line_end="\r\n" if rng.random() < 0.2 else "\n",
        wrap=rng.randint(25, 40) if wrapped else 0,
        broken=not wrapped and rng.random() < 0.06,
        narrow=rng.choice((0.2, 1.0)) if rng.random() < 0.1 else 0,
        zero_width=rng.random() < 0.05,
        pinyin=rng.random() < 0.03,
    )


def plain(rng: Random, sheet: Sheet, wear: Wear) -> str:
    """A .txt file."""
    lines: list[str] = []
    for text, body in _lines(sheet):
        worn = _worn(rng, text, wear) if body else text
        pieces = _pieces(rng, f"{wear.indent}{worn}" if body else text, wear) if body else [text]
        lines += [*pieces, ""] if wear.blank else pieces
    return wear.line_end.join(lines) + wear.line_end


def _lines(sheet: Sheet) -> Iterator[tuple[str, bool]]:
    """Every line, and whether it is one of the text."""
    draft = sheet.draft
    head = (draft.title, draft.subtitle)
    yield from ((line.text, False) for line in sheet.above)
    yield from ((line, False) for line in head if line)
    yield from ((line.text, False) for line in sheet.below)
    yield from ((line, False) for line in (draft.date_line, draft.name_line) if line)
    for at, part in enumerate(draft.parts):
        if at in sheet.inside:
            yield sheet.inside[at].text, False
        yield part.text, True
    yield from ((line.text, False) for line in sheet.after)


def _worn(rng: Random, text: str, wear: Wear) -> str:
    if rng.random() < wear.narrow:
        text = text.translate(NARROW)
    if wear.zero_width:
        text = re.sub(
            "[，。]", lambda mark: mark[0] + rng.choice(("", "\N{ZERO WIDTH SPACE}", "\ufeff")), text
        )
    return _with_readings(rng, text) if wear.pinyin else text


def _with_readings(rng: Random, text: str) -> str:
    """One character in a hundred with its reading in brackets behind it."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its tables take time and few documents need them

    styles = (Style.NORMAL, Style.TONE)
    style = styles[rng.randrange(2)]
    return "".join(
        f"{char}({lazy_pinyin(char, style=style)[0]})" if is_han(char) and rng.random() < 0.01 else char
        for char in text
    )


def _pieces(rng: Random, text: str, wear: Wear) -> list[str]:
    """The lines that a paragraph takes up."""
    if wear.wrap:
        return [text[at : at + wear.wrap] for at in range(0, len(text), wear.wrap)]
    if wear.broken:
        halves = text.split("；")
        return [f"{half}；" for half in halves[:-1]] + halves[-1:] if rng.random() < 0.5 else [text]
    return [text]


def markdown(sheet: Sheet) -> str:
    """A .md file, as a clipper saves it; its image is planted."""
    image = Planted(kind="image", text=f"![图片](https://{sheet.site.domain}/{sheet.site.number}.jpg)")
    sheet.below.append(image)
    lines: list[str] = []
    headings = {part.text: part.headings[0].level for part in sheet.draft.parts if part.type == "heading"}
    for text, body in _lines(sheet):
        level = 1 if text == sheet.draft.title else headings.get(text, -1) + 1 if body else 0
        lines += ["#" * level + " " * bool(level) + text.replace("**", r"\*\*"), ""]
    return "\n".join(lines)


def word(sheet: Sheet) -> bytes:
    """A .docx file; the same bytes each time."""
    from docx import Document  # noqa: PLC0415 - slow to import, and few runs want .docx

    document = Document()
    for text, _ in _lines(sheet):
        document.add_paragraph(text)
    buffer, out = io.BytesIO(), io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        for name in archive.namelist():
            again.writestr(zipfile.ZipInfo(name, _LONG_AGO), archive.read(name))
    return out.getvalue()
