"""Numbers of private persons: masked character by character, everything else left alone.

Every hit of data/personal.yml goes through cleaning, inside a small document.
"""

import json
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from helpers import ALONE, PROSE, cleaned_of, codes, corpus_of, pages_of, source_of, speech_of
from hypothesis import given
from hypothesis import strategies as st
from texts import texts

from build_corpus.clean import clean
from build_corpus.clean.lines import split
from build_corpus.clean.personal import mask_personal
from build_corpus.config import Config, load_config
from build_corpus.knowledge import built_in
from build_corpus.model import (
    CATALOGUE,
    PersonalRule,
    Sidecar,
    apply,
    is_identity,
    masked,
    masked_name,
    revert,
    settle,
)
from build_corpus.pipeline import build
from build_corpus.read.sidecar import parse_sidecar
from build_corpus.site import check
from build_corpus.structure.people import Fact
from build_corpus.structure.taking import Head

KNOWLEDGE = built_in()
TITLE = "在全县信访工作会议上的讲话"
RULES = {rule.code: rule for rule in KNOWLEDGE.personal}

every_rule = pytest.mark.parametrize("rule", KNOWLEDGE.personal, ids=lambda rule: rule.code)


def bare(hit: str) -> tuple[str, str]:
    """A hit as it stands in a text, and as it is shown."""
    hidden = re.sub("⟦(.*?)⟧", lambda match: "*" * len(match[1]), hit)
    return hit.replace("⟦", "").replace("⟧", ""), hidden


def document(line: str) -> str:
    """A small speech with a line in its body."""
    return f"{TITLE}\n{PROSE}\n这位同志留下的是{line}\n{PROSE}\n"


@every_rule
def test_rule_masks_its_hits(rule: PersonalRule) -> None:
    """Each hit of a rule is masked by this rule in a text's body, and nothing beside it changes."""
    for hit in rule.hits:
        line, hidden = bare(hit)
        cleaned = cleaned_of(document(line))
        assert document(hidden).strip() == cleaned.text
        made = {edit.rule for each in cleaned.lines for edit in each.edits}
        assert made == {rule.code}, hit


@every_rule
def test_rule_leaves_its_misses(rule: PersonalRule) -> None:
    """No miss of a rule is touched by this rule or another one."""
    assert rule.misses
    for miss in rule.misses:
        assert masked(miss, KNOWLEDGE.personal) == (miss, []), miss


NEVER = (
    *(
        "2019年4月26日",
        "2019-04-26 10:28:00",
        "20190426",
        "2019.04.26",
        "国发〔2016〕33号",
        "国办函〔2020〕13800001号",
    ),
    *(
        "实现生产总值13800001111元",
        "投资 1380.5 亿元",
        "占地13800001111平方米",
        "受益群众13800001111人",
        "13,800,001,111",
    ),
    *(
        "0731-88886666",
        "（010）66008800",
        "400-800-1234",
        "12345热线",
        "拨打12380举报",
        "12333、12315",
        "110、119、120",
    ),
    *(
        "zhangsan138@example.com",
        "13800001111@example.com",
        "12345678@qq.com",
        "第13800001111号",
        "编号：15900001111",
    ),
    *(
        "增长13.8%",
        "7×24小时",
        "1:2",
        "5+N",
        "微信公众号：某某发布",
        "QQ空间",
        "扣扣子",
        "账号1101051949123100210",
    ),
    *("统一社会信用代码91430100MA4L000000", "110105194912310021", "邮编410000", "138****1111"),
)
"""Dates, document numbers, statistics, landlines, hotlines, addresses, and what is masked already."""


@pytest.mark.parametrize("text", NEVER)
def test_what_belongs_to_nobody_stays(text: str) -> None:
    """Dates, document numbers, statistics, landlines, hotlines and e-mail addresses are never masked."""
    assert len(NEVER) >= 30
    assert masked(text, KNOWLEDGE.personal)[0] == text
    assert masked(f"请看{text}，", KNOWLEDGE.personal)[0] == f"请看{text}，"


def test_check_digit_counts() -> None:
    """Of the eleven possible check characters exactly one makes an identity number; a day must exist."""
    assert [last for last in "0123456789X" if is_identity(f"11010519491231002{last}")] == ["X"]
    assert not any(is_identity(f"11010519490231002{last}") for last in "0123456789X")
    assert not any(is_identity(f"11010517491231002{last}") for last in "0123456789X")


def test_receipts_are_exact_and_local() -> None:
    """A masked number has a receipt of kind `changed` that gives it back; the words around it stay."""
    source = source_of(document("手机：138 0000 1111，\t微信号 abc\N{ZERO WIDTH SPACE}12345。"))
    cleaned = clean(source, ALONE, KNOWLEDGE)
    receipts = settle(source, cleaned.lines)
    assert "手机：*************， 微信号 ********。" in cleaned.text
    assert [
        (each.rule, each.kind, each.before) for each in receipts if each.rule.startswith("personal.")
    ] == [
        ("personal.mobile", "changed", "138 0000 1111"),
        ("personal.wechat", "changed", "abc"),
        ("personal.wechat", "changed", "12345"),
    ]
    assert apply(source.decoded, receipts) == cleaned.text
    assert revert(cleaned.text, receipts) == source.decoded


