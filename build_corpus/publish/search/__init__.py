"""Pages become an exact index of their text: `search-index/` below docs.

**What a query means.** Text and query go through one fold (`fold`). White space separates the terms of a
query, `-词` excludes, quotation marks say nothing; a term given twice counts once, one that folds to
nothing is no term, and a query without a term that is not excluded is no query. A term matches where
its folded form is a part of the folded form of one block or one field of metadata (title, subtitle,
speaker, author, role, publication, column, place, occasion, dates). A page is found where all
terms match and no excluded one does. A hit is a start position of a term, overlapping ones included; a
page's hits are the sum over its terms. Nothing is segmented into words, so nothing is lost by it.

In: `Indexed`, one for each page. Out: files, one after the other, in bounded memory. The format is
described in CONTRIBUTING's `docs/search-index.md`; the reader is `theme/assets/javascripts/search/engine.js`.
"""

from build_corpus.publish.search.fold import fold
from build_corpus.publish.search.index import FOLDER, MANIFEST, STATE, Index, write_index
from build_corpus.publish.search.indexed import SPEECHES, Indexed, IndexedKind, Unit

__all__ = ["FOLDER", "MANIFEST", "SPEECHES", "STATE", "Index", "Indexed", "IndexedKind", "Unit", "fold", "write_index"]
