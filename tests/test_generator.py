"""The corpus generator: the same bytes each time, and a truth that is true."""

import html
import json
import math
import os
import re
import subprocess
import sys
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from helpers import ROOT, SEEDS

from benchmarks.corpus import Document, Recipe, document, generate
from benchmarks.generate import main
from benchmarks.prose import themes
from benchmarks.quality import GROUPS, group_of
from build_corpus.segment import Segmenter

RECIPE = Recipe(chars=900)
MANY = 400
GRAM = 20  # 字 that two texts share by chance only where one quotes the other
READING = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]+\)")


@cache
def corpus() -> tuple[Document, ...]:
    return tuple(generate(MANY, RECIPE))


def blocks(made: Document) -> list[str]:
    truth: Any = made.truth
    return [block["text"] for block in truth["blocks"]]


def raw(made: Document) -> str:
    return made.data.decode(str(made.truth["encoding"]))


def bare(text: str) -> str:
    """Without white space and what nobody sees, widths made equal."""
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return "".join(unicodedata.normalize("NFKC", visible).split())


# ---------------------------------------------------------------- the same bytes


def test_a_document_depends_on_seed_and_place_alone() -> None:
    """Document i is the same among five and among fifty, and made alone; another seed makes another."""
    few, many = list(generate(5, RECIPE)), list(generate(50, RECIPE))
    assert few == many[:5]
    assert [document(RECIPE, index) for index in (3, 47)] == [many[3], many[47]]
    assert document(Recipe(seed=2, chars=900), 3).data != few[3].data


def test_word_files_move_nothing_else() -> None:
    """With Word files asked for, all other documents stay as they are, and a Word file has equal bytes each time."""
    wanted = Recipe(chars=900, docx=True)
    pairs = [(corpus()[index], document(wanted, index)) for index in range(40)]
    words = [made for _, made in pairs if made.file.endswith(".docx")]
    assert words
    assert all(made == other for made, other in pairs if not other.file.endswith(".docx"))
    assert all(document(wanted, int(made.file[1:7])) == made for made in words)


