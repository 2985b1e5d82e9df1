"""Where a text uses a theme's wording: one automaton for all wordings, longest match."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ahocorasick_rs import AhoCorasick, MatchKind

from build_corpus.model import Condition, Mention, Theme, Vocabulary
from build_corpus.text import QUOTES, SENTENCE_END, bare, forms, simplified, without

_ENDS = f"{SENTENCE_END}；;\n"  # where the words near a wording end
_Found = tuple[str, int, int]


class Tagger:
    """Finds the wordings of a vocabulary.

    Quotation marks in text and wording do not count, nor whether characters are simplified. The
    wordings of a deprecated concept stand for the one that replaces it.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        found = [
            (form, target, weak)
            for theme in vocabulary.concepts
            if (target := theme.replaced_by if theme.deprecated else theme.id)
            for form, weak in _wordings(theme, vocabulary.variants)
        ]
        conditions = _conditions(vocabulary)
        self._strong = _Wordings(
            {form: theme for form, theme, weak in reversed(found) if not weak}, conditions
        )
        self._weak = _Wordings({form: theme for form, theme, weak in reversed(found) if weak}, conditions)
        self._labels = {(theme.id, bare(theme.label)) for theme in vocabulary.concepts}
        self.families: Mapping[str, tuple[str, ...]] = _families(vocabulary)
        """Concept → the concepts in use right below it, where there are any."""

    def mentions(self, block: str, text: str) -> tuple[Mention, ...]:
        """The mentions in a block's text, in order, not overlapping; a weak one never hides a strong one."""
        plain, places = without(simplified(text), QUOTES)
        strong = self._strong.find(plain)
        taken = {at for _, start, end in strong for at in range(start, end)}
        weak = [each for each in self._weak.find(plain) if taken.isdisjoint(range(each[1], each[2]))]
        spans = [(start, end, theme, False) for theme, start, end in strong]
        spans += [(start, end, theme, True) for theme, start, end in weak]
        return tuple(
            Mention(
                theme=theme,
                block=block,
                start=places[start],
                end=places[end - 1] + 1,
                weak=is_weak,
                label=is_weak and (theme, plain[start:end]) in self._labels,
            )
            for start, end, theme, is_weak in sorted(spans)
        )

    def named(self, text: str) -> frozenset[str]:
        """The themes a text has a strong wording of."""
        return frozenset(theme for theme, _, _ in self._strong.find(bare(text)))


class _Wordings:
    """An automaton over forms; the longest match from the left wins, then conditions are asked."""

    def __init__(self, themes: dict[str, str], conditions: Mapping[str, Sequence[Condition]]) -> None:
        self._themes = list(themes.values())
        self._conditions = [conditions.get(form, ()) for form in themes]
        self._automaton = AhoCorasick(list(themes), matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> list[_Found]:
        """(theme, start, end) of each match."""
        return [
            (self._themes[form], start, end)
            for form, start, end in self._automaton.find_matches_as_indexes(text)
            if not self._conditions[form] or _holds(self._conditions[form], _sentence(text, start, end))
        ]


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a match."""
    first = max(text.rfind(mark, 0, start) for mark in _ENDS) + 1
    last = [place for mark in _ENDS if (place := text.find(mark, end)) >= 0]
    return text[first : min(last, default=len(text))]


def _holds(conditions: Sequence[Condition], sentence: str) -> bool:
    return all(
        (not each.near or any(word in sentence for word in each.near))
        and not any(word in sentence for word in each.unless)
        for each in conditions
    )


def _conditions(vocabulary: Vocabulary) -> dict[str, list[Condition]]:
    """Form → what is asked of its sentence."""
    found: dict[str, list[Condition]] = defaultdict(list)
    for theme in vocabulary.concepts:
        for each in theme.conditions:
            near, unless = tuple(map(bare, each.near)), tuple(map(bare, each.unless))
            for form in (form for wording in each.of for form in forms(wording, vocabulary.variants)):
                found[form].append(replace(each, near=near, unless=unless))
    return found


def _families(vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    below: dict[str, list[str]] = defaultdict(list)
    for theme in vocabulary.concepts:
        if theme.broader and not theme.deprecated:
            below[theme.broader].append(theme.id)
    return {broader: tuple(narrower) for broader, narrower in below.items()}


def _wordings(theme: Theme, variants: Sequence[Sequence[str]]) -> list[tuple[str, bool]]:
    """Every form that is looked for, with whether it is weak; a weak form is never strong as well."""
    weak = {bare(wording) for wording in theme.weak}
    strong = [
        form for wording in (theme.label, *theme.aliases, *theme.hidden) for form in forms(wording, variants)
    ]
    return [(form, form in weak) for form in dict.fromkeys((*strong, *sorted(weak)))]
