"""What several test modules need: a text taken through the stages, without files.

In: text, or the seeds of this repository. Out: the nouns of `build_corpus.model`. Writes nothing.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

from build_corpus.annotate import Tagger, annotate
from build_corpus.clean import clean
from build_corpus.config import Settings
from build_corpus.knowledge import built_in
from build_corpus.model import (
    Annotated,
    Cleaned,
    Corpus,
    CorpusStats,
    Finding,
    Knowledge,
    Sidecar,
    Source,
    Speech,
)
from build_corpus.publish import Site, pages
from build_corpus.read import read
from build_corpus.relate import relate
from build_corpus.structure import structure
from build_corpus.survey import survey

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
SETTINGS = Settings(title="试验集", description="试验用的几篇讲话。")
ALONE = CorpusStats(shared_lines=frozenset())
"""What a survey says of a document that shares no line with another."""

PROSE = "做好今年的工作，关键要把责任扛在肩上、落到实处。"
"""A sentence that reads like running text and hits no rule: the body of a small document."""


def source_of(text: str, name: str = "a.txt", sidecar: Sidecar | None = None) -> Source:
    """A source as `read` makes it."""
    data = text.encode("utf-8", "surrogatepass")
    return Source(
        id=name.rpartition(".")[0],
        file=name,
        sha256=sha256(data).hexdigest(),
        size=len(data),
        encoding="utf-8",
        decoded=text,
        sidecar=sidecar or Sidecar(),
    )


def cleaned_of(text: str) -> Cleaned:
    """A text after cleaning."""
    return clean(source_of(text), ALONE, built_in())


def speech_of(text: str, sidecar: Sidecar | None = None) -> Speech:
    """A text after cleaning and structuring."""
    return structure(clean(source_of(text, sidecar=sidecar), ALONE, built_in()), built_in())


@cache
def tagger() -> Tagger:
    """The built-in vocabulary's automaton, made once."""
    return Tagger(built_in().vocabulary)


def annotated_of(source: Source, stats: CorpusStats = ALONE) -> Annotated:
    """A source through all stages that look at it alone."""
    return annotate(structure(clean(source, stats, built_in()), built_in()), tagger(), built_in(), stats)


def corpus_of(*texts: str) -> Corpus:
    """A corpus of these texts, named a.txt, b.txt and so on."""
    sources = [source_of(text, f"{chr(ord('a') + at)}.txt") for at, text in enumerate(texts)]
    stats = survey(sources)
    return relate([annotated_of(source, stats) for source in sources], built_in(), SETTINGS.related)


def pages_of(
    corpus: Corpus, knowledge: Knowledge | None = None, settings: Settings = SETTINGS
) -> dict[str, str]:
    """Every generated file of a corpus: path → text. Without `knowledge`, the built-in tables."""
    found = pages(Site(corpus, knowledge or built_in(), settings))
    return {path: content if isinstance(content, str) else "".join(content) for path, content in found}


@cache
def seeds() -> tuple[Source, ...]:
    """The seeds of this repository."""
    return tuple(reading.source for reading in read(SEEDS) if reading.source)


@cache
def seed_documents() -> dict[str, Annotated]:
    """First three characters of the file name → the document."""
    stats = survey(seeds())
    return {source.file[:3]: annotated_of(source, stats) for source in seeds()}


def codes(findings: tuple[Finding, ...]) -> list[str]:
    """The codes of findings, in order."""
    return [finding.code for finding in findings]
