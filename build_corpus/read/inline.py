"""Where the inline tokens of markdown-it stand: the parser keeps lines of blocks, but no places inside them."""

import re
from collections.abc import Callable, Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_inline import (
    StateInline,
    autolink,
    backtick,
    emphasis,
    escape,
    html_inline,
    image,
    link,
)
from markdown_it.token import Token

from build_corpus.read.writer import MarkKind

Rule = Callable[[StateInline, bool], bool]
Span = tuple[MarkKind, int, int]
MASK = re.compile(r"[0-9]\*|\*[年月日省市县區区镇乡村名个位]")
"""Stars that stand for digits and names; in a text that has them no star is a sign of emphasis."""
PLACE = "place"


def with_places(parser: MarkdownIt) -> MarkdownIt:
    """The parser, which now notes where the signs of each inline token stand."""
    rules: dict[str, Rule] = {
        "escape": escape,
        "backticks": backtick,
        "link": link,
        "image": image,
        "autolink": autolink,
        "html_inline": html_inline,
        "emphasis": emphasis.tokenize,
    }
    for name, rule in rules.items():
        parser.inline.ruler.at(name, _noting(name, rule))
    return parser


def inline_spans(token: Token) -> Iterator[Span]:
    """Kind and place of marks in the content of an inline token."""
    masked = MASK.search(token.content)
    for child in token.children or ():
        spans: list[Span] = child.meta.get(PLACE, [])
        if child.type.startswith(("strong_", "em_")):
            if not masked:
                yield from _stars(child)
        else:
            yield from (span for span in spans if span[1] < span[2] <= len(token.content))


def _stars(token: Token) -> Iterator[Span]:
    """The place of a sign of emphasis; of a double one the parser keeps the inner half."""
    at = token.meta.get("star")
    if at is None:
        return
    more = len(token.markup) - 1
    yield ("syntax", at - more, at + 1) if token.type.endswith("_open") else ("syntax", at, at + 1 + more)


def _noting(name: str, rule: Rule) -> Rule:
    def noting(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's way to call a rule
        start = state.pos
        before = len(state.tokens) + bool(state.pending)  # text that waits becomes a token first
        label = -1
        if not silent and name == "link" and state.src[start] == "[":
            label = state.md.helpers.parseLinkLabel(state, start, True)  # noqa: FBT003 - the parser's function
        if not rule(state, silent):
            return False
        made = state.tokens[before:]
        if silent or not made:
            return True
        if name == "emphasis":
            for at, token in enumerate(made, start=start):
                token.meta = {"star": at}
        else:
            made[0].meta = {PLACE: _spans(name, state.src, (start, label, state.pos), made[0])}
        return True

    return noting


def _spans(name: str, text: str, places: tuple[int, int, int], token: Token) -> list[Span]:
    """The marks of a token that was made of the text between two places; between them a link's text ends."""
    start, label, end = places
    if name in ("image", "html_inline"):
        return [("syntax", start, end)]
    if name == "escape":
        return [("syntax", start, start + 1)]
    if name == "link":
        return [("syntax", start, start + 1), ("link", start + 1, label), ("syntax", label, end)]
    if name == "autolink":
        return [("syntax", start, start + 1), ("link", start + 1, end - 1), ("syntax", end - 1, end)]
    if token.type != "code_inline":  # backticks that nothing closes
        return []
    ticks = len(text[start:end]) - len(text[start:end].lstrip("`"))
    return [("syntax", start, start + ticks), ("syntax", end - ticks, end)]
