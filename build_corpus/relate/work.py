"""What every step that relates documents works on: all of them, their folded texts, and what is kept of them."""

from collections.abc import Iterable, Mapping, Sequence

from build_corpus.model import Annotated
from build_corpus.relate.folding import Fold, folded, unfolded
from build_corpus.relate.kept import OWN_ROW, Changes, Nowhere, Shelf, bytes_of, value_of

DOCUMENTS, FOLDS = "documents", "folds"


class Work:
    """All documents, and where things are kept of them."""

    def __init__(
        self,
        documents: Iterable[Annotated],
        signs: Mapping[str, str] | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        """`signs`: id → what tells a document from what it was before. Raises DamagedError."""
        self.documents: Sequence[Annotated] = tuple(sorted(documents, key=lambda document: document.id))
        """All of them, in the order of their ids."""
        self.shelf = shelf or Nowhere()
        """Where things are kept."""
        row = self.shelf.row(DOCUMENTS)
        now = signs or dict.fromkeys((document.id for document in self.documents), "")
        self.changes = Changes(now=now, before=value_of(row) if row else {})
        """Which documents are new."""
        self.folds = Folds(self.documents, self.changes, self.shelf)
        """Their texts."""
        if self.changes.added or self.changes.gone:
            self.shelf.put(DOCUMENTS, {OWN_ROW: bytes_of(dict(now))})


class Folds:
    """Folded texts by document, now and before: kept, or made when they are asked for."""

    def __init__(self, documents: Iterable[Annotated], changes: Changes, shelf: Shelf) -> None:
        """Makes and keeps those of new documents; what they were before is known as long as this lives."""
        self._shelf = shelf
        self._before = (
            {} if changes.many else {each: unfolded(shelf.row(FOLDS, each)) for each in changes.gone}
        )
        new = frozenset(changes.added)
        self._made = {each.id: folded(each.speech.blocks) for each in documents if each.id in new}
        shelf.put(
            FOLDS, dict.fromkeys(changes.gone) | {name: made.row() for name, made in self._made.items()}
        )

    def of(self, name: str) -> Fold:
        """A document's text. Raises DamagedError."""
        if name not in self._made:
            self._made[name] = unfolded(self._shelf.row(FOLDS, name))
        return self._made[name]

    def before(self, name: str) -> Fold:
        """What it was in what is kept. Raises DamagedError."""
        return self._before[name] if name in self._before else self.of(name)

    def rows(self) -> Mapping[str, bytes]:
        """All of them as they are kept."""
        return self._shelf.rows(FOLDS)
