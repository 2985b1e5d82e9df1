"""Lines that are no part of the text: error pages, navigation, advertisements, notices."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from build_corpus.model import CorpusStats, Knowledge, Line, Move, NoiseRule, Removal
from build_corpus.text import is_prose

ENCLOSED_MAX = 30  # 字; longer lines between advertisements may be text
PROMOTION = ("promotion", "contact", "rights")


def remove_noise(lines: tuple[Line, ...], stats: CorpusStats, knowledge: Knowledge) -> tuple[Line, ...]:
    """The lines with new fates where a rule takes one."""
    out = list(lines)
    first, last = _body(lines, knowledge)
    above: str | None = None  # rule that took the nearest line above that is not blank
    cut: str | None = None  # rule that takes everything from here on
    for at, line in enumerate(lines):
        if line.fate is None and cut:
            out[at] = replace(line, fate=Removal(rule=cut), edits=())
        elif line.fate is None:
            rule = _taker(line.text, _zones(at, first, last), above, knowledge)
            if rule:
                out[at] = _take(line, rule)
                cut = rule.code if rule.action == "to-end" else None
        fate = out[at].fate
        if fate is None or _code(fate) != "layout.blank":
            above = _code(fate) if fate else None
    return tuple(_promotion(out, (first, last), stats, knowledge))


def _code(fate: Removal | tuple[Move, ...]) -> str:
    return fate.rule if isinstance(fate, Removal) else fate[0].rule


def _zones(at: int, first: int, last: int) -> frozenset[str]:
    """The zones a line lies in; a text without a body is head and tail at once."""
    head, tail = at < first, at > last
    return frozenset(
        zone
        for zone, inside in (("anywhere", True), ("head", head), ("tail", tail), ("edge", head or tail))
        if inside
    )


def _taker(text: str, zones: frozenset[str], above: str | None, knowledge: Knowledge) -> NoiseRule | None:
    """The rule that takes a line; items of a list and sentences are text wherever they stand."""
    text_like = text.endswith("。") or any(
        family.pattern.match(text) for family in knowledge.enumerators.families
    )
    return next(
        (
            rule
            for rule in knowledge.noise.rules
            if rule.zone in zones
            and (rule.zone == "anywhere" or rule.field or not text_like)
            and len(text) <= rule.max
            and (rule.follows is None or (above or "").startswith(f"{rule.follows}."))
            and rule.pattern.fullmatch(text)
        ),
        None,
    )


def _take(line: Line, rule: NoiseRule) -> Line:
    if rule.field is None:
        return replace(line, fate=Removal(rule=rule.code), edits=())
    start, end = line.places()[0], line.places()[-1] + 1
    move = Move(start=start, end=end, field=rule.field, value=line.text, rule=rule.code)
    return replace(line, fate=(move,), edits=())


def _body(lines: Sequence[Line], knowledge: Knowledge) -> tuple[int, int]:
    """First and last line of the body; (len, -1) where nothing reads like a text.

    Looks at the lines' own words only, never at lines already removed.
    """
    rules = [rule for rule in knowledge.noise.rules if rule.follows is None]
    prose = [
        at
        for at, line in enumerate(lines)
        if line.fate is None
        and (is_prose(line.text) or knowledge.structure.salutation.fullmatch(line.text))
        and not any(len(line.text) <= rule.max and rule.pattern.fullmatch(line.text) for rule in rules)
    ]
    return (prose[0], prose[-1]) if prose else (len(lines), -1)


def _promotion(
    lines: list[Line], body: tuple[int, int], stats: CorpusStats, knowledge: Knowledge
) -> Iterator[Line]:
    """Takes short lines that stand in one run with advertisements, at the edges of a text.

    A run has no blank line in it. Inside the run, what lies between two such lines goes; a line
    that other files share goes anywhere in it.
    """
    at = 0
    for blank, group in groupby(lines, key=_blank):
        run = list(group)
        edge = at > body[1] or at + len(run) <= body[0]
        at += len(run)
        yield from _promotion_run(run, stats, knowledge) if edge and not blank else run


def _blank(line: Line) -> bool:
    return line.fate is not None and _code(line.fate) == "layout.blank"


def _promotion_run(run: list[Line], stats: CorpusStats, knowledge: Knowledge) -> Iterator[Line]:
    marks = [at for at, line in enumerate(run) if line.fate and _code(line.fate).startswith(PROMOTION)]
    like_title: Callable[[str], object] = knowledge.structure.title_like.search
    for at, line in enumerate(run):
        if line.fate is not None or not marks or len(line.text) > ENCLOSED_MAX or like_title(line.text):
            yield line
        elif marks[0] < at < marks[-1]:
            yield replace(line, fate=Removal(rule="promotion.enclosed"), edits=())
        elif line.text in stats.shared_lines:
            yield replace(line, fate=Removal(rule="promotion.shared"), edits=())
        else:
            yield line
