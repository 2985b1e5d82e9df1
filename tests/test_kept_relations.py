"""What is kept of relations between runs, and that nobody can tell from the corpus.

In: small corpora of made sentences, changed step by step. Out: the same corpora as without anything kept, and what had
to be looked at for them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random

import numpy as np
import pytest
from helpers import annotated_of, source_of
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from build_corpus.errors import DamagedError
from build_corpus.knowledge import built_in
from build_corpus.model import Annotated, Corpus, Sidecar
from build_corpus.relate import Kept, formula_rows, relate, reuse
from build_corpus.relate.grams import COMMON
from build_corpus.relate.kept import FEW, Shelf
from build_corpus.run.shelves import Shelves

LIMIT = 3
WORDS = [
    "党建引领",
    "基层治理",
    "乡村振兴",
    "责任",
    "群众",
    "项目",
    "产业",
    "道路",
    "医院",
    "企业",
    "环境",
    "資金",
    "落实",
    "推进",
    "检查",
    "改造",
    "培训",
    "调查",
    "保障",
    "今年",
    "全县",
    "必须",
    "认真",
    "带头",
]
QUOTED = ("“板凳会”", "“三抓三促”", "“两个维护”", "“一网统管”", "“板凳會”", "“吉𠮷行动”")
DATES = ("2019-04-26", "2020-03-01", None)


def sentence(number: int) -> str:
    """A sentence; the same number gives the same one."""
    rng = Random(number)
    words = rng.sample(WORDS, 9)
    words.insert(rng.randrange(9), rng.choice((*QUOTED, "抓铁有痕、踏石留印", "")))
    return "".join(words[:5]) + "，" + "".join(words[5:]) + "。"


@dataclass(frozen=True, slots=True)
class Text:
    """A document as it is written."""

    sentences: tuple[int, ...]
    sidecar: Sidecar


@cache
def _document(name: str, sentences: tuple[int, ...], sidecar: str) -> Annotated:
    lines = "\n".join(map(sentence, sentences))
    return annotated_of(source_of(f"在会上的讲话\n同志们：\n{lines}\n", f"{name}.txt", SIDECARS[sidecar]))


def document(name: str, text: Text) -> Annotated:
    """What the stages before make of it."""
    known = next(each for each, sidecar in SIDECARS.items() if sidecar is text.sidecar)
    return _document(name, text.sentences, known)


SIDECARS = {
    "plain": Sidecar(),
    "dated": Sidecar(metadata={"date": DATES[0] or ""}),
    "later": Sidecar(metadata={"date": DATES[1] or ""}),
    "hidden": Sidecar(publish=False),
    "alone": Sidecar(version_of="none"),
    "chosen": Sidecar(version_of="a"),
}


class Memory:
    """A shelf as simple as can be."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, bytes]] = {}
        self.array: NDArray[np.uint64] | None = None

    def rows(self, part: str) -> dict[str, bytes]:
        return dict(self.kept.get(part, {}))

    def row(self, part: str, name: str = "") -> bytes | None:
        return self.kept.get(part, {}).get(name)

    def put(self, part: str, rows: Mapping[str, bytes | None]) -> None:
        known = self.kept.setdefault(part, {})
        for name, data in rows.items():
            known.pop(name, None)
            if data is not None:
                known[name] = data

    def index(self) -> NDArray[np.uint64] | None:
        return self.array

    def put_index(self, index: NDArray[np.uint64]) -> None:
        self.array = index.copy()

    def clear(self) -> None:
        self.__init__()  # type: ignore[misc]


