"""The audit of one document: every receipt as a line of a coloured diff, with rule and reason."""

from bisect import bisect_right
from collections import Counter
from itertools import accumulate, groupby

import click

from build_corpus.cli.findings import escaped, findings_text
from build_corpus.cli.front import dropped_lines
from build_corpus.cli.report import visible
from build_corpus.model import Knowledge, Receipt, Speech

DONE = {"removed": "删去", "changed": "改动", "moved": "移走"}
COLOURS = {"removed": "red", "changed": "yellow", "moved": "cyan"}
CONTEXT = 6  # 字 shown on each side of a change
SHOWN = 5  # changes of one rule shown for a line


def audit_text(speech: Speech, knowledge: Knowledge) -> str:
    """Every change of a document with its line, rule and reason, then the counts by rule.

    Changes of one rule in one line stand together. Colours are for terminals; marks say the same.
    """
    lines = [f"{speech.id}  {speech.title or '（无题）'}  （{speech.source.file}）\n"]
    ends = list(accumulate(len(line) for line in speech.source.decoded.splitlines(keepends=True)))
    shown = [receipt for receipt in speech.receipts if not receipt.rule.startswith("layout.")]
    first = speech.source.first_line
    for line in dropped_lines(speech):
        change = click.style(visible(line.text), fg=COLOURS["removed"])
        lines.append(_row(line.number, "removed", "layout.markup", change))
        lines.append(_why("layout.markup", knowledge))
    for (number, rule, kind), group in groupby(
        shown, key=lambda each: (bisect_right(ends, each.start) + first, each.rule, each.kind)
    ):
        change = _changes(speech.source.decoded, list(group))
        lines.append(_row(number, kind, rule, change))
        lines.append(_why(rule, knowledge))
    lines.append("\n合计（空行、缩进、行尾只计数，不逐条列出）\n")
    for rule, count in sorted(Counter(receipt.rule for receipt in speech.receipts).items()):
        lines.append(f"  {count:>5}  {rule:<26}{knowledge.reason(rule)}\n")
    lines.append(findings_text(speech.findings))
    return "".join(lines)


def _row(number: int, kind: str, rule: str, change: str) -> str:
    return f"  {number:>5}  {click.style(DONE[kind], fg=COLOURS[kind])}  {rule:<26}{change}\n"


def _why(rule: str, knowledge: Knowledge) -> str:
    return f"               {click.style(knowledge.reason(rule), dim=True)}\n"


def _changes(decoded: str, receipts: list[Receipt]) -> str:
    if receipts[0].kind != "changed":
        return "、".join(_change(receipt) for receipt in receipts)
    parts: list[str] = []
    at = max(receipts[0].start - CONTEXT, decoded.rfind("\n", 0, receipts[0].start) + 1)
    for receipt in receipts[:SHOWN]:
        between = decoded[at : receipt.start]
        if len(between) > 2 * CONTEXT:
            between = f"{between[:CONTEXT]}…{between[-CONTEXT:]}"
        parts += (escaped(between), _removed(receipt.before), _added(receipt.after))
        at = receipt.end
    after = decoded[at : at + CONTEXT].partition("\n")[0]
    more = f"……共 {len(receipts)} 处" if len(receipts) > SHOWN else ""
    return "".join((*parts, escaped(after), more))


def _change(receipt: Receipt) -> str:
    before = click.style(visible(receipt.before), fg="red")
    if receipt.kind == "removed":
        return before
    value = click.style(escaped(receipt.value or ""), fg="cyan")
    return f"{before} → {receipt.field}: {value}"


def _removed(text: str) -> str:
    return click.style(f"[-{escaped(text)}-]", fg="red") if text else ""


def _added(text: str) -> str:
    return click.style(f"{{+{escaped(text)}+}}", fg="green") if text else ""
