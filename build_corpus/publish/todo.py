"""What is left to do, speech by speech, most urgent first: findings turned into a list to work through.

In: findings, and which speeches stand in which file. Out: one text, for a terminal or as Markdown. Local: it names what
was taken out of texts, so no page of the site shows it.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from build_corpus.config import Settings
from build_corpus.model import SEVERITIES, Corpus, Finding
from build_corpus.publish.markdown import escape
from build_corpus.text import escaped

TODO = "todo.md"
SENSITIVE = ("rights-forbidden", "personal-data", "personal-in-sidecar")
"""Warnings of what should perhaps not be public; they come before all other warnings."""
ALIKE = 5  # places shown of one code in one file

Titles = Mapping[str, str]
"""Seed or sidecar without its ending, as findings write it → the titles of its speeches."""


def titles(corpus: Corpus) -> Titles:
    """What the files of a corpus are called."""
    found: dict[str, list[str]] = {}
    for document in corpus.documents:
        name = document.speech.title or "（无题）"
        found.setdefault(_stem(f"seeds/{document.speech.source.file}"), []).append(name)
    return {stem: "、".join(f"《{name}》" for name in names[:ALIKE]) for stem, names in found.items()}


def todo(
    findings: Iterable[Finding],
    named: Titles,
    form: str = "text",
    most: int | None = None,
    hint: str = "",
) -> str:
    """The list. `form`: `text` or `markdown`; `most`: files told of, None for all; `hint`: on the site, said last."""
    groups = _grouped(findings)
    last = f"\n{hint}\n" if hint else ""
    if not groups:
        return f"没有待办。\n{last}"
    shown = groups[:most]
    total = [each for _, group in groups for each in group]
    errors = sum(each.severity == "error" for each in total)
    parts = [f"待办：{len(groups)} 份文件，{errors} 个错误，{len(total) - errors} 个提醒\n"]
    tell = {"text": _text, "markdown": _markdown}[form]
    parts = [f"# {parts[0]}"] if form == "markdown" else parts
    parts += ["\n".join(("", *tell(stem, named.get(stem, ""), group), "")) for stem, group in shown]
    if len(groups) > len(shown):
        parts.append(f"\n另有 {len(groups) - len(shown)} 份文件没有列出。\n")
    return "".join((*parts, last))


def advice(settings: Settings) -> str:
    """What the site would say if corpus.yml did; empty where nothing is missing."""
    if settings.contact:
        return ""
    return (
        "提示：corpus.yml 没有写 contact，网站上没有联系编辑的办法（设了 REPO_URL 的，给的是代码仓库的 issues）。"
        "写一行 contact，值是邮箱或 https:// 开头的网址，“关于”和页脚就会写上。"
    )


def _grouped(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """(file without ending, its findings), most urgent first."""
    found: dict[str, list[Finding]] = {}
    for each in findings:
        found.setdefault(_stem(each.path), []).append(each)
    for group in found.values():
        group.sort(key=lambda each: (_urgency(each), each.code, each.path, each.line or 0))
    return sorted(found.items(), key=lambda item: (*_weight(item[1]), item[0]))


def _weight(group: list[Finding]) -> tuple[int, int]:
    """The most urgent finding, and how many are as urgent, the most first."""
    urgent = [_urgency(each) for each in group]
    return urgent[0], -urgent.count(urgent[0])


def _urgency(finding: Finding) -> int:
    if finding.severity == "error":
        return 0
    return 1 if finding.code in SENSITIVE else 2


def _stem(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder}/{name.rpartition('.')[0] or name}"


def _lines(group: list[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding with what follows its message: the next step, once for all of a code, and how many are not shown."""
    for _, same in groupby(group, key=lambda each: each.code):
        run = list(same)
        shown = run[:ALIKE]
        for at, each in enumerate(shown, 1):
            last = at == len(shown)
            more = f"（同类的另有 {len(run) - at} 处）" if last and len(run) > at else ""
            step = each.hint if last or each.hint != shown[at].hint else ""
            yield each, f"{more}{step}"


def _place(finding: Finding) -> str:
    name = finding.path.rpartition("/")[2]
    return f"{name} 第 {finding.line} 行" if finding.line else name


def _text(stem: str, name: str, group: list[Finding]) -> Iterator[str]:
    yield escaped(f"{stem} {name}".rstrip())
    for each, step in _lines(group):
        yield escaped(f"  {SEVERITIES[each.severity]} {_place(each)}：{each.message} [{each.code}]")
        if step:
            yield escaped(f"       → {step}")


def _markdown(stem: str, name: str, group: list[Finding]) -> Iterator[str]:
    yield f"## {escape(escaped(name or stem))}\n"
    yield f"{escape(escaped(stem))}\n" if name else ""
    for each, step in _lines(group):
        said = f"{_place(each)}：{each.message}"
        yield f"- [ ] **{SEVERITIES[each.severity]}** {escape(escaped(said))}"
        if step:
            yield f"    - {escape(escaped(step))}"
