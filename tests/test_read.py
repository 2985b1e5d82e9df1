"""Reading: formats and encodings. The same text comes out whatever it was saved as; marks quote it."""

from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from helpers import PROSE, codes
from packages import altered, saved, word

from build_corpus.model import Part, Sidecar, Source
from build_corpus.read import read, read_document
from build_corpus.read.parts import split

SIMPLIFIED = f"""在全县防汛会议上的讲话
同志们：
一、认清形势，增强防汛的紧迫感
{PROSE}今年入汛早、雨量多，三条河的水位都比去年同期高，各村要做好准备。
二、落实责任，把各项措施抓到位
水库、堤坝、涵洞都要有人管：“谁巡查、谁签字、谁负责”。（以下2项要抓紧）
谢谢大家！
"""
TRADITIONAL = """在全縣防汛會議上的講話
同志們：
一、認清形勢，增強防汛的緊迫感
今年入汛早、雨量多，三條河的水位都比去年同期高，各村要做好準備，關鍵要把責任扛在肩上、落到實處。
二、落實責任，把各項措施抓到位
水庫、堤壩、涵洞都要有人管：「誰巡查、誰簽字、誰負責」。
謝謝大家！
"""
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "big5", "utf-16-le", "utf-16-be", "utf-16", "utf-32")


def source_of_bytes(name: str, data: bytes) -> Source:
    """The one document in a file's bytes, read without an error."""
    (reading,) = read_document(name, data)
    assert reading.source is not None, reading.findings
    return reading.source


def marked(source: Source, kind: str) -> list[str]:
    """What the marks of a kind quote."""
    return [source.decoded[mark.start : mark.end] for mark in source.marks if mark.kind == kind]


def page(body: str, head: str = "") -> Source:
    return source_of_bytes("a.html", f"<html><head>{head}</head><body>{body}</body></html>".encode())


# ---------------------------------------------------------------- encodings


def encodable(text: str, encoding: str) -> bytes | None:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return None


@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL], ids=["simplified", "traditional"])
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("length", [20, 60, 2000])
def test_a_text_reads_the_same_in_every_encoding(text: str, encoding: str, length: int) -> None:
    """A text of 20 to 2,000 字 in either script is read back from every encoding that can hold it, without a finding."""
    for start in range(0, 100, 7):
        short = (text * 20)[start : start + length]
        data = encodable(short, encoding)
        if data is not None:
            (reading,) = read_document("a.txt", data)
            assert reading.findings == ()
            assert reading.source is not None
            assert reading.source.decoded.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}") == short


@pytest.mark.parametrize(
    ("data", "encoding", "reason"),
    [
        (SIMPLIFIED.encode(), "utf-8", "UTF-8"),
        (SIMPLIFIED.encode("utf-8-sig"), "utf-8", "BOM"),
        (SIMPLIFIED.encode("utf-16"), "utf-16-le", "BOM"),
        (SIMPLIFIED.encode("gbk"), "gb18030", "best score"),
        (TRADITIONAL.encode("big5"), "big5", "best score"),
        (SIMPLIFIED.encode("utf-16-be"), "utf-16-be", "best score"),
        ("Notes 2019, page 3\n".encode("utf-16-le"), "utf-16-le", "NUL in every second byte"),
    ],
    ids=["utf-8", "bom", "utf-16 bom", "gbk", "big5", "utf-16", "latin utf-16"],
)
def test_the_choice_is_recorded(data: bytes, encoding: str, reason: str) -> None:
    """A source says which codec decoded it, by Python's name, and why."""
    source = source_of_bytes("a.txt", data)
    assert (source.encoding, source.encoding_reason) == (encoding, reason)


def test_a_bom_stays_and_no_line_end_is_translated() -> None:
    r"""Decoded text is the codec's output: the BOM as its character, `\r\n` as it was."""
    text = "\N{ZERO WIDTH NO-BREAK SPACE}同志们：\r\n大家好。\r"
    assert source_of_bytes("a.txt", text.encode()).decoded == text
    assert source_of_bytes("a.txt", text.encode("utf-16-le")).decoded == text


