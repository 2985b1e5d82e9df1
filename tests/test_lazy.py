"""Files are made when something they read has changed, and only then; in one process or in several.

In: corpora of generated speeches, with versions, shared passages and set phrases, and edits of them. Out: texts, files. What a page reads is noted while it is made: these tests hold the tables to it.
"""

import os
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from random import Random
from types import FunctionType, SimpleNamespace
from typing import Any

import pytest
from helpers import SETTINGS, annotated_of, source_of
from sites import tree

import build_corpus
from benchmarks.corpus import Recipe, generate
from build_corpus.errors import ChangedError, CorpusError
from build_corpus.knowledge import built_in
from build_corpus.manifest import MADE
from build_corpus.model import Corpus, Sidecar
from build_corpus.publish import Making, Site, Written, pages, publish, write_products
from build_corpus.publish.catalogue import Measured
from build_corpus.publish.derived import of_all
from build_corpus.publish.lazy import Lazy, Pieces
from build_corpus.publish.lazy_workers import FEW
from build_corpus.publish.memory import Memory
from build_corpus.publish.noted import BETWEEN, EVERYTHING, Notes, Table
from build_corpus.publish.write import _copied
from build_corpus.relate import relate
from build_corpus.run.basis import parts
from build_corpus.survey import survey

COUNT = 60
SAME_FOR_ALL = {"notes", "knowledge", "settings", "themes", "environment", "records"}
"""What of a site is no part of the corpus, or a record that was made already."""
ADVICE = (
    "A lazy file may read of the corpus only what notes who reads it: make it a Table or a `derived` table "
    "(publish/noted.py), or, where it may be made of anything, a property `of_all`."
)
KINDS = ("speeches/", "compare/", "versions/", "themes/", "formulas/f-")
OF_ALL = {"themes/cooccurrence.md", "themes/map.md"}
"""Pages that say how often any two themes go together."""
Texts = dict[str, str]


@cache
def generated_texts() -> tuple[tuple[str, str], ...]:
    recipe = Recipe(chars=700, plain=True)
    return tuple((each.file, each.data.decode()) for each in generate(COUNT, recipe))


def corpus_of_texts(texts: Texts, sidecars: dict[str, Sidecar] | None = None) -> Corpus:
    """A corpus with all its relations."""
    sources = [source_of(text, name, (sidecars or {}).get(name)) for name, text in texts.items()]
    stats = survey(sources)
    return relate([annotated_of(source, stats) for source in sources], built_in(), SETTINGS.related)


def site_of(texts: Texts, sidecars: dict[str, Sidecar] | None = None, memory: Memory | None = None) -> Site:
    return Site(corpus_of_texts(texts, sidecars), built_in(), SETTINGS, memory=memory)


@cache
def whole() -> Site:
    """The site of all generated speeches; nothing changes it."""
    return site_of(dict(generated_texts()))


def lazy_files(site: Site) -> Iterator[tuple[str, Lazy]]:
    """Every lazy file, and the pieces of every file of pieces."""
    for path, content in pages(site):
        inner = content.content if isinstance(content, Measured) else content
        if isinstance(inner, Lazy):
            yield path, inner
        elif isinstance(inner, Pieces):
            yield from ((f"{path}#{id_}", piece) for id_, piece in inner.each)
        if isinstance(content, Measured):
            "".join(content)


# ---------------------------------------------------------------- what is read is noted


