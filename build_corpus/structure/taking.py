"""A document while metadata is taken out of its lines."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from build_corpus.model import Cleaned, Knowledge, Line, Move, Placed, Removal, masked_text
from build_corpus.structure.marks import Marked
from build_corpus.structure.people import Fact


@dataclass
class Head:
    """A document while its head is read."""

    cleaned: Cleaned
    knowledge: Knowledge
    lines: list[Line]
    kinds: Marked
    found: dict[str, Placed] = field(default_factory=dict)
    """Field → value with its evidence; the first value of a field wins."""

    def move(self, at: int, facts: Iterable[Fact], rule: str) -> None:
        """Moves parts of a line to their fields; what lies between them goes under the same rule.

        Numbers of persons are masked in them: a line of a page's frame has not been looked at before.
        """
        source = self.cleaned.source
        line = self.lines[at]
        places = line.places()
        moves = []
        for name, stated, first, last in facts:
            value = masked_text(stated, self.knowledge.personal, source.sidecar.accept)
            start, end = places[first], places[last - 1] + 1
            moves.append(Move(start=start, end=end, field=name, value=value, rule=rule))
            evidence = source.decoded[start:end]
            self.found.setdefault(name, Placed(value=value, evidence=evidence))
        moves.sort(key=lambda move: move.start)
        self.lines[at] = replace(line, fate=tuple(moves) or Removal(rule=rule), edits=())

    def remove(self, at: int, rule: str) -> None:
        """Takes a line out."""
        self.lines[at] = replace(self.lines[at], fate=Removal(rule=rule), edits=())
