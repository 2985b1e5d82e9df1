"""Pages become an exact index of their text: the folder search-index/ below docs.

**What a query means.** Text and query go through one fold (`fold`). White space separates the terms of a
query, `-词` excludes, quotation marks say nothing; a term given twice counts once, one that folds to
nothing is no term, and a query without a term that is looked for is no query. A term matches where
its folded form is a part of the folded form of one block or one field of metadata (title, subtitle,
speaker, author, role, publication, column, place, occasion, dates). A page is found where all
terms match and no excluded one does. A hit is a start position of a term, overlapping ones included; a
page's hits are the sum over its terms. Nothing is segmented into words, so nothing is lost by it.

In: a corpus, or an `Indexed` for each page. Out: files, one after the other, in bounded memory. The format
is described in publish/search/FORMAT.md; the reader is theme/assets/javascripts/search/engine.js.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from build_corpus.config import Config
from build_corpus.manifest import handwritten, manifest, stat
from build_corpus.publish.search.fold import fold
from build_corpus.publish.search.index import FOLDER, STATE, index_of, write_index
from build_corpus.publish.search.indexed import SPEECHES, Indexed, IndexedKind, Unit
from build_corpus.publish.search.sources import sought
from build_corpus.publish.site import Site
from build_corpus.publish.write import Index

__all__ = ["SPEECHES", "Index", "Indexed", "IndexedKind", "Unit", "fold", "search_index", "write_index"]


def search_index(
    site: Site,
    files: Collection[str],
    *,
    config: Config,
    basis: str = "",
    by_hand: Iterable[str] | None = None,
) -> Index:
    """The index of a corpus' pages. `files`: the generated ones. Goes on from the last build's where it is whole.

    `basis`: digest of what pages are made from besides the corpus; without one none is taken as known.
    `by_hand`: hand-written files of docs/; those that stand there, where nobody says.
    """
    others = handwritten(config.project_docs) if by_hand is None else by_hand
    pages = {
        path: (config.project_docs / path).read_text(encoding="utf-8", errors="replace")
        for path in others
        if path.endswith(".md")
    }
    every = [each if basis else replace(each, sign="") for each in sought(site, files, pages)]
    return index_of(every, basis, _previous(config.docs))


def _previous(docs: Path) -> str | None:
    """What the last build left, None where a file of its index is gone or is not as it was written."""
    files = {path: entry[1:] for path, entry in manifest(docs).items() if path.startswith(FOLDER)}
    if STATE not in files or any(stat(f"{docs}/{path}") != written for path, written in files.items()):
        return None
    return (docs / STATE).read_text(encoding="utf-8")
