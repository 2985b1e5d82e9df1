"""All Sources become CorpusStats: what only the whole corpus knows.

A site that copies its header into every page gives itself away by repetition. Facts are yes or no,
so that one more speech rarely changes one.
"""

from collections import defaultdict
from collections.abc import Iterable

from build_corpus.model import CorpusStats, Source
from build_corpus.text import trim

EDGE = 20  # lines at either end of a file that may hold a header or footer; longest seen 15
MAX = 40  # 字; longer lines are text
WITNESS = 80  # 字 of its longest line that stand for a text
SHARED = 2  # texts that must share a line beside an advertisement
FREQUENT = 3  # texts that must share a line that stands alone


def survey(sources: Iterable[Source]) -> CorpusStats:
    """The lines that stand at an edge of several files with different texts.

    Two files with the same longest line hold the same text: what they share says nothing of their sites.
    """
    texts: defaultdict[str, set[str]] = defaultdict(set)
    for source in sources:
        lines = source.decoded.splitlines()
        text = trim(max(lines, key=len, default=""))[:WITNESS]
        for line in {trim(line) for line in (*lines[:EDGE], *lines[-EDGE:]) if len(line) <= MAX * 4}:
            if 0 < len(line) <= MAX and len(texts[line]) < FREQUENT:
                texts[line].add(text)
    return CorpusStats(
        shared_lines=frozenset(line for line, holders in texts.items() if len(holders) >= SHARED),
        frequent_lines=frozenset(line for line, holders in texts.items() if len(holders) >= FREQUENT),
    )