def test_a_finding_tells_without_telling() -> None:
    """One warning for each kind of number, with the first line and the count, and without the number."""
    text = document("手机13800001111、15900002222") + "QQ：12345678，再致电13800003333。\n" + PROSE
    found = clean(source_of(text), ALONE, KNOWLEDGE).findings
    assert [(each.code, each.severity, each.line) for each in found] == [
        ("personal-data", "warning", 3),
        ("personal-data", "warning", 5),
    ]
    assert found[0].message == "文中有 3 处手机号，页面和数据里以 * 代替。"
    assert found[1].message == "文中有 1 处QQ 号，页面和数据里以 * 代替。"
    assert "accept: [personal.mobile]" in found[0].hint
    assert not re.search("[0-9]{5}", " ".join(each.message + each.hint for each in found))


def test_an_accepted_number_stays() -> None:
    """With `accept` in the sidecar a kind of number is not masked; the others are."""
    text = document("手机13800001111，QQ：12345678。")
    cleaned = clean(source_of(text, sidecar=Sidecar(accept=("personal.mobile",))), ALONE, KNOWLEDGE)
    assert "手机13800001111，QQ：********。" in cleaned.text
    assert codes(cleaned.findings) == ["personal-data"]


def test_a_title_is_masked_before_it_is_one() -> None:
    """A number in a title or a repeated title reaches neither page nor data."""
    number = "13800001111"
    text = f"关于{number}热线的讲话\n关于{number}热线的讲话\n同志们：\n{PROSE}\n{PROSE}\n电话{number}。"
    speech = speech_of(text)
    assert speech.title == "关于***********热线的讲话"
    files = pages_of(corpus_of(text))
    assert [path for path, page in files.items() if number in page] == []
    record = json.loads(files["data/documents.jsonl"])
    assert record["title"] == speech.title


def test_a_number_in_a_file_name_stays_there(tmp_path: Path) -> None:
    """A number in a seed's name reaches neither title, page, search, data nor a version's page; no page is missing."""
    number = "13800001111"
    body = f"同志们：\n{PROSE * 20}\n"
    (tmp_path / "seeds").mkdir()
    for name in (f"在全县防汛会议上的讲话{number}", f"张三 {number}", f"在全县会议上的讲话-{number}"):
        (tmp_path / "seeds" / f"{name}.txt").write_text(body, encoding="utf-8")
    (tmp_path / "corpus.yml").write_text("title: 集\ndescription: 几篇讲话。\n", encoding="utf-8")
    config = load_config(tmp_path / "corpus.yml")
    built = build(config)
    files = [path for path in config.docs.rglob("*") if path.is_file()]
    assert [path.name for path in files if "versions" in path.parts]
    assert [path for path in files if number.encode() in path.read_bytes()] == []
    assert not any(number in each.message for each in built.findings)
    data = (config.docs / "data" / "documents.jsonl").read_text(encoding="utf-8")
    records = [json.loads(line) for line in data.splitlines()]
    assert sorted(record["source"]["file"] for record in records) == [
        "在全县会议上的讲话-***********.txt",
        "在全县防汛会议上的讲话***********.txt",
        "张三 ***********.txt",
    ]
    assert "在全县防汛会议上的讲话***********" in {record["title"] for record in records}
    (config.site / "data").mkdir(parents=True)
    (config.site / "index.html").write_text("<p></p>", encoding="utf-8")
    (config.site / "data" / "documents.jsonl").write_text(data, encoding="utf-8")
    assert not [found for found in check(config, KNOWLEDGE) if found.path.startswith("seeds/")]


def test_a_number_of_nobody_stays_in_a_file_name() -> None:
    """Numbers of publishing systems, days and hashes in names are shown; an accepted number is too."""
    for name in ("t20190426_13800001111.html", "20190426103000.txt", "c113800001111.htm", "000_227673d0.txt"):
        assert masked_name(name, KNOWLEDGE.personal) == name
    assert masked_name("a/13800001111.txt", KNOWLEDGE.personal) == "a/***********.txt"
    assert masked_name("13800001111.txt", KNOWLEDGE.personal, ["personal.mobile"]) == "13800001111.txt"


def test_a_title_in_the_frame_of_a_page_is_masked() -> None:
    """What is taken from a line of a page's frame is masked like the text."""
    line = next(iter(cleaned_of("关于13800001111热线的讲话\n").lines))
    head = Head(
        cleaned_of("关于13800001111热线的讲话\n"),
        KNOWLEDGE,
        [replace(line, text="关于13800001111热线的讲话", edits=())],
        {},
    )
    head.move(0, [Fact("title", "关于13800001111热线的讲话", 0, 18)], "title.found")
    assert head.found["title"].value == "关于***********热线的讲话"


def test_words_around_a_number_are_found() -> None:
    """The page keeps the words around a number, each mask escaped."""
    page = pages_of(corpus_of(document("举报电话13800001111，由信访局受理。")))["speeches/a.md"]
    assert "举报电话" + r"\*" * 11 + "，由信访局受理。" in page


