"""Tables that are made of other tables, and properties that are: made once, and only where something asks for them.

A table that holds plain values is `kept`: what it read when it was made is noted as it is for a file, and where all of
that tells the same in the next run, it is the table of the last one, without being made or told. Such a table may
read what any page may read, and of an entry no more than the entry tells.
"""

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from hashlib import blake2b
from typing import Any, Generic, TypeVar, cast, overload

from build_corpus.model import Annotated
from build_corpus.publish.memory import PLAIN, Remembered, sign_of
from build_corpus.publish.noted import (
    DERIVED,
    EVERYTHING,
    Notes,
    Noting,
    Table,
    Tells,
    no_documents,
    no_words,
)
from build_corpus.run.packing import packed, unpacked

Value = TypeVar("Value")
Site = TypeVar("Site", bound=Noting)
Make = Callable[[Site], Mapping[str, Value]]
Made = Callable[[Site], Table[Value]]


def derived(
    teller: Callable[[Any], object] = repr,
    holds: Callable[[Any], Iterable[Annotated]] = no_documents,
    surely: Callable[[Any, str], str] = no_words,
) -> Callable[[Make[Site, Value]], Made[Site, Value]]:
    """Decorates a function that makes a table of a site: it is made once, unheard, and what is read of it is noted.

    `teller`, `holds`, `surely`: see `Tells`.
    """

    def decorated(make: Make[Site, Value]) -> Made[Site, Value]:
        def made(notes: Notes, site: Site) -> None:
            with notes.hearing(None):
                Table(notes, make.__name__, make(site), Tells(teller, holds, surely))

        return _once(make, made)

    return decorated


def kept(
    teller: Callable[[Any], object] = repr,
) -> Callable[[Make[Site, Value]], Made[Site, Value]]:
    """The same of a table of plain values: nothing in it leads to a document, or to the site. See above."""

    def decorated(make: Make[Site, Value]) -> Made[Site, Value]:
        name = make.__name__

        def made(notes: Notes, site: Site) -> None:
            known, entries = notes.earlier(name), None
            if known is None:
                heard: set[str] = set()
                with notes.hearing(heard):
                    entries = dict(make(site))
                with notes.hearing(None):
                    reads = {each: notes.told(each) for each in sorted(heard)}
                data = {each: packed(value) for each, value in entries.items()}
                known = Remembered(reads, data, sign_of(data))
            notes.remembered[name] = known
            Table(notes, name, _Packed(known.entries) if entries is None else entries, Tells(teller))

        return _once(make, made)

    return decorated


class _Packed(Mapping[str, Value]):
    """Entries as they were kept; each is read when somebody asks."""

    def __init__(self, data: Mapping[str, bytes]) -> None:
        self._data = data
        self._read: dict[str, Value] = {}

    def __getitem__(self, name: str) -> Value:
        if name not in self._read:
            self._read[name] = cast("Value", unpacked(self._data[name]))
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self._data

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


class _Column(Table[Value]):
    """Plain values of documents, told together in one go."""

    def told_whole(self) -> str:
        """What it says of all documents."""
        data = marshal.dumps(list(self._entries.items()), PLAIN)
        return blake2b(data, digest_size=32).hexdigest()


def of_document(say: Callable[[Annotated], Value]) -> Callable[[Noting], Table[Value]]:
    """Decorates a function of a document alone that gives texts, numbers, bytes or tuples of them; makes a table of it.

    What was said of a document is kept under its digest: in the next run nobody looks into a document that is the same.
    """
    name = say.__name__

    def made(notes: Notes, site: Any) -> None:  # noqa: ANN401 - of a site, which knows this module
        before, now = notes.memory.column(name), notes.columns.setdefault(name, {})
        for id_, document in site.every.whole.items():
            digest = notes.digest_of(document)
            said = before.get(id_)
            now[id_] = said if said and said[0] == digest else (digest, say(document))
        _Column(notes, name, {id_: value for id_, (_, value) in now.items()})

    def unheard(notes: Notes, site: Noting) -> None:
        with notes.hearing(None):
            made(notes, site)

    return cast("Callable[[Noting], Table[Value]]", _once(say, unheard))


def _once(make: Callable[..., object], made: Callable[[Notes, Any], None]) -> Made[Any, Any]:
    """The function that gives a table under its maker's name. `made`: makes it where it is not there yet."""
    name = make.__name__

    @wraps(make)
    def table(site: Noting) -> object:
        if name not in site.notes.tables:
            made(site.notes, site)
        return site.notes.tables[name]

    if name in DERIVED:
        msg = f"{make.__module__}.{name}: another table has this name. Choose another one."
        raise ValueError(msg)
    DERIVED[name] = table
    return cast("Made[Any, Any]", table)


def shared(make: Callable[[Any], Value]) -> Callable[[Any], Value]:
    """Decorates a function of a site whose result is made once; who reads it reads all it was made of."""

    @wraps(make)
    def value(site: Noting) -> Value:
        return _held(site, make)

    return value


def _held(site: Noting, make: Callable[..., Value]) -> Value:
    held = site.notes.held
    name = f"{make.__module__}.{make.__qualname__}"
    if name not in held:
        heard: set[str] = set()
        with site.notes.hearing(heard):
            made = make(site)
        held[name] = made, heard or {EVERYTHING}
    known, names = held[name]
    site.notes.read_all(names)
    return cast("Value", known)


class of_all(Generic[Value]):  # noqa: N801 - a decorator
    """The same as a property of the site."""

    def __init__(self, make: Callable[..., Value]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, site: None, owner: type) -> "of_all[Value]": ...

    @overload
    def __get__(self, site: Noting, owner: type) -> Value: ...

    def __get__(self, site: Noting | None, owner: type) -> "Value | of_all[Value]":
        """The value; the property itself for the class."""
        return self if site is None else _held(site, self._make)
