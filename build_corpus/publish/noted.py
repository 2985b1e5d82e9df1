"""What a file was made from: which entries of which tables its maker read, and what they were then.

In: tables of the corpus, all of which a file may read. Out: the names of the entries that were read, and a digest of
what they hold now. Where the digest is that of the last run, the file is that of the last run, and need not be made.
So nobody lists what a page depends on: whatever it reads is noted. What is the same for all files (program,
vocabulary, settings) is no entry of a table; it is in every key. Tables that are made of others are in `derived`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeVar

from build_corpus.model import Annotated
from build_corpus.publish.memory import Memory, Remembered, Said

ABSENT = "-"  # of an entry that is not there; none that is there is told so
SHORT = 64  # characters of what is told as it is; a digest has as many and a sign before them, so that none looks alike
BETWEEN = ":"  # after the name of a table, before the name of its entry; a table's name alone is all of it

DOCUMENTS = "documents"  # the table whose entries other tables may hold as a whole
EVERYTHING = "corpus"  # the table that all others are made from

Value = TypeVar("Value")
Teller = Callable[[Value], object]
"""What of an entry files may read besides whole documents, as something whose text tells it."""
Holds = Callable[[Value], Iterable[Annotated]]
"""The whole documents in an entry."""


Kept = str | Sequence[str]
"""What a run keeps of an entry: what it told, or what surely changes with it and then what it told."""


class Notes:
    """The tables of one corpus, and who reads what of them."""

    def __init__(
        self, site: "Noting", digest_of: Callable[[Annotated], str], memory: Memory | None = None
    ) -> None:
        """`memory`: what the last run knew of tables."""
        self.tables: dict[str, _Told] = {}
        self.digest_of = digest_of
        self.memory = memory or Memory()
        self.remembered: dict[str, Remembered] = {}
        """Tables of this run that the next one need not make again, unless something they read has changed."""
        self.columns: dict[str, Said] = {}
        """What this run said of each document alone."""
        self.held: dict[str, tuple[object, set[str]]] = {}
        """What is no table and made once, with the names of all that was read for it."""
        self._site = site
        self._heard: set[str] | None = None
        self._covered: set[str] = set()
        self._told: dict[str, str] = {}

    def read(self, table: str, entry: str) -> None:
        """Somebody reads an entry of a table."""
        heard = self._heard
        if heard is not None and table not in heard and (table != DOCUMENTS or entry not in self._covered):
            heard.add(f"{table}{BETWEEN}{entry}")

    def read_whole(self, table: str) -> None:
        """Somebody reads all of a table: which entries there are, or how many."""
        if self._heard is not None:
            self._heard.add(table)

    def read_all(self, names: Iterable[str]) -> None:
        """Somebody reads what was made of all these."""
        if self._heard is not None:
            self._heard.update(names)

    def cover(self, documents: Iterable[Annotated]) -> None:
        """An entry that was read holds these documents as a whole: they need no note of their own."""
        if self._heard is not None:
            self._covered.update(document.id for document in documents)

    @contextmanager
    def hearing(self, heard: set[str] | None) -> Iterator[None]:
        """Notes there what is read meanwhile; nowhere for None."""
        before = self._heard, self._covered
        self._heard, self._covered = heard, set()
        try:
            yield
        finally:
            self._heard, self._covered = before

    def told(self, name: str) -> str:
        """What an entry or a whole table holds now: as it is where that is short, else a digest."""
        known = self._told.get(name)
        if known is None:
            table, between, entry = name.partition(BETWEEN)
            held = self._table(table)
            text = ABSENT if held is None else held.told(entry) if between else held.told_whole()
            known = self._told[name] = shortly(text)
        return known

    def kept(
        self, names: Iterable[str], before: Mapping[str, Kept] = MappingProxyType({})
    ) -> dict[str, Kept]:
        """What a run keeps of names. `before`: what the last one kept; stays where it is certain without looking further."""
        found: dict[str, Kept] = {}
        for name in names:
            table, between, entry = name.partition(BETWEEN)
            held = self._table(table) if between else None
            found[name] = self.told(name) if held is None else held.kept(entry, before.get(name))
        return found

    def sign(self, table: str) -> str:
        """What tells a table from any other; empty for one that is looked at entry by entry."""
        known = self.remembered.get(table) if self._table(table) is not None else None
        return known.sign if known else ""

    def earlier(self, table: str) -> Remembered | None:
        """A table of the last run, where all it was made from tells the same now."""
        known = self.memory.table(table)
        if known is None:
            return None
        with self.hearing(None):
            return known if all(self.told(name) == told for name, told in known.reads.items()) else None

    def save(self) -> None:
        """Keeps what the next run may know of tables."""
        self.memory.save(self.remembered, self.columns)

    def prepare(self) -> None:
        """Makes every table, so that processes that inherit this one need not each make their own."""
        for name in DERIVED:
            self._table(name)

    def _table(self, name: str) -> "_Told | None":
        known = self.tables.get(name)
        if known is None and name in DERIVED:
            DERIVED[name](self._site)
            known = self.tables[name]
        return known


def shortly(text: str) -> str:
    """A text as it is where it is short, else a digest of it."""
    if len(text) < SHORT:
        return text
    return f"#{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


class Noting(Protocol):
    """Whatever has notes."""

    notes: Notes


class _Told(Protocol):
    """A table as its digests need it."""

    def told(self, entry: str) -> str: ...

    def kept(self, entry: str, before: Kept | None) -> Kept: ...

    def told_whole(self) -> str: ...


DERIVED: dict[str, Callable[..., object]] = {}
"""Name of a table that is made of others → what makes it of a site."""


def no_documents(_: object) -> tuple[Annotated, ...]:
    """Of an entry that holds no whole document."""
    return ()


def no_words(_: object, __: str) -> str:
    """Of an entry of which nothing is sooner told than all of it."""
    return ""


@dataclass(frozen=True, slots=True)
class Tells(Generic[Value]):
    """How the entries of a table are told."""

    teller: Teller[Value] = repr
    """What of an entry files may read besides whole documents."""
    holds: Holds[Value] = no_documents
    """The whole documents in it."""
    surely: Callable[[Any, str], str] = no_words
    """Of all entries and the name of one, sooner told, where anything is: wherever that entry changes, this does."""


class Table(Mapping[str, Value]):
    """Entries by name; what is read of them is noted."""

    def __init__(
        self,
        notes: Notes,
        name: str,
        entries: Mapping[str, Value],
        tells: "Tells[Any] | None" = None,
    ) -> None:
        self._notes = notes
        self._name = name
        self._entries = entries
        self._tells = tells or Tells()
        notes.tables[name] = self

    def __getitem__(self, entry: str) -> Value:
        """The entry; KeyError where there is none, which is noted as well."""
        self._notes.read(self._name, entry)
        value = self._entries[entry]
        if self._tells.holds is not no_documents:
            self._notes.cover(self._tells.holds(value))
        return value

    def __iter__(self) -> Iterator[str]:
        """The names of all entries."""
        self._notes.read_whole(self._name)
        return iter(self._entries)

    def __len__(self) -> int:
        """How many entries there are."""
        self._notes.read_whole(self._name)
        return len(self._entries)

    @property
    def whole(self) -> Mapping[str, Value]:
        """All entries, noted at once."""
        self._notes.read_whole(self._name)
        return self._entries

    def told(self, entry: str) -> str:
        """What an entry holds now, as a text."""
        if entry not in self._entries:
            return ABSENT
        value = self._entries[entry]
        if self._tells.holds is no_documents:
            return str(self._tells.teller(value))
        documents = map(self._notes.digest_of, self._tells.holds(value))
        return "\n".join((str(self._tells.teller(value)), *documents))

    def kept(self, entry: str, before: Kept | None) -> Kept:
        """What a run keeps of an entry; see `Notes.kept`."""
        if entry not in self._entries:
            return ABSENT
        sooner = self._tells.surely
        surely = "" if sooner is no_words else sooner(self._entries, entry)
        if not surely:
            return shortly(self.told(entry))
        return before if before and before[0] == surely else (surely, shortly(self.told(entry)))

    def told_whole(self) -> str:
        """What all entries hold now."""
        return "\n".join(f"{entry}{BETWEEN}{self.told(entry)}" for entry in self._entries)
