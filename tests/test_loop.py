"""The editor's loop: add says what a file became, audit what was done to it, diff what would change."""

import os
import pty
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click import unstyle
from click.testing import CliRunner, Result
from helpers import annotated_of, source_of, speech_of
from sites import FROST, SPEECH, TITLE, Project, tree

from build_corpus.cli import cli
from build_corpus.cli.add import Added, added_text, safe_name
from build_corpus.cli.audit import audit_text
from build_corpus.cli.draft import draft_text, known_facts
from build_corpus.cli.options import LONG_RUN, Progress
from build_corpus.knowledge import built_in
from build_corpus.model import Version
from build_corpus.pipeline import make
from build_corpus.read.sidecar import parse_sidecar

SmallProject = Callable[[Mapping[str, str | bytes]], Project]
NOISY = f"{TITLE}\n2024-03-05 来源：某某网\n{SPEECH.partition(chr(10))[2]}QQ群：123456789\n"


def run(project: Project, command: str, *arguments: str, **settings: object) -> Result:
    """A command in this process, with the project's folders."""
    named = ["--config", str(project.root / "corpus.yml"), "--seeds", str(project.seeds)]
    named += ["--build", str(project.build)] if command == "diff" else []
    return CliRunner().invoke(cli, [command, *named, *arguments], catch_exceptions=False, **settings)  # type: ignore[arg-type]


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder where an editor keeps what is to be added."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "会议 讲话(终稿).txt").write_text(NOISY, encoding="utf-8")
    return folder


# ---------------------------------------------------------------- add


def test_add_says_what_a_file_became(small: SmallProject, inbox: Path) -> None:
    """The file is copied byte for byte; title, facts with their lines, themes, removals and findings are said."""
    project = small({"b.txt": FROST})
    file = inbox / "会议 讲话(终稿).txt"
    result = project.run("add", str(file))
    assert (result.returncode, result.stderr) == (0, "")
    added = project.seeds / "会议-讲话-终稿.txt"
    assert added.read_bytes() == file.read_bytes()
    for said in (
        f"{file} → seeds/会议-讲话-终稿.txt\n",
        f"  标题　　  {TITLE}（第 1 行",
        "  发布日期  2024-03-05（第 2 行",
        "  类型　　  讲话\n",
        "  主题　　  组织生活",
        "  删去　　  1 处  contact.",
        "“QQ群：123456789”",
        "  旁注　　  写了 会议-讲话-终稿.yml",
    ):
        assert said in result.stdout
    assert "\x1b" not in result.stdout
    assert sorted(path.name for path in project.root.iterdir()) == [
        *("corpus.yml", "docs", "mkdocs.yml", "seeds", "theme")
    ]


def test_the_draft_says_nothing_until_it_is_uncommented(small: SmallProject, inbox: Path) -> None:
    """The sidecar that add writes changes nothing; uncommented, it is valid and says what was found."""
    project = small({})
    assert run(project, "add", str(inbox / "会议 讲话(终稿).txt")).exit_code == 0
    (beside,) = project.seeds.glob("*.yml")
    text = beside.read_text(encoding="utf-8")
    assert all(line.startswith("#") for line in text.splitlines())
    sidecar, findings = parse_sidecar(text.encode(), "seeds/a.yml")
    assert (sidecar, findings) == (parse_sidecar(b"", "seeds/a.yml")[0], ())
    sidecar, findings = parse_sidecar(re.sub("^# ", "", text, flags=re.MULTILINE).encode(), "seeds/a.yml")
    assert findings == ()
    assert sidecar.metadata["title"] == TITLE
    assert (sidecar.metadata["posted"], sidecar.metadata["kind"]) == ("2024-03-05", "speech")
    assert sidecar.id
    assert sidecar.publish
    sidecar, findings = parse_sidecar(re.sub("^##? ", "", text, flags=re.MULTILINE).encode(), "seeds/a.yml")
    assert findings  # with the words to the editor it is no sidecar, and says so


