"""What is kept of seeds between runs, and that nobody can tell from the result.

In: small folders of seeds, edited step by step; statistics drawn at random. Out: the same documents as without a
cache, and how many files were read and documents made for them.
"""

import io
import os
import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from helpers import source_of, tagger
from hypothesis import given
from hypothesis import strategies as st
from sites import BODY, FROST, SPEECH, make_project

from build_corpus import documents, pipeline, survey
from build_corpus.documents import Documents, Workshop
from build_corpus.errors import ChangedError
from build_corpus.knowledge import built_in
from build_corpus.model import Annotated, Block, CorpusStats, Heading, Inline, Receipt, Source
from build_corpus.read import Raw, Reading, Seed, with_texts
from build_corpus.run import Cache, Listener, Packed, column, packed, signs, unpacked

ADVERT = "关注微信公众号"
HEADER = "清源县人民政府门户网站"
OTHER = "云岭日报数字报"
HEAD = f"{HEADER}\n{ADVERT}\n{OTHER}\n\n"
SPLIT = f"在甲会上的讲话\n{BODY}在乙会上的讲话\n{FROST}"
PARTS = "documents:\n- {id: jia, starts: 在甲会上的讲话}\n- {id: yi, starts: 在乙会上的讲话}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """Seeds, what is kept of them, and what was done."""

    folder: Path
    read: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)

    @property
    def seeds(self) -> Path:
        return self.folder / "seeds"

    @property
    def database(self) -> Path:
        return self.folder / "cache" / "documents.db"

    def write(self, name: str, text: str | bytes) -> None:
        file = self.seeds / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)

    def fresh(self) -> Documents:
        """The documents without a cache."""
        return Workshop(seeds=self.seeds, jobs=1).documents(built_in().vocabulary)

    def kept(self, basis: str = "") -> Documents:
        """The documents with it; what had to be read and made stands in `read` and `made`."""
        self.read.clear()
        self.made.clear()
        with Cache(self.database, basis) as cache:
            return Workshop(seeds=self.seeds, jobs=1, cache=cache).documents(built_in().vocabulary)

    def agrees(self) -> None:
        """Fails where the two differ."""
        kept, fresh = self.kept(), self.fresh()
        assert kept.readings == fresh.readings
        assert kept.stats == fresh.stats
        assert kept.annotated == fresh.annotated


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """An empty folder of seeds; files count as at rest at once."""
    made = Shop(folder=tmp_path)
    make, opened = documents._document, documents._found  # noqa: SLF001 - what a worker does

    def document(source: Source, *others: object) -> Annotated:
        made.made.append(source.id)
        return make(source, *others)

    def found(raw: Raw | Reading, words: bytes) -> tuple[bytes, bytes]:
        made.read.append(raw.name if isinstance(raw, Raw) else raw.file)
        return opened(raw, words)

    monkeypatch.setattr(documents, "_document", document)
    monkeypatch.setattr(documents, "_found", found)
    monkeypatch.setattr(signs, "MOMENT", 0)
    made.seeds.mkdir()
    return made


# ------------------------------------------------------------------ only what changed


def test_nothing_changed_means_nothing_is_read_or_made(shop: Shop) -> None:
    """A second run opens no seed and makes no document; an edit costs one of each."""
    for name, text in (("a.txt", SPEECH), ("b.txt", FROST), ("c.txt", SPLIT), ("c.yml", PARTS)):
        shop.write(name, text)
    shop.kept()
    assert (shop.read, shop.made) == (["a.txt", "b.txt", "c.txt"], ["a", "b", "jia", "yi"])
    shop.kept()
    assert (shop.read, shop.made) == ([], [])
    shop.write("b.txt", FROST + "谢谢大家！\n")
    shop.agrees()
    assert shop.read == ["b.txt", "a.txt", "b.txt", "c.txt"]  # the kept run, then the fresh one
    shop.write("a.yml", "speaker: 王一明\n")
    shop.kept()
    assert (shop.read, shop.made) == (["a.txt"], ["a"])
    shop.write("c.yml", PARTS.replace("jia", "bing"))
    shop.kept()
    assert (shop.read, shop.made) == (["c.txt"], ["bing", "yi"])


def test_a_touched_file_is_read_and_its_document_kept(shop: Shop) -> None:
    """The same bytes written again are looked at; nothing is made of them."""
    shop.write("a.txt", SPEECH)
    shop.write("b.txt", FROST)
    shop.kept()
    shop.write("a.txt", SPEECH)
    shop.kept()
    assert (shop.read, shop.made) == (["a.txt"], [])


def test_a_file_changed_just_now_is_read_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """So soon after an edit, times may not tell another one: the file is looked at, its document kept."""
    monkeypatch.setattr(signs, "MOMENT", 3600 * 10**9)
    shop.write("a.txt", SPEECH)
    for made in (["a"], []):
        shop.kept()
        assert (shop.read, shop.made) == (["a.txt"], made)


def test_another_program_makes_everything(shop: Shop) -> None:
    """What was kept by another program, or for another vocabulary, is not used."""
    shop.write("a.txt", SPEECH)
    shop.kept("one")
    shop.kept("two")
    assert (shop.read, shop.made) == (["a.txt"], ["a"])
    shop.kept("two")
    assert shop.made == []


# ------------------------------------------------------------------ a document's own part of the statistics


def test_a_line_that_becomes_common_remakes_those_that_have_it(shop: Shop) -> None:
    """The second file with a header beside an advertisement changes the first; a third text without it does not."""
    shop.write("a.txt", f"{HEAD}{SPEECH}")
    shop.write("b.txt", FROST)
    first = shop.kept().annotated[0].speech
    shop.write(
        "c.txt",
        f"{OTHER}\n\n在全县大会上的讲话\n同志们：\n今天开会，是要把春耕的事情说清楚，请各位抓紧备好种子。\n",
    )
    changed = shop.kept()
    assert sorted(shop.made) == ["a", "c"]
    assert changed.annotated[0].speech.receipts != first.receipts
    shop.agrees()
    shop.write(
        "d.txt",
        "在全市大会上的讲话\n同志们：\n今天请大家来，是要把防汛的事情说清楚，请各位回去以后马上办。\n",
    )
    shop.kept()
    assert shop.made == ["d"]


LINES = [ADVERT, HEADER, OTHER, "首页", "字体：大 中 小", "打印本页", "责任编辑：王某"]
TEXTS = st.lists(
    st.sampled_from([*LINES, "", *SPEECH.splitlines(), *FROST.splitlines()]), min_size=3, max_size=14
).map("\n".join)
THEMES = sorted(tagger().named(SPEECH))
STATS = st.builds(
    CorpusStats,
    shared_lines=st.frozensets(st.sampled_from(LINES)),
    frequent_lines=st.frozensets(st.sampled_from(LINES)),
    common=st.dictionaries(st.sampled_from([*THEMES, "elsewhere"]), st.integers(1, 3)),
)


@given(TEXTS, STATS, STATS)
def test_equal_answers_give_the_same_document(text: str, before: CorpusStats, after: CorpusStats) -> None:
    """A document all of whose questions have the same answers is the same; one that differs had another answer."""
    tools = built_in(), tagger()
    source = source_of(text)
    listener = Listener(before)
    first = documents._document(source, listener.stats, tools)  # noqa: SLF001 - what a worker does
    assert first == documents._document(source, before, tools)  # noqa: SLF001
    assert listener.asked.holds(before)
    second = documents._document(source, after, tools)  # noqa: SLF001
    if listener.asked.holds(after):
        assert second == first


def test_what_is_asked_is_little() -> None:
    """A document asks of short lines at its edges and of its own themes, not of all there are."""
    listener = Listener(CorpusStats(shared_lines=frozenset(LINES), common={"elsewhere": 3}))
    documents._document(source_of(HEAD + SPEECH), listener.stats, (built_in(), tagger()))  # noqa: SLF001
    asked = listener.asked
    assert {line for line, _ in asked.shared} <= set(HEAD.splitlines())
    assert {theme for theme, _ in asked.common} <= set(THEMES)
    assert asked == unpacked(packed(asked))


# ------------------------------------------------------------------ any edits


def edits(rng: Random, shop: Shop) -> None:
    """One random change of the folder."""
    files = sorted(path.name for path in shop.seeds.glob("*.txt") if not path.is_symlink())
    name = rng.choice(files) if files else "a.txt"
    text = rng.choice(("", HEAD, f"{HEADER}\n\n", f"{ADVERT}\n{OTHER}\n\n")) + rng.choice(
        (SPEECH, FROST, SPLIT)
    )
    added = f"要把第{rng.randrange(10**4)}号任务抓实抓细。\n"
    match rng.randrange(9):
        case 0 | 1:
            shop.write(f"{rng.choice('abcdefgh')}.txt", text + added)
        case 2:
            shop.write(name, text + added)
        case 3:
            (shop.seeds / name).rename(shop.seeds / f"{rng.choice('ijk')}.txt")
        case 4:
            (shop.seeds / name).unlink()
        case 5:
            shop.write(
                name.replace(".txt", ".yml"), rng.choice((PARTS, "id: same\n", "speaker: 王明\n", "no: ["))
            )
        case 6:
            for path in sorted(shop.seeds.glob("*.yml"))[:1]:
                path.unlink()
        case 7:
            shop.write(
                "broken.txt", rng.choice((b"", b"\x00\x01\x02\x03" * 9, "读得出来。\n".encode("gb18030") * 9))
            )
        case _:
            (shop.seeds / "link.txt").unlink(missing_ok=True)
            (shop.seeds / "link.txt").symlink_to(rng.choice((shop.seeds / name, shop.folder)))
    if not any(shop.seeds.glob("*.txt")):
        shop.write("a.txt", SPEECH)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_edits_give_what_a_fresh_run_gives(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """After random edits readings, statistics and documents are those of a run that keeps nothing."""
    monkeypatch.setattr(survey, "FEW", 1)  # few texts, and themes become common and rare again
    rng = Random(seed)
    shop.write("a.txt", HEAD + SPEECH)
    for _ in range(14):
        for _ in range(rng.randint(1, 2)):
            edits(rng, shop)
        shop.agrees()


# ------------------------------------------------------------------ damage


def damaged(data: bytes) -> Iterator[bytes]:
    """A database in many bad states."""
    rng = Random(1)
    yield from (b"", b"no database at all" * 99, data[: len(data) // 2], data[:-100])
    for _ in range(12):
        at = rng.randrange(len(data) - 400)
        yield data[:at] + bytes(rng.randrange(256) for _ in range(400)) + data[at + 400 :]


def test_a_damaged_cache_changes_nothing(shop: Shop) -> None:
    """Whatever became of the database, the documents are the same, and the next run keeps them again."""
    for name, text in (("a.txt", HEAD + SPEECH), ("b.txt", HEAD + FROST), ("c.txt", SPLIT), ("c.yml", PARTS)):
        shop.write(name, text)
    fresh = shop.fresh()
    shop.kept()
    whole = shop.database.read_bytes()
    for data in damaged(whole):
        shop.database.write_bytes(data)
        assert shop.kept() == fresh
        assert shop.kept() == fresh
    shop.database.unlink()
    assert shop.kept() == fresh
    shop.kept()
    assert (shop.read, shop.made) == ([], [])


def test_a_cache_that_cannot_be_written_is_done_without(shop: Shop) -> None:
    """A full disk, or a file where the folder should be, costs time and nothing else."""
    shop.write("a.txt", SPEECH)
    fresh = shop.fresh()
    shop.database.parent.mkdir()
    shop.database.symlink_to("/dev/full")
    assert shop.kept() == fresh
    shop.database.unlink()
    shop.database.parent.rmdir()
    shop.database.parent.write_text("a file", encoding="utf-8")
    assert shop.kept() == fresh


def test_a_stopped_run_keeps_what_it_made(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made before a run was stopped is there for the next one."""
    for name, text in (("a.txt", SPEECH), ("b.txt", FROST)):
        shop.write(name, text)
    make = documents._document  # noqa: SLF001 - what a worker does

    def stopped(source: Source, *others: object) -> Annotated:
        if source.id == "b":
            raise KeyboardInterrupt
        return make(source, *others)

    with monkeypatch.context() as patch:
        patch.setattr(documents, "_document", stopped)
        with pytest.raises(KeyboardInterrupt):
            shop.kept()
    shop.kept()
    assert (shop.read, shop.made) == ([], ["b"])


