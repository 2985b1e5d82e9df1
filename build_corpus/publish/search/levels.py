"""The two levels of the index: which documents hold a gram, and where in them it stands.

A level is the entries of all grams by key, cut into shards at whole bytes; a long list is several
entries. The position level follows the lists of the document level, which know how many positions a
document has. The format is described in publish/search/FORMAT.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from build_corpus.publish.search.bits import Codes, Numbers, fixed, gamma, interleaved, pack, parameter, rice
from build_corpus.publish.search.folded import Folded, length_of
from build_corpus.publish.search.postings import Postings

DOCUMENT_SHARD = 5 << 13  # bits: 5 KB; most queries read two or three
POSITION_SHARD = 12 << 13
RARE = 8  # documents; grams in no more of them have no positions: the texts themselves are read instead


@dataclass(frozen=True, slots=True)
class Level:
    """What the directory says of a level."""

    size: int
    """Bits of a shard, on average; none has more than twice as many."""
    keys: list[int] = field(default_factory=list)
    """Gram of the first entry of each shard."""
    bases: list[int] = field(default_factory=list)
    """First document of that entry where its list started in a shard before, else 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """Lists, or parts of lists, with their headers."""

    keys: Numbers
    """Gram of each."""
    bases: Numbers
    """Its first document where it goes on with a list, else 0."""
    headers: Sequence[Codes]
    """What stands before the list, besides."""
    body: Codes
    """The lists."""
    starts: Numbers
    """Where in the body each list starts."""


def shards(level: Level, entries: Entries) -> Iterator[bytes]:
    """The entries in shards; tells the level what each starts with."""
    if not len(entries.keys):
        return
    length = np.add.reduceat(entries.body.widths, entries.starts)
    extra = [*entries.headers, gamma(length + 1)]
    steps = np.diff(entries.keys, prepend=entries.keys[0])
    size = length + sum(header.widths for header in (gamma(steps + 1), gamma(entries.bases + 1), *extra))
    shard = (np.cumsum(size) - size) // level.size
    first = np.flatnonzero(np.diff(shard, prepend=-1))
    steps[first] = 0
    lead = [gamma(steps + 1), gamma(entries.bases + 1)]
    bits = np.add.reduceat(length + sum(header.widths for header in (*lead, *extra)), first)
    pads = np.zeros(len(steps), dtype=np.int64)
    pads[first[1:]] = -bits[:-1] % 8  # before a shard stands what fills up the one before
    pad = Codes(bits=np.zeros(len(steps), dtype=np.uint64), widths=pads)
    data = pack(interleaved([pad, *lead, *extra], entries.body, entries.starts))
    ends = np.cumsum((bits + 7) // 8).tolist()
    level.keys.extend(entries.keys[first].tolist())
    level.bases.extend(entries.bases[first].tolist())
    yield from (data[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True))


def document_lists(found: Postings, size: int) -> Entries:
    """For each gram its documents: gap, occurrences less one, weight in title and headings."""
    firsts, lists = found.firsts, _list_of(found)
    gaps = np.diff(found.documents, prepend=-1) - 1
    gaps[firsts] = found.documents[firsts]
    per = np.diff(firsts, append=len(gaps))
    gap_k = parameter(found.documents[firsts + per - 1] + 1, per)
    count_k = np.minimum(parameter(np.add.reduceat(found.counts - 1, firsts), per), 15)
    strong = np.maximum.reduceat(found.strong, firsts) > 0
    codes = (
        rice(gaps, gap_k[lists]),
        rice(found.counts - 1, count_k[lists]),
        rice(found.strong, np.zeros_like(gaps)).only(strong[lists]),
    )
    body = Codes(
        bits=np.stack([each.bits for each in codes], axis=1).ravel(),
        widths=np.stack([each.widths for each in codes], axis=1).ravel(),
    )
    starts = _pieces(firsts, lists, body.widths.reshape(-1, 3).sum(axis=1), size)
    of = lists[starts]
    return Entries(
        keys=found.keys[starts],
        bases=np.where(firsts[of] == starts, 0, found.documents[starts]),
        headers=(
            gamma(np.diff(starts, append=len(gaps))),
            fixed(gap_k[of] << 5 | count_k[of] << 1 | strong[of], 10),
        ),
        body=body,
        starts=starts * 3,
    )


def position_lists(found: Postings, folded: Folded, size: int) -> Entries:
    """For each pair in more than RARE documents its positions, in the order of its document list."""
    firsts, lists = found.firsts, _list_of(found)
    pair = found.keys % (len(folded.alphabet) + 1) > 0
    wanted = (np.diff(firsts, append=len(lists)) > RARE)[lists] & pair
    occurs = np.repeat(wanted, found.counts)
    counts, documents = found.counts[wanted], found.documents[wanted]
    starts = np.cumsum(counts) - counts
    gaps = np.diff(found.places[occurs], prepend=-1) - 1
    gaps[starts] = found.places[occurs][starts]
    lengths = length_of(folded.lengths)[documents]
    body = rice(gaps, np.repeat(parameter(lengths, counts + 1), counts))
    kept = np.flatnonzero(wanted)
    heads = np.flatnonzero(np.diff(lists[kept], prepend=-1))
    of = np.cumsum(np.diff(lists[kept], prepend=-1) > 0) - 1
    widths = np.add.reduceat(body.widths, starts) if len(starts) else starts
    entries = _pieces(heads, of, widths, size)
    ordinal = entries - heads[of[entries]]
    return Entries(
        keys=found.keys[kept][entries],
        bases=np.where(ordinal == 0, 0, documents[entries]),
        headers=(gamma(ordinal + 1),),
        body=body,
        starts=starts[entries],
    )


def _list_of(found: Postings) -> Numbers:
    """For each posting the number of its gram."""
    return np.cumsum(np.diff(found.keys, prepend=-1) > 0) - 1


def _pieces(firsts: Numbers, lists: Numbers, widths: Numbers, size: int) -> Numbers:
    """Where an entry starts: at every list, and where a list's bits go beyond a multiple of `size`."""
    before = np.cumsum(widths) - widths
    piece = (before - before[firsts][lists]) // size
    new = np.diff(piece, prepend=0) != 0
    new[firsts] = True
    return np.flatnonzero(new)
