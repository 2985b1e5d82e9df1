"""Bringing a file into seeds/: a safe name, a copy, and what the file became."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from build_corpus.cli.draft import known_facts, write_draft
from build_corpus.cli.findings import escaped, findings_text
from build_corpus.cli.front import dropped_lines
from build_corpus.cli.report import NAMES, visible
from build_corpus.model import VERSION_KINDS, Annotated, Finding, Receipt, finding
from build_corpus.pipeline import Made
from build_corpus.publish import KINDS, written_as
from build_corpus.read import read, with_texts
from build_corpus.text import file_name, speech_id

NAME_MAX = 60  # 字 of a file's stem; file systems allow 255 bytes
EXAMPLES = 3  # removed wordings shown for each rule
THEMES = 8  # themes named
EVIDENCE = 30  # 字 of the words a fact was read from


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of one file that was to be added."""

    path: Path | None
    """Where it stands in seeds/; None: it was refused."""
    said: str
    """What a person should know before anything else."""


def bring(file: Path, seeds: Path) -> Added:
    """Copies a file into seeds/ under a safe name; nothing there is ever overwritten.

    A file that stands there already, by place or by its bytes, is not copied again; one that cannot
    be read as a document is refused.
    """
    if not file.is_file():
        reason = "不是普通文件" if file.exists() else "没有这个文件"
        reason = "这是文件夹，要写里面的文件" if file.is_dir() else reason
        return _refused([finding("add-unreadable", str(file), reason=reason)])
    if file.resolve().is_relative_to(seeds.resolve()):
        return Added(path=file.resolve(), said=f"{file}：已在 seeds/ 里，没有再放。\n")
    try:
        data = file.read_bytes()
    except OSError as error:
        return _refused([finding("add-unreadable", str(file), reason=error.strerror)])
    same = _same(data, seeds)
    if same:
        name = same.relative_to(seeds).as_posix()
        return Added(path=same, said=f"{file}：seeds/{name} 一字不差，没有再放。\n")
    name = safe_name(file, {speech_id(path.stem) for path in seeds.rglob("*")})
    refusals = _refusals(data, name, str(file))
    if refusals:
        return _refused(refusals)
    with (seeds / name).open("xb") as target:
        target.write(data)
    return Added(path=seeds / name, said=f"{file} → seeds/{name}\n")


def _refused(findings: list[Finding]) -> Added:
    return Added(path=None, said=f"{findings_text(findings)}    没有放进 seeds/。\n")


def _same(data: bytes, seeds: Path) -> Path | None:
    """A document of seeds/ with the same bytes."""
    wanted = sha256(data).digest()
    for path in sorted(seeds.rglob("*")):
        like = path.is_file() and not path.is_symlink() and path.stat().st_size == len(data)
        if like and sha256(path.read_bytes()).digest() == wanted:
            return path
    return None


def _refusals(data: bytes, name: str, path: str) -> list[Finding]:
    """Why a file cannot be read as a document: what reading it alone finds."""
    with TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        readings = read(Path(folder))
    if any(reading.source for reading in readings):
        return []
    return [
        Finding(
            code=each.code, severity="error", path=path, line=each.line, message=each.message, hint=each.hint
        )
        for reading in readings
        for each in reading.findings
    ]


def safe_name(file: Path, taken: set[str]) -> str:
    """A file's name without what shells, systems and addresses stumble over, and not taken yet.

    >>> safe_name(Path("../ 会议 讲话?(终稿).TXT"), set()), safe_name(Path("README.md"), {"seed-readme"})
    ('会议-讲话-终稿.txt', 'seed-readme-2.md')
    """
    stem = unicodedata.normalize("NFC", file_name(file.stem))
    stem = re.sub(r"[^\w.]+", "-", stem).strip("-._")[:NAME_MAX].strip("-._") or "seed"
    if stem.upper().split(".")[0] == "README" or stem.lower() in ("con", "prn", "aux", "nul"):
        stem = f"seed-{stem.lower()}"
    number, name = 1, stem
    while speech_id(name) in taken:
        number += 1
        name = f"{stem}-{number}"
    return name + re.sub(r"[^\w.]", "", file.suffix.lower())


