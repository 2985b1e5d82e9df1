"""Sidecars: every key of an editor's file, what is wrong with it, and where.

In: YAML as editors write it. Out: a Sidecar and findings with lines.
"""

import re
import textwrap
from pathlib import Path

import pytest
from helpers import codes
from hypothesis import example, given
from hypothesis import strategies as st

from build_corpus.model import Emendation, Finding, Part, Sidecar, SidecarNote
from build_corpus.read.keys import CHINESE, KEYS, SHAPES, nearest
from build_corpus.read.sidecar import parse_sidecar

WHOLE = """\
accept: [navigation.menu, contact.phone]
aliases:
  - lao-bianhao
  - p-abcdefgh=p-zyxwvuts
emendations:
  - find: 明细责任
    reading: 明晰责任
    note: 同音误字
version_of: none
notes:
  - text: 两处并存

  - text: 照录
    find: 组工会议
"""


def parsed(text: str) -> tuple[Sidecar, tuple[Finding, ...]]:
    return parse_sidecar(text.encode(), "seeds/a.yml")


def only(text: str) -> Finding:
    (found,) = parsed(text)[1]
    return found


def test_every_key_arrives() -> None:
    """Rules to accept, former ids, other readings and versions are taken as written, each with its line."""
    sidecar, findings = parsed(WHOLE)
    assert findings == ()
    assert sidecar == Sidecar(
        accept=("navigation.menu", "contact.phone"),
        aliases=("lao-bianhao", "p-abcdefgh=p-zyxwvuts"),
        emendations=(Emendation(find="明细责任", reading="明晰责任", note="同音误字"),),
        version_of="none",
        notes=(SidecarNote(text="两处并存"), SidecarNote(text="照录", find="组工会议")),
    )
    assert sidecar.path == "seeds/a.yml"
    assert (sidecar.lines["accept[contact.phone]"], sidecar.lines["aliases[p-abcdefgh=p-zyxwvuts]"]) == (1, 4)
    assert (sidecar.lines["emendations[明细责任]"], sidecar.lines["notes[组工会议]"]) == (6, 13)
    assert sidecar.former_ids == ("lao-bianhao",)
    assert dict(sidecar.former_blocks) == {"p-abcdefgh": "p-zyxwvuts"}


def test_a_file_is_split_into_parts() -> None:
    """`documents` gives a part for each speech, with its own facts; one may be held back."""
    sidecar, findings = parsed(
        "documents:\n"
        "  - starts: 在全县动员会上的讲话\n    id: a-1\n    date: 2019-04\n"
        "  - {starts: 在全县总结会上的讲话, id: a-2, publish: false, speaker: 张三}\n"
    )
    assert findings == ()
    assert sidecar.publish
    assert sidecar.parts == (
        Part(starts="在全县动员会上的讲话", id="a-1", metadata={"date": "2019-04"}),
        Part(starts="在全县总结会上的讲话", id="a-2", publish=False, metadata={"speaker": "张三"}),
    )
    assert [sidecar.lines[f"documents[{each}]"] for each in ("a-1", "a-2")] == [2, 5]


@pytest.mark.parametrize(
    ("entry", "line", "says"),
    [
        ("documents:\n- starts: 甲\n", 2, "第 1 项缺少 id"),
        ("documents:\n- {starts: 甲, id: a}\n- {starts: 乙, id: a}", 3, "id 与前面一项相同"),
        ("documents:\n- {starts: 甲, id: a}\n- {starts: 甲, id: b}", 3, "starts 与前面一项相同"),
        ("documents:\n- {starts: 甲, id: 张三}", 2, "只能用小写字母"),
        ("documents:\n  starts: 甲", 1, "应是一个列表"),
        ("documents: []", 1, "应是一个列表"),
    ],
)
def test_a_file_that_cannot_be_split_is_held_back(entry: str, line: int, says: str) -> None:
    """Where a part is wrong, the file is not split in another way than meant: nothing of it is published."""
    sidecar, findings = parsed(entry)
    assert (sidecar.publish, sidecar.parts) == (False, ())
    assert findings[0].line == line
    assert says in findings[0].message


def test_a_wrong_fact_of_a_part_leaves_the_part() -> None:
    """A date that is none, or a key nobody knows, is a finding with its line; the part stays."""
    sidecar, findings = parsed("documents:\n- starts: 甲\n  id: a\n  date: 四月\n  讲话人: 张三\n")
    assert sidecar == Sidecar(parts=(Part(starts="甲", id="a"),))
    assert [(each.code, each.line) for each in findings] == [("sidecar-value", 4), ("sidecar-key", 5)]
    assert "documents 第 1 项的 date" in findings[0].message
    assert findings[1].hint.startswith("是不是“speaker”？")


@pytest.mark.parametrize("line", ["publish: no", "发布: 否", "Publish: true", "published: true"])
def test_a_part_that_may_be_meant_to_be_held_back_is(line: str) -> None:
    """What cannot be read where `publish` belongs holds the part back."""
    sidecar, findings = parsed(f"documents:\n- starts: 甲\n  id: a\n  {line}\n")
    assert not sidecar.parts[0].publish
    assert findings


