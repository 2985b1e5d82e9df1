"""Chinese words. The only file that imports a word segmenter.

Search in the published site segments with jieba, which reads the dictionary that `dictionary`
writes. The tokenizer here is an own one, so that nothing global is changed.
"""

import logging
import tempfile
from collections.abc import Iterable
from functools import cache

import jieba

from build_corpus.text import is_han

FREQUENCY = (
    200_000  # guessed: high enough that jieba keeps our words whole; `check` finds out where it does not
)


def dictionary(words: Iterable[str]) -> str:
    """A user dictionary for jieba: one Han word a line with its frequency, sorted."""
    plain = sorted({word for word in words if word and all(is_han(char) for char in word)})
    return "".join(f"{word} {FREQUENCY} n\n" for word in plain)


class Segmenter:
    """jieba with a user dictionary, as the site's search uses it."""

    def __init__(self, user_dictionary: str) -> None:
        jieba.default_logger.setLevel(logging.WARNING)
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.tmp_dir = tempfile.gettempdir()
        for line in user_dictionary.splitlines():
            word, frequency, _ = line.split(" ")
            self._tokenizer.add_word(word, int(frequency))

    def words(self, text: str) -> list[str]:
        """The words of a text, in order; together they are the text."""
        return list(self._tokenizer.cut(text))


class Lexicon:
    """The words of the language at large: which they are, and where a text splits into them."""

    def __init__(self) -> None:
        jieba.default_logger.setLevel(logging.WARNING)
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.tmp_dir = tempfile.gettempdir()
        self._tokenizer.initialize()

    def __contains__(self, text: str) -> bool:
        return bool(self._tokenizer.FREQ.get(text))

    def words(self, text: str) -> list[str]:
        """The words of a text, in order; together they are the text. Unknown words fall into characters."""
        return list(self._tokenizer.cut(text, HMM=False))


@cache
def lexicon() -> Lexicon:
    """The dictionary, read once in each process: 0.7 s."""
    return Lexicon()
