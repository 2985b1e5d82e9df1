"""Findings: every code is provoked by a real file, and says in Chinese what is the case and what to do.

Codes about the built site are provoked in test_site_check.py.
"""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
from helpers import ALONE, PROSE, codes, source_of, speech_of
from packages import BOMB, OLE, altered

from build_corpus.clean import clean
from build_corpus.config import load_config
from build_corpus.errors import ConfigError
from build_corpus.knowledge import built_in
from build_corpus.model import CATALOGUE, Finding, Part, Sidecar, SidecarNote, Source, Speech, finding
from build_corpus.pipeline import build
from build_corpus.publish import publish
from build_corpus.read import Reading, document, read, read_document
from build_corpus.read.folder import sidecars_of
from build_corpus.read.formats import HOW, OTHERWISE
from build_corpus.read.keys import KEYS
from build_corpus.read.parts import split
from build_corpus.read.sidecar import parse_sidecar
from build_corpus.site import check
from build_corpus.structure import MAX_BLOCK, structure

TITLE = "在全县防汛会议上的讲话"
SPEECH = f"{TITLE}\n同志们：\n{PROSE}\n"


# ---------------------------------------------------------------- seeds


def reading_of(folder: Path, name: str, data: bytes) -> Reading:
    """What becomes of one file in the seeds folder."""
    (folder / name).write_bytes(data)
    (reading,) = read(folder)
    return reading


SEEDS = {
    "seed-empty": ("a.txt", b" \r\n\t\n", None, "文件是空的。"),
    "seed-binary": ("a.txt", b"PK\0\0", None, "文件不是纯文本（含有大量控制字符）。"),
    "seed-encoding": (
        "a.txt",
        "第一行\n在".encode() + "会".encode("gbk"),
        2,
        "文件无法解码：最像 utf-8，但第 14 字节起不对。",
    ),
    "seed-format": ("a.pdf", b"%PDF-1.7", None, "不认识的文件类型“.pdf”。"),
    "seed-disguised": ("a.txt", b"%PDF-1.7", None, "文件名不对：内容其实是PDF。"),
    "seed-docx-broken": (
        "a.docx",
        b"PK\x03\x04",
        None,
        "这个 Word 文档（.docx）已经损坏，或者不是 Word 文档。",
    ),
    "seed-docx-old": ("a.docx", OLE, None, "这是旧版 Word 文档（.doc），只是扩展名写成了 .docx。"),
    "seed-docx-encrypted": (
        "a.docx",
        OLE + "EncryptedPackage".encode("utf-16-le"),
        None,
        "这个 Word 文档设了密码，读不了。",
    ),
    "seed-docx-bomb": ("a.docx", BOMB, None, "这个 Word 文档解压后大得不正常，没有读取。"),
    "seed-docx-entities": (
        "a.docx",
        altered("<w:body", '<!DOCTYPE a [<!ENTITY a "哈">]><w:body'),
        None,
        "这个 Word 文档里有实体声明（Word 不会写出来，可能是恶意文件），没有读取。",
    ),
}


@pytest.mark.parametrize("code", SEEDS)
def test_a_bad_seed_is_a_finding(code: str, tmp_path: Path) -> None:
    """A seed that cannot be read gives one error with file, place and remedy, and no document."""
    name, data, line, message = SEEDS[code]
    reading = reading_of(tmp_path, name, data)
    assert reading.source is None
    (found,) = reading.findings
    assert (found.code, found.severity, found.path, found.line) == (code, "error", f"seeds/{name}", line)
    assert found.message == message
    assert "{" in CATALOGUE[code].hint or found.hint == CATALOGUE[code].hint


