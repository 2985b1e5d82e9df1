"""All uses of phrases by phrase, as columns of numbers; objects are made of them when somebody asks.

In: for each document its uses (`formula_rows`). Out: for each phrase how often it is used, where, and in which
wordings; for each document the phrases it uses.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b, sha256
from itertools import pairwise
from typing import overload

import numpy as np
from numpy.typing import NDArray

from build_corpus.model import Annotated, Passage
from build_corpus.relate.formula_rows import (
    BLOCK,
    END,
    FORM,
    NAME,
    QUOTED,
    START,
    WORDING,
    Integers,
    Table,
    lines_of,
    sizes_of,
)
from build_corpus.run import OnDemand, column

_Numbers = NDArray[np.int64]
_BITS = 63  # of a number without its sign
_SHOWN = (START, END, *range(NAME.start, NAME.stop))  # columns that tell a place, whoever is its neighbour


class Places(Sequence[Passage]):
    """Places of a phrase that take a tenth of the room; passages are made of them whenever somebody asks."""

    __slots__ = ("_all", "_documents", "_ids", "_lines", "_numbers")

    def __init__(self, documents: Sequence[Annotated], numbers: _Numbers, lines: Integers) -> None:
        """`numbers`: of the document of each of `lines`."""
        self._documents = documents
        self._numbers = numbers
        self._lines = lines
        self._all: tuple[Passage, ...] | None = None
        self._ids: tuple[str, ...] | None = None

    @property
    def documents(self) -> tuple[str, ...]:
        """Ids of the documents they are in, each once, in their order; who asks for them asks again."""
        if self._ids is None:
            numbers = self._numbers[np.r_[True, self._numbers[1:] != self._numbers[:-1]][: len(self)]]
            self._ids = tuple(self._documents[number].id for number in numbers.tolist())
        return self._ids

    @property
    def paragraphs(self) -> Iterable[tuple[str, str]]:
        """(document id, block id) of each."""
        return zip(*self._named(slice(None)), strict=True)

    def _named(self, at: slice) -> tuple[list[str], list[str]]:
        """The documents and the blocks of some."""
        documents: list[str] = []
        blocks: list[str] = []
        last, names = -1, ()
        for number, block in zip(self._numbers[at].tolist(), self._lines[at, BLOCK].tolist(), strict=True):
            if number != last:
                last, names = number, column(self._documents[number].speech.blocks, "id")
            documents.append(self._documents[number].id)
            blocks.append(names[block])
        return documents, blocks

    @property
    def columns(self) -> tuple[Sequence[Annotated], _Numbers, Integers]:
        """All documents, and of each place the number of its document among them and that of its block in it."""
        return self._documents, self._numbers, self._lines[:, BLOCK]

    def _made(self, at: slice) -> tuple[Passage, ...]:
        spans = self._lines[at][:, [START, END]].tolist()
        return tuple(
            Passage(document=document, block=block, start=start, end=end)
            for document, block, (start, end) in zip(*self._named(at), spans, strict=True)
        )

    def __iter__(self) -> Iterator[Passage]:
        """Every place; who asks for all asks again."""
        if self._all is None:
            self._all = self._made(slice(None))
        return iter(self._all)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._lines)

    @overload
    def __getitem__(self, at: int) -> Passage: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Passage, ...]: ...
    def __getitem__(self, at: int | slice) -> Passage | tuple[Passage, ...]:
        """One or some of them."""
        if isinstance(at, slice):
            return self._made(at)
        number = range(len(self))[at]
        return self._made(slice(number, number + 1))[0]

    def __eq__(self, other: object) -> bool:
        """Whether these are the same places, as a tuple or not."""
        return tuple(self) == tuple(other) if isinstance(other, Places | tuple) else NotImplemented

    def __hash__(self) -> int:
        """Of the places, as a tuple has it."""
        return hash(tuple(self))

    def __repr__(self) -> str:
        """How many there are, and a digest of all."""
        told = sha256(np.ascontiguousarray(self._lines[:, _SHOWN]).tobytes()).hexdigest()
        return f"<{len(self)} places {told}>"


def _order(keys: _Numbers) -> _Numbers:
    """What sorts these, equal ones as they are: sorting numbers that hold their places takes a tenth of the time."""
    low = len(keys).bit_length()
    if len(keys) and int(keys.max() - keys.min()).bit_length() + low >= _BITS:
        return np.argsort(keys, kind="stable")
    least = keys.min(initial=0)
    both = np.sort((keys - least) << low | np.arange(len(keys)))
    return both & ((1 << low) - 1)


class Gathered:
    """The uses of all documents."""

    def __init__(
        self, documents: Sequence[Annotated], rows: Sequence[bytes], table: Table, counts: Sequence[bool]
    ) -> None:
        """`rows`: of each document; `counts`: whether it counts, or only uses the phrases of others."""
        self.keys = sorted({key for _, key, _ in table.forms.values()})
        places = {key: at for at, key in enumerate(self.keys)}
        key_of = np.full(table.following + 1, -1, np.int64)
        for number, key, _ in table.forms.values():
            key_of[number] = places[key]
        lines = lines_of(rows)
        numbers = np.repeat(np.arange(len(rows)), sizes_of(rows))
        table.forget(lines)
        known = key_of[lines[:, FORM]] >= 0
        if not known.all():
            lines, numbers = lines[known], numbers[known]
        self._documents = documents
        self._every = numbers, key_of[lines[:, FORM]]
        own = np.flatnonzero(np.array(counts, np.bool_)[numbers] if len(numbers) else numbers)
        own = own[_order(self._every[1][own])]
        self._lines, self._numbers, self._keys = lines[own], numbers[own], self._every[1][own]
        self._starts = np.searchsorted(self._keys, np.arange(len(self.keys) + 1))
        self.uses: list[int] = np.diff(self._starts).tolist()
        """How often each key is used."""
        self.documents = self._spread()
        """In how many documents that count."""
        self._wordings = {number: wording for wording, number in table.wordings.items()}

    def _spread(self) -> list[int]:
        new = np.ones(len(self._keys), np.bool_)
        new[1:] = (self._keys[1:] != self._keys[:-1]) | (self._numbers[1:] != self._numbers[:-1])
        found: list[int] = np.bincount(self._keys[new], minlength=len(self.keys)).tolist()
        return found

    def quoted(self, key: int) -> int:
        """How many uses of a key stand in quotation marks."""
        return int(self._of(key)[:, QUOTED].sum())

    def places(self, key: int) -> Places:
        """Where a key is used."""
        part = slice(self._starts[key], self._starts[key + 1])
        return Places(self._documents, self._numbers[part], self._lines[part])

    def wordings(self, key: int) -> Counter[str]:
        """Every wording of a key with its uses, without quotation marks; the key itself last, others as they come."""
        numbers = self._of(key)[:, WORDING]
        others = numbers[numbers != 0].tolist()
        found = Counter(map(self._wordings.__getitem__, others))
        return found + Counter({self.keys[key]: len(numbers) - len(others)})

    def _of(self, key: int) -> Integers:
        return self._lines[self._starts[key] : self._starts[key + 1]]

    def used(self, texts: Mapping[int, str]) -> list["Used"]:
        """For each document (phrase, uses), most frequent first. `texts`: of the keys that are phrases."""
        names = sorted(set(texts.values()))
        ranks = {name: at for at, name in enumerate(names)}
        rank_of = np.full(len(self.keys) + 1, -1, np.int64)
        for key, text in texts.items():
            rank_of[key] = ranks[text]
        numbers, keys = self._every
        chosen = rank_of[keys] >= 0
        size = max(1, len(names))
        both, counts = np.unique(numbers[chosen] * size + rank_of[keys[chosen]], return_counts=True)
        owners, found = both // size, both % size
        order = _order((owners * (counts.max(initial=0) + 1) - counts) * size + found)
        edges = np.searchsorted(owners, np.arange(len(self._documents) + 1)).tolist()
        every = _Counted(names, found[order].astype(np.int32), counts[order].astype(np.int32))
        return [Used(every, start, end) for start, end in pairwise(edges)]


class _Counted:
    """The phrases of all documents, one document after the other."""

    def __init__(self, names: Sequence[str], found: Integers, counts: Integers) -> None:
        """`found`: numbers of phrases; `counts`: how often each is used."""
        self.names = names
        self.found = found
        self.counts = counts

    @cached_property
    def signs(self) -> NDArray[np.uint64]:
        """A number that tells each phrase from others."""
        signs = (
            blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest() for name in self.names
        )
        return np.frombuffer(b"".join(signs), np.uint64)


class Used(OnDemand[tuple[str, int]]):
    """The phrases that a document uses, with how often; made of numbers."""

    __slots__ = ("_end", "_every", "_start")

    def __init__(self, every: _Counted, start: int, end: int) -> None:
        """`start`, `end`: which of all are the document's."""
        self._every = every
        self._start = start
        self._end = end

    @property
    def told(self) -> bytes:
        """What tells them from any others."""
        part = slice(self._start, self._end)
        return self._every.signs[self._every.found[part]].tobytes() + self._every.counts[part].tobytes()

    def _all(self) -> tuple[tuple[str, int], ...]:
        part, names = slice(self._start, self._end), self._every.names
        found, counts = self._every.found[part].tolist(), self._every.counts[part].tolist()
        return tuple(zip(map(names.__getitem__, found), counts, strict=True))

    def __len__(self) -> int:
        """How many there are."""
        return self._end - self._start
