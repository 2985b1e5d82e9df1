"""The command: exit codes, formats, messages, and what it leaves alone.

In: small projects in temporary folders, the real command in a fresh interpreter.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import click
import pytest
from click.testing import CliRunner
from markdown import markdown
from selectolax.lexbor import LexborHTMLParser
from sites import (
    FROST,
    ROOT,
    SPEECH,
    TITLE,
    Project,
    build_corpus,
    differing,
    environment,
    make_project,
    tree,
)

from build_corpus import __version__
from build_corpus.cli import cli
from build_corpus.cli.findings import findings_text
from build_corpus.model import Finding, finding

SmallProject = Callable[[Mapping[str, str | bytes]], Project]
MISPRINT = SPEECH.replace("落实", "坚决坚决落实")
"""A speech with one warning."""
LINE = re.compile(r"(错误|提醒) .+?(:\d+)?: .+ \[[a-z-]+\]")


def test_a_good_build_ends_with_0(small: SmallProject) -> None:
    """Without an error `build` ends with 0 and says what it wrote; so does a build with warnings."""
    project = small({"a.txt": SPEECH})
    result = project.run("build")
    assert (result.returncode, result.stderr) == (0, "")
    assert re.fullmatch(r"页面：.+，1 篇讲话；新写 \d+ 个文件，删去 0 个，未变 0 个\n", result.stdout)
    project.add("a.txt", MISPRINT)
    result = project.run("build")
    assert result.returncode == 0
    assert "提醒 seeds/a.txt:4: " in result.stdout
    assert "[suspect]" in result.stdout


def test_an_error_ends_with_1(small: SmallProject) -> None:
    """A seed that cannot be read makes the exit code 1; the others are built."""
    project = small({"a.txt": SPEECH, "empty.txt": ""})
    result = project.run("build")
    assert (result.returncode, result.stderr) == (1, "")
    assert LINE.fullmatch(result.stdout.splitlines()[0])
    assert "错误 seeds/empty.txt: " in result.stdout
    assert (project.docs / "speeches" / "a.md").is_file()


def test_strict_counts_warnings(small: SmallProject) -> None:
    """With --strict a warning makes the exit code 1; nothing at all still makes it 0."""
    project = small({"a.txt": SPEECH})
    assert project.run("build", "--strict").returncode == 0
    project.add("a.txt", MISPRINT)
    assert project.run("build", "--strict").returncode == 1


def test_site_builds_and_checks(small: SmallProject) -> None:
    """`site` builds pages, renders them, checks them and says where to look; warnings don't stop it."""
    project = small({"a.txt": MISPRINT})
    result = project.run("site", "--full")
    assert (result.returncode, result.stderr) == (0, "")
    assert "网站：site/（检查通过）" in result.stdout
    assert (project.site / "speeches" / "a" / "index.html").is_file()
    assert project.run("check", "--strict").stdout == "检查通过。\n"


def test_the_five_seeds_warn_of_their_notices(built: Project, tmp_path: Path) -> None:
    """The build of this repository's seeds names the two that say 禁止外传."""
    project = Project(
        root=built.root, seeds=built.seeds, docs=tmp_path / "d", build=tmp_path / "b", site=tmp_path / "s"
    )
    result = project.run("build")
    warned = [line for line in result.stdout.splitlines() if line.endswith("[rights-forbidden]")]
    assert [line.partition(":")[0] for line in warned] == [
        "提醒 seeds/000_227673d08ab89e46.txt",
        "提醒 seeds/003_dbc9b005143e827d.txt",
    ]
    assert all("仅供学习 禁止外传" in line for line in warned)


# ------------------------------------------------------------------ cannot run

CONFIG = "title: 一\ndescription: 二\n"


