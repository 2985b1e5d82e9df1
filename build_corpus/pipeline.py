"""The order of the stages, and the only file that knows it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from build_corpus import knowledge as tables
from build_corpus.annotate import Tagger, annotate, explain
from build_corpus.clean import clean
from build_corpus.config import Config
from build_corpus.discover import found_vocabulary, suggest, vocabulary_text
from build_corpus.manifest import handwritten
from build_corpus.model import (
    Annotated,
    Candidate,
    Corpus,
    CorpusStats,
    Explanation,
    Finding,
    Knowledge,
    Source,
    Speech,
    Vocabulary,
    finding,
    in_order,
)
from build_corpus.publish import (
    FINDINGS,
    SEARCH_DICTIONARY,
    TODO,
    Making,
    Site,
    Written,
    document_digests,
    finding_lines,
    forget,
    former_ids,
    generated,
    publish,
    search_index,
    titles,
    todo,
    write_products,
    write_text,
)
from build_corpus.read import Reading, read
from build_corpus.relate import relate
from build_corpus.run import (
    CACHE,
    Cache,
    Last,
    Lost,
    alone,
    basis,
    each,
    each_kept,
    inputs,
    processes,
    publishing,
    remember,
)
from build_corpus.run.workers import AUTOMATIC, Step, quiet
from build_corpus.site import check, preview, render
from build_corpus.structure import govern, structure
from build_corpus.survey import survey

FOUND_THEMES = "themes.yml"
NO_THEMES = Vocabulary(scheme="none", concepts=())
PREVIEW = "preview"
DOCUMENTS_KEPT = "documents"
PRODUCTS_KEPT = "products.json"


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
    digests: Mapping[str, str]
    """Of documents, by id, as far as they are known."""


def documents(
    config: Config, jobs: int = AUTOMATIC, step: Step = quiet
) -> tuple[tuple[Reading, ...], tuple[Annotated, ...]]:
    """Every seed read, cleaned, structured and annotated; nothing is written."""
    return _worked(config, jobs, step)[:2]


def _worked(
    config: Config, jobs: int, step: Step, kept: Path | None = None
) -> tuple[tuple[Reading, ...], tuple[Annotated, ...], Knowledge, Mapping[str, str]]:
    """The documents, the tables they were made with, digests of documents; without a vocabulary there is one first.

    `kept`: folder of what earlier runs made of documents; None: nothing is read there or written.
    """
    readings = read(config.seeds)
    sources = [reading.source for reading in readings if reading.source]
    own = NO_THEMES if config.finds_themes else config.vocabulary_file
    stats = survey(sources, _tools(own)[1].named)
    cache = Cache(kept, basis(stats, own)) if kept else None
    made = each_kept(_document, [(source, stats, own) for source in sources], cache, jobs, step)
    readings, done = _kept(readings, _governed(made, config))
    if cache:
        cache.clear()
    if not config.finds_themes:
        return readings, done, _tools(own)[0], cache.digests if cache else {}
    found = found_vocabulary(done, _tools(own)[0])
    stats = survey(sources, _tools(found)[1].named)
    tagged = each(_tagged, [(document.speech, stats, found) for document in done], jobs)
    return *_kept(readings, tagged), _tools(found)[0], {}


def _governed(made: Iterable[Annotated | Lost], config: Config) -> Iterator[Annotated | Lost]:
    """The documents with what is done with them; kept ones know nothing of corpus.yml."""
    policy = config.settings.rights
    for one in made:
        yield one if isinstance(one, Lost) else replace(one, speech=govern(one.speech, policy))


def _kept(
    readings: Iterable[Reading], made: Iterable[Annotated | Lost]
) -> tuple[tuple[Reading, ...], tuple[Annotated, ...]]:
    """Readings and what was made of their sources; a source whose worker died is a finding instead."""
    said: list[Reading] = []
    documents: list[Annotated] = []
    results = iter(made)
    for reading in readings:
        result = next(results) if reading.source else None
        if isinstance(result, Lost):
            lost = finding("document-lost", f"seeds/{reading.file}")
            said.append(replace(reading, source=None, findings=(*reading.findings, lost)))
            continue
        said.append(reading)
        if result:
            documents.append(result)
    return tuple(said), tuple(documents)


def explanations(
    readings: Iterable[Reading], named: Iterable[Annotated], knowledge: Knowledge
) -> list[tuple[Explanation, ...]]:
    """Why each of these documents has its themes; `readings` are those of the whole corpus."""
    tagger = Tagger(knowledge.vocabulary)
    stats = survey([reading.source for reading in readings if reading.source], tagger.named)
    return [explain(document.speech, tagger, stats) for document in named]


def make(config: Config, jobs: int = AUTOMATIC, step: Step = quiet, kept: Path | None = None) -> Made:
    """Everything the seeds give, relations included. `kept`: see `_worked`. Raises CorpusError where it cannot run."""
    readings, annotated, knowledge, digests = _worked(config, jobs, step, kept)
    stones = sorted((stone for each in readings for stone in each.tombstones), key=lambda stone: stone.id)
    corpus = replace(relate(annotated, knowledge, config.settings.related), tombstones=tuple(stones))
    findings = _findings(readings, annotated, (*corpus.findings, *former_ids(corpus)[1]))
    digests = document_digests(annotated, corpus, digests)
    return Made(readings=readings, corpus=corpus, knowledge=knowledge, findings=findings, digests=digests)


def build(
    config: Config, jobs: int = AUTOMATIC, step: Step = quiet, waits: Callable[[], object] = quiet
) -> Built:
    """seeds/ → docs/ and build/. `waits` hears that another run goes first. Raises CorpusError where it cannot run."""
    with alone(config.build, waits):
        return _build(config, jobs, step)


def _build(config: Config, jobs: int, step: Step) -> Built:
    made = make(config, jobs, step, config.build / CACHE / DOCUMENTS_KEPT)
    corpus, knowledge = made.corpus, made.knowledge
    tables = Site(corpus, knowledge, config.settings, made.digests)
    making = Making(basis=publishing(knowledge.vocabulary, config.settings), jobs=processes(jobs))
    write_products(tables, config.build, config.build / CACHE / PRODUCTS_KEPT, making.basis)
    if config.finds_themes:
        write_text(config.build / FOUND_THEMES, [vocabulary_text(knowledge.vocabulary)])
    index = partial(search_index, corpus, knowledge, config=config)
    written = publish(generated(tables, config), config.docs, config.project_docs, index, making)
    findings = in_order((*made.findings, *written.findings))
    write_text(config.build / FINDINGS, finding_lines(findings))
    write_text(config.build / TODO, [todo(findings, titles(corpus), "markdown")])
    return Built(corpus=corpus, knowledge=knowledge, written=written, findings=findings)


def site(
    config: Config,
    jobs: int = AUTOMATIC,
    step: Step = quiet,
    waits: Callable[[], object] = quiet,
    *,
    full: bool = False,
) -> tuple[Built, tuple[Finding, ...]]:
    """seeds/ → docs/ → site/, then the check; `full` makes and renders every page. Raises CorpusError, SiteError among them."""
    with alone(config.build, waits):
        before = inputs(config)
        if full:
            forget(config.docs, config.build / CACHE / PRODUCTS_KEPT)
        built = _build(config, jobs, step)
        rendered = render(config, config.build / SEARCH_DICTIONARY, processes(jobs), full=full)
        checked = check(config, built.knowledge, jobs, rendered)
        written, shown = built.written, len(built.corpus.shown)
        files = len(written.changed) + written.unchanged
        remember(config, before, Last(published=shown, files=files, built=built.findings, checked=checked))
        return built, checked


def check_site(config: Config) -> tuple[Finding, ...]:
    """What is wrong with the built site."""
    found = config.build / FOUND_THEMES
    known = config.finds_themes and found.is_file()
    return check(config, _tools(found)[0] if known else knowledge_of(config), AUTOMATIC)


def candidates(
    config: Config, *, jobs: int = AUTOMATIC, least: int, limit: int
) -> tuple[tuple[Candidate, ...], Vocabulary]:
    """What the vocabulary might take up, and the vocabulary; a corpus without one gets all its candidates."""
    _, annotated, knowledge, _ = _worked(config, jobs, quiet)
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
    return _worked(config, AUTOMATIC, quiet)[2] if config.finds_themes else _tools(config.vocabulary_file)[0]


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
    return in_order([*found, *others])
