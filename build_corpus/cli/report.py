"""What the commands say of documents: a summary for reviewers."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from build_corpus.cli.findings import SEVERITIES, escaped
from build_corpus.model import Annotated, Knowledge
from build_corpus.publish import FACTS as NAMED
from build_corpus.publish import KINDS, escape
from build_corpus.read import Reading

NAMES = {
    "title": "标题",
    "subtitle": "副标题",
    "kind": "类型",
    "date": "讲话日期",
    "dates": "日期",
    "posted": "发布日期",
    **NAMED,
    "url": "原网页",
    "published": "是否发布",
    "salutation": "称谓",
    "rights": "声明",
    "inferred": "推定",
    "lang": "语言",
}
"""Field or key of a record → what people call it."""
SNIPPET = 40  # 字 of removed text that an audit line shows
FACTS = ("speaker", "author", "role", "occasion", "place", "level", "publication")
THEMES = 6  # themes a summary names


def visible(text: str) -> str:
    """Text on one line, cut where it is long."""
    shown = escaped(text)
    return f"“{shown[:SNIPPET]}{'…' if len(shown) > SNIPPET else ''}”"


def summary_text(
    readings: Sequence[Reading], documents: Sequence[Annotated], knowledge: Knowledge, files: Sequence[str]
) -> str:
    """What seeds became, in Markdown and Chinese. `files`: seeds or sidecars by path; empty for all."""
    wanted = {Path(file).stem for file in files}
    by_id = {document.id: document for document in documents}
    chosen = [reading for reading in readings if not wanted or Path(reading.file).stem in wanted]
    if not chosen:
        return "没有新的底稿。\n"
    parts = [
        _summary(reading, by_id[reading.source.id] if reading.source else None, knowledge)
        for reading in chosen
    ]
    files_chosen = len({reading.file for reading in chosen})
    count = f"{files_chosen} 份底稿" + (f"，{len(chosen)} 篇" if len(chosen) > files_chosen else "")
    return "\n".join([f"## {count}\n", *parts])


def _summary(reading: Reading, document: Annotated | None, knowledge: Knowledge) -> str:
    findings = [*reading.findings, *(document.speech.findings if document else ())]
    lines = []
    if document is None:
        lines.append(f"### {escape(escaped(reading.file))}：没有收进来\n")
    else:
        speech = document.speech
        lines.append(f"### {escape(speech.title or '（无题）')}\n")
        facts = [
            KINDS[speech.kind],
            speech.date,
            *(speech.value(field) for field in FACTS),
        ]
        lines.append(f"- 底稿：{escape(escaped(reading.file))}，编号 {escape(speech.id)}")
        lines.append(f"- 题头：{escape('，'.join(fact for fact in facts if fact))}")
        themes = [knowledge.vocabulary.get(score.theme).label for score in document.themes[:THEMES]]
        lines.append(f"- 主题：{escape('、'.join(themes)) or '无'}")
        groups = Counter(
            knowledge.rule_class(receipt.rule).label
            for receipt in speech.receipts
            if receipt.kind == "removed"
        )
        removed = "、".join(f"{group} {count} 处" for group, count in sorted(groups.items()))
        lines.append(f"- 删去：{removed or '无'}")
    lines += [
        f"- {SEVERITIES[finding.severity]}：{escape(finding.message)}{escape(finding.hint)}"
        for finding in findings
    ]
    return "\n".join(lines) + "\n"
