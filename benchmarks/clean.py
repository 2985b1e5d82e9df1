"""Seconds of one core that 1,000 documents of 4,000 字 take to be read, cleaned and structured.

`python -m benchmarks.clean [--documents 200] [--profile]`. Process time, the median of three runs;
fewer documents are scaled up. Plain UTF-8 text in a folder of its own, and the same corpus in all
formats and encodings where `--all` asks for it.
"""

import cProfile
import pstats
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import TypeVar

import click

from benchmarks.corpus import Recipe, generate
from build_corpus.clean import clean
from build_corpus.knowledge import built_in
from build_corpus.model import Cleaned, Source
from build_corpus.read import read
from build_corpus.structure import structure
from build_corpus.survey import survey

RUNS = 3
SCALE = 1000  # documents the figures are for
LIMIT = 4.0  # seconds that reading, cleaning and structuring them may take together
T = TypeVar("T")


@click.command()
@click.option("--documents", default=200, show_default=True, help="How many to measure with.")
@click.option("--all", "everything", is_flag=True, help="All formats and encodings.")
@click.option("--profile", is_flag=True, help="Show the hottest functions instead.")
def main(documents: int, **wishes: bool) -> None:
    """Print the seconds of each stage."""
    with tempfile.TemporaryDirectory() as folder:
        seeds = Path(folder)
        for each in generate(documents, Recipe(plain=not wishes["everything"])):
            (seeds / each.file).write_bytes(each.data)
        if wishes["profile"]:
            profile(seeds)
            return
        rows = seconds(seeds)
    total = sum(rows.values())
    for name, value in (*rows.items(), ("together", total)):
        print(f"{name:<12}{value * SCALE / documents:8.2f} s per {SCALE} documents")
    print(f"{'limit':<12}{LIMIT:8.2f} s")


def seconds(seeds: Path) -> dict[str, float]:
    """Process seconds of each stage over all documents, the median of RUNS."""
    runs = [_once(seeds) for _ in range(RUNS)]
    return {name: median(run[name] for run in runs) for name in runs[0]}


def _once(seeds: Path) -> dict[str, float]:
    spent: dict[str, float] = {}

    def timed(name: str, work: Callable[[], T]) -> T:
        start = process_time()
        result = work()
        spent[name] = process_time() - start
        return result

    knowledge = built_in()
    sources = timed("read", lambda: _sources(seeds))
    stats = timed("survey", lambda: survey(sources))
    cleaned = timed("clean", lambda: [clean(source, stats, knowledge) for source in sources])
    timed("structure", lambda: [structure(each, knowledge) for each in cleaned])
    return spent


def _sources(seeds: Path) -> list[Source]:
    return [reading.source for reading in read(seeds) if reading.source]


def profile(seeds: Path) -> None:
    """Print the hottest functions of each stage by their own time."""
    sources, knowledge = _sources(seeds), built_in()
    stats = survey(sources)
    cleaned: list[Cleaned] = []
    for name, work in (
        ("clean", lambda: cleaned.extend(clean(source, stats, knowledge) for source in sources)),
        ("structure", lambda: [structure(each, knowledge) for each in cleaned]),
    ):
        print(f"==== {name}")
        profiler = cProfile.Profile()
        profiler.runcall(work)
        pstats.Stats(profiler).strip_dirs().sort_stats("tottime").print_stats(15)


if __name__ == "__main__":
    main()
