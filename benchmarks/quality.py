"""How much of the truth the stages find in generated documents: `python -m benchmarks.quality`.

Documents are grouped by what is hard about them; a group holds the first documents of the corpus that
belong to it. Prints a table of figures, 0–1, higher is better, in the
form in which tests/test_generated_quality.py holds them as floors. Texts are compared under NFKC
without white space.

paragraphs  paragraphs of the truth that are blocks, unchanged
clean       planted strings that are gone (short ones: gone as a line)
headings    micro-F1 of heading texts, those inside paragraphs included
levels      headings of the truth that are found with their level
title, salutation, date, posted, speaker, kind   documents in which it is right; where the document does not say it, none is right

In a document that cannot be read, nothing is right, so that no figure falls when it can be read one day.
"""

import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

import click

from benchmarks.corpus import Document, Recipe, document
from build_corpus.clean import clean
from build_corpus.knowledge import built_in
from build_corpus.model import Speech
from build_corpus.read import read
from build_corpus.structure import structure
from build_corpus.survey import survey

GROUPS = {
    "plain": 4,
    "encodings": 1,
    "ascii-punctuation": 1,
    "zero-width": 1,
    "broken-lines": 1,
    "wrapped": 1,
    "pinyin": 1,
    "html": 1,
    "md": 1,
    "docx": 1,
    "stubs": 1,
}
"""Group → times EACH documents: the other groups hold plain documents with one difficulty more."""
RECIPE = Recipe(seed=1, chars=1500, docx=True)
EACH = 8  # documents of a group
MOST = 3000  # documents to look for them among; the rarest group is 1 in 60
SHORT = 12  # 字; shorter planted strings may be words of the text
FACTS = ("title", "salutation", "date", "posted", "speaker", "kind")
Figures = dict[str, dict[str, float]]
"""Group → measure → 0–1."""


@click.command()
@click.option("--each", default=EACH, show_default=True, help="Documents of a group.")
@click.option("--seed", default=RECIPE.seed, show_default=True, help="Another seed, another corpus.")
def main(each: int, seed: int) -> None:
    """Print the figures as a table that tests can hold."""
    for group, figures in measure(each, Recipe(seed=seed, chars=RECIPE.chars, docx=True)).items():
        cells = ", ".join(f'"{name}": {value:.3f}' for name, value in figures.items())
        print(f'    "{group}": {{{cells}}},')


def measure(each: int = EACH, recipe: Recipe = RECIPE) -> Figures:
    """The figures of every group."""
    chosen = sample(each, recipe)
    with tempfile.TemporaryDirectory() as folder:
        seeds = Path(folder)
        for made in chosen:
            (seeds / made.file).write_bytes(made.data)
        speeches = processed(seeds)
    groups: dict[str, list[tuple[Document, Speech | None]]] = {group: [] for group in GROUPS}
    for made in chosen:
        groups[group_of(made)].append((made, speeches.get(made.file)))
    return {group: _figures(pairs) for group, pairs in groups.items()}


def sample(each: int, recipe: Recipe) -> list[Document]:
    """The first `each` documents of every group, in the order of the corpus."""
    room = {group: each * times for group, times in GROUPS.items()}
    chosen: list[Document] = []
    for index in range(MOST):
        made = document(recipe, index)
        if room[group_of(made)]:
            room[group_of(made)] -= 1
            chosen.append(made)
        if not any(room.values()):
            break
    return chosen


def group_of(made: Document) -> str:
    """What is hardest about a document."""
    if made.truth["kind"] == "not-a-speech":
        return "stubs"
    suffix = str(made.truth["format"])
    if suffix != ".txt":
        return "html" if "htm" in suffix else suffix.removeprefix(".")
    if made.truth["encoding"] != "utf-8":
        return "encodings"
    wear = cast("Sequence[str]", made.truth["wear"])
    hard = ("pinyin", "wrapped", "broken-lines", "zero-width", "ascii-punctuation")
    return next((name for name in hard if name in wear), "plain")


