"""Published documents that hold the same speech: which is a version of which.

In: documents. Out: versions and what an editor should know. Sketches propose pairs, a comparison of
the whole texts decides; the editor's word wins over both. Nothing is deleted. Sketches and comparisons are kept.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeVar

import numpy as np

from build_corpus.model import VERSION_KINDS, Annotated, Finding, Knowledge, Version, finding
from build_corpus.relate.choices import Choices, editors_choices, place
from build_corpus.relate.kept import OWN_ROW, bytes_of, value_of
from build_corpus.relate.sketch import Hashes, covered, grams, in_order, proposals, sketch
from build_corpus.relate.work import Folds, Work
from build_corpus.text import characters

Kind = Literal["copy", "abridgement", "report"]
Pair = tuple[str, str]
Link = tuple[Kind, float] | None
"""What a text is of a longer one, and how much of it stands there; None: nothing."""
T = TypeVar("T")
Links = Mapping[Pair, tuple[Kind, float]]
"""(shorter, longer) → what the shorter is of the longer, and how much of it stands there."""
_SIZE = np.uint64
SKETCHES, COMPARED = "sketches", "compared"

MIN = 200  # 字; shorter texts resemble each other by chance. guessed
COPY = 0.8  # share of each text that stands in the other one, from which they are one text in two frames
WHOLE = 0.85  # share of the shorter text from which it is an excerpt whatever it reads like
EXCERPT = 0.6  # share of the shorter text, in order, from which it is an abridgement
QUOTED = 0.2  # share of a report that is the speech's own words; unrelated speeches share up to 0.03
ORDERED = 0.75  # part of the n-grams of both that stands in the same order
REPORTED = 2  # wordings of a report
UNLIKE = 0.05  # share of a text below which it has nothing to do with the one an editor names


@dataclass(frozen=True, kw_only=True)
class Text:
    """A document as comparison sees it."""

    document: Annotated
    knowledge: Knowledge
    folds: Folds

    @cached_property
    def reports(self) -> bool:
        """Whether it tells of a speech: wordings of a report, and nobody who speaks to an audience."""
        speech = self.document.speech
        opening = "".join(block.text for block in speech.blocks[:2])
        greets = any(block.type == "salutation" for block in speech.blocks)
        if greets or self.knowledge.structure.spoken.search(opening):
            return False
        return sum(1 for _ in self.knowledge.reported.pattern.finditer(speech.text)) >= REPORTED

    @property
    def grams(self) -> Hashes:
        """Its n-grams, in order."""
        return grams(self.folds.of(self.document.id).codes)

    @property
    def size(self) -> int:
        """字 of its body."""
        blocks = self.document.speech.blocks
        return sum(characters(block.text) for block in blocks if block.type in ("paragraph", "closing"))

    def share(self, other: "Text") -> float:
        """Share of this text's 字 that also stand in the other one, 0–1."""
        found = covered(self.grams, other.grams)
        return float(found.mean()) if len(found) else 0.0


class Compared:
    """What comparisons gave, and looks at whole texts, kept by documents. Those of one that changed are forgotten."""

    def __init__(self, work: Work) -> None:
        """Takes up what is kept. Raises DamagedError."""
        row, gone = work.shelf.row(COMPARED), frozenset(work.changes.gone)
        self._shelf = work.shelf
        self._known: tuple[dict[tuple[str, ...], Any], ...] = value_of(row) if row else ({}, {}, {}, {})
        self._asked: tuple[dict[tuple[str, ...], Any], ...] = ({}, {}, {}, {})
        for known in self._known:
            for names in [names for names in known if not gone.isdisjoint(names)]:
                del known[names]

    def link(self, one: Text, other: Text) -> Link:
        """What a text is of a longer one."""
        return self._answer(0, (one, other), lambda: _link(one, other))

    def share(self, one: Text, other: Text) -> float:
        """Share of a text's 字 that also stand in the other one, 0–1."""
        return self._answer(1, (one, other), lambda: one.share(other))

    def reports(self, text: Text) -> bool:
        """Whether it tells of a speech."""
        return self._answer(2, (text,), lambda: text.reports)

    def rank(self, text: Text) -> tuple[int, bool, str]:
        """The smaller, the rather canonical: most 字 of body, then a delivered date, then the id."""
        size = self._answer(3, (text,), lambda: text.size)
        return -size, text.document.speech.date is None, text.document.id

    def _answer(self, question: int, texts: Sequence[Text], found: Callable[[], T]) -> T:
        names = tuple(text.document.id for text in texts)
        known, asked = self._known[question], self._asked[question]
        if names not in asked:
            asked[names] = known[names] if names in known else found()
        answer: T = asked[names]
        return answer

    def keep(self) -> None:
        """Keeps what was asked for."""
        if self._asked != self._known:
            self._shelf.put(COMPARED, {OWN_ROW: bytes_of(self._asked)})


def find_versions(work: Work, knowledge: Knowledge) -> tuple[tuple[Version, ...], tuple[Finding, ...]]:
    """Versions sorted by id, and findings: versions found, choices that cannot be followed. Raises DamagedError."""
    public = [document for document in work.documents if document.speech.published]
    choices, problems = editors_choices(work.documents)
    texts = {
        document.id: Text(document=document, knowledge=knowledge, folds=work.folds) for document in public
    }
    compared = Compared(work)
    sketches = _sketches(texts, work)
    links = _links(
        [text for text in texts.values() if text.document.id not in choices.alone], sketches, compared
    )
    heads = _heads(texts, choices, links, compared)
    versions = tuple(
        _version((texts[each], texts[head]), links, compared, chosen=choices.of.get(each) == head)
        for each, head in sorted(heads.items())
        if head != each
    )
    compared.keep()
    return versions, (*problems, *_findings(versions, texts))


