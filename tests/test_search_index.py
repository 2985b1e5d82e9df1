"""The search answers exactly: the index that a build writes, asked by the engine of the theme, in Node.

The truth is a plain search through the texts (`benchmarks.exact`). Queries come from the texts themselves; those
of ../shared are asked where it is there.
"""

import json
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from helpers import ROOT, SETTINGS, seed_documents
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.exact import Reference, queries, reference
from build_corpus.knowledge import built_in
from build_corpus.publish.record import record
from build_corpus.publish.search import Indexed, Unit, fold, write_index
from build_corpus.publish.search.fold import fold_tables, folded_codes
from build_corpus.publish.search.sources import of_page, sources
from build_corpus.publish.site import Site
from build_corpus.relate import relate

DRIVER = ROOT / "tests" / "node" / "search.mjs"
GOLD = ROOT.parent / "shared" / "gold" / "queries.yml"
EVERYTHING = {"limit": 1_000_000}
Answer = dict[str, Any]


def node() -> str:
    found = shutil.which("node")
    if found is None:
        pytest.skip("node not found: install Node.js 20 or newer, then run `make test`")
    return found


def asked(folder: Path, questions: Iterable[str | dict[str, Any]]) -> list[Answer]:
    """The engine's answers to queries, each a query or {query, options, …}."""
    lines = [
        json.dumps({"query": each, "options": EVERYTHING} if isinstance(each, str) else each)
        for each in questions
    ]
    result = subprocess.run(
        [node(), str(DRIVER), str(folder)],
        input="\n".join(lines) + "\n",
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=300,
    )
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def written(documents: Sequence[Indexed], folder: Path, previous: str | None = None) -> Path:
    """The folder with the index of these documents."""
    for path, content in write_index(documents, previous).files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def found(answer: Answer) -> dict[str, int] | None:
    """What an answer found, in the reference's form; totals must be those of the documents."""
    assert "error" not in answer, answer["stack"]
    if answer.get("empty"):
        return None
    hits = {f"{each['kind']}/{each['id']}": each["hits"] for each in answer["results"]}
    assert (answer["speeches"], answer["hits"]) == (len(hits), sum(hits.values()))
    assert all(len(each["lines"]) == each["hits"] for each in answer["results"])
    return hits


def wrong(folder: Path, truth: Reference, questions: Sequence[str]) -> list[str]:
    """Queries whose answer is not the truth."""
    answers = asked(folder, questions)
    assert len(answers) == len(questions)
    return [
        query
        for query, answer in zip(questions, answers, strict=True)
        if found(answer) != truth.answer(query)
    ]


def page(name: str, title: str, *texts: str, **more: Any) -> Indexed:  # noqa: ANN401 - fields of the noun
    """A speech with a title and these blocks."""
    return Indexed(
        id=name,
        kind="speech",
        url=f"speeches/{name}/",
        title=title,
        fields=(("title", title),),
        blocks=tuple(Unit(element=f"p-{at}", text=text) for at, text in enumerate(texts)),
        **more,
    )


@cache
def seed_pages() -> tuple[Indexed, ...]:
    """What is searched of the seeds of this repository."""
    corpus = relate(tuple(seed_documents().values()), built_in(), SETTINGS.related)
    files = {f"themes/{theme.id}.md" for theme in built_in().vocabulary.concepts}
    by_hand = {"about.md": (ROOT / "docs" / "about.md").read_text(encoding="utf-8")}
    return tuple(sources(Site(corpus, built_in(), SETTINGS), files, by_hand))


