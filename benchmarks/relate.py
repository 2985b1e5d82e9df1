"""Seconds and memory of themes and cross-links on made documents: `python -m benchmarks.relate N…`.

Documents are made, cleaned and structured before the clock runs. Then each step that sees all of them: themes in
two processes (wall), everything else in one; CPU seconds, of both processes, beside. Between the smallest and the
largest N stands how each step grows: 1.0 is with the number of documents. Memory is the most that the process held
so far, so give sizes in rising order.

`many themes` is the step `related` once more, on documents that treat MANY themes or more: each has the paragraphs
of several made documents. Most speeches have fewer; a yearbook or a government report has as many.
"""

import resource
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, repeat
from math import log
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, TypeVar

import click

from benchmarks.corpus import Recipe, generate
from build_corpus.annotate import Tagger, annotate
from build_corpus.clean import clean
from build_corpus.knowledge import built_in
from build_corpus.model import Annotated, Block, CorpusStats, Speech, without_text
from build_corpus.read import read
from build_corpus.relate import uncollected
from build_corpus.relate.formulas import Formulas
from build_corpus.relate.related import FLOOR, Wanted, find_related
from build_corpus.relate.reuse import find_parallels
from build_corpus.relate.versions import find_versions
from build_corpus.relate.work import Work
from build_corpus.run import Packed
from build_corpus.structure import structure
from build_corpus.survey import survey

PROCESSES = 2
RELATED = 6  # neighbours of a document, as in corpus.yml
MANY = 15  # themes that count for relations
MIXED = 12  # made documents, at most, whose paragraphs make one that treats so many
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a step took."""

    wall: float
    """Seconds on the clock."""
    cpu: float
    """Seconds of work, of all processes."""


Costs = dict[str, Spent]
"""Step → what it took, in the order of the steps."""


def timed(name: str, costs: Costs, work: Callable[[], T]) -> T:
    """The result of a step; what it took goes into `costs`."""
    before, start = _work(), perf_counter()
    with uncollected():
        result = work()
    costs[name] = Spent(wall=perf_counter() - start, cpu=_work() - before)
    return result


def _work() -> float:
    """Seconds of work of this process and of those that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _peak() -> float:
    """GiB that this process has held at most; what others hold beside it they mostly share with it."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


@cache
def _tagger() -> Tagger:
    return Tagger(built_in().vocabulary)


def structured(count: int) -> tuple[list[Speech], CorpusStats]:
    """Made documents as the themes get them."""
    knowledge = built_in()
    with tempfile.TemporaryDirectory() as folder:
        for each in generate(count, Recipe(plain=True)):
            (Path(folder) / each.file).write_bytes(each.data)
        sources = [reading.source for reading in read(Path(folder)) if reading.source]
    stats = survey(sources, _tagger().named)
    return [_left_behind(structure(clean(source, stats, knowledge), knowledge)) for source in sources], stats


def _left_behind(speech: Speech) -> Speech:
    """What a build keeps of a speech: without the text it was made from, receipts packed."""
    return replace(speech, source=without_text(speech.source), receipts=Packed(speech.receipts))


def tag(speech: Speech, stats: CorpusStats) -> Annotated:
    """A document with its themes."""
    return annotate(speech, _tagger(), built_in(), stats)


_given: list[Speech] = []
"""What the processes that tag are born with: in a build they have made the speeches themselves."""


def _tags(places: range, stats: CorpusStats) -> list[tuple[Any, Any, Any]]:
    """What tagging adds to some of the given speeches; only that travels back."""
    made = (tag(_given[at], stats) for at in places)
    return [(each.mentions, each.themes, each.formulas) for each in made]


def _tagged(speeches: Sequence[Speech], stats: CorpusStats) -> list[Annotated]:
    _given[:] = speeches
    size = max(1, len(speeches) // 8)
    parts = [range(at, min(at + size, len(speeches))) for at in range(0, len(speeches), size)]
    with ProcessPoolExecutor(max_workers=PROCESSES, mp_context=get_context("fork")) as pool:
        added = chain.from_iterable(pool.map(_tags, parts, repeat(stats)))
        return [
            Annotated(speech=speech, mentions=mentions, themes=themes, formulas=formulas)
            for speech, (mentions, themes, formulas) in zip(speeches, added, strict=True)
        ]


def costs_of(speeches: Sequence[Speech], stats: CorpusStats) -> tuple[Costs, list[Annotated]]:
    """What each step takes, and the tagged documents."""
    costs: Costs = {}
    knowledge = built_in()
    documents = timed("tag", costs, lambda: _tagged(speeches, stats))
    work = timed("folding", costs, lambda: Work(documents))
    versions, _ = timed("versions", costs, lambda: find_versions(work, knowledge))
    heads = {version.id: version.of for version in versions}
    public = [each for each in documents if each.speech.published]
    originals = [each for each in public if each.id not in heads]
    parallels = timed("passages", costs, lambda: find_parallels(originals, work))
    timed("formulas", costs, lambda: Formulas(originals, work, knowledge))
    wanted = Wanted(limit=RELATED)
    timed("related", costs, lambda: find_related(public, parallels, heads, knowledge, wanted))
    return costs, documents


def many_themes(documents: Sequence[Annotated], stats: CorpusStats) -> list[Annotated]:
    """As many documents, each with paragraphs of its own and of others, until it treats MANY themes.

    The others are taken in steps that grow, so that no two documents have the same ones.
    """
    return [_mixed(documents, at, stats) for at in range(len(documents))]


def _mixed(documents: Sequence[Annotated], at: int, stats: CorpusStats) -> Annotated:
    document = documents[at]
    blocks = tuple(document.speech.blocks)
    for step in range(1, MIXED):
        if _count(document) >= MANY:
            break
        other = documents[(at + step * step * (1 + at % 7)) % len(documents)]
        blocks += tuple(_renamed(block, step) for block in other.speech.blocks)
        document = tag(replace(document.speech, blocks=blocks), stats)
    return document


def _renamed(block: Block, step: int) -> Block:
    """A block whose id is not that of one of the other documents' blocks."""
    return replace(block, id=f"{block.id}-{step}", heading=block.heading and f"{block.heading}-{step}")


