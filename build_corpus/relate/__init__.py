"""All Annotated documents become a Corpus: what holds between them.

In: documents with theme scores. Out: which are versions of another (`versions`), passages two of them share
(`passages`), set phrases with all their places (`formulas`), and for each published document its nearest others
(`related`). Everything is met through what documents share, never by trying all pairs.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import MappingProxyType

from build_corpus.model import Annotated, Corpus, Knowledge
from build_corpus.relate.formulas import Formulas
from build_corpus.relate.passages import find_parallels
from build_corpus.relate.related import find_related
from build_corpus.relate.versions import find_versions

__all__ = ["relate", "uncollected"]


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


@uncollected()
def relate(documents: Iterable[Annotated], knowledge: Knowledge, limit: int) -> Corpus:
    """The corpus with at most `limit` relations for each published document."""
    ordered = tuple(sorted(documents, key=lambda document: document.id))
    versions, findings = find_versions(ordered, knowledge)
    heads = {version.id: version.of for version in versions}
    public = [document for document in ordered if document.speech.published]
    originals = [document for document in public if document.id not in heads]
    parallels = find_parallels(originals, knowledge)
    formulas = Formulas(originals, knowledge)
    return Corpus(
        documents=tuple(replace(each, formulas=formulas.used_by(each)) for each in ordered),
        related=MappingProxyType(find_related(public, parallels, heads, knowledge, limit)),
        versions=versions,
        parallels=parallels,
        formulas=formulas.formulas,
        findings=findings,
    )