@pytest.fixture(scope="module")
def seeds_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the seeds. Not to be changed."""
    return written(seed_pages(), tmp_path_factory.mktemp("seeds"))


# ---------------------------------------------------------------- the seeds


def test_a_thousand_queries_are_answered_exactly(seeds_index: Path) -> None:
    """Words, pieces across words and marks, digits, Latin, masks, traditional characters, several terms, exclusions."""
    assert wrong(seeds_index, reference(seed_pages()), list(queries(seed_pages(), 1000))) == []


def gold() -> tuple[list[dict[str, Any]], list[str]]:
    if not GOLD.is_file():
        pytest.skip("../shared/gold/queries.yml is not here")
    data = yaml.safe_load(GOLD.read_text(encoding="utf-8"))
    beyond = ("q05", "q20", "q21", "q32")  # typing errors and parts of formulas, which no exact search finds
    return [each for each in data["queries"] if each["id"] not in beyond], [
        str(each) for each in data["never_found"]
    ]


def test_readers_queries_find_their_speeches(seeds_index: Path) -> None:
    """Each query finds the speeches a reader expects, and no others but those that may be found as well."""
    asked_for, _ = gold()
    speeches = {"filters": {"kind": ["speech", "article", "report"]}, **EVERYTHING}
    answers = asked(seeds_index, [{"query": str(each["q"]), "options": speeches} for each in asked_for])
    for each, answer in zip(asked_for, answers, strict=True):
        ids = {result["id"][:3] for result in answer["results"]}
        assert set(each["must_find"]) <= ids <= {*each["must_find"], *each.get("may_find", ())}, each["id"]


def test_the_best_speech_comes_first(seeds_index: Path) -> None:
    """Where readers say which paragraph is best, its speech is first: in 16 of 19 queries at least."""
    asked_for = [each for each in gold()[0] if "first" in each]
    speeches = {"filters": {"kind": ["speech", "article", "report"]}}
    answers = asked(seeds_index, [{"query": str(each["q"]), "options": speeches} for each in asked_for])
    pairs = list(zip(asked_for, answers, strict=True))
    missed = [each["id"] for each, answer in pairs if answer["results"][0]["id"][:3] != each["first"]["seed"]]
    assert len(pairs) - len(missed) >= 16, missed


def test_what_cleaning_took_is_not_found(seeds_index: Path) -> None:
    """Words of the frames that the texts were scraped in give nothing."""
    speeches = {"filters": {"kind": ["speech", "article", "report"]}}
    answers = asked(seeds_index, [{"query": each, "options": speeches} for each in gold()[1]])
    assert [answer["terms"] for answer in answers if answer["speeches"]] == []


def test_what_is_searched_is_what_is_published() -> None:
    """The texts of a speech in the index are the blocks and facts of its record; nothing that was inferred is among them."""
    names = ("title", "subtitle", "speaker", "author", "role", "publication", "column", "place", "occasion")
    published = {each.id: each for each in seed_documents().values() if each.speech.published}
    indexed = {each.id: each for each in seed_pages() if each.id in published}
    assert indexed.keys() == published.keys()
    for name, document in published.items():
        full = record(document, (), built_in(), "zh")
        blocks, dates = full["blocks"], full["dates"]
        assert isinstance(blocks, list)
        assert isinstance(dates, list)
        assert [(unit.element, unit.text) for unit in indexed[name].blocks] == [
            (each["id"], each["text"]) for each in blocks
        ]
        assert indexed[name].fields == (
            *((field, full[field]) for field in names if full[field]),
            *(("date", date["value"]) for date in dates),
        )


# ---------------------------------------------------------------- the fold

SCRAPS = st.text(
    alphabet=st.sampled_from(
        "党建黨組，。、5+N*×xＡ－-“”《》（ 　\n２%·○々ßİ𠀀\U0001f600\ufe55\uff07\ud800\ufffd"
    ),
    max_size=14,
)


@given(st.lists(SCRAPS, max_size=6))
def test_many_texts_fold_like_one(texts: list[str]) -> None:
    """Texts folded all at once are those folded one by one."""
    joined = "".join(map(chr, folded_codes(texts)))
    assert joined.split("\0") == [*map(fold, texts), ""]


@given(SCRAPS, SCRAPS, SCRAPS)
def test_a_piece_of_a_text_is_found_in_it(before: str, piece: str, after: str) -> None:
    """Whatever stands in a text folds to a part of the folded text: copying out of a page finds the page."""
    assert fold(piece) in fold(before + piece + after)


FOLDS = {
    "５＋Ｎ": "5+n",
    "20**年": "20**年",
    "1-2个": "1-2个",
    "黨建，引領": "党建引领",
    "，，": "",
    "“两新”组织": "两新组织",
    "《党章》（修订）": "党章修订",
    "，5": ",5",
    "党-": "党",
    "a，。b": "a,。b",
    "×个": "×个",
}


@pytest.mark.parametrize("text", FOLDS)
def test_folds(text: str) -> None:
    """Marks stay beside digits, Latin and masks alone, also at the edge of a query."""
    assert fold(text) == FOLDS[text]


def test_python_and_javascript_fold_alike() -> None:
    """The table makes the same of every character, alone, between Han and beside digits; and of odd mixtures."""
    table = fold_tables(map(chr, range(0x110000)))[0]
    chars = [chr(code) for code in range(0x3000) if code not in range(0xD800, 0xE000)]
    chars += [
        chr(code)
        for start, end in (
            (
                0x3000,
                0xD800,
            ),
            (0xE000, 0x20400),
        )
        for code in range(start, end, 7)
    ]
    texts = [text for char in chars for text in (char, f"党{char}建", f"5{char}“{char}建")]
    script = """
      import { createFold } from "./theme/assets/javascripts/search/fold.js";
      const { table, texts } = JSON.parse(await new Response(process.stdin).text());
      const { fold, parse } = createFold(table);
      console.log(JSON.stringify(texts.map((text) => fold(text).text)));
    """
    result = subprocess.run(
        [node(), "--input-type=module", "-e", script],
        input=json.dumps({"table": table, "texts": texts}),
        capture_output=True,
        check=True,
        cwd=ROOT,
        encoding="utf-8",
    )
    made = json.loads(result.stdout)
    differing = [
        (text, fold(text), other) for text, other in zip(texts, made, strict=True) if fold(text) != other
    ]
    assert differing == []


def test_every_character_is_shown_as_it_is(tmp_path: Path) -> None:
    """Texts that GBK holds are written so, others in UTF-8; the browser's decoder makes of both what they were."""
    chars = [chr(code) for code in range(0x20, 0x30000) if code not in range(0xD800, 0xE000)]
    held = [char for char in chars if char.encode("gbk", "ignore")]
    others = [char for char in chars if not char.encode("gbk", "ignore")]
    texts = ["".join(part[at : at + 5000]) for part in (held, others) for at in range(0, len(part), 5000)]
    folder = written([page(f"x{at}", "记号", "记号" + text) for at, text in enumerate(texts)], tmp_path)
    script = f"""
      import {{ readFile }} from "node:fs/promises";
      import {{ createLoader }} from "{ROOT}/theme/assets/javascripts/search/loader.js";
      const loader = createLoader("", async (path) => new Response(await readFile(path)));
      const found = [];
      for (const path of process.argv.slice(1)) found.push(...(await loader.json(path)));
      console.log(JSON.stringify(found.map(({{ blocks }}) => blocks[0][1])));
    """
    files = sorted(folder.rglob("t*.txt"), key=lambda file: int(file.stem[1:]))
    command = [node(), "--input-type=module", "-e", script, *map(str, files)]
    shown = json.loads(subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout)
    assert sorted(shown) == sorted("记号" + text for text in texts)
    assert {file.read_bytes()[11:12] for file in files} == {b";", b","}


