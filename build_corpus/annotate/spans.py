"""Where a text uses a theme's wording: one automaton for all wordings, longest match."""

from ahocorasick_rs import AhoCorasick, MatchKind

from build_corpus.model import Mention, Theme, Vocabulary
from build_corpus.text import QUOTES, without

OPTIONAL = "、"  # an alias with it is found without it, too: 抓党建、促脱贫 and 抓党建促脱贫


class Tagger:
    """Finds the wordings of a vocabulary. Quotation marks in text and wording do not count."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        wordings: dict[str, tuple[str, bool]] = {}
        for theme in vocabulary.concepts:
            for wording, weak in _wordings(theme):
                wordings.setdefault(wording, (theme.id, weak))
        self._meaning = list(wordings.values())
        self._automaton = AhoCorasick(list(wordings), matchkind=MatchKind.LeftmostLongest)

    def mentions(self, block: str, text: str) -> tuple[Mention, ...]:
        """The mentions in a block's text, in order, not overlapping."""
        bare, places = without(text, QUOTES)
        return tuple(
            Mention(
                theme=self._meaning[wording][0],
                block=block,
                start=places[start],
                end=places[end - 1] + 1,
                weak=self._meaning[wording][1],
            )
            for wording, start, end in self._automaton.find_matches_as_indexes(bare)
        )


def _wordings(theme: Theme) -> list[tuple[str, bool]]:
    """Every form that is looked for, with whether it is weak; a weak form is never strong as well."""
    weak = {_bare(wording) for wording in theme.weak}
    strong = [_bare(wording) for wording in (theme.label, *theme.aliases)]
    forms = [form for wording in strong for form in (wording, wording.replace(OPTIONAL, ""))]
    return [(form, form in weak) for form in dict.fromkeys((*forms, *sorted(weak)))]


def _bare(wording: str) -> str:
    return without(wording, QUOTES)[0]
