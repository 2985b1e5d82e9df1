"""The local by-products of a build, line by line: every document, every receipt, every finding."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from build_corpus.manifest import stat
from build_corpus.model import Corpus, Finding, Knowledge, Receipt, Tombstone
from build_corpus.publish.joining import Joining
from build_corpus.publish.lazy import Pieces
from build_corpus.publish.lazy_kept import Kept
from build_corpus.publish.record import json_line, record
from build_corpus.publish.site import Site
from build_corpus.publish.whole import replace_whole, write_text
from build_corpus.segment import dictionary
from build_corpus.text import QUOTES, without

DOCUMENTS = "documents.jsonl"
RECEIPTS = "receipts.jsonl"
FINDINGS = "findings.jsonl"
TOMBSTONES = "withdrawn.jsonl"
SEARCH_DICTIONARY = "search-dictionary.txt"


def by_products(site: Site, findings: Iterable[Finding]) -> Mapping[str, Iterable[str]]:
    """Name below build/ → lines as JSON, of every document, published or not, in the order of the corpus."""
    names = tuple(site.every)
    return {
        DOCUMENTS: Pieces(site, record_line, names),
        RECEIPTS: Pieces(site, _receipt_lines, names),
        FINDINGS: finding_lines(findings),
    }


def write_products(site: Site, build: Path, made: Path, basis: str) -> None:
    """Writes documents, receipts, withdrawn speeches, the search dictionary; what would be as in the last run is taken over from it.

    `made`: what they were made from; see `lazy_kept`. Afterwards the site reads a record instead of making it again.
    """
    kept = Kept(build, made, basis)
    for name, lines in by_products(site, ()).items():
        if isinstance(lines, Pieces):
            _write(build / name, lines, kept)
    kept.save()
    stones = (json_line(_stone(each)) for each in site.corpus.tombstones)
    write_text(build / TOMBSTONES, stones)
    write_text(build / SEARCH_DICTIONARY, [dictionary(_search_words(site.corpus, site.knowledge))])
    site.records = _Lines(build / DOCUMENTS, kept.places(DOCUMENTS))


def _write(file: Path, pieces: Pieces, kept: Kept) -> None:
    """Writes a file of pieces. Nobody asks for its hash."""
    joining = Joining(file, pieces, kept, kept.joined(file.name))
    parts = joining.parts()
    if parts:
        replace_whole(file, parts)
    kept.keep_joined(file.name, joining.joined(("", *(stat(file) or (0, 0)))))


class _Lines(Mapping[str, str]):
    """Lines of a file by id; none is kept."""

    def __init__(self, file: Path, places: Mapping[str, tuple[int, int]]) -> None:
        self._file = file
        self._places = places

    def __getitem__(self, id_: str) -> str:
        start, end = self._places[id_]
        with self._file.open("rb") as lines:
            lines.seek(start)
            return lines.read(end - start).decode("utf-8")

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def record_line(site: Site, document_id: str) -> str:
    """The record of a document as a line of JSON."""
    document, version = site.every[document_id], site.versions.get(document_id)
    related = site.related.get(document_id, ())
    known = site.records.get(document_id)
    return known or json_line(record(document, related, site.knowledge, site.settings.language, version))


def _receipt_lines(site: Site, document_id: str) -> str:
    return "".join(json_line(_plain(receipt)) for receipt in site.every[document_id].speech.receipts)


def finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Every finding."""
    return (json_line(_plain(finding)) for finding in findings)


def _search_words(corpus: Corpus, knowledge: Knowledge) -> Iterator[str]:
    """Words that the site's search must not split: themes, set phrases, names."""
    for theme in knowledge.vocabulary.concepts:
        yield from (theme.label, *theme.aliases, *theme.weak)
    yield from (formula.text for formula in corpus.formulas if formula.quoted)
    for document in corpus.published:
        names = (document.speech.value(field) for field in ("speaker", "author", "publication", "place"))
        yield from (without(name, QUOTES)[0] for name in names if name)


def _stone(stone: Tombstone) -> dict[str, object]:
    said = stone.withdrawal
    return {"id": stone.id, "file": stone.file, "date": said.date, "reason": said.reason}


def _plain(noun: Receipt | Finding) -> dict[str, object]:
    return {name: getattr(noun, name) for name in noun.__dataclass_fields__}
