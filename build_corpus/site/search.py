"""Whether Material's own search index is what it should be.

Readers search with this project's index; Material's holds the hand-written pages alone, so that it stays small however
many speeches there are. It is segmented while it is built, and without jieba not at all, without a word. So the index
itself is read: no generated page stands in it, words are separated, and up to ten words of the vocabulary that the
hand-written pages use are words there too.
"""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from build_corpus.model import Finding, Knowledge, finding
from build_corpus.segment import Segmenter, dictionary
from build_corpus.text import HAN

QUERIES = 10
INDEX = "search/search_index.json"
_HAN_RUN = re.compile(f"[{HAN}]+")
_TAG = re.compile("<[^>]*>")
_BREAK = "\N{ZERO WIDTH SPACE}"  # what Material puts between two words
_TOO_LONG = 30  # 字 without a word break: no Chinese word is as long, and no page so short


def check_search(site: Path, knowledge: Knowledge) -> Iterator[Finding]:
    """Findings about the search index of a built site."""
    try:
        index = json.loads((site / INDEX).read_text(encoding="utf-8"))
        entries = [(str(each["location"]), f"{each['title']} {each['text']}") for each in index["docs"]]
        separator = re.compile(index["config"]["separator"])
    except (OSError, ValueError, KeyError, TypeError, re.error):
        yield finding("search-unsegmented", f"site/{INDEX}")
        return
    runs = [run for _, text in entries for run in _HAN_RUN.findall(text)]
    whole = sum(map(len, runs)) > _TOO_LONG and not any(_BREAK in text for _, text in entries)
    if whole or any(len(run) > _TOO_LONG for run in runs):
        yield finding("search-unsegmented", f"site/{INDEX}")
    for query, location in known_queries(entries, knowledge):
        texts = (text for where, text in entries if where == location)
        if not any(query in separator.split(_TAG.sub(" ", text)) for text in texts):
            yield finding("search-miss", f"site/{INDEX}", query=query, id=location or "index")


def known_queries(entries: Sequence[tuple[str, str]], knowledge: Knowledge) -> list[tuple[str, str]]:
    """Up to ten wordings of the vocabulary, each with the place of an entry that uses it as a word of its own."""
    wordings = [
        wording
        for theme in knowledge.vocabulary.concepts
        for wording in (theme.label, *theme.aliases)
        if _HAN_RUN.fullmatch(wording)
    ]
    segmenter = Segmenter(dictionary(wordings))
    queries: dict[str, str] = {}
    for location, text in entries:
        plain = _TAG.sub(" ", text).replace(_BREAK, "")
        words = {word for run in _HAN_RUN.findall(plain) for word in segmenter.words(run)}
        for wording in wordings:
            if wording in words and len(queries) < QUERIES:
                queries.setdefault(wording, location)
    return list(queries.items())
