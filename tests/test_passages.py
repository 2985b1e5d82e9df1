"""Passages that two speeches share: found whole, told from set phrases, the same whatever documents are called.

Sentences are made here from a fixed seed: random Han share nothing by chance.
"""

import itertools
import random
from collections.abc import Callable, Sequence

import pytest
from helpers import annotated_of, source_of
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.parallels import document, edited, measure
from build_corpus.model import Annotated, Parallel, Passage
from build_corpus.publish.differences import CHOPPY, differences
from build_corpus.relate.folding import fold
from build_corpus.relate.grams import COMMON
from build_corpus.relate.reuse import find_parallels
from build_corpus.relate.work import Work
from build_corpus.relate.worth import ALIKE, LEAST, LONE, MANY, NAME

HAN = [chr(code) for code in range(0x4E00, 0x5600)]
Texts = dict[str, list[str]]


def words(seed: object, count: int) -> str:
    """Characters that no other seed gives in this order."""
    return "".join(random.Random(str(seed)).choices(HAN, k=count))


def sentence(seed: object, *clauses: int) -> str:
    """A sentence of clauses of these lengths."""
    return "，".join(words(f"{seed}/{at}", size) for at, size in enumerate(clauses or (12, 15))) + "。"


def filler(seed: object, count: int = 4) -> str:
    """Sentences of a text of its own."""
    return "".join(sentence(f"filler/{seed}/{at}") for at in range(count))


def found(texts: Texts) -> tuple[Parallel, ...]:
    documents = [document(name, paragraphs) for name, paragraphs in texts.items()]
    return find_parallels(documents, Work(documents))


def quoted(texts: Texts, passage: Passage) -> str:
    """A passage's words."""
    return texts[passage.document][int(passage.block.removeprefix("p-"))][passage.start : passage.end]


def wordings(texts: Texts) -> list[tuple[str, str]]:
    return [(quoted(texts, each.here), quoted(texts, each.there)) for each in found(texts)]


def folded(text: str) -> str:
    return fold(text)[0].tobytes().decode("utf-32-le", "surrogatepass")


SHARED = sentence("shared", 12, 15, 9)
BARE = SHARED[:-1]


# ---------------------------------------------------------------- what is found


def test_a_sentence_is_found_whole() -> None:
    """A sentence of two texts is one passage, from its first 字 to its last, in the block where it stands."""
    texts = {"a": [filler(1), filler(2) + SHARED + filler(3)], "b": [filler(4) + SHARED]}
    assert found(texts) == (
        Parallel(
            here=Passage(document="a", block="p-1", start=len(filler(2)), end=len(filler(2)) + len(BARE)),
            there=Passage(document="b", block="p-0", start=len(filler(4)), end=len(filler(4)) + len(BARE)),
            shared=36,
        ),
    )


def test_edits_inside_and_at_an_edge_are_part_of_it() -> None:
    """A word replaced, left out or put in, other marks and another number at the start break no passage."""
    there = "二是" + BARE[:5] + "另外" + BARE[7:20] + BARE[22:30] + "更加" + BARE[30:]
    texts = {
        "a": [filler(1) + "一要" + SHARED],
        "b": [filler(2) + there.replace("，", "、") + "！" + filler(3)],
    }
    assert wordings(texts) == [("一要" + BARE, there.replace("，", "、"))]


def test_wide_traditional_and_latin_forms_are_one() -> None:
    """A text in traditional characters and wide letters shares its passages with one in simplified, narrow ones."""
    here = "我们要认真学习贯彻会议精神，推动ABC工程取得新的进展，让群众得到实惠。"
    there = "我們要認真學習貫徹會議精神，推動ＡＢＣ工程取得新的進展，讓群眾得到實惠。"
    assert wordings({"a": [filler(1) + here], "b": [there + filler(2)]}) == [(here[:-1], there[:-1])]


def test_passages_in_another_order_are_all_found() -> None:
    """Three sentences that stand in three orders and blocks are three passages."""
    one, two, three = (sentence(name, 14, 16) for name in "xyz")
    texts = {"a": [one + filler(1) + two + filler(2) + three], "b": [three + filler(3), filler(4) + one, two]}
    assert {here for here, _ in wordings(texts)} == {each[:-1] for each in (one, two, three)}


def test_quotation_marks_go_with_their_words() -> None:
    """A passage that is quoted as a whole takes its marks along."""
    texts = {"a": [filler(1) + f"他说：“{BARE}”，" + filler(2)], "b": [filler(3) + SHARED]}
    assert wordings(texts) == [(f"“{BARE}”", BARE)]


def test_each_two_of_three_texts_share_it() -> None:
    """A passage of three texts is one of each two, the smaller id first."""
    texts = {name: [filler(name) + SHARED] for name in "cab"}
    assert [(each.here.document, each.there.document) for each in found(texts)] == [
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
    ]


