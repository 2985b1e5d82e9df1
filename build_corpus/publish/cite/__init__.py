"""How a speech is cited: a document's record becomes a citation, and that a line of GB/T 7714—2025, BibTeX, RIS, CSL-JSON.

In: the facts of a record (`documents.jsonl`), the address of its page. Out: text. Knows nothing else of the house.

What is unknown is left out, never made up. The type says where the text was published, not that it was spoken:
a paper or a journal, a web page, else the speech itself. The day a page was posted is the day of that page alone: it
is never that of a speech or of a paper's issue. A role is no name. The day of access is the reader's, so no file has it.
"""

from build_corpus.publish.cite.bibtex import bibtex
from build_corpus.publish.cite.citation import Citation, cited
from build_corpus.publish.cite.csl import csl, csl_item, csl_list
from build_corpus.publish.cite.gbt import gbt, gbt_before_access
from build_corpus.publish.cite.ris import ris

__all__ = ["Citation", "bibtex", "cited", "csl", "csl_item", "csl_list", "gbt", "gbt_before_access", "ris"]
