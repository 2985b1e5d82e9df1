"""Set phrases (提法) over all documents, with every place where they are used.

In: documents with the phrases they quote. Out: formulas. A quoted phrase is one unless it is a single
ordinary word that is stressed; wordings of the vocabulary and recurring wordings
(`formula_candidates`) are from two documents on. A phrase counts wherever it stands, quoted or not, also inside a
longer one; a recurring wording that stands only inside a longer phrase is no phrase of its own.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from build_corpus.model import Annotated, Formula, FormulaTable, Knowledge, Passage
from build_corpus.relate.formula_candidates import recurring, sampled
from build_corpus.relate.formula_text import Folded, Key, Keys, number, unquoted
from build_corpus.relate.formula_uses import TINY, Finder, block_starts
from build_corpus.segment import Lexicon, lexicon
from build_corpus.text import block_ids

SHARED = 2  # documents from which a phrase that nobody quotes is one
KNOWN = 4  # 字 of a wording of the vocabulary that is more than a word
ORDINARY = 1e-6  # share of ordinary Chinese from which a noun is a term like any other, listed or not: 国民经济, 领导班子
NOUNS = frozenset(("n", "j"))  # parts of speech in jieba's dictionary: plain nouns, short names
NEGATION = "不"


@dataclass(slots=True)
class _Found:
    """What is known of a phrase while documents are read."""

    uses: list[Passage] = field(default_factory=list)
    quoted: int = 0
    others: Counter[str] = field(default_factory=Counter)
    """Wordings that are not the key itself."""

    @property
    def documents(self) -> int:
        return len({use.document for use in self.uses})

    def wordings(self, key: str) -> Counter[str]:
        """Every wording with its uses, without quotation marks."""
        same = len(self.uses) - self.others.total()
        return self.others + Counter({key: same})


class Formulas:
    """The set phrases of a corpus, and how often documents use them."""

    def __init__(self, documents: Sequence[Annotated], knowledge: Knowledge) -> None:
        """`documents`: those that count; versions of others do not."""
        self._maker = Keys(knowledge.vocabulary.variants)
        words = lexicon()
        quoted = self._quoted(documents, words, knowledge.formulas)
        themes = knowledge.vocabulary.concepts
        weak = _long({unquoted(each) for theme in themes for each in theme.weak})
        phrases = [each for each in weak if not _is_term(each, words)]
        strong = (each for theme in themes for each in (theme.label, *theme.aliases))
        known = self._keys(
            each for each in _long(strong) if unquoted(each) not in weak and not _is_term(each, words)
        )
        wordings = recurring(sampled(documents), phrases, words, knowledge.formulas)
        self._firm = quoted.keys() | known.keys()
        keys = _merged(quoted, known, self._keys(wordings))
        self._finder = Finder(keys, self._maker, words)
        found = self._read(documents)
        chosen = self._chosen(found, quoted.keys())
        self._ids = dict(zip(chosen, block_ids(("f", key) for key in chosen), strict=True))
        formulas = [_formula(self._ids[key], key, found[key]) for key in chosen]
        self.formulas = tuple(sorted(formulas, key=lambda each: (-_spread(each), -len(each.uses), each.id)))
        self._texts = {key: _best(key, found[key].wordings(key)) for key in chosen}
        self._counts = _counts(self.formulas)

    def _quoted(self, documents: Sequence[Annotated], words: Lexicon, table: FormulaTable) -> dict[str, Key]:
        wordings = dict.fromkeys(text for document in documents for text, _ in document.formulas)
        keys = self._keys(wordings)
        return {text: key for text, key in keys.items() if not _is_emphasis(text, words, table)}

    def _keys(self, wordings: Iterable[str]) -> dict[str, Key]:
        found: dict[str, Key] = {}
        for wording in wordings:
            key = self._maker.key(wording)
            if key.text:
                _add(found, key)
        return found

    def _read(self, documents: Sequence[Annotated]) -> dict[str, _Found]:
        found: dict[str, _Found] = defaultdict(_Found)
        for document in documents:
            text, blocks, starts = document.speech.text, document.speech.blocks, block_starts(document)
            for key, first, last, quoted in self._finder.uses(text):
                block = bisect_right(starts, first) - 1
                start = starts[block]
                place = Passage(
                    document=document.id, block=blocks[block].id, start=first - start, end=last - start
                )
                each, wording = found[key], text[first:last]
                each.uses.append(place)
                each.quoted += quoted
                if wording != key:
                    each.others[unquoted(wording)] += 1
        return found

    def _chosen(self, found: Mapping[str, _Found], quoted: Iterable[str]) -> list[str]:
        """Keys of what is a set phrase, sorted."""
        chosen = {key for key, each in found.items() if key in quoted or each.documents >= SHARED}
        nested = {
            part
            for key in chosen
            for part in self._finder.inside(key)
            if part not in self._firm and len(found[part].uses) <= len(found[key].uses)
        }
        return sorted(chosen - nested)

    def used_by(self, document: Annotated) -> tuple[tuple[str, int], ...]:
        """(phrase, uses) in a document, most frequent first; in one that does not count, of the phrases of the others."""
        counts = self._counts.get(document.id) or Counter(
            self._texts[key] for key, *_ in self._finder.uses(document.speech.text) if key in self._texts
        )
        return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def _counts(formulas: Iterable[Formula]) -> dict[str, Counter[str]]:
    """Document → phrase → how often it stands there."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for formula in formulas:
        for use in formula.uses:
            counts[use.document][formula.text] += 1
    return counts


def _merged(*tables: Mapping[str, Key]) -> dict[str, Key]:
    merged: dict[str, Key] = {}
    for key in (key for table in tables for key in table.values()):
        _add(merged, key)
    return merged


def _add(keys: dict[str, Key], key: Key) -> None:
    """Adds a key; parting marks of any wording count."""
    known = keys.get(key.text)
    keys[key.text] = replace(known, parts=known.parts | key.parts) if known else key


def _long(wordings: Iterable[str]) -> list[str]:
    return [each for each in wordings if len(each) >= KNOWN]


def _is_emphasis(key: str, words: Lexicon, table: FormulaTable) -> bool:
    """Whether marks around a wording only stress an ordinary word, or so many of anything (两个)."""
    if number(key) is not None:
        return len(key) == TINY and key[1:] in table.light
    if key.startswith(NEGATION) and key[1:] in words:
        return True
    return len(key) < TINY or (len(key) == TINY and key in words)


def _is_term(wording: str, words: Lexicon) -> bool:
    """Whether a listed wording is an ordinary noun and no way of saying something."""
    return words.tag(wording) in NOUNS and words.usual(wording) >= ORDINARY


def _formula(name: str, key: str, found: _Found) -> Formula:
    wordings = found.wordings(key)
    text = _best(key, wordings)
    return Formula(
        id=name,
        text=text,
        variants=tuple(each for each, _ in wordings.most_common() if each != text),
        number=number(text),
        quoted=found.quoted,
        uses=tuple(found.uses),
    )


def _best(key: str, wordings: Counter[str]) -> str:
    """The most frequent wording; among equals the one that its key comes from, then by characters."""
    return min(wordings, key=lambda each: (-wordings[each], Folded(each).plain != key, each))


def _spread(formula: Formula) -> int:
    return len({use.document for use in formula.uses})
