"""Set phrases (提法) over all documents, with every place where they are used."""

from collections.abc import Sequence

from build_corpus.model import Annotated, Formula, Knowledge


def find_formulas(documents: Sequence[Annotated], knowledge: Knowledge) -> tuple[Formula, ...]:  # noqa: ARG001 - to come
    """The set phrases of the documents, those of most speeches first."""
    return ()
