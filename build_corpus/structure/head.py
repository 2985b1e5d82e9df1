"""Lines around the body that hold metadata: title, dateline, byline, author's note."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from build_corpus.model import Cleaned, Knowledge, Line, MetadataRule, Move, Placed, Removal, StructureTable
from build_corpus.structure.dates import NARROW, iso_date
from build_corpus.structure.marks import Marked, marked
from build_corpus.structure.people import Fact, is_name, line_facts, person, plain_name
from build_corpus.structure.title import (
    DASHES,
    PART_MIN,
    SLOGAN_MIN,
    UNFIT,
    candidates,
    elsewhere,
    goes_on,
    may_be_title,
    parts,
)
from build_corpus.text import id_fold, is_prose

NEAR = 4  # lines between a name and the title below it
NAMES = ("name", "author", "speaker")
DATES = ("posted", "date")
_TAIL = re.compile(r"(?P<title>.{4,}?)\s{0,4}(?:[（(](?P<inner>[^（）()]{2,60})[）)]|\s(?P<bare>\S{6,40}))")


@dataclass
class _Head:
    """A document while its head is read."""

    cleaned: Cleaned
    knowledge: Knowledge
    lines: list[Line]
    kinds: Marked
    found: dict[str, Placed] = field(default_factory=dict)
    """Field → value with its evidence; the first value of a field wins."""

    def move(self, at: int, facts: Iterable[Fact], rule: str) -> None:
        """Moves parts of a line to their fields; what lies between them goes under the same rule."""
        line = self.lines[at]
        places = line.places()
        moves = []
        for name, value, first, last in facts:
            start, end = places[first], places[last - 1] + 1
            moves.append(Move(start=start, end=end, field=name, value=value, rule=rule))
            evidence = self.cleaned.source.decoded[start:end]
            self.found.setdefault(name, Placed(value=value, evidence=evidence))
        moves.sort(key=lambda move: move.start)
        self.lines[at] = replace(line, fate=tuple(moves) or Removal(rule=rule), edits=())

    def remove(self, at: int, rule: str) -> None:
        """Takes a line out."""
        self.lines[at] = replace(self.lines[at], fate=Removal(rule=rule), edits=())


def take_metadata(cleaned: Cleaned, knowledge: Knowledge) -> tuple[tuple[Line, ...], dict[str, Placed]]:
    """The lines with metadata lines moved out, and field → value with its evidence.

    Fields are those of `FIELDS`, `name` for a byline, and `headline` for a page's own wording of a title.
    """
    head = _Head(cleaned, knowledge, list(cleaned.lines), marked(cleaned.source, cleaned.lines))
    page = [
        at
        for at, line in enumerate(head.lines)
        if line.kept and "title" in head.kinds.get(line.number, frozenset())
    ]
    words = " ".join(head.lines[at].text for at in page)
    top, tail = _edges(head, words, frozenset(page))
    _take_labels(head, top)
    for zone, places in (("head", top), ("tail", tail)):
        _take_by_rules(head, zone, places)
    _take_title(head, top, words)
    _take_elsewhere(head, page, words)
    return tuple(head.lines), head.found


def _edges(head: _Head, page: str, skip: frozenset[int]) -> tuple[list[int], list[int]]:
    """Places of kept lines before the body and after it; a text without a body is all head.

    The body starts below the line that markup or the page's own title say is the title.
    """
    lines = head.lines
    kept = [at for at, line in enumerate(lines) if line.kept and at not in skip]
    folds = {id_fold(part) for part in parts(page) if len(part) >= PART_MIN}
    anchor = next((at for at in kept if folds and id_fold(lines[at].text) in folds), -1)
    body = [at for at in kept if at > anchor and _is_body(head, lines[at].text)]
    if not body:
        return kept, []
    prose = [at for at in body if is_prose(lines[at].text)] or body
    top = [at for at in kept if at < body[0] and not is_prose(lines[at].text)]
    return top, [at for at in kept if at > prose[-1]]


def _is_body(head: _Head, text: str) -> bool:
    """Whether a line can only stand inside the body."""
    table = head.knowledge.structure
    if table.salutation.fullmatch(text):
        return True
    if is_prose(text):
        plain = text.endswith("。") or not table.no_title.fullmatch(text)
        return plain and not any(_fits(rule, text) for rule in head.knowledge.metadata)
    return any(family.pattern.match(text) for family in head.knowledge.enumerators.families)


def _fits(rule: MetadataRule, text: str) -> re.Match[str] | None:
    return rule.pattern.fullmatch(text.translate(NARROW)) if len(text) <= rule.max else None


def _take_labels(head: _Head, top: Sequence[int]) -> None:
    """Joins a label with the value on the line below it where a rule knows them together."""
    table = head.knowledge.structure
    for at, below in zip(top, top[1:], strict=False):
        label, value = head.lines[at].text, head.lines[below].text
        if not head.lines[at].kept or not table.label.fullmatch(label):
            continue
        for rule in head.knowledge.metadata:
            match = _fits(rule, label + value)
            if match and rule.zone != "tail" and rule.beside is None:
                facts = _facts(rule, match, label + value, table)
                if facts and all(fact.end > len(label) for fact in facts):
                    size = len(label)
                    shifted = [
                        Fact(fact.field, fact.value, max(fact.start - size, 0), fact.end - size)
                        for fact in facts
                    ]
                    head.remove(at, rule.code)
                    head.move(below, shifted, rule.code)
                    break


def _take_by_rules(head: _Head, zone: str, places: Sequence[int]) -> None:
    """Moves the lines of a zone that a rule knows; the first rule that fits wins."""
    table = head.knowledge.structure
    rules = [rule for rule in head.knowledge.metadata if rule.zone in (zone, "edge")]
    codes = {rule.code for rule in rules for at in places if _fits(rule, head.lines[at].text)}
    for at in places:
        line = head.lines[at]
        for rule in rules:
            match = _fits(rule, line.text) if line.kept and (rule.beside or rule.code) in codes else None
            facts = _facts(rule, match, line.text, table) if match else None
            if facts is not None:
                head.move(at, facts, rule.code)
                break


def _facts(rule: MetadataRule, match: re.Match[str], text: str, table: StructureTable) -> list[Fact] | None:
    """What the named groups of a rule say; None where a date or name in them is none."""
    facts: list[Fact] = []
    for name, raw in match.groupdict().items():
        value: str | None = text[match.start(name) : match.end(name)].strip() if raw else ""
        if not raw or value in table.no_values:
            continue
        if name in DATES:
            value = iso_date(raw)
        elif name in NAMES and value:
            value = plain_name(value)
        if rule.surname and name in NAMES and not is_name(raw, table):
            return None
        if value:
            facts.append(Fact(name, value, match.start(name), match.end(name)))
        elif name != "posted":  # a line with the label of a posted date is no text even without a real day
            return None
    return facts


def _take_title(head: _Head, top: Sequence[int], page: str) -> None:
    """The best fitting line of the head is the title; around it its repeats, a subtitle, facts, a byline."""
    chosen = _choose(head, top, page)
    if not chosen:
        return
    title = "".join(head.lines[at].text for at in chosen)
    for at in chosen:
        text = head.lines[at].text
        tail = _title_tail(text, head)
        head.move(at, tail, "title.found")
    values = [move.value for at in chosen for move in _moves(head.lines[at]) if move.field == "title"]
    evidence = "".join(values)
    head.found["title"] = Placed(value=evidence, evidence=evidence)
    for at in top:
        if head.lines[at].kept:
            _take_beside(head, top, at, (title, chosen))


def _moves(line: Line) -> tuple[Move, ...]:
    return line.fate if isinstance(line.fate, tuple) else ()


def _title_tail(text: str, head: _Head) -> list[Fact]:
    """The title proper, as a first fact, and the facts that stand behind it: date, office and name."""
    table = head.knowledge.structure
    match = _TAIL.fullmatch(text)
    if match:
        group = "inner" if match["inner"] else "bare"
        inner, start = match[group], match.start(group)
        facts = line_facts(inner, table)
        if not facts and group == "inner":
            facts = [fact for fact in person(inner, 0, table) if is_name(inner, table)]
        if facts:
            moved = [Fact(name, value, start + first, start + last) for name, value, first, last in facts]
            return [Fact("title", match["title"], 0, match.end("title")), *moved]
    return [Fact("title", text, 0, len(text))]


def _choose(head: _Head, top: Sequence[int], page: str) -> list[int]:
    """Places of the lines that make up the title, empty where none fits."""
    table = head.knowledge.structure
    found = list(candidates(head.lines, top, parts(page), head.kinds, head.knowledge))
    if not found:
        return []
    best = max(found, key=lambda each: each.score)
    html = head.cleaned.source.format == "html"
    if best.score < 0 or (html and best.score == 0 and "title" in elsewhere(head.cleaned.source, page, table)):
        return []
    kept = [at for at in top if head.lines[at].kept]
    near = kept.index(best.at)
    text = head.lines[best.at].text
    above = head.lines[kept[near - 1]].text if near else ""
    fitting = {each.at for each in found if each.score >= 0}
    own = _own_title(head, kept, near)
    if own:
        head.found["headline"] = Placed(value=text, evidence=text)
        head.remove(best.at, "title.headline")
        return own
    if near and kept[near - 1] in fitting and goes_on(above, text, table):
        return [kept[near - 1], best.at]
    slogan = near and kept[near - 1] in fitting and len(above) >= SLOGAN_MIN and not page
    if slogan and table.occasion.fullmatch(text) and not table.site.fullmatch(above):
        return _whole(head, kept, near - 1)
    return _whole(head, kept, near)


def _own_title(head: _Head, kept: Sequence[int], near: int) -> list[int]:
    """The title a text gives itself below a page's wording of it: the two lines share the words behind ——."""
    table = head.knowledge.structure
    headline = id_fold(head.lines[kept[near]].text)
    for at, below in zip(kept[near + 1 :], kept[near + 2 :], strict=False):
        first, second = head.lines[at].text, head.lines[below].text
        named = second[0] in DASHES and len(id_fold(second)) >= PART_MIN and id_fold(second) in headline
        if named and may_be_title(first, table) and id_fold(first) not in headline:
            return [at, below]
    return []