@pytest.mark.parametrize(
    "title", ['甲: "乙"', "- 甲", "# 甲", "[甲]的讲话", "'甲'", "true", "2019-04-26 的讲话", "甲\\乙"]
)
def test_the_draft_quotes_what_needs_it(title: str) -> None:
    """Whatever a title holds, the uncommented draft reads it back."""
    document = annotated_of(source_of(f"{title}\n同志们：\n{SPEECH.splitlines()[3]}\n"))
    document = replace(document, speech=replace(document.speech, metadata={**document.speech.metadata}))
    text = re.sub("^# ", "", draft_text(document), flags=re.MULTILINE)
    sidecar, findings = parse_sidecar(text.encode(), "seeds/a.yml")
    assert findings == ()
    assert sidecar.metadata.get("title") == document.speech.title


FRONT = f"---\ntitle: {TITLE}\ndate: 2024-03-05 10:28\nauthor: 张三\nsource: https://example.com/a/1.html\nlayout: post\n---\n"


def test_front_matter_that_goes_is_shown(small: SmallProject, inbox: Path) -> None:
    """Lines of front matter are listed under what went; the draft proposes what they state, and where it stands."""
    project = small({})
    (inbox / "a.md").write_text(FRONT + SPEECH, encoding="utf-8")
    said = run(project, "add", str(inbox / "a.md")).output
    assert "字节，Markdown，utf-8\n" in said
    assert "  删去　　  4 处  layout.markup（" in said
    assert "“author: 张三”、“source: https://example.com/a/1.html”" in said
    assert "发布日期  2024-03-05（第 3 行）" in said
    text = (project.seeds / "a.yml").read_text(encoding="utf-8")
    assert (
        "（第 5 行：“source: https://example.com/a/1.html”，没有收进正文）\n# url: https://example.com/a/1.html\n"
        in text
    )
    sidecar, findings = parse_sidecar(re.sub("^# ", "", text, flags=re.MULTILINE).encode(), "seeds/a.yml")
    assert findings == ()
    stated = {field: sidecar.metadata[field] for field in ("url", "posted", "author")}
    assert stated == {"url": "https://example.com/a/1.html", "posted": "2024-03-05", "author": "张三"}
    audited = unstyle(run(project, "audit", "a").output)
    assert re.search("^ +4  删去  layout.markup +“author: 张三”$", audited, re.MULTILINE)


def test_facts_stand_in_the_lines_that_cleaning_counts() -> None:
    """Lines end as Python's do: a line number of a fact is the one that an editor's program shows."""
    text = f"{TITLE}\r\r来源：某某日报\u2028{SPEECH.partition(chr(10))[2]}"
    assert known_facts(speech_of(text))["publication"] == ("某某日报", "（第 3 行）")


def test_add_overwrites_nothing(small: SmallProject, inbox: Path) -> None:
    """Another file of that name gets a number; the same bytes are not copied again; a sidecar stays."""
    project = small({"会议-讲话-终稿.html": "<p>甲</p>", "c.txt": FROST, "c.yml": "speaker: 张三\n"})
    (inbox / "frost.txt").write_text(FROST, encoding="utf-8")
    before = tree(project.seeds)
    file = inbox / "会议 讲话(终稿).txt"
    result = run(project, "add", str(file), str(inbox / "frost.txt"), str(project.seeds / "c.txt"))
    assert "→ seeds/会议-讲话-终稿-2.txt" in result.output
    assert "frost.txt：seeds/c.txt 一字不差，没有再放。" in result.output
    assert "c.txt：已在 seeds/ 里，没有再放。" in result.output
    assert "已有 c.yml，没有动" in result.output
    after = tree(project.seeds)
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"会议-讲话-终稿-2.txt", "会议-讲话-终稿-2.yml"}


def test_add_refuses_what_cannot_be_read(small: SmallProject, inbox: Path) -> None:
    """A file that is not there, a folder, or a format nobody reads is told with the way out; the others are added."""
    project = small({})
    (inbox / "a.wps").write_bytes(b"\xd0\xcf\x11\xe0")
    (inbox / "empty.txt").write_bytes(b"")
    os.mkfifo(inbox / "pipe.txt")
    names = ("nix.txt", "pipe.txt", "a.wps", "empty.txt", "会议 讲话(终稿).txt")
    result = run(project, "add", *(str(inbox / name) for name in names), str(inbox))
    assert result.exit_code == 1
    assert f"错误 {inbox / 'nix.txt'}: 读不了：没有这个文件。" in result.output
    assert f"错误 {inbox / 'pipe.txt'}: 读不了：不是普通文件。" in result.output
    assert f"错误 {inbox}: 读不了：这是文件夹，要写里面的文件。" in result.output
    assert "add-unreadable" in result.output
    assert f"错误 {inbox / 'a.wps'}: " in result.output
    assert f"错误 {inbox / 'empty.txt'}: 文件是空的。" in result.output
    assert sorted(tree(project.seeds)) == ["会议-讲话-终稿.txt", "会议-讲话-终稿.yml"]


