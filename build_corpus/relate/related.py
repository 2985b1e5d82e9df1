"""Which published documents treat the same themes, and where: the nearest others of each.

A relation carries the themes that make it and the paragraphs that show them; without evidence there is none.
Only pairs that share a theme are met.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from build_corpus.model import Annotated, Knowledge, Pair, Parallel, Related, ThemeShare

# Set by hand on the ten pairs of the five seeds; the gap between linked and unlinked pairs is 0.07–0.10.
CLOSE = 0.08  # 0–1; cosine from which two documents are linked
FLOOR = 0.1  # a theme's score from which it counts for relations
BROAD = 0.6  # weight of a top concept: much is under it, so sharing it says less
COMMON = 0.1  # share of the corpus from which a theme is ubiquitous and weighs less …
COMMON_MIN = 10  # … but never below so many documents
SHOWN = 6  # themes a relation names
PAIRS = 2  # paragraph pairs for each


def find_related(
    documents: Sequence[Annotated],
    parallels: Sequence[Parallel],  # noqa: ARG001 - to come
    heads: Mapping[str, str],
    knowledge: Knowledge,
    limit: int,
) -> dict[str, tuple[Related, ...]]:
    """Document → at most `limit` relations, best first. `heads`: version → its canonical document."""
    vectors = _vectors(documents, knowledge)
    by_id = {document.id: document for document in documents}
    close = _similarities(vectors)
    return {
        document.id: tuple(
            _relation(document, by_id[other], vectors, score)
            for other, score in _best(close[document.id], heads.get(document.id), heads)[:limit]
        )
        for document in documents
    }


def _best(close: Mapping[str, float], own: str | None, heads: Mapping[str, str]) -> list[tuple[str, float]]:
    """The nearest first; versions stand behind their canonical document, which is no relation of its own."""
    others = [(other, score) for other, score in close.items() if other not in heads and other != own]
    return sorted(others, key=lambda item: (-item[1], item[0]))


def _vectors(documents: Sequence[Annotated], knowledge: Knowledge) -> dict[str, dict[str, float]]:
    """Document → theme → weight, of length 1."""
    counts: dict[str, int] = defaultdict(int)
    for document in documents:
        for theme in document.themes:
            counts[theme.theme] += theme.score >= FLOOR
    top = {theme.id for theme in knowledge.vocabulary.narrower(None)}
    usual = max(COMMON_MIN, COMMON * len(documents))
    vectors = {}
    for document in documents:
        weights = {
            theme.theme: theme.score
            * (BROAD if theme.theme in top else 1.0)
            * min(1.0, math.sqrt(usual / counts[theme.theme]))
            for theme in document.themes
            if theme.score >= FLOOR
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors[document.id] = {theme: weight / length for theme, weight in weights.items()}
    return vectors


def _similarities(vectors: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Document → other document → cosine, where it is at least CLOSE. Only pairs that share a theme are met."""
    holders: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for document, vector in vectors.items():
        for theme, weight in vector.items():
            holders[theme].append((document, weight))
    close: dict[str, dict[str, float]] = {}
    for document, vector in vectors.items():
        sums: dict[str, float] = defaultdict(float)
        for theme in sorted(vector):
            for other, weight in holders[theme]:
                sums[other] += vector[theme] * weight
        close[document] = {
            other: round(score, 3) for other, score in sums.items() if other != document and score >= CLOSE
        }
    return close


def _relation(
    here: Annotated, there: Annotated, vectors: Mapping[str, Mapping[str, float]], score: float
) -> Related:
    ours = {theme.theme: theme for theme in here.themes}
    theirs = {theme.theme: theme for theme in there.themes}
    mine, other = vectors[here.id], vectors[there.id]
    weights = {theme: mine[theme] * other[theme] for theme in mine if theme in other}
    best = sorted(weights, key=lambda theme: (-weights[theme], theme))[:SHOWN]
    return Related(
        id=there.id,
        score=score,
        themes=tuple(
            ThemeShare(
                theme=theme,
                weight=round(weights[theme], 3),
                pairs=tuple(
                    Pair(here=left, there=right)
                    for (left, _), (right, _) in zip(
                        ours[theme].paragraphs[:PAIRS], theirs[theme].paragraphs[:PAIRS], strict=False
                    )
                ),
            )
            for theme in best
        ),
    )
