"""Where candidates stand: exact counts over the whole corpus, example sentences, paragraphs."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick

from build_corpus.discover.sample import folded, parts
from build_corpus.model import Annotated, Block, Example
from build_corpus.text import SENTENCE_END

EXAMPLES = 3
PARAGRAPHS = 200  # paragraphs of a candidate that are remembered
LONGEST = 60  # 字 of an example
_SENTENCE = re.compile(f"[^{SENTENCE_END}；\n]+[{SENTENCE_END}；]?")


@dataclass(slots=True, kw_only=True)
class Places:
    """Where one candidate stands."""

    uses: int = 0
    """Times in distinct paragraphs and headings."""
    headings: int = 0
    """Uses in titles, headings and run-in headings."""
    documents: dict[str, Example] = field(default_factory=dict)
    """Document id → a place in it; the place is real for the first few documents only."""
    paragraphs: list[tuple[str, str]] = field(default_factory=list)
    """(document, block) of the first paragraphs."""

    @property
    def examples(self) -> tuple[Example, ...]:
        """One of each of the first documents."""
        return tuple(list(self.documents.values())[:EXAMPLES])


def find_places(texts: Sequence[str], documents: Iterable[Annotated]) -> Mapping[str, Places]:
    """Text → its places; `documents` in the order of their ids. What several documents repeat counts once."""
    found = {text: Places() for text in texts}
    if not texts:
        return found
    automaton = AhoCorasick(list(texts))
    seen: set[tuple[str, bool]] = set()
    for document in documents:
        for block, part, heading in parts(document):
            new = (part, heading) not in seen
            seen.add((part, heading))
            plain = folded(part)
            for number, _, _ in automaton.find_matches_as_indexes(plain, overlapping=True):
                _note(
                    found[texts[number]],
                    texts[number],
                    (document, block, part),
                    heading=heading if new else None,
                )
    return found


def _note(
    places: Places, text: str, where: tuple[Annotated, Block | None, str], *, heading: bool | None
) -> None:
    """Adds a place; `heading` is None where the paragraph stood in another document already."""
    document, block, part = where
    if heading is not None:
        places.uses += 1
        places.headings += heading
    if document.id not in places.documents:
        places.documents[document.id] = _example(
            document, block, part, text if len(places.documents) < EXAMPLES else ""
        )
    if block is not None and len(places.paragraphs) < PARAGRAPHS:
        places.paragraphs.append((document.id, block.id))


def _example(document: Annotated, block: Block | None, part: str, text: str) -> Example:
    return Example(
        document=document.id,
        file=document.speech.file,
        line=document.speech.source.first_line + (block.line if block else 1) - 1,
        text=_sentence(part, text) if text else "",
    )


def _sentence(part: str, text: str) -> str:
    """The sentence of a text that holds a wording, cut around it where it is long."""
    for match in _SENTENCE.finditer(part):
        at = folded(match[0]).find(text)
        if at >= 0:
            start = max(0, min(at - LONGEST // 3, len(match[0]) - LONGEST))
            cut = match[0][start : start + LONGEST]
            return ("…" if start else "") + cut + ("…" if start + LONGEST < len(match[0]) else "")
    return part[:LONGEST]
