"""What a build would change against the last one, speech by speech.

In: the records, receipts and findings of two builds, as build/ holds them. Out: text in Chinese.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import click

from build_corpus.cli.findings import SEVERITIES, escaped
from build_corpus.cli.report import NAMES
from build_corpus.config import Config
from build_corpus.errors import CorpusError
from build_corpus.pipeline import Made
from build_corpus.publish import DOCUMENTS, FINDINGS, RECEIPTS, Site, by_products

Record = dict[str, Any]
CONTEXT = 10  # 字 kept beside what differs in a paragraph
SHOWN = 60  # 字 of a value or a paragraph
FOLLOWS = ("chars", "masks", "formulas", "decoded_sha256", "cleaned_sha256")  # they change with the text
APART = ("id", "source", "blocks", "themes", "related", "notes", *FOLLOWS)  # told in words of their own
BUILT = (DOCUMENTS, RECEIPTS, FINDINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What one build says of everything."""

    records: Mapping[str, Record]
    """Id → record."""
    receipts: Mapping[str, Counter[str]]
    """Id → rule → receipts, without those of white space."""
    findings: Mapping[str, Counter[str]]
    """Seed or sidecar without its ending → findings as text."""


def earlier(build: Path) -> State:
    """The last build. Raises CorpusError where there is none."""
    try:
        return _state(*(json_lines((build / name).read_text(encoding="utf-8")) for name in BUILT))
    except OSError as error:
        msg = f"{error.filename}: {error.strerror}. There is no build to compare with: run build-corpus build first."
        raise CorpusError(msg) from error
    except (ValueError, KeyError, TypeError) as error:
        msg = f"{build}: not the by-products of a build ({error}). Run build-corpus build first."
        raise CorpusError(msg) from error


def present(config: Config, made: Made) -> State:
    """What a build would give now."""
    lines = by_products(Site(made.corpus, made.knowledge, config.settings), made.findings)
    return _state(*(json_lines("".join(lines[name])) for name in BUILT))


def _state(documents: Iterable[str], receipts: Iterable[str], findings: Iterable[str]) -> State:
    rules: dict[str, Counter[str]] = {}
    for receipt in map(json.loads, receipts):
        if not receipt["rule"].startswith("layout."):
            rules.setdefault(receipt["document"], Counter())[receipt["rule"]] += 1
    said: dict[str, Counter[str]] = {}
    for finding in map(json.loads, findings):
        if finding["path"].startswith("seeds/"):
            text = f"{SEVERITIES[finding['severity']]} {finding['path']}: {finding['message']} [{finding['code']}]"
            said.setdefault(finding["path"].rpartition(".")[0], Counter())[text] += 1
    records = {record["id"]: record for record in map(json.loads, documents)}
    return State(records=records, receipts=rules, findings=said)


def json_lines(text: str) -> list[str]:
    """The lines of a JSON Lines file; only a line feed ends one."""
    return [line for line in text.split("\n") if line]


def difference(before: State, after: State) -> str:
    """The differences as text; empty without any."""
    parts: list[str] = []
    told: set[str] = set()
    for each in sorted({*before.records, *after.records}):
        old, new = before.records.get(each), after.records.get(each)
        stem = f"seeds/{(new or old or {})['source']['file'].rpartition('.')[0]}"
        lines = [*_document(old, new), *_receipts(before, after, each)] if old and new else []
        lines += _findings(before, after, stem) if stem not in told else []
        told.add(stem)
        if lines or not (old and new):
            sign, colour = ("~", "yellow") if old and new else ("+", "green") if new else ("-", "red")
            parts.append(_head(sign, colour, new or old or {}))
            parts += (f"    {line}\n" for line in lines)
    for stem in sorted({*before.findings, *after.findings} - told):
        parts += (f"{line}\n" for line in _findings(before, after, stem))
    return "".join(parts)


def _head(sign: str, colour: str, record: Record) -> str:
    words = {"~": "有变化", "+": "新的一篇", "-": "没有了"}[sign]
    title = escaped(record["title"] or "（无题）")
    text = f"{sign} {record['id']}  {title}  （{escaped(record['source']['file'])}，{words}）"
    return f"{click.style(text, fg=colour, bold=True)}\n"