@dataclass(slots=True)
class Shop:
    """A corpus, and what is kept of it."""

    shelf: Shelf = field(default_factory=Memory)
    texts: dict[str, Text] = field(default_factory=dict)

    def write(self, name: str, sentences: tuple[int, ...], sidecar: str = "plain") -> None:
        self.texts[name] = Text(sentences, SIDECARS[sidecar])

    def documents(self) -> list[Annotated]:
        return [document(name, text) for name, text in self.texts.items()]

    def fresh(self) -> Corpus:
        return relate(self.documents(), built_in(), LIMIT)

    def kept(self) -> Corpus:
        digests = {
            each.id: sha256(repr(each).encode("utf-8", "surrogatepass")).hexdigest()
            for each in self.documents()
        }
        return relate(self.documents(), built_in(), LIMIT, Kept(digests=digests, shelf=self.shelf))

    def agrees(self) -> None:
        """Fails where the two differ, part by part."""
        kept, fresh = self.kept(), self.fresh()
        assert kept.versions == fresh.versions
        assert kept.parallels == fresh.parallels
        assert kept.formulas == fresh.formulas
        assert list(map(repr, kept.formulas)) == list(map(repr, fresh.formulas))
        assert kept.related == fresh.related
        assert kept == fresh


def filled(shop: Shop, count: int, seed: int = 1) -> None:
    """So many documents, of sentences of which each stands in about half of them."""
    rng = Random(seed)
    for name in "abcdefghijklmnopqrst"[:count]:
        shop.write(name, tuple(rng.sample(range(18), 9)), rng.choice(("plain", "dated", "later")))


names = st.sampled_from("abcdefghijklmnop")
sentences = st.lists(st.integers(0, 17), min_size=0, max_size=10, unique=True).map(tuple)
edits = st.one_of(
    st.tuples(st.just("write"), names, sentences, st.sampled_from(list(SIDECARS))),
    st.tuples(st.just("remove"), names),
    st.tuples(st.just("rename"), names, names),
    st.tuples(st.just("copy"), names, names),
    st.tuples(st.just("more"), names, st.integers(0, 60)),
    st.tuples(st.just("nothing")),
)


def apply(shop: Shop, edit: tuple[object, ...]) -> None:
    """One change, where it can be made."""
    texts = shop.texts
    match edit:
        case ("write", str(name), tuple(some), str(sidecar)):
            shop.write(name, some, sidecar)
        case ("remove", str(name)):
            texts.pop(name, None)
        case ("rename", str(name), str(other)) if name in texts:
            texts[other] = texts.pop(name)
        case ("copy", str(name), str(other)) if name in texts:
            texts[other] = texts[name]
        case ("more", str(name), int(number)) if name in texts:
            texts[name] = Text((*texts[name].sentences, number), texts[name].sidecar)


@settings(max_examples=12)
@given(st.integers(0, 99), st.lists(st.lists(edits, min_size=1, max_size=3), max_size=5))
def test_any_edits_give_what_a_fresh_run_gives(seed: int, steps: list[list[tuple[object, ...]]]) -> None:
    """After any additions, edits, renamings and removals the corpus is that of a run that keeps nothing."""
    shop = Shop()
    filled(shop, 13, seed)
    shop.agrees()
    for step in steps:
        for edit in step:
            apply(shop, edit)
        shop.agrees()


def test_a_wording_becomes_boilerplate_and_again_none() -> None:
    """One document too many holds a sentence, and what others share with it is gone; then it is there again."""
    shop = Shop()
    for at, name in enumerate("abcdefghijkl"[:COMMON]):
        shop.write(name, (0, 1, 100 + 3 * at, 101 + 3 * at, 102 + 3 * at))
    shop.agrees()
    shared = shop.kept().parallels
    shop.write("z", (200, 0, 1, 201, 202))
    shop.agrees()
    assert len(shop.kept().parallels) < len(shared)
    shop.write("z", (200, 201, 202))
    shop.agrees()
    assert shop.kept().parallels == shared


# ------------------------------------------------------------------ only what changed


