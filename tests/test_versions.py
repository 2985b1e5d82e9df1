"""Near-duplicates: copies, abridgements and reports are found, shared passages are not; the editor's word wins.

Texts are made here: sentences of random words with a fixed seed, which share nothing by chance.
"""

import itertools
import random

import pytest
from helpers import SETTINGS, annotated_of, codes, seed_documents, source_of

from build_corpus.knowledge import built_in
from build_corpus.model import Corpus, Sidecar, Version
from build_corpus.relate import relate
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
    pairs = proposals([sketch(grams(text)) for text in texts])
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
    found = corpus(SPEECH, speech(OTHER), b=Sidecar(version_of=named))
    assert found.versions == ()
    (problem,) = found.findings
    assert (problem.code, problem.severity, problem.path) == (code, "error", "seeds/b.yml")
    assert says in problem.hint


def test_a_circle_is_a_finding_for_each() -> None:
    """Two documents that name each other are both told, and comparison decides."""
    found = corpus(EDITED, SPEECH, a=Sidecar(version_of="b"), b=Sidecar(version_of="a"))
    assert codes(found.findings) == ["version-circle", "version-circle", "near-duplicate"]
    assert kinds(found) == [("a", "b", "copy")]