@pytest.mark.parametrize(
    "declared", ["x-cp20936", "gb2312", "big5", "utf-8", "iso-8859-1", "punycode", "no-such"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_that_declares_the_wrong_charset_is_read_right(declared: str, encoding: str) -> None:
    """What a page says of its charset decides nothing that the bytes deny."""
    markup = f"<meta content='text/html; charset={declared}'><p>{SIMPLIFIED}</p>"
    source = source_of_bytes("a.html", markup.encode(encoding))
    assert "增强防汛的紧迫感" in source.decoded
    fits = encoding == "gb18030" and declared in ("x-cp20936", "gb2312")
    assert (source.encoding_reason == "declared charset, best score") == fits


def test_a_nul_alone_makes_no_binary_file() -> None:
    """A stray NUL in a good text is a character of it; a file full of control characters is no text."""
    text = SIMPLIFIED.replace("\n", "\0\n", 1)
    assert source_of_bytes("a.txt", text.encode()).decoded == text
    assert codes(read_document("a.txt", bytes(range(1, 9)) * 20)[0].findings) == ["seed-binary"]


def test_a_broken_byte_is_found_where_it_is() -> None:
    """A text in GB18030 with a damaged byte is refused with the encoding it nearly is, and the line."""
    lines = SIMPLIFIED.encode("gb18030").split(b"\n")
    lines[3] = lines[3][:10] + b"\xff" + lines[3][10:]
    (found,) = read_document("a.txt", b"\n".join(lines))[0].findings
    assert (found.code, found.line) == ("seed-encoding", 4)
    assert "gb18030" in found.message


@pytest.mark.parametrize(
    ("used", "meant"),
    [
        ("gb18030", "utf-8"),
        ("latin-1", "utf-8"),
        ("latin-1", "gb18030"),
        ("gb18030", "big5"),
        ("big5", "gb18030"),
    ],
)
def test_mojibake_is_told_and_not_repaired(used: str, meant: str) -> None:
    """A text decoded with the wrong codec before is kept as it is, with a warning that says how it may read."""
    text = TRADITIONAL if "big5" in (used, meant) else SIMPLIFIED
    garbled = text.encode(meant).decode(used, "replace")
    (reading,) = read_document("a.txt", garbled.encode())
    assert reading.source is not None
    assert reading.source.decoded == garbled
    assert "seed-mojibake" in codes(reading.findings)


# ---------------------------------------------------------------- one text, many formats

NOISE = """<div class=top><ul><li><a href=/>首页</a></li><li><a href=/n>新闻中心</a></li></ul></div>
<script>var a = "同志们，这不是正文。";</script><style>.a{color:red}</style><!-- 注释，不是正文。 -->"""
FOOTER = "<div class=foot><a href=/about>关于我们</a> 版权所有，未经许可不得转载。</div>"


def as_html(text: str) -> bytes:
    body = "".join(f"<p>\N{IDEOGRAPHIC SPACE}\n{line}</p>\n" for line in text.splitlines())
    return f"<!DOCTYPE html><title>甲网</title>{NOISE}<div id=art>{body}</div>{FOOTER}".encode()


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_a_page_and_a_word_document_hold_the_same_lines() -> None:
    """A text inside a noisy page is exactly what the main mark quotes; in a Word document it is all there is."""
    html = source_of_bytes("a.html", as_html(SIMPLIFIED))
    assert [lines_of(each) for each in marked(html, "main")] == [lines_of(SIMPLIFIED)]
    assert marked(html, "title") == ["甲网"]
    assert source_of_bytes("a.docx", word(SIMPLIFIED)).decoded == SIMPLIFIED
    assert source_of_bytes("a.txt", as_html(SIMPLIFIED)).format == "html"
    assert source_of_bytes("a.html", SIMPLIFIED.encode()).decoded == SIMPLIFIED


@pytest.mark.parametrize(
    "body",
    [
        f"<div id=js_content><section>{'</section><section>'.join(SIMPLIFIED.splitlines())}</section></div>",
        f"<table><tr><td><a href=x>栏目</a><td>{SIMPLIFIED.replace(chr(10), '<br><br>')}</table>",
        "<div>"
        + "".join(f"<p class=MsoNormal><span>{line}</span></p>" for line in SIMPLIFIED.splitlines())
        + "</div>",
        f"<pre>{SIMPLIFIED}</pre>",
    ],
    ids=["sections", "layout table", "word", "pre"],
)
def test_the_running_text_is_found(body: str) -> None:
    """The main mark quotes the article and nothing of the page around it, whatever the article is made of."""
    source = page(f"{NOISE}<div class=a>{body}</div>{FOOTER}")
    (main,) = marked(source, "main")
    assert lines_of(main)[-6:] == lines_of(SIMPLIFIED)[-6:]
    assert "首页" not in main
    assert "版权所有" not in main


def test_a_page_without_running_text_has_no_main_mark() -> None:
    """A list of links, a redirect stub and an empty page have no running text."""
    for body in ("".join(f"<li><a href={at}>{PROSE}</a>" for at in range(20)), "正在跳转，请稍候。", ""):
        assert marked(page(body), "main") == []


# ---------------------------------------------------------------- pages


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("甲<p>乙</p>丙<div>丁</div>", "甲\n乙\n丙\n丁\n"),
        ("甲<br><br>乙<br/>", "甲\n\n乙\n"),
        ("<p>同志们，\n   大家好。 a\n b</p>", "同志们，大家好。 a b\n"),
        ("<p>&nbsp;甲&ldquo;乙&#8221;&#x4E19;</p>", "\N{NO-BREAK SPACE}甲“乙”丙\n"),
        ("甲<!-- 乙 --><script>丙</script><template>丁</template><noscript>戊</noscript>己", "甲己\n"),
        ("<p hidden>甲</p><p style='display:none'>乙</p>", "甲\n乙\n"),
        (
            "<!--[if gte mso 9]><xml>甲</xml><![endif]--><xml>乙</xml><![if !supportLists]>一、<![endif]>丙",
            "一、丙\n",
        ),
        ("<?php if ($a->b > 1): ?>甲<?= $c ?><% x > y %>乙<?php endif;", "甲乙\n"),
        ("<a href='<?php echo $a->b ?>'>甲</a>", "甲\n"),
        ("<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙<td>丁</table>", "甲\t乙\n丙\t丁\n"),
        ("<table><tr><td><p>甲</p><p>乙</p></td><td>丙</td></tr></table>", "甲\n乙\n丙\n"),
        ("<pre>甲\n  乙</pre>", "甲\n  乙\n"),
        ("<ul><li>甲<li>乙</ul>", "甲\n乙\n"),
        ("<img alt=甲 src=a.png>乙", "乙\n"),
    ],
)
def test_a_page_as_text(body: str, text: str) -> None:
    """A line feed ends blocks and stands for `<br>`; code, comments and hidden machinery are no text; all else is."""
    assert page(body).decoded == text


