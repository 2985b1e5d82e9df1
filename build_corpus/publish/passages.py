"""A passage that two speeches share, as pages show it: what differs is marked, who was first is said where it is known."""

from collections.abc import Iterable
from itertools import groupby

from build_corpus.model import Parallel, Passage, Speech
from build_corpus.publish.compare import _letters as letters
from build_corpus.publish.markdown import Markdown, escape, join
from build_corpus.publish.site import Site


def wordings(site: Site, parallel: Parallel, here: str, limit: int) -> tuple[Markdown, Markdown]:
    """The passage here, with what only it has as `<del>`, and there, with what only it has as `<ins>`.

    At most `limit` 字 of each.
    """
    mine, its = parallel.seen_from(here)
    left, right = _words(site, mine), _words(site, its)
    lost, gained = letters(left, right)
    return _flagged(left[:limit], lost, "del", left), _flagged(right[:limit], gained, "ins", right)


def _words(site: Site, passage: Passage) -> str:
    return site.blocks[passage.document][passage.block].text[passage.start : passage.end]


def _flagged(text: str, flags: Iterable[bool], tag: str, whole: str) -> Markdown:
    parts: list[Markdown] = []
    for flag, group in groupby(zip(text, flags, strict=False), key=lambda pair: pair[1]):
        words = escape("".join(char for char, _ in group))
        parts.append(Markdown(f"<{tag}>{words}</{tag}>") if flag else words)
    return join([*parts, Markdown("……" if len(text) < len(whole) else "")])


def order(here: Speech, there: Speech) -> str:
    """Whether the other speech was held before or after this one; empty where the dates do not say it.

    Only known delivery dates count. `2019` and `2019-03` don't tell.
    """
    if not here.date or not there.date:
        return ""
    size = min(len(here.date), len(there.date))
    mine, its = here.date[:size], there.date[:size]
    return "" if mine == its else f"在先，{there.date}" if its < mine else f"在后，{there.date}"
