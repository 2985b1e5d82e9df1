"""All Sources become CorpusStats: what only the whole corpus knows.

A site that copies its header into every page gives itself away by repetition. Facts are yes or no,
so that one more speech rarely changes one.
"""

from collections import Counter
from collections.abc import Iterable

from build_corpus.model import CorpusStats, Source
from build_corpus.text import trim

EDGE = 20  # lines at either end of a file that may hold a header or footer; longest seen 15
MAX = 40  # 字; longer lines are text
FILES = 2  # files that must share a line


def survey(sources: Iterable[Source]) -> CorpusStats:
    """The lines that stand at an edge of two files or more."""
    counts: Counter[str] = Counter()
    for source in sources:
        lines = source.decoded.splitlines()
        counts.update({trim(line) for line in (*lines[:EDGE], *lines[-EDGE:]) if 0 < len(trim(line)) <= MAX})
    return CorpusStats(shared_lines=frozenset(line for line, files in counts.items() if files >= FILES))
