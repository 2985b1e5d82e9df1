"""Word documents for tests: real ones, made by python-docx, and what a hostile hand makes of them."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from docx.document import Document as Opened

BODY = "word/document.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
"""The start of a Word 97-2003 file."""


def saved(document: Opened) -> bytes:
    """The bytes of a document."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def word(text: str) -> bytes:
    """A document with a paragraph for each line."""
    document = Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    return saved(document)


@cache
def plain() -> bytes:
    """A document of one paragraph."""
    return word("同志们，大家好！")


def changed(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A package with each part as `change` makes it."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
    return out.getvalue()


def altered(old: str, new: str, part: str = BODY) -> bytes:
    """The plain document with a wording of one part replaced, once."""
    return changed(
        plain(),
        lambda name, data: data.replace(old.encode(), new.encode(), 1) if name == part else data,
    )


BOMB = altered("<w:body>", f"<w:body><!--{' ' * 65_000_000}-->")
"""A small package with 65 MB of XML in it."""