def test_an_edit_costs_what_it_touches(monkeypatch: pytest.MonkeyPatch) -> None:
    """N-grams are sorted once; after an edit phrases are looked for in one document alone, after none in nothing."""
    looked: list[str] = []
    sorted_: list[int] = []
    found, everything = formula_rows.Uses._found, reuse.everything  # noqa: SLF001 - what costs

    def noted(self: formula_rows.Uses, document: Annotated, *others: object) -> Iterator[tuple[int, ...]]:
        looked.append(document.id)
        return found(self, document, *others)  # type: ignore[arg-type]

    def counted(folds: list[object], *others: object) -> object:
        sorted_.append(len(folds))
        return everything(folds, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(formula_rows.Uses, "_found", noted)
    monkeypatch.setattr(reuse, "everything", counted)
    shop = Shop()
    filled(shop, 16)
    shop.kept()
    assert sorted_
    assert len(looked) == len(shop.texts)
    looked.clear(), sorted_.clear()
    shop.kept()
    assert (looked, sorted_) == ([], [])
    apply(shop, ("more", "c", 3))
    shop.kept()
    assert (set(looked), sorted_) == ({"c"}, [])


def test_many_changes_are_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where more than a few documents are others, all is sorted anew."""
    shop = Shop()
    filled(shop, 14)
    shop.kept()
    monkeypatch.setattr(reuse, "_Edit", None)
    filled(shop, 2 * FEW + 1, seed=2)
    shop.agrees()


# ------------------------------------------------------------------ damage


def test_where_a_row_is_missing_nothing_is_taken_from_the_others() -> None:
    """Whichever row is gone, the corpus is the same."""
    for part in (
        "folds",
        "marks",
        "uses",
        "sketches",
        "passages",
        "near",
        "related",
        "formulas",
        "documents",
        "compared",
    ):
        shop = Shop()
        filled(shop, 10)
        shop.kept()
        memory = shop.shelf
        assert isinstance(memory, Memory)
        rows = memory.kept[part]
        del rows[sorted(rows)[len(rows) // 2]]
        apply(shop, ("more", "c", 40))
        shop.agrees()


def shelves(folder: Path, basis: str = "one") -> Shelves:
    return Shelves(folder / "relations.db", basis)


def test_a_damaged_file_changes_nothing(tmp_path: Path) -> None:
    """Whatever became of the files, the corpus is the same, and what is kept is whole again after that."""
    shop = Shop()
    filled(shop, 12)
    fresh = shop.fresh()
    rng = Random(1)

    def made() -> Corpus:
        with shelves(tmp_path) as shelf:
            return Shop(shelf, shop.texts).kept()

    made()
    whole = {file: file.read_bytes() for file in tmp_path.iterdir()}
    assert {file.name for file in whole} == {"relations.db", "relations.bin"}
    for file, data in whole.items():
        for _ in range(6):
            at = rng.randrange(max(1, len(data) - 400))
            broken = (data[:at], data[:at] + rng.randbytes(400) + data[at + 400 :], b"", b"nothing" * 99)
            file.write_bytes(rng.choice(broken))
            assert made() == fresh
            assert made() == fresh
    for file in whole:
        file.unlink()
    assert made() == fresh


def test_another_program_keeps_nothing_of_this_one(tmp_path: Path) -> None:
    """Where the basis is another, what is kept is not read."""
    with shelves(tmp_path) as shelf:
        shelf.put("part", {"a": b"1"})
    with shelves(tmp_path) as shelf:
        assert shelf.rows("part") == {"a": b"1"}
    with shelves(tmp_path, "another") as shelf:
        assert shelf.rows("part") == {}


def test_a_run_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    """Half of what a run found out is not kept."""
    with shelves(tmp_path) as shelf:
        shelf.put("part", {"a": b"1"})

    def failing() -> None:
        with shelves(tmp_path) as shelf:
            shelf.put("part", {"a": b"2", "b": b"3"})
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - our own
        failing()
    with shelves(tmp_path) as shelf:
        assert shelf.rows("part") == {"a": b"1"}


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    """A file where the folder should be costs time and nothing else."""
    (tmp_path / "folder").write_text("a file", encoding="utf-8")
    shop = Shop()
    filled(shop, 6)
    with shelves(tmp_path / "folder") as shelf:
        assert Shop(shelf, shop.texts).kept() == shop.fresh()


def test_a_database_that_fails_is_told(tmp_path: Path) -> None:
    """What was there a moment ago and cannot be read is damage, not nothing."""
    with shelves(tmp_path) as shelf:
        shelf.put("part", {"a": b"1"})
        shelf.close()
        with pytest.raises(DamagedError):
            shelf.rows("part")
        shelf.clear()
        assert shelf.rows("part") == {}
