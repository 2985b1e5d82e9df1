"""What the search costs on many documents, and whether it is exact: `python -m benchmarks.search`.

Makes documents, writes their index, asks QUERIES of every kind with the engine in Node and compares totals and
first results with a plain search through the texts. Prints build time, peak memory, sizes, and for the first query of
a visit and for a later one the kilobytes read (JSON compressed, scripts included in the first), requests and
milliseconds: median, 90th percentile, most.

With --texts, documents are put together from the sentences of the files in a folder instead: few wordings, each in
many documents, which is the worst case.
"""

import gzip
import json
import re
import resource
import shutil
import subprocess
import tempfile
from base64 import b32encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter, process_time

import click

from benchmarks.compose import compose
from benchmarks.exact import Reference, queries, reference
from build_corpus.publish.search import Indexed, Unit, write_index

ROOT = Path(__file__).resolve().parent.parent
DRIVER = ROOT / "tests" / "node" / "search.mjs"
SCRIPTS = ROOT / "theme" / "assets" / "javascripts" / "search"
ENGINE = ("engine", "bits", "facets", "fold", "found", "loader", "match", "rank", "segment")
QUERIES = 200
KEPT = ROOT / "build" / "benchmark-search"
Answer = Mapping[str, float]


@click.command()
@click.option("--documents", default=10_000, show_default=True)
@click.option("--chars", default=4000, show_default=True, help="Mean length of a document in 字.")
@click.option(
    "--texts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where sentences come from.",
)
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), help="Where the index is kept.")
def main(documents: int, chars: int, texts: Path | None, folder: Path | None) -> None:
    """Measure the search index and its engine."""
    made = list(_recombined(documents, chars, texts) if texts else _kept(documents, chars))
    where = folder or Path(tempfile.mkdtemp())
    _build(made, where)
    asked = list(queries(made, QUERIES))
    first = _asked(where, [{"query": each, "fresh": True} for each in asked])
    before = [asked[-1], *asked[:-1]]
    later = _asked(
        where,
        [
            {"query": q, "fresh": True, "before": b, "options": {"facets": False}}
            for q, b in zip(asked, before, strict=True)
        ],
    )
    box = _asked(where, [{"query": each, "fresh": True, "options": {"facets": False}} for each in asked])
    _say("first query", first, _scripts())
    _say("first query, no facets", box, _scripts())
    _say("later query, facets read before", later, 0)
    print(f"wrong: {_wrong(reference(made), asked, first)} of {len(asked)}")
    if folder is None:
        shutil.rmtree(where)


def _kept(number: int, chars: int) -> Iterator[Indexed]:
    """Composed documents. They are kept in KEPT, since composing 10,000 takes longer than all the rest."""
    file = KEPT / f"{number}-{chars}.jsonl"
    if not file.is_file():
        KEPT.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        with part.open("w", encoding="utf-8") as lines:
            lines.writelines(f"{json.dumps(asdict(each))}\n" for each in _composed(number, chars))
        part.replace(file)
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            data = json.loads(line)
            blocks = tuple(Unit(**block) for block in data.pop("blocks"))
            fields = tuple((name, value) for name, value in data.pop("fields"))
            facets = {name: tuple(map(tuple, pairs)) for name, pairs in data.pop("facets").items()}
            yield Indexed(**data, blocks=blocks, fields=fields, facets=facets)


def _composed(number: int, chars: int) -> Iterator[Indexed]:
    for at in range(number):
        draft = compose(1, at, chars)
        themes = dict.fromkeys(theme for part in draft.parts for theme in part.themes)
        yield Indexed(
            id=f"g{at:06}",
            kind="speech",
            url=f"speeches/g{at:06}/",
            title=draft.title,
            fields=(("title", draft.title), ("speaker", draft.scene.speaker), ("place", draft.scene.place)),
            blocks=tuple(
                Unit(element=_block(part.text), text=part.text, heading=part.type == "heading")
                for part in draft.parts
            ),
            date=draft.scene.day.isoformat() if at % 3 else None,
            facets={
                "theme": tuple((theme, theme) for theme in themes),
                "level": ((draft.scene.level,) * 2,),
                **{
                    name: ((getattr(draft.scene, name),) * 2,) for name in ("place", "speaker") if at % 3 == 0
                },
            },
        )


