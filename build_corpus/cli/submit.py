"""The command `submit`: an issue that somebody filled in on GitHub becomes a seed and a sidecar.

In: the file in which a workflow finds its event. Everything in it was written by a stranger: nothing of it names a file,
reaches a shell or is fetched; values go into the sidecar only where a sidecar takes them, and into the report escaped.
Out: `issue-N.txt` and `issue-N.yml` in seeds/, a report in Markdown for the maintainer.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from build_corpus.cli.add import bring
from build_corpus.cli.options import options, say
from build_corpus.cli.yaml_edit import scalar
from build_corpus.config import load_config
from build_corpus.errors import CorpusError
from build_corpus.publish import escape
from build_corpus.read.sidecar import wrong_value
from build_corpus.structure.dates import iso_date
from build_corpus.text import escaped

TEXT, NOTES, FILES = "正文", "备注", "附件"
FIELDS = {"标题": "title", "讲话人": "speaker", "讲话日期": "date", "出处": "publication", "网址": "url"}
"""Label in .github/ISSUE_TEMPLATE/speech.yml → key of a sidecar."""
EMPTY = "_No response_"  # what GitHub writes for a field that was left empty
EVENT_MAX = 5_000_000  # bytes; GitHub's events are smaller
TEXT_MAX = 300_000  # 字; GitHub's issues end at 65,536
VALUE_MAX = 300  # 字 of a field that a sidecar takes
LINKS_MAX = 10
_LABEL = re.compile(r"### (.{1,20})")
_LINK = re.compile(
    r"https://github\.com/(?:user-attachments|[\w.-]{1,100}/[\w.-]{1,100})/(?:files|assets)/[\w./-]{1,200}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What somebody filled in."""

    number: int
    """Of the issue."""
    text: str
    """The speech; empty where only files were attached."""
    values: Mapping[str, str]
    """Key of a sidecar → value that it takes."""
    refused: Mapping[str, str]
    """Label → why its value was not taken."""
    notes: str
    """Words to the maintainer."""
    links: tuple[str, ...]
    """Files on GitHub that the maintainer may look at; nobody fetches them here."""


@click.command()
@options("config", "seeds")
@click.argument("event", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def submit(file: Path, seeds: Path | None, event: Path) -> None:
    """Turn a submitted issue (the workflow's event file) into a seed and a sidecar; print a report in Markdown."""
    config = load_config(file, seeds=seeds)
    given = submission(event)
    said = _bring(given, config.seeds) if given.text else "没有正文。"
    say(report(given, said))
    if said:
        sys.exit(1)


def submission(event: Path) -> Submission:
    """What the issue of an event holds. Raises CorpusError for a file that is no such event."""
    number, body = _issue(event)
    if type(number) is not int or number < 1 or not isinstance(body, str):
        msg = f"{event.name}: no event of an issue. Name the file in GITHUB_EVENT_PATH."
        raise CorpusError(msg)
    filled = _filled(_whole(body).replace("\r\n", "\n"))
    checked = {label: _checked(key, filled.get(label, "")) for label, key in FIELDS.items()}
    return Submission(
        number=number,
        text=_unfenced(filled.get(TEXT, "")),
        values={FIELDS[label]: value for label, (value, wrong) in checked.items() if value and not wrong},
        refused={label: wrong for label, (_, wrong) in checked.items() if wrong},
        notes=filled.get(NOTES, ""),
        links=tuple(dict.fromkeys(_LINK.findall(filled.get(FILES, ""))))[:LINKS_MAX],
    )


def _issue(event: Path) -> tuple[object, object]:
    """Number and body as the file has them; nothing where it is no event, or larger than any."""
    if event.stat().st_size > EVENT_MAX:
        return None, None
    try:
        issue = json.loads(event.read_text(encoding="utf-8"))["issue"]
        return issue["number"], issue["body"] or ""
    except (ValueError, KeyError, TypeError, RecursionError):
        return None, None


def _filled(body: str) -> dict[str, str]:
    """Label → what stands below it. The text is the last field: what looks like a label in it is text."""
    found: dict[str, list[str]] = {}
    label = ""
    for line in body.split("\n"):
        match = _LABEL.fullmatch(line.rstrip())
        known = match and match[1] in (*FIELDS, TEXT, NOTES, FILES) and match[1] not in found
        if match and known and label != TEXT:
            label = match[1]
            found[label] = []
        elif label:
            found[label].append(line)
    values = {label: "\n".join(lines).strip() for label, lines in found.items()}
    return {label: value for label, value in values.items() if value != EMPTY}


def _unfenced(text: str) -> str:
    """The text without the fence that GitHub draws around it; empty for none."""
    first, _, rest = text.partition("\n")
    if re.fullmatch("`{3,20}(?:text)?", first.strip()) and rest.rstrip().endswith("```"):
        text = rest.rstrip().rstrip("`")
    return text.strip("\n") if text.strip() else ""


def _checked(key: str, value: str) -> tuple[str, str]:
    """A value as a sidecar takes it, and why it does not."""
    if not value:
        return "", ""
    if key == "date":
        value = iso_date(value) or value
    if len(value) > VALUE_MAX:
        return value, f"超过 {VALUE_MAX} 字"
    return value, wrong_value(key, value) or ""


def _whole(text: str) -> str:
    """The text without halves of characters, which no file can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _bring(given: Submission, seeds: Path) -> str:
    """Puts seed and sidecar into seeds/, both or neither; gives what stood in the way, empty for nothing."""
    name = f"issue-{given.number}"
    if len(given.text) > TEXT_MAX:
        return f"正文有 {len(given.text)} 字，超过上限 {TEXT_MAX} 字。"
    if list(seeds.glob(f"{name}.*")):
        return f"seeds/ 里已有 {name}。"
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{name}.txt"
        file.write_bytes(f"{given.text}\n".encode())
        added = bring(file, seeds)
    if added.path != seeds / f"{name}.txt":
        return added.said.replace(folder, "").strip()
    with (seeds / f"{name}.yml").open("x", encoding="utf-8", newline="\n") as beside:
        beside.write("".join(f"{line}\n" for line in _sidecar(given)))
    return ""


def _sidecar(given: Submission) -> Iterator[str]:
    yield f"# 由 issue {given.number} 提交；各项照提交人所填，请核对。"
    yield from (f"# 备注：{escaped(line)}" for line in given.notes.split("\n") if line.strip())
    yield from (f"{key}: {scalar(value)}" for key, value in given.values.items())


def report(given: Submission, said: str) -> str:
    """What was done, for the maintainer, in Markdown. `said`: why nothing was brought in; empty where it was."""
    done = (
        f"没有收进来：{escape(escaped(said))}"
        if said
        else f"收进 seeds/issue-{given.number}.txt，{len(given.text)} 字。"
    )
    lines = [f"## 提交：issue {given.number}", "", done, ""]
    names = {key: label for label, key in FIELDS.items()}
    lines += [f"- {names[key]}：{escape(escaped(value))}" for key, value in given.values.items()]
    lines += [f"- {label}没有采用：{escape(wrong)}" for label, wrong in given.refused.items()]
    lines += [f"- 备注：{escape(escaped(line))}" for line in given.notes.split("\n") if line.strip()]
    lines += [
        f"- 附件（没有下载，请自己看过再用 build-corpus add 收录）：{escape(each)}" for each in given.links
    ]
    return "\n".join([*lines, ""])
