"""A finding: something a person should know about a seed, a sidecar or the built site.

`CATALOGUE` holds every code with its meaning; `finding` is the only way to make one.
"""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding. Every code is documented in `CATALOGUE` and has a test."""

    code: str
    """Stable name, kebab-case, e.g. `seed-empty`."""
    severity: Severity
    """`error`: the document (or site) is not as it should be; `warning`: look at it."""
    path: str
    """File the finding is about, relative to the project, with `/`."""
    line: int | None = None
    """1-based line in that file, None where no line is meant."""
    message: str
    """What is the case, in Chinese, for an editor."""
    hint: str
    """What to do next, in Chinese."""


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


CATALOGUE = {
    # the seed as a file
    "seed-empty": _error(
        "The file holds nothing but white space.", "文件是空的。", "补上正文，或从 seeds/ 移走这个文件。"
    ),
    "seed-binary": _error(
        "The file holds NUL bytes, so it is no text.",
        "文件不是纯文本（含有空字节）。",
        "另存为 UTF-8 纯文本（.txt）。",
    ),
    "seed-encoding": _error(
        "The bytes are not valid UTF-8.",
        "文件不是有效的 UTF-8：第 {offset} 字节起无法解码。",
        "用编辑器另存为 UTF-8 编码后重新放入 seeds/。",
    ),
    "seed-format": _error(
        "The file type is not read.", "不认识的文件类型“{suffix}”。", "把正文另存为 UTF-8 纯文本（.txt）。"
    ),
    "seed-too-long": _error(
        "The file is larger than any speech.",
        "文件有 {size} 字节，超过上限 {limit} 字节，不像一篇讲话。",
        "拆成若干篇分别放入 seeds/。",
    ),
    "seed-unreadable": _error(
        "The operating system refuses to read the file.",
        "读不了这个文件：{reason}。",
        "检查文件权限，或重新复制一份。",
    ),
    "seed-outside": _error(
        "A link points out of the seeds folder.",
        "这是指向 seeds/ 之外的链接，没有读取。",
        "把文件本身复制到 seeds/。",
    ),
    "seed-replacement": _warning(
        "The text holds U+FFFD: something was lost before it came here.",
        "文中有 {count} 个“\N{REPLACEMENT CHARACTER}”，原来的字已经丢失。",
        "找到原文核对，改好后重新放入。",
    ),
    "id-collision": _error(
        "Two seeds give the same id.",
        "编号“{id}”已被“{other}”占用，这一篇没有发布。",
        "改文件名，或在旁注文件里写 id。",
    ),
    # the sidecar
    "sidecar-invalid": _error(
        "The sidecar is no valid YAML mapping.",
        "旁注文件读不懂：{reason}。",
        "照 README.md 里的样例改正，各项见 CONTRIBUTING.md。",
    ),
    "sidecar-key": _error(
        "The sidecar has a key nobody knows.", "旁注文件里有不认识的项“{key}”。", "{guess}可用的项：{known}。"
    ),
    "sidecar-value": _error(
        "A value in the sidecar has the wrong type or form.",
        "旁注文件里“{key}”的值不对：{reason}。",
        "改正这一项。",
    ),
    "sidecar-repeated": _error(
        "A key stands twice in one mapping of the sidecar.",
        "旁注文件里“{key}”写了两次，前一次在第 {first} 行，只算前一次。",
        "留下一个，删掉另一个。",
    ),
    "sidecar-orphan": _warning(
        "A sidecar without a seed.", "这个旁注文件没有对应的底稿。", "把它改成与底稿同名，或者删掉。"
    ),
    "sidecar-unmatched": _warning(
        "A note in the sidecar quotes wording that is not in the text exactly once.",
        "旁注引用的“{find}”在正文里出现 {count} 次。",
        "{guess}照正文引，多引几个字，使它恰好出现一次。",
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
    # what an editor hands to a command
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
    # the text
    "no-text": _error(
        "After cleaning nothing is left that reads like a text.",
        "整理之后没有正文（什么也没有，或只有标题），不发布。",
        "补上正文；若只是出错页面或跳转页，就移走。",
    ),
    "block-too-long": _error(
        "One paragraph is longer than any paragraph of a speech.",
        "有一段长达 {length} 字（上限 {limit} 字），不发布。",
        "段落大概丢了换行：在底稿里补上换行再放入。",
    ),
    "title-missing": _warning(
        "No line of the document is its title.",
        "正文里没有找到标题。",
        "在旁注文件里写 title。",
    ),
    "lines-broken": _warning(
        "Several lines end inside a sentence: the text was probably wrapped by hand.",
        "有 {count} 行没有标点就断了，像是按固定宽度折的行。",
        "在底稿里把断开的行接回去再放入；现在每行各成一段。",
    ),
    "rights-notice": _warning(
        "The document itself says how it may be used.",
        "底稿带有声明“{notice}”，仍照常发布。",
        "确认可以公开；不公开就在旁注文件里写 publish: false。",
    ),
    "suspect": _warning(
        "A wording is probably a misprint; the text stays as it is.",
        "疑误：“{find}”，或为“{suggestion}”。",
        "核对原文；正文不改，页面上有注。",
    ),
    # docs and site
    "docs-handwritten": _error(
        "A page to be generated stands there already and was not generated.",
        "这一页要由程序生成，但那里已有手写的文件，没有覆盖。",
        "把手写的文件改名或移走。",
    ),
    "link-broken": _error(
        "A link leads nowhere.", "链接“{target}”没有目标。", "重新生成；仍不行就报告问题。"
    ),
    "request-foreign": _error(
        "A page makes the reader's browser ask another host.",
        "页面会向别的主机请求“{target}”。",
        "把资源放进 theme/，或去掉它。",
    ),
    "text-differs": _error(
        "The published text is not the cleaned text.",
        "页面上的正文与整理后的正文不同：{reason}。",
        "重新生成。",
    ),
    "front-matter-differs": _error(
        "The front matter does not say what the record says.", "页面头部的“{key}”与记录不符。", "重新生成。"
    ),
    "page-missing": _error(
        "A document of the corpus has no page and no finding.",
        "“{id}”没有页面，也没有说明原因。",
        "重新生成。",
    ),
    "leak": _error(
        "Wording that was taken out of a text stands in the site.",
        "删去的内容（{rule}）出现在站点里。",
        "报告问题。",
    ),
    "search-unsegmented": _error(
        "The search index holds Chinese text that was not segmented.",
        "检索索引里的中文没有分词。",
        "确认已安装 jieba，再重新生成。",
    ),
    "search-miss": _error(
        "A known query does not find its page.",
        "检索“{query}”找不到“{id}”。",
        "检查 mkdocs.yml 的 search 设置。",
    ),
    "check-incomplete": _warning(
        "The check lacks the by-products of the build, so it cannot look for everything.",
        "没有 {file}，无法核对删去的内容和缺页。",
        "先运行 build-corpus build，再检查；换了目录就用 --build 指明。",
    ),
    "site-missing": _error(
        "There is no built site to check.", "没有找到生成的站点。", "先运行 build-corpus site。"
    ),
}
"""Code → what it means. `{…}` are filled in by `finding`."""


def finding(code: str, path: str, line: int | None = None, **values: object) -> Finding:
    """A finding of a known code; values fill its message and hint.

    >>> finding("seed-format", "seeds/a.pdf", suffix=".pdf").message
    '不认识的文件类型“.pdf”。'
    """
    kind = CATALOGUE[code]
    return Finding(
        code=code,
        severity=kind.severity,
        path=path,
        line=line,
        message=kind.message.format(**values),
        hint=kind.hint.format(**values),
    )
