"""Lines around the body that hold metadata: title, dateline, byline, author's note."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from build_corpus.model import Cleaned, Knowledge, Line, MetadataRule, Move, Placed, StructureTable
from build_corpus.structure.dates import iso_date, narrow
from build_corpus.structure.marks import marked
from build_corpus.structure.page import close, reopen, take_framed_title, take_front_matter, take_stated
from build_corpus.structure.people import Fact, is_name, line_facts, person, plain_name
from build_corpus.structure.taking import Head
from build_corpus.structure.title import (
    DASHES,
    UNFIT,
    choose,
    elsewhere,
    joined,
    parts,
    said_by_page,
    without_column,
)
from build_corpus.text import id_fold, is_prose

NEAR = 4  # lines between a name and the title below it
NAMES = ("name", "author", "speaker")
DATES = ("posted", "date")
PLACE_ENDS = "省市县區区州乡镇鄉鎮村京津"
_NOTICE = re.compile("(?:印发|转发|批转|轉發|印發).{4,80}(?:通知|函)$")
_LATIN = re.compile(r"(?=.*\s)[A-Z][A-Za-z0-9'’,:&\s-]{6,78}[A-Za-z?!]")
_TAIL = re.compile(r"(?P<title>.{4,}?)\s{0,4}(?:[（(](?P<inner>[^（）()]{2,60})[）)]|\s(?P<bare>\S{6,40}))")


def take_metadata(cleaned: Cleaned, knowledge: Knowledge) -> tuple[tuple[Line, ...], dict[str, Placed]]:
    """The lines with metadata lines moved out, and field → value with its evidence.

    Fields are those of `FIELDS`, `name` for a byline, and `headline` for a page's own wording of a title.
    """
    head = Head(cleaned, knowledge, list(cleaned.lines), marked(cleaned.source, cleaned.lines))
    page = [
        at
        for at, line in enumerate(head.lines)
        if line.kept and "title" in head.kinds.get(line.number, frozenset())
    ]
    words = " ".join(head.lines[at].text for at in page)
    said = elsewhere(cleaned.source, words, knowledge).get("title", ("", ""))
    trial = reopen(head, said[0] if words else "")
    top, tail = _edges(head, words, frozenset(page))
    _take_labels(head, top)
    for zone, places in (("head", top), ("tail", tail)):
        _take_by_rules(head, zone, places)
    _take_title(head, top, words)
    close(head, trial)
    if "title" not in head.found:
        take_framed_title(head)
    take_front_matter(head)
    take_stated(head)
    _take_elsewhere(head, page, words)
    return tuple(head.lines), head.found


def _edges(head: Head, page: str, skip: frozenset[int]) -> tuple[list[int], list[int]]:
    """Places of kept lines before the body and after it; a text without a body is all head.

    The body starts below the line that the page's own title says is the title, in the element that markup
    says holds the text.
    """
    lines = head.lines
    kept = [at for at, line in enumerate(lines) if line.kept and at not in skip]
    anchor = min(said_by_page(lines, kept, parts(page), head.knowledge.structure), default=-1)
    text = {at for at in kept if "main" in head.kinds.get(lines[at].number, frozenset())} or set(kept)
    first = next((at for at in kept if at > anchor and at in text and _is_body(head, lines[at].text)), None)
    if first is None:
        return kept, []
    last = next((at for at in reversed(kept) if at > first and is_prose(lines[at].text)), first)
    top = [at for at in kept if at < first and not is_prose(lines[at].text)]
    return top, [at for at in kept if at > last]


def _is_body(head: Head, text: str) -> bool:
    """Whether a line can only stand inside the body."""
    table = head.knowledge.structure
    if table.salutation.fullmatch(text):
        return True
    if is_prose(text):
        plain = text.endswith("。") or not table.no_title.fullmatch(text)
        return plain and not any(_fits(rule, text) for rule in head.knowledge.metadata)
    return any(family.pattern.match(text) for family in head.knowledge.enumerators.families)


def _fits(rule: MetadataRule, text: str) -> re.Match[str] | None:
    return rule.pattern.fullmatch(narrow(text)) if len(text) <= rule.max else None


def _take_labels(head: Head, top: Sequence[int]) -> None:
    """Joins a label with the value on the line below it where a rule knows them together."""
    table = head.knowledge.structure
    for at, below in pairwise(top):
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


def _take_by_rules(head: Head, zone: str, places: Sequence[int]) -> None:
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
        if rule.surname and raw and not _is_right(name, raw, table):
            return None
        if value:
            facts.append(Fact(name, value, match.start(name), match.end(name)))
        elif name != "posted":  # a line with the label of a posted date is no text even without a real day
            return None
    return facts


def _is_right(name: str, raw: str, table: StructureTable) -> bool:
    """Whether a name is one, and a place none."""
    if name == "place":
        return not is_name(raw, table) or raw[-1] in PLACE_ENDS
    return name not in NAMES or is_name(raw, table)


def _take_title(head: Head, top: Sequence[int], page: str) -> None:
    """The best fitting line of the head is the title; around it its repeats, a subtitle, facts, a byline."""
    if "title" in head.found and not _forwards(head, top):
        return
    chosen = choose(head, top, page) or _latin(head, top)
    if not chosen:
        return
    title = "".join(head.lines[at].text for at in chosen)
    for at in chosen:
        text = head.lines[at].text
        tail = _title_tail(text, head)
        head.move(at, tail, "title.found")
    values = [move.value for at in chosen for move in _moves(head.lines[at]) if move.field == "title"]
    whole = joined(values, head.knowledge.structure)
    head.found["title"] = Placed(value=whole, evidence=whole)
    for at in top:
        if head.lines[at].kept:
            _take_beside(head, top, at, (title, chosen))
    _date_byline(head, top)


def _latin(head: Head, top: Sequence[int]) -> list[int]:
    """The first line of a file without markup, where no Chinese line is a title: Building Bridges Together."""
    first = next((at for at in top if head.lines[at].kept), None)
    plain = head.cleaned.source.format != "html"
    return [first] if first is not None and plain and _LATIN.fullmatch(head.lines[first].text) else []


def _date_byline(head: Head, top: Sequence[int]) -> None:
    """A bare day right below a byline is the day of the speech, in a file that is no page: 2019-03-05."""
    if "date" in head.found or head.cleaned.source.format == "html":
        return
    for above, at in pairwise(top):
        named = {move.field for move in _moves(head.lines[above])} & set(NAMES)
        moves = _moves(head.lines[at])
        if named and [(move.field, move.rule) for move in moves] == [("posted", "metadata.posted")]:
            head.lines[at] = replace(head.lines[at], fate=(replace(moves[0], field="date"),))
            head.found["date"] = head.found.pop("posted")
            return


def _forwards(head: Head, top: Sequence[int]) -> bool:
    """Whether the title found is that of a notice that passes on a speech whose own title stands below it."""
    table = head.knowledge.structure
    title = head.found["title"]
    own = any(head.lines[at].kept and table.occasion.fullmatch(head.lines[at].text) for at in top)
    if own and _NOTICE.search(title.value):
        head.found["headline"] = head.found.pop("title")
        return True
    return False


def _moves(line: Line) -> tuple[Move, ...]:
    return line.fate if isinstance(line.fate, tuple) else ()


def _title_tail(text: str, head: Head) -> list[Fact]:
    """The title proper, as a first fact, and the facts that stand behind it: date, office and name."""
    table = head.knowledge.structure
    first = len(text) - len(without_column(text, table))
    match = _TAIL.fullmatch(text, first)
    if match:
        group = "inner" if match["inner"] else "bare"
        inner, start = match[group], match.start(group)
        facts = line_facts(inner, table)
        if not facts and group == "inner":
            facts = [fact for fact in person(inner, 0, table) if is_name(inner, table)]
        if facts:
            moved = [fact._replace(start=start + fact.start, end=start + fact.end) for fact in facts]
            return [Fact("title", match["title"], first, match.end("title")), *moved]
    return [Fact("title", text[first:], first, len(text))]


def _take_beside(head: Head, top: Sequence[int], at: int, title: tuple[str, list[int]]) -> None:
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
    elif (
        is_name(text.removesuffix("同志"), table)
        and "name" not in head.found
        and (at > chosen[0] or chosen[0] - at <= NEAR)
    ):
        head.move(at, [Fact("name", plain_name(text.removesuffix("同志")), 0, len(text))], "metadata.byline")
    elif table.office.search(text) and _name_near(head, top, at):
        head.move(at, [Fact("role", text, 0, len(text))], "metadata.facts")
    elif at > chosen[-1] and text[0] in DASHES and text[-1] not in UNFIT and "subtitle" not in head.found:
        head.move(at, [Fact("subtitle", text.strip(DASHES).strip(), 0, len(text))], "title.found")


def _repeats(head: Head, fold: str, chosen: Sequence[int]) -> bool:
    """Whether a line says again what a line of the title, or the page's wording of it, says."""
    said = {id_fold(move.value) for at in chosen for move in _moves(head.lines[at]) if move.field == "title"}
    return fold in said


def _name_near(head: Head, top: Sequence[int], at: int) -> bool:
    """Whether a name stands right above or below a line."""
    near = top.index(at)
    beside = (*top[max(near - 1, 0) : near], *top[near + 1 : near + 2])
    return any(is_name(head.lines[each].text, head.knowledge.structure) for each in beside)


def _take_elsewhere(head: Head, page: Sequence[int], words: str) -> None:
    """Title and publication from the page's `<title>` or the file's name where the text has none."""
    known = elsewhere(head.cleaned.source, words, head.knowledge)
    for name, (value, evidence) in known.items():
        head.found.setdefault(name, Placed(value=value, evidence=evidence))
    for at in page:
        text = head.lines[at].text
        facts = [
            Fact(name, value, text.index(value), text.index(value) + len(value))
            for name, (value, evidence) in known.items()
            if evidence == "<title>"
            and value in text
            and head.found[name] == Placed(value=value, evidence=evidence)
        ]
        head.move(at, facts, "title.page")