def test_a_file_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of exactly the limit is read; one byte more gives seed-too-long."""
    monkeypatch.setattr(document, "MAX_BYTES", 1000)
    assert reading_of(tmp_path, "a.txt", b"a" * 1000).source is not None
    (found,) = reading_of(tmp_path, "a.txt", b"a" * 1001).findings
    assert found.code == "seed-too-long"
    assert found.message == "文件有 1001 字节，超过上限 1000 字节，不像一篇讲话。"


@pytest.mark.parametrize("suffix", [*HOW, ".xyz", ""])
def test_what_is_not_read_says_how_to_convert(suffix: str, tmp_path: Path) -> None:
    """Each kind of file that is not read gives seed-format with what to do for that kind."""
    (found,) = reading_of(tmp_path, f"a{suffix}", b"x").findings
    assert (found.code, found.message) == ("seed-format", f"不认识的文件类型“{suffix}”。")
    assert found.hint == f"{HOW.get(suffix, OTHERWISE)}。"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (OLE, "Word 97–2003"),
        (b"{\\rtf1 a}", "RTF"),
        (BOMB, "Word 文档（.docx）"),
        (b"PK\x03\x04", "压缩文件"),
        (b"MIME-Version: 1.0\r\n", ".mht"),
    ],
    ids=["image", "doc", "rtf", "docx", "zip", "mht"],
)
def test_a_file_in_disguise_is_a_finding(data: bytes, says: str, tmp_path: Path) -> None:
    """A .txt whose first bytes are those of another kind of file gives seed-disguised and says which."""
    reading = reading_of(tmp_path, "a.txt", data)
    assert codes(reading.findings) == ["seed-disguised"]
    assert says in reading.findings[0].message
    assert reading.source is None


WARNINGS = {
    "seed-mojibake": (
        "在会上的讲话\n" + "同志们，大家好！".encode().decode("latin-1"),
        2,
        "原文或为“同志们，大家好！”",
    ),
    "seed-entities": (
        "在会上的讲话\n同志们&nbsp;&#8220;大家&rdquo;",
        None,
        "文中有 3 处没有转换的网页符号，例如“&nbsp;”",
    ),
}


@pytest.mark.parametrize("code", WARNINGS)
def test_a_damaged_text_is_a_warning(code: str, tmp_path: Path) -> None:
    """Text that was damaged before it came here is read as it is, with a warning."""
    text, line, says = WARNINGS[code]
    reading = reading_of(tmp_path, "a.txt", text.encode())
    assert reading.source is not None
    assert reading.source.decoded == text
    (found,) = reading.findings
    assert (found.code, found.severity, found.line) == (code, "warning", line)
    assert says in found.message


def test_a_tie_between_encodings_is_a_finding(tmp_path: Path) -> None:
    """Bytes that read equally well in two encodings are read in one and give seed-encoding-tie."""
    reading = reading_of(tmp_path, "a.txt", "加快".encode("gb18030"))
    assert codes(reading.findings) == ["seed-encoding-tie"]
    assert reading.source is not None


PARTS = (Part(starts="在甲会上的讲话", id="jia"), Part(starts="在乙会上的讲话", id="yi"))


def split_of(text: str) -> tuple[tuple[Source, ...], tuple[Finding, ...]]:
    return split(source_of(text, sidecar=Sidecar(parts=PARTS)))


def test_a_part_starts_at_one_line() -> None:
    """A part whose first line is missing, or there twice, gives part-unmatched with the nearest line, and no document."""
    sources, (found,) = split_of("在甲会上的讲话\n甲。\n在乙会议上的讲话\n乙。\n")
    assert (sources, found.code, found.line) == ((), "part-unmatched", 3)
    assert "最接近的一行是“在乙会议上的讲话”" in found.hint
    sources, (found,) = split_of("在甲会上的讲话\n在乙会上的讲话\n在甲会上的讲话\n")
    assert (sources, found.code, found.line) == ((), "part-unmatched", 3)
    assert "有 2 处" in found.message


def test_text_before_the_first_part_is_told() -> None:
    """What stands before the first part gives part-before with its length; white space does not."""
    sources, (found,) = split_of("目 录\n在甲会上的讲话\n甲。\n在乙会上的讲话\n乙。\n")
    assert [source.decoded for source in sources] == ["在甲会上的讲话\n甲。\n", "在乙会上的讲话\n乙。\n"]
    assert (found.code, found.severity, found.message[:12]) == (
        "part-before",
        "warning",
        "第一篇之前还有 2 字，",
    )
    assert split_of(" \n在甲会上的讲话\n甲。\n在乙会上的讲话\n")[1] == ()


def test_a_seed_that_vanished_is_a_finding(tmp_path: Path) -> None:
    """A link to nothing gives seed-unreadable with the system's reason."""
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (reading,) = read(tmp_path)
    assert codes(reading.findings) == ["seed-unreadable"]
    assert reading.findings[0].message.startswith("读不了这个文件：")


def test_a_link_to_itself_is_a_finding(tmp_path: Path) -> None:
    """A link that leads to itself says so in the editor's language."""
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    (reading,) = read(tmp_path)
    assert codes(reading.findings) == ["seed-unreadable"]
    assert reading.findings[0].message == "读不了这个文件：链接指向自己。"


