"""The audit of one document: every receipt as a line of a coloured diff, with rule and reason; why it has its themes."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby

import click

from build_corpus.cli.findings import escaped, findings_text
from build_corpus.cli.front import dropped_lines
from build_corpus.cli.report import visible
from build_corpus.model import Block, Evidence, Explanation, Knowledge, Receipt, Speech

DONE = {"removed": "删去", "changed": "改动", "moved": "移走"}
COLOURS = {"removed": "red", "changed": "yellow", "moved": "cyan"}
CONTEXT = 6  # 字 shown on each side of a change
SHOWN = 5  # changes of one rule shown for a line
OPENING = 12  # 字 of a paragraph that tell which it is
COMMON = ("", "八分之一以上", "四分之一以上", "半数以上")
"""Class of a theme's document frequency → how much of the corpus names it."""
UNTREATED = {
    "passing": "全篇说得太少",
    "weak": "只有泛称，没有确凿的说法",
    "elsewhere": "只在标题、小标题或正文以外提到",
}
SUMS = "得分＝各段得分＋标题，常见的主题再打折；一段的得分看依据有多少、占本段全部依据的几成、本段多长"
BODY = ("paragraph", "closing")


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


def themes_text(speech: Speech, explained: Sequence[Explanation], knowledge: Knowledge) -> str:
    """Why a document has each of its themes: the score's parts, then every paragraph with what it shows.

    At the end the themes that it names and does not treat, with the reason.
    """
    body = [block for block in speech.blocks if block.type in BODY]
    numbered = {block.id: (number, block) for number, block in enumerate(body, 1)}
    treated = [each for each in explained if not each.untreated]
    lines = [
        f"{speech.id}  {speech.title or '（无题）'}  （{speech.source.file}）\n",
        f"主题 {len(treated)} 个，正文 {len(body)} 段。{SUMS}\n",
    ]
    for each in treated:
        label = click.style(knowledge.vocabulary.get(each.theme).label, bold=True)
        lines.append(f"\n{each.score:>8.3f}  {label}  {each.theme}  {_parts(each)}\n")
        lines += _paragraphs(each, numbered, knowledge)
    named = [each for each in explained if each.untreated]
    lines += ["\n点到而没有论及\n"] if named else []
    for each in named:
        label = click.style(knowledge.vocabulary.get(each.theme).label, bold=True)
        lines.append(f"\n       —  {label}  {each.theme}  {UNTREATED[each.untreated or '']}\n")
        lines += _paragraphs(each, numbered, knowledge)
    return "".join(lines)


def _parts(each: Explanation) -> str:
    parts = f"各段 {each.coverage:.3f}" + (f"＋标题 {each.title:.3f}" if each.title else "")
    count = sum(1 for shown in each.paragraphs if shown.value)
    common = f"；库中{COMMON[each.common]}的文章提到，打折 ×{each.left:g}" if each.common else ""
    return f"{parts}，论及 {count} 段{common}"


def _paragraphs(
    each: Explanation, numbered: Mapping[str, tuple[int, Block]], knowledge: Knowledge
) -> Iterator[str]:
    for shown in each.paragraphs:
        number, block = numbered[shown.block]
        value = f"{shown.value:+.3f}" if shown.value and not each.untreated else "不计"
        passing = "，一笔带过" if not shown.value and not each.untreated else ""
        opening = click.style(f"“{escaped(block.text[:OPENING])}”", dim=True)
        why = "；".join(_reasons(shown, knowledge))
        yield f"  {value:>8}  第 {number} 段 {opening} 依据 {shown.weight:.1f}{passing}：{why}\n"


def _reasons(shown: Evidence, knowledge: Knowledge) -> Iterator[str]:
    for name, wordings in (("确凿", shown.strong), ("泛称", shown.weak)):
        if wordings:
            uses = Counter(wordings).items()
            yield f"{name} {'、'.join(escaped(text) + (f'×{n}' if n > 1 else '') for text, n in uses)}"
    if shown.run_in:
        yield "段首标题点题"
    if shown.headed:
        yield "小标题点题"
    if shown.through:
        yield "全节推及"
    if shown.narrower:
        label = knowledge.vocabulary.get
        yield f"下位主题 {'、'.join(f'{label(theme).label} {weight:.1f}' for theme, weight in shown.narrower)}"
