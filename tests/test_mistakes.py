"""What editors get wrong, planted: each mistake has a message of its own that says file, line, problem, next step.

In: one project with every mistake in seeds and sidecars, and a few with one in a setting, a table or
a command. Out: what the real command line says.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from sites import ROOT, SPEECH, Project, build_corpus, make_project

TOPICS = [
    "防汛",
    "春耕",
    "消防",
    "信访",
    "扶贫",
    "招商",
    "教育",
    "卫生",
    "文化",
    "旅游",
    "交通",
    "水利",
    "林业",
    "渔业",
    "统计",
    "审计",
    "税务",
    "环保",
    "住房",
    "供电",
    "通信",
    "邮政",
    "气象",
    "档案",
    "体育",
    "民政",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A planted mistake."""

    place: str
    """File, and line where there is one, as the message names them."""
    problem: str
    """Words of the problem."""
    step: str
    """Words of the next step."""
    sidecar: str | bytes = ""
    """The sidecar that holds it, where it is in one."""


def speech(topic: str) -> str:
    """A speech unlike the others but for its frame."""
    return (
        f"在全县{topic}工作会议上的讲话\n同志们：\n今天召开全县{topic}工作会议，主要任务是总结去年的{topic}工作，"
        f"部署今年的{topic}任务。\n做好{topic}工作，关键要把责任扛在肩上。{topic}工作要年年抓，一刻也不能放松。\n"
    )


