"""The files of one segment: directory, shards of both levels, texts, facets.

Binary files start with the CRC-32 of the rest, four bytes, highest first; JSON files are `["CRC in hex",DATA]`
with the CRC-32 of `DATA]`. The format is described in publish/search/FORMAT.md.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

from build_corpus.publish.search.bits import Codes, Numbers, fixed, gamma, pack, parameter, rice
from build_corpus.publish.search.folded import Folded
from build_corpus.publish.search.indexed import SPEECHES, Indexed
from build_corpus.publish.search.levels import (
    DOCUMENT_SHARD,
    POSITION_SHARD,
    Level,
    document_lists,
    position_lists,
    shards,
)
from build_corpus.publish.search.postings import postings

FACETS = ("theme", "level", "place", "speaker", "kind")
"""What documents are counted and chosen by, besides the year of their delivery date."""
PACK = 12_000  # bytes of JSON; short pages share a file, a speech of usual length has its own
Files = Iterator[tuple[str, bytes]]
"""Name below the segment's folder, content."""


def segment(documents: Sequence[Indexed], texts: Folded) -> Files:
    """The files of a segment. `documents` must be in the order of `order`; `texts`: the same, folded."""
    levels = Level(DOCUMENT_SHARD), Level(POSITION_SHARD)
    yield from _levels(texts, *levels)
    flags: list[int] = []
    yield from _texts(documents, flags)
    for name, values in _facets(documents).items():
        yield f"{name}.json", checked_json(values)
    yield "directory.bin", checked(_directory(documents, texts, levels[0], flags))
    yield "positions.bin", checked(_numbers(_firsts(levels[1])))


def order(document: Indexed) -> tuple[int, str, str, str]:
    """Speeches by delivery date, then those with another date only by that, then those without; then other pages."""
    if document.kind not in SPEECHES:
        return 3, "", document.kind, document.id
    group = 0 if document.date else 1 if document.posted else 2
    return group, document.date or document.posted or "", document.kind, document.id


def checked(content: bytes) -> bytes:
    """Bytes that show whether they arrived whole."""
    return crc32(content).to_bytes(4, "big") + content


def checked_json(data: object) -> bytes:
    """JSON that shows whether it arrived whole."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "]"
    content = text.encode("utf-8")
    return f'["{crc32(content):08x}",'.encode() + content


def _levels(texts: Folded, documents: Level, positions: Level) -> Files:
    for part in postings(texts):
        for name, level, entries in (
            ("d", documents, document_lists(part, documents.size)),
            ("p", positions, position_lists(part, texts, positions.size)),
        ):
            first = len(level.keys)
            for at, content in enumerate(shards(level, entries), first):
                yield f"{name}{at}.bin", checked(content)


def _texts(documents: Sequence[Indexed], flags: list[int]) -> Files:
    """Packs of texts; `flags` gets 1 for each document that starts a pack, else 0."""
    pack_: list[str] = []
    size = at = 0
    for document in documents:
        text = json.dumps(_record(document), ensure_ascii=False, separators=(",", ":"))
        weight = len(text.encode("utf-8"))
        full = bool(pack_) and size + weight > PACK
        if full:
            yield f"t{at}.json", _joined(pack_)
            pack_, size, at = [], 0, at + 1
        flags.append(int(not pack_))
        pack_.append(text)
        size += weight
    if pack_:
        yield f"t{at}.json", _joined(pack_)


def _joined(texts: list[str]) -> bytes:
    content = f"[{','.join(texts)}]]".encode()
    return f'["{crc32(content):08x}",'.encode() + content


def _record(document: Indexed) -> dict[str, object]:
    """What is shown of a document, and the text that terms are looked for in."""
    one = {
        name: (document.facets.get(name) or (("", ""),))[0][1] or None
        for name in ("place", "level", "speaker")
    }
    return {
        "id": document.id,
        "kind": document.kind,
        "url": document.url,
        "title": document.title,
        "date": document.date,
        "posted": document.posted,
        **one,
        "themes": document.facets.get("theme", ()),
        "fields": document.fields,
        "blocks": [(block.element, block.text) for block in document.blocks],
    }


def _facets(documents: Sequence[Indexed]) -> dict[str, list[list[object]]]:
    """For each facet its values: value, label, documents (the first one, then gaps)."""
    found: dict[str, dict[tuple[str, str], list[int]]] = {name: {} for name in FACETS}
    for at, document in enumerate(documents):
        for name, values in (*document.facets.items(), ("kind", ((document.kind, document.kind),))):
            for value in values:
                found[name].setdefault(value, []).append(at)
    return {
        name: [[*value, np.diff(held[value], prepend=0).tolist()] for value in sorted(held)]
        for name, held in found.items()
    }


def _directory(documents: Sequence[Indexed], texts: Folded, level: Level, flags: list[int]) -> bytes:
    """What a reader must know of a segment before anything else. `level`: that of the documents."""
    speeches = [document for document in documents if document.kind in SPEECHES]
    dates = [
        day(document.date or document.posted) for document in speeches if document.date or document.posted
    ]
    delivered = sum(bool(document.date) for document in speeches)
    middle = int(np.median(texts.lengths)) if len(documents) else 0
    around = texts.lengths - middle
    series = (
        [len(documents), len(speeches), delivered, middle],
        np.diff(texts.alphabet, prepend=0),
        *_firsts(level),
        np.where(around < 0, -2 * around - 1, 2 * around),
        np.diff(dates[:delivered], prepend=0),
        np.diff(dates[delivered:], prepend=0),
        flags,
        texts.titles[len(speeches) :],
    )
    return _numbers(series)


def _numbers(series: Iterable[npt.ArrayLike]) -> bytes:
    """Series of numbers, one behind the other."""
    return pack(_join([_series(np.asarray(each, dtype=np.int64)) for each in series]))


def _firsts(level: Level) -> tuple[list[int], list[int], list[int]]:
    """Grams of first entries, whether each goes on with a list, and with which document those do."""
    steps = [key - before for before, key in pairwise([0, *level.keys])]
    return steps, [int(base > 0) for base in level.bases], [base for base in level.bases if base]


def day(date: str | None) -> int:
    """A date as a number in the same order: 416 × year + 32 × month + day, 0 for what is not known.

    >>> day("2019-04-26"), day("2019-04"), day("2019")
    (840058, 840032, 839904)
    """
    year, month, rest = (*(int(part) for part in (date or "0").split("-")), 0, 0)[:3]
    return 416 * year + 32 * month + rest


def _series(values: Numbers) -> Codes:
    """How many, the parameter, the numbers."""
    k = parameter(values.sum(keepdims=True), np.array([len(values)]))
    return _join([gamma(np.array([len(values) + 1])), fixed(k, 5), rice(values, np.repeat(k, len(values)))])


def _join(codes: Sequence[Codes]) -> Codes:
    return Codes(
        bits=np.concatenate([each.bits for each in codes]),
        widths=np.concatenate([each.widths for each in codes]),
    )