def _whole(head: _Head, kept: Sequence[int], near: int) -> list[int]:
    """A title with the line that ends it, or with the —— line below it."""
    table = head.knowledge.structure
    chosen = [kept[near]]
    below = kept[near + 1] if near + 1 < len(kept) else None
    text = head.lines[below].text if below is not None else ""
    if below is not None and goes_on(head.lines[kept[near]].text, text, table):
        chosen.append(below)
        below = kept[near + 2] if near + 2 < len(kept) else None
        text = head.lines[below].text if below is not None else ""
    if below is not None and text[0] in DASHES and text[-1] not in UNFIT and _has_words(text):
        chosen.append(below)
    return chosen


def _has_words(text: str) -> bool:
    return len(text) > 1 and text.strip(DASHES)[:1].isalnum() or "“" in text or "《" in text


def _take_beside(head: _Head, top: Sequence[int], at: int, title: tuple[str, list[int]]) -> None:
    """A line of the head that is not the title: a repeat of it, facts, a subtitle, a byline, or none of them."""
    table = head.knowledge.structure
    text = head.lines[at].text
    whole, chosen = title
    fold = id_fold(text)
    again = fold and (fold == id_fold(whole) or (at > chosen[0] and _repeats(head, fold, chosen)))
    facts = line_facts(text, table)
    if again:
        head.remove(at, "title.repeat")
    elif facts:
        if any(fact.field == "occasion" for fact in facts):
            value = text.strip(f"{DASHES}（）()").strip()
            head.found.setdefault("subtitle", Placed(value=value, evidence=text))
        head.move(at, facts, "metadata.facts")
    elif is_name(text, table) and "name" not in head.found and (at > chosen[0] or chosen[0] - at <= NEAR):
        head.move(at, [Fact("name", plain_name(text), 0, len(text))], "metadata.byline")
    elif at > chosen[-1] and table.office.search(text) and _name_below(head, top, at):
        head.move(at, [Fact("role", text, 0, len(text))], "metadata.facts")
    elif at > chosen[-1] and text[0] in DASHES and text[-1] not in UNFIT and "subtitle" not in head.found:
        head.move(at, [Fact("subtitle", text.strip(DASHES).strip(), 0, len(text))], "title.found")


def _repeats(head: _Head, fold: str, chosen: Sequence[int]) -> bool:
    """Whether a line says again what a line of the title, or the page's wording of it, says."""
    said = {id_fold(move.value) for at in chosen for move in _moves(head.lines[at]) if move.field == "title"}
    return fold in said


def _name_below(head: _Head, top: Sequence[int], at: int) -> bool:
    below = next((each for each in top if each > at and head.lines[each].kept), None)
    return below is not None and is_name(head.lines[below].text, head.knowledge.structure)


def _take_elsewhere(head: _Head, page: Sequence[int], words: str) -> None:
    """Title and publication from the page's `<title>` or the file's name where the text has none."""
    table = head.knowledge.structure
    known = elsewhere(head.cleaned.source, words, table)
    for name, (value, evidence) in known.items():
        head.found.setdefault(name, Placed(value=value, evidence=evidence))
    for at in page:
        text = head.lines[at].text
        facts = [
            Fact(name, value, text.index(value), text.index(value) + len(value))
            for name, (value, evidence) in known.items()
            if evidence == "<title>" and value in text and head.found[name] == Placed(value=value, evidence=evidence)
        ]
        head.move(at, facts, "title.page")
