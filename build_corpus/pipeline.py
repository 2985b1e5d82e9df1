"""The order of the stages, and the only file that knows it."""

import gc
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from build_corpus import knowledge as tables
from build_corpus.config import Config
from build_corpus.discover import found_vocabulary, suggest, vocabulary_text
from build_corpus.documents import Documents, Workshop
from build_corpus.manifest import handwritten
from build_corpus.model import (
    Candidate,
    Corpus,
    Finding,
    Knowledge,
    Vocabulary,
    in_order,
)
from build_corpus.publish import (
    FINDINGS,
    SEARCH_DICTIONARY,
    TODO,
    Making,
    Memory,
    Site,
    Written,
    advice,
    document_digests,
    finding_lines,
    forget,
    former_ids,
    generated,
    publish,
    remembering,
    search_index,
    titles,
    todo,
    write_products,
    write_text,
)
from build_corpus.read import Reading
from build_corpus.relate import Kept, relate
from build_corpus.run import (
    CACHE,
    PREVIEW,
    Cache,
    Jobs,
    Last,
    Seen,
    Start,
    begun,
    here,
    processes,
    program,
    publishing,
)
from build_corpus.run.shelves import Shelves
from build_corpus.run.workers import AUTOMATIC, Step, quiet
from build_corpus.segment import make_room
from build_corpus.site import Docs, Rendered, check, clear, render
from build_corpus.structure import govern

FOUND_THEMES = "themes.yml"
NO_THEMES = Vocabulary(scheme="none", concepts=())
DOCUMENTS_KEPT = "documents.db"
RELATIONS_KEPT = "relations.db"
PRODUCTS_KEPT = "products.json"
TABLES_KEPT = "tables.db"
READINGS = "pinyin.json"


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


def documents(config: Config, jobs: Jobs = AUTOMATIC, step: Step = quiet) -> Documents:
    """Every seed read, cleaned, structured and annotated; nothing is written."""
    return _worked(config, jobs, step)[0]


def _worked(config: Config, jobs: Jobs, step: Step, kept: Path | None = None) -> tuple[Documents, Knowledge]:
    """The documents and the tables they were made with; a corpus without a vocabulary gets its own first.

    `kept`: file of what earlier runs made of documents; None: nothing is read there or written.
    """
    knowledge = _tables(NO_THEMES if config.finds_themes else config.vocabulary_file)
    with Cache(kept, _basis(knowledge)) if kept else nullcontext() as cache:
        workshop = Workshop(seeds=config.seeds, jobs=jobs, cache=cache, step=step)
        made = _governed(workshop.documents(knowledge.vocabulary), config)
    if not config.finds_themes:
        return made, knowledge
    found = found_vocabulary(made.annotated, knowledge)
    return workshop.tagged(made, found), _tables(found)


def _basis(knowledge: Knowledge) -> str:
    """Digest of what all that is kept depends on."""
    return sha256(f"{program()}{knowledge.vocabulary!r}".encode("utf-8", "surrogatepass")).hexdigest()


def _governed(made: Documents, config: Config) -> Documents:
    """The documents with what is done with them; kept ones know nothing of corpus.yml."""
    policy = config.settings.rights
    governed = ((one, govern(one.speech, policy)) for one in made.annotated)
    return replace(
        made,
        annotated=tuple(
            one if one.speech is speech else replace(one, speech=speech) for one, speech in governed
        ),
    )


def make(config: Config, jobs: Jobs = AUTOMATIC, step: Step = quiet, kept: Path | None = None) -> Made:
    """Everything the seeds give, relations included. `kept`: see `_worked`. Raises CorpusError where it cannot run."""
    made, knowledge = _worked(config, jobs, step, kept)
    stones = sorted(
        (stone for each in made.readings for stone in each.tombstones), key=lambda stone: stone.id
    )
    with Shelves(kept.with_name(RELATIONS_KEPT), _basis(knowledge)) if kept else nullcontext() as shelf:
        known = Kept(digests=made.digests, shelf=shelf) if shelf else None
        related = relate(made.annotated, knowledge, config.settings.related, known)
    corpus = replace(related, tombstones=tuple(stones))
    findings = _findings(made, (*corpus.findings, *former_ids(corpus)[1]))
    digests = document_digests(made.annotated, corpus, made.digests)
    return Made(
        readings=made.readings, corpus=corpus, knowledge=knowledge, findings=findings, digests=digests
    )


def build(
    config: Config, jobs: Jobs = AUTOMATIC, step: Step = quiet, waits: Callable[[], object] = quiet
) -> Built:
    """seeds/ → docs/ and build/. `waits` hears that another run goes first. Raises CorpusError where it cannot run."""
    with begun(config, waits) as began:
        return _build(config, jobs, step, began)


def _build(
    config: Config, jobs: Jobs, step: Step, began: Start, room: Callable[[int], object] = quiet
) -> Built:
    made = make(config, jobs, step, config.build / CACHE / DOCUMENTS_KEPT)
    room(len(made.corpus.documents))
    gc.freeze()  # all of it stays while pages are made: nobody need look for garbage in it
    try:
        return _published(made, config, processes(jobs), began.seen)
    finally:
        gc.unfreeze()  # the next run of this process finds what this one leaves


