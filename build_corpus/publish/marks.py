"""What a paragraph of a speech is linked with: the quiet mark after it.

A mark says which theme pages quote the paragraph, which other speeches have words of it, and with
which of their paragraphs it is set side by side. It knows what this speech's own themes, passages
and relations say and nothing else, so that a page stays as it is when other speeches come.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from build_corpus.model import Annotated, Parallel
from build_corpus.publish.html import Markup
from build_corpus.publish.passages import in_one, order
from build_corpus.publish.site import Site
from build_corpus.publish.text import Spans, short

QUOTED = 3  # paragraphs of a theme that its page quotes
THEMES = 3  # theme pages a mark names
ECHOES = 3  # speeches whose wording a mark shows
QUOTE = 120  # 字 of it
WORDS = 10  # 字 that name a paragraph of another speech
OPPOSITE = 6  # paragraphs of other speeches a mark leads to


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """The same words in another speech."""

    id: str
    """The other speech."""
    title: str
    """Its title."""
    block: str
    """Its paragraph."""
    order: str
    """Whether it was held before or after this one, empty where that is not known."""
    words: Markup
    """Its wording: what only it has is `<ins>`, what only this speech has `<del>`."""


@dataclass(slots=True, kw_only=True)
class Mark:
    """What one paragraph is linked with."""

    themes: list[tuple[str, str]] = field(default_factory=list)
    """(label, file and anchor below docs) of theme pages that quote it."""
    parallels: list[Parallel] = field(default_factory=list)
    """Passages of it that other speeches have, longest first."""
    echoes: list[Echo] = field(default_factory=list)
    """The first of them, as they are shown."""
    pairs: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Related speech → (id, first words) of its paragraphs that are set beside this one."""

    @property
    def label(self) -> str:
        """What it holds, in a few words."""
        sizes = (
            ("主题", len(self.themes)),
            ("同文", len(self.parallels)),
            ("对读", sum(map(len, self.pairs.values()))),
        )
        return " · ".join(f"{name} {size}" for name, size in sizes if size)

    @property
    def struck(self) -> bool:
        """Whether a wording that is shown lacks words of this speech."""
        return any("<del>" in echo.words for echo in self.echoes)

    @property
    def more(self) -> int:
        """Passages whose wording is not shown."""
        return len(self.parallels) - len(self.echoes)


def marks_of(site: Site, document: Annotated) -> Mapping[str, Mark]:
    """Paragraph → its mark, where it has any."""
    marks = {block.id: Mark() for block in document.speech.blocks if block.type != "heading"}
    _add_themes(site, document, marks)
    for parallel in sorted(site.parallels.get(document.id, ()), key=lambda each: -each.shared):
        block = parallel.seen_from(document.id)[0].block
        if block in marks:
            marks[block].parallels.append(parallel)
    for mark in marks.values():
        mark.echoes = [_echo(site, document, parallel) for parallel in mark.parallels[:ECHOES]]
    _add_pairs(site, document, marks)
    return {block: mark for block, mark in marks.items() if mark.label}


def _add_themes(site: Site, document: Annotated, marks: Mapping[str, Mark]) -> None:
    """The theme pages of a paragraph, those it says most of first."""
    shown = sorted(
        (
            (weight, theme.theme, block)
            for theme in document.themes
            for block, weight in theme.paragraphs[:QUOTED]
        ),
        key=lambda each: (-each[0], each[1]),
    )
    for _, theme, block in shown:
        if block in marks and len(marks[block].themes) < THEMES:
            marks[block].themes.append((site.theme(theme).label, site.theme_place(theme, document.id)))


def _echo(site: Site, document: Annotated, parallel: Parallel) -> Echo:
    its = parallel.seen_from(document.id)[1]
    there = site.documents[its.document]
    return Echo(
        id=there.id,
        title=site.title(there),
        block=its.block,
        order=order(document.speech, there.speech),
        words=in_one(site, parallel, document.id, QUOTE),
    )


def _add_pairs(site: Site, document: Annotated, marks: Mapping[str, Mark]) -> None:
    """The paragraphs of related speeches, nearest speeches first."""
    for related in site.related.get(document.id, ()):
        for pair in (pair for share in related.themes for pair in share.pairs):
            found = marks[pair.here].pairs if pair.here in marks else {}
            there = (pair.there, short(site.label(related.id, pair.there), WORDS))
            if sum(map(len, found.values())) < OPPOSITE and there not in found.get(related.id, ()):
                found.setdefault(related.id, []).append(there)


def shared_spans(site: Site, document: Annotated) -> Mapping[str, Spans]:
    """Paragraph → the stretches of it that stand in other speeches too."""
    found: dict[str, list[tuple[int, int]]] = {}
    for parallel in site.parallels.get(document.id, ()):
        mine = parallel.seen_from(document.id)[0]
        found.setdefault(mine.block, []).append((mine.start, mine.end))
    return {block: _joined(sorted(spans)) for block, spans in found.items()}


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted spans, those that touch as one."""
    joined = spans[:1]
    for start, end in spans[1:]:
        if start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
