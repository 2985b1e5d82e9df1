"""The order of the stages, and the only file that knows it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from itertools import starmap
from pathlib import Path

from build_corpus import knowledge as tables
from build_corpus.annotate import Tagger, annotate, explain
from build_corpus.clean import clean
from build_corpus.config import Config
from build_corpus.discover import found_vocabulary, suggest, vocabulary_text
from build_corpus.errors import CorpusError
from build_corpus.model import (
    Annotated,
    Candidate,
    Corpus,
    CorpusStats,
    Explanation,
    Finding,
    Knowledge,
    Receipt,
    Source,
    Speech,
    Vocabulary,
)
from build_corpus.publish import (
    Written,
    former_ids,
    handwritten,
    json_line,
    pages,
    publish,
    record,
    search_index,
    sitemap,
)
from build_corpus.read import Reading, read
from build_corpus.relate import relate
from build_corpus.segment import dictionary
from build_corpus.site import check, preview, render
from build_corpus.structure import structure
from build_corpus.survey import survey
from build_corpus.text import QUOTES, without

SEARCH_DICTIONARY = "search-dictionary.txt"
FOUND_THEMES = "themes.yml"
NO_THEMES = Vocabulary(scheme="none", concepts=())
PREVIEW = "preview"


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build made."""

    corpus: Corpus
    """All documents."""
    knowledge: Knowledge
    """The tables it was made with."""
    written: Written
    """What changed in docs/."""
    findings: tuple[Finding, ...]
    """Everything found, in the order of the files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What the present seeds, rules and vocabulary give; nothing of it is written yet."""

    readings: tuple[Reading, ...]
    """Every file of the seeds folder."""
    corpus: Corpus
    """All documents."""
    knowledge: Knowledge
    """The tables it was made with."""
    findings: tuple[Finding, ...]
    """Everything found in the seeds, in the order of the files."""


Step = Callable[[int, int], object]
"""Hears how many documents are done, and of how many."""


def quiet(done: int, total: int) -> None:
    """Hears nothing."""


def documents(
    config: Config, jobs: int = 1, step: Step = quiet
) -> tuple[tuple[Reading, ...], tuple[Annotated, ...]]:
    """Every seed read, cleaned, structured and annotated; nothing is written."""
    return _worked(config, jobs, step)[:2]


def _worked(
    config: Config, jobs: int, step: Step
) -> tuple[tuple[Reading, ...], tuple[Annotated, ...], Knowledge]:
    """The documents and the tables they were made with; a corpus without a vocabulary gets its own first."""
    readings = read(config.seeds)
    sources = [reading.source for reading in readings if reading.source]
    own = NO_THEMES if config.finds_themes else config.vocabulary_file
    stats = survey(sources, _tools(own)[1].named)
    done = _each(_document, [(source, stats, own) for source in sources], jobs, step)
    if not config.finds_themes:
        return readings, done, _tools(own)[0]
    found = found_vocabulary(done, _tools(own)[0])
    stats = survey(sources, _tools(found)[1].named)
    tagged = _each(_tagged, [(document.speech, stats, found) for document in done], jobs, quiet)
    return readings, tagged, _tools(found)[0]


