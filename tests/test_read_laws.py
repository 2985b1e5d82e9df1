"""Laws of reading: for any bytes a document or a finding, never an exception; marks quote; time grows with size."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import texts
from helpers import PROSE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packages import BODY, altered, changed, plain

from build_corpus.read import Reading, read, read_document
from build_corpus.read.formats import FORMATS
from build_corpus.read.markdown import markdown_marks

law = settings(max_examples=150, derandomize=True, suppress_health_check=[HealthCheck.too_slow])

TAGS = (
    *(
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<br>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<a href=x>",
        "</a>",
        "<h2>",
    ),
    *(
        "<pre>",
        "<b>",
        "<title>",
        "</title>",
        "<script>",
        "<!--",
        "-->",
        "<svg>",
        "<select>",
        "<option>",
        "<frameset>",
    ),
    *(
        "<?php",
        "?>",
        "<%",
        "%>",
        "<![CDATA[",
        "]]>",
        "<template>",
        "<p class=caption>",
        "</html>",
        "&nbsp;",
        "&#0;",
    ),
    *(
        "<figcaption>",
        "<plaintext>",
        "<math>",
        "<body>",
        "<li",
        "<td class='",
        "\r\n",
        "\n",
        " ",
        "\0",
        PROSE,
    ),
)


def sound(readings: tuple[Reading, ...]) -> None:
    """Each reading has a source, or an error that says why not; marks lie in the text, sorted, with words at their edges."""
    for reading in readings:
        assert (reading.source is None) == any(each.severity == "error" for each in reading.findings)
        if reading.source is None:
            continue
        decoded, marks = reading.source.decoded, reading.source.marks
        assert list(marks) == sorted(marks, key=lambda mark: (mark.start, mark.end))
        for mark in marks:
            assert 0 <= mark.start < mark.end <= len(decoded)
            words = decoded[mark.start : mark.end]
            assert mark.kind == "syntax" or words == words.strip()
            assert (mark.level is not None) == (mark.kind == "heading")


def pages() -> st.SearchStrategy[str]:
    return st.lists(st.one_of(st.sampled_from(TAGS), texts.pieces()), max_size=30).map("".join)


def markdown() -> st.SearchStrategy[str]:
    return st.lists(st.one_of(st.sampled_from(texts.MARKUP), texts.pieces(), st.just("\n")), max_size=30).map(
        "".join
    )


@law
@given(
    st.sampled_from(sorted(FORMATS)),
    st.one_of(
        st.binary(max_size=80),
        texts.texts().map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.sampled_from([b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"<html>", b"---\n"]).flatmap(
            lambda start: st.binary(max_size=40).map(lambda rest: start + rest)
        ),
    ),
)
def test_any_bytes_give_documents_or_findings(suffix: str, data: bytes) -> None:
    """Whatever a file is called and holds."""
    sound(read_document(f"a{suffix}", data))


@law
@given(pages(), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_page_has_sound_marks(markup: str, encoding: str) -> None:
    """Whatever its tags: never an exception, and marks that quote."""
    data = markup.encode(encoding, "ignore")
    sound(read_document("a.html", data))
    sound(read_document("a.xhtml", data))


@law
@given(markdown())
def test_any_markdown_has_sound_marks(text: str) -> None:
    """Whatever its signs: never an exception, marks that quote, and a text that stays the file's."""
    data = text.encode("utf-8", "ignore")
    (reading,) = read_document("a.md", data)
    sound((reading,))
    if reading.source and reading.source.encoding == "utf-8":
        assert reading.source.decoded.encode() == data


@law
@given(st.sampled_from(["2*", "**区", "*月*日", "20**年", "×个", "，", "要抓", "\n", " "]), st.data())
def test_masks_are_no_signs(first: str, data: st.DataObject) -> None:
    """Stars that stand for digits are never marked as signs, whatever stands around them."""
    pieces = st.sampled_from(["20**年", "3*", "*月*日", "要抓落实", "，", "**", "*", "\n", " "])
    text = f"20**年{first}" + "".join(data.draw(st.lists(pieces, max_size=10)))
    line = text.partition("\n")[0]
    signs = [mark for mark in markdown_marks(text) if mark.kind == "syntax" and mark.start < len(line)]
    assert signs == []


XML = st.sampled_from(
    ["<w:p>", "</w:p>", "<w:tbl>", "<w:tr>", "<w:tc>", '<w:numPr><w:ilvl w:val="x"/></w:numPr>', "<w:footnoteReference/>",
     '<w:pStyle w:val="Heading1"/>', "<w:t>甲</w:t>", "<w:r>", "</w:r>", "<w:sdt>", "<!-- -->", "<?a b?>", "&a;", "<w:del/>"]
)  # fmt: skip


@law
@given(st.lists(XML, max_size=6).map("".join), st.sampled_from(["<w:body>", "<w:p>", "<w:r>", "<w:t>"]))
def test_any_xml_in_a_word_document(xml: str, at: str) -> None:
    """Whatever stands in the body of a Word document, well-formed or not."""
    sound(read_document("a.docx", altered(at, at + xml)))