def test_whatever_a_page_may_read_is_noted() -> None:
    """Every public attribute of a site notes who reads it, or is the same for every corpus."""
    site = whole()
    known = {name for name in vars(site) if not name.startswith("_")} - SAME_FOR_ALL
    assert [name for name in sorted(known) if not isinstance(getattr(site, name), Table)] == [], ADVICE
    parts = {name: part for base in type(site).__mro__ for name, part in vars(base).items()}
    loose = [name for name, part in parts.items() if isinstance(part, property | cached_property)]
    assert [name for name in loose if not name.startswith("_")] == [], ADVICE
    for name in (name for name, part in parts.items() if isinstance(part, of_all)):
        heard: tuple[set[str], set[str]] = set(), set()
        for each in heard:  # also where it is made already
            with site.notes.hearing(each):
                getattr(site, name)
        assert heard[0] == heard[1] != set(), name
    for name in ("corpus", "originals"):
        heard[0].clear()
        with site.notes.hearing(heard[0]):
            getattr(site, name)
        assert heard[0] == {EVERYTHING}


def test_makers_hold_nothing_of_their_own() -> None:
    """A lazy file is made by a function of a module, from the site and ids: there is nothing that nobody notes."""
    for path, lazy in lazy_files(whole()):
        maker = lazy.maker
        assert isinstance(maker, FunctionType), path
        assert maker.__closure__ is None, f"{path}: {ADVICE}"
        assert "<" not in maker.__qualname__, f"{path}: {ADVICE}"
        assert all(isinstance(each, str | int | None) for each in lazy.ids), f"{path}: {ADVICE}"


def test_no_page_reads_the_whole_corpus() -> None:
    """Pages of speeches, themes and set phrases read entries of tables: an edit elsewhere leaves them as they are."""
    for path, lazy in lazy_files(whole()):
        if path.startswith(KINDS) and path not in OF_ALL:
            tables = sorted(name for name in lazy.made()[1] if BETWEEN not in name)
            assert tables == [], f"{path} reads all of {', '.join(tables)}, so it is always made. {ADVICE}"


