"""Chinese words. The only file that imports a word segmenter.

Search in the published site segments with jieba, which reads the dictionary that `dictionary`
writes. The tokenizer here is an own one, so that nothing global is changed.
"""

import logging
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from sys import intern
from typing import TYPE_CHECKING

from build_corpus.text import is_han

if TYPE_CHECKING:
    from jieba import Tokenizer

FREQUENCY = (
    200_000  # guessed: high enough that jieba keeps our words whole; `check` finds out where it does not
)
MANY = 1000  # documents that need its 100 MB more than a run that ends with its site needs the dictionary


def dictionary(words: Iterable[str]) -> str:
    """A user dictionary for jieba: one Han word a line with its frequency, sorted."""
    plain = sorted({word for word in words if word and all(is_han(char) for char in word)})
    return "".join(f"{word} {FREQUENCY} n\n" for word in plain)


class Segmenter:
    """jieba with a user dictionary, as the site's search uses it."""

    def __init__(self, user_dictionary: str) -> None:
        self._tokenizer = _tokenizer()
        for line in user_dictionary.splitlines():
            word, frequency, _ = line.split(" ")
            self._tokenizer.add_word(word, int(frequency))

    def words(self, text: str) -> list[str]:
        """The words of a text, in order; together they are the text."""
        return list(self._tokenizer.cut(text))


@cache
def lexicon() -> "Lexicon":
    """The dictionary of jieba, read once in each process; it takes a second."""
    return Lexicon()


def make_room(documents: int) -> None:
    """Lets go of the dictionary where there are many documents; who asks for a word again reads it again."""
    if documents > MANY and lexicon.cache_info().currsize:
        lexicon().empty()
        lexicon.cache_clear()


class Lexicon:
    """jieba's dictionary, for looking at the words of a text."""

    def __init__(self) -> None:
        self._tokenizer = _tokenizer()
        self._tokenizer.initialize()

    @cached_property
    def _tags(self) -> dict[str, str]:
        known = {
            word: word for word in self._tokenizer.FREQ
        }  # one string of each word: it is half of the room
        with self._tokenizer.get_dict_file() as file:
            rows = (line.decode().split() for line in file)
            return {known.get(word, word): intern(tag) for word, _, tag in rows}

    def empty(self) -> None:
        """Lets go of all words; a tokenizer holds itself, so that forgetting it is not enough."""
        self._tokenizer.FREQ = {}
        vars(self).pop("_tags", None)

    def __contains__(self, text: str) -> bool:
        return bool(self._tokenizer.FREQ.get(text))

    def words(self, text: str) -> Iterator[str]:
        """The words of a text, in order; together they are the text."""
        return iter(self._tokenizer.cut(text))

    def known_words(self, text: str) -> list[str]:
        """The same without guesses: what the dictionary does not know falls into characters."""
        return list(self._tokenizer.cut(text, HMM=False))

    def tag(self, word: str) -> str:
        """The part of speech in jieba's dictionary (`n`, `vn`, `ns` …), empty for a word it does not know."""
        return self._tags.get(word, "")

    def usual(self, word: str) -> float:
        """0–1; share of the word in ordinary Chinese, 0 for a word the dictionary does not know."""
        return float((self._tokenizer.FREQ.get(word) or 0) / self._tokenizer.total)


def _tokenizer() -> "Tokenizer":
    """A tokenizer of our own."""
    import jieba  # noqa: PLC0415 - slow to load, and most runs have no new word to ask for

    jieba.default_logger.setLevel(logging.WARNING)
    made = jieba.Tokenizer()
    made.tmp_dir = tempfile.gettempdir()
    return made
