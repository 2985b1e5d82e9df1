"""What documents share: passages taken over, copies, abridgements, reports of a speech.

In: seed and index. Out: a `Work`, the draft with what it owes to others. A document takes from
documents with a smaller index only, so that it depends on nothing that comes after it; each pair
stands with the later document. What a document is and from where it takes is decided by its index
alone, so that no other document has to be made to know it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from benchmarks.compose import Draft, Part, compose
from benchmarks.prose import Voice, themes

FIRST = 10  # the first documents take from nobody
RELATIONS = (("copy", 0.04), ("abridgement", 0.02), ("report", 0.02), ("stub", 0.02))
BORROWERS = 0.3  # share of documents that hold a passage of another
POPULAR = 20  # half of the passages come from every twentieth document: what everybody quotes
PASSAGE = (60, 200)  # 字
EDITED = 0.4  # share of passages that are not verbatim
_SENTENCES = re.compile("[^。！]*[。！]")
_EDITS = (
    ("切实", "扎实"),
    ("认真", "从严"),
    ("群众", "百姓"),
    ("工作", "任务"),
    ("不断", ""),
    ("进一步", ""),
    ("的", "之"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrowed:
    """A passage that another document holds as well."""

    passage: str
    """As it stands here."""
    index: int
    """The other document."""
    verbatim: bool
    """Whether it stands there in the same characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A draft and its debts."""

    draft: Draft
    """The clean text."""
    borrowed: tuple[Borrowed, ...] = ()
    """Passages of other documents in it."""
    relation: str = ""
    """copy, abridgement or report, empty for a work of its own."""
    of: int | None = None
    """The document it is a version of."""


def work(seed: int, index: int, chars: int) -> Work:
    """The document with everything it takes from others; not for a stub."""
    rng = Random(f"{seed}/{index}/reuse")
    relation = relation_of(seed, index)
    if not relation:
        return _borrow(rng, seed, index, chars)
    of = _original(rng, seed, index)
    source = _borrow(Random(f"{seed}/{of}/reuse"), seed, of, chars)
    make = {"copy": _copy, "abridgement": _abridgement, "report": _report}[relation]
    draft = make(rng, source.draft)
    text = "\n".join(part.text for part in draft.parts)
    held = tuple(each for each in source.borrowed if each.passage in text)
    return Work(draft=draft, borrowed=held, relation=relation, of=of)


def relation_of(seed: int, index: int) -> str:
    """What a document is to another one, by its index alone; a stub is no document at all (see `stubs`)."""
    roll = Random(f"{seed}/{index}/relation").random()
    for name, share in RELATIONS if index >= FIRST else ():
        if roll < share:
            return name
        roll -= share
    return ""


def _original(rng: Random, seed: int, index: int) -> int:
    """An earlier document that is a work of its own."""
    while relation_of(seed, of := rng.randrange(index)):
        pass
    return of


def _borrow(rng: Random, seed: int, index: int, chars: int) -> Work:
    """The document's own text, with passages of earlier ones behind some of its paragraphs."""
    draft = compose(seed, index, chars)
    borrowed: list[Borrowed] = []
    if index >= FIRST and rng.random() < BORROWERS:
        for _ in range(rng.randint(1, 2)):
            of = _original(rng, seed, index)
            if rng.random() < 0.5 and not relation_of(seed, of // POPULAR * POPULAR):
                of = of // POPULAR * POPULAR
            draft = _take_passage(rng, draft, (of, compose(seed, of, chars)), borrowed)
    return Work(draft=draft, borrowed=tuple(borrowed))


def _take_passage(rng: Random, draft: Draft, other: tuple[int, Draft], borrowed: list[Borrowed]) -> Draft:
    """The draft with a passage of another one, where both have a paragraph for it."""
    places = [at for at, part in enumerate(draft.parts) if _plain(part)]
    sources = [part for part in other[1].parts if _plain(part) and len(part.text) > PASSAGE[0]]
    if not places or not sources or any(each.index == other[0] for each in borrowed):
        return draft
    part = rng.choice(sources)
    passage = _passage(rng, part.text)
    shown = _edited(rng, passage, 2) if rng.random() < EDITED else passage
    borrowed.append(Borrowed(passage=shown, index=other[0], verbatim=shown == passage))
    held = tuple(name for name in part.themes if any(wording in shown for wording in themes()[name]))
    at = rng.choice(places)
    here = draft.parts[at]
    here = replace(here, text=here.text + shown, themes=tuple(dict.fromkeys((*here.themes, *held))))
    return replace(draft, parts=(*draft.parts[:at], here, *draft.parts[at + 1 :]))


def _plain(part: Part) -> bool:
    return part.type == "paragraph" and not part.headings and "**" not in part.text


def _passage(rng: Random, text: str) -> str:
    """Whole sentences in a row, as many as PASSAGE asks for."""
    spans = [match.span() for match in _SENTENCES.finditer(text)]
    wanted = rng.randint(*PASSAGE)
    first = last = rng.randrange(len(spans))
    while spans[last][1] - spans[first][0] < wanted and (last + 1 < len(spans) or first):
        if last + 1 < len(spans):
            last += 1
        else:
            first -= 1
    return text[spans[first][0] : spans[last][1]]


def _edited(rng: Random, text: str, count: int) -> str:
    """A text with up to `count` words changed."""
    fitting = [edit for edit in _EDITS if edit[0] in text]
    for old, new in rng.sample(fitting, min(count, len(fitting))):
        text = text.replace(old, new, 1)
    return text


def _copy(rng: Random, draft: Draft) -> Draft:
    """The same speech from another site: a few words differ."""
    chosen = set(rng.sample(range(len(draft.parts)), min(3, len(draft.parts))))
    parts = tuple(
        replace(part, text=_edited(rng, part.text, 2)) if at in chosen and _plain(part) else part
        for at, part in enumerate(draft.parts)
    )
    return replace(draft, parts=parts)


def _abridgement(rng: Random, draft: Draft) -> Draft:
    """About half of the paragraphs; a heading stays where something is left below it."""
    kept: list[Part] = []
    for part in reversed(draft.parts):
        below = kept[-1] if kept else None
        level = part.headings[0].level if part.type == "heading" else 0
        bare = below is None or (below.type == "heading" and below.headings[0].level <= level)
        gone = bare if level else part.type == "paragraph" and rng.random() < 0.5
        if not gone:
            kept.append(part)
    if not any(part.type == "paragraph" for part in kept):
        return draft
    return replace(draft, title=f"{draft.title}（摘要）", parts=tuple(reversed(kept)))


def _report(rng: Random, draft: Draft) -> Draft:
    """News of a speech: a lead, then first sentences of some paragraphs in indirect speech."""
    scene = draft.scene
    voice = Voice(rng, scene)
    verbs = ("指出", "强调", "要求")
    said = [part for part in draft.parts if part.type == "paragraph"][1:]
    lead = f"本报讯　{scene.day.month}月{scene.day.day}日，{scene.place}召开{voice.occasion()}，{scene.role}{scene.speaker}出席会议并讲话。"
    body = (
        [
            Part(type="paragraph", text=f"{scene.speaker}{rng.choice(verbs)}，{''.join(_firsts(part.text))}")
            for part in rng.sample(said, max(1, len(said) // 4))
        ]
        if said
        else []
    )
    return Draft(
        kind="article",
        title=f"{scene.speaker}{rng.choice(verbs)}　{voice.slogan().partition('　')[0]}",
        subtitle="",
        scene=scene,
        date_line="",
        name_line="",
        stated=(),
        parts=(Part(type="paragraph", text=lead), *body),
    )


def _firsts(text: str) -> Sequence[str]:
    return _SENTENCES.findall(text)[:2]
