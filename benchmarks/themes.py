"""How right the themes are, beside three other methods: `python -m benchmarks.themes`.

Prints a table for each set of documents, 0–1, higher is better. `--write` puts the tables of sets
that lie in the repository, and what the other benchmarks find, between the marks of docs/quality.md.
`--speed` measures the seconds of tagging instead.

generated  made documents: the generator knows which paragraph it gave which theme
seeds      the five seeds, against tests/records/themes/seeds.yml
gold       the five seeds against another person's records, where they lie beside the repository
dev        other documents with themes of whole documents, likewise; never published
"""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

import click
import yaml

from benchmarks import quality
from benchmarks.baselines import METHODS, theme_of
from benchmarks.corpus import Recipe, generate
from benchmarks.measures import NAMES, Case, Figure, figures
from benchmarks.quality import fold
from build_corpus.annotate import Tagger, annotate
from build_corpus.clean import clean
from build_corpus.knowledge import built_in
from build_corpus.model import Annotated, CorpusStats, Speech
from build_corpus.read import read
from build_corpus.structure import structure
from build_corpus.survey import survey

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "quality.md"
RECORDS = ROOT / "tests" / "records" / "themes" / "seeds.yml"
SHARED = ROOT.parent / "shared"
RECIPE = Recipe(seed=1, chars=1500)
MADE = 60  # documents
GAIN = {"primary": 2.0, "secondary": 1.0, "minor": 1.0}
BODY = ("paragraph", "closing")
PUBLISHED = ("generated", "seeds")
"""Sets whose truth lies in the repository: the figures anybody can reproduce."""
Table = dict[str, tuple[Figure, ...]]
"""Method → its figures, in the order of NAMES."""


# ---------------------------------------------------------------- documents and what is true of them


@cache
def _tagger() -> Tagger:
    return Tagger(built_in().vocabulary)


def _structured(folder: Path) -> tuple[list[Speech], CorpusStats]:
    sources = [reading.source for reading in read(folder) if reading.source]
    stats, knowledge = survey(sources, _tagger().named), built_in()
    return [structure(clean(source, stats, knowledge), knowledge) for source in sources], stats


def _documents(folder: Path) -> dict[str, Annotated]:
    """File name → document, through all stages."""
    speeches, stats = _structured(folder)
    return {each.source.file: annotate(each, _tagger(), built_in(), stats) for each in speeches}


@cache
def _seeds() -> dict[str, Annotated]:
    """First three characters of the file name → document."""
    return {name[:3]: document for name, document in _documents(ROOT / "seeds").items()}


def _body(document: Annotated) -> list[str]:
    return [block.id for block in document.speech.blocks if block.type in BODY]


def generated() -> list[Case]:
    """Made documents that hold a theme; a paragraph that cleaning has not kept is missed by every method."""
    made = [each for each in generate(MADE, RECIPE) if each.truth["themes"]]
    with tempfile.TemporaryDirectory() as folder:
        for each in made:
            (Path(folder) / each.file).write_bytes(each.data)
        documents = _documents(Path(folder))
    return [_made_case(documents[each.file], each.truth) for each in made if each.file in documents]


def _made_case(document: Annotated, truth: Mapping[str, object]) -> Case:
    found = {fold(block.text): block.id for block in document.speech.blocks}
    blocks = cast("Sequence[Mapping[str, str]]", truth["blocks"])
    places = set()
    for theme in cast("Sequence[Mapping[str, Any]]", truth["themes"]):
        for at in theme["blocks"]:
            if blocks[at]["type"] in BODY:
                places.add((str(theme["id"]), found.get(fold(blocks[at]["text"]), f"lost {at}")))
    return Case(
        document=document, gains=dict.fromkeys((theme for theme, _ in places), 1.0), places=frozenset(places)
    )


def seeds() -> list[Case]:
    """The seeds against the records of this repository."""
    records = yaml.safe_load(RECORDS.read_text(encoding="utf-8"))
    return [_seed_case(_seeds()[name], record) for name, record in records.items()]


def _seed_case(document: Annotated, record: Mapping[str, Mapping[str, Sequence[int]]]) -> Case:
    body = _body(document)
    entries = [(rank, theme, where) for rank, themes in record.items() for theme, where in themes.items()]
    return Case(
        document=document,
        gains={theme: GAIN[rank] for rank, theme, _ in entries},
        places=frozenset((theme, body[number - 1]) for _, theme, where in entries for number in where),
    )


def gold() -> list[Case]:
    """The seeds against another person's records; none where these are not there."""
    folder = SHARED / "gold"
    if not folder.is_dir():
        return []
    records = yaml.safe_load((folder / "theme_gold.yml").read_text(encoding="utf-8"))["documents"]
    concepts = yaml.safe_load((folder / "themes.yml").read_text(encoding="utf-8"))["concepts"]
    judged = frozenset(concept["id"] for concept in concepts)
    return [_gold_case(_seeds()[name], record, judged) for name, record in records.items()]


