"""What all findings of one code have in common, and the codes for what editors get wrong.

Part of `finding.CATALOGUE`, which holds every code.
"""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What all findings of one code have in common."""

    severity: Severity
    """How bad it is."""
    meaning: str
    """One line for the maintainer."""
    message: str
    """Format string in Chinese."""
    hint: str
    """The next step, in Chinese."""


def _error(meaning: str, message: str, hint: str) -> Kind:
    return Kind(severity="error", meaning=meaning, message=message, hint=hint)


def _warning(meaning: str, message: str, hint: str) -> Kind:
    return Kind(severity="warning", meaning=meaning, message=message, hint=hint)


MISTAKES = {
    # in a sidecar
    "sidecar-repeated": _error(
        "A key stands twice in one mapping of the sidecar.",
        "旁注文件里“{key}”写了两次，前一次在第 {first} 行，只算前一次。",
        "留下一个，删掉另一个。",
    ),
    "emendation-unmatched": _warning(
        "An emendation quotes wording that is not in the text exactly once.",
        "校勘要改的“{find}”在正文里出现 {count} 次，没有加注。",
        "{guess}照正文引，多引几个字，使它恰好出现一次。",
    ),
    "accept-unknown": _error(
        "The sidecar accepts a rule nobody knows.",
        "旁注 accept 里的“{rule}”不是规则的代号。",
        "{guess}代号见 build-corpus audit 的输出。",
    ),
    "accept-unused": _warning(
        "The sidecar accepts a rule that took nothing out of this text.",
        "旁注 accept 里的“{rule}”没有用上：这条规则在这一篇里什么也没有删。",
        "从 accept 里删掉它。",
    ),
    "alias-taken": _error(
        "A former id in the sidecar is somebody's id today.",
        "旧编号“{alias}”现在是{other}的编号，没有转过去。",
        "从 aliases 里删掉它。",
    ),
    "alias-unknown": _warning(
        "A former id of a paragraph leads to a paragraph that is not there.",
        "旧段落编号指向的“{target}”在正文里没有。",
        "{guess}编号见页面上各段的“本段链接”。",
    ),
    # in what is handed to a command
    "add-unreadable": _error(
        "A file to be added cannot be read.", "读不了：{reason}。", "写一个文件的路径；名字里有空格就加引号。"
    ),
    "table-unreadable": _error(
        "A table of metadata is no such table.",
        "这张表读不了：{reason}。",
        "用 build-corpus metadata export 导出的表来改，存成 CSV。",
    ),
    "table-column": _error(
        "A table has a column nobody knows, or one twice.",
        "表头里的“{column}”不认识，或写了两次。",
        "{guess}可用的列：{known}。",
    ),
    "table-row": _error(
        "A row of a table belongs to no document, or does not fit its header.",
        "这一行{problem}。",
        "{guess}。",
    ),
    "table-value": _error(
        "A cell of a table cannot be the value of its field.",
        "“{key}”不能是“{value}”：{reason}。",
        "改正这一格，再导入。",
    ),
    "table-blank": _warning(
        "A cell was emptied whose value stands in the document itself.",
        "“{key}”清空了，但“{value}”是从文中读出来的，没有改。",
        "写上对的值；旁注只能改，不能清空。",
    ),
    "table-unwritable": _error(
        "A sidecar is written in a way that cannot be edited without touching the rest of it.",
        "旁注 {file} 改不了：“{key}”应为“{value}”。",
        "手工改这一项，再导入。",
    ),
}
"""Code → what it means."""