SIDECARS = (
    Mistake(sidecar="date: 2019-04\ntitle：甲\n", place="0.yml:2", problem="冒号是全角的", step="样例"),
    Mistake(sidecar="notes:\n\t- text: 甲\n", place="1.yml:2", problem="制表符", step="样例"),
    Mistake(
        sidecar="role: 书记\ntitel: 甲\n",
        place="2.yml:2",
        problem="不认识的项“titel”",
        step="是不是“title”？",
    ),
    Mistake(
        sidecar="讲话人: 张三\n", place="3.yml:1", problem="不认识的项“讲话人”", step="是不是“speaker”？"
    ),
    Mistake(sidecar="role: 书记\ndate: 2019-02-30\n", place="4.yml:2", problem="要有这一天", step="改正"),
    Mistake(sidecar="publish: 不\n", place="5.yml:1", problem="只能是 true 或 false", step="改正"),
    Mistake(sidecar="id: 张三\n", place="6.yml:1", problem="“id”的值不对", step="改正"),
    Mistake(sidecar="notes:\n- find: 责任\n", place="7.yml:2", problem="第 1 项缺少 text", step="改正"),
    Mistake(
        sidecar="notes:\n- text: 甲\n  sugestion: 乙\n",
        place="8.yml:3",
        problem="notes 第 1 项的 sugestion",
        step="是不是“suggestion”？",
    ),
    Mistake(
        sidecar="notes:\n- {text: 甲, find: 责任抗在肩上}\n",
        place="9.yml:2",
        problem="旁注引用的“责任抗在肩上”在正文里出现 0 次",
        step="最接近的是“责任扛在肩上”",
    ),
    Mistake(
        sidecar="emendations:\n- {find: 通信工作, reading: 通讯工作}\n".replace("通信", TOPICS[10]),
        place="10.yml:2",
        problem="出现 4 次",
        step="在底稿第 3、4 行",
    ),
    Mistake(sidecar="emendations:\n- find: 责任\n", place="11.yml:2", problem="缺少 reading", step="改正"),
    Mistake(
        sidecar="accept:\n- contact.grup\n",
        place="12.yml:2",
        problem="不是规则的代号",
        step="是不是“contact.group”？",
    ),
    Mistake(sidecar="accept: [layout.tab]\n", place="13.yml:1", problem="没有用上", step="删掉它"),
    Mistake(sidecar="aliases:\n- m-0\n", place="14.yml:2", problem="旧编号“m-0”现在是", step="删掉它"),
    Mistake(sidecar="aliases:\n- p-abcdefgh\n", place="15.yml:2", problem="p-旧编号=p-新编号", step="改正"),
    Mistake(
        sidecar="aliases:\n- p-abcdefgh=p-zyxwvuts\n",
        place="16.yml:2",
        problem="“p-zyxwvuts”在正文里没有",
        step="本段链接",
    ),
    Mistake(
        sidecar="title: 甲\nrole: 乙\ntitle: 丙\n",
        place="17.yml:3",
        problem="“title”写了两次",
        step="留下一个",
    ),
    Mistake(sidecar="documents:\n- starts: 甲\n", place="18.yml:2", problem="缺少 id", step="改正"),
    Mistake(sidecar="kind: 讲话\n", place="19.yml:1", problem="只能是 speech、article", step="改正"),
    Mistake(sidecar="url: www.example.com\n", place="20.yml:1", problem="http:// 或 https://", step="改正"),
    Mistake(sidecar="version_of: 另一篇\n", place="21.yml:1", problem="写另一篇的编号", step="改正"),
    Mistake(sidecar="notes: 甲\n", place="22.yml:1", problem="应是一个列表", step="改正"),
    Mistake(
        sidecar='title: 甲\nrole: "书记\n'.encode("gbk"), place="23.yml:1", problem="不是 UTF-8", step="样例"
    ),
    Mistake(sidecar="title: '甲\n", place="24.yml:1", problem="引号没有成对", step="样例"),
    Mistake(sidecar="accept: contact.group\n", place="25.yml:1", problem="“accept”的值不对", step="改正"),
)
SEEDS = (
    Mistake(place="empty.txt", problem="空", step="。"),
    Mistake(place="scan.pdf", problem=".pdf", step="存"),
    Mistake(place="stub.txt", problem="没有正文", step="补上正文"),
    Mistake(place="lonely.yml", problem="没有对应的底稿", step="同名"),
    Mistake(place="m_0.txt", problem="编号“m-0”已被“m-0.txt”占用", step="改文件名"),
    Mistake(place="lost.txt", problem="原来的字已经丢失", step="找到原文"),
    Mistake(place="outside.txt", problem="指向 seeds/ 之外的链接", step="复制到 seeds/"),
)
SETTINGS = (
    Mistake(place="corpus.yml:1", problem="unknown key 'titel'", step="Did you mean 'title'?"),
    Mistake(place="corpus.yml:2", problem="description: is no text", step="Put it in quotes."),
    Mistake(place="corpus.yml:3", problem="related: is no whole number", step="Write one, like 6."),
)
VOCABULARY = (
    Mistake(place="v.yml:3", problem="id 'Dang' is no address", step="Use a-z"),
    Mistake(place="v.yml:4", problem="broader 'x' of 'b' is no concept", step="add the concept"),
    Mistake(place="v.yml:5", problem="'乙' stands under 'b' and 'c'", step="Keep it under one of them."),
)
TABLE = (
    Mistake(place="t.csv:2", problem="“date”不能是“去年”", step="改正这一格"),
    Mistake(place="t.csv:3", problem="编号“nobody”没有这一篇", step="不能在表里改"),
    Mistake(place="t.csv:4", problem="有 4 格，表头只有 3 列", step="双引号"),
)
COMMANDS = (
    Mistake(place="nowhere.txt", problem="没有这个文件", step="写一个文件的路径"),
    Mistake(place="t.csv:1", problem="表头里的“标题”不认识", step="是不是“title”？"),
    Mistake(place="nobody", problem="no such document", step="Known ids and files"),
    Mistake(place="documents.jsonl", problem="no build to compare with", step="run build-corpus build"),
)


