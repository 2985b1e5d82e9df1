"""The line of a reference list by GB/T 7714—2025, sequence of numbers (顺序编码制).

    主要责任者. 题名[文献类型标识/文献载体标识]. 出处（发布日期）[引用日期]. 获取和访问路径.

What is followed here, with the clauses of the standard:

- 7.1 up to three names, then 等, full-width commas between them; without a name the line starts with the title.
- 7.2 a subtitle follows the title after a full-width colon.
- 8.5 a text in a periodical: [N] newspaper, [J] journal; then its name. Its issue and pages are in no record.
- 8.8 a report: [R]. 8.11 a web page, and whatever else is read on the web: [EB].
- 8.x /OL: everything here is read on line.
- 7.6 the day of creation or publication of an electronic resource stands in full-width parentheses, the day of
  access after it in square brackets. The day a text was posted is written so, also where it stood in a periodical.
- 7.8 the address; the line ends with a full stop.

Source: the examples of the standard as its CSL style (citation-style-language/styles,
china-national-standard-gb-t-7714-2025-numeric) prints them; tests ask pandoc with a style of the same rules.
"""

from build_corpus.publish.cite.citation import PERIODICALS, Citation

MOST = 3  # names. Source: GB/T 7714—2025, 7.1
UNTITLED = "无题"
_MARKS = {"article-journal": "J", "article-newspaper": "N", "report": "R", "speech": "EB", "webpage": "EB"}


def gbt(citation: Citation, accessed: str = "") -> str:
    """The whole line. `accessed`: what stands as the day of access; nothing does without it."""
    return ". ".join(filter(None, (gbt_before_access(citation, accessed), citation.url))) + "."


def gbt_before_access(citation: Citation, accessed: str = "") -> str:
    """The line up to the day of access: neither address nor final stop."""
    mark = f"[{_MARKS[citation.type]}/OL]"
    parts = (_names(citation), f"{citation.title or UNTITLED}{mark}", _source(citation, accessed))
    return ". ".join(filter(None, parts))


def _names(citation: Citation) -> str:
    return "，".join([*citation.authors[:MOST], *(["等"] if len(citation.authors) > MOST else [])])


def _source(citation: Citation, accessed: str) -> str:
    """Where and when it was published, when it was read."""
    name = citation.container if citation.type in PERIODICALS else None
    day = citation.available or citation.issued
    dated = (day if citation.type == "report" else f"（{day}）") if day else ""
    return f"{name or ''}{dated}{f'[{accessed}]' if accessed else ''}"
