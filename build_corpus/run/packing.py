"""Nouns as bytes, small and quick to read: values in the order of a noun's fields, no names.

Bytes come from this program alone, on this machine or from its own workers: they are read back as Python objects.
"""

import io
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

LEFT_OUT = "left out"


def packed(noun: object, without: object = None) -> bytes:
    """A noun as bytes; `without`: what is in it and is left out, since whoever unpacks has it."""
    out = io.BytesIO()
    _Packer(out, without).dump(noun)
    return out.getvalue()


def unpacked(data: bytes, without: object = None) -> object:
    """What was packed, with what was left out. Raises pickle.UnpicklingError, and others, for other bytes."""
    return _Unpacker(io.BytesIO(data), without).load()


class _Packer(pickle.Pickler):
    def __init__(self, out: io.BytesIO, without: object) -> None:
        super().__init__(out, protocol=pickle.HIGHEST_PROTOCOL)
        self._without = without

    def persistent_id(self, obj: object) -> str | None:
        """Names what is left out."""
        return LEFT_OUT if obj is self._without and obj is not None else None

    def reducer_override(self, obj: object) -> Any:  # noqa: ANN401 - as its base has it
        """A noun as its class and values; the rest as Python has it."""
        kind = type(obj)
        if not is_dataclass(kind):
            return NotImplemented
        return _noun, (kind, *(getattr(obj, field.name) for field in fields(kind)))


class _Unpacker(pickle.Unpickler):
    def __init__(self, data: io.BytesIO, without: object) -> None:
        super().__init__(data)
        self._without = without

    def persistent_load(self, pid: object) -> object:
        """The only thing that was left out."""
        del pid
        return self._without


@cache
def _slots(kind: type) -> tuple[Callable[[object, object], None], ...]:
    """What fills the fields of a noun, in order: nouns are frozen, and their own way in takes twice as long."""
    return tuple(vars(kind)[field.name].__set__ for field in fields(kind))


def _noun(kind: type, *values: object) -> object:
    made: object = object.__new__(kind)
    for fill, value in zip(_slots(kind), values, strict=True):
        fill(made, value)
    return made
