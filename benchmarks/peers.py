"""The same texts by this project and by other generators: `make bench N=1000`, `make bench N="300 1000 3000"`.

Made speeches of 3,700 字 become a searchable site four times: by this project from the raw files (cleaning, themes,
cross-links, comparisons, data, search and check included); and, from the texts it has cleaned (`peers_sources`), by Hugo with
related speeches and then Pagefind, by Material as it comes with its own search (jieba) and tags, and by Zensical. Printed for each:
seconds on the clock and of work, memory of the largest process and of all together, files and size of the site,
how many times what Hugo and Pagefind, and what Material took; with several N the power of N that the time grows with.

Nothing is installed here: what is missing is left out, and the run says so. A program that fails is no figure either.
"""

import json
import math
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

import click

from benchmarks import report
from benchmarks.running import PAGEFIND, ROOT, Cost, installed, must, release, run, size

CHARS = 3700  # 字 of a speech
OURS, HUGO, PAGED, BOTH, MATERIAL, ZENSICAL = (
    "this project",
    "Hugo",
    "Pagefind",
    "Hugo + Pagefind",
    "Material",
    "Zensical",
)
ORDER = (OURS, HUGO, PAGED, BOTH, MATERIAL, ZENSICAL)
HEAD = (
    "",
    "clock",
    "work",
    "largest process",
    "all processes",
    "files",
    "site",
    "× Hugo + Pagefind",
    "× Material",
)
FOUND = 1  # exit code of ours: made texts have findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A generator to measure."""

    name: str
    """As the table has it."""
    call: Sequence[str | Path]
    """What makes the site."""
    site: Path
    """Where it then is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a generator took and left."""

    cost: Cost
    files: int
    """0 where it failed."""
    bytes: int


Measured = dict[tuple[int, str], Made]
"""(number of speeches, name) → what it took."""


@click.command()
@click.argument("counts", type=click.IntRange(min=1), nargs=-1, required=True)
@click.option("--times", default=1, show_default=True, help="Runs of each; the medians count.")
@click.option("--jobs", default=0, help="Processes of ours; 0: as the command chooses.")
@click.option("--write", "written", is_flag=True, help="Tables into benchmarks/README.md.")
def main(counts: tuple[int, ...], times: int, jobs: int, **wishes: bool) -> None:
    """Measure every generator on COUNTS made speeches."""
    before = report.load()
    found: Measured = {}
    for count in counts:
        runs = [_round(count, jobs) for _ in range(times)]
        found |= {(count, name): _middle([each[name] for each in runs]) for name in runs[0]}
    command = f'make bench N="{" ".join(map(str, counts))}"'.replace('"', '"' if len(counts) > 1 else "")
    many = f"Medians of {times} runs each." if times > 1 else "One run of each."
    text = "\n\n".join([f"{report.measured(command, before)} {_versions()} {many}", *_tables(found)])
    print(f"\n{text}")
    if wishes["written"]:
        report.write("peers", text)


# ---------------------------------------------------------------- running


