"""Near-duplicates: copies, abridgements and reports are found, shared passages are not; the editor's word wins.

Texts are made here: sentences of random words with a fixed seed, which share nothing by chance.
"""

import html
import itertools
import json
import random
import re

import pytest
import yaml
from helpers import SETTINGS, annotated_of, codes, pages_of, seed_documents, source_of
from hypothesis import given
from hypothesis import strategies as st
from texts import lines

from build_corpus.knowledge import built_in
from build_corpus.model import Block, Corpus, Sidecar, Version
from build_corpus.publish.compare import Row, compared
from build_corpus.relate import relate
from build_corpus.relate.folding import fold
from build_corpus.relate.sketch import grams, proposals, sketch

WORDS = (
    *(
        "工作",
        "责任",
        "基层",
        "群众",
        "项目",
        "产业",
        "乡村",
        "防汛",
        "教育",
        "道路",
        "医院",
        "企业",
        "环境",
        "资金",
    ),
    *(
        "落实",
        "推进",
        "加快",
        "检查",
        "修建",
        "改造",
        "培训",
        "调查",
        "整治",
        "保障",
        "带头",
        "解决",
        "做好",
        "完成",
    ),
    *(
        "今年",
        "全县",
        "各乡镇",
        "有关部门",
        "同时",
        "必须",
        "尽快",
        "认真",
        "逐户",
        "按时",
        "一线",
        "长期",
        "共同",
        "主动",
    ),
)


def sentence(chance: random.Random, words: int = 9) -> str:
    """A sentence that no other text holds."""
    half = chance.randint(3, words - 3)
    parts = [chance.choice(WORDS) for _ in range(words)]
    return "".join(parts[:half]) + "，" + "".join(parts[half:]) + "。"


def paragraphs(seed: int, count: int = 24) -> list[str]:
    """Paragraphs of a speech of its own."""
    chance = random.Random(seed)
    return ["".join(sentence(chance) for _ in range(5)) for _ in range(count)]


def speech(body: list[str], title: str = "在全县工作会议上的讲话") -> str:
    """A seed with these paragraphs."""
    return "\n".join((title, "同志们：", *body)) + "\n"


def corpus(*texts: str, **sidecars: Sidecar) -> Corpus:
    """A corpus of these texts, named a, b and so on, with sidecars by name."""
    documents = []
    for at, text in enumerate(texts):
        name = chr(ord("a") + at)
        documents.append(annotated_of(source_of(text, f"{name}.txt", sidecars.get(name))))
    return relate(documents, built_in(), SETTINGS.related)


def kinds(found: Corpus) -> list[tuple[str, str, str]]:
    return [(each.id, each.of, each.kind) for each in found.versions]


