"""The nearest others of each document, looked for again only where somebody else may have come near.

In: profiles. Out: for each document the best others. A document's neighbours depend on its profile, on the text it
shares with others, and on who holds its meeting places. So they are the same where none of these changed, which
numbers tell: each profile has one, each place the sum of those of its documents.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from build_corpus.relate.kept import OWN_ROW, Shelf, bytes_of, value_of
from build_corpus.relate.neighbours import Numbers, Profile, Table, Told

ROWS = "near"
Others = list[tuple[str, float]]
"""Documents with scores, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """The neighbours of all documents."""

    of: Mapping[str, Others]
    """Id → the best others."""
    told: Mapping[str, int]
    """Id → a number that tells a document's profile."""


def near_all(
    ids: Sequence[str], profiles: Sequence[Profile], themes: Iterable[str], limit: int, shelf: Shelf
) -> Near:
    """The best others of each document, at most `limit`. Raises DamagedError."""
    table = Table(profiles, themes)
    told = dict(zip(ids, map(_told, ids, profiles), strict=True))
    reuse = {
        name: {ids[other]: (told[ids[other]], shared) for other, shared in sorted(profile.reuse.items())}
        for name, profile in zip(ids, profiles, strict=True)
        if profile.reuse
    }
    places, sums = table.places(np.fromiter(told.values(), np.uint64, len(told)))
    row = shelf.row(ROWS)
    known = value_of(row) if row else (0, {}, {}, b"", b"", {})
    of: dict[str, Others] = known[-1] if known[0] == limit else {}
    before = np.frombuffer(known[3], np.int64), np.frombuffer(known[4], np.uint64)
    moved = table.at_any(_moved(places, sums, *before))
    stale = [
        name not in of or known[1].get(name) != told[name] or known[2].get(name) != reuse.get(name)
        for name in ids
    ]
    again = np.flatnonzero(moved | np.array(stale, np.bool_)).tolist()
    for at in again:
        found = table.nearest(at, profiles[at], limit)
        of[ids[at]] = [(ids[other], score) for other, score in found]
    of = {name: of[name] for name in ids}
    kept = bytes_of((limit, told, reuse, places.tobytes(), sums.tobytes(), of))
    if kept != row:
        shelf.put(ROWS, {OWN_ROW: kept})
    return Near(of=of, told=told)


def _told(name: str, profile: Profile) -> int:
    told = repr((name, profile.weights, profile.year, profile.findable))
    return int.from_bytes(blake2b(told.encode(), digest_size=8).digest(), "big")


def _moved(places: Numbers, sums: Told, before: Numbers, before_sums: Told) -> Numbers:
    """The places that others hold now. Both are sorted."""
    return np.concatenate([_changed(places, sums, before, before_sums), before[~_in(before, places)]])


def _changed(places: Numbers, sums: Told, before: Numbers, before_sums: Told) -> Numbers:
    if not len(before):
        return places
    found = np.minimum(np.searchsorted(before, places), len(before) - 1)
    other = (before[found] != places) | (before_sums[found] != sums)
    return np.asarray(places[other])


def _in(some: Numbers, others: Numbers) -> NDArray[np.bool_]:
    return np.asarray(np.isin(some, others, assume_unique=True))
