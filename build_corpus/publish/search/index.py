"""The whole index: a base segment, at most one small segment of what changed since, a fold table, a manifest.

A segment's folder is named after what is in it, so an address never changes its content; only
`manifest.json` does. A full build depends on the documents alone. After it, a few changed documents go
into a second segment, and what the base holds of them is named dead: answers stay the same. Where a speech is gone,
the index is made anew: nothing of a text that was taken back may lie in a file.
"""

import json
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b

from build_corpus.publish.charts import GRADES, graded
from build_corpus.publish.search.fold import fold_tables
from build_corpus.publish.search.folded import folded
from build_corpus.publish.search.indexed import SPEECHES, Indexed, Sought
from build_corpus.publish.search.segment import Files, checked_json, order, segment
from build_corpus.publish.write import Index

SCHEMA, STATE_SCHEMA = 1, 2
FOLDER = "search-index/"
STATE = f"{FOLDER}.state.json"
"""What the next build must know; a dot file is not published."""
MANIFEST = f"{FOLDER}manifest.json"
FOLD = f"{FOLDER}fold.json"
FOLD_MORE = f"{FOLDER}fold-more.json"
SMALL = 2000  # documents; below it a full build takes no time worth saving
CHANGED = 100  # documents of the second segment, and dead ones of the base, at most …
SHARE = 32  # … or one of so many, where that is more: a full build takes as much longer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Base:
    """What is known of a base segment."""

    path: str
    """Its folder's name."""
    digests: Mapping[str, str]
    """Its documents in order, each with a digest of its content."""
    characters: str
    """Every character of its texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Last:
    """What the last build left."""

    base: _Base
    """Its base segment, which may be older."""
    basis: str
    """What all signs rest on."""
    pages: Mapping[str, tuple[str, str]]
    """Every page's sign and digest then; no digest where it was not searched."""


class _Pages:
    """All pages, none made that need not be."""

    def __init__(self, sought: Sequence[Sought], known: Mapping[str, tuple[str, str]]) -> None:
        self._sought = {each.key: each for each in sorted(sought, key=lambda each: each.key)}
        self._made: dict[str, Indexed | None] = {}
        self.told = {
            key: (each.sign, self._digest(each, known.get(key))) for key, each in self._sought.items()
        }
        """Key → sign and digest."""
        self.digests = {key: digest for key, (_, digest) in self.told.items() if digest}
        """Key → digest, of pages that are searched."""

    def made(self, keys: Iterable[str]) -> list[Indexed]:
        """Pages in the order of the index."""
        found = (self._page(self._sought[key]) for key in keys)
        return sorted((each for each in found if each), key=order)

    def _digest(self, sought: Sought, known: tuple[str, str] | None) -> str:
        if known and sought.sign and known[0] == sought.sign:
            return known[1]
        page = self._page(sought)
        return _digest(page) if page else ""

    def _page(self, sought: Sought) -> Indexed | None:
        if sought.key not in self._made:
            page = sought.make()
            self._made[sought.key] = _plain(page) if page else None
        return self._made[sought.key]


def write_index(documents: Sequence[Indexed], previous: str | None = None) -> Index:
    """The files of an index of these documents. `previous`: what STATE held, None for a full build."""
    every = [Sought(id=each.id, kind=each.kind, sign="", make=partial(_itself, each)) for each in documents]
    return index_of(every, "", previous)


