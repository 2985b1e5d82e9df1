"""Where a text uses a theme's wording: one automaton for all wordings, longest match."""

from ahocorasick_rs import AhoCorasick, MatchKind

from build_corpus.model import Mention, Theme, Vocabulary
from build_corpus.text import QUOTES, without

OPTIONAL = "、"  # an alias with it is found without it, too: 抓党建、促脱贫 and 抓党建促脱贫


class Tagger:
    """Finds the wordings of a vocabulary. Quotation marks in text and wording do not count."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        found = [(form, theme.id, weak) for theme in vocabulary.concepts for form, weak in _wordings(theme)]
        self._strong = _Wordings({form: theme for form, theme, weak in reversed(found) if not weak})
        self._weak = _Wordings({form: theme for form, theme, weak in reversed(found) if weak})

    def mentions(self, block: str, text: str) -> tuple[Mention, ...]:
        """The mentions in a block's text, in order, not overlapping; a weak one never hides a strong one."""
        bare, places = without(text, QUOTES)
        strong = self._strong.find(bare)
        taken = {at for _, start, end in strong for at in range(start, end)}
        weak = [each for each in self._weak.find(bare) if taken.isdisjoint(range(each[1], each[2]))]
        spans = [(start, end, theme, False) for theme, start, end in strong]
        spans += [(start, end, theme, True) for theme, start, end in weak]
        return tuple(
            Mention(theme=theme, block=block, start=places[start], end=places[end - 1] + 1, weak=is_weak)
            for start, end, theme, is_weak in sorted(spans)
        )


class _Wordings:
    """An automaton over forms; the longest match from the left wins."""

    def __init__(self, themes: dict[str, str]) -> None:
        self._themes = list(themes.values())
        self._automaton = AhoCorasick(list(themes), matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> list[tuple[str, int, int]]:
        """(theme, start, end) of each match."""
        return [
            (self._themes[form], start, end)
            for form, start, end in self._automaton.find_matches_as_indexes(text)
        ]


def _wordings(theme: Theme) -> list[tuple[str, bool]]:
    """Every form that is looked for, with whether it is weak; a weak form is never strong as well."""
    weak = {_bare(wording) for wording in theme.weak}
    strong = [_bare(wording) for wording in (theme.label, *theme.aliases)]
    forms = [form for wording in strong for form in (wording, wording.replace(OPTIONAL, ""))]
    return [(form, form in weak) for form in dict.fromkeys((*forms, *sorted(weak)))]


def _bare(wording: str) -> str:
    return without(wording, QUOTES)[0]
