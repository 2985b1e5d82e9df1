"""The metadata of all speeches as one CSV table, and the table back into sidecars.

Out: UTF-8 with a byte order mark, which Excel asks for. In: that, or what Excel saves (GB18030,
UTF-16; commas, semicolons or tabs; 2019/4/26 for a date).
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from build_corpus.cli.findings import escaped
from build_corpus.cli.report import NAMES
from build_corpus.cli.yaml_edit import set_value
from build_corpus.model import FIELDS, Annotated, Finding, Sidecar, Speech, finding
from build_corpus.read.entries import NotYamlError
from build_corpus.read.folder import sidecars_of
from build_corpus.read.keys import nearest
from build_corpus.read.sidecar import parse_sidecar, wrong_value
from build_corpus.text import file_name

COLUMNS = ("id", "file", *FIELDS, "publish")
_RUN = re.compile(r"'*[=+\-@\t\r＝＋－＠]")  # what a spreadsheet takes for a formula, perhaps guarded already
_LONGEST = 10_000  # characters of a cell; a quote that is never closed makes longer ones
_DAY = re.compile(r"([0-9]{4})[/.年-]([0-9]{1,2})(?:[/.月-]([0-9]{1,2})日?|月)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A sidecar as it is to be."""

    path: Path
    """The file."""
    data: bytes
    """Its new bytes."""
    text: str
    """What changes, for people."""


def guarded(value: str) -> str:
    """A value that no spreadsheet takes for a formula; `plain` gives it back.

    >>> guarded("=1+1"), guarded("'=1"), guarded("张三"), plain(guarded("-5")), plain("'张三")
    ("'=1+1", "''=1", '张三', '-5', "'张三")
    """
    return f"'{value}" if _RUN.match(value) else value


def plain(cell: str) -> str:
    """The value of a cell."""
    return cell[1:] if cell.startswith("'") and _RUN.match(cell) else cell


def known(speech: Speech) -> dict[str, str]:
    """Column → what is known of a speech; empty where nothing is."""
    facts = {field: speech.value(field) or "" for field in FIELDS}
    stated = speech.source.sidecar.metadata
    facts |= {
        "kind": stated.get("kind", speech.kind),
        "date": speech.date or "",
        "posted": speech.posted or "",
    }
    publish = "true" if speech.source.sidecar.publish else "false"
    return {"id": speech.id, "file": speech.source.file, **facts, "publish": publish}


def export_sheet(documents: Sequence[Annotated]) -> bytes:
    """The table, one speech a row."""
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, COLUMNS)
    table.writeheader()
    for document in documents:
        table.writerow({key: guarded(value) for key, value in known(document.speech).items()})
    return text.getvalue().encode("utf-8-sig")


def import_sheet(
    table: Path, seeds: Path, documents: Sequence[Annotated]
) -> tuple[list[Change], list[Finding]]:
    """The sidecars that change, and what is wrong with the table."""
    form = _Import(table.name, seeds, {document.id: document.speech for document in documents})
    try:
        form.table(_text(table.read_bytes()))
    except OSError as error:
        form.findings.append(finding("table-unreadable", table.name, reason=error.strerror))
    except csv.Error:
        form.findings.append(finding("table-unreadable", table.name, reason="不是 CSV，或有一格太长"))
    except UnicodeDecodeError:
        reason = "既不是 UTF-8，也不是 GBK"
        form.findings.append(finding("table-unreadable", table.name, reason=reason))
    return form.changes(), form.findings