def test_a_sentence_said_twice_is_one_passage() -> None:
    """A text that repeats what it shares has no hundred passages."""
    texts = {"a": [SHARED * 100 + filler(1)], "b": [filler(2) + SHARED]}
    assert wordings(texts) == [(BARE, BARE)]


def test_frames_are_not_compared() -> None:
    """Salutation and signature of two speeches say who speaks, however long they are."""
    head = "各位领导、各位来宾、各位企业家朋友、各位新闻界的朋友们："
    texts = [f"在全县工作会议上的讲话\n{head}\n{filler(name)}\n{filler(name * 2)}\n" for name in "ab"]
    documents = [annotated_of(source_of(text, f"{name}.txt")) for name, text in zip("ab", texts, strict=True)]
    assert next(block.type for block in documents[0].speech.blocks) == "salutation"
    assert find_parallels(documents, Work(documents)) == ()


# ---------------------------------------------------------------- what is none


def test_fragments_are_no_passage() -> None:
    """The end of one clause and the start of the next are not glued: without them no whole clause is left."""
    tail, head = words("tail", 10), words("head", 10)
    texts = {
        "a": [filler(1) + words("one", 12) + tail + "。" + head + words("two", 12) + "。"],
        "b": [filler(2) + words("three", 12) + tail + "，" + head + words("four", 12) + "。"],
    }
    assert wordings(texts) == []


