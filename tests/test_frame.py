"""What markup says of lines, where a title that stands in no line comes from, and what frames a body."""

from dataclasses import replace

import pytest
from helpers import ALONE, PROSE, annotated_of, codes, corpus_of, pages_of, source_of, speech_of

from build_corpus.clean import clean
from build_corpus.knowledge import built_in
from build_corpus.model import Mark, Speech, apply, revert
from build_corpus.publish import record
from build_corpus.structure import structure

TITLE = "在全县防汛会议上的讲话"


def page(*lines: tuple[str, str] | str, name: str = "a.html") -> Speech:
    """A web page of lines, each alone or with the kind of the mark that covers it (`heading` is level 1)."""
    text, marks = "", []
    for line in lines:
        words, kind = (line, "") if isinstance(line, str) else line
        if kind:
            level = 1 if kind == "heading" else None
            marks.append(Mark(kind=kind, start=len(text), end=len(text) + len(words), level=level))  # type: ignore[arg-type]
        text += f"{words}\n"
    source = replace(source_of(text, name), marks=tuple(marks), format="html")
    speech = structure(clean(source, ALONE, built_in()), built_in())
    assert apply(source.decoded, speech.receipts) == speech.text
    assert revert(speech.text, speech.receipts) == source.decoded
    return speech


def types(speech: Speech) -> list[str]:
    return [block.type for block in speech.blocks]


# ---------------------------------------------------------------- titles


def test_a_pages_own_title_confirms_a_line() -> None:
    """A line that a part of `<title>` repeats is the title, though other lines stand above it."""
    speech = page(("春天的话_工作随笔_某某县人民政府网", "title"), "本县要闻回顾", "春天的话", PROSE)
    assert (speech.title, speech.value("publication")) == ("春天的话", "某某县人民政府网")
    assert speech.metadata["title"].evidence == "春天的话"
    assert codes(speech.findings) == []


def test_a_page_without_a_title_line_takes_its_own() -> None:
    """Where no line fits, the part of `<title>` that reads like a title is it, and a finding says so."""
    speech = page((f"{TITLE}-领导讲话-某某县人民政府", "title"), "首页", "本县要闻", PROSE)
    assert (speech.title, speech.metadata["title"].evidence) == (TITLE, "<title>")
    assert speech.value("publication") == "某某县人民政府"
    assert codes(speech.findings) == ["title-elsewhere"]
    assert TITLE not in speech.text


def test_a_sites_name_is_no_title() -> None:
    """A `<title>` that only names the site gives a publication and no title."""
    speech = page(("某某市第一中学", "title"), PROSE)
    assert (speech.title, speech.value("publication")) == (None, "某某市第一中学")
    assert codes(speech.findings) == ["title-missing"]


def test_a_title_in_two_lines_is_found_by_the_pages_own() -> None:
    """`<title>` may hold both lines of a title; text between menus and title is no body."""
    speech = page(
        ("论防汛——以某某县为例-理论-某某网", "title"),
        "本县要闻：全县上下正在紧张有序地开展汛期以前的各项准备工作，请看本台记者今天从一线发回来的详细报道，欢迎广大读者继续关注后续",
        "论防汛",
        "——以某某县为例",
        PROSE,
    )
    assert speech.title == "论防汛——以某某县为例"


def test_a_heading_of_the_markup_is_the_title() -> None:
    """The line that markup calls a heading wins over lines above it; a link does not win."""
    speech = page("本县要闻", ("热点回顾与展望", "link"), ("春天的话", "heading"), "今日天气", PROSE)
    assert speech.title == "春天的话"


def test_a_heading_of_the_markup_may_ask() -> None:
    """A title that ends in a question mark is one where markup says so; a plain line of the kind is text."""
    assert page(("树种下去就完了吗？", "heading"), PROSE).title == "树种下去就完了吗？"
    assert speech_of(f"树种下去就完了吗？\n{PROSE}").title is None


def test_the_body_is_in_the_main_element() -> None:
    """Sentences outside the element that holds the text do not end the head."""
    speech = page(
        PROSE, "本县要闻", (TITLE, "heading"), "2019年3月5日", ("同志们：", "main"), (PROSE, "main")
    )
    assert (speech.title, speech.date) == (TITLE, "2019-03-05")


def test_a_page_without_any_evidence_takes_the_line_above_the_text() -> None:
    """Menus stand above, so the last fitting line is the title of a page."""
    assert page("本县要闻", "春天的话", PROSE).title == "春天的话"


@pytest.mark.parametrize("name", ["000_227673d0.txt", "index.txt", "20190305.txt", "讲话.txt"])
def test_a_files_name_that_says_nothing_is_no_title(name: str) -> None:
    """Numbers, hashes and single words in a file's name are no title."""
    source = source_of(PROSE, name)
    speech = structure(clean(source, ALONE, built_in()), built_in())
    assert (speech.title, codes(speech.findings)) == (None, ["title-missing"])


# ---------------------------------------------------------------- rows, captions, notes


@pytest.mark.parametrize("kind", ["row", "caption", "note"])
def test_marked_lines_have_their_type(kind: str) -> None:
    """A row, a caption or a note of the markup is a block of this type and never a heading or a title."""
    speech = page((TITLE, "heading"), "同志们：", PROSE, ("一、查险", kind), PROSE)
    assert types(speech) == ["salutation", "paragraph", kind, "paragraph"]
    assert speech.blocks[2].id.startswith("p-")
    assert speech.blocks[3].heading is None
    assert page((TITLE, kind), PROSE).title is None


