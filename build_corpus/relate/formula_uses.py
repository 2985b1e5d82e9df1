"""Where documents use set phrases: one automaton for all, every place in one pass over each text."""

from collections.abc import Iterator, Mapping

from ahocorasick_rs import AhoCorasick

from build_corpus.model import Annotated
from build_corpus.relate.formula_text import Folded, Key, Keys, number
from build_corpus.segment import Lexicon, lexicon
from build_corpus.text import is_han

OPEN, CLOSED = frozenset('“‘「『"'), frozenset('”’」』"')
SHORT = 3  # 字; longer phrases stand inside other words next to never
TINY = 2  # 字; such a phrase is a word like others unless it opens with a number
CROSSING = 4  # 字 of the longest word that is asked for at an edge
NUMERALS = "一二三四五六七八九十百千万两双第"


Use = tuple[str, int, int, bool]
"""A phrase's form, where a use of it starts and ends in a document's text, and whether it stands in quotation marks."""


class Words:
    """What is a word of the language: the dictionary, which takes a second to read, and answers it once gave."""

    def __init__(self, known: dict[str, bool]) -> None:
        self.known = known

    @property
    def lexicon(self) -> Lexicon:
        """The dictionary itself."""
        return lexicon()

    def __contains__(self, word: str) -> bool:
        """Whether the dictionary has it."""
        if word not in self.known:
            self.known[word] = word in self.lexicon
        return self.known[word]


def forms_of(keys: Mapping[str, Key], maker: Keys) -> dict[str, Key]:
    """Every form in which a phrase is looked for → its key."""
    return {form: keys[key] for key in sorted(keys) for form in maker.forms(key)}


class Finder:
    """Finds phrases in documents."""

    def __init__(self, forms: Mapping[str, Key], words: Words) -> None:
        """`forms`: see `forms_of`."""
        self.keys = forms
        self._forms = list(forms)
        self._keys = list(forms.values())
        self._shy = [_is_shy(form) for form in forms]
        self._words = words
        self._automaton = AhoCorasick(self._forms) if forms else None

    def uses(self, text: str) -> Iterator[Use]:
        """Every use in a text, in order of its end. Phrases may stand inside others."""
        if self._automaton is None:
            return
        folded = Folded(text)
        for form, start, end in self._automaton.find_matches_as_indexes(folded.plain, overlapping=True):
            key = self._keys[form]
            first, last = folded.span(start, end)
            if last - first > end - start and not key.parts.issuperset(folded.partings(start, end)):
                continue
            quoted = first > 0 and text[first - 1] in OPEN and text[last : last + 1] in CLOSED
            if quoted or not self._shy[form] or self._stands_alone(folded.plain, form, start, end):
                yield self._forms[form], first, last, quoted

    def inside(self, key: str) -> set[str]:
        """Keys of other phrases that stand inside a key."""
        if self._automaton is None:
            return set()
        found = self._automaton.find_matches_as_indexes(key, overlapping=True)
        return {self._keys[form].text for form, _, _ in found} - {key}

    def _stands_alone(self, plain: str, form: int, start: int, end: int) -> bool:
        """Whether an unquoted short phrase is the phrase and no part of other words."""
        text = self._forms[form]
        if not _may_be_bare(text):
            return False
        before, after = plain[max(0, start - CROSSING) : start], plain[end : end + CROSSING]
        if number(text) is not None and before[-1:] in NUMERALS and before:
            return False
        if _is_ascii_word(text[0]) and _is_ascii_word(before[-1:]):
            return False
        if _is_ascii_word(text[-1]) and _is_ascii_word(after[:1]):
            return False
        return len(text) > SHORT or not self._crossed(before, text, after)

    def _crossed(self, before: str, text: str, after: str) -> bool:
        """Whether a word of the language reaches over an edge: 学习 of 大学习 into 习近平."""
        lefts = (
            before[-size:] + text[:more] for size in range(1, len(before) + 1) for more in range(1, len(text))
        )
        rights = (
            text[-size:] + after[:more] for size in range(1, len(text)) for more in range(1, len(after) + 1)
        )
        words = (*lefts, *rights)
        return any(len(word) <= CROSSING and word in self._words for word in words)


def _is_shy(form: str) -> bool:
    """Whether a phrase without quotation marks has to be looked at: short, numbered or not of Han alone."""
    return len(form) <= SHORT or number(form) is not None or not (is_han(form[0]) and is_han(form[-1]))


def _may_be_bare(text: str) -> bool:
    """Whether a phrase can be told from ordinary words without its quotation marks.

    >>> [_may_be_bare(each) for each in ("两新", "造血", "四要", "五个一", "541", "安专迷")]
    [True, False, False, False, False, True]
    """
    if not any(map(is_han, text)) or text[-1] in NUMERALS:
        return False
    if len(text) > TINY:
        return True
    return number(text) is not None and text[-1] not in "要是"


def _is_ascii_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def block_starts(document: Annotated) -> list[int]:
    """Where each block starts in the document's text."""
    starts, at = [], 0
    for block in document.speech.blocks:
        starts.append(at)
        at += len(block.text) + 1
    return starts