def test_a_seed_that_changes_meanwhile_stops_the_run(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between reading and making a file may change: nothing is made of two states, and the next run sees it whole."""
    shop.write("a.txt", SPEECH)
    opened = documents.open_seed

    def edited(seeds: Path, seed: Seed) -> Raw | Reading:
        raw = opened(seeds, seed)
        shop.write("a.txt", FROST)
        return raw

    with monkeypatch.context() as patch:
        patch.setattr(documents, "open_seed", edited)
        with pytest.raises(ChangedError, match=r"seeds/a\.txt"):
            shop.kept()
    shop.agrees()


# ------------------------------------------------------------------ whole projects


def test_a_kept_corpus_is_the_corpus(tmp_path: Path) -> None:
    """A corpus out of the cache equals the one that was made, its sources included."""
    project = make_project(tmp_path / "project", {"a.txt": SPEECH, "b.txt": FROST})
    made = pipeline.make(project.config())
    for _ in range(2):
        kept = pipeline.make(project.config(), kept=tmp_path / "kept.db")
        assert kept.corpus == made.corpus
        assert kept.readings == made.readings


def test_texts_come_back_where_they_are_asked_for(tmp_path: Path) -> None:
    """Builds leave texts behind; for an audit they are read again, part by part."""
    project = make_project(tmp_path / "project", {"a.txt": SPEECH, "c.txt": SPLIT, "c.yml": PARTS})
    made = pipeline.documents(project.config()).annotated
    assert [document.speech.source.decoded for document in made] == ["", "", ""]
    whole = with_texts(project.seeds, made)
    assert [document.speech.source.decoded[:7] for document in whole] == [
        "在全县组织工作",
        "在甲会上的讲话",
        "在乙会上的讲话",
    ]
    project.add("a.txt", FROST)
    assert with_texts(project.seeds, made[:1]) == list(made[:1])


def test_packed_receipts_are_receipts() -> None:
    """Packed, receipts are a sequence equal to the tuple they were made from."""
    receipts = tuple(
        Receipt(
            document="a", start=at, end=at + 1, before="\ud800", after="", rule="layout.edge", kind="removed"
        )
        for at in range(5)
    )
    kept = Packed(receipts)
    assert kept == receipts
    assert kept == Packed(receipts)
    assert kept != receipts[:4]
    assert (kept[1], kept[1:3], len(kept), hash(kept)) == (receipts[1], receipts[1:3], 5, hash(receipts))
    assert unpacked(packed(kept)) == receipts


def test_packed_blocks_are_blocks() -> None:
    """Nouns inside nouns come back; one column says what its nouns say."""
    heading = Heading(level=2, text="一、抓落实")
    item = Inline(level=3, text="一是强基础", start=6)
    blocks = (
        Block(id="p-1", type="paragraph", text="一、抓落实。一是强基础。", run_in=heading, inline=(item,)),
        Block(id="h-1", type="heading", level=1, text="二、保民生"),
    )
    for kept in (Packed(blocks), unpacked(packed(Packed(blocks)))):
        assert kept == blocks
        assert repr(kept) == repr(blocks)
        assert [column(kept, name) for name in ("id", "inline")] == [("p-1", "h-1"), ((item,), ())]
    assert column(blocks, "id") == column(Packed(blocks), "id")
    assert (len(Packed(())), tuple(Packed(())), column(Packed(()), "id")) == (0, (), ())


@pytest.mark.parametrize(
    "name", ["os:system", "build_corpus.text:speech_id", "build_corpus.pipeline:documents"]
)
def test_what_is_no_noun_is_not_loaded(name: str) -> None:
    """Bytes name nouns of the house and nothing else."""

    class Named(pickle.Pickler):
        def persistent_id(self, obj: object) -> str | None:
            return name if obj == "x" else None

    out = io.BytesIO()
    Named(out).dump(["x"])
    imported = b"cbuild_corpus.site.render\nPath\n."  # a class, but not of the house
    inside = pickle.PROTO + b"\x04" + pickle.SHORT_BINUNICODE + b"\x18build_corpus.site.render"
    inside += pickle.SHORT_BINUNICODE + b"\x10subprocess.Popen" + pickle.STACK_GLOBAL + b"."
    for data in (out.getvalue(), pickle.dumps(os.system), imported, inside):
        with pytest.raises(pickle.UnpicklingError):
            unpacked(data)