def test_pages_show_every_type() -> None:
    """Notes, captions, rows and signatures are paragraphs of the page that say what they are."""
    corpus = corpus_of(
        f"{TITLE}\n{PROSE}\n图为会议现场\n{PROSE}\n谢谢大家！\n县长 张三\n注：水位以上月底为准"
    )
    shown = "\n".join(pages_of(corpus).values())
    for name in ("caption", "closing", "signature", "note"):
        assert f"data-block={name} " in shown, name


# ---------------------------------------------------------------- salutations and signatures


def test_a_salutation_in_two_lines_is_one_in_the_record() -> None:
    """All salutation lines together are the record's salutation."""
    document = annotated_of(source_of(f"{TITLE}\n尊敬的主席先生：\n女士们、先生们：\n{PROSE}"))
    assert record(document, (), built_in(), "zh-Hans")["salutation"] == "尊敬的主席先生：女士们、先生们："


def test_a_signature_stays_in_the_text() -> None:
    """Signer and date stay as blocks, are copied to metadata, and leave no receipt."""
    speech = speech_of(f"{TITLE}\n{PROSE}\n{PROSE}\n谢谢大家！\n张三\n2023年5月6日\n")
    assert types(speech)[-3:] == ["closing", "signature", "signature"]
    assert (speech.value("speaker"), speech.date) == ("张三", None)
    (date,) = speech.dates
    assert (date.value, date.type, date.evidence) == ("2023-05-06", "signed", "2023年5月6日")
    assert not any(receipt.field in ("name", "signed") for receipt in speech.receipts)


def test_a_speaker_below_the_title_wins_over_a_signer() -> None:
    """Who signs is the speaker only where nobody is named above."""
    speech = speech_of(f"{TITLE}\n县长 李四\n{PROSE}\n{PROSE}\n（张三整理）\n王五\n2023年5月6日\n")
    assert speech.value("speaker") == "李四"


@pytest.mark.parametrize(
    ("lines", "speaker"),
    [
        (("大家早上好！我是八（3）班的陈大谷，今天我讲话的题目是《小事》。",), "陈大谷"),
        (("晚上好！Good evening! 我是陈大谷。今晚来了很多人。",), "陈大谷"),
        (("我叫陈大谷，是一名乡村教师。",), "陈大谷"),
        (("大家好！我是县教育局局长陈大谷，今天来看望大家。",), "陈大谷"),
        (("大家好！我是高一（2）班的学生，今天我讲一件小事。",), None),
        (("大家好！我是党员，今天我讲一件小事。",), None),
        (("他说：“我叫陈大谷一声，他就醒了。”",), None),
    ],
)
def test_a_speaker_says_a_name(lines: tuple[str, ...], speaker: str | None) -> None:
    """A greeting with a name behind it names the speaker; what somebody is does not."""
    speech = speech_of("\n".join(("把小事做成习惯", "同学们：", *lines, PROSE)))
    assert speech.value("speaker") == speaker


def test_a_page_author_does_not_hide_the_speaker() -> None:
    """A byline below the title is the speaker's, whoever the dateline says put the page up."""
    dateline = "时间：2012-09-12 15:40 来源：本站原创 作者：教务科 点击：12次"
    speech = speech_of(f"在开学典礼上的讲话\n{dateline}\n县委书记\u3000陈大谷\n同志们：\n{PROSE}")
    assert (speech.value("speaker"), speech.value("role")) == ("陈大谷", "县委书记")


@pytest.mark.parametrize("title", ["書香永續", "Building Bridges Together", "Opening Remarks: AI for Good"])
def test_a_name_below_any_title_speaks(title: str) -> None:
    """A traditional or a Latin title has a byline below it like any other."""
    speech = speech_of(f"{title}\n陈大谷\n各位来宾：\n{PROSE}\n{PROSE}")
    assert (speech.title, speech.value("speaker")) == (title, "陈大谷")


def test_a_bare_day_below_a_byline_is_the_speechs() -> None:
    """Title, speaker, day: the day is that of the speech; without the speaker it is when the text appeared."""
    lines = ("在开学典礼上的讲话", "县委书记　陈大谷", "2019-03-05", "同志们：", PROSE)
    assert (speech_of("\n".join(lines)).date, speech_of("\n".join(lines)).posted) == ("2019-03-05", None)
    bare = speech_of("\n".join((lines[0], *lines[2:])))
    assert (bare.date, bare.posted) == (None, "2019-03-05")


def test_a_day_in_brackets_below_a_speech_is_its_day() -> None:
    """（2009年10月17日） at the end says when a speech was given; without a salutation it says when a text was signed."""
    speech = speech_of(f"小事\n同志们：\n{PROSE}\n{PROSE}\n谢谢大家！\n（2009年10月17日）")
    assert speech.date == "2009-10-17"
    assert speech.blocks[-1].type == "signature"


def test_thanks_above_a_footnote_are_the_closing() -> None:
    """A footnote below the thanks is a note, and the thanks stay the closing."""
    speech = speech_of(f"小事\n同志们：\n{PROSE}\n{PROSE}\n谢谢大家！\n[1] 见《某某文集》第3页。")
    assert [block.type for block in speech.blocks][-2:] == ["closing", "note"]