def built(folder: Path, *texts: str) -> Config:
    """A corpus of these seeds, built but for the site, of which only the first page is there."""
    (folder / "seeds").mkdir()
    for at, text in enumerate(texts):
        (folder / "seeds" / f"{'ab'[at]}.txt").write_text(text, encoding="utf-8")
    (folder / "corpus.yml").write_text("title: 集\ndescription: 几篇讲话。\n", encoding="utf-8")
    config = load_config(folder / "corpus.yml")
    build(config)
    config.site.mkdir()
    return config


@pytest.mark.parametrize(
    ("shown", "leaks"),
    [("致电13800001111。", True), ("编号0013800001111", False), ("\\*\\*", False), ("QQ12345", False)],
)
def test_a_masked_number_in_the_site_is_a_leak(shown: str, leaks: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """A masked number that stands in the site is found; digits of a longer one, or of a public one, are not."""
    config = built(tmp_path, document("手机13800001111，QQ：12345"), document("热线12345"))
    (config.site / "index.html").write_text(f"<p>{shown}</p>", encoding="utf-8")
    assert ("leak" in {found.code for found in check(config, KNOWLEDGE)}) == leaks


def test_a_masked_number_in_the_data_is_a_leak(tmp_path: Path) -> None:
    """A number that stands in the data beside its mask is a leak: the document it is hidden in does not excuse it."""
    config = built(tmp_path, document("手机13800001111，请来电"))
    data = config.docs / "data" / "documents.jsonl"
    data.write_text(data.read_text(encoding="utf-8").replace("请来电", "13800001111"), encoding="utf-8")
    (config.site / "index.html").write_text("<p></p>", encoding="utf-8")
    (config.site / "data").mkdir()
    (config.site / "data" / "documents.jsonl").write_bytes(data.read_bytes())
    assert [found.path for found in check(config, KNOWLEDGE) if found.code == "leak"] == [
        "site/data/documents.jsonl"
    ]


def test_a_line_full_of_numbers_takes_linear_time() -> None:
    """A line twice as long with twice the numbers takes about twice the time."""

    def seconds(count: int) -> float:
        text = document("手机13800001111、QQ：12345678，" * count)
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            clean(source_of(text), ALONE, KNOWLEDGE)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(4_000) < 3.2 * seconds(2_000) + 0.05


numbers = st.one_of(
    st.text(alphabet="0123456789０１＊* -－+.,Xx", max_size=24),
    st.sampled_from([bare(hit)[0] for rule in KNOWLEDGE.personal for hit in rule.hits]),
    st.sampled_from([miss for rule in KNOWLEDGE.personal for miss in rule.misses]),
    st.sampled_from(
        ("手机", "微信号：", "QQ", "身份证", "号", "元", "、", "\t", "\n", "\N{ZERO WIDTH SPACE}", "abc_")
    ),
)


@given(st.one_of(texts(), st.lists(numbers, max_size=12).map("".join)))
def test_masking_is_exact_on_any_text(text: str) -> None:
    """On any text lengths stay, receipts lead there and back, and a second run changes nothing."""
    source = source_of(text)
    before = split(source)
    lines = mask_personal(before, KNOWLEDGE)
    assert [len(line.text) for line in lines] == [len(line.text) for line in before]
    assert mask_personal(lines, KNOWLEDGE) == lines
    receipts = settle(source, lines)
    cleaned = apply(text, receipts)
    assert cleaned == "\n".join(line.text for line in lines if line.kept)
    assert revert(cleaned, receipts) == text
    assert masked(masked(text, KNOWLEDGE.personal)[0], KNOWLEDGE.personal)[1] == []


def test_a_number_in_a_sidecar_is_the_editors_word() -> None:
    """A number that an editor types is published as typed; a warning names the line, never the number."""
    sidecar, _ = parse_sidecar(
        "title: 热线13800001111的讲话\nnotes:\n  - text: 致电13900002222\n"
        "inferred:\n  - {field: year, value: '2019', confidence: low, evidence: QQ号码是123456789}\n".encode(),
        "seeds/a.yml",
    )
    speech = speech_of(document("汛情"), sidecar)
    assert speech.title == "热线13800001111的讲话"
    found = [each for each in speech.findings if each.code == "personal-in-sidecar"]
    assert [(each.path, each.line, each.message) for each in found] == [
        ("seeds/a.yml", 1, "旁注“title”里有手机号，照写的发布。"),
        ("seeds/a.yml", 5, "旁注“inferred”里有QQ 号，照写的发布。"),
        ("seeds/a.yml", 3, "旁注“notes”里有手机号，照写的发布。"),
    ]
    accepting = replace(sidecar, accept=("personal.mobile", "personal.qq"))
    found = [each.code for each in speech_of(document("汛情"), accepting).findings]
    assert not {"personal-in-sidecar", "accept-unused"} & {*found}


def test_the_catalogue_speaks_of_it() -> None:
    """The finding says what to do where a number is meant to be public."""
    assert "accept" in CATALOGUE["personal-data"].hint
    assert set(RULES) == {"personal.identity", "personal.mobile", "personal.qq", "personal.wechat"}
