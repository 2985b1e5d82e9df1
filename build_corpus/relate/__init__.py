"""All Annotated documents become a Corpus: what holds between them.

In: documents with theme scores, and what an earlier run found out (`kept`). Out: which are versions of another
(`versions`), passages two of them share (`reuse`), set phrases with all their places (`formulas`), and for each
published document its nearest others (`related`). Everything is met through what documents share, never by trying
all pairs; what is a function of one document, or of two, is found out once.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from build_corpus.errors import DamagedError
from build_corpus.model import Annotated, Corpus, Knowledge
from build_corpus.relate.formulas import Formulas
from build_corpus.relate.kept import Shelf
from build_corpus.relate.related import Wanted, find_related
from build_corpus.relate.reuse import find_parallels
from build_corpus.relate.versions import find_versions
from build_corpus.relate.work import Work

__all__ = ["Kept", "Shelf", "relate", "uncollected"]


@contextmanager
def uncollected() -> Iterator[None]:
    """Python looks for no garbage meanwhile: relations stay, and looking through all of them takes a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What earlier runs found out."""

    digests: Mapping[str, str]
    """Id → digest of a document, of those alone that may be known from earlier runs."""
    shelf: Shelf
    """All they found out, of documents by such digests."""


@uncollected()
def relate(
    documents: Iterable[Annotated], knowledge: Knowledge, limit: int, kept: Kept | None = None
) -> Corpus:
    """The corpus with at most `limit` relations for each published document.

    With `kept`, whose shelf is brought up to date, exactly what it would be without. Where that is damaged, nothing of it
    is used.
    """
    ordered = tuple(documents)
    known = kept.digests if kept else {}
    signs = {each.id: f"{known.get(each.id, '')}{each.speech.published:d}" for each in ordered}
    if kept and known.keys() >= signs.keys():
        for shelf in (kept.shelf, kept.shelf):
            try:
                corpus = _corpus(Work(ordered, signs, shelf), knowledge, limit)
            except DamagedError:
                shelf.clear()
            else:
                gc.freeze()  # relations stay: nobody need look for garbage in them
                return corpus
    return _corpus(Work(ordered), knowledge, limit)


def _corpus(work: Work, knowledge: Knowledge, limit: int) -> Corpus:
    """All there is to know. Raises DamagedError."""
    versions, findings = find_versions(work, knowledge)
    heads = {version.id: version.of for version in versions}
    public = [document for document in work.documents if document.speech.published]
    originals = [document for document in public if document.id not in heads]
    parallels = find_parallels(originals, work)
    formulas = Formulas(originals, work, knowledge)
    wanted = Wanted(limit=limit, signs=work.changes.now, shelf=work.shelf)
    return Corpus(
        documents=tuple(
            replace(each, formulas=used) for each, used in zip(work.documents, formulas.used, strict=True)
        ),
        related=find_related(public, parallels, heads, knowledge, wanted),
        versions=versions,
        parallels=parallels,
        formulas=formulas.formulas,
        findings=findings,
    )
