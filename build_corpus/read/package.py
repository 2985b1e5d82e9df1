"""The package of a Word document, opened with care.

What is unpacked is bounded by what comes out, not by what the headers promise; pictures are not unpacked at
all; a part with a document type, the place where entities are declared, is refused before it is parsed.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import TypeVar

from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from lxml.etree import LxmlError

from build_corpus.model import Finding, finding
from build_corpus.read.formats import OLD

MAX_UNPACKED = 64_000_000  # bytes of XML; 300,000 字 take 15 million where each has a format of its own
MAX_PARTS = 10_000  # a document with a thousand pictures stays far below
CHUNK = 65_536  # bytes unpacked at a time
TYPES = tuple("<!DOCTYPE".encode(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be"))
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError),
    *(OpcError, PythonDocxError, LxmlError, SyntaxError),
    *(LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError),
)
"""What zipfile, lxml and python-docx raise where a package, or the XML in it, is not what it should be."""
Read = TypeVar("Read")


class PackageError(ValueError):
    """A package that is not read, and the finding that says why."""

    def __init__(self, why: Finding) -> None:
        super().__init__(why.message)
        self.why = why


def safe_package(data: bytes, where: str, read: Callable[[BytesIO], Read]) -> Read:
    """What `read` makes of a package that holds nothing dangerous.

    Raises PackageError.
    """
    if data.startswith(OLD):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise PackageError(finding("seed-docx-encrypted", where))
        raise PackageError(finding("seed-docx-old", where))
    try:
        return read(_repacked(data, where))
    except PackageError:
        raise
    except BROKEN as error:
        raise PackageError(finding("seed-docx-broken", where)) from error


def _repacked(data: bytes, where: str) -> BytesIO:
    """The package with its XML parts stored as they are, and all other parts empty."""
    out = BytesIO()
    left = MAX_UNPACKED
    with zipfile.ZipFile(BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as safe:
        entries = {entry.filename: entry for entry in archive.infolist()}
        if len(archive.infolist()) > MAX_PARTS:
            raise PackageError(finding("seed-docx-bomb", where))
        for name, entry in entries.items():
            if entry.flag_bits & 1:
                raise PackageError(finding("seed-docx-encrypted", where))
            wanted = name.lower().endswith((".xml", ".rels"))
            part = _unpacked(archive, entry, left, where) if wanted else b""
            left -= len(part)
            if any(sign in part for sign in TYPES):
                raise PackageError(finding("seed-docx-entities", where))
            safe.writestr(name, part)
    out.seek(0)
    return out


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int, where: str) -> bytes:
    """A part, chunk by chunk. The other ways to pack than these two unpack all at once; Word uses neither."""
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise PackageError(finding("seed-docx-broken", where))
    chunks: list[bytes] = []
    if entry.file_size > limit:
        raise PackageError(finding("seed-docx-bomb", where))
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK):
            limit -= len(chunk)
            if limit < 0:
                raise PackageError(finding("seed-docx-bomb", where))
            chunks.append(chunk)
    return b"".join(chunks)
