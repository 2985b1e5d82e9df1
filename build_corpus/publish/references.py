"""Citations where readers find them: beside each speech, on the page that goes with it, and of the whole corpus.

In: the site's tables. Out: (path below docs, content); what is as large as the corpus comes in parts.
"""

from collections.abc import Iterator

from build_corpus.model import Annotated
from build_corpus.publish.catalogue import FOLDER
from build_corpus.publish.cite import Citation, bibtex, cited, csl_item, csl_list, gbt, gbt_before_access, ris
from build_corpus.publish.lazy import Content, Lazy, Pieces
from build_corpus.publish.record import facts
from build_corpus.publish.site import Site

ACCESSED = "引用日期"
"""Stands in a line where the reader writes the day; the script on the page writes that of today."""
AFTER, END = ",", "]"  # no id has such signs
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
    names = tuple(document.id for document in site.corpus.published)
    yield f"{FOLDER}references.bib", Pieces(site, _bibtex, names)
    yield f"{FOLDER}references.ris", Pieces(site, _ris, names)
    items = (*names[:1], *(f"{AFTER}{name}" for name in names[1:]), END)
    yield f"{FOLDER}references.json", Pieces(site, _item, items, ("[",)) if names else "[]\n"
    for name in names:
        folder = f"speeches/{name}/"
        yield f"{folder}cite.bib", Lazy(site, _bibtex, (name,))
        yield f"{folder}cite.ris", Lazy(site, _ris, (name,))
        yield f"{folder}cite.json", Lazy(site, _csl, (name,))


def _bibtex(site: Site, document_id: str) -> str:
    return bibtex(citation(site, site.documents[document_id]))


def _ris(site: Site, document_id: str) -> str:
    return ris(citation(site, site.documents[document_id]))


def _csl(site: Site, document_id: str) -> str:
    return csl_list(citation(site, site.documents[document_id]))


def _item(site: Site, name: str) -> str:
    """A line of the list of all: `name` is a document's id, with a sign where another one stands before it, or the end."""
    if name == END:
        return "\n]\n"
    item = csl_item(citation(site, site.documents[name.removeprefix(AFTER)]))
    return f"{',' if name.startswith(AFTER) else ''}\n{item}"


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