BODY = paragraphs(1)
OTHER = paragraphs(2)
SPEECH = speech(BODY)
EDITED = speech(
    [text.replace("今年", "本年度", 1).replace("群众", "百姓", 1) for text in BODY[:-1]],
    "张三在全县工作会议上的讲话全文",
)
SHORT = speech([text[: len(text) * 3 // 5] for text in BODY[2:16]], "在全县工作会议上的讲话（摘要）")
REPORT = "\n".join(
    (
        "全县工作会议召开",
        f"本报某某县3月5日讯（记者 李四）昨日，全县工作会议在县城召开，各乡镇和县直各单位的负责同志参加。{sentence(random.Random(7), 12)}",
        f"张三指出，{BODY[3]}",
        f"{sentence(random.Random(8), 14)}张三强调，{BODY[8]}",
        f"会上，三个乡镇的负责人作了表态发言，与会人员围绕讲话分组讨论，气氛热烈，大家一致表示回去以后要马上传达。{sentence(random.Random(9), 30)}",
    )
)
PASSAGE = speech([*paragraphs(3, 6), *BODY[4:8], *paragraphs(4, 6)], "在全县另一次会议上的讲话")


def test_a_copy_in_another_frame_is_found() -> None:
    """The same speech with other words here and there, another title and a paragraph less is a copy."""
    found = corpus(EDITED, SPEECH, speech(OTHER))
    assert kinds(found) == [("a", "b", "copy")]
    assert 0.9 < found.versions[0].shared < 1
    assert not found.versions[0].chosen


def test_an_abridgement_is_found() -> None:
    """A third of a speech, each sentence in its order, is an abridgement, in either order of the files."""
    assert kinds(corpus(SPEECH, SHORT)) == [("b", "a", "abridgement")]
    assert kinds(corpus(SHORT, SPEECH)) == [("a", "b", "abridgement")]


def test_a_report_is_found() -> None:
    """News that quotes two of a speech's paragraphs is a report."""
    assert kinds(corpus(REPORT, SPEECH, speech(OTHER))) == [("a", "b", "report")]


def test_a_shared_passage_is_no_version() -> None:
    """Two speeches that share four paragraphs of 16 stay two; so do the five seeds."""
    assert corpus(SPEECH, PASSAGE).versions == ()
    assert relate(seed_documents().values(), built_in(), 6).versions == ()


def test_another_order_is_another_speech() -> None:
    """A short text made of a long one's sentences, shuffled, is no abridgement."""
    pieces = [text for paragraph in BODY[:12] for text in paragraph.split("。") if text]
    random.Random(3).shuffle(pieces)
    assert corpus(SPEECH, speech([f"{text}。" for text in pieces])).versions == ()


def test_two_speeches_in_one_report_stay_two() -> None:
    """A report that quotes two speeches belongs to one; the speeches are no versions of each other."""
    both = f"{REPORT}\n李五要求，{OTHER[3]}\n"
    assert kinds(corpus(SPEECH, speech(OTHER), both)) == [("c", "a", "report")]


def test_a_cluster_has_one_canonical() -> None:
    """Copies, an abridgement and a report of one speech all lead to the longest; equal ones to a dated, then the smallest id."""
    assert kinds(corpus(SHORT, EDITED, SPEECH, REPORT)) == [
        ("a", "c", "abridgement"),
        ("b", "c", "copy"),
        ("d", "c", "report"),
    ]
    assert kinds(corpus(SPEECH, SPEECH)) == [("b", "a", "copy")]
    dated = Sidecar(metadata={"date": "2019-04-26"})
    assert kinds(corpus(SPEECH, SPEECH, b=dated)) == [("a", "b", "copy")]


def test_many_copies_are_one_cluster() -> None:
    """Thirty copies of one speech are found although every n-gram of it is common."""
    found = corpus(*[SPEECH] * 26)
    assert {each.of for each in found.versions} == {"a"}
    assert len(found.versions) == 25


def test_the_editor_wins() -> None:
    """`version_of` names the canonical document, of anything; `none` makes a document stand alone."""
    named = corpus(EDITED, SPEECH, b=Sidecar(version_of="a"))
    assert [(each.id, each.of, each.chosen) for each in named.versions] == [("b", "a", True)]
    assert named.findings == ()
    assert corpus(EDITED, SPEECH, a=Sidecar(version_of="none")).versions == ()
    unlike = corpus(SPEECH, speech(OTHER), b=Sidecar(version_of="a"))
    assert unlike.versions == (Version(id="b", of="a", kind="abridgement", shared=0.0, chosen=True),)
    chain = corpus(EDITED, SPEECH, SHORT, b=Sidecar(version_of="a"), c=Sidecar(version_of="b"))
    assert [(each.id, each.of) for each in chain.versions] == [("b", "a"), ("c", "a")]
    old = corpus(EDITED, SPEECH, a=Sidecar(aliases=("old",)), b=Sidecar(version_of="old"))
    assert [(each.id, each.of) for each in old.versions] == [("b", "a")]


def test_two_originals_that_editors_name_stay_two() -> None:
    """Where editors name two canonical documents of alike texts, each keeps its versions."""
    found = corpus(*[SPEECH] * 4, b=Sidecar(version_of="a"), d=Sidecar(version_of="c"))
    assert [(each.id, each.of, each.chosen) for each in found.versions] == [
        ("b", "a", True),
        ("d", "c", True),
    ]


def test_a_version_gives_a_finding() -> None:
    """A found version tells its file which document, how much and what to do."""
    (found,) = corpus(SHORT, SPEECH).findings
    assert (found.code, found.severity, found.path) == ("near-duplicate", "warning", "seeds/a.txt")
    assert found.message == "100% 的文字也在《在全县工作会议上的讲话》（b）里，列为那一篇的节选。"
    assert "version_of: none" in found.hint


def test_a_choice_of_an_unlike_text_is_told() -> None:
    """An editor's choice is obeyed however little the texts share; the sidecar is told the share, the copies nothing."""
    sidecar = Sidecar(version_of="a", path="seeds/b.yml", lines={"version_of": 3})
    found = corpus(SPEECH, speech(OTHER), speech(OTHER), b=sidecar)
    assert [(each.id, each.of, each.shared) for each in found.versions] == [("b", "a", 0.0), ("c", "a", 0.0)]
    (told,) = found.findings
    assert (told.code, told.severity, told.path, told.line) == ("version-unlike", "warning", "seeds/b.yml", 3)
    assert "只有 0% 的文字相同" in told.message
    assert "1 篇也跟着" in told.message
    assert corpus(EDITED, SPEECH, b=Sidecar(version_of="a")).findings == ()


def test_what_is_held_back_has_no_versions() -> None:
    """A document that is not published is no version and has none."""
    assert corpus(EDITED, SPEECH, b=Sidecar(publish=False)).versions == ()


def test_related_speeches_are_no_versions() -> None:
    """No relation leads to a version or to the canonical document of one's own cluster."""
    documents = list(seed_documents().values())
    copy = annotated_of(source_of(documents[1].speech.source.decoded, "copy.txt"))
    found = relate([*documents, copy], built_in(), SETTINGS.related)
    (version,) = found.versions
    links = {(each, other.id) for each, related in found.related.items() for other in related}
    assert version.id not in {there for _, there in links}
    assert (version.id, version.of) not in links
    assert {there for here, there in links if here == version.id} == {
        there for here, there in links if here == version.of
    }


def test_order_of_documents_does_not_count() -> None:
    """Shuffled documents give the same versions and findings."""
    texts = (EDITED, SPEECH, SHORT, REPORT, PASSAGE, speech(OTHER), speech(OTHER[:-1]))
    documents = [annotated_of(source_of(text, f"{at}.txt")) for at, text in enumerate(texts)]
    first = relate(documents, built_in(), 6)
    assert len(first.versions) == 4
    for seed in range(3):
        random.Random(seed).shuffle(documents)
        again = relate(documents, built_in(), 6)
        assert (again.versions, again.findings) == (first.versions, first.findings)


def test_few_pairs_are_compared() -> None:
    """Of 300 texts with set phrases and shared passages in common, only near-duplicates are proposed."""
    phrases = [sentence(random.Random(at), 14) for at in range(40)]
    texts = []
    for at in range(300):
        chance = random.Random(1000 + at)
        body = [*paragraphs(2000 + at, 12), *chance.sample(phrases, 6)]
        texts.append("".join(body) if at % 50 else "".join(paragraphs(2000, 12)))
    pairs = proposals([sketch(grams(fold(text)[0])) for text in texts])
    assert {(one, other) for one, other in itertools.combinations(range(0, 300, 50), 2)} <= set(pairs)
    assert len(pairs) < 300


# ---------------------------------------------------------------- choices that cannot be followed


@pytest.mark.parametrize(
    ("named", "code", "says"),
    [
        ("aa", "version-unknown", "是不是“a”？"),
        ("xyz", "version-unknown", "写原篇的编号"),
        ("b", "version-circle", "原篇不写"),
    ],
)
def test_a_choice_that_leads_nowhere_is_a_finding(named: str, code: str, says: str) -> None:
    """An unknown id and a document's own are errors of the sidecar, with the nearest id."""
    found = corpus(SPEECH, speech(OTHER), b=Sidecar(version_of=named, lines={"version_of": 3}))
    assert found.versions == ()
    (problem,) = found.findings
    assert (problem.code, problem.severity, problem.path, problem.line) == (code, "error", "seeds/b.yml", 3)
    assert says in problem.hint


def test_a_circle_is_a_finding_for_each() -> None:
    """Two documents that name each other are both told, and comparison decides."""
    found = corpus(EDITED, SPEECH, a=Sidecar(version_of="b"), b=Sidecar(version_of="a"))
    assert codes(found.findings) == ["version-circle", "version-circle", "near-duplicate"]
    assert kinds(found) == [("a", "b", "copy")]


# ---------------------------------------------------------------- pages


def rows(here: list[str], there: list[str]) -> list[Row]:
    """What the comparison of two texts shows."""
    left, right = (annotated_of(source_of(speech(body))).speech.blocks for body in (here, there))
    return compared(left, right)


def block(text: str, at: int) -> Block:
    return Block(id=f"p-{at}", type="paragraph", text=" ".join(text.split()))


def shown(found: list[Row]) -> tuple[str, str]:
    """Both sides as they stand on the page; `……` for what is folded."""
    left = "".join("……" if row.folded else "".join(row.here) for row in found)
    right = "".join("……" if row.folded else "".join(row.here if row.same else row.there) for row in found)
    return left, right


def test_words_that_differ_are_marked() -> None:
    """A word that one text has and the other not is marked in its clause, and nothing else is."""
    one = "各级党组织要带头落实责任，把道路修好，让群众满意。今年再解决三件实事，一件接着一件办。"
    other = "各级党组织必须带头落实责任，把道路修好，让百姓满意。今年再解决三件实事；一件接着一件办！"
    (row,) = [row for row in rows([one], [other]) if not row.same]
    assert row.here == (one.replace("要带头", "<del>要</del>带头").replace("群众", "<del>群众</del>"),)
    assert row.there == (other.replace("必须", "<ins>必须</ins>").replace("百姓", "<ins>百姓</ins>"),)


def test_a_clause_rewritten_is_marked_whole() -> None:
    """A clause that has little in common with its counterpart is no patchwork of letters."""
    one, other = (
        f"各级党组织要带头落实责任，{clause}，让群众满意。" for clause in ("把水渠修到田头", "请专家来讲果树")
    )
    (row,) = [row for row in rows([one], [other]) if not row.same]
    assert "<del>把水渠修到田头，</del>" in row.here[0]
    assert "<ins>请专家来讲果树，</ins>" in row.there[0]


def test_paragraphs_split_otherwise_are_the_same() -> None:
    """A paragraph that the other text splits in two is no difference."""
    whole, half = BODY[0] + BODY[1], len(BODY[0])
    assert all(row.same for row in rows([whole, BODY[2]], [whole[:half], whole[half:], BODY[2]]))


def test_long_equal_stretches_are_folded() -> None:
    """Of twenty equal paragraphs between two differences the first and last are shown; lost ones are folded too."""
    found = rows(
        ["甲乡要加快修路。", *BODY[:20], "乙乡要加快修路。"],
        ["丙村要抓紧栽树。", *BODY[:20], "丁村要抓紧栽树。"],
    )
    assert [row.folded for row in found if row.folded] == [18]
    lost = rows(BODY[:20], [BODY[0], BODY[19]])
    assert [(row.folded, row.same) for row in lost if row.folded] == [(16, False)]


def test_a_quoted_paragraph_stands_beside_its_source() -> None:
    """Paragraphs that are only here end before a paragraph that goes on there with words of its own."""
    found = rows(BODY[:6], [f"张三指出，{BODY[3]}", f"{BODY[4]}大家一致赞成。"])
    beside = [row for row in found if row.here and row.there and not row.same]
    assert [len(row.here) for row in beside] == [1, 1]
    assert beside[0].there == (f"<ins>张三指出，</ins>{BODY[3]}",)
    assert beside[1].there == (f"{BODY[4]}<ins>大家一致赞成。</ins>",)


def test_a_paragraph_that_is_alike_stands_beside_its_like() -> None:
    """Paragraphs without an equal clause stand in one row when they are alike, in two when they are not."""
    alike = rows(["这件事情一定要办好办实", BODY[0]], ["这件事一定要办好办实了", BODY[0]])
    assert [(bool(row.here), bool(row.there)) for row in alike if not row.same] == [(True, True)]


@given(st.lists(lines(), max_size=6), st.lists(lines(), max_size=6))
def test_a_comparison_loses_nothing(here: list[str], there: list[str]) -> None:
    """Whatever two texts are, each side of the rows gives its text back."""
    left, right = (
        [block(text, at) for at, text in enumerate(side) if text.strip()] for side in (here, there)
    )
    found = compared(left, right)
    plain = [re.sub("</?(?:del|ins)>", "", side) for side in shown(found)]
    if not any(row.folded for row in found):
        assert html.unescape(plain[0]).replace("\\", "") == "".join(each.text for each in left).replace(
            "\\", ""
        )
    assert sum(row.folded or len(row.here) for row in found) == len(left)


def test_pages_of_a_cluster() -> None:
    """The canonical page lists its versions, a version names its original, and both lead to the comparison."""
    files = pages_of(corpus(EDITED, SHORT, SPEECH, speech(OTHER)))
    assert "## 其他版本" in files["speeches/c.md"]
    for name, kind in (("a", "转载"), ("b", "节选")):
        assert f"({name}.md)" in files["speeches/c.md"]
        assert f"(../versions/{name}.md)" in files["speeches/c.md"]
        assert f"本篇是[《在全县工作会议上的讲话》](c.md)的另一版本（{kind}）" in files[f"speeches/{name}.md"]
        front = yaml.safe_load(files[f"versions/{name}.md"].split("---\n")[1])
        assert front["search"] == {"exclude": True}
        assert yaml.safe_load(files[f"speeches/{name}.md"].split("---\n")[1])["version_of"] == "c"
    assert "version_of" not in files["speeches/c.md"].split("---\n")[1]
    assert "<ins>" in files["versions/a.md"]
    assert "共 4 篇，其中 2 篇是另一篇的转载、节选或报道" in files["speeches/index.md"]
    assert "<small>转载</small>" in files["speeches/index.md"]
    assert "speeches/a.md" not in files["index.md"]
    records = [json.loads(line) for line in files["data/documents.jsonl"].splitlines()]
    assert [record["version_of"] and record["version_of"]["id"] for record in records] == [
        "c",
        "c",
        None,
        None,
    ]
    assert records[1]["version_of"] == {"id": "c", "kind": "abridgement", "shared": 0.996}


def test_theme_pages_leave_versions_out() -> None:
    """A theme counts and quotes a speech once, however many copies of it there are."""
    body = ["开好民主生活会和组织生活会，严肃党内政治生活。", *BODY]
    once = pages_of(corpus(speech(body)))
    twice = pages_of(corpus(speech(body), speech(body)))
    themes = [path for path in once if path.startswith("themes/")]
    assert [path for path in themes if once[path] != twice[path]] == []
    assert any("speeches/a.md" in once[path] for path in themes)