def planted(folder: Path) -> Project:
    """A project with every mistake in seeds and sidecars."""
    seeds: dict[str, str | bytes] = {}
    for at, mistake in enumerate(SIDECARS):
        seeds |= {f"m-{at}.txt": speech(TOPICS[at]), f"m-{at}.yml": mistake.sidecar}
    project = make_project(folder, seeds)
    project.add("empty.txt", b"")
    project.add("scan.pdf", b"%PDF-1.7\n")
    project.add("stub.txt", "404 Not Found\n\nnginx\n")
    project.add("lonely.yml", "level: 县\n")
    project.add("m_0.txt", speech("宣传"))
    project.add("lost.txt", speech("气\N{REPLACEMENT CHARACTER}"))
    (project.seeds / "outside.txt").symlink_to(ROOT / "README.md")
    return project


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Group → the lines that the command says, without what it says of its success."""
    project = planted(tmp_path_factory.mktemp("planted"))
    single = make_project(tmp_path_factory.mktemp("single"), {"a.txt": SPEECH})
    table, corpus = single.root / "t.csv", single.root / "corpus.yml"
    settings = corpus.read_text(encoding="utf-8")

    def metadata(text: str) -> list[str]:
        table.write_text(text, encoding="utf-8")
        result = build_corpus("metadata", "import", "--config", str(corpus), str(table), cwd=single.root)
        assert result.returncode == 1
        return result.stdout.splitlines()

    commands = [single.run("add", "nowhere.txt"), single.run("audit", "nobody"), single.run("diff")]
    assert [each.returncode for each in commands] == [1, 2, 2]
    lines = [line for each in commands for line in f"{each.stdout}{each.stderr}".splitlines()]
    groups = {
        "seeds": project.run("build").stdout.splitlines(),
        "table": metadata("id,title,date\na,,去年\nnobody,甲,\na,甲,,乙\n"),
        "commands": [*lines, *metadata("id,标题\na,甲\n")],
    }
    corpus.write_text("titel: 集\ndescription: 5\nrelated: 六\n", encoding="utf-8")
    groups["settings"] = single.run("build").stderr.splitlines()
    corpus.write_text(f"{settings}vocabulary: v.yml\n", encoding="utf-8")
    concepts = ("id: Dang, label: 党", "id: b, label: 甲, aliases: [乙], broader: x", "id: c, label: 乙")
    vocabulary = "".join(f"- {{{concept}, scope: 说明。}}\n" for concept in concepts)
    (single.root / "v.yml").write_text(f"scheme: s\nconcepts:\n{vocabulary}", encoding="utf-8")
    groups["vocabulary"] = single.run("build").stderr.splitlines()
    return groups


CASES = [
    *(("seeds", f"seeds/m-{mistake.place}", mistake) for mistake in SIDECARS),
    *(("seeds", f"seeds/{mistake.place}", mistake) for mistake in SEEDS),
    *(("settings", mistake.place, mistake) for mistake in SETTINGS),
    *(("vocabulary", mistake.place, mistake) for mistake in VOCABULARY),
    *(("table", mistake.place, mistake) for mistake in TABLE),
    *(("commands", mistake.place, mistake) for mistake in COMMANDS),
]


def message(lines: list[str], place: str, mistake: Mistake) -> str:
    """The one line about a mistake."""
    found = [line for line in lines if f"{place}:" in line and mistake.problem in line]
    assert len(found) == 1, (place, mistake.problem, lines)
    return found[0]


@pytest.mark.parametrize(("group", "place", "mistake"), CASES, ids=[each[1] for each in CASES])
def test_a_mistake_is_told(said: dict[str, list[str]], group: str, place: str, mistake: Mistake) -> None:
    """A planted mistake gives one line with its file, its line, the problem and the next step."""
    line = message(said[group], place, mistake)
    assert mistake.step in line.partition(mistake.problem)[2] or mistake.step in line
    assert "Traceback" not in line
    if group == "seeds":
        assert re.fullmatch(r"(?:错误|提醒) seeds/[^:]+(?::\d+)?: .+。 .+。 \[[a-z-]+\]", line)


def test_thirty_mistakes_give_thirty_messages(said: dict[str, list[str]]) -> None:
    """No two of them say the same, even without the names of the files."""
    lines = [message(said[group], place, mistake).partition(place)[2] for group, place, mistake in CASES]
    assert len(set(lines)) == len(lines) >= 30
