"""Blocks as Markdown: ids, permalinks, run-in headings, theme links, notes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from build_corpus.model import Annotated, Block, Mention, Note
from build_corpus.publish.html import Markup, joined, tagged
from build_corpus.publish.markdown import Markdown, escape, join, link
from build_corpus.publish.titles import phrased

LABEL_MAX = 16  # 字


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A block as a template prints it."""

    id: str
    """Its id."""
    markdown: Markdown
    """The block itself."""
    notes: tuple[Note, ...]
    """Editorial notes that stand beside it."""


Spans = Sequence[tuple[int, int]]
"""Half-open stretches of a text, in order, apart from each other."""


def shown_blocks(document: Annotated, shared: Mapping[str, Spans]) -> list[Shown]:
    """All blocks of a speech, in order. The first mention of each theme in a section is a link.

    `shared`: block → what of it stands in other speeches too.
    """
    treated = {theme.theme for theme in document.themes}
    notes: dict[str | None, list[Note]] = {}
    for note in document.speech.notes:
        notes.setdefault(note.block, []).append(note)
    mentions: dict[str, list[Mention]] = {}
    for mention in document.mentions:
        mentions.setdefault(mention.block, []).append(mention)
    linked: set[str] = set()
    shown = []
    former = _former(document)
    for block in document.speech.blocks:
        anchors = former.get(block.id, "")
        if block.type == "heading":
            linked = set()
            body = _heading(block, anchors)
        else:
            spans = _first(mentions.get(block.id, ()), treated, linked)
            body = _paragraph(block, spans, shared.get(block.id, ()), anchors)
        shown.append(Shown(id=block.id, markdown=body, notes=tuple(notes.get(block.id, ()))))
    return shown


def _former(document: Annotated) -> Mapping[str, str]:
    """Block id → empty anchors for the ids it once had; they add no text to the page."""
    ids = {block.id for block in document.speech.blocks}
    anchors: dict[str, str] = {}
    for old, new in document.speech.source.sidecar.former_blocks.items():
        if old not in ids:
            anchors[new] = f'{anchors.get(new, "")}<span id="{old}"></span>'
    return anchors


def _first(mentions: Iterable[Mention], treated: set[str], linked: set[str]) -> list[Mention]:
    """The strong mentions of themes that are not linked yet; marks them as linked."""
    found = []
    for mention in mentions:
        if not mention.weak and mention.theme in treated and mention.theme not in linked:
            linked.add(mention.theme)
            found.append(mention)
    return found


def _attributes(block: Block) -> str:
    return f"{{ #{block.id} data-block={block.type} }}"


def _permalink(block: Block) -> str:
    """An empty link; sign and name are CSS content, so that they add no text."""
    return f"[](#{block.id})"


def _heading(block: Block, anchors: str) -> Markdown:
    return Markdown(
        f"{'#' * ((block.level or 1) + 1)} {anchors}{phrased(block.text)}{_permalink(block)} {_attributes(block)}\n"
    )


def _paragraph(block: Block, spans: Sequence[Mention], shared: Spans, anchors: str) -> Markdown:
    end = len(block.run_in.text) if block.run_in else 0
    lead = ""
    if block.run_in:
        inside = _marked(block.text[:end], 0, [span for span in spans if span.end <= end], shared)
        level = block.run_in.level + 1
        lead = f'<b class="run-in" role="heading" aria-level="{level}">{inside}</b>'
    rest = _marked(block.text, end, [span for span in spans if span.start >= end], shared)
    return Markdown(f"{anchors}{lead}{rest}{_permalink(block)}\n{_attributes(block)}\n")


def _marked(text: str, start: int, spans: Iterable[Mention], shared: Spans) -> Markdown:
    """A text from `start` on, with links to themes; what other speeches have too is underlined."""
    parts: list[Markdown] = []
    at = start
    for span in spans:
        words = _lined(text, (span.start, span.end), shared)
        parts += (_lined(text, (at, span.start), shared), link(words, f"../themes/{span.theme}.md"))
        at = span.end
    parts.append(_lined(text, (at, len(text)), shared))
    return join(parts)


def _lined(text: str, within: tuple[int, int], shared: Spans) -> Markdown:
    """A stretch of a text with what of it is shared in elements of its own."""
    at, stop = within
    parts: list[Markdown] = []
    for start, end in shared:
        first, last = max(start, at), min(end, stop)
        if first < last:
            words = escape(text[first:last])
            parts += (escape(text[at:first]), Markdown(f'<span class="shared">{words}</span>'))
            at = last
    return join([*parts, escape(text[at:stop])])


def label(block: Block) -> str:
    """A few words that name a paragraph: its run-in heading, else how it begins."""
    words = block.run_in.text if block.run_in else block.text
    return short(words, LABEL_MAX)


def short(words: str, limit: int) -> str:
    """The words, cut after `limit` 字.

    >>> short("一要突出主业主责", 4)
    '一要突出…'
    """
    return words if len(words) <= limit else f"{words[:limit]}…"


_SENTENCE_END = re.compile("[。！？](?![”’」』。])|(?<=[。！？])[”’」』]")


def excerpt(block: Block, spans: Sequence[Mention], limit: int) -> Markup:
    """The sentences of a paragraph that use a theme's wording, the wording marked; at most `limit` 字.

    Without a wording (the theme stands in the heading) the paragraph's first sentences.
    """
    kept: list[tuple[int, int]] = []
    size = 0
    sentences = _sentences(block.text)
    wanted = [
        each for each in sentences if any(each[0] <= span.start < each[1] for span in spans)
    ] or sentences[:1]
    for start, stop in wanted:
        room = limit - size
        if room > 0:
            kept.append((start, stop if stop <= start + room else _cut(block.text, start, start + room)))
            size += kept[-1][1] - start
    parts: list[Markup] = []
    before = 0
    for start, stop in kept:
        if start > before:
            parts.append(Markup("……"))
        parts.append(_highlighted(block.text, start, stop, spans))
        before = stop
    if before < len(block.text):
        parts.append(Markup("……"))
    return joined(parts)


def _cut(text: str, start: int, limit: int) -> int:
    """Where to end a sentence that is too long: after the last mark before `limit`."""
    return max((text.rfind(mark, start + 1, limit) + 1 for mark in "，；、："), default=0) or limit


def _sentences(text: str) -> list[tuple[int, int]]:
    """Half-open spans; a closing quotation mark belongs to its sentence."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    if text and ends[-1:] != [len(text)]:
        ends.append(len(text))
    return list(pairwise([0, *ends]))


def _highlighted(text: str, start: int, stop: int, spans: Iterable[Mention]) -> Markup:
    parts: list[Markup] = []
    at = start
    for span in spans:
        if at <= span.start and span.end <= stop:
            parts += (
                tagged("", text[at : span.start]),
                tagged("mark", text[span.start : span.end]),
            )
            at = span.end
    parts.append(tagged("", text[at:stop]))
    return joined(parts)


def by_theme(mentions: Iterable[Mention]) -> Mapping[tuple[str, str], list[Mention]]:
    """(block, theme) → its mentions, in order."""
    found: dict[tuple[str, str], list[Mention]] = {}
    for mention in mentions:
        found.setdefault((mention.block, mention.theme), []).append(mention)
    return found
