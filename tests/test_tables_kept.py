"""Tables that are made of other tables are made again only where something they read has changed.

In: sites of a few entries, a file that keeps what a run knew. Out: what is made, and what a table holds.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from helpers import SETTINGS, annotated_of, source_of
from sites import SPEECH
from test_lazy import Words

from build_corpus.knowledge import built_in
from build_corpus.model import Annotated, Corpus
from build_corpus.publish import Memory, Site
from build_corpus.publish.derived import kept, of_document, shared
from build_corpus.publish.lists import entrances
from build_corpus.publish.noted import DERIVED

Made = list[str]
Tables = tuple[Callable[[Site], Mapping[str, str]], Made]


@pytest.fixture
def doubled() -> Iterator[Tables]:
    """A table of some words twice, made of what others share, and the names of what was made."""
    made: Made = []

    @shared
    def some_words(site: Words) -> str:
        made.append("shared")
        return site.words["a"]

    @kept()
    def words_twice(site: Words) -> Mapping[str, str]:
        made.append("table")
        return {"a": 2 * some_words(site), "c": 2 * site.words.get("c", "")}

    yield words_twice, made
    del DERIVED["words_twice"]


def held(tables: Tables, file: Path, basis: str = "1", **words: str) -> tuple[dict[str, str], Made]:
    """What a run finds in the table, and what it made for that."""
    table, made = tables
    made.clear()
    site = Words(Memory(file, basis), **words)
    heard: set[str] = set()
    with site.notes.hearing(heard):
        found = dict(table(site))
    assert heard == {"words_twice"}
    site.notes.save()
    return found, [*made]


def test_a_table_is_made_again_where_what_it_read_changed(tmp_path: Path, doubled: Tables) -> None:
    """Whatever it read counts, what was read for what it shares and what was not there as well; nothing else does."""
    file = tmp_path / "tables.db"
    both = ["table", "shared"]
    assert held(doubled, file, a="一", b="二") == ({"a": "一一", "c": ""}, both)
    assert held(doubled, file, a="一", b="二") == ({"a": "一一", "c": ""}, [])
    assert held(doubled, file, a="一", b="改") == ({"a": "一一", "c": ""}, [])
    assert held(doubled, file, a="改", b="改") == ({"a": "改改", "c": ""}, both)
    assert held(doubled, file, a="改", c="三") == ({"a": "改改", "c": "三三"}, both)
    assert held(doubled, file, "2", a="改", c="三") == ({"a": "改改", "c": "三三"}, both)


@pytest.mark.parametrize("damage", ["", "no database", None])
def test_what_is_damaged_is_as_good_as_nothing(tmp_path: Path, doubled: Tables, damage: str | None) -> None:
    """A file that is empty, another thing, or has other bytes somewhere: the table is made, and kept again."""
    file = tmp_path / "tables.db"
    held(doubled, file, a="一一一")
    data = file.read_bytes()
    torn = data.replace("一一一".encode(), "一二一".encode())
    file.write_bytes(torn if damage is None else damage.encode())
    assert held(doubled, file, a="一一一") == ({"a": "一一一一一一", "c": ""}, ["table", "shared"])
    assert held(doubled, file, a="一一一")[1] == []


def test_nobody_looks_into_a_document_that_is_the_same(tmp_path: Path) -> None:
    """What is said of a document alone is asked of those alone whose digest is new."""
    asked: list[str] = []

    @of_document
    def length_of_title(document: Annotated) -> int:
        asked.append(document.id)
        return len(document.speech.title or "")

    def run(digests: Mapping[str, str]) -> Mapping[str, int]:
        asked.clear()
        documents = [
            annotated_of(source_of("在会上的讲话\n\n同志们：\n要抓好落实。\n", f"{name}.txt"))
            for name in digests
        ]
        corpus = Corpus(documents=tuple(documents), related={})
        site = Site(corpus, built_in(), SETTINGS, digests, Memory(tmp_path / "tables.db", "1"))
        found = dict(length_of_title(site))
        site.notes.save()
        return found

    try:
        assert run({"a": "1", "b": "1"}) == {"a": 6, "b": 6}
        assert asked == ["a", "b"]
        run({"a": "1", "b": "2", "c": "1"})
        assert asked == ["b", "c"]
        assert run({"c": "1"}) == {"c": 6}
        assert asked == []
    finally:
        del DERIVED["length_of_title"]


def test_the_order_of_kinds_is_told() -> None:
    """The home page names kinds in the order in which they come, so another order is another entry."""
    speech, article = (annotated_of(source_of(SPEECH, f"{name}.txt")) for name in "ab")
    article = replace(article, speech=replace(article.speech, kind="article"))
    told = set()
    for documents in ((speech, article, article), (article, speech, article)):
        named = tuple(renamed(each, name) for each, name in zip(documents, "abc", strict=True))
        site = Site(Corpus(documents=named, related={}), built_in(), SETTINGS)
        told.add(repr(entrances(site)["index.md"].kinds))
    assert len(told) == 2


def renamed(document: Annotated, name: str) -> Annotated:
    """The same document with another id."""
    return replace(document, speech=replace(document.speech, source=replace(document.speech.source, id=name)))