def _count(document: Annotated) -> int:
    return sum(theme.score >= FLOOR for theme in document.themes)


def measured(count: int) -> Costs:
    """What each step takes for so many documents; prints it."""
    speeches, stats = structured(count)
    costs, documents = costs_of(speeches, stats)
    peak = _peak()
    for name, spent in costs.items():
        _show(name, spent)
    together = Spent(
        wall=sum(each.wall for each in costs.values()), cpu=sum(each.cpu for each in costs.values())
    )
    _show("together", together)
    print(f"  {len(documents)} documents, {peak:.2f} GiB")
    rich = many_themes(documents, stats)
    timed("many themes", costs, lambda: find_related(rich, (), {}, built_in(), Wanted(limit=RELATED)))
    _show("many themes", costs["many themes"])
    print(f"  {median(map(_count, rich)):.0f} themes each, by the median")
    return {**costs, "together": together}


def _show(name: str, spent: Spent) -> None:
    print(f"{name:12}{spent.wall:8.2f} s wall{spent.cpu:8.2f} s CPU")


def growth(small: Mapping[str, Spent], large: Mapping[str, Spent], times: float) -> dict[str, float]:
    """Step → the exponent of its work, where there are so many times as many documents."""
    return {
        name: log(large[name].cpu / small[name].cpu) / log(times) for name in small if small[name].cpu > 0
    }


@click.command()
@click.argument("counts", nargs=-1, required=True, type=click.IntRange(min=1))
def main(counts: tuple[int, ...]) -> None:
    """Print the seconds of each step for COUNTS documents."""
    found: dict[int, Costs] = {}
    for count in sorted(set(counts)):
        print(f"{count} made documents")
        found[count] = measured(count)
    least, most = min(found), max(found)
    if most > least:
        rates = growth(found[least], found[most], most / least)
        print(
            f"growth from {least} to {most}:", ", ".join(f"{name} {rate:.2f}" for name, rate in rates.items())
        )


if __name__ == "__main__":
    main()
