"""Nouns as bytes, small and quick to read: values in the order of a noun's fields, no names.

Bytes come from this program alone, on this machine or from its own workers: they are read back as its own nouns, and
as nothing else. Many nouns of one class stay as they are until somebody looks at them (`Packed`).
"""

import io
import marshal
import pickle
from abc import abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from importlib import import_module
from itertools import repeat
from typing import Any, Generic, TypeVar, overload

LEFT_OUT = "left out"
READY = 8192  # rows of nouns that stay made: pages look at a document several times, and at others in turn
HOUSE = "build_corpus."
OTHERS = ("collections.Counter", "markupsafe.Markup")  # classes of others that hold values alone
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


def packed(noun: object, without: object = None) -> bytes:
    """A noun as bytes; `without`: what is in it and is left out, since whoever unpacks has it."""
    out = io.BytesIO()
    _Packer(out, without).dump(noun)
    return out.getvalue()


def unpacked(data: bytes, without: object = None) -> object:
    """What was packed, with what was left out. Raises pickle.UnpicklingError, and others, for other bytes."""
    return _Unpacker(io.BytesIO(data), without).load()


class Maker(Generic[T]):
    """Makes nouns of a class from values in the order of its fields: their own way in takes twice as long."""

    __slots__ = ("_fills", "fields", "kind", "name")

    def __init__(self, kind: type[T]) -> None:
        """`kind`: a class with slots of its own."""
        self.kind = kind
        self.name = f"{kind.__module__}:{kind.__qualname__}"
        self.fields: tuple[str, ...] = (
            tuple(field.name for field in fields(kind)) if is_dataclass(kind) else vars(kind)["__slots__"]
        )
        self._fills: tuple[Callable[[T, object], None], ...] = tuple(
            vars(kind)[name].__set__ for name in self.fields
        )

    def __call__(self, *values: object) -> T:
        """One noun."""
        made = object.__new__(self.kind)
        for fill, value in zip(self._fills, values, strict=True):
            fill(made, value)
        return made

    def all(self, columns: Sequence[Sequence[object]]) -> tuple[T, ...]:
        """Nouns from the values of each field."""
        made = [*map(object.__new__, repeat(self.kind, len(columns[0])))]
        for fill, column in zip(self._fills, columns, strict=True):
            deque(map(fill, made, column), maxlen=0)
        return tuple(made)

    def __reduce__(self) -> tuple[object, ...]:
        """There is one of each class."""
        return maker, (self.kind,)


_MAKERS: dict[type, Maker[Any]] = {}


def maker(kind: type[T]) -> Maker[T]:
    """What makes nouns of a class, the same each time."""
    if kind not in _MAKERS:
        _MAKERS[kind] = Maker(kind)
    return _MAKERS[kind]


@cache
def _named(name: str) -> Maker[object]:
    """The same by its name. Raises UnpicklingError for what is no noun of the house."""
    module, _, called = name.partition(":")
    kind = _class(module, called)
    if kind is None or not _is_noun(kind):
        raise pickle.UnpicklingError(name)
    return maker(kind)


def _is_noun(kind: type) -> bool:
    return is_dataclass(kind) or kind is Packed


class _Packer(pickle.Pickler):
    def __init__(self, out: io.BytesIO, without: object) -> None:
        super().__init__(out, protocol=pickle.HIGHEST_PROTOCOL)
        self._without = without

    def persistent_id(self, obj: object) -> str | None:
        """Names what makes nouns, and what is left out."""
        if type(obj) is Maker:
            return obj.name
        return LEFT_OUT if obj is self._without and obj is not None else None

    def reducer_override(self, obj: object) -> Any:  # noqa: ANN401 - as its base has it
        """A noun as its class and values; the rest as Python has it."""
        kind = type(obj)
        if not _is_noun(kind):
            return NotImplemented
        made_by = maker(kind)
        return made_by, tuple(getattr(obj, name) for name in made_by.fields)


