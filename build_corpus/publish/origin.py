"""Where a document came from, as people read it: its file, what kind of file that is, its size."""

import re
from hashlib import sha256

from build_corpus.model import Source, Speech
from build_corpus.publish.html import Markup

_ADDRESS = re.compile(r"https?://[^\s\"'<>`\\]{1,2000}")
FORMATS = {"text": "", "markdown": "Markdown", "html": "网页", "docx": "Word 文档"}
"""What people call a kind of file; empty for plain text, which needs no name."""


def written_as(source: Source) -> str:
    """Kind and encoding of a file, e.g. `网页，gb18030`; a Word document has no encoding of its own.

    >>> written_as(Source(id="a", file="a.md", sha256="", size=0, encoding="utf-8", format="markdown", decoded=""))
    'Markdown，utf-8'
    """
    encoding = "" if source.format == "docx" else source.encoding
    return "，".join(filter(None, (FORMATS[source.format], encoding)))


def origin(speech: Speech) -> dict[str, object]:
    """What a page says of where its text came from, and of the texts by which that can be checked."""
    source = speech.source
    return {
        "file": speech.file,
        "size": source.size,
        "written": written_as(source),
        "sha256": source.sha256,
        "text_sha256": sha256(speech.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "publication": speech.value("publication"),
        "posted": speech.posted,
        "url": url_of(speech),
        "notices": speech.notices,
        "forbids": bool(speech.forbids),
        "chosen": source.sidecar.rights is not None,
        "published": speech.published,
    }


def address_of(speech: Speech) -> Markup | None:
    """The same as a link, which only a hand follows."""
    url = url_of(speech)
    return Markup('<a href="{0}" rel="noreferrer nofollow">{0}</a>').format(url) if url else None


def url_of(speech: Speech) -> str | None:
    """Where the text stood, None where it is not known."""
    url = speech.value("url")
    return url if url and _ADDRESS.fullmatch(url) else None
