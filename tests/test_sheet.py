"""The table of metadata: out for Excel, back into sidecars, and what is wrong with one."""

import csv
import io
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from sites import FROST, SPEECH, TITLE, Project

from build_corpus.cli import cli
from build_corpus.cli.sheet import COLUMNS, guarded, plain
from build_corpus.cli.yaml_edit import scalar, set_value
from build_corpus.read.entries import NotYamlError
from build_corpus.read.sidecar import parse_sidecar

SmallProject = Callable[[Mapping[str, str | bytes]], Project]


def metadata(project: Project, verb: str, *arguments: str) -> Result:
    """`build-corpus metadata VERB` on the project's table.csv."""
    named = ["--config", str(project.root / "corpus.yml"), "--seeds", str(project.seeds)]
    table = str(project.root / "table.csv")
    return CliRunner().invoke(cli, ["metadata", verb, *named, table, *arguments], catch_exceptions=False)


def exported(project: Project) -> list[dict[str, str]]:
    assert metadata(project, "export").exit_code == 0
    text = (project.root / "table.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def write(project: Project, rows: list[dict[str, str]], encoding: str = "utf-8-sig", by: str = ",") -> None:
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, list(rows[0]), delimiter=by)
    table.writeheader()
    table.writerows(rows)
    (project.root / "table.csv").write_bytes(text.getvalue().encode(encoding))


# ---------------------------------------------------------------- out and back


