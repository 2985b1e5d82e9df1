"""Where a document came from, as people read it: its file, what kind of file that is, its size."""

from build_corpus.model import Source, Speech

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
    """What a page says of its file."""
    source = speech.source
    return {
        "file": speech.file,
        "size": source.size,
        "written": written_as(source),
        "sha256": source.sha256,
    }