def _block(text: str) -> str:
    """An id as long, and as hard to compress, as those of blocks."""
    return f"p-{b32encode(blake2b(text.encode(), digest_size=5).digest()).decode().lower()}"


def _recombined(number: int, chars: int, folder: Path) -> Iterator[Indexed]:
    """Documents of sentences drawn from texts; a title is a clause."""
    text = "\n".join(
        file.read_text(encoding="utf-8", errors="ignore") for file in sorted(folder.glob("*.txt"))
    )
    sentences = [each for each in re.split(r"(?<=[。！？\n])", text) if each.strip()]
    rng = Random(1)
    for at in range(number):
        size = round(chars * rng.lognormvariate(-0.125, 0.5))
        blocks: list[Unit] = []
        while sum(len(block.text) for block in blocks) < size:
            drawn = "".join(rng.choice(sentences).strip() for _ in range(rng.randint(1, 6)))
            blocks.append(Unit(element=f"p-{len(blocks):08}", text=drawn))
        title = re.split("[，。；：]", rng.choice(sentences))[0].strip() or "讲话"
        yield Indexed(
            id=f"g{at:06}",
            kind="speech",
            url=f"speeches/g{at:06}/",
            title=title,
            fields=(("title", title),),
            blocks=tuple(blocks),
        )


def _build(documents: Sequence[Indexed], folder: Path) -> None:
    text = sum(len(block.text.encode()) for document in documents for block in document.blocks)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start, busy = perf_counter(), process_time()
    sizes: dict[str, int] = {}
    spent = 0.0
    for path, content in write_index(documents).files:
        file = folder / path
        now = perf_counter()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        spent += perf_counter() - now
        name = file.stem.rstrip("0123456789") or file.stem
        sizes[name] = sizes.get(name, 0) + len(content)
        sizes["files"] = sizes.get("files", 0) + 1
    seconds = perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    index = sum(sizes[name] for name in ("d", "p", "directory", "fold"))
    print(f"{len(documents)} documents, {text / 1e6:.1f} MB of text, {sizes.pop('files')} files")
    busy = process_time() - busy
    print(
        f"built in {seconds:.1f} s ({busy:.1f} s of one core), of which {spent:.1f} s writing; peak {peak:.0f} MB, {held:.0f} MB before"
    )
    print(f"index {index / text:.2f} x text; bytes: {sizes}")


def _scripts() -> int:
    return sum(len(gzip.compress((SCRIPTS / f"{name}.js").read_bytes())) for name in ENGINE)


def _asked(folder: Path, questions: Sequence[dict[str, object]]) -> list[Answer]:
    node = shutil.which("node")
    if node is None:
        raise click.ClickException("node not found: install Node.js 20 or newer.")
    lines = "".join(json.dumps(each) + "\n" for each in questions)
    command = [node, str(DRIVER), str(folder)]
    result = subprocess.run(command, input=lines, capture_output=True, check=True, encoding="utf-8")  # noqa: S603
    return [json.loads(line) for line in result.stdout.splitlines()]


def _say(name: str, answers: Sequence[Answer], more: int) -> None:
    parts = []
    for unit, values in (
        ("KB", [(each["bytes"] + more) / 1000 for each in answers]),
        ("requests", [each["requests"] for each in answers]),
        ("ms", [each["ms"] for each in answers]),
    ):
        parts.append(f"{unit} {median(values):.0f} / {quantiles(values, n=10)[8]:.0f} / {max(values):.0f}")
    print(f"{name}: {', '.join(parts)}")


def _wrong(truth: Reference, asked: Sequence[str], answers: Sequence[Answer]) -> int:
    """Queries whose totals or first results are not the truth's."""
    return sum(not _right(truth.answer(query), answer) for query, answer in zip(asked, answers, strict=True))


def _right(wanted: dict[str, int] | None, answer: Mapping[str, object]) -> bool:
    if wanted is None:
        return bool(answer.get("empty"))
    results = answer.get("results")
    shown = (
        {f"{each['kind']}/{each['id']}": each["hits"] for each in results}
        if isinstance(results, list)
        else {}
    )
    totals = (answer.get("speeches"), answer.get("hits"))
    first = len(shown) == min(10, len(wanted)) and all(
        wanted.get(name) == hits for name, hits in shown.items()
    )
    return totals == (len(wanted), sum(wanted.values())) and first


if __name__ == "__main__":
    main()
