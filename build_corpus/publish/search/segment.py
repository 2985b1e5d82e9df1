"""The files of one segment: directory, shards of both levels, texts, facets.

Binary files start with the CRC-32 of the rest, four bytes, highest first; JSON files are `["CRC in hex",DATA]`
with the CRC-32 of `DATA]`; texts are the same with `;` for the comma where they are written in GBK. The format is described in publish/search/FORMAT.md.
"""

import json
from base64 import b64encode
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

FACETS = ("theme", "level", "place", "speaker", "author", "publication", "original", "kind")
"""What documents are counted and chosen by, besides the year of their delivery date."""
_YEAR = 416  # days are numbered as if all months had 32
PACK = 12_000  # bytes of JSON; short pages share a file, a speech of usual length has its own
Files = Iterator[tuple[str, bytes]]
"""Name below the segment's folder, content."""


def segment(documents: Sequence[Indexed], texts: Folded) -> Files:
    """The files of a segment. `documents` must be in the order of `order`; `texts`: the same, folded."""
    levels = Level(DOCUMENT_SHARD), Level(POSITION_SHARD)
    yield from _levels(texts, *levels)
    joined: list[int] = []
    yield from _texts(documents, joined)
    for name, values in _facets(documents).items():
        yield f"{name}.json", checked_json(values)
    yield "directory.bin", checked(_directory(documents, texts, levels[0], joined))
    yield "positions.bin", checked(_numbers(_firsts(levels[1])))
    yield "dates.bin", checked(_numbers(_days(documents)))


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


def _texts(documents: Sequence[Indexed], joined: list[int]) -> Files:
    """Packs of texts; `joined` gets 1 for each document that goes on with a pack, else 0."""
    pack_: list[str] = []
    size = at = 0
    for document in documents:
        text = json.dumps(_record(document), ensure_ascii=False, separators=(",", ":"))
        weight = len(text.encode("utf-8"))
        full = bool(pack_) and size + weight > PACK
        if full:
            yield f"t{at}.txt", _joined(pack_)
            pack_, size, at = [], 0, at + 1
        joined.append(int(bool(pack_)))
        pack_.append(text)
        size += weight
    if pack_:
        yield f"t{at}.txt", _joined(pack_)


def _joined(texts: list[str]) -> bytes:
    """Texts as JSON: in GBK, a seventh shorter when it travels compressed, or in UTF-8 where GBK lacks a character."""
    text = f"[{','.join(texts)}]]"
    try:
        content, mark = text.encode("gbk"), ";"
    except UnicodeEncodeError:
        content, mark = text.encode("utf-8"), ","
    return f'["{crc32(content):08x}"{mark}'.encode() + content


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


def _facets(documents: Sequence[Indexed]) -> dict[str, tuple[list[object], str]]:
    """For each facet its values in the order of their first documents, and in base64 the documents of each."""
    found: dict[str, dict[tuple[str, str], list[int]]] = {name: {} for name in FACETS}
    for at, document in enumerate(documents):
        for name, values in (*document.facets.items(), ("kind", ((document.kind, document.kind),))):
            for value in values:
                found[name].setdefault(value, []).append(at)
    return {name: (_names(held), b64encode(_lists(held.values())).decode()) for name, held in found.items()}


def _names(values: Iterable[tuple[str, str]]) -> list[object]:
    return [value if value == label else [value, label] for value, label in values]


def _lists(lists: Iterable[list[int]]) -> bytes:
    """Series: gaps of the first documents, 1 where there are more; for each of those the gaps to the others."""
    held = list(lists)
    firsts = np.diff([documents[0] for documents in held], prepend=0)
    more = [int(len(documents) > 1) for documents in held]
    return _numbers([firsts, more, *(np.diff(documents) for documents in held if len(documents) > 1)])


def _directory(documents: Sequence[Indexed], texts: Folded, level: Level, joined: list[int]) -> bytes:
    """What a reader must know of a segment before anything else. `level`: that of the documents."""
    speeches = sum(document.kind in SPEECHES for document in documents)
    delivered, posted = _days(documents)
    years = np.unique(np.cumsum(delivered) // _YEAR, return_counts=True)
    middle = int(np.median(texts.lengths)) if len(documents) else 0
    around = texts.lengths - middle
    series = (
        [len(documents), speeches, len(delivered), len(posted), middle],
        np.diff(texts.alphabet, prepend=0),
        *_firsts(level),
        np.where(around < 0, -2 * around - 1, 2 * around),
        np.diff(years[0], prepend=0),
        years[1],
        joined,
        texts.titles[speeches:],
    )
    return _numbers(series)


def _days(documents: Sequence[Indexed]) -> tuple[Numbers, Numbers]:
    """Gaps of the delivery days, and of the other days."""
    speeches = [document for document in documents if document.kind in SPEECHES]
    delivered = [day(document.date) for document in speeches if document.date]
    posted = [day(document.posted) for document in speeches if document.posted and not document.date]
    return np.diff(delivered, prepend=0), np.diff(posted, prepend=0)


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
    return _YEAR * year + 32 * month + rest


def _series(values: Numbers) -> Codes:
    """How many, the parameter, the numbers."""
    k = parameter(values.sum(keepdims=True), np.array([len(values)]))
    return _join([gamma(np.array([len(values) + 1])), fixed(k, 5), rice(values, np.repeat(k, len(values)))])


def _join(codes: Sequence[Codes]) -> Codes:
    return Codes(
        bits=np.concatenate([each.bits for each in codes]),
        widths=np.concatenate([each.widths for each in codes]),
    )