def edited(texts: Texts, rng: Random) -> Texts:
    """The texts after an edit of any kind."""
    names = sorted(texts)
    name = rng.choice(names)
    other = texts[rng.choice(names)]
    kind = rng.randrange(5)
    if kind == 0:
        return {each: text for each, text in texts.items() if each != name}
    if kind == 1:
        return {**texts, f"n{rng.randrange(10**6)}.txt": other}
    if kind == 2:
        return {**{each: text for each, text in texts.items() if each != name}, f"r-{name}": texts[name]}
    if kind == 3:
        lines = other.split("\n")
        return {**texts, name: texts[name] + "\n" + lines[len(lines) // 2] + "\n"}
    return {**texts, name: texts[name].replace("工作", "各项工作", 3) + "\n要把这件事抓实抓细，抓出成效。\n"}


@pytest.mark.parametrize("seed", range(4))
def test_who_reads_the_same_says_the_same(seed: int) -> None:
    """After any edits, a file whose names hold what they held before would be made the same; most files are such."""
    rng = Random(seed)
    before = dict(generated_texts())
    made = {path: (lazy, *lazy.made()) for path, lazy in lazy_files(whole())}
    after = site_of(
        edited(edited(before, rng), rng), {sorted(before)[seed]: Sidecar(metadata={"speaker": "王明"})}
    )
    same = 0
    for path, lazy in lazy_files(after):
        if path in made:
            old, text, names = made[path]
            notes, past = lazy.site.notes, old.site.notes
            if lazy.ids == old.ids and all(notes.told(name) == past.told(name) for name in names):
                same += 1
                assert lazy.made()[0] == text, f"{path} reads the same and has another text. {ADVICE}"
    assert same > len(made) / 4


@pytest.mark.parametrize("seed", range(2))
def test_a_table_made_of_the_same_is_the_same(seed: int) -> None:
    """After any edit, a kept table whose reads tell what they told would be made the same."""
    rng = Random(seed)
    before = whole()
    before.notes.prepare()
    after = site_of(edited(dict(generated_texts()), rng))
    after.notes.prepare()
    same = [
        name
        for name, known in before.notes.remembered.items()
        if all(after.notes.told(read) == told for read, told in known.reads.items())
    ]
    for name in same:
        assert after.notes.tables[name].told_whole() == before.notes.tables[name].told_whole(), (
            f"{name}: {ADVICE}"
        )
    assert same


def test_every_kind_of_page_is_there() -> None:
    """The generated corpus has versions, shared passages, and pages of every kind: the tests above mean something."""
    site = whole()
    paths = [path for path, _ in lazy_files(site)]
    assert all(any(path.startswith(kind) for path in paths) for kind in KINDS)
    assert len(site.corpus.parallels) > 3
    assert len(site.corpus.formulas) > 3


def test_a_template_is_part_of_the_program() -> None:
    """What pages are made from besides the corpus has every module, table and template of the package."""
    folder = Path(build_corpus.__file__).parent
    files = {path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".pyc", ".md")}
    assert set(parts(folder)) == files


def test_an_entry_that_is_missed_is_noted() -> None:
    """Who asks for what is not there depends on its not being there."""
    notes = Notes(SimpleNamespace(), lambda document: document.id)
    table = Table(notes, "words", {"a": 1})
    heard: set[str] = set()
    with notes.hearing(heard):
        assert table.get("b") is None
        assert "a" in table
    assert heard == {"words:a", "words:b"}
    later = Notes(SimpleNamespace(), lambda document: document.id)
    Table(later, "words", {"a": 1, "b": 2})
    assert notes.told("words:b") != later.told("words:b")
    assert notes.told("words:a") == later.told("words:a")
    assert notes.told("words") != later.told("words")


# ---------------------------------------------------------------- files


def put(site: Site, docs: Path, jobs: int = 1, basis: str = "basis") -> Written:
    """The site's pages in a folder."""
    write_products(site, docs.with_name(f"{docs.name}-build"), docs.with_name(f"{docs.name}.json"), basis)()
    written = publish(pages(site), docs, docs, making=Making(basis=basis, jobs=jobs))
    site.notes.save()
    return written


def content(docs: Path) -> dict[str, bytes]:
    """What stands in a folder but for what a run notes of times."""
    return {path: data for path, data in tree(docs).items() if not path.startswith(".manifest.")}


def remembered(folder: Path) -> Memory:
    """What the last run in a folder knew of its tables."""
    return Memory(folder / "tables.db", "basis")


@pytest.mark.parametrize("seed", [7, 8])
def test_any_edits_give_the_files_of_a_full_build(tmp_path: Path, seed: int) -> None:
    """After each of several edits the folder holds what it would hold if it had been made anew, by any number of processes."""
    rng = Random(seed)
    texts = dict(generated_texts()[:30])
    for step in range(4):
        put(site_of(texts, memory=remembered(tmp_path)), tmp_path / "docs", jobs=1 + step % 2)
        texts = edited(texts, rng)
    put(site_of(texts, memory=remembered(tmp_path)), tmp_path / "docs")
    put(site_of(texts), tmp_path / "fresh", jobs=2)
    for name in ("", "-build"):
        assert content(tmp_path / f"docs{name}") == content(tmp_path / f"fresh{name}")


class Words(Site):
    """A site of one table more; a file of it names the entry it shows."""

    def __init__(self, memory: Memory | None = None, /, **entries: str) -> None:
        super().__init__(Corpus(documents=(), related={}), built_in(), SETTINGS, memory=memory)
        self.words = Table(self.notes, "words", entries)
        self.made: list[str] = []
        self.first = os.getpid()
        self.deadly: tuple[str, ...] = ()
        """Entries that kill every process but the first one."""
        self.full: tuple[str, ...] = ()
        """Entries for which there is no space."""


def counted(site: Words, name: str) -> str:
    """Makes a file of an entry, and counts."""
    site.made.append(name)
    return site.words[name]


def wrote(site: Words, docs: Path, basis: str = "1") -> list[str]:
    """Which files a run makes; the folder is right afterwards."""
    entries = dict(site.words)
    files = [(f"{name}.md", Lazy(site, counted, (name,))) for name in entries]
    site.made.clear()
    publish(files, docs, docs, making=Making(basis=basis))
    assert content(docs) == {f"{name}.md": text.encode() for name, text in entries.items()}
    return sorted(site.made)


def test_only_what_reads_something_new_is_made(tmp_path: Path) -> None:
    """A file is made where an entry it reads is another one, where the file was touched, where all depends on other things."""
    assert wrote(Words(a="一", b="二"), tmp_path) == ["a", "b"]
    assert wrote(Words(a="一", b="二"), tmp_path) == []
    assert wrote(Words(a="一", b="改"), tmp_path) == ["b"]
    (tmp_path / "a.md").write_text("别人", encoding="utf-8")
    assert wrote(Words(a="一", b="改"), tmp_path) == ["a"]
    (tmp_path / "a.md").unlink()
    assert wrote(Words(a="一", b="改", c="三"), tmp_path) == ["a", "c"]
    assert wrote(Words(a="一", c="三"), tmp_path) == []
    assert wrote(Words(a="一", c="三"), tmp_path, "2") == ["a", "c"]
    (tmp_path / MADE).write_text("{", encoding="utf-8")
    assert wrote(Words(a="一", c="三"), tmp_path, "2") == ["a", "c"]
    assert wrote(Words(a="一", c="三"), tmp_path, "2") == []


def joined(site: Words, docs: Path, *head: str) -> list[str]:
    """Which pieces a run makes; the file is right afterwards."""
    entries = dict(site.words)
    site.made.clear()
    publish([("all.txt", Pieces(site, counted, tuple(entries), head))], docs, docs, making=Making(basis="1"))
    assert (docs / "all.txt").read_text(encoding="utf-8") == "".join((*head, *entries.values()))
    return sorted(site.made)


def test_only_new_pieces_are_made(tmp_path: Path) -> None:
    """Pieces are taken over from the last file, wherever they stand in the new one."""
    assert joined(Words(a="一\n", b="二二\n", c="三\n"), tmp_path, "头\n") == ["a", "b", "c"]
    written = (tmp_path / "all.txt").stat()
    assert joined(Words(a="一\n", b="二二\n", c="三\n"), tmp_path, "头\n") == []
    assert (tmp_path / "all.txt").stat() == written
    assert joined(Words(a="一\n", b="改\n", c="三\n"), tmp_path, "头\n") == ["b"]
    assert joined(Words(c="三\n", d="", b="改\n", a="一\n"), tmp_path, "头\n") == ["d"]
    assert joined(Words(c="三\n", a="一\n"), tmp_path, "头\n") == []
    assert joined(Words(c="三\n", a="一\n"), tmp_path, "新的头\n") == []
    (tmp_path / "all.txt").write_text("别人", encoding="utf-8")
    assert joined(Words(c="三\n", a="一\n"), tmp_path, "新的头\n") == ["a", "c"]


def test_a_copy_that_dies_after_its_work_ruins_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pieces are never taken over from a file that is another one by now; the next run makes it whole."""
    assert joined(Words(a="一\n", b="二二\n", c="三\n"), tmp_path) == ["a", "b", "c"]
    here, write = os.getpid(), _copied

    def dying(*given: Any) -> object:  # noqa: ANN401 - as it is
        done = write(*given)
        if os.getpid() != here:
            os._exit(3)
        return done

    monkeypatch.setattr("build_corpus.publish.joining.LARGE", 0)
    monkeypatch.setattr("build_corpus.publish.write._copied", dying)
    after = Words(a="一\n", b="长得多的一段\n", c="三\n")
    with pytest.raises(ChangedError):
        joined(after, tmp_path)
    monkeypatch.undo()
    joined(after, tmp_path)


def test_any_pieces_give_the_file_they_make(tmp_path: Path) -> None:
    """Whatever pieces come, go, grow, shrink to nothing or change places, the file is theirs, and only new ones are made."""
    rng = Random(1)
    texts = ("", "一\n", "二二\n", "三" * 100_000)  # the last one is longer than what is taken over at once
    entries: dict[str, str] = {}
    for _ in range(150):
        before = dict(entries)
        for name in rng.sample("abcdefgh", rng.randrange(3)):
            entries[name] = rng.choice(texts)
        for name in rng.sample(sorted(entries), min(len(entries), rng.randrange(3))):
            entries[name] = entries.pop(name) if rng.randrange(2) else rng.choice(texts)
        for name in rng.sample(sorted(entries), min(len(entries), rng.randrange(2))):
            del entries[name]
        made = joined(Words(**entries), tmp_path, rng.choice(("", "头\n")))
        assert made == sorted(name for name in entries if before.get(name) != entries[name])


def initial(site: Words, name: str) -> str:
    """Shows no more than the beginning of an entry."""
    site.made.append(name)
    return site.words[name][:1]


def test_a_file_that_would_be_the_same_is_not_written(tmp_path: Path) -> None:
    """Where new pieces have the bytes of the old ones the very file stays, and they count as made."""

    def run(**entries: str) -> list[str]:
        site = Words(**entries)
        pieces = Pieces(site, initial, tuple(entries))
        publish([("all.txt", pieces)], tmp_path, tmp_path, making=Making(basis="1"))
        return site.made

    assert run(a="一", b="二", c="三") == ["a", "b", "c"]
    written = (tmp_path / "all.txt").stat()
    assert run(a="一", b="二二", c="三") == ["b"]
    assert run(a="一", b="二二", c="三") == []
    assert (tmp_path / "all.txt").stat() == written
    assert run(a="一", b="改", c="三") == ["b"]
    assert (tmp_path / "all.txt").read_text(encoding="utf-8") == "一改三"


# ---------------------------------------------------------------- several processes


def fragile(site: Words, name: str) -> str:
    """Makes a file, or kills the process that makes it, or finds no space."""
    if name in site.deadly and os.getpid() != site.first:
        os._exit(1)
    if name in site.full:
        msg = f"{name}: No space left on device"
        raise CorpusError(msg)
    return site.words[name]


def many(*, deadly: tuple[str, ...] = (), full: tuple[str, ...] = ()) -> Words:
    """A site of files enough for several processes."""
    site = Words(**{f"w{at:03}": f"第{at}篇" for at in range(4 * FEW)})
    site.deadly, site.full = deadly, full
    return site


def files_of(site: Words) -> list[tuple[str, Lazy]]:
    return [(f"{name}.md", Lazy(site, fragile, (name,))) for name in list(site.words)]


def test_a_worker_that_dies_costs_no_file(tmp_path: Path) -> None:
    """What a worker had not made when it died is made all the same; the bytes are those of one process."""
    publish(files_of(many()), tmp_path / "one", tmp_path / "one")
    site = many(deadly=("w003", "w101"))
    publish(files_of(site), tmp_path / "two", tmp_path / "two", making=Making(jobs=2))
    assert content(tmp_path / "two") == content(tmp_path / "one")


def test_what_a_worker_cannot_write_ends_the_run(tmp_path: Path) -> None:
    """A worker's message is the run's; what other people wrote is left alone and named."""
    with pytest.raises(CorpusError, match="w050: No space left"):
        publish(files_of(many(full=("w050",))), tmp_path, tmp_path, making=Making(jobs=2))
    other = tmp_path / "other"
    other.mkdir()
    (other / "w007.md").write_text("手写", encoding="utf-8")
    written = publish(files_of(many()), other, other, making=Making(jobs=2))
    assert [(found.code, found.path) for found in written.findings] == [("docs-handwritten", "docs/w007.md")]
    assert (other / "w007.md").read_text(encoding="utf-8") == "手写"
    assert not [path for path in other.iterdir() if path.name.startswith(".writing")]