def test_marks_of_a_page() -> None:
    """Headings with their level, links, captions, rows of data and notes are marked with exactly their words."""
    source = page(
        "<h1> 甲 </h1><h3><a href=x>乙</a></h3><a name=y>丙</a><figure><img><figcaption>丁</figcaption></figure>"
        "<p class=pic-text>戊</p><table><caption>己</caption><tr><td>庚<td>辛<tr><td>壬</table>"
        "<div style='mso-element:footnote'><p class=MsoFootnoteText>[1] 癸</p></div>",
        "<title> 题 目 </title>",
    )
    assert marked(source, "title") == ["题 目"]
    assert marked(source, "heading") == ["甲", "乙"]
    assert [mark.level for mark in source.marks if mark.kind == "heading"] == [1, 3]
    assert marked(source, "link") == ["乙"]
    assert marked(source, "caption") == ["丁", "戊", "己"]
    assert marked(source, "row") == ["庚\t辛"]
    assert set(marked(source, "note")) == {"[1] 癸"}


def test_xhtml_with_empty_elements_is_read_whole() -> None:
    """`<title/>` and `<script src="…"/>` of XHTML do not swallow the page."""
    markup = (
        f'<?xml version="1.0"?><html><head><title/><script src="a"/></head><body><p>{PROSE}</p></body></html>'
    )
    for name in ("a.xhtml", "a.html", "a.txt"):
        assert source_of_bytes(name, markup.encode()).decoded == f"{PROSE}\n"


