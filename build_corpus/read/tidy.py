"""What is done to a page before it is parsed: server code out, XHTML's empty elements closed, nesting bounded.

Server code (`<?php … ?>`, `<% … %>`) is no text, and a parser of HTML would show half of it.
"""

import re

from build_corpus.text import is_han

DEPTH = 512  # levels of elements; browsers stop there, too, and parsing takes the square of the depth
FORMATS = frozenset(re.split(" ", "b big code em font i nobr s small strike strong tt u"))
FORMATS_OPEN = 16  # of these: one that is open comes back in every paragraph, and says nothing of the text
UNCLOSED = frozenset(  # elements that never have an end, or end by themselves where the next one starts
    re.split(
        " ",
        "a area base br col embed hr img input link meta param source track wbr p li dt dd option optgroup tr td "
        "th tbody thead tfoot colgroup caption rb rt rtc rp html head body",
    )
)
_OPEN = re.compile(r"<\?php|<\?=|<\? |<%", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
_EMPTY = re.compile(r"<(title|script|style|textarea|iframe|noscript|template)\b([^<>]*)/>", re.IGNORECASE)


def without_code(markup: str) -> str:
    """The page as a server would send it, less what the code would write.

    Code that nobody closes runs to the end, as in PHP, unless there is Chinese text in the rest.

    >>> without_code('<a href="<?= $a->b ?>">甲</a><%-- 乙 --%><?php if (1 > 0): ?>丙<?php $this->end();')
    '<a href="">甲</a>丙'
    """
    parts: list[str] = []
    at = 0
    lost: set[str] = set()  # closing signs that do not come any more
    while found := _OPEN.search(markup, at):
        close = "%>" if found[0] == "<%" else "?>"
        end = -1 if close in lost else markup.find(close, found.end())
        if end < 0:
            if close not in lost and not any(map(is_han, markup[found.end() :])):
                parts.append(markup[at : found.start()])
                at = len(markup)
                break
            lost.add(close)
            parts.append(markup[at : found.end()])
            at = found.end()
            continue
        parts.append(markup[at : found.start()])
        at = end + len(close)
    parts.append(markup[at:])
    return "".join(parts)


def with_end_tags(markup: str) -> str:
    """An XHTML page whose empty elements are closed as HTML wants it; a parser of HTML would take all that follows.

    >>> with_end_tags('<?xml version="1.0"?><html><title/><p>甲</p></html>')
    '<?xml version="1.0"?><html><title></title><p>甲</p></html>'
    """
    return _EMPTY.sub(r"<\1\2></\1>", markup)


def shallow(markup: str) -> str:
    """The page without the tags of elements that lie deeper than `DEPTH`.

    >>> shallow("<div>" * 600 + "甲" + "</div>" * 600) == "<div>" * 512 + "甲" + "</div>" * 512
    True
    """
    depth = {True: 0, False: 0}
    at = 0
    parts: list[str] = []
    for tag in _TAG.finditer(markup):
        name = tag[2].lower()
        if name in UNCLOSED:
            continue
        formats = name in FORMATS
        if tag[1]:
            depth[formats] = max(0, depth[formats] - 1)
        if depth[formats] >= (FORMATS_OPEN if formats else DEPTH):
            parts.append(markup[at : tag.start()])
            at = markup.find(">", tag.end()) + 1
            if not at:  # a tag without an end is no text either
                return "".join(parts)
        if not tag[1]:
            depth[formats] += 1
    return "".join((*parts, markup[at:])) if parts else markup
