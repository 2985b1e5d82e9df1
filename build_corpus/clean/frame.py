"""The frame of a page: what stands around the running text, in a saved page and in a copy of one.

In: lines, and what the markup says of them (`Source.marks`). Navigation gives itself away by standing outside
the element that holds the text, by being links, by its separators, or by standing in other files as well.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from build_corpus.clean.zones import Scene, body
from build_corpus.model import Finding, Line, Mark, Removal, finding
from build_corpus.text import is_prose

ENCLOSED_MAX = 30  # 字; longer lines between advertisements may be text
PROMOTION = ("promotion", "contact", "rights")
LINKED = 0.8  # share of a line's 字 in links, from which it is navigation
TRAIL_MAX = 14  # 字 of a step in a trail of navigation
TITLE_MAX = 60  # 字; a longer line above the text is no title
NEAR = 12  # lines above the text among which its title is looked for
OUTSIDE_MIN = 60  # 字 of a paragraph that an editor should know of
OUTSIDE_SHARE = 0.25  # of running text outside the main element, from which the element was chosen wrongly
SEPARATORS = frozenset(">＞»›→/／|｜·-–—▶►")


def remove_frame(lines: tuple[Line, ...], scene: Scene) -> tuple[Line, ...]:
    """The lines with navigation removed."""
    marks = scene.source.marks
    out = list(lines)
    main = next((_widened(mark, lines) for mark in marks if mark.kind == "main"), None)
    if main and _holds_text(lines, main):
        out = [_outside(line, main, scene, out) for line in out]
    span = body(out, scene)
    links = [mark for mark in marks if mark.kind == "link"]
    if links:
        out = list(_unlinked(out, links, span))
    out = list(_trails(out, span[0], scene))
    return tuple(_promotion(out, span, scene))


def _removed(line: Line, rule: str) -> Line:
    return replace(line, fate=Removal(rule=rule), edits=())


# ---------------------------------------------------------------- saved pages


def outside_findings(lines: Sequence[Line], scene: Scene) -> list[Finding]:
    """A finding where paragraphs stand outside the main element: most are teasers, some may be text."""
    found = [
        line
        for line in lines
        if line.rule == "navigation.outside" and len(line.text) >= OUTSIDE_MIN and _paragraph(line.text)
    ]
    if not found:
        return []
    chars = sum(len(line.text) for line in found)
    where = f"seeds/{scene.source.file}"
    return [finding("text-outside", where, found[0].number, count=len(found), chars=chars)]


def _widened(main: Mark, lines: Sequence[Line]) -> Mark:
    """The main element with the paragraphs that stand right above and below it."""
    start, end = main.start, main.end
    for line in reversed(lines):
        if line.fate is None and line.start < start:
            if not _paragraph(line.text):
                break
            start = line.start
    for line in lines:
        if line.fate is None and line.start >= end:
            if not _paragraph(line.text):
                break
            end = line.end
    return replace(main, start=start, end=end)


def _paragraph(text: str) -> bool:
    return is_prose(text) and "。" in text and not any(mark in text for mark in "|｜>›»")


def _holds_text(lines: Sequence[Line], main: Mark) -> bool:
    """Whether nearly all running text stands inside the main element."""
    prose = [line for line in lines if line.kept and is_prose(line.text)]
    total = sum(len(line.text) for line in prose)
    inside = sum(len(line.text) for line in prose if _inside(line, main))
    return total > 0 and total - inside <= total * OUTSIDE_SHARE


def _inside(line: Line, main: Mark) -> bool:
    """Whether any of a line lies in the main element, which starts at its first word."""
    return line.start < main.end and line.stop > main.start


def _outside(line: Line, main: Mark, scene: Scene, lines: Sequence[Line]) -> Line:
    """A line outside the main element goes, unless it may be the title or metadata above it."""
    if line.fate is not None or _inside(line, main):
        return line
    if line.start < main.start and _may_be_head(line, main, scene, lines):
        return line
    return _removed(line, "navigation.outside")


def _may_be_head(line: Line, main: Mark, scene: Scene, lines: Sequence[Line]) -> bool:
    text = line.text
    marks = [mark for mark in scene.source.marks if mark.start < line.stop and line.start < mark.end]
    kinds = {mark.kind for mark in marks}
    if "title" in kinds or any(
        rule.pattern.fullmatch(text) for rule in scene.knowledge.metadata if len(text) <= rule.max
    ):
        return True
    if len(text) > TITLE_MAX or "link" in kinds:
        return False
    if "heading" in kinds:
        return True
    above = [each for each in lines if each.kept and each.start < main.start][-NEAR:]
    near = bool(above) and line.start >= above[0].start
    return near and scene.knowledge.structure.title_like.search(text) is not None


def _unlinked(lines: Sequence[Line], links: Sequence[Mark], span: tuple[int, int]) -> Iterator[Line]:
    """Takes lines that are links: at the edges any, in the text three in a row."""
    first, last = span
    starts = [mark.start for mark in links]
    flags = [line.fate is None and _linked(line, links, starts) for line in lines]
    runs = _runs([flag or not line.kept for flag, line in zip(flags, lines, strict=True)], flags)
    for at, line in enumerate(lines):
        if flags[at] and not is_prose(line.text) and (not first <= at <= last or runs[at] >= 3):  # noqa: PLR2004
            yield _removed(line, "navigation.link")
        else:
            yield line


def _linked(line: Line, links: Sequence[Mark], starts: Sequence[int]) -> bool:
    at = max(0, bisect_right(starts, line.start) - 1)
    covered = 0
    while at < len(links) and links[at].start < line.stop:
        covered += max(0, min(links[at].end, line.stop) - max(links[at].start, line.start))
        at += 1
    return covered >= LINKED * len(line.text)


def _runs(members: Sequence[bool], counted: Sequence[bool]) -> list[int]:
    """For each place, how many counted ones its unbroken run of members has."""
    out: list[int] = []
    for member, group in groupby(range(len(members)), key=members.__getitem__):
        places = list(group)
        out += [sum(counted[at] for at in places) if member else 0] * len(places)
    return out


# ---------------------------------------------------------------- copies of pages


def _trails(lines: Sequence[Line], first: int, scene: Scene) -> Iterator[Line]:
    """Takes a trail (首页 > 政务 > 报告) that stands on lines of its own, above the text."""
    kept = [at for at in range(first) if at < len(lines) and lines[at].kept]
    marks = {at for at in kept if set(lines[at].text) <= SEPARATORS}
    steps = {
        kept[place + step]
        for place, at in enumerate(kept)
        if at in marks
        for step in (-1, 1)
        if 0 <= place + step < len(kept) and _step([lines[each].text for each in kept[place + step :]], scene)
    }
    for at, line in enumerate(lines):
        yield _removed(line, "navigation.trail") if at in marks | steps else line


def _step(texts: Sequence[str], scene: Scene) -> bool:
    """Whether the first of these lines is a step of the trail: it is short, and not the only title there is."""
    title_like = scene.knowledge.structure.title_like.search
    return len(texts[0]) <= TRAIL_MAX and (not title_like(texts[0]) or any(map(title_like, texts[1:])))


def _promotion(lines: list[Line], span: tuple[int, int], scene: Scene) -> Iterator[Line]:
    """Takes short lines that stand in one run with advertisements, at the edges of a text.

    A run has no blank line in it. Inside the run, what lies between two such lines goes; a line
    that other files share goes anywhere in it. Above the text, a line of several other files goes alone.
    """
    first, last = span
    at = 0
    for blank, group in groupby(lines, key=lambda line: line.rule == "layout.blank"):
        run = list(group)
        head, tail = at + len(run) <= first, at > last
        at += len(run)
        if blank or not (head or tail):
            yield from run
        else:
            yield from _promotion_run(run, scene, head=head)


def _promotion_run(run: list[Line], scene: Scene, *, head: bool) -> Iterator[Line]:
    marks = [at for at, line in enumerate(run) if line.rule.startswith(PROMOTION)]
    for at, line in enumerate(run):
        if line.fate is not None or not _may_be_frame(line.text, scene):
            yield line
        elif marks and marks[0] < at < marks[-1]:
            yield _removed(line, "promotion.enclosed")
        elif marks and line.text in scene.stats.shared_lines:
            yield _removed(line, "promotion.shared")
        elif head and line.text in scene.stats.frequent_lines:
            yield _removed(line, "navigation.shared")
        else:
            yield line


def _may_be_frame(text: str, scene: Scene) -> bool:
    structure = scene.knowledge.structure
    return (
        len(text) <= ENCLOSED_MAX
        and not structure.title_like.search(text)
        and not structure.salutation.fullmatch(text)
        and not scene.see(text).numbered
    )