# ---------------------------------------------------------------- hostile texts

HOSTILE = (
    page(
        "a",
        "</script><img src=x onerror=alert(1)>",
        "一段“引文”里有</script>和<b>标签</b>。",
        "𠀀𠮷野家，𠀀𠀀𠀀。",
    ),
    page("b", "一万字", "人" * 10_000, "党建" * 2_000),
    page("c", "", ""),
    page("d", "，，", "。", "“”"),
    page("e", "孤\ud800立", "半个\udc00字，\ud83d\ude00"),
    page("f", "第５＋Ｎ次", "20**年1-2个，3.14%。A/B a-b C++", "x个×个某某"),
    page("g", "甲乙", "丙丁", "乙丙"),
)


def test_hostile_texts_are_searched_like_others(tmp_path: Path) -> None:
    """Markup, characters beyond the first plane, a paragraph of 10,000 字, nothing at all, broken surrogates."""
    folder = written(HOSTILE, tmp_path)
    whole = [
        page("e", "孤\ufffd立", "半个\ufffd字，\ufffd\ufffd") if each.id == "e" else each for each in HOSTILE
    ]
    asked_for = [
        *queries(whole, 300, seed=2),
        "</script>",
        "<img src=x onerror=alert(1)>",
        "人人人",
        "𠀀𠀀",
        "乙丙",
        "甲乙丙",
    ]
    assert wrong(folder, reference(whole), asked_for) == []
    (script, surrogate, lone) = asked(folder, ["</script>", "半个", "\ud83d"])
    assert [line["match"] for line in script["results"][0]["lines"]] == ["</script>", "</script>"]
    assert surrogate["results"][0]["lines"][0]["after"].startswith("\ufffd字")
    assert lone["speeches"] == 0


