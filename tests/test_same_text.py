"""One speech, whatever file it comes in: the cleaned text is the same, character for character."""

from io import BytesIO

import pytest
from docx import Document
from helpers import ALONE

from build_corpus.clean import clean
from build_corpus.knowledge import built_in
from build_corpus.model import apply, revert
from build_corpus.read import read_document
from build_corpus.structure import structure

TITLE = "在全县农村人居环境整治推进会上的讲话"
BODY = (
    "同志们：",
    "这次会议的任务，是总结前一段的工作，把下一步的事情定下来。刚才，三个乡镇作了发言，讲得都很实在。",
    "一、看到变化，更要看到差距",
    "半年来，全县清理垃圾2.3万吨，改造厕所1.8万座，群众是满意的。但是，还有20**年就该拆的旱厕没有拆，还有×个村没有保洁员。",
    "二、抓住重点，一件一件办",
    "一是抓厕所。改一座、成一座、用一座，不能改完了锁起来。二是抓污水。沟渠相连的村先办，分散的村后办。",
    "谢谢大家！",
)
TEXT = "\n".join((TITLE, *BODY)) + "\n"
FRAME = """<html><head><meta charset="utf-8"><title>{title}_领导讲话_某某县人民政府</title><style>p {{ color: red }}</style></head>
<body><div id="top"><ul><li><a href="/">首页</a></li><li><a href="/gk">政务公开</a></li><li><a href="/hd">互动交流</a></li></ul></div>
<div class="position">您现在的位置：<a href="/">首页</a> &gt; <a href="/ld">领导讲话</a> &gt; 正文</div>
<h1>{title}</h1><div class="info">发布时间：2019-05-06 08:30　来源：县政府办　点击数：<span>128</span></div>
<div class="content">{body}</div>
<div class="tools">【<a href="#">打印</a>】【<a href="#">关闭</a>】</div>
<div class="related"><h3>相关阅读</h3><ul><li><a href="/1">全县项目推进会召开</a></li><li><a href="/2">县领导调研防汛工作</a></li></ul></div>
<div id="foot">版权所有：某某县人民政府 某ICP备12345678号</div><script>var a = "二是抓污水";</script></body></html>"""


def page() -> bytes:
    body = "\n".join(f"<p>　　{line}</p>" for line in BODY)
    return FRAME.format(title=TITLE, body=body).encode()


def word() -> bytes:
    document = Document()
    for line in (TITLE, *BODY):
        document.add_paragraph(line)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


FILES = {
    "utf-8": ("a.txt", TEXT.encode()),
    "utf-8 with BOM": ("a.txt", TEXT.encode("utf-8-sig")),
    "gb18030": ("a.txt", TEXT.encode("gb18030")),
    "utf-16 with BOM": ("a.txt", TEXT.encode("utf-16")),
    "utf-16-be without BOM": ("a.txt", TEXT.encode("utf-16-be")),
    "CRLF": ("a.txt", TEXT.replace("\n", "\r\n").encode()),
    "markdown": (
        "a.md",
        ("# " + "\n\n".join((TITLE, *BODY))).replace("一、", "## 一、").replace("二、", "## 二、").encode(),
    ),
    "a noisy page": ("a.html", page()),
    "word": ("a.docx", word()),
}


def speech(name: str) -> tuple[str, str | None]:
    (reading,) = read_document(*FILES[name])
    assert reading.source, [finding.message for finding in reading.findings]
    found = structure(clean(reading.source, ALONE, built_in()), built_in())
    assert apply(reading.source.decoded, found.receipts) == found.text
    assert revert(found.text, found.receipts) == reading.source.decoded
    return found.text, found.title


@pytest.mark.parametrize("name", FILES)
def test_every_file_gives_the_same_text(name: str) -> None:
    """Text and title are those of the speech, in every encoding and format."""
    assert speech(name) == ("\n".join(BODY), TITLE)


def test_big5_gives_the_same_text() -> None:
    """A traditional text in Big5 and in UTF-8 gives one text, with its own characters and 「」."""
    title, *body = (
        "在全縣農村環境會議上的講話",
        "各位鄉親：",
        "這次會議的任務，是總結前一段的工作，把下一步的事情定下來。剛才三個鄉鎮作了「實實在在」的發言，講得都很好。",
        "第一、抓廁所。改一座、成一座、用一座，不能改完了鎖起來，讓鄉親看著著急。",
        "謝謝大家！",
    )
    text = "\n".join((title, *body))
    for data in (text.encode("big5"), text.encode()):
        (reading,) = read_document("a.txt", data)
        assert reading.source
        found = structure(clean(reading.source, ALONE, built_in()), built_in())
        assert (found.title, found.text) == (title, "\n".join(body))