def test_the_table_says_what_is_known(small: SmallProject) -> None:
    """One row a speech, one column a fact; a byte order mark for Excel; nothing for what is not known."""
    project = small({"a.txt": SPEECH, "a.yml": "speaker: 张三\npublish: false\n", "b.txt": FROST})
    first, second = exported(project)
    assert tuple(first) == COLUMNS
    assert (first["id"], first["file"], first["title"]) == ("a", "a.txt", TITLE)
    assert (first["speaker"], first["publish"], second["publish"]) == ("张三", "false", "true")
    assert second["speaker"] == ""
    assert (project.root / "table.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_an_unchanged_table_changes_nothing(small: SmallProject) -> None:
    """Out and back without an edit, no sidecar is written or touched."""
    project = small({"a.txt": SPEECH, "a.yml": "# 注\nspeaker: '=张三'\n", "b.txt": FROST})
    exported(project)
    result = metadata(project, "import")
    assert (result.exit_code, result.output) == (0, "没有要改的。\n")
    assert sorted(path.name for path in project.seeds.iterdir()) == ["a.txt", "a.yml", "b.txt"]


@pytest.mark.parametrize("ending", [None, "YML"])
def test_a_file_with_an_odd_name_keeps_its_sidecar(ending: str | None, small: SmallProject) -> None:
    """A name that is no UTF-8 is written out in the table; its sidecar is the one beside the file all the same."""
    project = small({})
    seed = project.seeds / os.fsdecode(b"a\xff.txt")
    seed.write_text(SPEECH, encoding="utf-8")
    if ending:
        seed.with_suffix(f".{ending}").write_text("speaker: 张三\n", encoding="utf-8")
    (row,) = exported(project)
    write(project, [row | {"level": "乡镇"}])
    assert metadata(project, "import").exit_code == 0
    assert "level: 乡镇" in seed.with_suffix(f".{ending or 'yml'}").read_text(encoding="utf-8")
    assert len(list(project.seeds.iterdir())) == 2
    assert [row["level"] for row in exported(project)] == ["乡镇"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("by", [",", ";", "\t"])
def test_changed_cells_go_into_sidecars(small: SmallProject, encoding: str, by: str) -> None:
    """Only cells that differ are written, in whatever way the spreadsheet saved them; comments and the rest stay."""
    old = "# 甲\nspeaker: 张三   # 乙\nnotes:\n  - text: 丙\n"
    project = small({"a.txt": SPEECH, "a.yml": old, "b.txt": FROST})
    first, second = exported(project)
    first |= {"speaker": "李四", "date": "2019/4/6", "publish": "FALSE"}
    second |= {"occasion": "=全县会议: 第一次", "posted": "2020年5月"}
    write(project, [second, first], encoding, by)
    told = metadata(project, "import", "--dry-run")
    assert "会改 2 个旁注文件。" in told.output
    assert (project.seeds / "a.yml").read_text(encoding="utf-8") == old
    result = metadata(project, "import")
    assert "  讲话人  张三 → 李四\n" in result.output
    assert (project.seeds / "a.yml").read_text(encoding="utf-8") == (
        "# 甲\nspeaker: 李四   # 乙\nnotes:\n  - text: 丙\ndate: 2019-04-06\npublish: false\n"
    )
    sidecar, findings = parse_sidecar((project.seeds / "b.yml").read_bytes(), "seeds/b.yml")
    assert (dict(sidecar.metadata), findings) == ({"posted": "2020-05", "occasion": "=全县会议: 第一次"}, ())
    assert metadata(project, "import").output == "没有要改的。\n"


def test_an_emptied_cell_takes_the_editors_word_back(small: SmallProject) -> None:
    """A value of the sidecar goes when its cell is emptied; one of the document stays, with a warning."""
    project = small({"a.txt": SPEECH, "a.yml": "# 甲\nspeaker: 张三\nrole: 书记\n"})
    (row,) = exported(project)
    write(project, [{**row, "speaker": "", "title": ""}])
    result = metadata(project, "import")
    assert result.exit_code == 0
    assert f"提醒 table.csv:2: “title”清空了，但“{TITLE}”是从文中读出来的，没有改。" in result.output
    assert "table-blank" in result.output
    assert (project.seeds / "a.yml").read_text(encoding="utf-8") == "# 甲\nrole: 书记\n"


@pytest.mark.parametrize(
    ("table", "line", "code", "says"),
    [
        (b"\xff\xff\xff", "", "table-unreadable", "既不是 UTF-8，也不是 GBK"),
        (f"id,title\na,{'甲' * 20_000}\n", ":2", "table-row", "有一格超过 10000 字"),
        ("title\n甲\n", ":1", "table-unreadable", "第一行没有 id 这一列"),
        ("id,titel\na,甲\n", ":1", "table-column", "是不是“title”？"),
        ("id,讲话人\na,甲\n", ":1", "table-column", "是不是“speaker”？"),
        ("id,title,title\na,甲,乙\n", ":1", "table-column", "表头里的“title”不认识，或写了两次"),
        ("id,title\na,甲\nc,乙\n", ":3", "table-row", "这一行的编号“c”没有这一篇。"),
        ("id,file\n1,a.txt\n", ":2", "table-row", "是不是“a”？编号不能在表里改。"),
        ("id,title\na,甲\na,乙\n", ":3", "table-row", "在第 2 行已经有了"),
        ("id,title\na,甲,乙\n", ":2", "table-row", "有 3 格，表头只有 2 列"),
        ('id,title\n"a","甲\n乙"\n', ":2", "table-value", "要写成一行文字"),
        ("id,date\na,2019-02-30\n", ":2", "table-value", "“date”不能是“2019-02-30”：写成 2019-04-26"),
        ("id,publish\na,也许\n", ":2", "table-value", "只能是 true 或 false"),
        ("id,publish\na,\n", ":2", "table-value", "只能是 true 或 false"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_wrong_table_is_told(
    small: SmallProject, table: str | bytes, line: str, code: str, says: str
) -> None:
    """What is wrong with a table is a finding with line and next step; nothing at all is written."""
    project = small({"a.txt": SPEECH, "b.txt": FROST})
    data = table if isinstance(table, bytes) else f"{table}b,丁\n".encode()
    (project.root / "table.csv").write_bytes(data)
    result = metadata(project, "import")
    assert result.exit_code == 1
    assert f"错误 table.csv{line}: " in result.output
    assert f"[{code}]" in result.output
    assert says in result.output
    assert sorted(path.name for path in project.seeds.iterdir()) == ["a.txt", "b.txt"]


def test_a_cell_no_csv_reader_takes_is_told(small: SmallProject) -> None:
    """A cell beyond what the reader holds is a finding too, at whatever length that is here."""
    project = small({"a.txt": SPEECH})
    (project.root / "table.csv").write_text(f"id,title\na,{'甲' * 20_000}\n", encoding="utf-8")
    usual = csv.field_size_limit(15_000)
    try:
        result = metadata(project, "import")
    finally:
        csv.field_size_limit(usual)
    assert result.exit_code == 1
    assert "不是 CSV，或有一格太长" in result.output


@pytest.mark.parametrize(
    "sidecar", ["title: [", "- a\n", b"\xd6\xd0: a\n", "{title: 甲, role: 乙}"], ids=repr
)
def test_a_sidecar_that_cannot_be_edited_is_told(small: SmallProject, sidecar: str | bytes) -> None:
    """Where the rest of a sidecar would not stay as it is, nothing is written and the editor does it by hand."""
    project = small({"a.txt": SPEECH, "a.yml": sidecar})
    title = "" if "role" in str(sidecar) else "题"
    (project.root / "table.csv").write_text(f"id,title\na,{title}\n", encoding="utf-8")
    result = metadata(project, "import")
    assert result.exit_code == 1
    assert "错误 table.csv:2: 旁注 a.yml 改不了：" in result.output
    assert "table-unwritable" in result.output


def test_a_table_that_is_not_there_is_told(small: SmallProject) -> None:
    """A table that cannot be opened is a finding like any other."""
    result = metadata(small({"a.txt": SPEECH}), "import")
    assert (result.exit_code, "table-unreadable" in result.output) == (1, True)


# ---------------------------------------------------------------- cells and values


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_no_cell_runs_and_every_cell_reads_back(value: str) -> None:
    """A cell never starts with what a spreadsheet runs, and gives its value back."""
    assert not guarded(value).startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert plain(guarded(value)) == value


LINE = st.text(st.characters(exclude_categories=("C", "Zl", "Zp"))).map(str.strip).filter(bool)


@given(LINE)
def test_a_scalar_reads_back(value: str) -> None:
    """Any line of text, written as a scalar, is the text again, also inside braces."""
    for text in (f"title: {scalar(value)}\n", f"{{title: {scalar(value)}}}"):
        assert parse_sidecar(text.encode(), "a.yml")[0].metadata == {"title": value}


@given(LINE, LINE)
def test_setting_a_value_leaves_the_rest(old: str, new: str) -> None:
    """One value changes; the lines around it, comments among them, are the same bytes."""
    before = f"# 甲\nrole: 乙 # 丙\ntitle: {scalar(old)}\nnotes:\n- text: 丁\n"
    after = set_value(before, ("title",), new)
    assert after.split("\n")[:2] == before.split("\n")[:2]
    assert after.split("\n")[3:] == before.split("\n")[3:]
    assert parse_sidecar(after.encode(), "a.yml")[0].metadata["title"] == new


@pytest.mark.parametrize(
    ("text", "path", "value", "wanted"),
    [
        ("", ("title",), "题", "title: 题\n"),
        ("# 甲", ("title",), "题", "# 甲\ntitle: 题\n"),
        ("title:\nrole: 乙\n", ("title",), "题", "title: 题\nrole: 乙\n"),
        ("title: >\n  甲\n  乙\nrole: 丙\n", ("title",), "题", "title: 题\nrole: 丙\n"),
        ("title: '甲' # 注\n", ("title",), "题", "title: 题 # 注\n"),
        ("{role: 乙}", ("title",), "甲, 乙", '{title: "甲, 乙", role: 乙}'),
        ("title: 甲\nrole: 乙", ("title",), None, "role: 乙"),
        ("role: 乙\ntitle: 甲", ("title",), None, "role: 乙\n"),
        ("role: 乙\n", ("title",), None, "role: 乙\n"),
        (
            "documents:\n- starts: 甲\n  id: a\n",
            ("documents", 0, "date"),
            "2019",
            "documents:\n- date: 2019\n  starts: 甲\n  id: a\n",
        ),
        (
            "documents:\n- {starts: 甲, id: a}\n",
            ("documents", 0, "id"),
            "b",
            "documents:\n- {starts: 甲, id: b}\n",
        ),
        ("  title: 甲\n", ("role",), "乙", "  role: 乙\n  title: 甲\n"),
    ],
)
def test_a_value_is_set_in_its_place(
    text: str, path: tuple[str | int, ...], value: str | None, wanted: str
) -> None:
    """A value is replaced, added or taken away where it stands; what else is written stays."""
    assert set_value(text, path, value) == wanted


def test_a_path_that_leads_nowhere_is_an_error() -> None:
    """No YAML, or a path that is not there, is an error for the caller."""
    with pytest.raises(NotYamlError):
        set_value("a: [", ("title",), "题")
    for path in (("documents", 0, "id"), ("title", "x")):
        with pytest.raises(KeyError):
            set_value("title: 甲\n", path, "题")


def test_a_part_of_a_file_is_edited_in_its_place(tmp_path: Path) -> None:
    """The entry of a part takes the value; see `sheet` for how a speech finds its part."""
    text = "documents:\n  # 甲\n  - starts: 甲\n    id: a\n  - starts: 乙\n    id: b\n"
    edited = set_value(text, ("documents", 1, "speaker"), "张三")
    (tmp_path / "a.yml").write_text(edited, encoding="utf-8")
    parts = parse_sidecar((tmp_path / "a.yml").read_bytes(), "a.yml")[0].parts
    assert [dict(part.metadata) for part in parts] == [{}, {"speaker": "张三"}]
    assert "  # 甲\n" in edited
