"""Candidates as concepts: ids, notes, and a whole vocabulary for a corpus that has none."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b

from build_corpus.discover.propose import suggest
from build_corpus.model import Annotated, Candidate, Knowledge, Theme, Vocabulary

SCHEME = "found"
# 字 of the published texts from … → concepts, in wide steps: one more speech seldom changes the number.
THEMES = ((5_000_000, 200), (1_000_000, 150), (200_000, 100), (20_000, 60), (0, 24))
MORE = 3  # candidates asked for each concept: formulas are none, nor are most short words
SHORT = 2  # 字


def found_vocabulary(documents: Sequence[Annotated], knowledge: Knowledge) -> Vocabulary:
    """The best candidates of a corpus as a vocabulary that says so of itself."""
    size = sum(len(document.speech.text) for document in documents if document.speech.published)
    most = next(themes for least, themes in THEMES if size >= least)
    candidates = suggest(documents, knowledge, limit=MORE * most)
    themes = [each for each in candidates if each.kind == "theme" and _says_enough(each)][:most]
    return Vocabulary(scheme=SCHEME, concepts=_headed(concepts(themes)), found=True)


def _says_enough(candidate: Candidate) -> bool:
    """Whether a candidate may be a theme without anybody's asking: a short word only where headings name it."""
    return len(candidate.text) > SHORT or candidate.headings > 0


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
    ends = (label[start:] for start in range(1, len(label) - 1))
    return next((ids[end] for end in ends if end in ids), None)
