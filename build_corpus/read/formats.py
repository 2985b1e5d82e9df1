"""What kind of file a file is, by its name and by its first bytes."""

import re
from typing import Literal

from build_corpus.model import Finding, finding

Format = Literal["text", "markdown", "html", "docx"]

FORMATS: dict[str, Format] = {
    ".txt": "text",
    **dict.fromkeys((".md", ".markdown"), "markdown"),
    **dict.fromkeys(
        (".html", ".htm", ".shtml", ".shtm", ".xhtml", ".aspx", ".asp", ".php", ".jsp", ".jspx"), "html"
    ),
    ".docx": "docx",
}
"""Suffix → how the file is read."""

_IMAGE = "先用文字识别（OCR）得到文字，核对后存成 .txt 或 .docx"
_OFFICE = "用 Word 或 WPS 打开，另存为 .docx"
_SHEET = "把正文复制到文本文件，存成 .txt"
_ARCHIVE = "解压，把里面的文件分别放入 seeds/"
HOW = {
    ".pdf": "用 PDF 阅读器复制全文，存成 .txt；或用 Word 打开后另存为 .docx；扫描件先做文字识别（OCR）",
    **dict.fromkeys((".doc", ".dot", ".docm", ".wps", ".wpt", ".rtf", ".odt", ".uot"), _OFFICE),
    **dict.fromkeys((".mht", ".mhtml"), "用浏览器打开，另存为“网页，仅 HTML”（.html）"),
    ".url": "打开这个链接，把网页另存为 .html",
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".ofd", ".caj"), _IMAGE
    ),
    **dict.fromkeys((".xls", ".xlsx", ".csv", ".et", ".ppt", ".pptx", ".dps"), _SHEET),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar"), _ARCHIVE),
    **dict.fromkeys((".epub", ".mobi", ".azw3", ".chm"), "用阅读软件打开，把正文复制出来存成 .txt"),
}
"""Suffix of a file that is not read → what an editor can do."""
OTHERWISE = "把正文另存为纯文本（.txt）、网页（.html）或 Word 文档（.docx）"

SIGNATURES = (
    (re.compile(rb"%PDF-"), "PDF", ".pdf"),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "Word 97–2003 等旧版 Office 文档", ".doc"),
    (re.compile(rb"\{\\rtf"), "RTF 文档", ".rtf"),
    (
        re.compile(rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|BM.{4}\0\0\0\0", re.DOTALL),
        "图片",
        ".png",
    ),
    (re.compile(rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1f\x8b\x08"), "压缩文件", ".zip"),
    (re.compile(rb"(?:From: <Saved by|MIME-Version: 1\.0\r?\n)", re.IGNORECASE), "网页存档（.mht）", ".mht"),
)
"""First bytes of files that are no text, what they are called, the suffix they should have."""
ZIP = b"PK\x03\x04"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # compound file: Word 97–2003, or a package with a password


def unreadable_kind(suffix: str, where: str) -> Finding | None:
    """Why files with such a suffix are not read, None where they are."""
    if suffix in FORMATS:
        return None
    return finding("seed-format", where, suffix=suffix, how=HOW.get(suffix, OTHERWISE))


def disguise(data: bytes, where: str) -> Finding | None:
    """What a file is that calls itself a text, None where nothing speaks against it."""
    for signature, called, suffix in SIGNATURES:
        if signature.match(data):
            return finding("seed-disguised", where, called=called, how=HOW[suffix])
    if data.startswith(ZIP) and b"word/document.xml" in data:
        return finding("seed-disguised", where, called="Word 文档（.docx）", how="把扩展名改成 .docx")
    if data.startswith(ZIP):
        return finding("seed-disguised", where, called="压缩文件", how=_ARCHIVE)
    return None
