"""What is left to do: findings by speech, most urgent first, on the terminal and as Markdown, never on the site."""

from collections.abc import Callable, Mapping

import pytest
from sites import FROST, SPEECH, Project, tree

from build_corpus.model import finding
from build_corpus.publish import titles, todo
from build_corpus.publish.todo import ALIKE

Small = Callable[[Mapping[str, str | bytes]], Project]
NOTICE = "未经授权不得转载"
WARN = finding("title-missing", "seeds/b.txt")
ERROR = finding("sidecar-key", "seeds/c.yml", 3, key="titel", guess="是不是“title”？", known="甲")
RIGHTS = finding("rights-forbidden", "seeds/a.txt", 1, title="甲", notice=NOTICE, done="照常发布")


def order(text: str, *names: str) -> list[str]:
    return sorted(names, key=text.index)


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_the_most_urgent_come_first(form: str) -> None:
    """Errors, then what should perhaps not be public, then the rest; each with file, line and what to do."""
    text = todo([WARN, RIGHTS, ERROR], {"seeds/b": "《乙》"}, form)
    assert "3 份文件，1 个错误，2 个提醒" in text
    assert order(text, "seeds/a", "seeds/b", "seeds/c") == ["seeds/c", "seeds/a", "seeds/b"]
    for each in (WARN, RIGHTS, ERROR):
        assert each.message.split("：")[0] in text
    assert "c.yml 第 3 行" in text
    assert "在旁注文件里写 title" in text
    assert "《乙》" in text


def test_findings_of_a_file_and_its_sidecar_stand_together() -> None:
    """Seed and sidecar are one item; within it errors come first; one next step for findings of a kind."""
    suspects = [
        finding("suspect", "seeds/a.txt", line, find=f"字{line}", suggestion="词")
        for line in range(1, ALIKE + 4)
    ]
    text = todo([*suspects, finding("sidecar-key", "seeds/a.yml", 1, key="k", guess="", known="甲")], {})
    assert text.startswith(
        f"待办：1 份文件，1 个错误，{len(suspects)} 个提醒\n\nseeds/a\n  错误 a.yml 第 1 行"
    )
    assert text.count("核对原文") == 1
    assert text.count("[suspect]") == ALIKE
    assert "同类的另有 3 处" in text


def test_a_long_list_is_cut() -> None:
    """With a limit the most urgent are told of, and how many are not."""
    text = todo([WARN, RIGHTS, ERROR], {}, "markdown", 1)
    assert "seeds/a" not in text
    assert "另有 2 份文件没有列出" in text


def test_nothing_to_do_is_said() -> None:
    """An empty list is a sentence."""
    assert todo([], {}) == "没有待办。\n"


def test_hostile_words_stay_words() -> None:
    """Markup and signs for terminals in names of files and messages stay text."""
    bad = finding("suspect", "seeds/<b>\x1b[31m](x).txt", 1, find="<script>@x", suggestion="`a`")
    text = todo([bad], {"seeds/<b>\x1b[31m](x)": "《<img src=x>》"}, "markdown")
    for sign in ("<b>", "\x1b", "](", "<script", "<img", "@x", "`a`"):
        assert sign not in text
    assert "\x1b" not in todo([bad], {})


def test_the_command_and_the_build_say_the_same(small: Small) -> None:
    """`todo` lists what a build finds; the build keeps it as Markdown in build/; no page has any of it."""
    project = small({"a.txt": f"{NOTICE}\n\n{SPEECH}", "frost.txt": FROST, "frost.yml": "titel: 甲\n"})
    listed = project.run("todo")
    assert listed.returncode == 0
    assert order(listed.stdout, "seeds/a", "seeds/frost") == ["seeds/frost", "seeds/a"]
    assert "《在全县组织工作推进会上的讲话》" in listed.stdout
    assert not project.docs.joinpath("speeches").exists()
    project.run("build")
    kept = (project.build / "todo.md").read_text(encoding="utf-8")
    assert kept == project.run("todo", "--format", "markdown").stdout
    assert kept.startswith("# 待办：2 份文件，1 个错误，1 个提醒\n")
    assert not [path for path, data in tree(project.docs).items() if "待办" in data.decode("utf-8", "ignore")]


def test_titles_are_those_of_the_files(small: Small) -> None:
    """A file is called by the titles of its speeches."""
    from build_corpus.pipeline import make  # noqa: PLC0415 - the stages take a second to load

    project = small({"a.txt": SPEECH})
    assert titles(make(project.config()).corpus) == {"seeds/a": "《在全县组织工作推进会上的讲话》"}