def test_another_process_writes_the_same(tmp_path: Path) -> None:
    """The command writes the same files, whatever the order of hashes in its process."""
    folders = [tmp_path / "0", tmp_path / "77"]
    for folder in folders:
        command = [sys.executable, "-m", "benchmarks.generate", "15", str(folder), "--chars", "900"]
        subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": folder.name})
    written = [
        {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        for folder in folders
    ]
    assert written[0] == written[1]
    assert {name.name for name in written[0]} == {"truth.jsonl", *(made.file for made in corpus()[:15])}
    lines = (folders[0] / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        json.loads(json.dumps(made.truth)) for made in corpus()[:15]
    ]


def test_a_folder_with_seeds_is_left_alone(tmp_path: Path) -> None:
    """Files of another run would be taken for documents of this one."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "own.txt").write_text("自己的", encoding="utf-8")
    result = CliRunner().invoke(main, ["2", str(tmp_path)])
    assert result.exit_code == 1
    assert "not empty" in result.output
    assert [file.name for file in tmp_path.rglob("*.*")] == ["own.txt"]


# ---------------------------------------------------------------- the truth


def test_a_bare_document_is_its_blocks() -> None:
    """Where nothing is planted or worn, the lines of the file end with the blocks of the truth."""
    plain = [
        made
        for made in corpus()
        if made.file.endswith(".txt")
        and blocks(made)
        and not made.truth["noise"]
        and set(made.truth["wear"]) <= {"crlf"}  # type: ignore[call-overload]
    ]
    assert len(plain) > 20
    for made in plain:
        lines = [line.strip() for line in raw(made).lstrip("\ufeff").splitlines() if line.strip()]
        texts = blocks(made)
        assert lines[-len(texts) :] == texts
        assert lines[0] == made.truth["title"]


@pytest.mark.parametrize("group", [group for group in GROUPS if group != "docx"])
def test_blocks_and_noise_stand_in_the_file(group: str) -> None:
    """Every block of the truth stands in the file once what was done to it is undone; so does every planted string."""
    chosen = [made for made in corpus() if group_of(made) == group]
    assert len(chosen) >= 3
    for made in chosen:
        text = html.unescape(raw(made)) if group == "html" else raw(made).replace(r"\*", "*")
        truth: Any = made.truth
        assert all(planted["text"] in text for planted in truth["noise"])
        text = READING.sub("", bare(text)) if "pinyin" in truth["wear"] else bare(text)
        assert all(bare(block) in text for block in blocks(made))


def test_stubs_hold_no_speech() -> None:
    """A file saved by mistake has no text, no title and no facts in its truth; nobody takes a passage from it."""
    stubs: list[Any] = [made.truth for made in corpus() if made.truth["kind"] == "not-a-speech"]
    assert len(stubs) > MANY // 100
    assert {truth["format"] for truth in stubs} == {".txt", ".html"}
    others = [made.truth for made in corpus() if made.truth["kind"] != "not-a-speech"]
    for truth in stubs:
        assert set(truth) == set(others[0])
        assert not any(truth[key] for key in set(truth) - {"id", "file", "encoding", "format", "kind"})
    owed: list[Any] = [reuse["document"] for truth in others for reuse in truth["reuse"]]  # type: ignore[attr-defined]
    assert not {truth["id"] for truth in stubs} & set(owed)


def test_headings_stand_in_their_blocks() -> None:
    """Headings come in the order of the text, with a level from 1 to 4."""
    for made in corpus():
        truth: Any = made.truth
        text, at = "\n".join(blocks(made)), 0
        for heading in truth["headings"]:
            at = text.find(heading["text"], at)
            assert at >= 0
            assert 1 <= heading["level"] <= 4
            at += len(heading["text"])


def test_themes_stand_in_their_blocks() -> None:
    """A theme's blocks hold one of its wordings each."""
    for made in corpus():
        truth: Any = made.truth
        texts = blocks(made)
        for theme in truth["themes"]:
            for at in theme["blocks"]:
                assert any(wording in texts[at] for wording in themes()[theme["id"]])


def test_passages_stand_in_both_documents() -> None:
    """A passage said to be verbatim stands in both documents, character for character; the other one is older."""
    pairs = [
        (made, reuse)
        for made in corpus()
        for reuse in made.truth["reuse"]  # type: ignore[attr-defined]
    ]
    assert len(pairs) > MANY // 8
    for made, reuse in pairs:
        other = corpus()[int(reuse["document"][1:])]
        assert other.file < made.file
        assert any(reuse["passage"] in block for block in blocks(made))
        if reuse["verbatim"]:
            assert any(reuse["passage"] in block for block in blocks(other))
    lengths = sorted(len(reuse["passage"]) for _, reuse in pairs)
    assert lengths[len(lengths) // 10] >= 50
    assert lengths[-1] < 400


def test_versions_resemble_their_original() -> None:
    """A copy has nearly all blocks of its original, an abridgement some, a report none but many of its sentences."""
    kinds: dict[str, int] = {}
    for made in corpus():
        truth: Any = made.truth
        if version := truth["near_duplicate_of"]:
            kinds[version["kind"]] = kinds.get(version["kind"], 0) + 1
            other = corpus()[int(version["id"][1:])]
            assert other.truth["near_duplicate_of"] is None
            here, there = blocks(made), blocks(other)
            shared = len(set(here) & set(there))
            if version["kind"] == "copy":
                assert shared >= len(here) - 3
            elif version["kind"] == "abridgement":
                assert shared == len(set(here))
            else:
                assert shared == 0
                said = [each for each in re.split("指出，|强调，|要求，|。", "".join(here)) if len(each) > 5]
                assert any(f"{each}。" in "".join(there) for each in said)
    assert set(kinds) == {"copy", "abridgement", "report"}
    assert 0.04 * MANY < sum(kinds.values()) < 0.14 * MANY


# ---------------------------------------------------------------- like real text


def test_the_vocabulary_grows_as_in_real_text() -> None:
    """Distinct words grow with the running words to the power of 0.5 to 0.7 (Heaps), as Chinese text does."""
    segmenter = Segmenter("")
    seen: set[str] = set()
    points: list[tuple[int, int]] = []
    running = 0
    for made in generate(60, Recipe(chars=3000)):
        for block in blocks(made):
            words = [word for word in segmenter.words(block) if "\u4e00" <= word[0] <= "\u9fff"]
            running += len(words)
            seen.update(words)
        points.append((running, len(seen)))
    (few, known), (many, all_known) = points[5], points[-1]
    assert 0.5 < math.log(all_known / known) / math.log(many / few) < 0.7


def test_lengths_and_days_are_spread() -> None:
    """Documents have the mean length asked for, some half of it, some twice; their days lie in forty years."""
    lengths = [sum(map(len, blocks(made))) for made in generate(150, Recipe(chars=4000))]
    assert 3600 < sum(lengths) / len(lengths) < 4400
    assert min(lengths) < 2000
    assert max(lengths) > 8000
    scenes: list[Any] = [made.truth["scene"] for made in corpus() if made.truth["scene"]]
    years = {scene["date"][:4] for scene in scenes}
    assert len(years) == 40


def test_every_kind_of_document_turns_up() -> None:
    """Among some hundred documents there is every format, encoding, wear and kind of noise."""
    truths: list[Any] = [made.truth for made in corpus()]
    assert {truth["format"] for truth in truths} == {".txt", ".html", ".shtml", ".htm", ".md"}
    assert {truth["encoding"] for truth in truths} == {
        *("utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16-be"),
    }
    worn = {name for truth in truths for name in truth["wear"]}
    assert worn == {"wrapped", "broken-lines", "ascii-punctuation", "zero-width", "pinyin", "crlf"}
    kinds = {planted["kind"] for truth in truths for planted in truth["noise"]}
    assert len(kinds) == 18
    levels = {heading["level"] for truth in truths for heading in truth["headings"]}
    assert levels >= {1, 2, 3}


def test_no_sentence_of_the_seeds() -> None:
    """No document shares twenty characters in a row with a seed."""
    grams: set[str] = set()
    for seed in sorted(SEEDS.glob("*.txt")):
        text = bare(seed.read_text(encoding="utf-8"))
        grams.update(text[at : at + GRAM] for at in range(len(text) - GRAM + 1))
    assert grams
    for made in corpus():
        text = bare("".join(blocks(made)))
        assert not any(text[at : at + GRAM] in grams for at in range(len(text) - GRAM + 1))
