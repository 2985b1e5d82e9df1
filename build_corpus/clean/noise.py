"""Lines that are no part of the text: error pages, navigation, advertisements, notices.

Within the running text only rules that may act anywhere take a line, and only one that ends no sentence,
and together no more than a fifth of the text; what they would take beyond that needs the editor's word.
"""

from collections.abc import Sequence
from dataclasses import replace

from build_corpus.clean.zones import Scene, body, ends_sentence
from build_corpus.model import Edit, Finding, Line, Move, NoiseRule, Removal, finding

SURE = ("navigation.contents", "navigation.page-number")  # take numbered lines as well
BODY_SHARE = 0.2  # of the running text's 字 that one rule may take without the editor's word …
BODY_LINES = 3  # … where it takes so many lines


def remove_noise(lines: tuple[Line, ...], scene: Scene) -> tuple[Line, ...]:
    """The lines with new fates where a rule takes one."""
    out = list(lines)
    first, last = body(lines, scene)
    greedy = _greedy(lines, (first, last), scene)
    above = ""  # rule that took the nearest line above that is not blank
    cut: str | None = None  # rule that takes everything from here on
    for at, line in enumerate(lines):
        if line.fate is None and cut and not _metadata(line.text, scene):
            out[at] = replace(line, fate=Removal(rule=cut), edits=())
        elif line.fate is None:
            inside = first <= at <= last
            rule = _taker(line.text, _zones(at, first, last), above, scene)
            if rule and at < first and rule.action == "line" and states(line.text, scene):
                rule = None
            if rule and not (inside and _held(line.text, rule, scene, greedy)):
                out[at] = _take(line, rule)
                cut = (
                    rule.code if rule.action == "to-end" and (at > last or scene.accepts(rule.code)) else cut
                )
        if out[at].rule != "layout.blank":
            above = out[at].rule
    return tuple(out)


def states(text: str, scene: Scene) -> bool:
    """Whether a line above the text states metadata, which structure takes up."""
    rules = [
        rule for rule in scene.knowledge.metadata if rule.zone in ("head", "edge") and len(text) <= rule.max
    ]
    matches = (rule.pattern.fullmatch(text) for rule in rules)
    return any(any(match.groupdict().values()) for match in matches if match)


def _metadata(text: str, scene: Scene) -> bool:
    """Whether a line below the text holds metadata."""
    rules = [rule for rule in scene.knowledge.metadata if rule.zone in ("tail", "edge")]
    return any(len(text) <= rule.max and rule.pattern.fullmatch(text) for rule in rules)


def held_back(lines: Sequence[Line], scene: Scene) -> list[Finding]:
    """What rules would take from the running text and an editor has to decide, one finding for each rule."""
    first, last = body(lines, scene)
    everywhere = frozenset(("anywhere", "head", "tail", "edge"))
    found: dict[str, list[int]] = {}
    for line in lines[first : last + 1]:
        rule = _taker(line.text, everywhere, "", scene) if line.fate is None else None
        if rule:
            found.setdefault(rule.code, []).append(line.number)
    where = f"seeds/{scene.source.file}"
    return [
        finding(
            "noise-in-body",
            where,
            numbers[0],
            rule=code,
            count=len(numbers),
            reason=scene.knowledge.reason(code),
        )
        for code, numbers in sorted(found.items())
    ]


def _zones(at: int, first: int, last: int) -> frozenset[str]:
    """The zones a line lies in; a text without a body is head and tail at once."""
    head, tail = at < first, at > last
    return frozenset(
        zone
        for zone, inside in (("anywhere", True), ("head", head), ("tail", tail), ("edge", head or tail))
        if inside
    )


def _taker(text: str, zones: frozenset[str], above: str, scene: Scene) -> NoiseRule | None:
    """The rule that takes a line; items of a list and sentences are text unless a rule is sure of them."""
    seen = scene.see(text)
    sentence = text.endswith("。")
    for rule in seen.rules:
        if rule.follows and not above.startswith(f"{rule.follows}."):
            continue
        free = scene.accepts(rule.code)
        lifted = free or rule.field
        if (
            (rule.zone in zones or free)
            and (not seen.numbered or lifted or rule.code in SURE)
            and (not sentence or lifted or rule.zone == "anywhere" or rule.sentence)
        ):
            return rule
    return None


def _held(text: str, rule: NoiseRule, scene: Scene, greedy: frozenset[str]) -> bool:
    """Whether a rule may not take this line of the running text without the editor's word."""
    return not scene.accepts(rule.code) and (ends_sentence(text) or rule.code in greedy)


def _greedy(lines: Sequence[Line], span: tuple[int, int], scene: Scene) -> frozenset[str]:
    """Rules that would take more than a fifth of the running text."""
    inside = [line.text for line in lines[span[0] : span[1] + 1] if line.fate is None]
    taken: dict[str, list[int]] = {}
    for text in inside:
        rule = _taker(text, frozenset(("anywhere",)), "", scene)
        if rule:
            taken.setdefault(rule.code, []).append(len(text))
    most = sum(map(len, inside)) * BODY_SHARE
    return frozenset(code for code, sizes in taken.items() if len(sizes) >= BODY_LINES and sum(sizes) > most)


def _take(line: Line, rule: NoiseRule) -> Line:
    if rule.field is None:
        return replace(line, fate=Removal(rule=rule.code), edits=())
    start, end = line.places()[0], line.places()[-1] + 1
    move = Move(start=start, end=end, field=rule.field, value=line.text, rule=rule.code)
    return replace(line, fate=(move,), edits=())


def remove_phrases(lines: tuple[Line, ...], scene: Scene) -> tuple[Line, ...]:
    """Takes wire codes, end marks and credits off the first and last words of the running text."""
    first, last = body(lines, scene)
    if last < 0:
        return lines
    return tuple(
        _trimmed(line, "start" if at == first else "end", scene)
        if line.kept and (at == first or at >= last)
        else line
        for at, line in enumerate(lines)
    )


def _trimmed(line: Line, side: str, scene: Scene) -> Line:
    for phrase in scene.knowledge.noise.phrases:
        match = phrase.pattern.search(line.text) if phrase.side == side else None
        if match and match[0] and match[0] != line.text:
            return _cut(line, match.span(), phrase.code)
    return line


def _cut(line: Line, span: tuple[int, int], rule: str) -> Line:
    places = line.places()
    start, end = places[span[0]], places[span[1] - 1] + 1
    edits = [edit for edit in line.edits if not start <= edit.start < end]
    cut = Edit(start=start, end=end, after="", rule=rule)
    text = line.text[: span[0]] + line.text[span[1] :]
    return replace(line, text=text, edits=tuple(sorted([*edits, cut], key=lambda edit: edit.start)))
