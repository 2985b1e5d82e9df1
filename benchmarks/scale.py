"""What each stage costs: `python -m benchmarks.scale N [--jobs 2] [--plain] [--only commands]`.

N generated speeches of 3,700 字 become a site: by the command, as people run it, first from nothing, then with
nothing changed, then with a sentence more in one speech; and stage by stage, each in a process of its own that
loads what the stages before it made. Printed: seconds on the clock and seconds of work (of all processes), for
stages per 1,000 speeches, and the most memory that one process held, in MiB; last, files and bytes of docs/ and site/.
With --write the figures go into benchmarks/README.md.
"""

import json
import pickle
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click

from benchmarks import report
from benchmarks.running import ROOT, must, run, size
from build_corpus import pipeline
from build_corpus.config import Config, load_config
from build_corpus.publish import (
    SEARCH_DICTIONARY,
    Making,
    Site,
    generated,
    publish,
    search_index,
    write_products,
)
from build_corpus.read import read
from build_corpus.relate import relate
from build_corpus.run import processes, publishing
from build_corpus.site import check, render

CHARS = 3700  # 字 of a speech
SETTLED = 2.5  # seconds after which a file's time tells that nobody changed it since
COLUMNS = ("clock", "work", "largest process")
SENTENCE = "要把这件事抓实抓细，抓出成效。\n"
Stage = Callable[[Config, int, Any], object]
"""(settings, processes, what the stage before made) → what it makes."""


def _documents(config: Config, jobs: int, _: object) -> object:
    return pipeline.documents(config, jobs).annotated


def _relate(config: Config, _: int, documents: Any) -> object:
    corpus = relate(documents, pipeline.knowledge_of(config), config.settings.related)
    return replace(corpus, related=dict(corpus.related))  # a mapping proxy does not travel


def _tables(config: Config, corpus: Any) -> Site:
    return Site(corpus, pipeline.knowledge_of(config), config.settings)


def _records(config: Config, _: int, corpus: Any) -> object:
    write_products(_tables(config, corpus), config.build, config.build / "made-again.json", "")()
    return corpus


def _pages(config: Config, _: int, corpus: Any) -> object:
    for _path, content in generated(_tables(config, corpus), config):
        if not isinstance(content, str | bytes):
            sum(map(len, content))
    return corpus


def _publish(config: Config, jobs: int, corpus: Any) -> object:
    """Pages again, and written: take the stage before it away."""
    docs = config.docs.with_name("docs-again")
    publish(
        generated(_tables(config, corpus), config),
        docs,
        docs,
        making=Making(basis=publishing(), jobs=processes(jobs)),
    )
    return corpus


def _unchanged(config: Config, _: int, corpus: Any) -> object:
    """The same where nothing has to be made."""
    docs = config.docs.with_name("docs-again")
    publish(generated(_tables(config, corpus), config), docs, docs, making=Making(basis=publishing()))
    return corpus


def _index(config: Config, _: int, corpus: Any) -> object:
    files = {path.relative_to(config.docs).as_posix() for path in config.docs.rglob("*.md")}
    again = replace(config, docs=config.docs.with_name("docs-again"))
    for _file in search_index(_tables(config, corpus), files, config=again).files:
        pass
    return None


def _render(config: Config, jobs: int, _: object) -> object:
    return render(config, config.build / SEARCH_DICTIONARY, jobs, full=True)


def _check(config: Config, jobs: int, _: object) -> object:
    return check(config, pipeline.knowledge_of(config), jobs)


STAGES: Mapping[str, Stage] = {
    "read": lambda config, _, __: read(config.seeds),
    "documents": _documents,
    "relate": _relate,
    "records": _records,
    "pages": _pages,
    "pages, written": _publish,
    "pages, the same": _unchanged,
    "index": _index,
    "render": _render,
    "check": _check,
}
"""`documents` reads as well. What one returns, the next one gets."""


def _config(folder: Path) -> Config:
    names = {name: folder / name for name in ("seeds", "docs", "build", "site")}
    return load_config(ROOT / "corpus.yml", **names)


def _work() -> float:
    """Seconds of work of this process and of those it has waited for."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in both)


def _memory() -> float:
    """MiB that this process, or the largest it has waited for, held at most."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(each.ru_maxrss for each in both) / 1024


Row = tuple[str, str, str, str]
"""Name, seconds on the clock, seconds of work, most memory of a process."""