def added_text(added: Added, seeds: Path, made: Made) -> str:
    """What a file became, and where to correct it."""
    if added.path is None:
        return added.said
    name = file_name(added.path.relative_to(seeds.resolve()).as_posix())
    documents = with_texts(seeds, [each for each in made.corpus.documents if each.speech.source.file == name])
    findings = [finding for reading in made.readings if reading.file == name for finding in reading.findings]
    parts = [escaped(added.said.rstrip("\n")) + "\n"]
    parts += ["".join(f"  {line}\n" for line in _document(document, made)) for document in documents]
    for document in documents:
        findings += document.speech.findings
    parts += [f"  {line}\n" for line in findings_text(dict.fromkeys(findings)).splitlines()]
    if documents:
        parts.append(f"  {write_draft(added.path, documents[0])}\n")
    return "".join(parts)


def _document(document: Annotated, made: Made) -> Iterator[str]:
    speech = document.speech
    state = f"speeches/{document.id}/" if speech.shown else "不发布"
    yield _row("编号", f"{document.id}（{state}）")
    for field, (value, where) in known_facts(speech).items():
        yield _row(NAMES[field], f"{KINDS.get(value, value) if field == 'kind' else escaped(value)}{where}")
    if not speech.title:
        yield _row(NAMES["title"], "没有找到")
    paragraphs = sum(block.type == "paragraph" for block in speech.blocks)
    headings = sum(block.type == "heading" or block.run_in is not None for block in speech.blocks)
    yield _row("文件", f"{document.speech.source.size:,} 字节，{written_as(document.speech.source)}")
    yield _row("正文", f"{len(speech.text)} 字，{paragraphs} 段，{headings} 个标题")
    labels = [
        f"{made.knowledge.vocabulary.get(score.theme).label}（{len(score.paragraphs)} 段）"
        for score in document.themes[:THEMES]
    ]
    yield _row("主题", "、".join(labels) or "无")
    yield from _changes(document, made)
    yield from _versions(document, made)


def _row(name: str, value: str) -> str:
    gap = "\N{IDEOGRAPHIC SPACE}" * max(0, 4 - len(name))
    return f"{name}{gap}  {value}"


def _changes(document: Annotated, made: Made) -> Iterator[str]:
    """Removed lines by rule with examples, first those of front matter; repairs by rule with their number."""
    front = dropped_lines(document.speech)
    if front:
        shown = "、".join(click.style(visible(line.text), fg="red") for line in front)
        yield _row(
            "删去", f"{len(front)} 处  layout.markup（{made.knowledge.reason('layout.markup')}）：{shown}"
        )
    receipts = [each for each in document.speech.receipts if not each.rule.startswith("layout.")]
    for kind, name in (("removed", "删去"), ("changed", "改动")):
        chosen = sorted((each for each in receipts if each.kind == kind), key=lambda each: each.rule)
        for rule, group in groupby(chosen, key=lambda each: each.rule):
            found: list[Receipt] = list(group)
            wordings = list(dict.fromkeys(each.before.strip() for each in found if each.before.strip()))
            examples = "、".join(click.style(visible(text), fg="red") for text in wordings[:EXAMPLES])
            shown = f"：{examples}{'……' if len(wordings) > EXAMPLES else ''}" if kind == "removed" else ""
            yield _row(name, f"{len(found)} 处  {rule}（{made.knowledge.reason(rule)}）{shown}")


def _versions(document: Annotated, made: Made) -> Iterator[str]:
    """Other documents that share most of the text."""
    titles = {each.id: escaped(each.speech.title or "（无题）") for each in made.corpus.documents}
    for version in made.corpus.versions:
        if document.id in (version.id, version.of):
            other = version.of if document.id == version.id else version.id
            kind = VERSION_KINDS[version.kind]
            role = f"它是这一篇的{kind}" if document.id == version.of else f"这一篇列为它的{kind}"
            share = f"{role}，相同的字占 {version.shared:.0%}"
            yield _row("重复", f"{other}  {titles.get(other, '')}（{share}）")
