"""What `find_parallels` finds of passages planted in texts: `python -m benchmarks.parallels [--speed N]`.

In: PASSAGES passages planted in TEXTS texts. A passage is one or more whole sentences of one paragraph, 30–200
字 long. Its copy stands in another text: 0–20 % of its 字 (drawn anew for each passage, evenly) are replaced by
another, left out or get one beside them, and of its marks three in ten are another mark or none. Each two texts
that share something share four passages, in another order, in other paragraphs.

Out: recall, the share of planted passages of which at least 70 % of the 字 stand, on both sides, in parallels
found between the two texts; and precision, the share of parallels found of which at least 70 % of the 字, on
both sides, stand in the two places of one planted passage. Whatever else is found counts as wrong, even where
two texts happen to say the same. Texts come from two sources: the official prose of `compose`, which repeats
its stock phrases in every text as speeches do, and the words of the seeds drawn by chance, a text without habits.

With `--speed N`: seconds of work and memory of `find_parallels` on N generated documents and on a tenth of them.
"""

import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import log10
from pathlib import Path
from random import Random

import click

from benchmarks.compose import compose
from benchmarks.reuse import relation_of, work
from build_corpus.model import Annotated, Block, Parallel, Passage, Sidecar, Source, Speech
from build_corpus.relate.reuse import find_parallels
from build_corpus.relate.work import Work
from build_corpus.segment import Segmenter

TEXTS, PASSAGES, TOGETHER = 200, 400, 4
LENGTH = (30, 200)  # 字
MOST_EDITS = 0.2  # of a passage's 字
OTHER_MARK = 0.3  # of its marks
CHARS = 3000  # 字 of a text
HIT = 0.7  # of the 字 on both sides
MARKS = "，、；：。"
Text = list[list["Unit"]]
"""Paragraphs of sentences."""


@dataclass(slots=True)
class Unit:
    """A sentence, or a passage in its new place."""

    text: str
    passages: set[int] = field(default_factory=set)
    """Numbers of the planted passages it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was found."""

    recall: float
    """0–1, by passage."""
    precision: float
    """0–1, by passage."""
    found: int
    """Parallels."""


def sentences(text: str) -> list[Unit]:
    """The sentences of a paragraph."""
    parts = text.replace("。", "。\n").replace("！", "！\n").split("\n")
    return [Unit(part) for part in parts if part]


def official(seed: int, index: int) -> Text:
    """A text of official prose."""
    draft = compose(seed, index, CHARS)
    return [sentences(part.text) for part in draft.parts if part.type == "paragraph"]


