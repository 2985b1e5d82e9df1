"""Files that are made when somebody asks for them: as a whole, or piece by piece.

In: a function of this package, the site, ids. Out: text, and the names of what was read for it. Nothing else goes
into a maker: what it reads of the corpus it reads through the site's tables, which note it (see `noted`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from build_corpus.publish.noted import Noting

Id = str | int | None
Maker = Callable[..., str]
"""A function of a module: what it gives depends on its arguments alone, the site and ids."""
Content = str | bytes | Iterable[str]
"""What a file holds: as a whole, or in parts where the whole would be as large as the corpus; `Lazy` and `Pieces`
are parts that need not be made."""
Generated = tuple[str, Content]
"""Path below docs, content."""
Names = frozenset[str]
"""Of entries of tables, and of whole tables; see `noted`."""


@dataclass(frozen=True, slots=True)
class Lazy(Iterable[str]):
    """A file, or a piece of one, that is not made yet; who reads it in parts makes it."""

    site: Noting
    maker: Maker
    ids: tuple[Id, ...] = ()
    finish: Callable[[str], str] = str
    """What is done to the text last."""

    def __iter__(self) -> Iterator[str]:
        """The text, in one part."""
        yield self.made()[0]

    def made(self) -> tuple[str, Names]:
        """The text, and what was read for it."""
        heard: set[str] = set()
        with self.site.notes.hearing(heard):
            text = self.finish(self.maker(self.site, *self.ids))
        return text, frozenset(heard)

    @property
    def recipe(self) -> str:
        """Who makes the text; of its ids, and of what the tables hold, it is made anew wherever one of them is another."""
        return f"{_name(self.maker)} {_name(self.finish)}"


@dataclass(frozen=True, slots=True)
class Pieces(Iterable[str]):
    """A file as large as the corpus: pieces that are made, or taken over from the last run, one after the other."""

    site: Noting
    maker: Maker
    """Makes a piece of an id."""
    ids: tuple[str, ...]
    """In the order of the pieces; none twice."""
    head: tuple[str, ...] = field(default=())
    """Lines above the first piece."""

    def __iter__(self) -> Iterator[str]:
        """The head, then each piece."""
        yield from self.head
        for _, piece in self.each:
            yield from piece

    @property
    def recipe(self) -> str:
        """Of each piece."""
        return Lazy(self.site, self.maker).recipe

    @property
    def each(self) -> Iterator[tuple[str, Lazy]]:
        """(id, piece)."""
        return ((each, self.piece(each)) for each in self.ids)

    def piece(self, id_: str) -> Lazy:
        """The piece of an id."""
        return Lazy(self.site, self.maker, (id_,))


@dataclass(frozen=True, slots=True)
class Afterwards(Iterable[str]):
    """A file that tells of others, made when all of them are written."""

    made: Callable[[], str]
    """Makes it."""

    def __iter__(self) -> Iterator[str]:
        """The text, in one part."""
        yield self.made()


@cache
def _name(function: Callable[..., str]) -> str:
    return f"{function.__module__}.{function.__qualname__}"