def processed(seeds: Path) -> dict[str, Speech]:
    """File name → speech, for every file that can be read."""
    sources = [reading.source for reading in read(seeds) if reading.source]
    stats, knowledge = survey(sources), built_in()
    return {source.file: structure(clean(source, stats, knowledge), knowledge) for source in sources}


def _figures(pairs: Sequence[tuple[Document, Speech | None]]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for made, speech in pairs:
        counts.update(_counts(made.truth, speech))
    found, wanted, right = counts["heading-found"], counts["heading-wanted"], counts["heading-right"]
    shares = {
        "paragraphs": _share(counts["paragraph-right"], counts["paragraph-wanted"]),
        "clean": _share(counts["noise-gone"], counts["noise"]),
        "headings": _share(2 * right, found + wanted),
        "levels": _share(counts["level-right"], wanted),
    }
    return {**shares, **{fact: _share(counts[fact], len(pairs)) for fact in FACTS}}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _counts(truth: Mapping[str, object], speech: Speech | None) -> dict[str, int]:
    """What is wanted, found and right in one document; nothing is found in one that cannot be read."""
    blocks = cast("Sequence[Mapping[str, str]]", truth["blocks"])
    wanted = Counter(fold(block["text"]) for block in blocks if block["type"] != "heading")
    headings = cast("Sequence[Mapping[str, object]]", truth["headings"])
    texts = Counter(fold(str(heading["text"])) for heading in headings)
    noise = [planted["text"] for planted in cast("Sequence[Mapping[str, str]]", truth["noise"])]
    counts = {
        "paragraph-wanted": wanted.total(),
        "heading-wanted": texts.total(),
        "noise": len(noise),
    }
    if speech is None:
        return counts
    here = Counter(fold(block.text) for block in speech.blocks)
    outline = list(_outline(speech))
    levels = Counter((fold(str(heading["text"])), heading["level"]) for heading in headings)
    return {
        **counts,
        "paragraph-right": (wanted & here).total(),
        "noise-gone": sum(_gone(text, here) for text in noise),
        "heading-found": len(outline),
        "heading-right": (texts & Counter(text for text, _ in outline)).total(),
        "level-right": (levels & Counter[tuple[str, object]](outline)).total(),
        **{fact: _right(_wanted(truth, fact), value) for fact, value in _facts(speech).items()},
    }


def _wanted(truth: Mapping[str, object], fact: str) -> object:
    """A fact's truth; a title with its subtitle, which stands in the title where —— leads to it."""
    return f"{truth['title'] or ''}{truth['subtitle'] or ''}" if fact == "title" else truth[fact]


def _facts(speech: Speech) -> dict[str, str | None]:
    return {
        "title": f"{speech.title or ''}{speech.value('subtitle') or ''}",
        "salutation": next((block.text for block in speech.blocks if block.type == "salutation"), None),
        "date": speech.date,
        "posted": speech.posted,
        "speaker": speech.value("speaker"),
        "kind": speech.kind,
    }


def _right(wanted: object, found: str | None) -> bool:
    return fold(str(wanted or "")) == fold(found or "")


def _gone(text: str, blocks: Iterable[str]) -> bool:
    plain = fold(text)
    if len(plain) < SHORT:
        return plain not in set(blocks)
    return not any(plain in block for block in blocks)


def _outline(speech: Speech) -> Iterator[tuple[str, int]]:
    """Heading texts with their levels: blocks, run in, inside paragraphs."""
    for block in speech.blocks:
        if block.type == "heading":
            yield fold(block.text), block.level or 0
        if block.run_in:
            yield fold(block.run_in.text), block.run_in.level
        yield from ((fold(each.text), each.level) for each in block.inline)


def fold(text: str) -> str:
    """A text as it is compared.

    >>> fold("一、 统筹（协调）")
    '一、统筹(协调)'
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


if __name__ == "__main__":
    main()
