"""Texts for property tests: what scrapes, editors and accidents put into a seed.

In: the tables in data/, the seeds of this repository. Out: hypothesis strategies.
"""

from functools import cache

import yaml
from helpers import PROSE, ROOT, seeds
from hypothesis import strategies as st

LINE_ENDS = (
    *("\n", "\n", "\n", "\r\n", "\r", "\n\n"),
    *("\v", "\f", "\x1c", "\x85", "\N{LINE SEPARATOR}", "\N{PARAGRAPH SEPARATOR}"),
)
EDGES = (
    *("", "", "", " ", "  ", "\t", "\N{NO-BREAK SPACE}", "\N{IDEOGRAPHIC SPACE}", "\N{ZERO WIDTH SPACE}"),
    *("\N{ZERO WIDTH NO-BREAK SPACE}", "\N{IDEOGRAPHIC SPACE}\N{IDEOGRAPHIC SPACE}", "\N{EM SPACE}"),
)
MARKUP = (
    *(
        "<b>粗</b>",
        "<div>",
        "</p>",
        "<!-- 注 -->",
        "&amp;",
        "&#65;",
        "[链](a.md)",
        "![图](a.png)",
        "{ #a .b }",
    ),
    *(
        "{: #a }",
        "**粗**",
        "_斜_",
        "`码`",
        "```",
        "~~~",
        "---",
        "===",
        "***",
        "# 题",
        "## 题 ##",
        "> 引",
        "- 项",
    ),
    *(
        "+ 项",
        "* 项",
        "1. 项",
        "1) 项",
        ":   义",
        "| 甲 | 乙 |",
        "|---|---|",
        "[^1]: 注",
        "[a]: b",
        "\\",
        "\\*",
        "$x$",
    ),
    *(
        "http://example.com/a_b",
        "<http://example.com>",
        "a@example.com",
        "{{ x }}",
        "{% x %}",
        "[TOC]",
        "!!! 注",
    ),
    *(
        "    缩进",
        "*[缩]: 写",
        "2019.",
        "12.5",
        "-5",
        "+N",
        "5+N",
        "1:2",
        "3/4",
        "x^2",
        "H~2~O",
        "«»",
        "a--b",
        "...",
    ),
    *(
        "wzxhzdk:0",
        "klzzwxh:0001",
        "\N{START OF TEXT}",
        "\N{END OF TEXT}",
        "\\\\",
        "]",
        "[",
        "(",
        ")",
        "|",
        "||",
    ),
)
MASKS = ("20**年", "*月*日", "×个", "x名", "X月", "点赞X发展", "××", "＊＊", "某某", "○○", "%", "x籍")
NUMBERS = (
    *(
        "一、",
        "二、",
        "（一）",
        "(二)",
        "1、",
        "2.",
        "3．",
        "（1）",
        "①",
        "②",
        "第一，",
        "第二，",
        "第一部分",
        "一是",
        "二是",
    ),
    *("三是", "一要", "二要", "第一书记", "一级抓一级", "2019年", "比如，", "一是一", "十二、", "二十三是"),
)
PUNCTUATION = (*",.;:()?!，。；：（）？！、“”‘’《》—…·~\"'-/%+=@$^&#", "……", "——")
WORDS = (
    "同志们",
    "全市",
    "党的建设",
    "我区",
    "干部",
    "组织工作",
    "讲话",
    "落实",
    "谢谢大家",
    "党",
    "书记",
    "習近平",
    "龘",
    "\U00020000",
)
ODD = (
    *(
        "\0x",
        "\N{ALERT}",
        "\N{DELETE}",
        "\x80",
        "\N{SOFT HYPHEN}",
        "\N{REPLACEMENT CHARACTER}",
        "\ufdd0",
        "\uffff",
    ),
    *(
        "\N{VARIATION SELECTOR-1}",
        "\N{COMBINING ACUTE ACCENT}",
        "\N{RIGHT-TO-LEFT OVERRIDE}",
        "\N{GRINNING FACE}",
    ),
    *("\x1f", "\N{LANGUAGE TAG}", "ﬁ", "㎡", "\ue000"),
)


@cache
def table_lines() -> tuple[str, ...]:
    """Every hit and miss of every table: lines that rules take, and their neighbours."""
    lines: list[str] = []
    for name in ("noise", "metadata", "enumerators", "suspects", "personal"):
        data = yaml.safe_load((ROOT / "build_corpus" / "data" / f"{name}.yml").read_text(encoding="utf-8"))
        for rule in data.get("rules", data.get("families")):
            lines += (*rule["hits"], *rule["misses"])
    data = yaml.safe_load((ROOT / "build_corpus" / "data" / "structure.yml").read_text(encoding="utf-8"))
    for case in data["cases"].values():
        lines += (*case["hits"], *case["misses"])
    return tuple(str(line) for line in lines)


@cache
def seed_lines() -> tuple[str, ...]:
    """Every line of the seeds that is not blank, cut where it is long."""
    lines = (line[:120] for source in seeds() for line in source.decoded.splitlines() if line.strip())
    return tuple(dict.fromkeys(lines))


@cache
def wordings() -> tuple[str, ...]:
    """Every wording of every theme."""
    data = yaml.safe_load((ROOT / "build_corpus" / "data" / "themes.yml").read_text(encoding="utf-8"))
    concepts = data["concepts"]
    return tuple(
        str(wording)
        for theme in concepts
        for wording in (theme["label"], *theme["aliases"], *theme.get("weak", ()))
    )


def pieces() -> st.SearchStrategy[str]:
    """A piece of a line."""
    return st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(PUNCTUATION),
        st.sampled_from(MASKS),
        st.sampled_from(NUMBERS),
        st.sampled_from(MARKUP),
        st.sampled_from(ODD),
        st.sampled_from(EDGES),
        st.sampled_from(wordings()),
        st.text(max_size=4),
    )


def made_lines() -> st.SearchStrategy[str]:
    """A line made of pieces, at times with a sentence behind them."""
    body = st.lists(pieces(), max_size=8).map("".join)
    return st.builds("".join, st.tuples(st.sampled_from(EDGES), body, st.sampled_from(("", "", PROSE))))


def lines() -> st.SearchStrategy[str]:
    """A line of a seed: made, or taken from a table or a seed."""
    return st.one_of(made_lines(), st.sampled_from(table_lines()), st.sampled_from(seed_lines()))


def texts() -> st.SearchStrategy[str]:
    """A document: lines with all kinds of line ends."""
    pairs = st.tuples(lines(), st.sampled_from(LINE_ENDS)).map("".join)
    return st.builds(
        lambda start, body: start + "".join(body),
        st.sampled_from(("", "", "", "\N{ZERO WIDTH NO-BREAK SPACE}")),
        st.lists(pairs, max_size=12),
    )
