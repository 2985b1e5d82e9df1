"""Seeds become documents, by workers and only where something changed.

Every file is read for what it says of itself and adds to what the corpus knows (`_found`); all of that is added up; and
every document goes through the stages that look at it alone (`_made`). What an earlier run found or made is taken from
its cache where it would be the same again: a file that nobody touched, a document whose questions to the corpus have
the same answers. No text is held for longer than one of these steps: a file is opened again where documents are made.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from os import fsencode
from pathlib import Path
from typing import cast

from build_corpus import knowledge as tables
from build_corpus.annotate import Tagger, annotate
from build_corpus.clean import clean
from build_corpus.errors import ChangedError
from build_corpus.model import (
    Annotated,
    CorpusStats,
    Knowledge,
    Source,
    Speech,
    Vocabulary,
    finding,
    without_text,
)
from build_corpus.read import Raw, Reading, Seed, listed, open_seed, unique
from build_corpus.relate import uncollected
from build_corpus.run import Asked, Cache, Jobs, Listener, Lost, Packed, each, identity, packed, unpacked
from build_corpus.run.workers import Step, quiet
from build_corpus.structure import structure
from build_corpus.survey import Share, share, total
from build_corpus.text import file_name

Found = tuple[tuple[Reading, Share | None], ...]
"""What a file holds: readings without texts, and what each text adds to the corpus' statistics."""
_DIGEST = 32  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """What became of all seeds."""

    readings: tuple[Reading, ...]
    """Every file of the seeds folder, in order; sources without texts."""
    annotated: tuple[Annotated, ...]
    """Every document, in the same order."""
    stats: CorpusStats
    """What the corpus knows of itself."""
    digests: Mapping[str, str]
    """Id → digest of a document and its source; of those alone that were made for this vocabulary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file as this run or an earlier one found it."""

    seed: Seed
    content: bytes  # digest of all its documents are made from; empty where nothing could be read
    told: bytes  # digest of what was found
    found: Found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A document of a file."""

    file: _File
    at: int
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """Where documents are made."""

    seeds: Path
    """The folder."""
    jobs: Jobs
    """Who works."""
    cache: Cache | None = None
    """What earlier runs made; None: nothing is read there or written."""
    step: Step = quiet
    """Hears how many documents are done."""

    @uncollected()
    def documents(self, vocabulary: Vocabulary) -> Documents:
        """Every document with its themes. Raises ChangedError, ClusterError."""
        words = packed(vocabulary)
        seeds, others = listed(self.seeds)
        files = list(self._files(seeds, words))
        readings, stats = _surveyed(files, others)
        places = _places(files, readings)
        digests: dict[str, str] = {}
        readings, annotated = _kept(readings, self._documents(places, packed(stats), words, digests))
        gc.freeze()  # they stay: nobody need look for garbage in them
        return Documents(readings=readings, annotated=annotated, stats=stats, digests=digests)

    @uncollected()
    def tagged(self, made: Documents, vocabulary: Vocabulary) -> Documents:
        """The same documents with the themes of another vocabulary, none of them kept."""
        words = packed(vocabulary)
        _, stats = _surveyed(list(replace(self, cache=None)._files(listed(self.seeds)[0], words)))  # noqa: SLF001 - its own
        given = ((document.speech, packed(stats), words) for document in made.annotated)
        readings, annotated = _kept(made.readings, each(_tagged, given, self.jobs, total=len(made.annotated)))
        return Documents(readings=readings, annotated=annotated, stats=stats, digests={})

    def _files(self, seeds: Sequence[Seed], words: bytes) -> Iterator[_File]:
        """What each file holds; one that was not touched since an earlier run is not opened."""
        known = self.cache.seeds() if self.cache else {}
        signs = [identity((seed.path, *filter(None, (seed.sidecar,)))) or b"" for seed in seeds]
        names = [fsencode(seed.name) for seed in seeds]
        new = [
            not sign or known.get(name, (b"",))[0] != sign for name, sign in zip(names, signs, strict=True)
        ]
        given = (
            (open_seed(self.seeds, seed), words) for seed, is_new in zip(seeds, new, strict=True) if is_new
        )
        found = each(_found, given, self.jobs, total=sum(new))
        for seed, name, sign, is_new in zip(seeds, names, signs, new, strict=True):
            result = next(found) if is_new else known[name][1:]
            if isinstance(result, Lost):
                lost = _lost(file_name(seed.name))
                yield _File(seed=seed, content=b"", told=b"", found=((lost, None),))
                continue
            content, data = result
            if is_new and self.cache:
                self.cache.put_seed(name, sign, content, data)
            told, found_in = sha256(data).digest(), cast("Found", unpacked(data))
            yield _File(seed=seed, content=content, told=told, found=found_in)
        if self.cache:
            self.cache.keep_only(names, known)

    def _documents(
        self, places: Sequence[_Place], stats: bytes, words: bytes, digests: dict[str, str]
    ) -> Iterator[Annotated | Lost]:
        """What is made of each; what would be made again is taken as it was made. Notes what `Documents.digests` holds."""
        new = list(self._to_make(places, _stats(stats)))
        given = (
            (self._raw(place), place.at, stats, words)
            for place, is_new in zip(places, new, strict=True)
            if is_new
        )
        made = each(_made, given, self.jobs, total=sum(new))
        kept = self.cache.made() if self.cache and not all(new) else {}
        for number, (place, is_new) in enumerate(zip(places, new, strict=True), start=1):
            name = fsencode(place.file.seed.name)
            data = None if is_new else kept.pop((name, place.at), None)
            if data is None:  # new, or damaged
                result = next(made) if is_new else _made(self._raw(place), place.at, stats, words)
                if isinstance(result, Lost):
                    yield result
                    continue
                asked, data = result
                if self.cache:
                    self.cache.put_document(name, place.at, asked, data)
            told, document = data[:_DIGEST], data[_DIGEST:]
            digests[place.source.id] = _digest(place, told)
            self.step(number, len(places))
            yield cast("Annotated", unpacked(document, place.source))

    def _to_make(self, places: Iterable[_Place], stats: CorpusStats) -> Iterator[bool]:
        """Whether each has never been made, or asked something that has another answer now."""
        asked = self.cache.asked() if self.cache else {}
        for place in places:
            kept = asked.get((fsencode(place.file.seed.name), place.at))
            yield kept is None or not Asked.of(kept).holds(stats)

    def _raw(self, place: _Place) -> Raw:
        return _opened(self.seeds, place.file.seed, place.file.content)


def _surveyed(
    files: Iterable[_File], others: Iterable[Reading] = ()
) -> tuple[tuple[Reading, ...], CorpusStats]:
    """Readings, each id once, those of sidecars without a seed last; and what the corpus knows of itself."""
    found = [each for file in files for each in file.found] + [(other, None) for other in others]
    readings = tuple(unique(reading for reading, _ in found))
    shares = (added for reading, (_, added) in zip(readings, found, strict=True) if reading.source and added)
    return readings, total(shares)


def _places(files: Iterable[_File], readings: Sequence[Reading]) -> list[_Place]:
    """Where the sources of these readings stand."""
    places = ((file, at) for file in files for at in range(len(file.found)))
    return [
        _Place(file=file, at=at, source=reading.source)
        for (file, at), reading in zip(places, readings, strict=False)  # sidecars alone are no documents
        if reading.source
    ]


def _kept(
    readings: Iterable[Reading], made: Iterator[Annotated | Lost]
) -> tuple[tuple[Reading, ...], tuple[Annotated, ...]]:
    """Readings and what was made of their sources; a source whose worker died is a finding instead."""
    said: list[Reading] = []
    documents: list[Annotated] = []
    for reading in readings:
        result = next(made) if reading.source else None
        said.append(_lost(reading.file, reading) if isinstance(result, Lost) else reading)
        if isinstance(result, Annotated):
            documents.append(result)
    return tuple(said), tuple(documents)


def _lost(file: str, reading: Reading | None = None) -> Reading:
    """What remains of a file, or a document of it, at which workers died."""
    before = reading or Reading(file=file, source=None)
    said = (*before.findings, finding("document-lost", f"seeds/{file}"))
    return replace(before, source=None, findings=said)


@lru_cache(maxsize=1)
def _opened(seeds: Path, seed: Seed, content: bytes) -> Raw:
    """A file once more; the last one is kept for its next document. Raises ChangedError where it is another now."""
    raw = open_seed(seeds, seed)
    if not isinstance(raw, Raw) or raw.digest != content:
        msg = f"seeds/{file_name(seed.name)}: it changed while this run was reading it. Run again."
        raise ChangedError(msg)
    return raw


def _digest(place: _Place, told: bytes) -> str:
    """Of a document as it is kept, of which `told` is one, and of what is left out there: what its file holds."""
    return sha256(b"%s%d " % (place.file.told, place.at) + told).hexdigest()


# ---------------------------------------------------------------- what workers do


@lru_cache(maxsize=1)
def _readings(raw: Raw) -> tuple[Reading, ...]:
    """The documents of a file, kept for the next one of them."""
    return raw.readings()


@lru_cache(maxsize=2)
def _tools(words: bytes) -> tuple[Knowledge, Tagger]:
    """Made once in each process: an automaton cannot travel between processes."""
    vocabulary = cast("Vocabulary", unpacked(words))
    return tables.with_vocabulary(vocabulary), Tagger(vocabulary)


@lru_cache(maxsize=1)
def _stats(stats: bytes) -> CorpusStats:
    return cast("CorpusStats", unpacked(stats))


def _found(raw: Raw | Reading, words: bytes) -> tuple[bytes, bytes]:
    """Digest of a file's content, and what is found in it, packed."""
    if isinstance(raw, Reading):
        return b"", packed(((raw, None),))
    named = _tools(words)[1].named
    found = tuple(
        (replace(reading, source=without_text(reading.source)), share(reading.source.decoded, named))
        if reading.source
        else (reading, None)
        for reading in raw.readings()
    )
    return raw.digest, packed(found)


