"""A stage on documents of which most were done before."""

import io
import pickle
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import build_corpus
from build_corpus.model import CorpusStats, Source
from build_corpus.run.cache import Cache
from build_corpus.run.last import packages
from build_corpus.run.workers import Lost, Step, each, quiet

Result = TypeVar("Result")
Given = tuple[Source, *tuple[object, ...]]
"""The source, and what else a stage is given."""


def each_kept(
    stage: Callable[..., Result], given: Sequence[Given], cache: Cache | None, jobs: int, step: Step = quiet
) -> Iterator[Result | Lost]:
    """What a stage makes of each source, in order; what the cache holds is not made again.

    The cache notes a digest of each; see `Cache.digests`.
    """
    sources = [repr(replace(one[0], decoded="", marks=())) if cache else "" for one in given]
    keys = [cache.key(source) if cache else "" for source in sources]
    new = [not (cache and cache.has(key)) for key in keys]
    made = each(_made, [(stage, *one) for one, is_new in zip(given, new, strict=True) if is_new], jobs)
    for number, (one, key, is_new) in enumerate(zip(given, keys, new, strict=True), start=1):
        payload = next(made) if is_new else (cache and cache.get(key)) or _made(stage, *one)
        if cache and is_new and isinstance(payload, bytes):
            cache.put(key, payload)
        if cache and isinstance(payload, bytes):
            told = f"{sources[number - 1]}\n{sha256(payload).hexdigest()}"
            cache.digests[one[0].id] = sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
        step(number, len(given))
        yield payload if isinstance(payload, Lost) else unpacked(payload, one[0])


def _made(stage: Callable[..., Result], source: Source, *others: object) -> bytes:
    return packed(stage(source, *others), source)


def program() -> str:
    """Digest of this program and of the packages it uses."""
    folder = Path(build_corpus.__file__).parent
    digest = sha256("\0".join((sys.version, *packages())).encode())
    for file in sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".yml")):
        digest.update(f"{file.relative_to(folder).as_posix()}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def basis(stats: CorpusStats, vocabulary: object) -> str:
    """Digest of what all documents depend on: the program, what the corpus knows of itself, the vocabulary."""
    known = [(field.name, _ordered(getattr(stats, field.name))) for field in fields(stats)]
    words = vocabulary.read_bytes() if isinstance(vocabulary, Path) else repr(vocabulary).encode("utf-8")
    return sha256(program().encode() + repr(known).encode("utf-8", "surrogatepass") + words).hexdigest()


def publishing(*given: object) -> str:
    """Digest of what all pages are made from besides the corpus: the program, and what is given, told by its text."""
    return sha256("\n".join((program(), *map(repr, given))).encode("utf-8", "surrogatepass")).hexdigest()


def _ordered(value: object) -> object:
    if isinstance(value, Mapping):
        return sorted(value.items())
    return sorted(value) if isinstance(value, frozenset) else value


class _Packer(pickle.Pickler):
    def __init__(self, out: io.BytesIO, source: Source) -> None:
        super().__init__(out, protocol=pickle.HIGHEST_PROTOCOL)
        self._source = source

    def persistent_id(self, obj: object) -> str | None:
        """Leaves the source out: whoever unpacks has it."""
        return "source" if obj is self._source else None


class _Unpacker(pickle.Unpickler):
    def __init__(self, data: bytes, source: Source) -> None:
        super().__init__(io.BytesIO(data))
        self._source = source

    def persistent_load(self, pid: object) -> Source:
        """The only thing that was left out."""
        del pid
        return self._source


def packed(noun: object, source: Source) -> bytes:
    """A noun without the source it was made from."""
    out = io.BytesIO()
    _Packer(out, source).dump(noun)
    return out.getvalue()


def unpacked(data: bytes, source: Source) -> Result:  # type: ignore[type-var]
    """What was packed, with its source again."""
    return _Unpacker(data, source).load()  # type: ignore[no-any-return]
