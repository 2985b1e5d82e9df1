"""Set phrases (提法) as a text marks them itself: in quotation marks."""

import re
from collections import Counter

from build_corpus.model import Speech
from build_corpus.text import HAN

LONGEST = 16  # 字; longer quotations are sentences
_QUOTED = re.compile(rf"[“「]([{HAN}A-Za-z0-9+、，/-]{{2,{LONGEST}}})[”」]")


def quoted_phrases(speech: Speech) -> tuple[tuple[str, int], ...]:
    """(phrase, times it is quoted), most frequent first, then by first use."""
    counts = Counter(match[1] for block in speech.blocks for match in _QUOTED.finditer(block.text))
    return tuple(counts.most_common())
