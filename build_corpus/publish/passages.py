"""A passage that two speeches share, as pages show it: what differs is marked, who was first is said where it is known."""

from collections.abc import Iterable, Iterator

from build_corpus.model import Parallel, Passage, Speech
from build_corpus.publish.differences import Run, differences
from build_corpus.publish.html import Markup, joined, tagged
from build_corpus.publish.site import Site


def side_by_side(site: Site, parallel: Parallel, here: str, limit: int) -> tuple[Markup, Markup]:
    """The passage here, with what only it has as `<del>`, and there, with what only it has as `<ins>`.

    About `limit` 字 of each.
    """
    runs = _runs(site, parallel, here)
    mine = [tagged("" if run.equal else "del", run.here) for run in _first(runs, limit)]
    its = [tagged("" if run.equal else "ins", run.there) for run in _first(runs, limit)]
    return joined([*mine, _rest(runs, limit)]), joined([*its, _rest(runs, limit)])


def in_one(site: Site, parallel: Parallel, here: str, limit: int) -> Markup:
    """The other speech's wording, about `limit` 字 of it; what only it has is `<ins>`, what it lacks stands as `<del>`."""
    runs = _runs(site, parallel, here)
    parts = [
        part
        for run in _first(runs, limit)
        for part in (
            [tagged("", run.there)] if run.equal else [tagged("del", run.here), tagged("ins", run.there)]
        )
    ]
    return joined([*parts, _rest(runs, limit)])


def _runs(site: Site, parallel: Parallel, here: str) -> list[Run]:
    mine, its = parallel.seen_from(here)
    return differences(_text(site, mine), _text(site, its))


def _text(site: Site, passage: Passage) -> str:
    return site.blocks[passage.document][passage.block].text[passage.start : passage.end]


def _first(runs: Iterable[Run], limit: int) -> Iterator[Run]:
    """The runs up to so many 字, the last one cut."""
    for run in runs:
        if limit <= 0:
            return
        yield Run(here=run.here[:limit], there=run.there[:limit], equal=run.equal)
        limit -= max(len(run.here), len(run.there))


def _rest(runs: Iterable[Run], limit: int) -> Markup:
    return Markup("……" if sum(max(len(run.here), len(run.there)) for run in runs) > limit else "")


def order(here: Speech, there: Speech) -> str:
    """Whether the other speech was held before or after this one; empty where the dates do not say it.

    Only known delivery dates count. `2019` and `2019-03` don't tell.
    """
    if not here.date or not there.date:
        return ""
    size = min(len(here.date), len(there.date))
    mine, its = here.date[:size], there.date[:size]
    return "" if mine == its else f"在先，{there.date}" if its < mine else f"在后，{there.date}"
