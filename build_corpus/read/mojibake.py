"""Mojibake: text that was decoded with the wrong codec before it came here. Told, never repaired."""

import re
from dataclasses import dataclass
from functools import cache
from re import Pattern

from build_corpus.read.score import SAMPLE, everyday, score

PAIRS = (
    ("gb18030", "utf-8"),
    ("latin-1", "utf-8"),
    ("cp1252", "utf-8"),
    ("latin-1", "gb18030"),
    ("cp1252", "gb18030"),
    ("gb18030", "big5"),
    ("big5", "gb18030"),
)
"""(codec that was used, codec that was meant)."""
MIN = 6  # characters beyond ASCII in a row; fewer can be both by chance
MAX = 300  # characters of a run that are tried
TRIES = 200  # runs tried in a text; more of the same say nothing new
ODD = 0.7  # score below which a run is suspect  # guessed; everyday lines score above 0.9
SENSE = 0.9  # score of the other reading that gives a run away  # guessed
EDGES = 4  # bytes of characters cut at the ends of a run
_RUN = re.compile(rf"[^\x00-\x7e\ufffd\r\n]{{{MIN},{MAX}}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mojibake:
    """A garbled line."""

    line: int
    """1-based line of the text."""
    wrong: str
    """How it reads, shortened."""
    meant: str
    """How it probably should read, shortened."""


def mojibake(text: str) -> Mojibake | None:
    r"""The first garbled line, None where nothing is.

    >>> mojibake("同志们：大家下午好！") is None
    True
    >>> mojibake("一\nåŒå¿—ä»¬ï¼šå¤§å®¶å¥½").meant
    '志们：大家好'
    """
    text = text[:SAMPLE]
    odd = _odd()
    if not odd.search(text):
        return None
    tries = 0
    for run in _RUN.finditer(text):
        if not odd.search(run[0]) or score(run[0]) >= ODD:
            continue
        tries += 1
        meant = _meant(run[0])
        if meant:
            line = text.count("\n", 0, run.start()) + 1
            return Mojibake(line=line, wrong=run[0][:20], meant=meant[:20])
        if tries == TRIES:
            break
    return None


@cache
def _odd() -> Pattern[str]:
    """Finds two characters that are not everyday, close together: what most texts are spared at once."""
    odd = "[^\x00-\x7e" + "".join(re.escape(char) for char in sorted(everyday())) + "]"
    return re.compile(rf"{odd}[^\x00-\x7e]{{0,4}}{odd}")


def _meant(run: str) -> str | None:
    """Another reading of a run that makes sense; ftfy knows also the sloppy codecs browsers used."""
    from ftfy import fix_encoding  # noqa: PLC0415 - slow to load, and few texts are garbled
    from ftfy.badness import is_bad  # noqa: PLC0415

    for used, meant in PAIRS:
        try:
            data = run.encode(used)
            other = data.decode(meant, "ignore")  # a run may start and end inside a character
            whole = len(other.encode(meant)) >= len(data) - EDGES
        except UnicodeError:
            continue
        if whole and score(other) >= SENSE:
            return other
    other = fix_encoding(run) if is_bad(run) else run
    return other if other != run and score(other) >= SENSE else None
