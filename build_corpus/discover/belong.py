"""Which concept a candidate may belong to: by shared words, else by the paragraphs both stand in."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from build_corpus.model import Annotated, Vocabulary
from build_corpus.text import bare, forms

SHARE = 0.5  # 0–1; part of a candidate that is a wording of the concept from which it belongs there …
MOST = 0.75  # … and part of a wording that is the candidate: a shorter one would be a broader concept
TOGETHER = 2  # paragraphs with both, at least …
MOSTLY = 0.6  # … and this share of the candidate's paragraphs …
LIFT = 3.0  # … and so many times more than the theme's share of all paragraphs

Reason = Literal["wording", "paragraphs"]


def known(vocabulary: Vocabulary) -> frozenset[str]:
    """Every form of every wording."""
    return frozenset(
        form
        for theme in vocabulary.concepts
        for wording in (theme.label, *theme.aliases, *theme.weak, *theme.hidden)
        for form in (bare(wording), *forms(wording, vocabulary.variants))
    )


class Homes:
    """Finds the concept for a candidate. Made once for a corpus."""

    def __init__(self, vocabulary: Vocabulary, documents: Iterable[Annotated]) -> None:
        self._wordings = [
            (form, theme.id)
            for theme in vocabulary.concepts
            if not theme.deprecated
            for wording in (theme.label, *theme.aliases)
            for form in forms(wording, ())
        ]
        self._themes: Mapping[tuple[str, str], list[str]] = defaultdict(list)
        self._sizes: Counter[str] = Counter()
        self._paragraphs = 0
        ids = {theme.id for theme in vocabulary.concepts}
        for document in documents:
            self._paragraphs += len(document.speech.blocks)
            for score in (each for each in document.themes if each.theme in ids):
                self._sizes[score.theme] += len(score.paragraphs)
                for block, _ in score.paragraphs:
                    self._themes[document.id, block].append(score.theme)

    def of(self, text: str, paragraphs: Sequence[tuple[str, str]]) -> tuple[str, Reason] | None:
        """The concept and why, None where nothing speaks for one."""
        near = self._worded(text)
        if near:
            return near, "wording"
        beside = self._beside(paragraphs)
        return (beside, "paragraphs") if beside else None

    def _worded(self, text: str) -> str | None:
        """The concept with a wording that is most of the candidate, or most of which the candidate is."""
        inside = [(len(form), theme) for form, theme in self._wordings if form in text]
        size, near = max(inside, default=(0, ""))
        if size >= SHARE * len(text):
            return near
        around = {theme for form, theme in self._wordings if text in form and len(text) >= MOST * len(form)}
        return around.pop() if len(around) == 1 else None

    def _beside(self, paragraphs: Sequence[tuple[str, str]]) -> str | None:
        own = set(paragraphs)
        counts = Counter(theme for place in own for theme in self._themes.get(place, ()))
        for theme, count in sorted(
            counts.items(), key=lambda each: (-each[1], self._sizes[each[0]], each[0])
        ):
            lift = count * self._paragraphs / (len(own) * self._sizes[theme])
            if count >= TOGETHER and count >= MOSTLY * len(own) and lift >= LIFT:
                return theme
        return None
