"""A finding: something a person should know about a seed, a sidecar or the built site.

`CATALOGUE` holds every code with its meaning; `finding` is the only way to make one.
"""

from dataclasses import dataclass

from build_corpus.model.mistake import MISTAKES, Severity, _error, _warning


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
    "sidecar-orphan": _warning(
        "A sidecar without a seed.", "这个旁注文件没有对应的底稿。", "把它改成与底稿同名，或者删掉。"
    ),
    "sidecar-unmatched": _warning(
        "A note in the sidecar quotes wording that is not in the text exactly once.",
        "旁注引用的“{find}”在正文里出现 {count} 次。",
        "{guess}照正文引，多引几个字，使它恰好出现一次。",
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
    **MISTAKES,
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
