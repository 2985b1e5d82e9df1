"""Candidates as concepts: ids, notes, and a whole vocabulary for a corpus that has none."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b

from build_corpus.discover.propose import suggest
from build_corpus.model import Annotated, Candidate, Knowledge, Theme, Vocabulary

SCHEME = "found"
THEMES = ((256, 200), (64, 120), (16, 80), (0, 40))  # published documents from … → concepts, in wide steps
MORE = 2  # candidates asked for each concept: formulas are none
SHORT = 2  # 字 of a label that heads no other


def found_vocabulary(documents: Sequence[Annotated], knowledge: Knowledge) -> Vocabulary:
    """The best candidates of a corpus as a vocabulary that says so of itself."""
    public = sum(document.speech.published for document in documents)
    most = next(themes for least, themes in THEMES if public >= least)
    candidates = suggest(documents, knowledge, limit=MORE * most)
    themes = [each for each in candidates if each.kind == "theme"][:most]
    return Vocabulary(scheme=SCHEME, concepts=_headed(concepts(themes)), found=True)


def concepts(candidates: Sequence[Candidate], taken: Container[str] = ()) -> tuple[Theme, ...]:
    """A concept for each candidate. `taken`: ids that are in use."""
    ids = _distinct([each.text for each in candidates], taken)
    return tuple(
        Theme(id=theme_id, label=each.text, scope=_scope(each), aliases=each.variants)
        for theme_id, each in zip(ids, candidates, strict=True)
    )


def _scope(candidate: Candidate) -> str:
    headings = f"，其中标题 {candidate.headings} 处" if candidate.headings else ""
    return f"自动发现：{candidate.speeches} 篇讲话用了 {candidate.uses} 次{headings}。"


def _distinct(labels: Sequence[str], taken: Container[str]) -> list[str]:
    """An id for each label, from the label alone; a hash tells labels with one sound apart."""
    sounds = [_sound(label) for label in labels]
    counts = Counter(sounds)
    return [
        sound if counts[sound] == 1 and sound not in taken and sound != "index" else f"{sound}-{_hash(label)}"
        for sound, label in zip(sounds, labels, strict=True)
    ]


def _sound(label: str) -> str:
    """Pinyin with hyphens: `jia-xiao-gong-yu`."""
    # Only a corpus that asks for new concepts needs pypinyin.
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    syllables = (re.sub("[^a-z0-9]", "", each.lower()) for each in lazy_pinyin(label, errors="ignore"))
    return "-".join(each for each in syllables if each) or "theme"


def _hash(label: str) -> str:
    return blake2b(label.encode(), digest_size=3).hexdigest()


def _headed(themes: Iterable[Theme]) -> tuple[Theme, ...]:
    """A label that ends in another one is a kind of it: 学校食堂 below 食堂."""
    found = tuple(themes)
    ids = {theme.label: theme.id for theme in found}
    return tuple(replace(theme, broader=_head(theme.label, ids)) for theme in found)


def _head(label: str, ids: dict[str, str]) -> str | None:
    ends = (label[start:] for start in range(1, len(label) - SHORT + 1))
    return next((ids[end] for end in ends if end in ids), None)
