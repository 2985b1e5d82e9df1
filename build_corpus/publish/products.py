"""The local by-products of a build, line by line: every document, every receipt, every finding."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from build_corpus.config import Settings
from build_corpus.model import Corpus, Finding, Knowledge, Receipt, Tombstone
from build_corpus.publish.record import json_line, record
from build_corpus.publish.write import write_text
from build_corpus.segment import dictionary
from build_corpus.text import QUOTES, without

DOCUMENTS = "documents.jsonl"
RECEIPTS = "receipts.jsonl"
FINDINGS = "findings.jsonl"
TOMBSTONES = "withdrawn.jsonl"
SEARCH_DICTIONARY = "search-dictionary.txt"


def by_products(
    corpus: Corpus, knowledge: Knowledge, settings: Settings, findings: Iterable[Finding]
) -> Mapping[str, Iterator[str]]:
    """Name below build/ → lines as JSON."""
    return {
        DOCUMENTS: record_lines(corpus, knowledge, settings),
        RECEIPTS: receipt_lines(corpus),
        FINDINGS: finding_lines(findings),
    }


def write_by_products(build: Path, corpus: Corpus, knowledge: Knowledge, settings: Settings) -> None:
    """build/: all documents, all receipts, withdrawn speeches, the search dictionary. Local, never published."""
    write_text(build / DOCUMENTS, record_lines(corpus, knowledge, settings))
    write_text(build / RECEIPTS, receipt_lines(corpus))
    write_text(build / TOMBSTONES, (json_line(_stone(each)) for each in corpus.tombstones))
    write_text(build / SEARCH_DICTIONARY, [dictionary(search_words(corpus, knowledge))])


def record_lines(corpus: Corpus, knowledge: Knowledge, settings: Settings) -> Iterator[str]:
    """The record of every document, published or not, in the order of the corpus."""
    versions = {version.id: version for version in corpus.versions}
    for document in corpus.documents:
        related, version = corpus.related.get(document.id, ()), versions.get(document.id)
        yield json_line(record(document, related, knowledge, settings.language, version))


def receipt_lines(corpus: Corpus) -> Iterator[str]:
    """Every receipt, document by document."""
    return (
        json_line(_plain(receipt)) for document in corpus.documents for receipt in document.speech.receipts
    )


def finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Every finding."""
    return (json_line(_plain(finding)) for finding in findings)


def search_words(corpus: Corpus, knowledge: Knowledge) -> Iterator[str]:
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
