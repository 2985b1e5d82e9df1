"""A file becomes Sources: decoded text with marks of its markup, its hash, id and sidecar.

In: the seeds folder, or the bytes of one file (`Raw`). Out: `Reading`, one per document, with a Source or findings.
Text, Markdown, saved web pages and Word documents are read, in whatever encoding Chinese texts come. Never an
exception for what a file holds, never a change to a file.
"""

from build_corpus.read.decode import decode
from build_corpus.read.document import Reading, read_document
from build_corpus.read.folder import Raw, Seed, listed, open_seed, read, unique
from build_corpus.read.texts import with_texts

__all__ = [
    "Raw",
    "Reading",
    "Seed",
    "decode",
    "listed",
    "open_seed",
    "read",
    "read_document",
    "unique",
    "with_texts",
]
