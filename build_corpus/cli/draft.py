"""A sidecar to correct: what was found in a document, as YAML lines that all are comments.

A line that starts with `# ` becomes valid once the mark is taken away; `## ` is a word to the editor.
"""

from pathlib import Path

from build_corpus.cli.findings import escaped
from build_corpus.cli.front import front_facts, line_at
from build_corpus.cli.report import NAMES
from build_corpus.cli.yaml_edit import scalar
from build_corpus.model import FIELDS, Annotated, Speech
from build_corpus.read.folder import SIDECARS

EVIDENCE = 30  # 字 of the words a fact was read from
EXAMPLES = {
    "title": "在全县组织工作会议上的讲话",
    "date": "2019-04-26",
    "posted": "2019-05-01",
    "speaker": "张三",
    "role": "县委组织部部长",
    "publication": "某某日报",
    "place": "某县",
    "level": "县",
    "occasion": "全县组织工作会议",
    "url": "https://example.com/a",
}
"""Field → how to write it, for fields that were not found."""
ELSEWHERE = {"sidecar": "旁注", "<title>": "网页的 <title>", "file name": "文件名"}
"""Evidence that is no wording of the document → where it is."""
OTHERS = """\
## 还能写：
## accept: [contact.group]   允许这条规则删去正文里的行；代号见 build-corpus audit
## aliases: [旧编号]   旧网址仍然有效
## version_of: 另一篇的编号   单独成篇写 none
## rights: withhold   不发布；noindex 只有页面；publish 照常发布，不再提醒
## notes:
##   - text: 给读者的校注
## emendations:
##   - find: 正文里的几个字，恰好出现一次
##     reading: 应作的字
##     note: 理由
## documents:   一个文件里有几篇，逐篇写
##   - starts: 这一篇的第一行
##     id: bian-hao
"""


def known_facts(speech: Speech) -> dict[str, tuple[str, str]]:
    """Field → value and where it was found, in brackets; in the order pages show them."""
    lines = {
        receipt.field: line_at(speech, receipt.start)
        for receipt in speech.receipts
        if receipt.kind == "moved"
    }
    found = {field: (placed.value, placed.evidence) for field, placed in speech.metadata.items()}
    found["kind"] = (speech.kind, "sidecar" if "kind" in speech.source.sidecar.metadata else "")
    for date in speech.dates:
        found.setdefault({"delivered": "date"}.get(date.type, date.type), (date.value, date.evidence))
    facts: dict[str, tuple[str, str]] = {}
    for field in FIELDS:
        if field in found:
            value, evidence = found[field]
            place = f"第 {lines[field]} 行" if field in lines and evidence != "sidecar" else ""
            facts[field] = (value, _where(value, evidence, place))
    return facts


def _where(value: str, evidence: str, place: str) -> str:
    if evidence in ELSEWHERE:
        return f"（{ELSEWHERE[evidence]}）"
    words = escaped(evidence.strip())
    cut = f"“{words[:EVIDENCE]}{'…' if len(words) > EVIDENCE else ''}”" if words not in ("", value) else ""
    said = "：".join(part for part in (place, cut) if part)
    return f"（{said}）" if said else ""


def draft_text(document: Annotated) -> str:
    """The sidecar's lines, all of them comments."""
    speech = document.speech
    facts = known_facts(speech)
    lines = [
        f"## 旁注：seeds/{escaped(speech.source.file)}。改对哪一项，就去掉它行首的“# ”；不改的不用管。",
        "## 各项的意思见 CONTRIBUTING.md。文中写明、程序也认对了的，不必写。",
        f"# id: {scalar(speech.id)}",
        f"# publish: {'true' if speech.shown else 'false'}",
    ]
    for field, (value, where) in facts.items():
        lines += [f"## {NAMES[field]}{where}"] if where else []
        lines.append(f"# {field}: {scalar(value)}")
    beside = {fact.field: fact for fact in front_facts(speech) if fact.field not in facts}
    for field, fact in beside.items():
        lines.append(
            f"## {NAMES[field]}（第 {fact.line.number} 行：“{escaped(fact.line.text)}”，没有收进正文）"
        )
        lines.append(f"# {field}: {scalar(fact.value)}")
    missing = [field for field in EXAMPLES if field not in {*facts, *beside}]
    if missing:
        lines.append("## 没有找到的，知道就照样子写，去掉“## ”：")
        lines += [f"## {field}: {EXAMPLES[field]}" for field in missing]
    return "\n".join(lines) + "\n" + OTHERS


def write_draft(seed: Path, document: Annotated) -> str:
    """Writes the sidecar unless there is one; says what it did."""
    for beside in sorted(seed.parent.iterdir()):
        if beside.suffix.lower() in SIDECARS and beside.stem == seed.stem:
            return f"旁注　　  已有 {escaped(beside.name)}，没有动"
    beside = seed.with_suffix(".yml")
    with beside.open("x", encoding="utf-8", newline="\n") as file:
        file.write(draft_text(document))
    return f"旁注　　  写了 {escaped(beside.name)}：各项都注释着，改对哪项就去掉哪行的“# ”"
