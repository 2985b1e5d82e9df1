"""Cleaned text as lines that remember where they came from.

A `Line` is one physical line of the decoded text, or several that a repair has joined. It carries
its edits and, if it does not stay in the text, its fate. `settle` turns lines into the receipts of
the whole document, so that white space needs no receipt rules of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from build_corpus.model.finding import Finding
from build_corpus.model.receipt import Kind, Receipt
from build_corpus.model.source import Source

NEWLINE = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A change inside a line that stays."""

    start: int
    """Code point in the decoded text."""
    end: int
    """Code point after it."""
    after: str
    """What stands there instead."""
    rule: str
    """Code of the rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """The fate of a line that leaves the text."""

    rule: str
    """Code of the rule; its class is the part before the dot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A part of a line taken into metadata."""

    start: int
    """Code point in the decoded text."""
    end: int
    """Code point after it."""
    field: str
    """Metadata field."""
    value: str
    """Value there."""
    rule: str
    """Code of the rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the decoded text, line end included, and what became of it."""

    number: int
    """1-based number of its first physical line."""
    start: int
    """Code point in the decoded text where the line starts."""
    stop: int
    """Code point after the line's text, before its line end."""
    end: int
    """Code point after its line end."""
    text: str
    """The text with all edits made: what the page shows if the line stays."""
    edits: tuple[Edit, ...] = ()
    """Changes between start and stop, sorted, not overlapping."""
    fate: Removal | tuple[Move, ...] | None = None
    """None: the line stays; else it is removed or moved into metadata."""

    @property
    def kept(self) -> bool:
        """Whether the line stays in the text."""
        return self.fate is None

    @property
    def rule(self) -> str:
        """Code of the rule that took the line, empty for a line that stays."""
        if self.fate is None:
            return ""
        return self.fate.rule if isinstance(self.fate, Removal) else self.fate[0].rule

    def places(self) -> list[int]:
        """For each character of `text`, the code point in the decoded text where it comes from."""
        places: list[int] = []
        at = self.start
        for edit in self.edits:
            places += range(at, edit.start)
            places += [edit.start] * len(edit.after)
            at = edit.end
        return [*places, *range(at, self.stop)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A document after cleaning: every line of it, with its fate."""

    source: Source
    """Where it came from."""
    lines: tuple[Line, ...]
    """All lines, kept or not, in order; together they cover the decoded text."""
    findings: tuple[Finding, ...] = field(default=())
    """What cleaning could not decide."""

    @property
    def kept(self) -> tuple[Line, ...]:
        """The lines that stay."""
        return tuple(line for line in self.lines if line.kept)

    @property
    def text(self) -> str:
        """The cleaned text: kept lines joined by a line feed."""
        return NEWLINE.join(line.text for line in self.lines if line.kept)


def settle(source: Source, lines: Sequence[Line]) -> tuple[Receipt, ...]:
    """The receipts that lead from `source.decoded` to the kept lines joined by a line feed."""
    last = max((at for at, line in enumerate(lines) if line.kept), default=-1)
    receipts: list[Receipt] = []
    for at, line in enumerate(lines):
        if line.fate is None:
            receipts += _inside(source, line)
            receipts += _line_end(source, line, keep=at != last)
        elif isinstance(line.fate, Removal):
            receipts.append(_receipt(source, (line.start, line.end), line.fate.rule))
        else:
            receipts += _moved(source, line, line.fate)
    return tuple(receipts)


def _receipt(
    source: Source, span: tuple[int, int], rule: str, after: str = "", move: Move | None = None
) -> Receipt:
    kind: Kind = (
        "moved" if move else "changed" if after or rule.startswith(("join.", "punctuation.")) else "removed"
    )
    return Receipt(
        document=source.id,
        start=span[0],
        end=span[1],
        before=source.decoded[span[0] : span[1]],
        after=after,
        rule=rule,
        kind=kind,
        field=move.field if move else None,
        value=move.value if move else None,
    )


def _inside(source: Source, line: Line) -> Iterable[Receipt]:
    return (_receipt(source, (edit.start, edit.end), edit.rule, edit.after) for edit in line.edits)


def _line_end(source: Source, line: Line, *, keep: bool) -> list[Receipt]:
    """The line end of a kept line: one line feed, or nothing after the last line."""
    end = source.decoded[line.stop : line.end]
    wanted = NEWLINE if keep else ""
    if end == wanted:
        return []
    return [_receipt(source, (line.stop, line.end), "layout.line-end", wanted)]


def _moved(source: Source, line: Line, moves: tuple[Move, ...]) -> list[Receipt]:
    """Moved parts, and the removal of what lies between them (labels, spaces, the line end)."""
    receipts: list[Receipt] = []
    at, rule = line.start, "layout.edge"
    for move in moves:
        receipts += _between(source, (at, move.start), move.rule)
        receipts.append(_receipt(source, (move.start, move.end), move.rule, move=move))
        at = move.end
        rule = move.rule
    return [*receipts, *_between(source, (at, line.end), rule)]


def _between(source: Source, span: tuple[int, int], rule: str) -> list[Receipt]:
    blank = not any(char.isprintable() and not char.isspace() for char in source.decoded[slice(*span)])
    return [_receipt(source, span, "layout.edge" if blank else rule)] if span[0] < span[1] else []