def test_add_says_what_is_not_published(small: SmallProject, inbox: Path) -> None:
    """A file that is no speech is added, and said not to be published, with the reason."""
    (inbox / "stub.txt").write_text("404 Not Found\n\nnginx\n", encoding="utf-8")
    result = run(small({}), "add", str(inbox / "stub.txt"))
    assert "stub（不发布）" in result.output
    assert "  标题　　  没有找到\n" in result.output
    assert "no-text" in result.output


def test_add_names_duplicates(small: SmallProject) -> None:
    """A document that is a version of another is named with it and what they share."""
    project = small({"a.txt": SPEECH, "b.txt": FROST})
    made = make(project.config())
    version = Version(id="b", of="a", kind="abridgement", shared=0.8712)
    made = replace(made, corpus=replace(made.corpus, versions=(version,)))
    frost = FROST.splitlines()[0]
    for name, other, role in (
        ("a.txt", f"b  {frost}", "它是这一篇的节选"),
        ("b.txt", f"a  {TITLE}", "这一篇列为它的节选"),
    ):
        text = added_text(Added(path=project.seeds / name, said="甲\n"), project.seeds, made)
        assert f"  重复　　  {other}（{role}，相同的字占 87%）\n" in text


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("../../etc/passwd", "passwd"),
        ("..", "seed"),
        (".hidden.txt", "hidden.txt"),
        ("a b\tc\n.TXT", "a-b-c.txt"),
        ("README.txt", "seed-readme.txt"),
        ("con.txt", "seed-con.txt"),
        ("甲" * 200 + ".txt", "甲" * 60 + ".txt"),
        ("讲话：“实干”.docx", "讲话-实干.docx"),
        ("-rf.txt", "rf.txt"),
    ],
)
def test_names_are_made_safe(name: str, wanted: str) -> None:
    """No name leaves the folder, hides, is mistaken for an option or is too long; Chinese stays."""
    assert safe_name(Path(name), set()) == wanted


# ---------------------------------------------------------------- audit


def test_the_audit_is_a_diff() -> None:
    """Each change stands with its line, rule and reason; changes of a rule in a line stand together in their words."""
    speech = speech_of(
        f"{TITLE}\n同志们:\n今天开会,主要是布置任务,请大家做好记录,会后抓好落实。\nQQ群：12345\n"
    )
    text = audit_text(speech, built_in())
    plain = unstyle(text)
    assert "      3  改动  punctuation.full-width    今天开会[-,-]{+，+}主要是布置任务[-,-]{+，+}" in plain
    assert plain.count("               汉字旁边的半角标点\n") == 2
    assert "      4  删去  contact." in plain
    assert "\x1b[31m[-,-]\x1b[0m\x1b[32m{+，+}\x1b[0m" in text


def test_colours_are_for_terminals(small: SmallProject) -> None:
    """A terminal gets colours, a pipe and NO_COLOR get none; the words are the same."""
    project = small({"a.txt": NOISY})
    coloured = run(project, "audit", "a", color=True).output
    assert "\x1b[" in coloured
    assert unstyle(coloured) == run(project, "audit", "a").output
    assert run(project, "audit", "a", color=True, env={"NO_COLOR": "1"}).output == unstyle(coloured)


# ---------------------------------------------------------------- diff


def test_diff_says_nothing_without_a_change(small: SmallProject) -> None:
    """Right after a build nothing would change, and nothing is written."""
    project = small({"a.txt": SPEECH, "b.txt": FROST})
    assert project.run("build").returncode == 0
    before = tree(project.root)
    result = project.run("diff", "--exit-code")
    assert (result.returncode, result.stdout, result.stderr) == (0, "没有变化。\n", "")
    assert tree(project.root) == before


