"""Which published documents treat the same themes, and where: the nearest others of each.

A relation carries the themes that make it, for each the pair of paragraphs that shows it best, and
the passages that stand in both. Its score depends on the two documents alone, and on which themes are
treated everywhere, which rarely changes: a new speech changes old relations where it takes a place among
the nearest. What an earlier run found is taken up where documents, neighbours and passages are the same.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import cast

from build_corpus.model import Annotated, Knowledge, Pair, Parallel, Related, ThemeShare
from build_corpus.relate.evidence import Common, Shown, shown
from build_corpus.relate.kept import Nowhere, Shelf, bytes_of, value_of
from build_corpus.relate.near import Near, near_all
from build_corpus.relate.neighbours import STRONGEST, Profile
from build_corpus.run import packed, unpacked

FLOOR = 0.1  # a theme's score from which it counts for relations
BROAD = 0.6  # weight of a top concept: much is under it, so sharing it says less
EVERYWHERE = 0.5  # weight of a theme that a good part of the corpus treats: half of it or so …
EVERYWHERE_MIN = 10  # … and at least so many documents
SHOWN = 8  # themes a relation names
ROWS = "related"

Vector = Mapping[str, float]
"""Theme → weight, strongest first, of length 1 at most."""
Passages = Mapping[tuple[str, str], Sequence[Parallel]]
"""Two documents, the smaller id first → the passages they share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How many relations there should be, and what is known of them."""

    limit: int
    """Relations of a document at most."""
    signs: Mapping[str, str] = field(default_factory=dict)
    """Id → sign of a document."""
    shelf: Shelf = field(default_factory=Nowhere)
    """Where things are kept."""

    @property
    def keeps(self) -> bool:
        """Whether anything is kept."""
        return not isinstance(self.shelf, Nowhere)


class Relations(Mapping[str, tuple[Related, ...]]):
    """Document → its relations, which are made of kept bytes when somebody asks."""

    def __init__(self, names: Sequence[str], rows: Mapping[str, bytes]) -> None:
        self._rows = {name: rows.get(name, b"") for name in names}
        self._made: dict[str, tuple[Related, ...]] = {}

    def __getitem__(self, name: str) -> tuple[Related, ...]:
        """The relations of a document."""
        if name not in self._made:
            self._made[name] = cast("tuple[Related, ...]", unpacked(self._rows[name]))
        return self._made[name]

    def add(self, name: str, relations: tuple[Related, ...]) -> None:
        """Relations that were made now."""
        self._made[name] = relations
        self._rows[name] = b""

    def sign(self, name: str) -> str:
        """What changes at the latest with the relations of a document; empty where they were made now, or there are none."""
        row = self._rows.get(name)
        return blake2b(row, digest_size=16).hexdigest() if row else ""

    def __contains__(self, name: object) -> bool:
        """Whether there is such a document."""
        return name in self._rows

    def __iter__(self) -> Iterator[str]:
        """Every document."""
        return iter(self._rows)

    def __len__(self) -> int:
        """How many documents there are."""
        return len(self._rows)


def find_related(
    documents: Sequence[Annotated],
    parallels: Sequence[Parallel],
    heads: Mapping[str, str],
    knowledge: Knowledge,
    wanted: Wanted,
) -> Mapping[str, tuple[Related, ...]]:
    """Document → its relations, best first. `heads`: version → its canonical document. Raises DamagedError."""
    vectors = _vectors(documents, heads, knowledge)
    passages = _by_documents(parallels)
    profiles = _profiles(documents, vectors, passages, heads)
    themes = [theme.id for theme in knowledge.vocabulary.concepts]
    ids = [document.id for document in documents]
    near = near_all(ids, profiles, themes, wanted.limit + 1, wanted.shelf)  # one may be its own original
    makers = _Relations(documents, vectors, passages)
    tell = _Tells(wanted.signs, near, passages)
    rows = {name: value_of(row) for name, row in wanted.shelf.rows(ROWS).items()}
    found = Relations(ids, {name: row[1] for name, row in rows.items()})
    fresh: dict[str, bytes | None] = dict.fromkeys(rows.keys() - set(ids))
    for name in ids:
        others = [each for each in near.of[name] if each[0] != heads.get(name)][: wanted.limit]
        told = tell.relations(name, others)
        if name not in rows or rows[name][0] != told:
            relations = tuple(makers.relation(name, other, score) for other, score in others)
            found.add(name, relations)
            if wanted.keeps:
                fresh[name] = bytes_of((told, packed(relations)))
    wanted.shelf.put(ROWS, fresh)
    return found


class _Tells:
    """Tells relations by all that they are made from."""

    def __init__(self, signs: Mapping[str, str], near: Near, passages: Passages) -> None:
        self._documents = {name: f"{signs.get(name)} {told} ".encode() for name, told in near.told.items()}
        self._passages = passages
        self._sharing = {name for pair in passages for name in pair}

    def relations(self, name: str, others: Sequence[tuple[str, float]]) -> bytes:
        """A digest of the documents, of how near they are, and of what they share."""
        told = blake2b(self._documents[name], digest_size=16)
        told.update(repr(others).encode())
        for other, _ in others:
            told.update(self._documents[other])
        if name in self._sharing:
            pairs = [(min(name, other), max(name, other)) for other, _ in others]
            told.update(repr([self._passages[pair] for pair in pairs if pair in self._passages]).encode())
        return told.digest()


def _vectors(
    documents: Sequence[Annotated], heads: Mapping[str, str], knowledge: Knowledge
) -> dict[str, Vector]:
    own = [document for document in documents if document.id not in heads]
    counts = Counter(theme.theme for document in own for theme in document.themes if theme.score >= FLOOR)
    half = 2 ** (len(own).bit_length() - 2)  # of a power of two: it moves only where the corpus doubles
    top = {theme.id for theme in knowledge.vocabulary.narrower(None)}
    factors = {
        theme: (BROAD if theme in top else 1.0) * (EVERYWHERE if count >= max(EVERYWHERE_MIN, half) else 1.0)
        for theme, count in counts.items()
    }
    return {document.id: _vector(document, factors) for document in documents}


def _vector(document: Annotated, factors: Vector) -> Vector:
    weights = {
        theme.theme: theme.score * factors.get(theme.theme, 1.0)
        for theme in document.themes
        if theme.score >= FLOOR
    }
    length = math.hypot(*weights.values()) or 1.0
    strongest = sorted(weights, key=lambda theme: (-weights[theme], theme))[:STRONGEST]
    return {theme: weights[theme] / length for theme in strongest}


def _by_documents(parallels: Sequence[Parallel]) -> Passages:
    found: dict[tuple[str, str], list[Parallel]] = defaultdict(list)
    for parallel in parallels:
        found[parallel.here.document, parallel.there.document].append(parallel)
    return found


def _profiles(
    documents: Sequence[Annotated],
    vectors: Mapping[str, Vector],
    passages: Passages,
    heads: Mapping[str, str],
) -> list[Profile]:
    number = {document.id: at for at, document in enumerate(documents)}
    reuse: dict[str, dict[int, int]] = defaultdict(dict)
    for (here, there), shared in passages.items():
        reuse[here][number[there]] = reuse[there][number[here]] = sum(each.shared for each in shared)
    return [
        Profile(
            weights=tuple(vectors[document.id].items()),
            year=int(document.speech.date[:4]) if document.speech.date else None,
            reuse=reuse.get(document.id, {}),
            findable=document.id not in heads,
        )
        for document in documents
    ]


class _Relations:
    """Makes relations; what two documents share is found once for both."""

    def __init__(
        self, documents: Sequence[Annotated], vectors: Mapping[str, Vector], passages: Passages
    ) -> None:
        self._documents = {document.id: document for document in documents}
        self._vectors = vectors
        self._passages = passages
        self._shown: dict[str, Shown] = {}
        self._shares: dict[tuple[str, str], tuple[ThemeShare, ...]] = {}

    def relation(self, here: str, there: str, score: float) -> Related:
        """The relation of one document to another."""
        key = (min(here, there), max(here, there))
        shares = self._shares.pop(key, None)
        if shares is None:
            shares = self._shares[key] = self._shared(*key)
        turned = here != key[0]
        passages = sorted(self._passages.get(key, ()), key=lambda each: (-each.shared, each.here, each.there))
        return Related(
            id=there,
            score=score,
            themes=tuple(map(_turned, shares)) if turned else shares,
            passages=tuple(passages),
        )

    def _shared(self, here: str, there: str) -> tuple[ThemeShare, ...]:
        mine, other = self._vectors[here], self._vectors[there]
        weights = {theme: mine[theme] * other[theme] for theme in mine if theme in other}
        common = Common(self._of(here), self._of(there), self._passages.get((here, there), ()))
        return tuple(
            ThemeShare(theme=theme, weight=round(weights[theme], 3), pairs=(Pair(here=left, there=right),))
            for theme in sorted(weights, key=lambda theme: (-weights[theme], theme))[:SHOWN]
            for left, right in [common.best(theme)]
        )

    def _of(self, document: str) -> Shown:
        if document not in self._shown:
            self._shown[document] = shown(self._documents[document])
        return self._shown[document]


def _turned(share: ThemeShare) -> ThemeShare:
    """The same seen from the other document."""
    pairs = tuple(Pair(here=pair.there, there=pair.here) for pair in share.pairs)
    return ThemeShare(theme=share.theme, weight=share.weight, pairs=pairs)
