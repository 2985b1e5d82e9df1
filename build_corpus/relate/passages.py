"""Passages that two documents share (text reuse)."""

from collections.abc import Sequence

from build_corpus.model import Annotated, Knowledge, Parallel


def find_parallels(documents: Sequence[Annotated], knowledge: Knowledge) -> tuple[Parallel, ...]:  # noqa: ARG001 - to come
    """Passages of two documents with the same wording but for small edits, sorted by their places."""
    return ()