def _document(old: Record, new: Record) -> Iterator[str]:
    if old["source"].get("sha256") != new["source"].get("sha256"):
        yield "底稿  文件的内容换了"
    for key in (key for key in {**old, **new} if key not in APART and old.get(key) != new.get(key)):
        yield f"{NAMES.get(key, key)}  {_value(old.get(key))} → {_value(new.get(key))}"
    yield from _blocks(old["blocks"], new["blocks"])
    for key, name in (("themes", "主题"), ("related", "相关讲话"), ("notes", "校注")):
        yield from _sets(name, _names(old[key]), _names(new[key]))


def _value(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if value and isinstance(value, list) and isinstance(value[0], dict) and "value" in value[0]:
        text = "、".join(f"{each['value']}（{each.get('type') or each.get('field')}）" for each in value)
    return "（无）" if value in (None, [], "") else _cut(text)


def _cut(text: str) -> str:
    return escaped(text if len(text) <= SHOWN else f"{text[:SHOWN]}…")


def _names(entries: Sequence[Record]) -> list[str]:
    return [str(each.get("label") or each.get("id") or f"“{each.get('text')}”") for each in entries]


def _sets(name: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """Names that one list has more than the other."""
    for sign, colour, more, less in (("-", "red", old, new), ("+", "green", new, old)):
        names = [each for each in dict.fromkeys(more) if each not in less]
        if names:
            yield click.style(f"{name}  {sign} {escaped('、'.join(names))}", fg=colour)


def _blocks(old: Sequence[Record], new: Sequence[Record]) -> Iterator[str]:
    """Paragraphs and headings that differ, as lines with - and +."""
    before, after = ([_shape(block) for block in blocks] for blocks in (old, new))
    for tag, first, last, start, stop in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        yield f"正文  第 {start + 1} 段"
        gone, come = before[first:last], after[start:stop]
        pairs = [_apart(left, right) for left, right in zip(gone, come, strict=False)]
        shown = len(pairs)
        left = [*(pair[0] for pair in pairs), *(_cut(text) for text in gone[shown:])]
        right = [*(pair[1] for pair in pairs), *(_cut(text) for text in come[shown:])]
        yield from (click.style(f"  - {text}", fg="red") for text in left)
        yield from (click.style(f"  + {text}", fg="green") for text in right)


def _shape(block: Record) -> str:
    """A block's text with what it is, where that is no plain paragraph."""
    kind = {"heading": f"〔{block['level']} 级标题〕", "paragraph": ""}.get(
        block["type"], f"〔{block['type']}〕"
    )
    run_in = f"〔段首标题：{block['run_in']['text']}〕" if block["run_in"] else ""
    return f"{kind}{run_in}{block['text']}"


def _apart(left: str, right: str) -> tuple[str, str]:
    """Two texts cut to where they differ, with a few 字 around it."""
    head = _common(left, right)
    tail = _common(left[head:][::-1], right[head:][::-1])
    start, end = max(head - CONTEXT, 0), max(tail - CONTEXT, 0)
    return _window(left, start, end), _window(right, start, end)


def _common(left: str, right: str) -> int:
    """字 that two texts share at their start."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(left), len(right)))


def _window(text: str, start: int, end: int) -> str:
    inside = text[start : len(text) - end]
    return ("…" if start else "") + _cut(inside) + ("…" if end and len(inside) <= SHOWN else "")


def _receipts(before: State, after: State, document: str) -> Iterator[str]:
    old, new = (state.receipts.get(document, Counter()) for state in (before, after))
    for rule in sorted({*old, *new}):
        if old[rule] != new[rule]:
            yield f"规则  {rule}：{old[rule]} 处 → {new[rule]} 处"


def _findings(before: State, after: State, stem: str) -> Iterator[str]:
    old, new = (state.findings.get(stem, Counter()) for state in (before, after))
    yield from (click.style(f"- {escaped(text)}", fg="green") for text in sorted(old - new))
    yield from (click.style(f"+ {escaped(text)}", fg="red") for text in sorted(new - old))