@cache
def _lexicon() -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Han words of the seeds and how often each stands there."""
    seeds = Path(__file__).parent.parent / "seeds"
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(seeds.glob("*.txt")))
    words = Counter(word for word in Segmenter("").words(text) if word.isalpha() and not word.isascii())
    return tuple(sorted(words)), tuple(words[word] for word in sorted(words))


def chance(seed: int, index: int) -> Text:
    """A text of words drawn by chance."""
    rng = Random(f"{seed}/{index}/chance")
    paragraphs = []
    for _ in range(CHARS // 250):
        clauses = ["".join(rng.choices(*_lexicon(), k=rng.randint(3, 8))) for _ in range(rng.randint(10, 24))]
        marks = rng.choices("，，，。。、；", k=len(clauses) - 1)
        text = "".join(f"{clause}{mark}" for clause, mark in zip(clauses, (*marks, "。"), strict=True))
        paragraphs.append(sentences(text))
    return paragraphs


SOURCES: Mapping[str, Callable[[int, int], Text]] = {"official": official, "chance": chance}


def plant(rng: Random, texts: Sequence[Text], count: int) -> None:
    """Passages 0 to count - 1 of texts, in others of them as well."""
    pairs = [rng.sample(range(len(texts)), 2) for _ in range(count // TOGETHER)]
    for number in range(count):
        here, there = pairs[number % len(pairs)]
        chosen: list[Unit] = []
        while not chosen:
            chosen = _stretch(rng, texts[here])
        for unit in chosen:
            unit.passages.add(number)
        copy = Unit(edited(rng, "".join(unit.text for unit in chosen)), {number})
        paragraph = rng.choice(texts[there])
        places = [
            at
            for at in range(len(paragraph) + 1)
            if not 0 < at < len(paragraph) or not paragraph[at - 1].passages & paragraph[at].passages
        ]
        paragraph.insert(rng.choice(places), copy)


def _stretch(rng: Random, text: Text) -> list[Unit]:
    """Sentences in a row that no passage holds yet; empty where chance led to none."""
    paragraph = rng.choice(text)
    at, wanted = rng.randrange(len(paragraph)), rng.randint(*LENGTH)
    end = at + 1
    while end < len(paragraph) and _size(paragraph[at:end]) < wanted:
        end += 1
    chosen = paragraph[at:end]
    free = not any(unit.passages for unit in chosen)
    return chosen if free and LENGTH[0] <= _size(chosen) <= LENGTH[1] else []


def _size(units: Sequence[Unit]) -> int:
    return sum(map(str.isalnum, "".join(unit.text for unit in units)))


def edited(rng: Random, text: str) -> str:
    """A text with some of its 字 and marks changed."""
    places = [at for at, char in enumerate(text) if char.isalnum()]
    changed = set(rng.sample(places, round(len(places) * rng.uniform(0, MOST_EDITS))))
    out = []
    for at, char in enumerate(text):
        if at in changed:
            other = rng.choice("".join(_lexicon()[0]))
            out.append(rng.choice((other, "", char + other)))
        elif char in MARKS and at < len(text) - 1 and rng.random() < OTHER_MARK:
            out.append(rng.choice((*MARKS, "")))
        else:
            out.append(char)
    return "".join(out)


def document(name: str, paragraphs: Sequence[str]) -> Annotated:
    """A document of these paragraphs, as `relate` gets it; without themes."""
    source = Source(
        id=name, file=f"{name}.txt", sha256="", size=0, encoding="utf-8", decoded="", sidecar=Sidecar()
    )
    blocks = tuple(Block(id=f"p-{at}", type="paragraph", text=text) for at, text in enumerate(paragraphs))
    speech = Speech(
        source=source, file=source.file, kind="speech", metadata={}, dates=(), rights=(),
        blocks=blocks, notes=(), masks=0, receipts=(),
    )  # fmt: skip
    return Annotated(speech=speech, mentions=(), themes=(), formulas=())


def measure(source: str, texts: int = TEXTS, passages: int = PASSAGES, seed: int = 1) -> Figures:
    """Plants, finds and compares."""
    made = [SOURCES[source](seed, index) for index in range(texts)]
    plant(Random(f"{seed}/plant"), made, passages)
    names = [f"t{at:04}" for at in range(texts)]
    documents = [
        document(name, ["".join(unit.text for unit in paragraph) for paragraph in text])
        for name, text in zip(names, made, strict=True)
    ]
    truth = _truth(dict(zip(names, made, strict=True)))
    found = find_parallels(documents, Work(documents))
    letters = {(each.id, block.id): block.text for each in documents for block in each.speech.blocks}
    hits = sum(_found(sides, found, letters) for sides in truth.values())
    right = sum(_planted(each, list(truth.values()), letters) for each in found)
    return Figures(recall=hits / passages, precision=right / max(1, len(found)), found=len(found))


def _truth(texts: Mapping[str, Text]) -> dict[int, tuple[Passage, ...]]:
    """Number of each passage → its two places."""
    places: dict[tuple[int, str], Passage] = {}
    for name, text in texts.items():
        for at, paragraph in enumerate(text):
            end = 0
            for unit in paragraph:
                start, end = end, end + len(unit.text)
                for number in unit.passages:
                    before = places.get((number, name))
                    first = before.start if before else start
                    places[number, name] = Passage(document=name, block=f"p-{at}", start=first, end=end)
    sides: dict[int, list[Passage]] = {}
    for (number, _), passage in sorted(places.items()):
        sides.setdefault(number, []).append(passage)
    return {number: tuple(pair) for number, pair in sides.items()}


Letters = Mapping[tuple[str, str], str]


def _shared(one: Passage, others: Sequence[Passage], letters: Letters) -> float:
    """Share of a passage's 字 that stand in others as well, 0–1."""
    text = letters[one.document, one.block]
    own = {at for at in range(one.start, one.end) if text[at].isalnum()}
    held = {
        at
        for other in others
        if (other.document, other.block) == (one.document, one.block)
        for at in range(other.start, other.end)
    }
    return len(own & held) / max(1, len(own))


def _found(sides: Sequence[Passage], found: Sequence[Parallel], letters: Letters) -> bool:
    pair = {side.document for side in sides}
    near = [each for each in found if {each.here.document, each.there.document} == pair]
    spans = [span for each in near for span in (each.here, each.there)]
    return all(_shared(side, spans, letters) >= HIT for side in sides)


def _planted(parallel: Parallel, truth: Sequence[Sequence[Passage]], letters: Letters) -> bool:
    return any(
        _shared(parallel.here, sides, letters) >= HIT and _shared(parallel.there, sides, letters) >= HIT
        for sides in truth
    )


def generated(count: int) -> Iterator[Annotated]:
    """Generated documents that are no version of another, with the passages they take from others."""
    for index in range(count):
        if not relation_of(1, index):
            parts = work(1, index, 4000).draft.parts
            yield document(f"g{index:06}", [part.text for part in parts])


def speed(count: int) -> float:
    """Seconds of work for so many generated documents; prints what was found."""
    documents = list(generated(count))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    found = find_parallels(documents, Work(documents))
    seconds = time.process_time() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{len(documents):6} documents: {seconds:.1f} s, {grown:.0f} MiB more, {len(found)} passages")
    return seconds


@click.command()
@click.option("--speed", "count", default=0, help="Seconds on so many generated documents, too.")
def main(count: int) -> None:
    """Print what is found of planted passages."""
    for source in SOURCES:
        figures = measure(source)
        print(
            f"{source:9} recall {figures.recall:.3f}  precision {figures.precision:.3f}  ({figures.found} found)"
        )
    if count:
        tenth, whole = speed(count // 10), speed(count)
        print(f"growth: exponent {log10(whole / tenth):.2f}")


if __name__ == "__main__":
    main()