def _round(count: int, jobs: int) -> dict[str, Made]:
    """Every generator once, in a folder that is then deleted."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        _prepare(folder, "benchmarks.generate", str(count), folder, "--chars", str(CHARS))
        made = dict(_each(count, [_ours(folder, jobs)], folder))
        documents = folder / "ours" / "docs" / "data" / "documents.jsonl"
        _prepare(folder, "benchmarks.peers_sources", documents, folder)
        shutil.copytree(folder / "material", folder / "zensical")
        made |= _each(count, list(_others(folder)), folder)
    if all(name in made and made[name].files for name in (HUGO, PAGED)):
        first, second = made[HUGO], made[PAGED]
        made[BOTH] = Made(cost=first.cost + second.cost, files=second.files, bytes=second.bytes)
    return {name: made[name] for name in ORDER if name in made}


def _prepare(folder: Path, module: str, *given: str | Path) -> None:
    """Runs a module of ours that is not measured."""
    said = folder / "said.txt"
    must(run([sys.executable, "-m", module, *given], said), said)


def _ours(folder: Path, jobs: int) -> Peer:
    places = {name: folder / "ours" / name for name in ("docs", "build", "site")} | {
        "seeds": folder / "seeds"
    }
    options = [part for name, path in places.items() for part in (f"--{name}", path)]
    call = [sys.executable, "-m", "build_corpus", "site", "--config", ROOT / "corpus.yml", *options]
    return Peer(name=OURS, call=[*call, *(("--jobs", str(jobs)) if jobs else ())], site=places["site"])


def _others(folder: Path) -> Iterator[Peer]:
    """The generators that are installed."""
    hugo, pagefind, zensical = (
        installed("hugo"),
        PAGEFIND if PAGEFIND.is_file() else None,
        installed("zensical"),
    )
    source, public, site = folder / "hugo", folder / "hugo" / "public", folder / "material" / "site"
    config, other = folder / "material" / "mkdocs.yml", folder / "zensical" / "mkdocs.yml"
    if hugo:
        yield Peer(name=HUGO, call=[hugo, "--source", source, "--quiet"], site=public)
    if hugo and pagefind:
        yield Peer(name=PAGED, call=[pagefind, "--site", public, "--force-language", "zh"], site=public)
    yield Peer(
        name=MATERIAL, call=[sys.executable, "-m", "mkdocs", "build", "-f", config, "-d", site], site=site
    )
    if zensical:
        yield Peer(name=ZENSICAL, call=[zensical, "build", "-f", other], site=folder / "zensical" / "site")
    for name, program in ((HUGO, hugo), (PAGED, pagefind), (ZENSICAL, zensical)):
        if not program:
            print(
                f"{name} is not installed and left out; `make bench N=…` installs what can be.",
                file=sys.stderr,
            )


def _each(count: int, peers: Sequence[Peer], folder: Path) -> Iterator[tuple[str, Made]]:
    """What each took. One that fails leaves no files, and its last words are told."""
    for peer in peers:
        said = folder / "said.txt"
        cost = run(peer.call, said)
        right = cost.code in ((0, FOUND) if peer.name == OURS else (0,))
        files, total = size(peer.site) if right else (0, 0)
        figures = f"{cost.seconds:>8.1f} s{cost.work:>9.1f} s of work{cost.largest:>8.0f} MiB"
        print(f"{count:>7,} {peer.name:<16}{figures}", flush=True)
        if not right:
            print(f"It ended with {cost.code}:\n{said.read_text(encoding='utf-8')[-2000:]}", file=sys.stderr)
        yield peer.name, Made(cost=cost, files=files, bytes=total)


# ---------------------------------------------------------------- telling


def _middle(runs: Sequence[Made]) -> Made:
    """The medians of some runs of one generator."""

    def of(figure: Callable[[Made], float]) -> float:
        return median(map(figure, runs))

    cost = Cost(
        seconds=of(lambda made: made.cost.seconds),
        work=of(lambda made: made.cost.work),
        largest=of(lambda made: made.cost.largest),
        together=of(lambda made: made.cost.together),
        code=runs[0].cost.code,
    )
    return Made(cost=cost, files=runs[0].files, bytes=runs[0].bytes)


def _tables(found: Measured) -> Iterator[str]:
    """A table for each number of speeches, and one of how they grow."""
    counts = sorted({count for count, _ in found})
    for count in counts:
        made = {name: found[count, name] for name in ORDER if (count, name) in found}
        yield f"{count:,} speeches of {CHARS:,} 字:"
        yield report.table(HEAD, [_row(name, made) for name in made])
    if len(counts) > 1:
        yield f"The power of the number of speeches that each grows with, from {counts[0]:,} to {counts[-1]:,} (1: twice as many take twice as long):"
        names = [
            name
            for name in ORDER
            if all((count, name) in found and found[count, name].files for count in counts)
        ]
        yield report.table(
            ("", "clock", "work", "largest process", "site"), [_growth(name, counts, found) for name in names]
        )


def _row(name: str, made: dict[str, Made]) -> tuple[str, ...]:
    each = made[name]
    if not each.files:
        failed = f"ended with {each.cost.code} after {each.cost.seconds:.1f} s"
        return name, failed, "", "", f"{each.cost.together:,.0f} MiB", *[""] * (len(HEAD) - 5)
    return (
        name,
        f"{each.cost.seconds:.1f} s",
        f"{each.cost.work:.1f} s",
        f"{each.cost.largest:,.0f} MiB",
        f"{each.cost.together:,.0f} MiB" if each.cost.together else "",
        f"{each.files:,}",
        f"{each.bytes / 1e6:,.1f} MB",
        *(_ratio(each, made.get(other)) for other in (BOTH, MATERIAL)),
    )


def _ratio(one: Made, other: Made | None) -> str:
    """Clock and work as multiples of another's."""
    if other is None or not other.files:
        return ""
    return f"{one.cost.seconds / other.cost.seconds:.2f}, {one.cost.work / other.cost.work:.2f}"


def _growth(name: str, counts: Sequence[int], found: Measured) -> tuple[str, ...]:
    figures: Sequence[Callable[[Made], float]] = (
        lambda made: made.cost.seconds,
        lambda made: made.cost.work,
        lambda made: made.cost.largest,
        lambda made: made.bytes,
    )
    return name, *(
        f"{exponent(counts, [figure(found[count, name]) for count in counts]):.2f}" for figure in figures
    )


def exponent(counts: Sequence[int], figures: Sequence[float]) -> float:
    """The slope of the straight line through (log count, log figure) with the least squares.

    >>> round(exponent([100, 1000], [3, 30]), 6), round(exponent([1, 2, 4], [1, 4, 16]), 6)
    (1.0, 2.0)
    """
    xs, ys = [math.log(count) for count in counts], [math.log(figure) for figure in figures]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def _versions() -> str:
    """What the table speaks of, as installed."""
    ours = [f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material", "jieba")]
    return f"{', '.join([*filter(None, map(release, ('hugo', 'zensical'))), *_pagefind(), *ours])}."


def _pagefind() -> list[str]:
    package = PAGEFIND.parent.parent / "pagefind" / "package.json"
    return (
        [f"pagefind {json.loads(package.read_text(encoding='utf-8'))['version']}"]
        if package.is_file()
        else []
    )


if __name__ == "__main__":
    main()