def test_lines_quote_the_text(seeds_index: Path) -> None:
    """What stands before, in and after a hit are the text's own characters, in the block it names."""
    blocks = {
        (each.id, block.element): block.text
        for each in seed_pages()
        for block in each.blocks
        if block.element
    }
    answers = asked(seeds_index, ["两新组织", "20**年", "组织部"])
    lines = [
        (result["id"], line) for answer in answers for result in answer["results"] for line in result["lines"]
    ]
    quoted = [(name, line) for name, line in lines if line["block"] and name != "about"]
    assert len(quoted) > 20
    for name, line in quoted:
        assert line["before"] + line["match"] + line["after"] in blocks[name, line["block"]]
        assert fold(line["match"]) in ("两新组织", "20**年", "组织部")


@pytest.mark.parametrize("query", ["", "  ", "，，", "“”", "-", "-党建", "《》 。"])
def test_a_query_of_nothing_says_so(seeds_index: Path, query: str) -> None:
    """A query that folds to nothing, or only excludes, is empty: it does not match everything."""
    (answer,) = asked(seeds_index, [query])
    assert answer["empty"] is True
    assert answer["results"] == []


# ---------------------------------------------------------------- filters, order, first results

DATED = tuple(
    page(
        f"s{at}",
        f"第{at}篇党建讲话",
        *["抓好党建工作。"] * (at + 1),
        date=date,
        posted="2020-01-02" if at == 4 else None,
        facets={"level": ((level, level),), "theme": (("t", "主题"),) if at % 2 else ()},
    )
    for at, (date, level) in enumerate(
        [
            ("2019", "市"),
            ("2019-04", "县"),
            ("2018-12-31", "市"),
            (None, "县"),
            (None, "市"),
            ("2021-01-01", "乡镇"),
        ]
    )
)


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of DATED. Not to be changed."""
    return written(DATED, tmp_path_factory.mktemp("dated"))


def ids(answer: Answer) -> list[str]:
    return [each["id"] for each in answer["results"]]


def test_dates_order_and_the_posted_ones_come_after(dated: Path) -> None:
    """Delivery dates order first, then the others' posted dates, then what has none; hits per year count the first alone."""
    newest, oldest = asked(
        dated, [{"query": "党建", "options": {"sort": sort}} for sort in ("date", "date-asc")]
    )
    assert ids(newest) == ["s5", "s1", "s0", "s2", "s4", "s3"]
    assert ids(oldest) == ["s2", "s0", "s1", "s5", "s4", "s3"]
    assert newest["years"] == [["2018", 4], ["2019", 5], ["2021", 7]]