def _each(
    stage: Callable[..., Annotated], given: Sequence[tuple[object, ...]], jobs: int, step: Step
) -> tuple[Annotated, ...]:
    """A stage on each document, in `jobs` processes."""
    if jobs > 1 and len(given) > 1:
        with ProcessPoolExecutor(max_workers=jobs) as pool:
            size = max(1, len(given) // (4 * jobs))
            return _counted(pool.map(stage, *zip(*given, strict=True), chunksize=size), len(given), step)
    return _counted(starmap(stage, given), len(given), step)


def explanations(
    readings: Iterable[Reading], named: Iterable[Annotated], knowledge: Knowledge
) -> list[tuple[Explanation, ...]]:
    """Why each of these documents has its themes; `readings` are those of the whole corpus."""
    tagger = Tagger(knowledge.vocabulary)
    stats = survey([reading.source for reading in readings if reading.source], tagger.named)
    return [explain(document.speech, tagger, stats) for document in named]


def _counted(documents: Iterator[Annotated], total: int, step: Step) -> tuple[Annotated, ...]:
    done: list[Annotated] = []
    for document in documents:
        done.append(document)
        step(len(done), total)
    return tuple(done)


def make(config: Config, jobs: int = 1, step: Step = quiet) -> Made:
    """Everything the seeds give, relations included. Raises CorpusError where it cannot run at all."""
    readings, annotated, knowledge = _worked(config, jobs, step)
    corpus = relate(annotated, knowledge, config.settings.related)
    findings = _findings(readings, annotated, (*corpus.findings, *former_ids(corpus)[1]))
    return Made(readings=readings, corpus=corpus, knowledge=knowledge, findings=findings)


def build(config: Config, jobs: int = 1, step: Step = quiet) -> Built:
    """seeds/ → docs/ and build/. Raises CorpusError where it cannot run at all."""
    made = make(config, jobs, step)
    files = pages(made.corpus, made.knowledge, config.settings)
    files |= sitemap(files, config.project_docs, config.settings.site_url)
    index = search_index(made.corpus, made.knowledge, files, config)
    written = publish(files, config.docs, config.project_docs, index)
    findings = _sorted((*made.findings, *written.findings))
    _by_products(config, made.corpus, made.knowledge, findings)
    return Built(corpus=made.corpus, knowledge=made.knowledge, written=written, findings=findings)


def site(
    config: Config, jobs: int = 1, step: Step = quiet, *, full: bool = False
) -> tuple[Built, tuple[Finding, ...]]:
    """seeds/ → docs/ → site/, then the check; `full` renders every page. Raises CorpusError, SiteError among them."""
    built = build(config, jobs, step)
    render(config, config.build / SEARCH_DICTIONARY, jobs, full=full)
    return built, check(config, built.knowledge)


def check_site(config: Config) -> tuple[Finding, ...]:
    """What is wrong with the built site."""
    found = config.build / FOUND_THEMES
    return check(
        config, _tools(found)[0] if config.finds_themes and found.is_file() else knowledge_of(config)
    )


def candidates(
    config: Config, *, jobs: int = 1, least: int, limit: int
) -> tuple[tuple[Candidate, ...], Vocabulary]:
    """What the vocabulary might take up, and the vocabulary; a corpus without one gets all its candidates."""
    _, annotated, knowledge = _worked(config, jobs, quiet)
    if config.finds_themes:
        knowledge = replace(knowledge, vocabulary=NO_THEMES)
    return suggest(annotated, knowledge, least=least, limit=limit), knowledge.vocabulary


def serve(load: Callable[[], Config], address: str, say: Callable[[tuple[Finding, ...]], object]) -> None:
    """Builds, serves, and builds again after every change; `say` gets the findings of each build.

    Settings and vocabulary are read anew each time. The pages lie in build/, apart from the site.
    """

    def fresh() -> Config:
        config = load()
        return replace(config, site=config.build / PREVIEW)

    def rebuild() -> None:
        _tools.cache_clear()
        config = fresh()
        say(build(config).findings)
        render(config, config.build / SEARCH_DICTIONARY)

    rebuild()
    config = fresh()
    by_hand = (config.project_docs / path for path in handwritten(config.project_docs))
    preview(config, by_hand, address, rebuild)


def knowledge_of(config: Config) -> Knowledge:
    """The tables a corpus uses; without a vocabulary, the one its texts give."""
    return _worked(config, 1, quiet)[2] if config.finds_themes else _tools(config.vocabulary_file)[0]


@cache
def _tools(vocabulary: Path | Vocabulary | None) -> tuple[Knowledge, Tagger]:
    """Made once in each process: an automaton cannot travel between processes."""
    if isinstance(vocabulary, Vocabulary):
        knowledge = replace(tables.built_in(), vocabulary=vocabulary)
    else:
        knowledge = tables.load(vocabulary)
    return knowledge, Tagger(knowledge.vocabulary)


def _document(source: Source, stats: CorpusStats, vocabulary: Path | Vocabulary | None) -> Annotated:
    """One document through all stages that look at it alone."""
    knowledge, tagger = _tools(vocabulary)
    return annotate(structure(clean(source, stats, knowledge), knowledge), tagger, knowledge, stats)


def _tagged(speech: Speech, stats: CorpusStats, vocabulary: Vocabulary) -> Annotated:
    """A document with the themes that were found in all of them."""
    knowledge, tagger = _tools(vocabulary)
    return annotate(speech, tagger, knowledge, stats)


def _findings(
    readings: Iterable[Reading], annotated: Iterable[Annotated], others: Iterable[Finding]
) -> tuple[Finding, ...]:
    found = [finding for reading in readings for finding in reading.findings]
    found += [finding for document in annotated for finding in document.speech.findings]
    return _sorted([*found, *others])


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order of the files; what every part of a file says of their one sidecar is said once."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda each: (each.path, each.line or 0, each.code)))


def _by_products(config: Config, corpus: Corpus, knowledge: Knowledge, findings: Iterable[Finding]) -> None:
    """build/: receipts, findings, all documents, the search dictionary. Local, never published."""
    config.build.mkdir(parents=True, exist_ok=True)
    texts = by_products(config, corpus, knowledge, findings)
    texts[SEARCH_DICTIONARY] = dictionary(_search_words(corpus, knowledge))
    if config.finds_themes:
        texts[FOUND_THEMES] = vocabulary_text(knowledge.vocabulary)
    for name, text in texts.items():
        try:
            (config.build / name).write_text(text, encoding="utf-8")
        except OSError as error:
            msg = f"{config.build / name}: cannot be written ({error.strerror}). Free the space or name another --build."
            raise CorpusError(msg) from error


def by_products(
    config: Config, corpus: Corpus, knowledge: Knowledge, findings: Iterable[Finding]
) -> dict[str, str]:
    """Name below build/ → text, as JSON Lines: every document, every receipt, every finding."""
    language = config.settings.language
    versions = {version.id: version for version in corpus.versions}
    records = [
        record(document, corpus.related.get(document.id, ()), knowledge, language, versions.get(document.id))
        for document in corpus.documents
    ]
    receipts = [receipt for document in corpus.documents for receipt in document.speech.receipts]
    return {
        "documents.jsonl": "".join(json_line(each) for each in records),
        "receipts.jsonl": "".join(json_line(_plain(receipt)) for receipt in receipts),
        "findings.jsonl": "".join(json_line(_plain(finding)) for finding in findings),
    }


def _search_words(corpus: Corpus, knowledge: Knowledge) -> Iterator[str]:
    """Words that the site's search must not split: themes, set phrases, names."""
    for theme in knowledge.vocabulary.concepts:
        yield from (theme.label, *theme.aliases, *theme.weak)
    yield from (formula.text for formula in corpus.formulas if formula.quoted)
    for document in corpus.published:
        names = (document.speech.value(field) for field in ("speaker", "author", "publication", "place"))
        yield from (without(name, QUOTES)[0] for name in names if name)


def _plain(noun: Receipt | Finding) -> dict[str, object]:
    return {name: getattr(noun, name) for name in noun.__dataclass_fields__}