@pytest.mark.parametrize(("first", "second"), [("a.yml", "a.yaml"), ("a.yml", "a.YML"), ("a.yaml", "a.YAML")])
def test_two_sidecars_of_one_seed_are_a_finding(first: str, second: str, tmp_path: Path) -> None:
    """Of two sidecars the usual name counts; the other one gives sidecar-twice, which names the one that counts."""
    for name, text in (("a.txt", SPEECH), (first, "level: 县\n"), (second, "level: 市\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    reading, passed = read(tmp_path)
    assert reading.source is not None
    assert reading.source.sidecar.metadata == {"level": "县"}
    assert sidecars_of(tmp_path) == {"a": tmp_path / first}
    (found,) = passed.findings
    assert (found.code, found.severity, found.path) == ("sidecar-twice", "error", f"seeds/{second}")
    assert f"另有旁注 {first}，" in found.message


def test_a_folder_that_looks_like_a_seed_is_a_finding(tmp_path: Path) -> None:
    """A link to a folder gives seed-unreadable instead of an exception."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.txt").symlink_to(tmp_path / "folder")
    assert [codes(reading.findings) for reading in read(tmp_path)] == [["seed-unreadable"]]


def test_a_link_out_of_the_seeds_is_a_finding(tmp_path: Path) -> None:
    """A link that leads out of the seeds folder gives seed-outside; what it leads to is not read."""
    seeds, secret = tmp_path / "seeds", tmp_path / "secret.txt"
    seeds.mkdir()
    secret.write_text(SPEECH, encoding="utf-8")
    (seeds / "a.txt").symlink_to(secret)
    (reading,) = read(seeds)
    assert codes(reading.findings) == ["seed-outside"]
    assert reading.source is None


def test_a_link_inside_the_seeds_is_read(tmp_path: Path) -> None:
    """A link to another seed is a document like any other."""
    (tmp_path / "a.txt").write_text(SPEECH, encoding="utf-8")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    assert [codes(reading.findings) for reading in read(tmp_path)] == [[], []]


def test_lost_characters_are_a_finding(tmp_path: Path) -> None:
    """A text with replacement characters gives seed-replacement with their number, and is read all the same."""
    reading = reading_of(
        tmp_path, "a.txt", "在全\N{REPLACEMENT CHARACTER}会议上\N{REPLACEMENT CHARACTER}的讲话".encode()
    )
    assert codes(reading.findings) == ["seed-replacement"]
    assert reading.findings[0].message == "文中有 2 个“\N{REPLACEMENT CHARACTER}”，原来的字已经丢失。"
    assert reading.source is not None


def test_two_seeds_with_one_id_are_a_finding(tmp_path: Path) -> None:
    """The first file by path keeps the id; the other gives id-collision naming both, and no document."""
    for name in ("A_B.txt", "a-b.txt"):
        (tmp_path / name).write_text(SPEECH, encoding="utf-8")
    first, second = read(tmp_path)
    assert (first.file, first.findings) == ("A_B.txt", ())
    assert codes(second.findings) == ["id-collision"]
    assert second.source is None
    assert second.findings[0].message == "编号“a-b”已被“A_B.txt”占用，这一篇没有发布。"


def test_what_is_no_document_is_passed_over(tmp_path: Path) -> None:
    """README files, hidden files and what lies in hidden folders are no seeds and no findings."""
    for name in ("README.md", "readme.txt", ".hidden.txt", ".git/a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(SPEECH, encoding="utf-8")
    assert read(tmp_path) == ()


# ---------------------------------------------------------------- sidecars


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("title: [", 1, "方括号或花括号没有成对"),
        ("title: a\n\ttext: b", 2, "缩进用了制表符，改成空格"),
        ("- title", 1, "不是“项: 值”的形式"),
        ("一句话", 1, "不是“项: 值”的形式"),
        (b"title: a\nrole: \xd6\xd0", 2, "不是 UTF-8 编码"),
        ("title：甲", 1, "冒号是全角的，要用半角冒号，后面空一格"),
        ("level: 县\ntitle：甲\nrole: 乙", 2, "冒号是全角的"),
        ("title:甲\nrole: 乙", 1, "冒号后面要空一格"),
        ("title: 甲: 乙", 1, "缩进没有对齐，或者值里有冒号而没有加引号"),
        ("title: '甲", 1, "引号没有成对"),
        ("notes:\n  - text: 甲\n find: 乙", 3, "缩进没有对齐"),
        ("title: *甲", 1, "值以 * 开头，要加引号"),
        ("notes: &a [*a]", 1, "用 * 引用了自己"),
        ("notes:\n- &a {text: 甲}\n" + "- *a\n" * 201, 203, "用 * 引用得太多"),
        ("title: @甲", 1, "值以 @、%、` 这类符号开头，要加引号"),
        ("title: 甲\n---\nrole: 乙", 2, "有单独一行“---”，删掉它"),
        ("role: 乙\ntitle: 甲\x1b乙", 2, "有看不见的控制字符，删掉它"),
        ('title: "\\q"', 1, "双引号里不能有反斜杠，改用单引号"),
        ("title: |x", 1, "值以 | 或 > 开头，要加引号"),
        ("? [甲]\n: 乙", 1, "项的名字只能是文字"),
        ("[" * 3000, 1, ""),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_sidecar_that_is_no_mapping_is_a_finding(text: str | bytes, line: int | None, reason: str) -> None:
    """What is no YAML mapping gives sidecar-invalid with its line and the reason, and holds the speech back."""
    sidecar, (found,) = parse_sidecar(text if isinstance(text, bytes) else text.encode(), "seeds/a.yml")
    assert sidecar == Sidecar(publish=False)
    assert (found.code, found.path, found.line) == ("sidecar-invalid", "seeds/a.yml", line)
    assert reason in found.message


@pytest.mark.parametrize(
    ("key", "guess"),
    [
        ("titel", "title"),
        ("Speaker", "speaker"),
        ("note", "notes"),
        ("infered", "inferred"),
        ("标题", "title"),
        ("讲话人", "speaker"),
        ("发布", "publish"),
        ("发布时间", "posted"),
        ("甲乙丙", None),
    ],
)
def test_an_unknown_key_is_guessed(key: str, guess: str | None) -> None:
    """An unknown key gives sidecar-key with its line, the nearest valid key and all valid ones."""
    (found,) = parse_sidecar(f"level: 县\n{key}: 甲\n".encode(), "seeds/a.yml")[1]
    assert (found.code, found.line) == ("sidecar-key", 2)
    assert found.message == f"旁注文件里有不认识的项“{key}”。"
    assert found.hint == (f"是不是“{guess}”？" if guess else "") + f"可用的项：{'、'.join(KEYS)}。"


def test_a_key_of_the_whole_file_is_told_its_place() -> None:
    """A key that a file has but a speech of it has not is told to stand outside."""
    yml = "documents:\n- starts: 甲\n  id: a\n  aliases: [b]\n"
    (found,) = parse_sidecar(yml.encode(), "seeds/a.yml")[1]
    assert (found.code, found.line) == ("sidecar-key", 4)
    assert found.hint.startswith("“aliases”写在最外层，不缩进。")


def test_the_sidecar_is_called_by_its_name(tmp_path: Path) -> None:
    """A finding about a.yaml names a.yaml, and one about `publish` says that the speech is held back."""
    (tmp_path / "a.txt").write_text(SPEECH, encoding="utf-8")
    (tmp_path / "a.yaml").write_text("publish: 否\n", encoding="utf-8")
    (found,) = read(tmp_path)[0].findings
    assert (found.path, found.line) == ("seeds/a.yaml", 1)
    assert found.message.endswith("只能是 true 或 false；改好以前不发布。")


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("id: 张三", "只能用小写字母、数字和单个连字符，不能是 index"),
        ("id: index", "只能用小写字母、数字和单个连字符，不能是 index"),
        ("id: a--b", "只能用小写字母、数字和单个连字符，不能是 index"),
        ("publish: 不", "只能是 true 或 false"),
        ("publish: 1", "只能是 true 或 false"),
        ("date: 2019年4月", "写成 2019-04-26、2019-04 或 2019"),
        ("posted: 2019/04/26", "写成 2019-04-26、2019-04 或 2019"),
        ("kind: 讲话", "只能是 speech、article、report、not-a-speech"),
        ("url: www.example.com", "写成 http:// 或 https:// 开头的地址"),
        ("url: javascript:alert(1)", "写成 http:// 或 https:// 开头的地址"),
        ("title:", "要写成一行文字"),
        ("title: [甲]", "要写成一行文字"),
        ("date: 2019-02-30", "要有这一天"),
        ('title: "甲\\u2028乙"', "不能有控制字符"),
        ("inferred: [{field: year, value: 2019, confidence: 高, evidence: 甲}]", "只能是 high、medium、low"),
        ("speaker: |\n  甲\n  乙", "要写成一行文字"),
        ("notes: 甲", "应是一个列表"),
        ("notes: [{find: 甲}]", "第 1 项缺少 text"),
        ("inferred: [{field: year}]", "第 1 项缺少 value、confidence、evidence"),
    ],
)
def test_a_bad_value_is_a_finding(entry: str, reason: str) -> None:
    """A value of the wrong form gives sidecar-value with key, line and reason, and is not used; the rest is.

    Where `publish` itself cannot be read, the speech is held back: the editor may have meant that.
    """
    sidecar, findings = parse_sidecar(f"occasion: 防汛会\n{entry}\n".encode(), "seeds/a.yml")
    (found,) = findings
    key = entry.partition(":")[0]
    assert (found.code, found.line) == ("sidecar-value", 2)
    assert found.message.startswith(f"旁注文件里“{key}")
    assert reason in found.message
    assert sidecar == Sidecar(metadata={"occasion": "防汛会"}, publish=key != "publish")


@pytest.mark.parametrize(
    ("entry", "key", "value"),
    [
        ("title: 10:30", "title", "10:30"),
        ("title: 1_000", "title", "1_000"),
        ("title: yes", "title", "yes"),
        ("title: 0x1F", "title", "0x1F"),
        ("date: 2019", "date", "2019"),
        ("date: 2020-02-29", "date", "2020-02-29"),
        ("occasion: ' 防汛会 '", "occasion", "防汛会"),
    ],
)
def test_a_value_stays_as_typed(entry: str, key: str, value: str) -> None:
    """What YAML would take for a number, a time or a truth value is the text the editor typed."""
    sidecar, findings = parse_sidecar(entry.encode(), "seeds/a.yml")
    assert (dict(sidecar.metadata), findings) == ({key: value}, ())


def test_an_id_stays_as_typed() -> None:
    """An id of digits keeps its zeros."""
    assert parse_sidecar(b"id: 001", "seeds/a.yml")[0].id == "001"


def test_a_good_sidecar_is_taken_whole() -> None:
    """Every key with a value of the right form arrives, and nothing is said."""
    sidecar, findings = parse_sidecar(
        "id: a-1\npublish: false\ntitle: 题\nkind: report\ndate: 2019-04\nposted: 2019-04-26\nurl: https://example.com/a\n"
        "inferred: [{field: year, value: '2019', confidence: high, evidence: 文中说的}]\n"
        "notes: [{text: 疑误, find: 客服, suggestion: 克服}]\n".encode(),
        "seeds/a.yml",
    )
    assert findings == ()
    assert (sidecar.id, sidecar.publish) == ("a-1", False)
    assert sidecar.metadata == {
        "title": "题",
        "kind": "report",
        "date": "2019-04",
        "posted": "2019-04-26",
        "url": "https://example.com/a",
    }
    assert [(fact.field, fact.value) for fact in sidecar.inferred] == [("year", "2019")]
    assert sidecar.notes == (SidecarNote(text="疑误", find="客服", suggestion="克服"),)


def test_a_sidecar_without_a_seed_is_a_finding(tmp_path: Path) -> None:
    """A sidecar nobody uses gives sidecar-orphan; one beside a seed does not."""
    (tmp_path / "a.txt").write_text(SPEECH, encoding="utf-8")
    for name in ("a.yml", "b.yml"):
        (tmp_path / name).write_text("level: 县\n", encoding="utf-8")
    assert [(reading.file, codes(reading.findings)) for reading in read(tmp_path)] == [
        ("a.txt", []),
        ("b.yml", ["sidecar-orphan"]),
    ]


@pytest.mark.parametrize(("find", "count"), [("没有的话", 0), ("责任", 2)])
def test_a_note_that_fits_not_once_is_a_finding(find: str, count: int) -> None:
    """A note whose wording is not in the text, or twice, gives sidecar-unmatched with the count and no note."""
    speech = speech_of(f"{SPEECH}责任就是责任。", Sidecar(notes=(SidecarNote(text="注", find=find),)))
    wanted = sum(block.text.count(find) for block in speech.blocks)
    assert codes(speech.findings) == ["sidecar-unmatched"]
    assert speech.findings[0].path == "seeds/a.yml"
    assert speech.findings[0].message == f"旁注引用的“{find}”在正文里出现 {wanted} 次。"
    assert bool(wanted) == bool(count)
    assert speech.notes == ()


def test_a_note_that_fits_once_is_shown() -> None:
    """A note whose wording stands in the text once belongs to its block; a note on nothing to the document."""
    notes = (SidecarNote(text="注一", find="扛在肩上", suggestion="担在肩上"), SidecarNote(text="注二"))
    speech = speech_of(SPEECH, Sidecar(notes=notes))
    assert [(note.kind, note.block, note.reason) for note in speech.notes] == [
        ("suspect", speech.blocks[1].id, "注一"),
        ("remark", None, "注二"),
    ]
    assert speech.findings == ()


# ---------------------------------------------------------------- texts


def only_finding(speech: Speech) -> Finding:
    (found,) = speech.findings
    return found


@pytest.mark.parametrize(
    "text", ["404 Not Found\n\nnginx\n", TITLE, f"{TITLE}\n同志们：\n", "\N{ZERO WIDTH NO-BREAK SPACE}"]
)
def test_a_seed_without_a_text_is_held_back(text: str) -> None:
    """An error page, a title alone or invisible characters give no-text, and nothing is published."""
    speech = speech_of(text)
    found = only_finding(speech)
    assert (found.code, found.severity, found.message) == ("no-text", "error", CATALOGUE["no-text"].message)
    assert not speech.published


def test_an_endless_paragraph_is_held_back() -> None:
    """A paragraph over the limit gives block-too-long with its line and length; one of the limit does not."""
    body = "长" * (MAX_BLOCK - 1) + "。"
    assert speech_of(f"{TITLE}\n\n{body}").findings == ()
    speech = speech_of(f"{TITLE}\n\n长{body}")
    found = only_finding(speech)
    assert (found.code, found.severity, found.line) == ("block-too-long", "error", 3)
    assert found.message == f"有一段长达 {MAX_BLOCK + 1} 字（上限 {MAX_BLOCK} 字），不发布。"
    assert not speech.published


def test_a_text_without_a_title_is_a_warning() -> None:
    """A text without a title gives title-missing and is published; a sidecar's title silences it."""
    speech = speech_of(PROSE)
    assert (only_finding(speech).code, only_finding(speech).severity) == ("title-missing", "warning")
    assert speech.published
    assert speech_of(PROSE, Sidecar(metadata={"title": "题"})).findings == ()


def test_a_title_from_elsewhere_is_a_warning(tmp_path: Path) -> None:
    """A title that only the file's name gives is shown with title-elsewhere, which says where it is from."""
    speech = built(tmp_path, "03_在全县防汛会议上的讲话_某某县人民政府.txt", PROSE)
    found = only_finding(speech)
    assert (found.code, found.severity) == ("title-elsewhere", "warning")
    assert found.message == "正文里没有标题，用的是文件名：“在全县防汛会议上的讲话”。"
    assert (speech.title, speech.value("publication")) == (TITLE, "某某县人民政府")
    assert speech.metadata["title"].evidence == "file name"


def built(folder: Path, name: str, text: str) -> Speech:
    """A seed of this name as read, cleaned and structured."""
    source = reading_of(folder, name, text.encode()).source
    assert source
    return structure(clean(source, ALONE, built_in()), built_in())


def test_a_notice_on_use_is_a_warning() -> None:
    """A notice on use that forbids nothing gives rights-notice with its words and line, and the text is published."""
    speech = speech_of(f"{TITLE}\n\n仅供学习研究\n{PROSE}")
    found = only_finding(speech)
    assert (found.code, found.severity, found.line) == ("rights-notice", "warning", 3)
    assert found.message == "底稿带有声明“仅供学习研究”，仍照常发布。"
    assert speech.published


def test_a_private_number_is_a_warning() -> None:
    """A mobile number gives personal-data with line and count, and the text is published with a mask."""
    speech = speech_of(f"{SPEECH}联系电话：13800001111，随时可以来电反映情况。")
    found = only_finding(speech)
    assert (found.code, found.severity, found.line) == ("personal-data", "warning", 4)
    assert found.message == "文中有 1 处手机号，页面和数据里以 * 代替。"
    assert speech.published


def test_a_suspected_misprint_is_a_warning() -> None:
    """A suspected misprint gives suspect with line, wording and suggestion, and the text stays."""
    speech = speech_of(f"{SPEECH}要彻底客服形式主义，一刻也不能放松。")
    found = only_finding(speech)
    assert (found.code, found.severity, found.line) == ("suspect", "warning", 4)
    assert found.message == "疑误：“客服”，或为“克服”。"
    assert "客服" in speech.text


def test_a_handwritten_page_is_not_overwritten(tmp_path: Path) -> None:
    """A page to be generated where another stands gives docs-handwritten and leaves it; one that is equal is fine."""
    (tmp_path / "a.md").write_text("手写", encoding="utf-8")
    (tmp_path / "b.md").write_text("生成", encoding="utf-8")
    written = publish([("a.md", "生成"), ("b.md", "生成")], tmp_path, tmp_path)
    (found,) = written.findings
    assert (found.code, found.severity, found.path) == ("docs-handwritten", "error", "docs/a.md")
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "手写"
    assert (tmp_path / "b.md").read_text(encoding="utf-8") == "生成"


# ---------------------------------------------------------------- the whole run


def project(folder: Path, corpus: str = "title: 集\ndescription: 几篇讲话。\n", **seeds: str) -> Path:
    """A project with these seeds; its corpus.yml."""
    (folder / "seeds").mkdir()
    for name, text in seeds.items():
        (folder / "seeds" / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "corpus.yml").write_text(corpus, encoding="utf-8")
    return folder / "corpus.yml"


def test_one_bad_seed_stops_nothing(tmp_path: Path) -> None:
    """Bad seeds are findings in the order of the files; the good ones are published."""
    file = project(tmp_path, a="", b=SPEECH, c="404 Not Found", d=PROSE)
    built = build(load_config(file))
    assert [(each.path, each.code) for each in built.findings] == [
        ("seeds/a.txt", "seed-empty"),
        ("seeds/c.txt", "no-text"),
        ("seeds/d.txt", "title-missing"),
    ]
    assert [document.id for document in built.corpus.published] == ["b", "d"]


def test_an_odd_line_end_does_not_hide_a_leak(tmp_path: Path) -> None:
    """Removed wording in the site is found whatever line ends the seeds have."""
    watermark = "某某文库整理，咨询QQ12345678"
    file = project(tmp_path, a=f"{watermark}\N{NEXT LINE}\N{NEXT LINE}论实干\n{PROSE}")
    config = load_config(file)
    build(config)
    config.site.mkdir()
    (config.site / "index.html").write_text(f"<p>{watermark}</p>", encoding="utf-8")
    assert "leak" in {found.code for found in check(config, built_in())}


# ---------------------------------------------------------------- corpus.yml


@pytest.mark.parametrize(
    ("corpus", "says"),
    [
        (
            "title: 集\ndescription: 述\nrelatd: 3\n",
            ["corpus.yml:3: unknown key 'relatd'. Did you mean 'related'? Known keys: title, "],
        ),
        (
            "title: 集\ndescription: 述\n主题: 3\n",
            ["corpus.yml:3: unknown key '主题'. Known keys: title, description, "],
        ),
        ("description: 述\n", ["corpus.yml:1: title: is missing. Add it."]),
        (
            "title: 集\ndescription: 述\nrelated: 六\n",
            ["corpus.yml:3: related: is no whole number. Write one, like 6."],
        ),
        ("title: 集\ndescription: 述\nrelated: [6\n", ["corpus.yml:4: not valid YAML ("]),
        ("- title\n", ["corpus.yml:1: not a mapping. Write 'key: value' lines; keys: title, "]),
        (
            "titel: 集\nrelated: x\n",
            [
                "corpus.yml:1: unknown key 'titel'. Did you mean 'title'?",
                "corpus.yml:1: title: ",
                "corpus.yml:1: description: ",
                "corpus.yml:2: related: ",
            ],
        ),
    ],
    ids=["misspelt", "unknown", "missing", "wrong type", "no yaml", "a list", "all at once"],
)
def test_a_wrong_setting_is_named(corpus: str, says: list[str], tmp_path: Path) -> None:
    """Each thing wrong with corpus.yml is a line with file, key and next step; all come at once."""
    with pytest.raises(ConfigError) as caught:
        load_config(project(tmp_path, corpus))
    lines = str(caught.value).splitlines()
    assert len(lines) == len(says)
    assert all(line.startswith(start) for line, start in zip(lines, says, strict=True))


def test_a_corpus_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A missing corpus.yml, one that is no UTF-8 and a missing seeds folder say what to do."""
    with pytest.raises(ConfigError, match=r"corpus\.yml: No such file.* --config"):
        load_config(tmp_path / "corpus.yml")
    file = project(tmp_path)
    with pytest.raises(ConfigError, match=r"/nowhere: no such folder\. .*--seeds"):
        load_config(file, seeds=tmp_path / "nowhere")
    file.write_bytes(b"title: \xd6\xd0")
    with pytest.raises(ConfigError, match=r"corpus\.yml: not valid YAML"):
        load_config(file)


# ---------------------------------------------------------------- the catalogue


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_finding_speaks_chinese(code: str) -> None:
    """Message and hint of every code are whole Chinese sentences once filled in; its meaning is a line of English."""
    kind = CATALOGUE[code]
    slots = {name for text in (kind.message, kind.hint) for _, name, _, _ in Formatter().parse(text) if name}
    made = finding(code, "seeds/a.txt", 3, **dict.fromkeys(slots, "某"))
    for text in (made.message, made.hint):
        assert re.search("[\u4e00-\u9fff]", text)
        assert text.endswith("。")
        assert not re.search("[{}]", text)
    assert re.fullmatch("[ -~]+[.]", kind.meaning)
    assert re.fullmatch("[a-z]+(-[a-z]+)*", code)
    assert (made.code, made.path, made.line, made.severity) == (code, "seeds/a.txt", 3, kind.severity)


def test_a_finding_needs_a_known_code_and_its_values() -> None:
    """A code nobody knows, or a message without its values, is a mistake in the program."""
    with pytest.raises(KeyError):
        finding("seed-odd", "seeds/a.txt")
    with pytest.raises(KeyError):
        finding("seed-format", "seeds/a.txt", suffix=".pdf")


def literals(file: Path) -> set[str]:
    """Every string that stands in a Python file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_code_is_provoked() -> None:
    """Each code of the catalogue stands in a test."""
    tests = Path(__file__).parent.glob("test_*.py")
    assert set(CATALOGUE) - set().union(*(literals(file) for file in tests)) == set()


def test_every_code_of_the_package_is_in_the_catalogue() -> None:
    """No code is made that the catalogue does not know, and none is in it that is never made."""
    package = here_package()
    made = {
        node.args[0].value
        for file in package.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "finding"
        and isinstance(node.args[0], ast.Constant)
    }
    assert made == set(CATALOGUE)


def here_package() -> Path:
    return Path(__file__).resolve().parent.parent / "build_corpus"


def test_lines_wrapped_by_hand_are_told(tmp_path: Path) -> None:
    """Several lines that end inside a sentence give lines-broken; a text with whole paragraphs does not."""
    wrapped = "\n".join(["今年的工作要从实际出发把每一项任务都落到具体的人和具体的", PROSE * 2] * 3)
    file = project(tmp_path, a=f"论实干\n{wrapped}\n{PROSE}", b=f"论实干\n{PROSE}\n{PROSE}\n{PROSE}")
    assert [(each.path, each.code) for each in build(load_config(file)).findings] == [
        ("seeds/a.txt", "lines-broken")
    ]


def test_noise_in_the_running_text_needs_the_editors_word() -> None:
    """A line in the text that looks like an advertisement stays with a finding; accepted, it goes."""
    text = f"论实干\n{PROSE}\n举报倒卖会员资料的人，举报成功免费赠送一年会员材料！\n{PROSE}"
    found = [each for each in speech_of(text).findings if each.code == "noise-in-body"]
    assert [(each.line, "promotion.resale" in each.hint) for each in found] == [(3, True)]
    accepted = speech_of(text, Sidecar(accept=("promotion.resale",)))
    assert codes(accepted.findings) == []
    assert accepted.text == f"{PROSE}\n{PROSE}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"{TITLE}\n（内容正在更新）\n敬请期待。\n", "成段的文字只有"),
        (
            "领导讲话\n"
            + "".join(f"在全县第{n}次会议上的讲话 2016-03-0{n}\n" for n in range(1, 8))
            + "共1页，到底了。",
            "列表页",
        ),
        ("会员登录\n用户名：\n密码：\n请先登录，再看全文。\n", "登录页"),
        ("提示\n页面跳转中，请稍候，没有自动跳转请点这里。\n", "跳转页"),
    ],
)
def test_what_is_no_speech_is_held_back(text: str, reason: str) -> None:
    """A stub, a list, a form and a redirect give not-a-speech and are held back; the editor's word counts more."""
    (found,) = [each for each in speech_of(text).findings if each.code == "not-a-speech"]
    assert reason in found.message
    assert speech_of(text).kind == "not-a-speech"
    assert not speech_of(text).published
    assert speech_of(text, Sidecar(metadata={"kind": "speech"})).published


