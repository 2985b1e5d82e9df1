"""The whole index: a base segment, at most one small segment of what changed since, a fold table, a manifest.

A segment's folder is named after what is in it, so an address never changes its content; only
`manifest.json` does. A full build depends on the documents alone. After it, a few changed documents go
into a second segment, and what the base holds of them is named dead: answers stay the same. Where a speech is gone,
the index is made anew: nothing of a text that was taken back may lie in a file.
"""

import json
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from build_corpus.publish.search.fold import fold_tables
from build_corpus.publish.search.folded import folded
from build_corpus.publish.search.indexed import SPEECHES, Indexed
from build_corpus.publish.search.segment import Files, checked_json, order, segment
from build_corpus.publish.write import Index

SCHEMA = 1
FOLDER = "search-index/"
STATE = f"{FOLDER}.state.json"
"""What the next build must know; a dot file is not published."""
MANIFEST = f"{FOLDER}manifest.json"
FOLD = f"{FOLDER}fold.json"
FOLD_MORE = f"{FOLDER}fold-more.json"
SMALL = 2000  # documents; below it a full build takes no time worth saving
CHANGED = 100  # documents of the second segment, and dead ones of the base


@dataclass(frozen=True, slots=True, kw_only=True)
class _Base:
    """What is known of a base segment."""

    path: str
    """Its folder's name."""
    digests: Mapping[str, str]
    """Its documents in order, each with a digest of its content."""
    characters: str
    """Every character of its texts."""


def write_index(documents: Sequence[Indexed], previous: str | None = None) -> Index:
    """The files of an index of these documents. `previous`: what STATE held, None for a full build."""
    ordered = sorted(map(_plain, documents), key=order)
    digests = {_key(document): _digest(document) for document in ordered}
    base = _base(previous)
    if base and len(ordered) >= SMALL:
        changed = [each for each in ordered if base.digests.get(_key(each)) != digests[_key(each)]]
        gone = {key for key in base.digests if key not in digests and key.partition("/")[0] in SPEECHES}
        dead = [at for at, (key, digest) in enumerate(base.digests.items()) if digests.get(key) != digest]
        if not gone and len(changed) <= CHANGED and len(dead) <= CHANGED:
            return Index(files=_delta(base, changed, dead), kept=f"{FOLDER}{base.path}/")
    return Index(files=_full(ordered, digests), kept=None)


def _full(documents: Sequence[Indexed], digests: Mapping[str, str]) -> Files:
    path = _name(digests.values())
    characters = yield from _segment(path, documents)
    base = _Base(path=path, digests=digests, characters=characters)
    yield from _rest(base, characters, [_entry(path, len(documents))])


def _delta(base: _Base, changed: Sequence[Indexed], dead: list[int]) -> Files:
    entries = [_entry(base.path, len(base.digests), dead)]
    characters = base.characters
    if changed:
        path = _name(_digest(each) for each in changed)
        characters += yield from _segment(path, changed)
        entries.append(_entry(path, len(changed)))
    yield from _rest(base, characters, entries)


def _segment(path: str, documents: Sequence[Indexed]) -> Generator[tuple[str, bytes], None, str]:
    """The files of a segment; returns its characters."""
    texts = folded(documents)
    for name, content in segment(documents, texts):
        yield f"{FOLDER}{path}/{name}", content
    return "".join(sorted(texts.characters))


def _rest(base: _Base, characters: str, entries: list[dict[str, object]]) -> Files:
    table, more = map(checked_json, fold_tables(characters))
    version = blake2b(table + more, digest_size=5).hexdigest()
    state = {"path": base.path, "digests": base.digests, "characters": base.characters}
    yield FOLD, table
    yield FOLD_MORE, more
    yield MANIFEST, _json({"schema": SCHEMA, "fold": version, "segments": entries})
    yield STATE, _json({"schema": SCHEMA, **state})


def _entry(path: str, documents: int, dead: Sequence[int] = ()) -> dict[str, object]:
    return {"path": path, "documents": documents, "dead": list(dead)}


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _base(previous: str | None) -> _Base | None:
    """The base of the last build; None where there is none, or none that can be read."""
    try:
        data = json.loads(previous or "{}")
        if data["schema"] != SCHEMA:
            return None
        return _Base(
            path=str(data["path"]), digests=dict(data["digests"]), characters=str(data["characters"])
        )
    except (ValueError, KeyError, TypeError):
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