def test_filters_count_what_choosing_a_value_would_give(dated: Path) -> None:
    """Values of one filter are alternatives, filters add up; a facet counts as if its own filter were not there."""
    (answer,) = asked(
        dated,
        [{"query": "党建", "options": {"filters": {"level": ["市", "县"], "theme": ["t"]}, "sort": "date"}}],
    )
    assert ids(answer) == ["s1", "s3"]
    assert (answer["speeches"], answer["hits"]) == (2, 8)
    assert answer["facets"]["level"] == [["县", 2, "县"], ["乡镇", 1, "乡镇"]]
    assert answer["facets"]["theme"] == [["t", 2, "主题"]]
    assert answer["facets"]["kind"] == [["speech", 2, "speech"]]
    assert answer["facets"]["year"] == [["2019", 1, "2019"]]


def test_pages_of_results_join_to_the_whole(seeds_index: Path) -> None:
    """Results in steps of three are the results at once, in the same order, also where terms are put in order by closeness."""
    for query in ("组织", "组织 干部"):
        whole, *steps = asked(
            seeds_index,
            [query, *({"query": query, "options": {"offset": at, "limit": 3}} for at in range(0, 30, 3))],
        )
        assert ids(whole)[:30] == [name for step in steps for name in ids(step)]
        assert {(step["speeches"], step["hits"]) for step in steps} == {(whole["speeches"], whole["hits"])}


def test_terms_in_one_paragraph_come_first(tmp_path: Path) -> None:
    """Of two speeches with the same hits the one whose terms stand together is first."""
    apart = page("a", "甲", "推进改革。" + "其他。" * 20, "扩大开放。")
    near = page("b", "乙", "推进改革，扩大开放。", "其他。" * 20)
    (answer,) = asked(written([apart, near], tmp_path), ["改革 开放"])
    assert ids(answer) == ["b", "a"]


ORDERS = {
    "many hits in one paragraph": (("党建" * 3, "其他"), ("党建", "党建", "党建")),
    "in the first words of a paragraph": (("一是党建。" + "其他" * 40,), ("其他" * 40 + "一是党建。",)),
    "more hits": (("党建", "党建", "其他"), ("党建", "其他", "其他")),
}


@pytest.mark.parametrize("why", ORDERS)
def test_a_speech_about_the_term_comes_first(why: str, tmp_path: Path) -> None:
    """Of two speeches as long the one whose paragraph is about the term is first, whatever their ids."""
    better, other = ORDERS[why]
    for at, names in enumerate((("a", "b"), ("b", "a"))):
        pages = [page(names[0], "甲", *better), page(names[1], "甲", *other)]
        (answer,) = asked(written(pages, tmp_path / str(at)), ["党建"])
        assert ids(answer)[0] == names[0]


@pytest.mark.parametrize("where", ["title", "heading"])
def test_a_term_in_title_or_heading_counts_more(where: str, tmp_path: Path) -> None:
    """A speech that names the term in its title or a heading stands before one with more hits in its body."""
    body = "其他" * 30
    blocks = (
        Unit(element="h", text="抓党建" if where == "heading" else "抓其他", heading=True),
        Unit(element="p", text=body),
    )
    strong = replace(page("b", "党建讲话" if where == "title" else "讲话"), blocks=blocks)
    (answer,) = asked(written([page("a", "讲话", body, body + "抓党建"), strong], tmp_path), ["党建"])
    assert ids(answer) == ["b", "a"]


def test_a_theme_that_the_query_names_comes_first(seeds_index: Path) -> None:
    """The page of a theme whose label is the query stands before speeches with many hits."""
    label = next(each.title for each in seed_pages() if each.kind == "theme" and len(fold(each.title)) == 4)
    (answer,) = asked(seeds_index, [label])
    assert (answer["results"][0]["kind"], answer["results"][0]["title"]) == ("theme", label)


def test_equal_documents_give_equal_files() -> None:
    """The order of the documents changes no byte of a full build."""
    assert dict(write_index(seed_pages()).files) == dict(write_index(seed_pages()[::-1]).files)


# ---------------------------------------------------------------- pages written by hand