def index_of(sought: Sequence[Sought], basis: str, previous: str | None) -> Index:
    """The same of pages that need not be made. `basis`: what all signs rest on."""
    last = _last(previous)
    pages = _Pages(sought, last.pages if last and last.basis == basis else {})
    digests = pages.digests
    if last and len(digests) >= SMALL:
        old = last.base.digests
        changed = [key for key, digest in digests.items() if old.get(key) != digest]
        gone = {key for key in old if key not in digests and key.partition("/")[0] in SPEECHES}
        dead = [at for at, (key, digest) in enumerate(old.items()) if digests.get(key) != digest]
        few = max(CHANGED, len(digests) // SHARE)
        if not gone and len(changed) <= few and len(dead) <= few:
            files = _delta(_Last(base=last.base, basis=basis, pages=pages.told), pages.made(changed), dead)
            return Index(files=files, kept=f"{FOLDER}{last.base.path}/")
    return Index(files=_full(pages, basis), kept=None)


def _itself(document: Indexed) -> Indexed:
    return document


def _full(pages: _Pages, basis: str) -> Files:
    documents = pages.made(pages.digests)
    digests = {key: pages.digests[key] for key in map(_key, documents)}
    path = _name(digests.values())
    characters = yield from _segment(path, documents)
    base = _Base(path=path, digests=digests, characters=characters)
    yield from _rest(
        _Last(base=base, basis=basis, pages=pages.told), characters, [_entry(path, len(documents))]
    )


def _delta(now: _Last, changed: Sequence[Indexed], dead: list[int]) -> Files:
    base = now.base
    entries = [_entry(base.path, len(base.digests), dead)]
    characters = base.characters
    if changed:
        path = _name(_digest(each) for each in changed)
        characters += yield from _segment(path, changed)
        entries.append(_entry(path, len(changed)))
    yield from _rest(now, characters, entries)


def _segment(path: str, documents: Sequence[Indexed]) -> Generator[tuple[str, bytes], None, str]:
    """The files of a segment; returns its characters."""
    texts = folded(documents)
    for name, content in segment(documents, texts):
        yield f"{FOLDER}{path}/{name}", content
    return "".join(sorted(texts.characters))


def _rest(now: _Last, characters: str, entries: list[dict[str, object]]) -> Files:
    table, more = map(checked_json, fold_tables(characters))
    version = blake2b(table + more, digest_size=5).hexdigest()
    base = now.base
    state = {"path": base.path, "digests": base.digests, "characters": base.characters}
    state |= {"basis": now.basis, "pages": now.pages}
    yield FOLD, table
    yield FOLD_MORE, more
    levels = [[level, graded(level)] for level in GRADES]
    yield MANIFEST, _json({"schema": SCHEMA, "fold": version, "levels": levels, "segments": entries})
    yield STATE, _json({"schema": STATE_SCHEMA, **state})


def _entry(path: str, documents: int, dead: Sequence[int] = ()) -> dict[str, object]:
    return {"path": path, "documents": documents, "dead": list(dead)}


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _last(previous: str | None) -> _Last | None:
    """What the last build left; None where there is nothing, or nothing that can be read."""
    try:
        data = json.loads(previous or "{}")
        if data["schema"] != STATE_SCHEMA:
            return None
        base = _Base(
            path=str(data["path"]), digests=dict(data["digests"]), characters=str(data["characters"])
        )
        pages = {key: (sign, digest) for key, (sign, digest) in data["pages"].items()}
        return _Last(base=base, basis=str(data["basis"]), pages=pages)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _key(document: Indexed) -> str:
    return f"{document.kind}/{document.id}"


def _digest(document: Indexed) -> str:
    return blake2b(repr(document).encode(), digest_size=8).hexdigest()


def _name(digests: Iterable[str]) -> str:
    """A segment's folder, from what is in it."""
    return blake2b("".join((str(SCHEMA), *digests)).encode(), digest_size=6).hexdigest()


def _plain(document: Indexed) -> Indexed:
    """The document without surrogates, which no file can hold."""
    texts = [document.title, *(text for pair in document.fields for text in pair)]
    if _written("".join((*texts, *(block.text for block in document.blocks)))):
        return document
    return replace(
        document,
        title=_whole(document.title),
        fields=tuple((name, _whole(value)) for name, value in document.fields),
        blocks=tuple(replace(block, text=_whole(block.text)) for block in document.blocks),
        facets={
            name: tuple((_whole(value), _whole(label)) for value, label in values)
            for name, values in document.facets.items()
        },
    )


def _written(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _whole(text: str) -> str:
    return (
        text
        if _written(text)
        else "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    )