def _sketches(texts: Mapping[str, Text], work: Work) -> Mapping[str, tuple[int, Hashes]]:
    """For each text how many folded 字 it has, and its sketch."""
    kept = work.shelf.rows(SKETCHES)
    rows: dict[str, bytes | None] = dict.fromkeys(work.changes.gone)
    for name in texts:
        if name in rows or name not in kept:
            codes = work.folds.of(name).codes
            kept[name] = rows[name] = _SIZE(len(codes)).tobytes() + sketch(grams(codes)).tobytes()
    work.shelf.put(SKETCHES, rows)
    return {name: _read(kept[name]) for name in texts}


def _read(row: bytes) -> tuple[int, Hashes]:
    numbers = np.frombuffer(row, np.uint64)
    return int(numbers[0]), numbers[1:]


def _links(texts: Sequence[Text], sketches: Mapping[str, tuple[int, Hashes]], compared: Compared) -> Links:
    """What stands in what."""
    sizes = {name: size for name, (size, _) in sketches.items()}
    long = [text for text in texts if sizes[text.document.id] >= MIN]
    links = {}
    for left, right in proposals([sketches[text.document.id][1] for text in long]):
        one, other = sorted(
            (long[left], long[right]), key=lambda text: (sizes[text.document.id], text.document.id)
        )
        link = compared.link(one, other)
        if link:
            links[one.document.id, other.document.id] = link
    return links


def _link(one: Text, other: Text) -> Link:
    share = one.share(other)
    kind = _kind(one, other, share)
    return (kind, share) if kind else None


def _kind(one: Text, other: Text, share: float) -> Kind | None:
    """What a text is of a longer one."""
    if share >= COPY and other.share(one) >= COPY:
        return "copy"
    if share < QUOTED or in_order(one.grams, other.grams) < ORDERED:
        return None
    if share < WHOLE and one.reports and not other.reports:
        return "report"
    return "abridgement" if share >= EXCERPT else None


def _heads(texts: Mapping[str, Text], choices: Choices, links: Links, compared: Compared) -> dict[str, str]:
    """Document → the canonical one of its cluster (itself, where it is)."""
    group = {each: each for each in texts}

    def find(each: str) -> str:
        while group[each] != each:
            group[each] = group[group[each]]
            each = group[each]
        return each

    for pair in [*(pair for pair, (kind, _) in links.items() if kind == "copy"), *choices.of.items()]:
        left, right = sorted((find(pair[0]), find(pair[1])))
        group[right] = left
    groups = {each: find(each) for each in texts}
    members: dict[str, list[str]] = {}
    for each, own in groups.items():
        members.setdefault(own, []).append(each)
    named = {groups[root]: set[str]() for root in choices.of.values()}
    for root in choices.of.values():
        named[groups[root]].add(root)
    above = _above(groups, links, named)
    heads = {}
    for each, own in groups.items():
        at = own
        while at in above:
            at = above[at]
        if each in named.get(own, ()) or (at == own and len(members[own]) == 1):
            heads[each] = each
        else:
            roots = named.get(at) or members[at]
            heads[each] = choices.of.get(each) or min(roots, key=lambda root: compared.rank(texts[root]))
    return heads


def _above(groups: Mapping[str, str], links: Links, named: Mapping[str, object]) -> dict[str, str]:
    """Group → the group whose text it is a part of: the one that holds most of it. No circles.

    A part links its group to one other, never two others to each other: two speeches that a report
    quotes, or that share a short text, stay two.
    """
    above: dict[str, str] = {}
    parts = [(share, pair) for pair, (kind, share) in links.items() if kind != "copy"]
    for _, (part, whole) in sorted(parts, key=lambda each: (-each[0], each[1])):
        own, at = groups[part], groups[whole]
        while at in above:
            at = above[at]
        if own not in above and own not in named and own != at:
            above[own] = groups[whole]
    return above


def _version(
    texts: tuple[Text, Text],
    links: Links,
    compared: Compared,
    *,
    chosen: bool,
) -> Version:
    text, head = texts
    share = compared.share(text, head)
    pairs = ((text.document.id, head.document.id), (head.document.id, text.document.id))
    direct = next((links[pair] for pair in pairs if pair in links), None)
    kind: Kind = "report" if compared.reports(text) else "copy" if share >= COPY else "abridgement"
    return Version(
        id=text.document.id,
        of=head.document.id,
        kind=direct[0] if direct and (text.document.id, head.document.id) in links else kind,
        shared=round(share, 3),
        chosen=chosen,
    )


def _findings(versions: Sequence[Version], texts: Mapping[str, Text]) -> Iterator[Finding]:
    """What is said of versions: of those found that they are, of those an editor named that they share nothing.

    A text that hardly resembles the canonical one stands there because an editor put another one there: that
    one's sidecar is told, and how many came with it.
    """
    unlike = [each for each in versions if each.shared < UNLIKE]
    for version in versions:
        if version not in unlike:
            yield from [] if version.chosen else [_told(version, texts)]
        elif version.chosen:
            with_it = sum(each.of == version.of and not each.chosen for each in unlike)
            yield finding(
                "version-unlike",
                *place(texts[version.id].document),
                of=version.of,
                title=texts[version.of].document.speech.title or version.of,
                percent=round(version.shared * 100),
                others=f"，与它同文的 {with_it} 篇也跟着列了过去" if with_it else "",
            )


def _told(version: Version, texts: Mapping[str, Text]) -> Finding:
    head = texts[version.of].document.speech
    return finding(
        "near-duplicate",
        f"seeds/{texts[version.id].document.speech.source.file}",
        title=head.title or head.id,
        of=version.of,
        percent=round(version.shared * 100),
        kind=VERSION_KINDS[version.kind],
    )
