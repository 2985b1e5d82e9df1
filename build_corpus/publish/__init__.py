"""A Corpus becomes docs/: speech pages, theme pages, lists, data.

In: documents, relations, vocabulary. Out: Markdown and data files, written only where their bytes
changed; files of an earlier run that are no longer made go away. Hand-written files are never
touched. Every word of a seed is escaped before it stands in Markdown; see `markdown`.
"""

from build_corpus.publish.aliases import former_ids
from build_corpus.publish.facts import FACTS
from build_corpus.publish.markdown import escape
from build_corpus.publish.memory import Memory
from build_corpus.publish.origin import written_as
from build_corpus.publish.pages import generated, pages
from build_corpus.publish.pinyin import remembering
from build_corpus.publish.products import (
    DOCUMENTS,
    FINDINGS,
    RECEIPTS,
    SEARCH_DICTIONARY,
    TOMBSTONES,
    by_products,
    finding_lines,
    write_products,
)
from build_corpus.publish.read_tables import document_digests
from build_corpus.publish.record import json_line, record
from build_corpus.publish.search import search_index
from build_corpus.publish.site import KINDS, Site
from build_corpus.publish.todo import TODO, advice, titles, todo
from build_corpus.publish.whole import write_text
from build_corpus.publish.write import Making, Written, forget, publish

__all__ = [
    "DOCUMENTS",
    "FACTS",
    "FINDINGS",
    "KINDS",
    "RECEIPTS",
    "SEARCH_DICTIONARY",
    "TODO",
    "TOMBSTONES",
    "Making",
    "Memory",
    "Site",
    "Written",
    "advice",
    "by_products",
    "document_digests",
    "escape",
    "finding_lines",
    "forget",
    "former_ids",
    "generated",
    "json_line",
    "pages",
    "publish",
    "record",
    "remembering",
    "search_index",
    "titles",
    "todo",
    "write_products",
    "write_text",
    "written_as",
]
