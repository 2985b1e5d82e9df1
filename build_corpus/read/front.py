"""What tells that a text is Markdown, and where its front matter stands; needs no parser, which takes time to load."""

import re
from collections.abc import Iterator

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_KEY = re.compile(r"[^\s:：#-][^\r\n:：]{0,40}[:：]|[ \t#-]|\s*\Z")
FRONT_MAX = 100  # lines of front matter
_ATX = re.compile(r"^#{1,6} \S", re.MULTILINE)
_LINK = re.compile(r"!?\[[^\[\]\r\n]{0,200}\]\(https?://[^()\s]{1,500}\)")
_WRAPPED = re.compile(
    r"^[ \t]{0,9}<(center|p|div|span|font|strong|h[1-6])(?:\s[^<>]{0,300})?>[^\r\n]*</\1>[ \t]*\r?$|<br\s?/?>\r?$",
    re.MULTILINE | re.IGNORECASE,
)
_ENOUGH = 2  # such lines; one alone may be quoted in a text


def is_markdown(text: str) -> bool:
    r"""Whether a text that does not call itself Markdown is certainly marked up.

    It is where it starts with front matter, where two ATX headings or more stand beside two links or pictures
    or more with addresses of the web, or where two lines or more are whole elements of HTML or end in `<br>`.
    Stars, numbers and hyphens prove nothing: they are masks (`20**年`), lists and dashes of plain texts.

    >>> is_markdown("---\n网址: http://a.b/\n---\n正文"), is_markdown("20**年\n1. 甲\n---\n# 乙\n<b>丙</b>")
    (True, False)
    """
    return bool(
        front_matter(text)
        or (len(_ATX.findall(text)) >= _ENOUGH and len(_LINK.findall(text)) >= _ENOUGH)
        or len(_WRAPPED.findall(text)) >= _ENOUGH
    )


def front_matter(text: str) -> int:
    """Where front matter ends: lines of keys between two lines of `---` at the top. 0 without any."""
    found = (match.span() for match in LINE.finditer(text))
    for number, (start, end) in enumerate(found):
        line = text[start:end].lstrip("\ufeff") if not number else text[start:end]
        closes = line.rstrip() == "---"
        if number and closes:
            return end if number > 1 else 0
        if number > FRONT_MAX or not line or not (closes if not number else _KEY.match(line)):
            return 0
    return 0


def front_lines(text: str) -> Iterator[tuple[int, int]]:
    r"""The lines of a Markdown text's front matter that say something, half-open, without the lines of `---`.

    >>> text = "---\ndate: 2019\n\nurl: http://a.b/\n---\n正文"
    >>> [text[start:end] for start, end in front_lines(text)]
    ['date: 2019', 'url: http://a.b/']
    """
    for match in LINE.finditer(text, 0, front_matter(text)):
        line = match[0].rstrip()
        if line.strip("\ufeff -"):
            yield match.start(), match.start() + len(line)