@pytest.mark.parametrize(
    ("config", "named"),
    [
        (None, ("corpus.yml", "--config")),
        ("titel: 一\ndescription: 二\n", ("corpus.yml", "titel", "Did you mean 'title'?", "title")),
        (f"{CONFIG}colour: red\n", ("corpus.yml", "unknown key 'colour'", "vocabulary")),
        (f"{CONFIG}related: many\n", ("corpus.yml", "related")),
        ("title: 2020\ndescription: 二\n", ("corpus.yml", "title")),
        (f"{CONFIG}contact: 来信\n", ("corpus.yml:3", "contact: '来信'", "editor@example.org")),
        (f"{CONFIG}contact: http://example.org/\n", ("corpus.yml:3", "contact", "https://")),
        (f"{CONFIG}contact: 'https://a.org/\"onload=x'\n", ("corpus.yml:3", "contact")),
        ("- a\n", ("corpus.yml", "mapping")),
        ("title: [\n", ("corpus.yml", "YAML")),
        (f"{CONFIG}vocabulary: nowhere.yml\n", ("nowhere.yml", "vocabulary")),
        (f"{CONFIG}vocabulary: corpus.yml\n", ("corpus.yml", "concepts")),
    ],
    ids=[
        "missing",
        "typo",
        "unknown",
        "type",
        "number",
        "contact",
        "http",
        "quote",
        "list",
        "yaml",
        "no-vocabulary",
        "bad-vocabulary",
    ],
)
def test_wrong_settings_end_with_2(small: SmallProject, config: str | None, named: tuple[str, ...]) -> None:
    """What is wrong with corpus.yml is one message: file, problem, next step; nothing is built."""
    project = small({"a.txt": SPEECH})
    file = project.root / "corpus.yml"
    file.unlink() if config is None else file.write_text(config, encoding="utf-8")
    result = project.run("build")
    assert (result.returncode, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    assert all(word in result.stderr for word in named)
    assert not (project.docs / "speeches").exists()


def test_missing_folders_end_with_2(small: SmallProject, tmp_path: Path) -> None:
    """A seeds folder that is not there, or a corpus.yml that is not here, is said with the option that names it."""
    project = small({})
    shutil.rmtree(project.seeds)
    for command, *arguments in (("build",), ("check",), ("audit", "x")):
        result = project.run(command, *arguments)
        assert (result.returncode, result.stdout) == (2, "")
        assert "--seeds" in result.stderr
        assert "Traceback" not in result.stderr
    result = build_corpus("build", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert "--config" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("bild",),
        ("build", "--nonsense"),
        ("build", "--jobs", "0"),
        ("check", "--format", "xml"),
        ("audit",),
        ("build", "--seeds", "corpus.yml"),
    ],
    ids=" ".join,
)
def test_wrong_arguments_end_with_2(arguments: tuple[str, ...]) -> None:
    """A command or option that does not exist is said in two lines, without a traceback."""
    result = build_corpus(*arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert "Usage:" in result.stderr
    assert "Traceback" not in result.stderr


def test_mkdocs_stops_with_its_own_words(small: SmallProject) -> None:
    """When MkDocs refuses a page, its words are shown, the old site stays and nothing lies beside it."""
    project = small({"a.txt": SPEECH})
    assert project.run("site").returncode == 0
    before = tree(project.site)
    (project.docs / "about.md").write_text("# 关于\n\n[坏链接](nowhere.md)\n", encoding="utf-8")
    project.add("b.txt", FROST)
    result = project.run("site")
    assert result.returncode == 2
    assert "nowhere.md" in result.stderr
    assert "Traceback" not in result.stderr
    assert differing(before, tree(project.site)) == []
    assert sorted(path.name for path in project.root.iterdir()) == [
        *("build", "corpus.yml", "docs", "mkdocs.yml", "seeds", "site", "theme")
    ]


@pytest.mark.parametrize("option", ["--docs", "--build"])
def test_a_folder_that_cannot_be_made_ends_with_2(small: SmallProject, option: str) -> None:
    """A folder below a file is a mistake that people can mend: one message, no traceback."""
    project = small({"a.txt": SPEECH})
    result = project.run("build", option, str(project.seeds / "a.txt" / "x"))
    assert "Traceback" not in result.stderr
    assert result.returncode == 2


@pytest.mark.parametrize("title", ["2020", "true", "~"])
def test_a_title_that_mkdocs_would_misread_is_named(small: SmallProject, title: str) -> None:
    """A title that mkdocs.yml would take for a number or for nothing ends with one line that says so."""
    project = small({"a.txt": SPEECH})
    (project.root / "corpus.yml").write_text(f"title: '{title}'\ndescription: 二\n", encoding="utf-8")
    result = project.run("site")
    assert result.returncode == 2
    assert f"corpus.yml:1: title: '{title}'" in result.stderr


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    """With --debug an error is shown where it was raised; without, it is one line."""
    missing = str(tmp_path / "corpus.yml")
    plain = build_corpus("build", "--config", missing)
    debug = build_corpus("--debug", "build", "--config", missing)
    assert len(plain.stderr.strip().splitlines()) == 1
    assert "Traceback (most recent call last)" in debug.stderr
    assert plain.stderr.strip() in debug.stderr
    assert debug.returncode != 0


# ------------------------------------------------------------------ formats of findings


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site with a page whose name and link hold everything that a format must escape."""
    project = make_project(tmp_path_factory.mktemp("damaged"), {"a.txt": SPEECH})
    assert project.run("site").returncode == 0
    link = '<a href="x%y&#10;::error::z&#13;,:"></a>'
    (project.site / "a,b:c%d.html").write_text(
        f"<html lang=zh><title>t</title>{link}</html>", encoding="utf-8"
    )
    return project


def test_github_format_escapes(damaged: Project) -> None:
    """For GitHub % and line ends are escaped everywhere, : and , in properties: one finding is one command."""
    result = damaged.run("check", "--format", "github")
    assert result.returncode == 1
    assert result.stdout.rstrip("\n") == (
        "::error file=site/a%2Cb%3Ac%25d.html,title=link-broken::"
        "链接“x%25y%0A::error::z%0D,:”没有目标。 重新生成；仍不行就报告问题。"
    )


def test_json_format_is_the_finding(damaged: Project) -> None:
    """For programs each finding is one JSON object with the finding's fields."""
    result = damaged.run("check", "--format", "json")
    assert result.returncode == 1
    (line,) = result.stdout.rstrip("\n").split("\n")
    data = json.loads(line)
    assert list(data) == list(Finding.__dataclass_fields__)
    assert (data["code"], data["severity"], data["line"]) == ("link-broken", "error", None)
    assert data["path"] == "site/a,b:c%d.html"
    assert "x%y\n::error::z\r,:" in data["message"]


def test_text_format_is_one_line_each(damaged: Project) -> None:
    """For people each finding is one line, whatever it quotes."""
    result = damaged.run("check")
    assert result.returncode == 1
    line, said = result.stdout.splitlines()
    assert LINE.fullmatch(line)
    assert said == "发现 1 个问题。"


def test_a_good_site_says_nothing_to_programs(built: Project) -> None:
    """For a site without findings the formats for programs are empty."""
    result = built.run("check", "--format", "json")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_github_names_the_line() -> None:
    """A finding about a line of a file carries the line as a property; a warning is a warning there, too."""
    suspect = finding("suspect", "seeds/a.txt", 4, find="坚决坚决", suggestion="坚决")
    assert findings_text([suspect], "github").startswith(
        "::warning file=seeds/a.txt,line=4,title=suspect::疑误：“坚决坚决”，或为“坚决”。"
    )


# ------------------------------------------------------------------ audit and summary


@pytest.mark.parametrize(
    "name", ["001-c5f98e3d9855bd8c", "001_c5f98e3d9855bd8c.txt", "seeds/001_c5f98e3d9855bd8c.txt"]
)
def test_audit_names_rule_and_line(built: Project, name: str) -> None:
    """By id, by file or by path: every change with its line and rule, then the counts with reasons."""
    result = built.run("audit", name)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(
        "001-c5f98e3d9855bd8c  市委动员会议讲话（区）  （001_c5f98e3d9855bd8c.txt）\n"
    )
    assert re.search(
        r"^ +3  移走  metadata\.dateline +“.+” → posted: 2022-04-22$", result.stdout, re.MULTILINE
    )
    assert re.search(r"^ +5  删去  title\.repeat +“市委动员会议讲话\(区\)\\n”$", result.stdout, re.MULTILINE)
    assert re.search(r"^ +243  punctuation\.full-width +汉字旁边的半角标点$", result.stdout, re.MULTILINE)


TWO = f"{SPEECH}{FROST}"
SPLIT = f"""documents:
- starts: {TITLE}
  id: party
- starts: {FROST.splitlines()[0]}
  id: frost
accept: [personal.mobil]
"""


def test_a_split_file_is_audited_and_summed_up_speech_by_speech(small: SmallProject) -> None:
    """By a file's name every speech of it is shown; what is wrong with its one sidecar is said once."""
    project = small({"two.txt": TWO, "two.yml": SPLIT})
    audit = project.run("audit", "two.txt").stdout
    assert re.findall(r"^(\S+)  .+  （two\.txt）$", audit, re.MULTILINE) == ["party", "frost"]
    assert "frost" not in project.run("audit", "party").stdout
    summary = project.run("summary").stdout
    assert "## 1 份底稿，2 篇\n" in summary
    assert re.findall("编号 ([a-z]+)", summary) == ["party", "frost"]
    assert project.run("build").stdout.count("accept-unknown") == 1


def test_audit_of_an_unreadable_seed(small: SmallProject) -> None:
    """For a seed that was not read the audit says why, and ends with 1."""
    project = small({"a.txt": SPEECH, "empty.txt": ""})
    result = project.run("audit", "empty.txt")
    assert (result.returncode, result.stderr) == (1, "")
    assert "[seed-empty]" in result.stdout


def test_audit_of_an_unknown_name(small: SmallProject) -> None:
    """For a name that nobody knows the audit lists the names there are, and ends with 2."""
    project = small({"a.txt": SPEECH, "frost_1.txt": FROST})
    result = project.run("audit", "b")
    assert (result.returncode, result.stdout) == (2, "")
    assert "b: no such document" in result.stderr
    assert "  a  a.txt\n  frost-1  frost_1.txt\n" in result.stderr


def test_audit_shows_control_characters(small: SmallProject) -> None:
    """What cannot be seen is written out, so a terminal is never steered by a seed."""
    project = small({"a.txt": SPEECH + "QQ群：12345\x1b[31m\n"})
    result = project.run("audit", "a")
    assert "\x1b" not in result.stdout
    assert "\\x1b" in result.stdout


def test_summary_is_markdown_for_reviewers(built: Project) -> None:
    """A summary tells in Markdown what seeds became: title, facts, themes, what was removed, findings."""
    result = built.run("summary")
    assert (result.returncode, result.stderr) == (0, "")
    page = LexborHTMLParser(markdown(result.stdout))
    assert [node.text() for node in page.css("h2")] == ["5 份底稿"]
    assert [node.text() for node in page.css("h3")] == [record["title"] for record in built.records()]
    assert "市委动员会议讲话（区）" in result.stdout
    assert "仅供学习 禁止外传" in result.stdout
    assert len(page.css("h3 + ul")) == 5


@pytest.mark.parametrize("name", ["seeds/a.txt", "seeds/a.yml", "a.txt"])
def test_summary_of_some_files(small: SmallProject, name: str) -> None:
    """Told files, a summary is about them only; a sidecar stands for its seed."""
    project = small({"a.txt": SPEECH, "a.yml": "speaker: 张三\n", "b.txt": FROST})
    result = project.run("summary", "--", name)
    assert result.returncode == 0
    assert "1 份底稿" in result.stdout
    assert TITLE in result.stdout
    assert "张三" in result.stdout
    assert "农业技术" not in result.stdout


def test_summary_of_nothing(small: SmallProject) -> None:
    """When no file is a seed, the summary says so."""
    project = small({"a.txt": SPEECH})
    assert project.run("summary", "seeds/README.md").stdout == "没有新的底稿。\n"


HOSTILE = ("a|b<script>alert(1)<", "**x**_y_", "[a](http:", "`code`", "# x", "- y", "1. z", "&lt;b&gt;")


def test_summary_escapes_names(small: SmallProject) -> None:
    """File names and titles are strangers' words: rendered, a summary shows them and has no markup of theirs."""
    bad = {f"{name}.pdf": b"" for name in HOSTILE}
    good = {
        f"{name}.txt": f"<img src=x onerror=alert(1)>**{n}**_会_上的讲话\n同志们：\n大家好，今天开会，主要是布置任务，请大家做好记录。\n"
        for n, name in enumerate(HOSTILE)
    }
    project = small({**bad, **good})
    result = project.run("summary")
    assert result.returncode == 0
    page = LexborHTMLParser(markdown(result.stdout))
    assert {node.tag for node in page.css("body *")} == {"h2", "h3", "ul", "li"}
    headings = [node.text() for node in page.css("h3")]
    assert {f"{name}.pdf：没有收进来" for name in HOSTILE} <= set(headings)
    assert {f"<img src=x onerror=alert(1)>**{n}**_会_上的讲话" for n in range(len(HOSTILE))} <= set(headings)
    assert len(headings) == 2 * len(HOSTILE)


def test_summary_keeps_a_name_on_its_line(small: SmallProject) -> None:
    """A name with line feeds in it starts no paragraph or code of its own."""
    project = small({"a\n\n    b.pdf": b""})
    page = LexborHTMLParser(markdown(project.run("summary").stdout))
    assert {node.tag for node in page.css("body *")} == {"h2", "h3", "ul", "li"}


# ------------------------------------------------------------------ the command itself


def test_the_command_is_the_module() -> None:
    """`build-corpus` and `python -m build_corpus` are the same, and know their version."""
    script = Path(sys.executable).parent / "build-corpus"
    said = subprocess.run([script, "--version"], capture_output=True, check=True, encoding="utf-8").stdout
    assert said == build_corpus("--version").stdout == f"{__version__}\n"


def commands() -> dict[str, click.Command]:
    """Every command by its name."""
    context = click.Context(cli)
    return {name: cli.get_command(context, name) for name in cli.list_commands(context)}


def test_the_list_of_commands_says_what_they_say() -> None:
    """`--help` names every command with the beginning of its own help."""
    listed = " ".join(CliRunner().invoke(cli, ["--help"]).output.split())
    for name, command in commands().items():
        first = re.split(r" \(|[.:,;]", " ".join(command.help.split()))[0]
        assert f"{name} {' '.join(first.split()[:4])}" in listed


def test_every_command_explains_itself() -> None:
    """Every command and every option has a line of help."""
    for name, command in commands().items():
        outcome = CliRunner().invoke(cli, [name, "--help"])
        assert outcome.exit_code == 0
        assert command.help
        assert not [
            each.opts for each in command.params if each.param_type_name == "option" and not each.help
        ]


def test_every_command_is_documented() -> None:
    """README.md has every command, every format and all three exit codes."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(commands()) == {
        "add",
        "audit",
        "build",
        "check",
        "diff",
        "metadata",
        "serve",
        "site",
        "submit",
        "suggest",
        "summary",
        "todo",
        "withdraw",
    }
    assert [name for name in commands() if not re.search(rf"`{name}[ `]", readme)] == []
    assert all(
        word in readme
        for word in ("`github`", "`json`", "--strict", "--seeds", "--docs", "--build", "--site")
    )
    assert re.search(r"0 .*1 .*2 ", readme)


def test_documented_commands_exist() -> None:
    """Every command line of README.md that calls build-corpus calls a command there is."""
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md"))
    called = re.findall(r"bin/build-corpus ([a-z]+)", text)
    assert called
    assert set(called) <= set(commands())


def test_every_make_target_is_documented() -> None:
    """`make help` lists the targets that README.md names."""
    listed = subprocess.run(
        ["make", "help"], capture_output=True, check=True, cwd=ROOT, encoding="utf-8"
    ).stdout
    targets = {line.split()[0] for line in listed.splitlines()}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(?:make )?([a-z]+)`", readme.partition("## Commands")[2].partition("\n|")[0]))
    assert {"site", "test", "check", "serve", "lint"} <= named & targets


def test_nothing_is_written_elsewhere(tmp_path: Path) -> None:
    """Told other folders, no command writes into the project: not a file changes, appears or goes."""
    project = make_project(
        tmp_path / "project", {"a.txt": SPEECH, "a.yml": "speaker: 张三\n", "b.txt": MISPRINT}
    )
    (project.docs / "note.md").write_text("# 注\n", encoding="utf-8")
    (project.root / "mkdocs.yml").write_text(
        (project.root / "mkdocs.yml")
        .read_text(encoding="utf-8")
        .replace("not_in_nav: |", "not_in_nav: |\n  /note.md"),
        encoding="utf-8",
    )
    before = {path: path.stat().st_mtime_ns for path in sorted(project.root.rglob("*"))}
    away = tmp_path / "away"
    moved = Project(
        root=project.root, seeds=project.seeds, docs=away / "docs", build=away / "build", site=away / "site"
    )
    runs = (("build", "--jobs", "2"), ("site",), ("check",), ("audit", "a"), ("summary",))
    assert [moved.run(*run).returncode for run in runs] == [0, 0, 0, 0, 0]
    assert {path: path.stat().st_mtime_ns for path in sorted(project.root.rglob("*"))} == before
    assert sorted(path.name for path in away.iterdir()) == ["build", "docs", "site"]
    assert (away / "docs" / "note.md").is_file()


def test_seeds_are_never_touched(built: Project, small: SmallProject) -> None:
    """A build leaves the bytes and the times of seeds as they are."""
    project = small({path.name: path.read_bytes() for path in built.seeds.iterdir()})
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in project.seeds.iterdir()}
    assert project.run("build").returncode == 0
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in project.seeds.iterdir()} == before


# ------------------------------------------------------------------ the preview


@pytest.fixture
def preview(small: SmallProject) -> Iterator[tuple[Project, str, subprocess.Popen[bytes]]]:
    """A running preview of one speech: project, address, process."""
    project = small({"a.txt": SPEECH})
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "build_corpus",
            "serve",
            "--config",
            str(project.root / "corpus.yml"),
            "--address",
            place,
        ],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    yield project, f"http://{place}", server
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def shows(address: str, words: str, seconds: float = 40) -> bool:
    """Whether a page shows words within a time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urlopen(address, timeout=5) as answer:  # noqa: S310 - loopback
                if words in answer.read().decode("utf-8"):
                    return True
        except (URLError, OSError):
            pass
        time.sleep(0.2)
    return False


def test_the_preview_follows_seeds(preview: tuple[Project, str, subprocess.Popen[bytes]]) -> None:
    """`serve` shows the site, shows a new seed soon after it is saved, and stops on Ctrl+C with 0."""
    project, address, server = preview
    assert shows(f"{address}/speeches/a/", TITLE)
    with urlopen(f"{address}/", timeout=5) as answer:  # noqa: S310 - loopback
        home = answer.read()
    assert b"livereload(" in home
    assert b"Content-Security-Policy" not in home  # it would forbid the script that reloads
    project.add("b.txt", FROST)
    assert shows(f"{address}/speeches/b/", "果树修剪")
    server.send_signal(signal.SIGINT)
    assert server.wait(timeout=20) == 0
