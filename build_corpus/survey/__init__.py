"""All Sources become CorpusStats: what only the whole corpus knows.

A site that copies its header into every page gives itself away by repetition; a theme that every
text names says little of any. Facts are yes or no, shares come in classes, so that one more speech
rarely changes one. What each text adds is found in it alone (`share`), and small; `total` adds it up.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from build_corpus.model import CorpusStats, Source
from build_corpus.text import trim

EDGE = 20  # lines at either end of a file that may hold a header or footer; longest seen 15
MAX = 40  # 字; longer lines are text
WITNESS = 80  # 字 of its longest line that stand for a text
SHARED = 2  # texts that must share a line beside an advertisement
FREQUENT = 3  # texts that must share a line that stands alone
COMMON = (1 / 8, 1 / 4, 1 / 2)  # shares of the texts from which a theme is of class 1, 2, 3. guessed
FEW = 20  # texts; the first so many that name a theme say nothing of how common it is

Named = Callable[[str], Collection[str]]
"""Says which themes a raw text names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one text adds to the statistics."""

    witness: str
    """Stands for the text: two files with the same one hold the same text."""
    edges: tuple[str, ...]
    """Short lines near either end, trimmed, sorted."""
    named: tuple[str, ...]
    """Themes it names, sorted."""


def nothing(text: str) -> Collection[str]:  # noqa: ARG001 - as Named
    """No themes: where nobody asks for them."""
    return ()


def share(text: str, named: Named = nothing) -> Share:
    """What a raw text adds."""
    lines = text.splitlines()
    return Share(
        witness=trim(max(lines, key=len, default=""))[:WITNESS],
        edges=tuple(sorted(_edges(lines))),
        named=tuple(sorted(named(text))),
    )


def total(shares: Iterable[Share]) -> CorpusStats:
    """The lines that stand at an edge of several files with different texts, and the themes that many texts name.

    Two files with the same longest line hold the same text: what they share says nothing of their sites,
    and they count once.
    """
    texts: dict[str, tuple[str, ...]] = {}
    witnesses: set[str] = set()
    named: list[tuple[str, ...]] = []
    for each in shares:
        witness = each.witness
        if witness not in witnesses:
            witnesses.add(witness)
            named.append(each.named)
        for line in each.edges:
            holders = texts.get(line, ())
            if len(holders) < FREQUENT and witness not in holders:
                texts[line] = (*holders, witness)
    return CorpusStats(
        shared_lines=frozenset(line for line, holders in texts.items() if len(holders) >= SHARED),
        frequent_lines=frozenset(line for line, holders in texts.items() if len(holders) >= FREQUENT),
        common=_classes(Counter(chain.from_iterable(named)), len(witnesses)),
    )


def survey(sources: Iterable[Source], named: Named = nothing) -> CorpusStats:
    """The statistics of all these texts."""
    return total(share(source.decoded, named) for source in sources)


def _edges(lines: Sequence[str]) -> set[str]:
    near = {trim(line) for line in (*lines[:EDGE], *lines[-EDGE:]) if len(line) <= MAX * 4}
    return {line for line in near if 0 < len(line) <= MAX}


def _classes(counts: Counter[str], texts: int) -> dict[str, int]:
    """Theme → class of its share, where it has one."""
    classes = {theme: sum(count - FEW >= part * texts for part in COMMON) for theme, count in counts.items()}
    return {theme: level for theme, level in sorted(classes.items()) if level}
