"""Whether the site's search can find what it should.

Material segments Chinese while it builds its index and drops segmentation without a word when jieba
is missing. So the index itself is read: words are separated, and ten known queries find their page.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from build_corpus.model import Finding, Knowledge, finding
from build_corpus.segment import Segmenter, dictionary
from build_corpus.text import HAN

QUERIES = 10
INDEX = "search/search_index.json"
_HAN_RUN = re.compile(f"[{HAN}]+")
_TOO_LONG = 30  # 字 without a word break: no Chinese word is as long


def check_search(site: Path, records: Iterable[Mapping[str, object]], knowledge: Knowledge) -> Iterator[Finding]:
    """Findings about the search index of a built site."""
    try:
        index = json.loads((site / INDEX).read_text(encoding="utf-8"))
        entries = [(str(each["location"]), f"{each['title']} {each['text']}") for each in index["docs"]]
        separator = re.compile(index["config"]["separator"])
    except (OSError, ValueError, KeyError, TypeError, re.error):
        yield finding("search-unsegmented", f"site/{INDEX}")
        return
    if any(len(run) > _TOO_LONG for _, text in entries for run in _HAN_RUN.findall(text)):
        yield finding("search-unsegmented", f"site/{INDEX}")
    for query, document in known_queries(records, knowledge):
        found = any(
            location.startswith(f"speeches/{document}/") and query in separator.split(re.sub("<[^>]*>", " ", text))
            for location, text in entries
        )
        if not found:
            yield finding("search-miss", f"site/{INDEX}", query=query, id=document)


def known_queries(records: Iterable[Mapping[str, object]], knowledge: Knowledge) -> list[tuple[str, str]]:
    """Ten words with a speech that uses each: the words of its best themes, speeches in turn."""
    words = [
        wording
        for theme in knowledge.vocabulary.concepts
        for wording in (theme.label, *theme.aliases)
        if _HAN_RUN.fullmatch(wording)
    ]
    segmenter = Segmenter(dictionary(words))
    queries: dict[str, str] = {}
    for turn in range(QUERIES):
        for record in records:
            if len(queries) == QUERIES:
                return list(queries.items())
            themes = record["themes"]
            if isinstance(themes, list) and turn < len(themes):
                word = _used(record, themes[turn]["id"], segmenter, knowledge)
                if word:
                    queries.setdefault(word, str(record["id"]))
    return list(queries.items())


def _used(record: Mapping[str, object], theme_id: str, segmenter: Segmenter, knowledge: Knowledge) -> str | None:
    """A wording of a theme that stands in a speech as a word of its own."""
    theme = knowledge.vocabulary.get(theme_id)
    blocks = record["blocks"]
    runs = [run for block in blocks for run in _HAN_RUN.findall(block["text"])] if isinstance(blocks, list) else []
    for wording in (theme.label, *theme.aliases):
        for run in runs:
            if wording in run and wording in segmenter.words(run):
                return wording
    return None
