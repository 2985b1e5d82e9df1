"""A corpus becomes candidates for a vocabulary, or a vocabulary where it has none.

In: published documents, what is known of words. Out: terms and set phrases that the texts use like
themes, with counts and places, best first; or a `Vocabulary` of the best of them. Nothing is
proposed that the vocabulary knows. A large corpus is weighed by a sample drawn by hash; the counts
that are told are exact.
"""

from build_corpus.discover.concepts import concepts, found_vocabulary
from build_corpus.discover.entry import entry, line, vocabulary_text
from build_corpus.discover.propose import LEAST, suggest

__all__ = ["LEAST", "concepts", "entry", "found_vocabulary", "line", "suggest", "vocabulary_text"]