@pytest.mark.parametrize("suffix", ["htm", "shtml", "aspx", "asp", "php", "jsp", "HTML"])
def test_pages_have_many_names(suffix: str) -> None:
    """Whatever a server made it with, a saved page is a page."""
    assert source_of_bytes(f"a.{suffix}", b"<p>a").format == "html"


# ---------------------------------------------------------------- Word


def test_a_word_document_as_text() -> None:
    """Numbers are written out, changes accepted, rows put on a line; styles become marks."""
    document = Document()
    document.add_heading("在全县防汛会议上的讲话", 0)
    document.add_heading("一、形势", 1)
    document.add_paragraph("雨量", style="List Number")
    document.add_paragraph("水位", style="List Number")
    changed = document.add_paragraph("做好")
    for xml in (
        "<w:del {}><w:r><w:delText>旧</w:delText></w:r></w:del>",
        "<w:ins {}><w:r><w:t>新工作</w:t></w:r></w:ins>",
    ):
        changed._p.append(parse_xml(xml.format(nsdecls("w"))))  # noqa: SLF001 - python-docx writes no tracked changes
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "河", "水位"
    document.add_paragraph("图一", style="Caption")
    source = source_of_bytes("a.docx", saved(document))
    assert (
        source.decoded == "在全县防汛会议上的讲话\n一、形势\n1. 雨量\n2. 水位\n做好新工作\n河\t水位\n图一\n"
    )
    assert marked(source, "heading") == ["在全县防汛会议上的讲话", "一、形势"]
    assert (marked(source, "row"), marked(source, "caption")) == (["河\t水位"], ["图一"])
    assert (source.format, source.encoding_reason) == ("docx", "XML in a package")


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("<w:p>", "<w:p><w:r><w:br/></w:r>", "\n同志们，大家好！\n"),
        (
            "<w:p>",
            "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p><w:p>",
            "甲同志们，大家好！\n",
        ),
        ("<w:p>", "<w:p><w:moveFrom><w:r><w:t>甲</w:t></w:r></w:moveFrom>", "同志们，大家好！\n"),
        (
            "<w:p>",
            "<w:sdt><w:sdtContent><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:sdtContent></w:sdt><w:p>",
            "甲\n同志们，大家好！\n",
        ),
        (
            "</w:p>",
            "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>",
            "同志们，大家好！\n框\n",
        ),
        ("</w:p>", '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>', "同志们，大家好！[1]\n"),
    ],
    ids=["break", "deleted end", "moved", "control", "text box", "note"],
)
def test_parts_of_a_paragraph(old: str, new: str, text: str) -> None:
    """Line breaks, tracked changes, content controls, text boxes and calls of notes come out in order."""
    assert source_of_bytes("a.docx", altered(old, new)).decoded == text


# ---------------------------------------------------------------- Markdown


def without_syntax(source: Source) -> str:
    """The text without its signs."""
    out, at = [], 0
    for mark in source.marks:
        if mark.kind == "syntax":
            out.append(source.decoded[at : mark.start])
            at = mark.end
    return "".join((*out, source.decoded[at:]))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("# 题 ##\n", "题\n"),
        ("---\n网址: http://a.b/\n---\n甲", "\n甲"),
        ("> 甲\n> 乙", "甲\n乙"),
        ("**甲乙**和*丙丁*、`戊`", "甲乙和丙丁、戊"),
        ("[甲](http://a.b/ '题')乙<http://c.d>", "甲乙http://c.d"),
        ("![图](a.png)甲", "甲"),
        ("<center>====</center>\n<center>甲</center>", "\n甲"),
        ("甲<br>\n<b>乙</b><!-- 丙 -->", "甲\n乙"),
        ("甲\n===\n\n乙\n\n---\n", "甲\n\n\n乙\n\n\n"),
        ("\\*甲\\*", "*甲*"),
        ("| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |", "甲 | 乙\n\n丙 | 丁"),
        ("- 甲\n- 乙\n\n1. 丙", "- 甲\n- 乙\n\n1. 丙"),
        ("20**年**月，*市*区", "20**年**月，*市*区"),
        ("    甲，缩进的一段。", "    甲，缩进的一段。"),
        ("\ufeff# 题\r\n\r\n**甲乙**\r\n", "\ufeff题\r\n\r\n甲乙\r\n"),
    ],
)
def test_signs_of_markdown(text: str, plain: str) -> None:
    """The text stays the file's; without what is marked as signs it is what a reader would see. Masks and lists stay."""
    source = source_of_bytes("a.md", text.encode())
    assert source.decoded == text
    assert without_syntax(source) == plain


