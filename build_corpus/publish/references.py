"""Citations where readers find them: beside each speech, on the page that goes with it, and of the whole corpus.

In: the site's tables. Out: (path below docs, content); what is as large as the corpus comes in parts.
"""

from collections.abc import Iterator

from build_corpus.model import Annotated
from build_corpus.publish.catalogue import FOLDER
from build_corpus.publish.cite import Citation, bibtex, cited, csl_list, gbt, gbt_before_access, ris
from build_corpus.publish.lazy import Content
from build_corpus.publish.record import facts
from build_corpus.publish.site import Site

ACCESSED = "引用日期"
"""Stands in a line where the reader writes the day; the script on the page writes that of today."""
ZOTERO = {
    "article-journal": "journalArticle",
    "article-newspaper": "newspaperArticle",
    "report": "report",
    "speech": "presentation",
    "webpage": "webpage",
}
"""Type of a citation → the type of item that Zotero makes of a page that says so."""


def citation(site: Site, document: Annotated) -> Citation:
    """How a speech is cited."""
    base = site.settings.site_url.rstrip("/")
    address = f"{base}/speeches/{document.id}/" if base else ""
    return cited(facts(document.speech, site.settings.language), address)


def references(site: Site) -> Iterator[tuple[str, Content]]:
    """The references of the corpus, one file a format, then those of each speech."""
    documents = site.corpus.published
    yield f"{FOLDER}references.bib", (bibtex(citation(site, each)) for each in documents)
    yield f"{FOLDER}references.ris", (ris(citation(site, each)) for each in documents)
    yield f"{FOLDER}references.json", csl_list(citation(site, each) for each in documents)
    for document in documents:
        each = citation(site, document)
        folder = f"speeches/{document.id}/"
        yield f"{folder}cite.bib", bibtex(each)
        yield f"{folder}cite.ris", ris(each)
        yield f"{folder}cite.json", "".join(csl_list([each]))


def reference_line(site: Site, document: Annotated) -> str:
    """The line by GB/T 7714—2025 with a place for the day of access."""
    return gbt(citation(site, document), ACCESSED)


def cited_front(site: Site, document: Annotated) -> dict[str, object]:
    """What the head of a page says of its citation and its front matter does not say already."""
    each = citation(site, document)
    said = {
        "cited_title": each.title if document.speech.value("subtitle") else None,
        "citation": gbt_before_access(each),
        "cited_as": ZOTERO[each.type],
        "cited_in": each.container,
        "cited_on": each.issued or each.available,
        "cited_from": each.publisher,
        "authors": list(each.authors),
    }
    return {key: value for key, value in said.items() if value}
