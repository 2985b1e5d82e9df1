"""What may be a set phrase though nobody puts it in quotation marks: recurring wordings with firm edges.

In: texts. Out: wordings. Three signs are asked for: several texts repeat it in different surroundings
(maximal repeats), it begins and ends where words do, and its parts hold together: of the rarer part's
places in the texts most are places of the phrase. Couplets and triples (抓铁有痕、踏石留印) need the same
number of 字 in each part besides. In a large corpus a sample is looked at; where the phrases stand is
found in every text later.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import accumulate, pairwise

from ahocorasick_rs import AhoCorasick

from build_corpus.model import Annotated, FormulaTable
from build_corpus.relate.formula_repeats import LONGEST, SHORTEST, Repeat, repeats
from build_corpus.relate.formula_text import PARTING, unquoted
from build_corpus.segment import Lexicon
from build_corpus.text import HAN

SAMPLE = 200  # texts that are looked at, chosen by a hash of their ids; the same phrases come up with more
ONE_IN = 40  # a wording must stand in one text of so many …
LEAST = 2  # … and never in fewer
MOST = 6000  # repeats whose edges are looked at, those of most texts and 字 first
FIRM = 0.6  # 0–1; share of the rarer part's places; on the five seeds free combinations have 0.05–0.5 …
FIRM_KNOWN = 0.5  # … and it is enough that a wording somebody has listed is mostly one
SIDES = (3, 8)  # 字 of one part of a couplet
PARTS = 4  # parts that are looked at in a row
MARK = "、"
_Around = tuple[str, str]
_PARTING = re.compile(f"[{PARTING}]")
_RUN = re.compile(f"[{HAN}]+")
_COUNTED = re.compile(
    "[一二三四五六七八九十两几](?:点|条|次|年|月|天|名|位)|.*[一二三四五六七八九十两几](?:个|项|条|大|点|种)?$|.*[新大小好多少不]$"
)


def sample(documents: Sequence[Annotated]) -> list[Annotated]:
    """A sample that one more document hardly changes."""
    ranked = sorted(documents, key=lambda each: blake2b(each.id.encode(), digest_size=8).digest())
    return ranked[:SAMPLE]


def sample_texts(documents: Iterable[Annotated]) -> list[str]:
    """Texts in which all parting marks are 、."""
    return [_PARTING.sub(MARK, unquoted(document.speech.text)) for document in documents]


def recurring(
    texts: Sequence[str], general: Iterable[str], lexicon: Lexicon, table: FormulaTable
) -> list[str]:
    """Wordings that recur in the texts, sorted. `general`: known wordings that must hold together as well."""
    least = max(LEAST, len(texts) // ONE_IN)
    joined, found = repeats(texts, least)
    edges = _Edges(joined, lexicon)
    phrases = dict(_phrases(found, edges, table))
    couplets = dict(_couplets(texts, least, lexicon, table))
    known = {wording: tuple(lexicon.known_words(wording)) for wording in general}
    holds = _holding(joined, known | phrases | couplets)
    firm = {each for each in known if holds[each] >= FIRM_KNOWN}
    firm |= {each for each in couplets if holds[each] >= FIRM}
    firm |= {each for each, words in phrases.items() if holds[each] >= FIRM and not _is_loose(words, table)}
    return sorted(firm)


def _phrases(
    found: Iterable[Repeat], edges: "_Edges", table: FormulaTable
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(phrase, its words) of repeats that begin and end where words do, without words that tie it down."""
    opening, ending = table.loose | table.light, table.loose | table.waiting
    ranked = sorted(found, key=lambda each: (-each.texts * (len(each.text) - SHORTEST + 1), each.text))
    for each in ranked[:MOST]:
        words = edges.words(each)
        while words and (words[0] in opening or words[0][:2] in opening):
            words = words[1:]
        while words and words[-1] in ending:
            words = words[:-1]
        text = "".join(words)
        if len(text) >= SHORTEST and len(words) > 1:
            yield text, tuple(words)


def _is_loose(words: Sequence[str], table: FormulaTable) -> bool:
    """Whether a wording is a piece of a sentence: it holds a tie, or counts things, or waits for a noun."""
    return not table.loosening.isdisjoint(words) or _COUNTED.match("".join(words)) is not None