def test_a_passage_ends_where_its_clause_does() -> None:
    """Of a clause that only starts alike nothing is shown."""
    texts = {
        "a": [filler(1) + BARE + "，" + words("start", 8) + words("one", 12) + "。"],
        "b": [filler(2) + BARE + "，" + words("start", 8) + words("two", 12) + "。"],
    }
    assert wordings(texts) == [(BARE, BARE)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (sentence("short", LEAST // 2, LEAST // 2 - 1), False),
        (sentence("lone", LONE - 1), False),
        (sentence("lone", LONE), True),
        (sentence("couplet", 8, 8), False),
        (sentence("list", 6, 6, 6, 6, 6), False),
        (sentence("list", *[8] * (MANY // 8)), True),
        (sentence("two", LEAST - 9, 9), True),
    ],
    ids=[
        "too short",
        "one clause, too short",
        "one clause",
        "couplet",
        "enumeration",
        "long list",
        "two clauses",
    ],
)
def test_set_phrases_are_told_by_their_form(text: str, wanted: bool) -> None:  # noqa: FBT001 - a case
    """Short clauses of like length and lone short clauses are set phrases; sentences are passages."""
    texts = {"a": [filler(1) + text + filler(2)], "b": [filler(3) + text]}
    assert wordings(texts) == [(text[:-1], text[:-1])] * wanted


def test_names_and_quoted_phrases_prove_nothing() -> None:
    """A clause whose length is a name's or a quoted phrase's is none, however long it is."""
    name = "习近平新时代中国特色社会主义思想"
    assert len(name) >= NAME
    for text in (
        f"我们要深入学习贯彻{name}和精神。",
        "我们要牢记“甲乙丙丁戊己庚辛”，做到“子丑寅卯辰巳午未”。",
        "我们要按照《关于加强和改进基层工作若干问题的指导意见》办。",
    ):
        documents = [
            annotated_of(source_of(f"讲话\n同志们：\n{filler(at)}{text}{filler(-at)}\n", f"{at}.txt"))
            for at in (1, 2)
        ]
        assert find_parallels(documents, Work(documents)) == (), text


def test_what_many_documents_hold_is_boilerplate() -> None:
    """A sentence of as many documents as COMMON says is reuse in each two of them; one document more, and it is none."""
    texts = {f"t{at:02}": [filler(at) + SHARED + filler(-at - 1)] for at in range(COMMON + 1)}
    most = {name: texts[name] for name in sorted(texts)[:COMMON]}
    assert len(found(most)) == COMMON * (COMMON - 1) // 2
    assert found(texts) == ()


def test_a_rare_passage_beside_boilerplate_is_found() -> None:
    """What two of many documents say beyond their common sentence is theirs."""
    usual = sentence("usual", 14, 16)
    texts = {f"t{at:02}": [filler(at) + usual + filler(-at - 1)] for at in range(COMMON + 3)}
    texts["t01"] = [filler("x") + usual + SHARED]
    texts["t04"] = [usual + SHARED + filler("y")]
    assert [(each.here.document, each.there.document) for each in found(texts)] == [("t01", "t04")]
    assert all(SHARED[:-1] in quoted(texts, each.here) for each in found(texts))


# ---------------------------------------------------------------- laws

clause = st.sampled_from([words(f"clause/{at}", 3 + at % 17) for at in range(60)])
marks = st.sampled_from("，。；、")
paragraph = st.lists(st.tuples(clause, marks), min_size=1, max_size=14).map(
    lambda parts: "".join(one + mark for one, mark in parts)
)


@st.composite
def corpora(draw: Callable[..., object]) -> Texts:
    """Texts that share clauses, some of them edited."""
    chance = random.Random(draw(st.integers(0, 1000)))  # type: ignore[arg-type]
    texts = draw(st.lists(st.lists(paragraph, min_size=1, max_size=4), min_size=2, max_size=4))
    return {
        f"t{at}": [edited(chance, each) if chance.random() < 0.5 else each for each in paragraphs]
        for at, paragraphs in enumerate(texts)  # type: ignore[arg-type,var-annotated]
    }


@settings(max_examples=80)
@given(corpora())
def test_passages_keep_their_promises(texts: Texts) -> None:
    """Spans lie inside their blocks, hold as many 字 as they share, are alike, and do not overlap within a pair."""
    parallels = found(texts)
    for each in parallels:
        assert each.here.document < each.there.document
        here, there = (folded(quoted(texts, side)) for side in (each.here, each.there))
        assert LEAST <= each.shared <= min(len(here), len(there))
        assert 2 * each.shared / (len(here) + len(there)) >= ALIKE
    for one, other in ((one, other) for one in parallels for other in parallels if one is not other):
        if (one.here.document, one.there.document) == (other.here.document, other.there.document):
            assert apart(one.here, other.here)
            assert apart(one.there, other.there)
    assert list(parallels) == sorted(parallels, key=lambda each: (each.here, each.there))


def apart(one: Passage, other: Passage) -> bool:
    return one.block != other.block or one.end <= other.start or other.end <= one.start


@settings(max_examples=60)
@given(corpora())
def test_names_of_documents_do_not_matter(texts: Texts) -> None:
    """With other names in another order the same passages are found, here and there exchanged."""
    names = {name: f"z{9 - at}" for at, name in enumerate(texts)}
    renamed = {names[name]: texts[name] for name in reversed(texts)}
    assert places(found(texts), names) == places(found(renamed), {name: name for name in renamed})


def places(parallels: Sequence[Parallel], names: dict[str, str]) -> set[frozenset[tuple[str, str, int, int]]]:
    return {
        frozenset(
            (names[side.document], side.block, side.start, side.end) for side in (each.here, each.there)
        )
        for each in parallels
    }


@settings(max_examples=40)
@given(corpora(), st.lists(paragraph, min_size=1, max_size=3))
def test_one_more_document_changes_no_pair(texts: Texts, more: list[str]) -> None:
    """As long as no wording becomes boilerplate, what old documents share stays."""
    old = found(texts)
    new = found({**texts, "t9": more})
    assert [each for each in new if each.there.document != "t9"] == list(old)


# ---------------------------------------------------------------- planted passages

FLOORS = {"official": (0.95, 0.95), "chance": (0.98, 0.99)}
"""Recall and precision; `python -m benchmarks.parallels` prints them for twice as many texts."""


@pytest.mark.parametrize("source", FLOORS)
def test_planted_passages_are_found(source: str) -> None:
    """Of 200 passages with up to a fifth of their 字 edited nearly all are found, and hardly anything else."""
    recall, precision = FLOORS[source]
    figures = measure(source, texts=100, passages=200)
    assert figures.recall >= recall
    assert figures.precision >= precision


def test_hostile_texts_take_no_longer() -> None:
    """One character 100,000 times, one sentence 1,000 times, a paragraph of 60,000 字: no error, no crowd of passages."""
    long = "".join(sentence(f"long/{at}") for at in range(2000))
    documents: list[Annotated] = [
        document("a", ["哈" * 100_000, SHARED * 1000, long]),
        document("b", ["哈" * 100_000, SHARED * 500, long.replace("，", "、")]),
        document("c", ["\ud800" * 50 + SHARED, ""]),
        document("d", []),
    ]
    assert 3 <= len(find_parallels(documents, Work(documents))) <= 10


# ---------------------------------------------------------------- differences


@given(st.text("甲乙丙丁，。", max_size=40), st.text("甲乙丙丁，。", max_size=40))
def test_differences_are_both_texts(here: str, there: str) -> None:
    """The runs of two wordings together are both of them; equal ones have the same letters, and none is chopped."""
    runs = differences(here, there)
    assert "".join(run.here for run in runs) == here
    assert "".join(run.there for run in runs) == there
    for run in runs:
        if run.equal:
            assert folded(run.here) == folded(run.there)
    for run in runs[1:-1]:
        assert not run.equal or len(folded(run.here)) > CHOPPY
    assert all(one.equal is not other.equal for one, other in itertools.pairwise(runs))


def test_other_marks_are_no_difference() -> None:
    """Only words differ; marks may."""
    runs = differences("一级抓一级，一级带一级。", "一级抓一级、一级带一级")
    assert [run.equal for run in runs] == [True]
    runs = differences("把责任扛在肩上、落到实处", "把担子扛在肩上，落到实处")
    assert [(run.here, run.there) for run in runs if not run.equal] == [("责任", "担子")]