class _Unpacker(pickle.Unpickler):
    def __init__(self, data: io.BytesIO, without: object) -> None:
        super().__init__(data)
        self._without = without

    def persistent_load(self, pid: str) -> object:
        """What makes nouns, or the only thing that was left out."""
        return self._without if pid == LEFT_OUT else _named(pid)

    def find_class(self, module_name: str, global_name: str, /) -> Any:  # noqa: ANN401 - as its base has it
        """A class of the house, or one of few others, that what is kept besides nouns is made of."""
        found = _class(module_name, global_name)
        if found is None:
            raise pickle.UnpicklingError(f"{module_name}.{global_name}")
        return found


def _class(module: str, name: str) -> type | None:
    """One of the house's own classes, or of OTHERS, by its name; not what a module of the house has imported."""
    if f"{module}.{name}" not in OTHERS and not module.startswith(HOUSE):
        return None
    found = getattr(import_module(module), name, None)
    return found if isinstance(found, type) and found.__module__ == module else None


class OnDemand(Sequence[T_co]):
    """A row that is made whenever somebody asks for what is in it; equal to the tuple it is."""

    __slots__ = ()

    @abstractmethod
    def _all(self) -> tuple[T_co, ...]:
        """Everything in it."""

    def __iter__(self) -> Iterator[T_co]:
        """Everything in it."""
        return iter(self._all())

    @overload
    def __getitem__(self, at: int) -> T_co: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T_co, ...]: ...
    def __getitem__(self, at: int | slice) -> T_co | tuple[T_co, ...]:
        """One or some of it."""
        return self._all()[at]

    def __eq__(self, other: object) -> bool:
        """Whether it holds the same, as a tuple or not."""
        return self._all() == tuple(other) if isinstance(other, OnDemand | tuple) else NotImplemented

    def __hash__(self) -> int:
        """As a tuple has it."""
        return hash(self._all())

    def __repr__(self) -> str:
        """As a tuple has it."""
        return repr(self._all())


class Packed(OnDemand[T_co]):
    """Nouns of one class, kept as the bytes of their fields.

    >>> from build_corpus.model import Mention
    >>> row = Packed([Mention(theme="a", block="p-1", start=0, end=2, weak=False)])
    >>> len(row), row[0].theme, row == tuple(row), column(row, "block")
    (1, 'a', True, ('p-1',))
    """

    __slots__ = ("_data", "_maker", "_size")

    def __init__(self, nouns: Iterable[T_co]) -> None:
        """`nouns`: all of one class."""
        every = tuple(nouns)
        self._size = len(every)
        self._maker: Maker[T_co] | None = maker(type(every[0])) if every else None
        names = self._maker.fields if self._maker else ()
        columns = (_bytes_of(tuple(getattr(each, name) for each in every)) for name in names)
        self._data = marshal.dumps(tuple(columns))

    def values(self, name: str) -> tuple[Any, ...]:
        """One field of all of them."""
        if self._maker is None:
            return ()
        return _values_of(marshal.loads(self._data)[self._maker.fields.index(name)])  # noqa: S302 - ours

    def _all(self) -> tuple[T_co, ...]:
        return _made(self._maker, self._data) if self._maker else ()

    def __len__(self) -> int:
        """How many there are."""
        return self._size


def column(nouns: Sequence[object], name: str) -> tuple[Any, ...]:
    """One field of all nouns; where they are packed, nothing else is looked at."""
    if isinstance(nouns, Packed):
        return nouns.values(name)
    return tuple(getattr(each, name) for each in nouns)


def _bytes_of(values: tuple[object, ...]) -> bytes:
    try:
        return marshal.dumps(values)  # type: ignore[arg-type] # it says itself what it cannot take
    except ValueError:  # nouns are among them
        return packed(values)


def _values_of(data: bytes) -> tuple[Any, ...]:
    found: tuple[Any, ...] = (
        unpacked(data) if data.startswith(pickle.PROTO) else marshal.loads(data)  # type: ignore[assignment] # noqa: S302 - ours
    )
    return found


@lru_cache(maxsize=READY)
def _made(made_by: Maker[T], data: bytes) -> tuple[T, ...]:
    return made_by.all([_values_of(each) for each in marshal.loads(data)])  # noqa: S302 - ours