def test_a_page_is_searched_under_its_headings() -> None:
    """Markdown becomes text; each paragraph names the heading above it; front matter gives the title."""
    text = "---\ntitle: 说明\n---\n# 检索说明\n\n先看**这里**：[链接](a.md)。\n\n## 用法 {#use}\n\n- 一\n- 二 <b>三</b>\n"
    found_ = of_page("help/index.md", text)
    assert found_ is not None
    assert (found_.title, found_.url, found_.kind) == ("说明", "help/", "page")
    units = [(unit.element, unit.text) for unit in found_.blocks]
    assert units[1:] == [(units[0][0], "先看这里：链接。"), ("use", "用法"), ("use", "一"), ("use", "二 三")]
    assert of_page("a.md", "---\nsearch:\n  exclude: true\n---\n# 甲\n") is None


# ---------------------------------------------------------------- faults


@pytest.fixture(scope="module")
def faults(seeds_index: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What came of every fault of tests/node/search_faults.mjs."""
    later = written([*seed_pages(), page("new", "组织工作组织工作")], tmp_path_factory.mktemp("later"))
    driver = DRIVER.with_name("search_faults.mjs")
    command = [node(), str(driver), str(seeds_index), str(later)]
    result = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", timeout=60)
    assert result.returncode == 0, result.stderr
    data: dict[str, Any] = json.loads(result.stdout)
    return data


@pytest.mark.parametrize(
    "fault",
    [
        "flipped shard",
        "flipped text",
        "flipped directory",
        "flipped fold",
        "cut shard",
        "cut manifest",
        "no facets",
        "offline",
    ],
)
def test_a_broken_file_is_a_message_and_a_retry_works(
    faults: dict[str, Any], seeds_index: Path, fault: str
) -> None:
    """A file that arrives damaged or not at all is said in Chinese, and is asked for again the next time."""
    (right,) = asked(seeds_index, ["组织工作"])
    wrong_, again = faults[fault]
    assert wrong_["name"] == "SearchError"
    assert "检索数据" in wrong_["message"]
    assert (again["speeches"], again["hits"]) == (right["speeches"], right["hits"])


def test_a_site_published_anew_is_followed(faults: dict[str, Any]) -> None:
    """When the files of the old index are gone, the new one is opened; when nothing new is there, that is said."""
    before, after = faults["republished"]
    assert before["speeches"] > 0
    assert after["first"] == "组织工作组织工作"
    assert (faults["gone"]["name"], "缺少" in faults["gone"]["message"]) == ("SearchError", True)


def test_a_newer_query_ends_an_older_one(faults: dict[str, Any]) -> None:
    """Only the newest of three searches answers; a signal ends a search, and one already given starts none."""
    assert [each.get("name") for each in faults["newer"]] == ["AbortError", "AbortError", None]
    assert [each.get("name") for each in faults["stopped"]] == ["AbortError", "AbortError", None]


def test_first_results_are_shown_early(faults: dict[str, Any]) -> None:
    """Sorted by date, some results come before the others; they are the first of the answer."""
    assert faults["partial"]
    assert all(part["partial"] and part["count"] and part["same"] for part in faults["partial"])


def test_a_slow_query_shows_results_before_it_knows_all(tmp_path: Path) -> None:
    """Where many positions must be read, some results that hold the term come first, with the most there can be."""
    rng = Random(1)
    pages = [page(f"x{at}", f"第{at}篇", "".join(rng.choices("甲乙", k=30_000))) for at in range(40)]
    pages += [page(f"y{at}", f"另{at}篇", "乙甲丙甲乙" * 40) for at in range(9)]
    folder = written(pages, tmp_path)
    answer, exact = asked(folder, [{"query": query, "options": {}} for query in ("甲乙甲乙甲", "甲乙")])
    truth = reference(pages).answer("甲乙甲乙甲")
    assert truth is not None
    assert (answer["speeches"], answer["hits"]) == (len(truth), sum(truth.values())) == (40, answer["hits"])
    (part,) = answer["parts"]
    assert part["ids"]
    assert {f"speech/{name}" for name in part["ids"]} <= truth.keys()
    assert part.get("speeches") is None
    assert part["atMost"] >= answer["speeches"]
    assert exact["parts"] == []


def test_texts_that_do_not_fit_the_index_are_noticed(tmp_path: Path) -> None:
    """Counts and lines come from different files; where they differ nothing is shown."""
    here, other = (
        written([page("a", "甲", "党建党建")], tmp_path / "a"),
        written([page("a", "甲", "党建")], tmp_path / "b"),
    )
    (mine,), (theirs,) = here.rglob("t0.txt"), other.rglob("t0.txt")
    mine.write_bytes(theirs.read_bytes())
    (answer,) = asked(here, ["党建"])
    assert answer["error"] == "SearchError"


# ---------------------------------------------------------------- one base, one small segment


def test_a_few_changes_rewrite_a_small_segment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Edited and added documents and removed pages leave the base as it is; every query is answered as by a full build."""
    monkeypatch.setattr("build_corpus.publish.search.index.SMALL", 5)
    old = list(DATED) + [page(f"x{at}", f"旧题{at}", "基层党建" * at) for at in range(20)]
    old.append(replace(page("w", "某个主题", "基层党建的主题"), kind="theme"))
    new = [each for each in old if each.id != "w"]
    new[new.index(old[8])] = page("x2", "新题", "这里改写了，龘字也有。党建")
    new.append(page("y", "新来的", "流动党员管理"))
    folder = written(old, tmp_path)
    state = (folder / "search-index" / ".state.json").read_text(encoding="utf-8")
    index = write_index(new, state)
    files = dict(index.files)
    assert index.kept is not None
    assert not [path for path in files if path.startswith(index.kept)]
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    asked_for = [
        *queries([*old, *new], 200, seed=3),
        "龘",
        "党建",
        "旧题",
        "流动党员 管理",
        "党 -建设",
        "改写了龘字",
    ]
    assert wrong(folder, reference(new), asked_for) == []
    state = files["search-index/.state.json"].decode()
    assert write_index(old, state).kept == index.kept
    unchanged = dict(write_index(old, state).files)
    assert sorted(unchanged) == [
        f"search-index/{name}.json" for name in (".state", "fold-more", "fold", "manifest")
    ]


def test_a_speech_that_is_gone_is_in_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a speech was taken back the index is made anew: the base would still hold its text."""
    monkeypatch.setattr("build_corpus.publish.search.index.SMALL", 1)
    old = [*DATED, page("gone", "撤下的一篇", "龘龘独此一处")]
    full = dict(write_index(old).files)
    assert any("龘" in _text(content) for content in full.values())
    index = write_index(DATED, full["search-index/.state.json"].decode())
    assert index.kept is None
    assert not any("龘" in _text(content) for content in dict(index.files).values())


def _text(content: bytes) -> str:
    return content.decode("utf-8", "ignore") + content.decode("gb18030", "ignore")


def test_many_changes_build_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """More changes than a small segment holds, or a state that cannot be read, make a full build."""
    monkeypatch.setattr("build_corpus.publish.search.index.SMALL", 1)
    monkeypatch.setattr("build_corpus.publish.search.index.CHANGED", 2)
    state = dict(write_index(DATED).files)["search-index/.state.json"].decode()
    edited = [replace(each, title=f"{each.title}（改）") for each in DATED]
    assert write_index([*DATED[:-2], *edited[-2:]], state).kept is not None
    assert write_index([*DATED[:-3], *edited[-3:]], state).kept is None
    monkeypatch.setattr(
        "build_corpus.publish.search.index.SHARE", len(DATED) // 3
    )  # of many, more may change
    assert write_index([*DATED[:-3], *edited[-3:]], state).kept is not None
    assert write_index([*DATED[:-4], *edited[-4:]], state).kept is None
    for broken in ("", "{", "[]", '{"schema":0}'):
        assert write_index(DATED, broken).kept is None
