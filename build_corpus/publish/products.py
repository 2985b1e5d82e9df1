"""The local by-products of a build, line by line: every document, every receipt, every finding."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from build_corpus.manifest import WRITING, Entry, stat
from build_corpus.model import Corpus, Finding, Knowledge, Receipt, Tombstone
from build_corpus.publish.joining import Joining
from build_corpus.publish.lazy import Pieces
from build_corpus.publish.lazy_kept import Kept
from build_corpus.publish.record import json_line, record
from build_corpus.publish.site import Site
from build_corpus.publish.whole import replace_whole, write_text
from build_corpus.run import Aside
from build_corpus.run.workers import quiet
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


def write_products(site: Site, build: Path, made: Path, basis: str) -> Callable[[], None]:
    """Writes documents, receipts, withdrawn speeches, the search dictionary; what would be as in the last run is taken over from it.

    Where little is new, most of it is written beside this run; what is given waits for that. `made`: what they were
    made from; see `lazy_kept`. From now on the site reads a record that was made instead of making it again.
    """
    stones = (json_line(_stone(each)) for each in site.corpus.tombstones)
    write_text(build / TOMBSTONES, stones)
    write_text(build / SEARCH_DICTIONARY, [dictionary(_search_words(site.corpus, site.knowledge))])
    kept = Kept(build, made, basis)
    files = {
        name: Joining(build, name, lines, kept)
        for name, lines in by_products(site, ()).items()
        if isinstance(lines, Pieces)
    }
    planned = [joining.plan() for joining in files.values()]
    writing = Aside(
        partial(_written, build, files), soon=all(planned) and any(each.large for each in files.values())
    )

    def finish() -> None:
        for (name, joining), entry in zip(files.items(), writing.surely(), strict=True):
            kept.keep_joined(name, joining.joined(entry))
        kept.save()

    if all(planned):
        site.records = files[DOCUMENTS].texts
        return finish
    finish()
    site.records = _Lines(build / DOCUMENTS, kept.places(DOCUMENTS))
    return quiet


def _written(build: Path, files: Mapping[str, Joining]) -> list[Entry]:
    """How each file stands there. Nobody asks for its hash."""
    found = []
    for name, joining in files.items():
        parts = joining.parts()
        if parts:
            replace_whole(build / name, parts, f"{WRITING}-{name}")
        found.append(("", *(stat(build / name) or (0, 0))))
    return found


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