@pytest.mark.parametrize(
    ("entry", "line", "says"),
    [
        ("accept: navigation.menu", 1, "应是一个列表，每项以“- ”开头"),
        ("accept:\n- navigation.menu\n-", 3, "第 2 项：要写成一行文字"),
        ("aliases:\n- 旧编号", 2, "写这一篇的旧编号；段落写成 p-旧编号=p-新编号"),
        ("aliases:\n- p-abcdefgh", 2, "段落写成 p-旧编号=p-新编号"),
        ("aliases:\n- index", 2, "写这一篇的旧编号"),
        ("aliases:\n- {p-abcdefgh: p-zyxwvuts}", 2, "第 1 项：要写成一行文字"),
        ("emendations:\n- find: 甲", 2, "第 1 项缺少 reading；每项可写 find、reading、note"),
        ("emendations:\n- find: 甲\n  reading:", 3, "要写成一行文字"),
        ("emendations:\n- 甲改乙", 1, "应是一个列表，每项以“- ”开头，可写 find、reading、note"),
        ("version_of: 另一篇", 1, "写另一篇的编号；单独成篇就写 none"),
    ],
)
def test_a_wrong_entry_is_named_with_its_line(entry: str, line: int, says: str) -> None:
    """A wrong entry of a list is a finding with the line of the entry; the sidecar is as without it."""
    sidecar, (found,) = parsed(entry)
    assert (found.code, found.line) == ("sidecar-value", line)
    assert says in found.message
    assert sidecar.publish
    assert (sidecar.aliases, sidecar.emendations, sidecar.version_of) == ((), (), None)


def test_one_wrong_entry_leaves_the_others() -> None:
    """A list loses only the entry that is wrong."""
    sidecar, findings = parsed("emendations:\n- find: 甲\n- {find: 乙, reading: 丙}\n")
    assert codes(findings) == ["sidecar-value"]
    assert sidecar.emendations == (Emendation(find="乙", reading="丙"),)
    assert sidecar.lines["emendations[乙]"] == 3


def test_an_unknown_key_inside_an_entry_is_guessed() -> None:
    """A key nobody knows inside an entry gives sidecar-key with the entry's own keys."""
    found = only("notes:\n- text: 甲\n  sugestion: 乙\n")
    assert (found.code, found.line) == ("sidecar-key", 3)
    assert found.message == "旁注文件里有不认识的项“notes 第 1 项的 sugestion”。"
    assert found.hint == "是不是“suggestion”？可用的项：text、find、suggestion。"


@pytest.mark.parametrize(
    ("text", "title"), [("title: 甲\nrole: 乙\ntitle: 丙\n", "甲"), ("title: 甲\ntitle: 甲", "甲")]
)
def test_a_key_that_stands_twice_is_a_finding(text: str, title: str) -> None:
    """A key written twice gives sidecar-repeated with both lines; the first one counts."""
    sidecar, (found,) = parsed(text)
    assert (found.code, found.line) == ("sidecar-repeated", text.rstrip().count("\n") + 1)
    assert found.message == "旁注文件里“title”写了两次，前一次在第 1 行，只算前一次。"
    assert sidecar.metadata["title"] == title


@pytest.mark.parametrize("text", ["publish: true\npublish: false", "publish: false\npublish: true"])
def test_two_words_on_publishing_hold_back(text: str) -> None:
    """Where `publish` stands twice, the speech is held back."""
    assert not parsed(text)[0].publish


@pytest.mark.parametrize("text", ["", "# 只有注释\n", "---\n", "\ufeff# 甲\n"])
def test_a_sidecar_that_says_nothing_is_fine(text: str) -> None:
    """A file of comments is a sidecar that says nothing."""
    assert parsed(text) == (Sidecar(), ())


def test_every_key_has_a_chinese_name() -> None:
    """Each key, also inside entries, is guessed from the Chinese word an editor may write for it."""
    within = {name for required, optional in SHAPES.values() for name in (*required, *optional)}
    assert set(CHINESE) == {*KEYS, *within}
    for key, words in CHINESE.items():
        for word in words.split():
            assert nearest(word, (key,)) == key


def test_a_finding_has_no_english_reason() -> None:
    """No reason in a finding is the English of a library."""
    bad = ("notes: 1", "notes: [1]", "notes: [{text: [1]}]", "inferred: {a: 1}", "title: {a: 1}", "a: [")
    for text in bad:
        for found in parsed(text)[1]:
            assert not {"should", "valid", "Field", "expected", "input"} & set(found.message.split())


def test_contributing_explains_every_key() -> None:
    """CONTRIBUTING.md names every key of a sidecar and of its entries; its examples are valid."""
    root = Path(__file__).resolve().parent.parent
    texts = [(root / name).read_text(encoding="utf-8") for name in ("CONTRIBUTING.md", "README.md")]
    within = {name for required, optional in SHAPES.values() for name in (*required, *optional)}
    assert {key for key in (*KEYS, *within) if f"`{key}`" not in texts[0]} == set()
    examples = [
        textwrap.dedent(each) for text in texts for each in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    ]
    assert len(examples) == len(texts)
    assert [parsed(example)[1] for example in examples] == [(), ()]


PIECES = st.lists(
    st.sampled_from(
        [
            *KEYS,
            *"：:-[]{}#&*!|>'\"%@`,? \n\t",
            "\n  ",
            "\n- ",
            ": ",
            "甲",
            "true",
            "find",
            "id",
            "\x85",
            "\ufeff",
        ]
    )
)


@given(st.binary() | PIECES.map(lambda pieces: "".join(pieces).encode()))
@example(b"\xef\xbb\xbf")
@example(b"a: &a [*a]\n")
@example(b"? - a\n: b")
@example(b"[]: a")
@example(b"<<: {a: b}")
@example(b"title: !!python/name:os.system a")
def test_any_bytes_are_a_sidecar_or_findings(data: bytes) -> None:
    """Whatever stands in a sidecar, it is read or told, never an exception; what is wrong has a line of the file."""
    sidecar, findings = parse_sidecar(data, "seeds/a.yml")
    assert isinstance(sidecar, Sidecar)
    for found in findings:
        assert found.line is not None
        assert (
            1
            <= found.line
            <= len(re.split(r"\r\n|[\r\n\x85\u2028\u2029]", data.decode("utf-8", "replace"))) + 1
        )