def _published(made: Made, config: Config, jobs: int, seen: Seen | None) -> Built:
    corpus, knowledge = made.corpus, made.knowledge
    basis = publishing(knowledge.vocabulary, config.settings)
    making = Making(basis=basis, jobs=jobs, altered=seen.altered if seen else None)
    by_hand = seen.by_hand if seen and config.docs == config.project_docs else None
    memory = Memory(config.build / CACHE / TABLES_KEPT, making.basis)
    tables = Site(corpus, knowledge, config.settings, made.digests, memory)
    finish = write_products(tables, config.build, config.build / CACHE / PRODUCTS_KEPT, making.basis)
    if config.finds_themes:
        write_text(config.build / FOUND_THEMES, [vocabulary_text(knowledge.vocabulary)])
    index = partial(search_index, tables, config=config, basis=making.basis, by_hand=by_hand)
    with remembering(config.build / CACHE / READINGS, making.basis):
        written = publish(generated(tables, config, by_hand), config.docs, config.project_docs, index, making)
        tables.notes.save()
    finish()
    findings = in_order((*made.findings, *written.findings))
    write_text(config.build / FINDINGS, finding_lines(findings))
    write_text(
        config.build / TODO, [todo(findings, titles(corpus), "markdown", hint=advice(config.settings))]
    )
    return Built(corpus=corpus, knowledge=knowledge, written=written, findings=findings)


def site(
    config: Config,
    jobs: Jobs = AUTOMATIC,
    step: Step = quiet,
    waits: Callable[[], object] = quiet,
    start: Start | None = None,
) -> tuple[Built, tuple[Finding, ...]]:
    """seeds/ → docs/ → site/, then the check. Raises CorpusError, SiteError among them.

    `start`: just now, by whoever asked whether there is anything to do.
    """
    with begun(config, waits, start) as began:
        if began.full:
            forget(
                config.docs, *(config.build / CACHE / name for name in (PRODUCTS_KEPT, TABLES_KEPT, READINGS))
            )
        built = _build(config, jobs, step, began, make_room)
        rendered, written = _rendered(config, built, began, jobs), built.written
        touched = rendered.touched
        began.ended(None if touched is None else {*touched, *written.changed, *written.removed})
        checked = check(config, built.knowledge, here(jobs), rendered)
        clear(rendered)
        files, shown = len(written.changed) + written.unchanged, len(built.corpus.shown)
        began.remember(Last(published=shown, files=files, built=built.findings, checked=checked))
        return built, checked


def _rendered(config: Config, built: Built, began: Start, jobs: Jobs) -> Rendered:
    docs = Docs(config.docs, built.written.files, began.seen.by_hand if began.seen else None)
    return render(
        config, config.build / SEARCH_DICTIONARY, processes(jobs), docs, full=began.full or began.spoilt
    )


def check_site(config: Config) -> tuple[Finding, ...]:
    """What is wrong with the built site."""
    found = config.build / FOUND_THEMES
    known = config.finds_themes and found.is_file()
    return check(config, _tables(found) if known else knowledge_of(config), AUTOMATIC)


def candidates(
    config: Config, *, jobs: Jobs = AUTOMATIC, least: int, limit: int
) -> tuple[tuple[Candidate, ...], Vocabulary]:
    """What the vocabulary might take up, and the vocabulary; a corpus without one gets all its candidates."""
    made, knowledge = _worked(config, jobs, quiet)
    if config.finds_themes:
        knowledge = replace(knowledge, vocabulary=NO_THEMES)
    return suggest(made.annotated, knowledge, least=least, limit=limit), knowledge.vocabulary


def serve(load: Callable[[], Config], address: str, say: Callable[[tuple[Finding, ...]], object]) -> None:
    """Builds, serves, and builds again after every change; `say` gets the findings of each build.

    Settings and vocabulary are read anew each time. The pages lie in build/, apart from the site.
    """

    def fresh() -> Config:
        config = load()
        return replace(config, site=config.build / PREVIEW)

    def rebuild() -> None:
        _tables.cache_clear()
        config = fresh()
        with begun(config, quiet) as began:
            built = _build(config, AUTOMATIC, quiet, began)
            say(built.findings)
            clear(_rendered(config, built, began, AUTOMATIC))

    from build_corpus.site.preview import preview  # noqa: PLC0415 - a server, which no other run loads

    rebuild()
    config = fresh()
    by_hand = (config.project_docs / path for path in handwritten(config.project_docs))
    preview(config, by_hand, address, rebuild)


def knowledge_of(config: Config) -> Knowledge:
    """The tables a corpus uses; without a vocabulary, the one its texts give."""
    return _worked(config, AUTOMATIC, quiet)[1] if config.finds_themes else _tables(config.vocabulary_file)


@cache
def _tables(vocabulary: Path | Vocabulary | None) -> Knowledge:
    """The built-in tables with a vocabulary, of a file or as it is; None: the built-in one as well."""
    if isinstance(vocabulary, Vocabulary):
        return tables.with_vocabulary(vocabulary)
    return tables.load(vocabulary)


def _findings(made: Documents, others: Iterable[Finding]) -> tuple[Finding, ...]:
    found = [finding for reading in made.readings for finding in reading.findings]
    found += [finding for document in made.annotated for finding in document.speech.findings]
    return in_order([*found, *others])
