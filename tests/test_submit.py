"""A submitted issue becomes a seed and a sidecar; what strangers write names no file and reaches no shell.

In: event files as GitHub writes them, made here. Out: seeds/ of small projects, the report.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from sites import FROST, ROOT, SPEECH, Project

from build_corpus.cli.submit import FIELDS, FILES, NOTES, TEXT, submission
from build_corpus.errors import CorpusError
from build_corpus.read.sidecar import parse_sidecar

Small = Callable[[Mapping[str, str | bytes]], Project]
FORM = ROOT / ".github" / "ISSUE_TEMPLATE" / "speech.yml"
GIVEN = {
    "标题": "在全县会议上的讲话",
    "讲话日期": "2019年4月26日",
    "讲话人": "张三",
    "出处": "某某日报",
    "网址": "https://example.org/a",
}


def body(text: str = SPEECH, *, notes: str = "", files: str = "", **given: str) -> str:
    """The body of an issue that was filled in, as GitHub writes it."""
    fields = {label: given.get(label, "") for label in FIELDS} | {
        NOTES: notes,
        FILES: files,
        "确认": "- [x] 可以公开",
    }
    parts = [f"### {label}\r\n\r\n{value or '_No response_'}\r\n\r\n" for label, value in fields.items()]
    return "".join([*parts, f"### {TEXT}\r\n\r\n```text\r\n{text.rstrip()}\r\n```"])


def event(folder: Path, said: object, number: object = 12) -> Path:
    """The file of an event."""
    file = folder / "event.json"
    file.write_text(
        json.dumps({"action": "labeled", "issue": {"number": number, "body": said}}), encoding="utf-8"
    )
    return file


def test_the_form_has_the_fields_that_the_command_reads() -> None:
    """Labels are the same, the text comes last, and the form sets no label of its own."""
    form = yaml.safe_load(FORM.read_text(encoding="utf-8"))
    labels = [each["attributes"]["label"] for each in form["body"] if each["type"] in ("input", "textarea")]
    assert labels == [*FIELDS, NOTES, FILES, TEXT]
    assert form["body"][-1]["attributes"] == {
        **form["body"][-1]["attributes"],
        "label": TEXT,
        "render": "text",
    }
    assert "labels" not in form


def test_an_issue_becomes_seed_and_sidecar(small: Small, tmp_path: Path) -> None:
    """The text as it was pasted; the facts as a sidecar takes them; both are built without a finding."""
    project = small({"a.txt": FROST})
    result = project.run("submit", str(event(tmp_path, body(notes="请\n核对", **GIVEN))))
    assert (result.returncode, result.stderr) == (0, "")
    assert (project.seeds / "issue-12.txt").read_text(encoding="utf-8") == SPEECH
    beside = (project.seeds / "issue-12.yml").read_bytes()
    sidecar, problems = parse_sidecar(beside, "")
    assert problems == ()
    assert dict(sidecar.metadata) == {
        "title": GIVEN["标题"],
        "date": "2019-04-26",
        "speaker": "张三",
        "publication": "某某日报",
        "url": "https://example.org/a",
    }
    assert "# 备注：请\n# 备注：核对\n" in beside.decode()
    assert "收进 seeds/issue" in result.stdout
    assert project.run("build", "--strict").returncode == 0
    again = project.run("submit", str(event(tmp_path, body(FROST + SPEECH))))
    assert (again.returncode, "已有 issue" in again.stdout) == (1, True)
    assert (project.seeds / "issue-12.txt").read_text(encoding="utf-8") == SPEECH


def test_what_a_sidecar_does_not_take_is_told(tmp_path: Path) -> None:
    """A wrong date or address, and a value of several lines, are left out and named."""
    given = submission(
        event(
            tmp_path,
            body(讲话日期="前年", 网址="javascript:alert(1)", 讲话人="甲\r\npublish: false", 标题="题" * 400),
        )
    )
    assert given.values == {}
    assert set(given.refused) == {"讲话日期", "网址", "讲话人", "标题"}


HOSTILE = "$(touch pwned) `id` ${{ github.token }} '; rm -rf / #"


def test_hostile_words_stay_words(small: Small, tmp_path: Path) -> None:
    """Shell, expression, YAML and Markdown in any field stay text: in the seed verbatim, in the sidecar as a value, in the report escaped."""
    project = small({"a.txt": FROST})
    wicked = f"{HOSTILE} <img src=x onerror=alert(1)> [x](javascript:1) @somebody #1"
    result = project.run(
        "submit",
        str(
            event(
                tmp_path,
                body(
                    f"{SPEECH}### 标题\n\n{wicked}\n",
                    notes=f"{wicked}\npublish: false",
                    **{**GIVEN, "标题": wicked, "讲话人": "甲: 乙 # 丙"},
                ),
            )
        ),
    )
    assert result.returncode == 0
    assert sorted(path.name for path in project.seeds.iterdir()) == ["a.txt", "issue-12.txt", "issue-12.yml"]
    assert not list(tmp_path.rglob("pwned"))
    text = (project.seeds / "issue-12.txt").read_text(encoding="utf-8")
    assert text == f"{SPEECH}### 标题\n\n{wicked}\n"
    sidecar, problems = parse_sidecar((project.seeds / "issue-12.yml").read_bytes(), "")
    assert (problems, sidecar.publish) == ((), True)
    assert (sidecar.metadata["title"], sidecar.metadata["speaker"]) == (wicked, "甲: 乙 # 丙")
    for sign in ("<img", "](", "@somebody", "`id`", "\x1b"):
        assert sign not in result.stdout


def test_control_characters_do_no_harm(small: Small, tmp_path: Path) -> None:
    """Half characters become signs of loss; a text of control characters is refused, and nothing stays behind."""
    project = small({"a.txt": FROST})
    given = submission(event(tmp_path, body("会议\ud800讲话\n")))
    assert given.text == "会议\N{REPLACEMENT CHARACTER}讲话"
    refused = project.run("submit", str(event(tmp_path, body("\0\1\2\0\1\2"))))
    assert refused.returncode == 1
    assert "没有收进来" in refused.stdout
    assert [path.name for path in project.seeds.iterdir()] == ["a.txt"]


def test_the_same_text_is_not_brought_in_twice(small: Small, tmp_path: Path) -> None:
    """A text that is there byte for byte is refused, with the name of the seed that has it."""
    project = small({"a.txt": SPEECH})
    result = project.run("submit", str(event(tmp_path, body())))
    assert result.returncode == 1
    assert "seeds/a.txt 一字不差" in result.stdout.replace("&#47;", "/").replace("&#46;", ".")
    assert not (project.seeds / "issue-12.yml").exists()


def test_attachments_are_named_and_not_fetched(small: Small, tmp_path: Path) -> None:
    """Only files in the hosting service's own place are told of; without a text nothing is brought in."""
    project = small({"a.txt": FROST})
    links = "[稿](https://github.com/user-attachments/files/1/a.docx) https://evil.example/b.docx ![x](https://github.com.evil.example/user-attachments/files/2/c)"
    given = submission(event(tmp_path, body("", files=links)))
    assert given.links == ("https://github.com/user-attachments/files/1/a.docx",)
    result = project.run("submit", str(event(tmp_path, body("", files=links))))
    assert result.returncode == 1
    assert "没有正文" in result.stdout
    assert "evil" not in result.stdout
    assert [path.name for path in project.seeds.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(
    ("said", "number"),
    [(3, 12), ("甲", "12"), ("甲", -1), ("甲", True), (["甲"], 12)],
    ids=["body", "text", "minus", "true", "list"],
)
def test_what_is_no_event_is_an_error(said: object, number: object, tmp_path: Path) -> None:
    """An issue without a number or a text as its body cannot be read."""
    with pytest.raises(CorpusError, match="no event of an issue"):
        submission(event(tmp_path, said, number))


def test_an_issue_of_another_form_has_no_text(tmp_path: Path) -> None:
    """Free text, an empty body, a form without its text: nothing to bring in."""
    for said in (
        "随便写写",
        None,
        "",
        "### 标题\n\n甲\n",
        f"### {TEXT}\n\n_No response_",
        f"### {TEXT}\n\n```text\n\n```",
    ):
        assert submission(event(tmp_path, said)).text == ""


def test_a_long_text_is_refused(small: Small, tmp_path: Path) -> None:
    """Longer than any issue: refused, with the limit."""
    project = small({"a.txt": FROST})
    result = project.run("submit", str(event(tmp_path, body("会" * 300_001))))
    assert result.returncode == 1
    assert "300001 字" in result.stdout