def _stage(name: str, folder: Path, jobs: int, count: int) -> None:
    """One stage, in this process; leaves its row in `row.json`."""
    kept = folder / "made.pickle"
    before = pickle.loads(kept.read_bytes()) if kept.is_file() else None  # noqa: S301 - our own, just written
    started, worked = time.perf_counter(), _work()
    made = STAGES[name](_config(folder), jobs, before)
    seconds, work = (
        (end - start) * 1000 / count for end, start in ((time.perf_counter(), started), (_work(), worked))
    )
    row = _row(name, seconds, work, _memory())
    (folder / "row.json").write_text(json.dumps(row), encoding="utf-8")
    kept.write_bytes(pickle.dumps(made))


def _stages(folder: Path, jobs: int, count: int) -> Iterator[Row]:
    """Every stage in turn; one that fails ends the run."""
    for name in STAGES:
        process = get_context("spawn").Process(target=_stage, args=(name, folder, jobs, count))
        process.start()
        process.join()
        if process.exitcode:
            raise click.ClickException(f"stage {name} failed, see above.")
        yield _said(tuple(json.loads((folder / "row.json").read_text(encoding="utf-8"))))
    for file in ("made.pickle", "row.json"):
        (folder / file).unlink()
    shutil.rmtree(folder / "docs-again")


def _row(name: str, seconds: float, work: float, memory: float) -> Row:
    return name, f"{seconds:.2f} s", f"{work:.2f} s", f"{memory:,.0f} MiB"


def _said(row: Row) -> Row:
    print(f"{row[0]:<16}{row[1]:>11}{row[2]:>11} of work{row[3]:>11}", flush=True)
    return row


def _command(name: str, folder: Path, jobs: int) -> Row:
    """`build-corpus site` in a fresh process."""
    places = [part for each in ("seeds", "docs", "build", "site") for part in (f"--{each}", folder / each)]
    call: list[str | Path] = [
        sys.executable,
        "-m",
        "build_corpus",
        "site",
        "--config",
        ROOT / "corpus.yml",
        *places,
    ]
    said = folder / "said.txt"
    cost = run([*call, *(("--jobs", str(jobs)) if jobs else ())], said)
    if cost.code not in (0, 1):  # 1: findings, of which made texts have some
        print(said.read_text(encoding="utf-8")[-2000:])
    return _said(_row(name, cost.seconds, cost.work, cost.largest))


def _commands(folder: Path, jobs: int) -> Iterator[Row]:
    time.sleep(SETTLED)
    yield _command("site", folder, jobs)
    yield _command("nothing changed", folder, jobs)
    seed = min(path for path in (folder / "seeds").glob("*.txt") if path.read_bytes()[:2] != b"\xff\xfe")
    seed.write_bytes(seed.read_bytes() + SENTENCE.encode())
    yield _command("one edit", folder, jobs)


def _size(folder: Path) -> str:
    files, total = size(folder)
    return f"{folder.name}/ {files:,} files, {total / 1e6:.1f} MB"


def _made(folder: Path, count: int, *, plain: bool) -> None:
    """Seeds, where there are none yet."""
    if (folder / "seeds").is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    said = folder / "said.txt"
    call: list[str | Path] = [
        sys.executable,
        "-m",
        "benchmarks.generate",
        str(count),
        folder,
        "--chars",
        str(CHARS),
    ]
    must(run([*call, *(["--plain"] if plain else [])], said), said)


@click.command()
@click.argument("count", type=click.IntRange(min=1))
@click.option("--jobs", default=0, help="Processes; 0: as the command chooses.")
@click.option("--plain", is_flag=True, help="Only .txt in UTF-8.")
@click.option("--only", type=click.Choice(["commands", "stages"]), help="One half; stages want a built site.")
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), help="Seeds and results are kept here."
)
@click.option("--write", is_flag=True, help="Figures into benchmarks/README.md.")
def main(count: int, folder: Path | None, only: str | None, jobs: int, **wishes: bool) -> None:
    """Print what the stages and the command cost for COUNT speeches."""
    before, text = report.load(), list[str]()
    with tempfile.TemporaryDirectory() as place:
        where = (folder or Path(place)).resolve()
        _made(where, count, plain=wishes["plain"])
        if only != "stages":
            title = f"`build-corpus site`, {count:,} speeches"
            print(f"{title}:")
            text.append(report.table((title, *COLUMNS), _commands(where, jobs)))
        if only != "commands":
            print("Stages, per 1,000 speeches:")
            text.append(
                report.table(
                    (f"stage, per 1,000 of {count:,} speeches", *COLUMNS), _stages(where, jobs, count)
                )
            )
        text.append(f"{', '.join(_size(where / name) for name in ('docs', 'site'))}.")
    print(text[-1])
    if wishes["write"]:
        report.write(
            "scale", "\n\n".join([report.measured(f"python -m benchmarks.scale {count}", before), *text])
        )


if __name__ == "__main__":
    main()
