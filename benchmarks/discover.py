"""Candidates for a vocabulary: how long they take, and what they are worth.

`python -m benchmarks.discover N [FOLDER]` makes N documents of 4,000 字 (or reads those of FOLDER) and prints seconds and
memory of `suggest` alone, with the built-in vocabulary set aside. With `--gold FILE` (a vocabulary in the shape of
data/themes.yml) it says how many of its wordings that stand in two speeches or more are among the first candidates.
"""

import resource
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import yaml

from benchmarks.corpus import Recipe, document
from build_corpus.annotate import Tagger, annotate
from build_corpus.clean import clean
from build_corpus.discover import suggest
from build_corpus.knowledge import built_in
from build_corpus.model import Annotated, Candidate, CorpusStats, Knowledge, Source, Vocabulary
from build_corpus.read import read
from build_corpus.structure import structure
from build_corpus.survey import survey
from build_corpus.text import bare

SHOWN = 50


@cache
def _tools() -> tuple[Knowledge, Tagger]:
    knowledge = replace(built_in(), vocabulary=Vocabulary(scheme="none", concepts=()))
    return knowledge, Tagger(knowledge.vocabulary)


def _annotated(source: Source, stats: CorpusStats) -> Annotated:
    knowledge, tagger = _tools()
    return annotate(structure(clean(source, stats, knowledge), knowledge), tagger, knowledge)


def _documents(folder: Path) -> list[Annotated]:
    sources = [reading.source for reading in read(folder) if reading.source]
    stats = survey(sources)
    with ProcessPoolExecutor(max_workers=2) as pool:
        return list(pool.map(_annotated, sources, [stats] * len(sources), chunksize=50))


def _made(count: int) -> list[Annotated]:
    with TemporaryDirectory() as folder:
        for index in range(count):
            each = document(Recipe(plain=True), index)
            (Path(folder) / each.file).write_bytes(each.data)
        return _documents(Path(folder))


def _hits(candidates: Sequence[Candidate], documents: Sequence[Annotated], file: Path) -> None:
    """Prints how many wordings of a vocabulary are among the first candidates."""
    concepts = yaml.safe_load(file.read_text(encoding="utf-8"))["concepts"]
    wordings = {bare(each) for theme in concepts for each in (theme["label"], *theme["aliases"])}
    texts = [bare(f"{each.speech.title}\n{each.speech.text}") for each in documents]
    wanted = {each for each in wordings if sum(each in text for text in texts) >= 2}
    proposed = [each.text for each in candidates if each.kind != "name"]
    for first in (50, 100, 200):
        print(
            f"first {first}: {len(wanted & set(proposed[:first]))} of {len(wanted)} wordings of two speeches"
        )


@click.command()
@click.argument("count", type=int)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), required=False)
@click.option("--gold", type=click.Path(dir_okay=False, path_type=Path), help="A vocabulary to compare with.")
def main(count: int, folder: Path | None, gold: Path | None) -> None:
    """Print what discovery takes and gives."""
    documents = _documents(folder) if folder else _made(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start, started = time.perf_counter(), time.process_time()
    candidates = suggest(documents, _tools()[0], limit=200)
    seconds, worked = time.perf_counter() - start, time.process_time() - started
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    size = sum(len(each.speech.text) for each in documents)
    print(
        f"{len(documents)} documents, {size:,} 字: {seconds:.1f} s ({worked:.1f} s of work), {(after - before) / 1024:.0f} MiB more"
    )
    print(" ".join(each.text for each in candidates[:SHOWN]))
    if gold:
        _hits(candidates, documents, gold)


if __name__ == "__main__":
    main()
