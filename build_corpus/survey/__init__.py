"""All Sources become CorpusStats: what only the whole corpus knows.

A site that copies its header into every page gives itself away by repetition; a theme that every
text names says little of any. Facts are yes or no, shares come in classes, so that one more speech
rarely changes one.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence

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


def nothing(text: str) -> Collection[str]:  # noqa: ARG001 - as Named
    """No themes: where nobody asks for them."""
    return ()


def survey(sources: Iterable[Source], named: Named = nothing) -> CorpusStats:
    """The lines that stand at an edge of several files with different texts, and the themes that many texts name.

    Two files with the same longest line hold the same text: what they share says nothing of their sites,
    and they count once.
    """
    texts: defaultdict[str, set[str]] = defaultdict(set)
    witnesses: set[str] = set()
    counts: Counter[str] = Counter()
    for source in sources:
        lines = source.decoded.splitlines()
        text = trim(max(lines, key=len, default=""))[:WITNESS]
        if text not in witnesses:
            counts.update(named(source.decoded))
        witnesses.add(text)
        for line in _edges(lines):
            if len(texts[line]) < FREQUENT:
                texts[line].add(text)
    return CorpusStats(
        shared_lines=frozenset(line for line, holders in texts.items() if len(holders) >= SHARED),
        frequent_lines=frozenset(line for line, holders in texts.items() if len(holders) >= FREQUENT),
        common=_classes(counts, len(witnesses)),
    )


def _edges(lines: Sequence[str]) -> set[str]:
    """Short lines near either end, trimmed."""
    near = {trim(line) for line in (*lines[:EDGE], *lines[-EDGE:]) if len(line) <= MAX * 4}
    return {line for line in near if 0 < len(line) <= MAX}


def _classes(counts: Counter[str], total: int) -> dict[str, int]:
    """Theme → class of its share, where it has one."""
    classes = {
        theme: sum(count - FEW >= share * total for share in COMMON) for theme, count in counts.items()
    }
    return {theme: level for theme, level in sorted(classes.items()) if level}