def _made(raw: Raw, at: int, stats: bytes, words: bytes) -> tuple[bytes, bytes]:
    """What was asked of the corpus, and what was made: a document without its source, packed, after a digest of it."""
    source = _readings(raw)[at].source
    if source is None:
        msg = f"{raw.name}: no document at {at}"
        raise ValueError(msg)
    listener = Listener(_stats(stats))
    document = _document(source, listener.stats, _tools(words))
    data = packed(document, source)
    return listener.asked.row(), sha256(data).digest() + data


def _document(source: Source, stats: CorpusStats, tools: tuple[Knowledge, Tagger]) -> Annotated:
    """One document through all stages that look at it alone."""
    knowledge, tagger = tools
    speech = structure(clean(source, stats, knowledge), knowledge)
    return _small(annotate(speech, tagger, knowledge, stats))


def _tagged(speech: Speech, stats: bytes, words: bytes) -> Annotated:
    """A document with the themes that were found in all of them."""
    knowledge, tagger = _tools(words)
    return _small(annotate(speech, tagger, knowledge, _stats(stats)))


def _small(document: Annotated) -> Annotated:
    """The same document; what few ask for, and is most of it, packed."""
    speech = document.speech
    kept = replace(speech, blocks=Packed(speech.blocks), receipts=Packed(speech.receipts))
    return replace(document, speech=kept, mentions=Packed(document.mentions))