@law
@given(st.integers(0, 60_000), st.binary(min_size=1, max_size=8))
def test_any_damage_to_a_word_document(at: int, data: bytes) -> None:
    """Whatever bytes of the package are overwritten."""
    package = bytearray(plain())
    at %= len(package)
    package[at : at + len(data)] = data
    sound(read_document("a.docx", bytes(package)))


@law
@given(
    st.sampled_from(["word/styles.xml", "word/numbering.xml", "_rels/.rels", "[Content_Types].xml", BODY]),
    st.binary(max_size=30),
)
def test_any_part_of_a_word_document(part: str, data: bytes) -> None:
    """Whatever a part of the package holds."""
    sound(read_document("a.docx", changed(plain(), lambda name, old: data if name == part else old)))


# ---------------------------------------------------------------- size

UNITS = ("<div>", "<p>我们要抓落实。", "<b>", "<table><tr><td>甲", "<a href=x>甲", "<td>甲", "<br>", "<?php ", "<", "&nbsp;", "<p><b id=1>",
         "甲<span>", "</div>", "<div ", "<ul><li>", "<!--", "<xml>")  # fmt: skip
SIGNS = (
    "[",
    "![",
    "*甲 ",
    "**甲",
    "`",
    "> ",
    "- ",
    "[甲](乙)",
    "<a ",
    "|甲",
    "---\n",
    "\\*",
    "<br>\n",
    "a: b\n",
    "_甲_ ",
    "](",
)
TEXTS = ("抓落实，", "一\n", "\0", "é", "&nbsp;", "Í¬Ö¾", "鍚屽織", "\ufffd")


def doubles(seconds: Callable[[int], float]) -> bool:
    """Whether four times the size takes less than ten times as long; the best of some tries."""
    seconds(100)
    return any(seconds(40_000) < 10 * seconds(10_000) + 0.1 for _ in range(3))


@pytest.mark.parametrize(
    ("suffix", "unit"),
    [*((".html", unit) for unit in UNITS), *((".md", unit) for unit in SIGNS), *((".txt", unit) for unit in (*SIGNS, *TEXTS))],
)  # fmt: skip
def test_time_grows_with_size(suffix: str, unit: str) -> None:
    """Whatever a file repeats, reading it takes time in proportion to its size."""

    def seconds(count: int) -> float:
        data = (f"---\n{PROSE}\n" + unit * (count // len(unit))).encode()
        start = time.process_time()
        sound(read_document(f"a{suffix}", data))
        return time.process_time() - start

    assert doubles(seconds)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16"])
def test_a_large_file_is_read(encoding: str) -> None:
    """Twenty megabytes of text on one line are read in seconds, in whatever encoding."""
    data = ("做好今年的工作，" * 1_200_000).encode(encoding)
    start = time.process_time()
    (reading,) = read_document("a.txt", data)
    assert reading.source is not None
    assert time.process_time() - start < 8


def test_a_page_of_a_hundred_thousand_levels_is_read() -> None:
    """Nesting costs no more than its size; what lies deepest is read."""
    (reading,) = read_document("a.html", ("<div>" * 100_000 + PROSE).encode())
    assert reading.source is not None
    assert reading.source.decoded == f"{PROSE}\n"


# ---------------------------------------------------------------- the file system


def test_five_hostile_files_have_five_findings(tmp_path: Path) -> None:
    """A bomb of a package, entities, a link out, an empty file and one nobody may read: each says its own."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (tmp_path / "outside.txt").write_text(PROSE, encoding="utf-8")
    (seeds / "bomb.docx").write_bytes(altered("<w:body>", f"<w:body><!--{' ' * 70_000_000}-->"))
    (seeds / "entities.docx").write_bytes(
        altered("<w:document", '<!DOCTYPE a [<!ENTITY a "哈">]><w:document')
    )
    (seeds / "outside.txt").symlink_to(tmp_path / "outside.txt")
    (seeds / "empty.txt").write_bytes(b"")
    os.mkfifo(seeds / "pipe.txt")
    readings = read(seeds)
    found = {reading.file: [each.code for each in reading.findings] for reading in readings}
    assert found == {
        "bomb.docx": ["seed-docx-bomb"],
        "empty.txt": ["seed-empty"],
        "entities.docx": ["seed-docx-entities"],
        "outside.txt": ["seed-outside"],
        "pipe.txt": ["seed-unreadable"],
    }
    assert len({each.message for reading in readings for each in reading.findings}) == len(found)


def test_a_package_that_lies_about_its_size_is_not_believed() -> None:
    """A header that promises less than comes out unpacks nothing beyond its promise."""
    package = bytearray(altered("<w:body>", f"<w:body><!--{' ' * 70_000_000}-->"))
    at = package.find(b"PK\x01\x02")
    while at >= 0:
        if int.from_bytes(package[at + 24 : at + 28], "little") > 1_000_000:
            package[at + 24 : at + 28] = (1000).to_bytes(4, "little")
        at = package.find(b"PK\x01\x02", at + 4)
    (reading,) = read_document("a.docx", bytes(package))
    assert [each.code for each in reading.findings] == ["seed-docx-broken"]
