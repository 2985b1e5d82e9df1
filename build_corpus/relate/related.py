"""Which published documents treat the same themes, and where: the nearest others of each.

A relation carries the themes that make it, for each the pair of paragraphs that shows it best, and
the passages that stand in both. Its score depends on the two documents alone, and on which themes are
treated everywhere, which rarely changes: a new speech changes old relations where it takes a place among
the nearest.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from build_corpus.model import Annotated, Knowledge, Pair, Parallel, Related, ThemeShare
from build_corpus.relate.evidence import Common, Shown, shown
from build_corpus.relate.neighbours import STRONGEST, Profile, nearest

FLOOR = 0.1  # a theme's score from which it counts for relations
BROAD = 0.6  # weight of a top concept: much is under it, so sharing it says less
EVERYWHERE = 0.5  # weight of a theme that a good part of the corpus treats: half of it or so …
EVERYWHERE_MIN = 10  # … and at least so many documents
SHOWN = 8  # themes a relation names

Vector = Mapping[str, float]
"""Theme → weight, strongest first, of length 1 at most."""
Passages = Mapping[tuple[str, str], Sequence[Parallel]]
"""Two documents, the smaller id first → the passages they share."""


def find_related(
    documents: Sequence[Annotated],
    parallels: Sequence[Parallel],
    heads: Mapping[str, str],
    knowledge: Knowledge,
    limit: int,
) -> dict[str, tuple[Related, ...]]:
    """Document → at most `limit` relations, best first. `heads`: version → its canonical document."""
    vectors = _vectors(documents, heads, knowledge)
    passages = _by_documents(parallels)
    near = nearest(_profiles(documents, vectors, passages, heads), limit + 1)  # one may be its own original
    makers = _Relations(documents, vectors, passages)
    ids = [document.id for document in documents]
    near = [
        [each for each in found if ids[each[0]] != heads.get(here)][:limit]
        for here, found in zip(ids, near, strict=True)
    ]
    return {
        here: tuple(makers.relation(here, ids[other], score) for other, score in found)
        for here, found in zip(ids, near, strict=True)
    }


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