def test_diff_says_what_would_change(small: SmallProject) -> None:
    """New and gone speeches, facts, paragraphs, themes, rules and findings are told speech by speech; nothing is written."""
    project = small({"a.txt": SPEECH, "b.txt": FROST, "c.txt": NOISY})
    assert project.run("build").returncode == 0
    project.add("a.txt", SPEECH.replace("上半年的情况", "全年的情况") + "要坚决坚决落实。\nQQ群：12345\n")
    project.add("a.yml", "speaker: 张三\nemendations: [{find: 部署下一步, reading: 部署下半年}]\n")
    (project.seeds / "c.txt").unlink()
    project.add("d.txt", FROST.replace("农业", "林业"))
    before = tree(project.root)
    result = project.run("diff")
    assert (result.returncode, result.stderr) == (0, "")
    assert tree(project.root) == before
    for line in (
        f"~ a  {TITLE}  （a.txt，有变化）\n    底稿  文件的内容换了\n    讲话人  （无） → 张三\n",
        "    正文  第 2 段\n      - …进会，主要任务是总结上半年的情况，部署下一步…\n",
        "      + …进会，主要任务是总结全年的情况，部署下一步…\n",
        "      + 要坚决坚决落实。\n",
        "    校注  + “部署下一步”、“坚决坚决”\n",
        "：0 处 → 1 处\n",
        "    + 提醒 seeds/a.txt: 疑误：",
        f"- c  {TITLE}  （c.txt，没有了）\n",
        "+ d  在全县林业技术培训班上的讲话  （d.txt，新的一篇）\n",
    ):
        assert line in result.stdout, line
    assert "~ b" not in result.stdout
    assert project.run("diff", "--exit-code").returncode == 1


def test_diff_follows_the_vocabulary(small: SmallProject) -> None:
    """Another vocabulary is told as themes lost and gained."""
    project = small({"a.txt": SPEECH})
    assert project.run("build").returncode == 0
    (project.root / "v.yml").write_text(
        "scheme: s\nconcepts: [{id: x, label: 三会一课, scope: 说明。}]\n", encoding="utf-8"
    )
    with (project.root / "corpus.yml").open("a", encoding="utf-8") as file:
        file.write("vocabulary: v.yml\n")
    lines = run(project, "diff").output.splitlines()
    assert [line for line in lines if line.startswith("    主题  - ")]
    assert "    主题  + 三会一课" in lines


def test_diff_needs_a_build(small: SmallProject) -> None:
    """Without a build, or with by-products that are none, the next step is named."""
    project = small({"a.txt": SPEECH})
    for content in (None, "x\n", "{}\n"):
        if content:
            for name in ("documents", "receipts", "findings"):
                project.build.mkdir(exist_ok=True)
                (project.build / f"{name}.jsonl").write_text(content, encoding="utf-8")
        result = project.run("diff")
        assert (result.returncode, result.stdout) == (2, "")
        assert "build-corpus build" in result.stderr
        assert "Traceback" not in result.stderr


# ---------------------------------------------------------------- long runs


def test_a_bar_is_for_long_runs_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long run that somebody watches shows a bar on standard error; a short one, or one into a pipe, shows nothing."""
    master, slave = pty.openpty()
    with os.fdopen(slave, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        step = Progress()
        for done in range(LONG_RUN):
            step(done + 1, LONG_RUN)
        terminal.write("|")
        terminal.flush()
        assert os.read(master, 100) == b"|"
        for done in range(LONG_RUN + 1):
            step(done + 1, LONG_RUN + 1)
        terminal.flush()
        assert "整理底稿".encode() in os.read(master, 10_000)
    os.close(master)


def test_every_document_is_counted(small: SmallProject) -> None:
    """The pipeline tells each document it has done, and how many there are."""
    project = small({"a.txt": SPEECH, "b.txt": FROST})
    for jobs in (1, 2):
        heard: list[tuple[int, int]] = []
        make(project.config(), jobs, lambda done, total, heard=heard: heard.append((done, total)))  # type: ignore[misc]
        assert heard == [(1, 2), (2, 2)]