def test_marks_of_markdown() -> None:
    """Headings with their level, texts of links and rows are marked."""
    source = source_of_bytes("a.md", b"# A **b**\n\n[c](d)\n\ne\n---\n\n| f | g |\n|---|---|\n")
    assert marked(source, "heading") == ["A **b**", "e"]
    assert [mark.level for mark in source.marks if mark.kind == "heading"] == [1, 2]
    assert (marked(source, "link"), marked(source, "row")) == (["c"], ["| f | g |"])


@pytest.mark.parametrize(
    "text",
    [
        "20**年*月，**县**镇\n1. 甲\n- 乙\n---\n* 丙",
        "# 甲\n正文<b>乙</b>，见[丙](丁)。",
        "---\n甲，没有写完的一行\n---\n",
        "<p>只有一行是网页代码</p>\n正文",
    ],
)
def test_plain_texts_are_left_alone(text: str) -> None:
    """A .txt with stars, numbers, dashes, a tag or a sharp in it is no Markdown."""
    source = source_of_bytes("a.txt", text.encode())
    assert (source.format, source.marks) == ("text", ())


# ---------------------------------------------------------------- parts, folders


def test_parts_have_their_own_marks_and_metadata() -> None:
    """A part holds its slice of the text, its marks in its own offsets, its line, and metadata over the file's."""
    whole = source_of_bytes("a.md", "# 甲\n一。\n# 乙\n二。\n".encode())
    sidecar = Sidecar(
        metadata={"place": "某县", "date": "2019"},
        parts=(
            Part(starts="# 乙", id="b", metadata={"date": "2020"}),
            Part(starts=" # 甲", id="a", publish=False),
        ),
    )
    sources, findings = split(
        Source(**{**{name: getattr(whole, name) for name in whole.__slots__}, "sidecar": sidecar})
    )
    assert findings == ()
    assert [(source.id, source.first_line, source.decoded) for source in sources] == [
        ("a", 1, "# 甲\n一。\n"),
        ("b", 3, "# 乙\n二。\n"),
    ]
    assert [marked(source, "heading") for source in sources] == [["甲"], ["乙"]]
    assert [source.sidecar.publish for source in sources] == [False, True]
    assert [dict(source.sidecar.metadata) for source in sources] == [
        {"place": "某县", "date": "2019"},
        {"place": "某县", "date": "2020"},
    ]


def test_one_name_in_two_formats_is_a_clash(tmp_path: Path) -> None:
    """NAME.html and NAME.txt would be one speech: the first by path keeps the id."""
    for name in ("a.html", "a.txt"):
        (tmp_path / name).write_text(f"<p>{PROSE}", encoding="utf-8")
    assert [codes(reading.findings) for reading in read(tmp_path)] == [[], ["id-collision"]]


@pytest.mark.parametrize("key", ["title: ", "标题：", 'Title: "'])
def test_a_title_in_front_matter_only_is_text(key: str) -> None:
    """A title that the text does not repeat is read as its first line; one that it repeats goes with the rest."""
    value = "在全县春耕工作会议上的讲话"
    front = f"---\n{key}{value}{key[-1] if key[-1] == chr(34) else ''}\ndate: 2019-03-04\n---\n"
    for body, signs in ((f"\n{PROSE}\n", 2), (f"\n# {value}\n\n{PROSE}\n", 2)):
        (reading,) = read_document("a.md", (front + body).encode())
        assert reading.source is not None
        found = marked(reading.source, "syntax")
        assert len(found) == signs
        assert (value in "".join(found)) == (value in body)
