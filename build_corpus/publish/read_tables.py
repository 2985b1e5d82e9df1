"""What pages read of a corpus: tables that note who reads what of them; see `noted`."""

import marshal
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import lru_cache
from hashlib import sha256
from operator import attrgetter
from typing import TypeVar

from build_corpus.model import Annotated, Block, Corpus, Formula, Parallel
from build_corpus.publish.derived import of_all
from build_corpus.publish.memory import Memory
from build_corpus.publish.noted import DOCUMENTS, EVERYTHING, Notes, Table, Tells
from build_corpus.publish.versions import by_original

READY = 256  # documents whose blocks stay at hand: pages look at few at once
Value = TypeVar("Value")
_values = attrgetter(*(field.name for field in fields(Annotated) if field.init))


class CorpusTables:
    """The tables of one corpus, made once. What is no table is a property `of_all`, or the same whatever the corpus."""

    def __init__(self, corpus: Corpus, digests: Mapping[str, str], memory: Memory | None = None) -> None:
        """`digests`: of documents, by id, as far as they are known. `memory`: what the last run knew of tables."""
        self._corpus = corpus
        self._digests = dict(digests)
        self.notes = Notes(self, self._digest_of, memory)
        self.records: Mapping[str, str] = {}
        """Records as lines of JSON, as far as they are made already."""
        published = {each.id: each for each in corpus.published}
        self.blocks = self._table(DOCUMENTS, _Blocks(published))
        # a block is read with its document; the last table of a name tells what its entries hold
        self.documents = Table(self.notes, DOCUMENTS, published, Tells(_nothing, _itself))
        every = {each.id: each for each in corpus.documents}
        self.every = Table(self.notes, DOCUMENTS, every, Tells(_nothing, _itself))
        """All documents, those that are not published as well: for what stays in build/."""
        self.related = Table(self.notes, "related", corpus.related, Tells(surely=_sign_of))
        self.versions = self._table("versions", {version.id: version for version in corpus.versions})
        self.others = self._table("others", by_original(corpus.versions))
        parallels = _by_document(corpus.parallels)
        self.parallels = Table(self.notes, "parallels", parallels, Tells(_parallels_told))
        self.formulas = Table(self.notes, "formulas", _shared(corpus.formulas), Tells(formula_told))
        versions = {version.id for version in corpus.versions}
        self._originals = tuple(each for each in corpus.published if each.id not in versions)
        everything = {each.name: getattr(corpus, each.name) for each in fields(corpus)}
        Table(self.notes, EVERYTHING, everything, Tells(_without_documents, _documents_in))

    def _table(self, name: str, entries: Mapping[str, Value]) -> Table[Value]:
        return Table(self.notes, name, entries)

    def _digest_of(self, document: Annotated) -> str:
        if document.id not in self._digests:
            told = repr(document).encode("utf-8", "surrogatepass")
            self._digests[document.id] = sha256(told).hexdigest()
        return self._digests[document.id]

    @of_all
    def corpus(self) -> Corpus:
        """All documents and what holds between them."""
        self.notes.read_whole(EVERYTHING)
        return self._corpus

    @of_all
    def originals(self) -> tuple[Annotated, ...]:
        """Speeches that are no version of another one."""
        self.notes.read_whole(EVERYTHING)
        return self._originals


class _Blocks(Mapping[str, Mapping[str, Block]]):
    """Document → its blocks by id; found when somebody asks."""

    def __init__(self, documents: Mapping[str, Annotated]) -> None:
        self._documents = documents
        self._found = lru_cache(READY)(self._blocks_of)

    def __getitem__(self, name: str) -> Mapping[str, Block]:
        return self._found(name)

    def _blocks_of(self, name: str) -> Mapping[str, Block]:
        return {block.id: block for block in self._documents[name].speech.blocks}

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)


def document_digests(
    annotated: Iterable[Annotated], corpus: Corpus, known: Mapping[str, str]
) -> Mapping[str, str]:
    """Id → digest of a document of the corpus: that of the one it was made from, and what relations added to it.

    `known`: id → digest of those it was made from, as far as there are any.
    """
    before = {document.id: _values(document) for document in annotated}
    found = {}
    for document in corpus.documents:
        if document.id in known:
            pairs = zip(_values(document), before[document.id], strict=True)
            told = [known[document.id].encode(), *(_told(new) for new, old in pairs if new is not old)]
            found[document.id] = sha256(b"\n".join(told)).hexdigest()
    return found


def _told(value: object) -> bytes:
    """All of a value; texts and numbers, which most are, in a tenth of the time."""
    told: bytes | None = getattr(value, "told", None)
    if told is not None:
        return told
    try:
        return marshal.dumps(value, 0)  # type: ignore[arg-type] # a version that knows no references
    except ValueError:
        return repr(value).encode("utf-8", "surrogatepass")


def formula_told(formula: Formula) -> str:
    """All of a set phrase. Of its uses, which are as many as lines in the corpus, a digest is shown."""
    return (
        f"{formula.uses!r} {formula.id} {formula.text} {formula.variants} {formula.number} {formula.quoted}"
    )


def _sign_of(related: object, name: str) -> str:
    """What relations know of themselves, where they were made of something kept."""
    sign = getattr(related, "sign", None)
    return str(sign(name)) if sign else ""


def _parallels_told(parallels: Iterable[Parallel]) -> str:
    """All of them; the text that Python has for a noun takes ten times as long."""
    places = ((each.here, each.there, each.shared) for each in parallels)
    return repr(
        [
            (a.document, a.block, a.start, a.end, b.document, b.block, b.start, b.end, shared)
            for a, b, shared in places
        ]
    )


def _nothing(_: object) -> None:
    """What an entry tells besides the documents it holds."""


def _itself(document: Annotated) -> tuple[Annotated]:
    return (document,)


def _documents_in(entry: object) -> tuple[Annotated, ...]:
    return entry if isinstance(entry, tuple) and entry and isinstance(entry[0], Annotated) else ()


def _without_documents(entry: object) -> object:
    return None if _documents_in(entry) else entry


def _shared(formulas: Iterable[Formula]) -> dict[str, Formula]:
    """Text → set phrase, for those that several documents use."""
    return {each.text: each for each in formulas if _in_several(each)}


def _in_several(formula: Formula) -> bool:
    """Whether several documents use a phrase; its uses stand by document."""
    columns = getattr(formula.uses, "columns", None)
    if columns is None:
        return len(formula.documents) > 1
    owners = columns[1]
    return bool(owners[0] != owners[-1])


def _by_document(parallels: Iterable[Parallel]) -> dict[str, list[Parallel]]:
    """Document → the passages it shares with others."""
    found: dict[str, list[Parallel]] = {}
    for parallel in parallels:
        for each in (parallel.here, parallel.there):
            found.setdefault(each.document, []).append(parallel)
    return found