def _gold_case(document: Annotated, record: Mapping[str, Any], judged: frozenset[str]) -> Case:
    place = {f"p{number:02}": block for number, block in enumerate(_body(document), 1)}
    entries = [(rank, entry) for rank in GAIN for entry in record[rank]]
    return Case(
        document=document,
        gains={entry["theme"]: GAIN[rank] for rank, entry in entries},
        places=frozenset(
            (entry["theme"], place[paragraph["id"]])
            for _, entry in entries
            for paragraph in entry["paragraphs"]
        ),
        tolerated=frozenset(
            (entry["theme"], place[paragraph])
            for _, entry in entries
            for paragraph in entry.get("mentions") or ()
        ),
        judged=judged,
    )


def dev() -> list[Case]:
    """Other people's documents, with themes named in their own words; what no label or alias says is left out."""
    folder = SHARED / "dev"
    if not folder.is_dir():
        return []
    documents = {name.partition(".")[0]: document for name, document in _documents(folder / "raw").items()}
    cases = []
    for file in sorted((folder / "gold").glob("*.yml")):
        labels = yaml.safe_load(file.read_text(encoding="utf-8"))["themes"]
        themes = [theme for label in labels if (theme := theme_of(label))]
        if themes and file.stem in documents:
            gains = dict.fromkeys(themes, 1.0)
            cases.append(Case(document=documents[file.stem], gains=gains, places=None))
    return cases


SETS: dict[str, tuple[str, Callable[[], list[Case]]]] = {
    "generated": ("仿造的文章", generated),
    "seeds": ("五篇底稿", seeds),
    "gold": ("五篇底稿，另一人的记录（不在仓库里）", gold),
    "dev": ("别的文章，全文主题（不在仓库里）", dev),
}
"""Name → what it is called, how it is made."""


# ---------------------------------------------------------------- tables


@cache
def measure(name: str) -> Table:
    """The figures of every method on a set; empty where the set is not there."""
    cases = SETS[name][1]()
    return {
        method: figures(cases, [guess(case.document) for case in cases])
        for method, guess in METHODS.items()
        if cases
    }


def table(rows: Table) -> str:
    """Figures as a Markdown table, the interval behind each."""
    lines = [f"| 方法 | {' | '.join(NAMES)} |", f"|---{'|---:' * len(NAMES)}|"]
    lines += [f"| {method} | {' | '.join(map(_cell, row))} |" for method, row in rows.items()]
    return "\n".join(lines)


def _cell(figure: Figure) -> str:
    return f"{figure.value:.3f} ({figure.low:.2f}–{figure.high:.2f})"


def structure_table(groups: quality.Figures) -> str:
    """What cleaning and structure find in made documents, as a Markdown table."""
    columns = {"paragraphs": "段落", "clean": "杂质", "headings": "小标题", "title": "标题", "date": "日期"}
    lines = [f"| 文章 | {' | '.join(columns.values())} |", f"|---{'|---:' * len(columns)}|"]
    for group, title in GROUPS.items():
        lines.append(f"| {title} | {' | '.join(f'{groups[group][name]:.3f}' for name in columns)} |")
    return "\n".join(lines)


GROUPS = {
    "plain": "纯文本",
    "encodings": "别的编码",
    "ascii-punctuation": "半角标点",
    "zero-width": "夹着看不见的字符",
    "broken-lines": "断行",
    "wrapped": "硬折行",
    "pinyin": "夹着拼音",
    "html": "网页",
    "md": "Markdown",
    "docx": "Word 文档",
}
"""Group → what it is called. Files that are no speech have no paragraphs to keep and stand in no row."""


def sections() -> dict[str, str]:
    """Mark on the page → what stands there."""
    made = {name: table(measure(name)) for name in PUBLISHED}
    return {**made, "structure": structure_table(quality.measure())}


def filled(page: str, parts: Mapping[str, str]) -> str:
    """A page with each part between its marks. Raises ValueError for a part without marks."""
    for name, text in parts.items():
        start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        before, mark, rest = page.partition(start)
        _, close, after = rest.partition(end)
        if not (mark and close):
            msg = f"{PAGE.name}: {start} or {end} is missing. Write both on lines of their own."
            raise ValueError(msg)
        page = f"{before}{start}\n\n{text}\n\n{end}{after}"
    return page


# ---------------------------------------------------------------- the command


def seconds(count: int) -> tuple[float, int]:
    """Seconds of one core that tagging `count` made documents takes, and their 字."""
    with tempfile.TemporaryDirectory() as folder:
        for each in generate(count, Recipe(plain=True)):
            (Path(folder) / each.file).write_bytes(each.data)
        speeches, stats = _structured(Path(folder))
    start = time.process_time()
    for speech in speeches:
        annotate(speech, _tagger(), built_in(), stats)
    return time.process_time() - start, sum(len(speech.text) for speech in speeches)


@click.command()
@click.option("--write", is_flag=True, help="Put the published figures on docs/quality.md.")
@click.option("--speed", is_flag=True, help="Measure the seconds of tagging instead.")
@click.option("--count", default=1000, show_default=True, help="Documents for --speed.")
def main(*, write: bool, speed: bool, count: int) -> None:
    """Print how right the themes are, ours and those of other methods."""
    if speed:
        spent, chars = seconds(count)
        print(f"{count} documents of {chars // count} 字: tagged in {spent:.2f} s of one core")
        return
    for name, (title, _) in SETS.items():
        print(f"{name}  {title}\n{table(measure(name)) if measure(name) else '(not here)'}\n")
    if write:
        PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), sections()), encoding="utf-8")


if __name__ == "__main__":
    main()