def test_a_file_with_two_speeches_is_told() -> None:
    """A second title with a second salutation gives several-speeches with its line; a second salutation alone does not."""
    other = "在全县春耕会议上的讲话"
    found = [
        each
        for each in speech_of(f"{SPEECH}{other}\n同志们：\n{PROSE}\n").findings
        if each.code == "several-speeches"
    ]
    assert [(each.line, other in each.hint) for each in found] == [(4, True)]
    assert "several-speeches" not in codes(speech_of(f"{SPEECH}同志们：\n{PROSE}\n").findings)


def test_paragraphs_outside_the_text_of_a_page_are_told() -> None:
    """A page whose frame holds a paragraph gives text-outside with its line and length; without one it does not."""
    teaser = PROSE * 3
    body = f"<div class=a><p>{TITLE}</p>{f'<p>{PROSE * 6}</p>' * 4}</div>"
    side = f"<h3>今日动态</h3><ul><li>{teaser}</li></ul>"
    found = []
    for page in (f"<body>{body}{side}</body>", f"<body>{body}</body>"):
        (reading,) = read_document("a.html", page.encode())
        assert reading.source
        cleaned = clean(reading.source, ALONE, built_in())
        found.append([each for each in cleaned.findings if each.code == "text-outside"])
    assert [(each.line, str(len(teaser)) in each.message) for each in found[0]] == [(7, True)]
    assert found[1] == []
