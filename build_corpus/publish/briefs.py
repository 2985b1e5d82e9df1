"""What lists and counts say of each document, told of the document alone: nothing here is asked of an unchanged one.

In: a document. Out: texts and numbers. They stand in several columns, so that what is made of one of them is not made
again where another one changes: a sentence more changes how long a speech is, hardly ever what it is called.
"""

from array import array
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from sys import intern
from typing import Any, NamedTuple

from build_corpus.model import Annotated
from build_corpus.publish.derived import of_document
from build_corpus.publish.record import body_characters
from build_corpus.text import bare

FACETS = {
    "level": "层级",
    "kind": "类型",
    "place": "地点",
    "speaker": "讲话人",
    "author": "作者",
    "publication": "出处",
}
"""Facet → what readers call it, in the order in which they are offered."""
SIGN = 16  # bytes that stand for a paragraph

Value = tuple[str, str]
"""Facet and value."""
Key = tuple[Value, ...]
"""One value, or several of different facets in the order of FACETS."""


class Brief(NamedTuple):
    """A speech in a few words: nothing of its text."""

    id: str
    """Its id."""
    title: str
    """Its title, or what stands for it."""
    kind: str
    """What it is; see `DocumentKind`."""
    date: str | None
    """Delivery date."""
    posted: str | None
    """When it was published on the web."""
    by: str | None
    """Who speaks or writes, else in what capacity."""
    said: Key
    """What it says of itself; nothing that was inferred."""
    shown: bool
    """Whether it has a page."""
    published: bool
    """Whether it is handed on."""


def titled(document: Annotated) -> str:
    """A document's title, or what stands for it."""
    return document.speech.title or f"（无题）{document.id}"


def brief_of(document: Annotated) -> Brief:
    """A document in a few words."""
    speech = document.speech
    said = {name: speech.kind if name == "kind" else speech.value(name) for name in FACETS}
    return Brief(
        id=document.id,
        title=titled(document),
        kind=speech.kind,
        date=speech.date,
        posted=speech.posted,
        by=speech.value("speaker") or speech.value("author") or speech.value("role"),
        said=tuple((name, value) for name, value in said.items() if value and value.strip()),
        shown=speech.shown,
        published=speech.published,
    )


def newest(documents: Iterable[Brief]) -> list[Brief]:
    """Newest first by delivery date, then those without one, newest first by posted date, then as they come."""
    ordered = sorted(documents, key=lambda each: each.posted or "", reverse=True)
    ordered.sort(key=lambda each: each.date or "", reverse=True)
    return ordered


@of_document
def brief(document: Annotated) -> tuple[Any, ...]:
    """The fields of a Brief."""
    return tuple(brief_of(document))


@of_document
def treated(document: Annotated) -> Sequence[str]:
    """Themes, best first."""
    return tuple(score.theme for score in document.themes)


@of_document
def scores(document: Annotated) -> Sequence[tuple[float, int]]:
    """Of each theme, in the same order, its score and the paragraphs that show it."""
    return tuple((score.score, len(score.paragraphs)) for score in document.themes)


@of_document
def evidence(document: Annotated) -> bytes:
    """The paragraphs that show its themes, one theme's after the other's: their places among its blocks, 32 bits each."""
    places = {block.id: at for at, block in enumerate(document.speech.blocks)}
    return array("i", [places[block] for score in document.themes for block, _ in score.paragraphs]).tobytes()


@of_document
def lengths(document: Annotated) -> tuple[int, int]:
    """字 of the body, and blocks that are no headings."""
    paragraphs = sum(block.type != "heading" for block in document.speech.blocks)
    return body_characters(document.speech), paragraphs


@of_document
def names_of_themes(document: Annotated) -> Sequence[str]:
    """What it says where it mentions a theme, as wordings are compared; sorted."""
    blocks = {block.id: block.text for block in document.speech.blocks}
    said = {blocks[each.block][each.start : each.end] for each in document.mentions}
    return tuple(sorted({intern(bare(text)) for text in said}))  # what many say is kept once


@of_document
def signs(document: Annotated) -> bytes:
    """SIGN bytes for each block: of its text, and of the date and title of the document."""
    head = repr((document.id, titled(document), document.speech.date))
    told = (f"{head}\n{block.text}" for block in document.speech.blocks)
    return b"".join(
        blake2b(each.encode("utf-8", "surrogatepass"), digest_size=SIGN).digest() for each in told
    )