class _Edges:
    """Tells whether repeats begin and end where words do. Words of a run are made once."""

    def __init__(self, joined: str, lexicon: Lexicon) -> None:
        self._joined = joined
        self._lexicon = lexicon
        self._runs: dict[str, tuple[list[str], list[int]]] = {}

    def words(self, repeat: Repeat) -> list[str]:
        """The words of a repeat; none where it cuts a word in two at any place that is looked at."""
        words: list[str] = []
        for place in repeat.places:
            words = self._inside(place, len(repeat.text))
            if not words:
                break
        return words

    def _inside(self, place: int, size: int) -> list[str]:
        start = max(place - LONGEST, 0)
        before = _tail(self._joined[start:place])
        run = before + _head(self._joined[place : place + size + LONGEST])
        if run not in self._runs:
            words = self._lexicon.known_words(run)
            self._runs[run] = words, list(accumulate(map(len, words), initial=0))
        words, starts = self._runs[run]
        first, last = len(before), len(before) + size
        if first not in starts or last not in starts:
            return []
        return words[starts.index(first) : starts.index(last)]


def _tail(text: str) -> str:
    """The Han characters at the end of a text."""
    runs = list(_RUN.finditer(text))
    return runs[-1][0] if runs and runs[-1].end() == len(text) else ""


def _head(text: str) -> str:
    """The Han characters at the start of a text."""
    match = _RUN.match(text)
    return match[0] if match else ""


def _couplets(
    texts: Iterable[str], least: int, lexicon: Lexicon, table: FormulaTable
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(phrase with its marks, its parts) of parts with as many 字 each, which stand side by side in enough texts."""
    holders: Counter[tuple[str, ...]] = Counter()
    around: dict[tuple[str, ...], _Around] = {}
    for text in texts:
        seen = dict(_rows(text))
        holders.update(seen.keys())
        for parts, beside in seen.items():
            around.setdefault(parts, beside)
    frequent = [parts for parts, count in holders.items() if count >= least]
    inner = {part for parts in frequent for part in _shorter(parts, holders)}
    for parts in frequent:
        if parts not in inner and _is_whole(parts, around[parts], lexicon, table):
            yield MARK.join(parts), parts


def _rows(text: str) -> Iterator[tuple[tuple[str, ...], _Around]]:
    """(parts, what stands around them) of all rows of parts with as many 字 in a text."""
    runs = [match.span() for match in _RUN.finditer(text)]
    for at, ((start, end), (following, _)) in enumerate(pairwise(runs)):
        if following != end + 1 or text[end] != MARK:
            continue
        for size in range(SIDES[0], min(SIDES[1], end - start) + 1):
            parts = [text[end - size : end]]
            for (first, last), (_, before) in zip(runs[at + 1 : at + PARTS], runs[at:], strict=False):
                if first != before + 1 or text[before] != MARK or last - first < size:
                    break
                parts.append(text[first : first + size])
                yield tuple(parts), (text[start : end - size], text[first + size : last])
                if last - first > size:
                    break


def _shorter(parts: tuple[str, ...], holders: Mapping[tuple[str, ...], int]) -> Iterator[tuple[str, ...]]:
    """Rows inside a row that stand in no more texts than it."""
    rows = [parts[:-1], parts[1:]]
    rows += [tuple(part[1:] for part in parts), tuple(part[:-1] for part in parts)]
    yield from (row for row in rows if len(row) > 1 and holders.get(row, 0) <= holders[parts])


def _is_whole(parts: Sequence[str], around: _Around, lexicon: Lexicon, table: FormulaTable) -> bool:
    """Whether each part begins and ends where words do, and none opens or ends with a tie."""
    before, after = around
    words = [lexicon.known_words(part) for part in parts]
    if any(each[0] in table.loose or each[-1] in table.loose for each in words):
        return False
    return _splits(lexicon.known_words(before + parts[0]), len(before)) and _splits(
        lexicon.known_words(parts[-1] + after), len(parts[-1])
    )


def _splits(words: Iterable[str], at: int) -> bool:
    """Whether a word begins or ends so many characters from the start."""
    return at in accumulate(map(len, words), initial=0)


def _holding(joined: str, phrases: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """How much of the rarer part of each phrase stands in it, where it is cut in two the worst way; 0–1."""
    cuts = {phrase: list(_cuts(phrase, parts)) for phrase, parts in phrases.items()}
    parts = {part for pairs in cuts.values() for pair in pairs for part in pair}
    wordings = sorted(parts | phrases.keys())
    if not wordings:
        return {}
    matches = AhoCorasick(wordings).find_matches_as_indexes(joined, overlapping=True)
    found = Counter(match[0] for match in matches)
    counts = {wording: found[at] for at, wording in enumerate(wordings)}
    return {
        phrase: min(
            (counts[phrase] / max(1, min(counts[left], counts[right])) for left, right in pairs), default=1.0
        )
        for phrase, pairs in cuts.items()
    }


def _cuts(phrase: str, parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """All ways to cut a phrase in two between its parts; marks at the cut are left out."""
    at = 0
    for part in parts[:-1]:
        at = phrase.index(part, at) + len(part)
        yield phrase[:at], phrase[at:].lstrip(MARK)