def _text(data: bytes) -> str:
    """The table's text: UTF-8 as written here, else as Excel saves it on a Chinese machine."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _usual(field: str, value: str) -> str:
    """A value as sidecars write it, where a spreadsheet writes it in its own way."""
    if field == "publish":
        return {"是": "true", "否": "false"}.get(value, value.lower())
    match = _DAY.fullmatch(value) if field in ("date", "posted") else None
    if match is None:
        return value
    year, month, day = match.groups()
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")


class _Import:
    """One table while it is read: what is wrong with it, and the sidecars as they are to be."""

    def __init__(self, where: str, seeds: Path, speeches: Mapping[str, Speech]) -> None:
        self.where = where
        self.seeds = seeds
        self.files = {file_name(path.relative_to(seeds).as_posix()): path for path in seeds.rglob("*")}
        self.sidecars = sidecars_of(seeds)
        self.speeches = speeches
        self.findings: list[Finding] = []
        self.texts: dict[Path, str] = {}
        self.said: dict[Path, list[str]] = {}
        self.rows: dict[str, int] = {}

    def table(self, text: str) -> None:
        """All rows, or none where the header is wrong."""
        first = text.partition("\n")[0]
        delimiter = max(",;\t", key=first.count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        header = [cell.strip().lower() for cell in next(reader, [])]
        self.header(header)
        last = reader.line_num
        for row in reader if not self.findings else ():
            line, last = last + 1, reader.line_num
            if any(row):
                self.row(line, row, header)

    def header(self, header: Sequence[str]) -> None:
        """Every column is known and stands once; id is there."""
        if "id" not in header:
            self.findings.append(finding("table-unreadable", self.where, 1, reason="第一行没有 id 这一列"))
        for at, name in enumerate(header):
            if name not in COLUMNS or name in header[:at]:
                near = nearest(name, COLUMNS) if name not in COLUMNS else None
                guess = f"是不是“{near}”？" if near else ""
                values = {"column": name, "guess": guess, "known": "、".join(COLUMNS)}
                self.findings.append(finding("table-column", self.where, 1, **values))

    def row(self, line: int, row: Sequence[str], header: Sequence[str]) -> None:
        """One speech."""
        cells = {key: plain(cell.strip()) for key, cell in zip(header, row, strict=False)}
        name = cells.get("id", "")
        if len(row) > len(header):
            self.odd(line, f"有 {len(row)} 格，表头只有 {len(header)} 列", "值里有逗号就用英文双引号括起来")
        elif max(map(len, row)) > _LONGEST:
            self.odd(line, f"有一格超过 {_LONGEST} 字", "看看是不是少了一个引号")
        elif name not in self.speeches:
            self.odd(line, f"的编号“{name}”没有这一篇", self._meant(name, cells.get("file", "")))
        elif name in self.rows:
            self.odd(line, f"的编号“{name}”在第 {self.rows[name]} 行已经有了", "留下一行")
        else:
            self.rows[name] = line
            self.speech(line, cells, self.speeches[name])

    def odd(self, line: int, problem: str, hint: str) -> None:
        """A row that is no speech's."""
        self.findings.append(finding("table-row", self.where, line, problem=problem, guess=hint))

    def _meant(self, name: str, file: str) -> str:
        """What to do about an id that nobody has."""
        same = [each for each, speech in self.speeches.items() if file and speech.source.file == file]
        near = same or get_close_matches(name, self.speeches, n=1)
        return f"是不是“{near[0]}”？编号不能在表里改" if near else "编号照导出的表，不能在表里改"

    def speech(self, line: int, cells: Mapping[str, str], speech: Speech) -> None:
        """The cells that differ from what is known, each into the sidecar."""
        facts = known(speech)
        for field in (*FIELDS, "publish"):
            if field not in cells:
                continue
            value = _usual(field, cells[field])
            reason = wrong_value(field, value) if value else None
            if value == facts[field]:
                continue
            if reason or (field == "publish" and not value):
                reason = reason or "只能是 true 或 false"
                self.findings.append(
                    finding("table-value", self.where, line, key=field, value=value, reason=reason)
                )
            elif not value and field not in speech.source.sidecar.metadata:
                self.findings.append(finding("table-blank", self.where, line, key=field, value=facts[field]))
            else:
                self.edit(line, speech, field, (facts[field], value))

    def edit(self, line: int, speech: Speech, field: str, change: tuple[str, str]) -> None:
        """One value in a sidecar, everything else in it as it was; a finding where that cannot be done."""
        old, value = change
        path = self._sidecar(speech)
        text = self._present(path)
        before = parse_sidecar(text.encode("utf-8", "surrogateescape"), str(path))
        ids = [part.id for part in before[0].parts]
        place = ("documents", ids.index(speech.id), field) if speech.id in ids else (field,)
        try:
            edited = set_value(text, place, value or None)
        except (NotYamlError, KeyError):
            edited = ""
        after = parse_sidecar(edited.encode("utf-8", "surrogateescape"), str(path))
        if not edited or len(after[1]) > len(before[1]) or _stated(after[0], speech.id, field) != value:
            values = {"file": escaped(path.name), "key": field, "value": value}
            self.findings.append(finding("table-unwritable", self.where, line, **values))
            return
        self.texts[path] = edited
        shown = (
            f"  {NAMES.get(field, '是否发布')}  {escaped(old) or '（无）'} → {escaped(value) or '（无）'}\n"
        )
        self.said.setdefault(path, []).append(shown)

    def _sidecar(self, speech: Speech) -> Path:
        """Where the editor's word for a speech is written: its sidecar, else one that is to be made."""
        file = speech.source.file
        made = self.files.get(file, self.seeds / file).with_suffix(".yml")
        return self.sidecars.get(file.rpartition(".")[0], made)

    def _present(self, path: Path) -> str:
        if path not in self.texts and path.exists():
            return path.read_bytes().decode("utf-8", "surrogateescape")
        return self.texts.get(path, "")

    def changes(self) -> list[Change]:
        """Every sidecar that is to be written."""
        return [
            Change(
                path=path,
                data=text.encode(),
                text=f"{escaped(path.relative_to(self.seeds).as_posix())}\n{''.join(self.said[path])}",
            )
            for path, text in self.texts.items()
        ]


def _stated(sidecar: Sidecar, document: str, field: str) -> str:
    """What a sidecar says of a field of a document; empty for nothing."""
    for part in sidecar.parts:
        if part.id == document:
            return str(part.publish).lower() if field == "publish" else part.metadata.get(field, "")
    return str(sidecar.publish).lower() if field == "publish" else sidecar.metadata.get(field, "")
