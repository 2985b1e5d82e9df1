"""What stands above a text or inside it because of what carried it: running heads of pages, forwarded mail.

In: lines after the noise rules; what those took anchors these steps. Out: the lines with the rest removed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from build_corpus.clean.noise import states
from build_corpus.clean.zones import BELOW_SHARE, Scene, body
from build_corpus.model import Line, Removal
from build_corpus.text import is_prose

HEAD_MAX = 30  # 字 of a running head
PAGE_BREAKS = ("navigation.page-number", "navigation.stray")
BLANK = "layout.blank"
_SPOKEN = "。！？；：，…!?;:,）)】]"  # a running head ends in none of these


def remove_running(lines: tuple[Line, ...], scene: Scene) -> tuple[Line, ...]:
    """The lines without running heads, and without what was written above a forwarded text."""
    return _unforwarded(_headless(lines, scene), scene)


def _headless(lines: tuple[Line, ...], scene: Scene) -> tuple[Line, ...]:
    """Takes a short line that is repeated, where it stands in the text only beside page numbers."""
    counts = Counter(line.text for line in lines if line.text and line.rule != BLANK)
    breaks = [line.rule in PAGE_BREAKS for line in lines]
    if not any(breaks):
        return lines
    first, _ = body(lines, scene)
    places: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if line.kept and counts[line.text] > 1 and _may_be_head(line.text, scene):
            places.setdefault(line.text, []).append(at)
    taken = {
        at
        for found in places.values()
        if all(_beside(lines, breaks, at) for at in found if at > first)
        for at in found
        if _beside(lines, breaks, at) and (at > first or not _title_like(lines[at].text, scene))
    }
    return tuple(
        replace(line, fate=Removal(rule="navigation.running"), edits=()) if at in taken else line
        for at, line in enumerate(lines)
    )


def _may_be_head(text: str, scene: Scene) -> bool:
    return (
        len(text) <= HEAD_MAX
        and any(char.isalnum() for char in text)
        and text[-1] not in _SPOKEN
        and not scene.see(text).numbered
        and not scene.knowledge.structure.salutation.fullmatch(text)
    )


def _title_like(text: str, scene: Scene) -> bool:
    return scene.knowledge.structure.title_like.search(text) is not None


def _beside(lines: Sequence[Line], breaks: Sequence[bool], at: int) -> bool:
    """Whether a page ends right above or below a line; blank lines do not count."""
    for step in (-1, 1):
        near = at + step
        while 0 <= near < len(lines) and lines[near].rule == BLANK:
            near += step
        if 0 <= near < len(lines) and breaks[near]:
            return True
    return False


def _unforwarded(lines: tuple[Line, ...], scene: Scene) -> tuple[Line, ...]:
    """Takes everything but metadata above the last head of a letter, where that is next to nothing."""
    heads = [at for at, line in enumerate(lines) if line.rule.startswith("mail.")]
    prose = [(at, len(line.text)) for at, line in enumerate(lines) if line.kept and is_prose(line.text)]
    total = sum(size for _, size in prose)
    for head in reversed(heads):
        above = sum(size for at, size in prose if at < head)
        if above < total * BELOW_SHARE:
            return tuple(
                replace(line, fate=Removal(rule="mail.above"), edits=())
                if line.kept and at < head and not states(line.text, scene)
                else line
                for at, line in enumerate(lines)
            )
    return lines
