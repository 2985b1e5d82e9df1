"""Set phrases (提法) over all documents, with every place where they are used.

In: documents with the phrases they quote. Out: formulas. A quoted phrase is one unless it is a single
ordinary word that is stressed; wordings of the vocabulary and recurring wordings
(`formula_candidates`) are from two documents on. A phrase counts wherever it stands, quoted or not, also inside a
longer one; a recurring wording that stands only inside a longer phrase is no phrase of its own.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from build_corpus.model import Annotated, Formula, FormulaTable, Knowledge
from build_corpus.relate.formula_candidates import recurring, sample, sample_texts
from build_corpus.relate.formula_places import Gathered
from build_corpus.relate.formula_rows import FIRST, Table, Uses
from build_corpus.relate.formula_text import Folded, Key, Keys, number, unquoted
from build_corpus.relate.formula_uses import TINY, Finder, Words, forms_of
from build_corpus.relate.kept import OWN_ROW, bytes_of, value_of
from build_corpus.relate.work import Work
from build_corpus.text import block_ids

ROWS = "formulas"
SHARED = 2  # documents from which a phrase that nobody quotes is one
KNOWN = 4  # 字 of a wording of the vocabulary that is more than a word
ORDINARY = 1e-6  # share of ordinary Chinese from which a noun is a term like any other, listed or not: 国民经济, 领导班子
NOUNS = frozenset(("n", "j"))  # parts of speech in jieba's dictionary: plain nouns, short names
NEGATION = "不"


@dataclass(slots=True, kw_only=True)
class _Memory:
    """What need not be found out again."""

    table: Table
    """The numbers of forms and wordings."""
    words: Words
    """What is a word."""
    terms: dict[str, bool]
    """Listed wording → whether it is an ordinary noun."""
    recurring: tuple[tuple[tuple[str, str], ...], list[str]]
    """(id, sign) of the documents that were looked at, and what recurs in them."""

    def row(self) -> bytes:
        """This as bytes."""
        table = self.table
        return bytes_of(
            (table.forms, table.wordings, table.following, self.words.known, self.terms, self.recurring)
        )


def _memory(row: bytes | None) -> _Memory:
    forms, wordings, following, known, terms, found = (
        value_of(row) if row else ({}, {}, FIRST, {}, {}, ((), []))
    )
    table = Table(forms, wordings, following)
    return _Memory(table=table, words=Words(known), terms=terms, recurring=found)


class Formulas:
    """The set phrases of a corpus, and how often documents use them."""

    def __init__(self, originals: Sequence[Annotated], work: Work, knowledge: Knowledge) -> None:
        """`originals`: those of all documents that count; versions of others do not. Raises DamagedError."""
        row = work.shelf.row(ROWS)
        memory = _memory(row)
        self._maker = Keys(knowledge.vocabulary.variants)
        self._memory = memory
        quoted = self._quoted(originals, knowledge.formulas)
        known, wordings = self._known(knowledge), self._recurring(originals, work, knowledge)
        self._firm = quoted.keys() | known.keys()
        forms = forms_of(_merged(quoted, known, self._keys(wordings)), self._maker)
        every = Finder(forms, memory.words)
        uses = Uses(every, memory.words, memory.table)
        rows = uses.rows(work)
        own = {document.id for document in originals}
        counts = [document.id in own for document in work.documents]
        self._found = Gathered(work.documents, rows, uses.table, counts)
        memory.table = uses.table
        if memory.row() != row:
            work.shelf.put(ROWS, {OWN_ROW: memory.row()})
        chosen = self._chosen(quoted.keys(), every)
        self.formulas = self._formulas(chosen)
        self.used = self._found.used(dict(zip(chosen, self._texts, strict=True)))
        """For each of all documents (phrase, uses), most frequent first."""

    def _quoted(self, documents: Sequence[Annotated], table: FormulaTable) -> dict[str, Key]:
        wordings = dict.fromkeys(text for document in documents for text, _ in document.formulas)
        keys = self._keys(wordings)
        words = self._memory.words
        return {text: key for text, key in keys.items() if not _is_emphasis(text, words, table)}

    def _known(self, knowledge: Knowledge) -> dict[str, Key]:
        """Wordings of the vocabulary that are more than terms."""
        themes = knowledge.vocabulary.concepts
        weak = _weak(knowledge)
        strong = _long(each for theme in themes for each in (theme.label, *theme.aliases))
        return self._keys(each for each in strong if unquoted(each) not in weak and not self._is_term(each))

    def _recurring(self, originals: Sequence[Annotated], work: Work, knowledge: Knowledge) -> list[str]:
        """What recurs in a sample, once more only where that is another one."""
        drawn = sample(originals)
        told = tuple((each.id, work.changes.now[each.id]) for each in drawn)
        if not told or self._memory.recurring[0] != told:
            phrases = [each for each in sorted(_weak(knowledge)) if not self._is_term(each)]
            lexicon = self._memory.words.lexicon
            found = recurring(sample_texts(drawn), phrases, lexicon, knowledge.formulas)
            self._memory.recurring = told, found
        return self._memory.recurring[1]

    def _is_term(self, wording: str) -> bool:
        """Whether a listed wording is an ordinary noun and no way of saying something."""
        terms = self._memory.terms
        if wording not in terms:
            words = self._memory.words.lexicon
            terms[wording] = words.tag(wording) in NOUNS and words.usual(wording) >= ORDINARY
        return terms[wording]

    def _keys(self, wordings: Iterable[str]) -> dict[str, Key]:
        found: dict[str, Key] = {}
        for wording in wordings:
            key = self._maker.key(wording)
            if key.text:
                _add(found, key)
        return found

    def _chosen(self, quoted: Iterable[str], finder: Finder) -> list[int]:
        """Keys of what is a set phrase, sorted, by their numbers."""
        found = self._found
        numbers = {key: at for at, key in enumerate(found.keys)}
        marked = {numbers[key] for key in quoted if key in numbers}
        chosen = {
            at
            for at, uses in enumerate(found.uses)
            if uses and (at in marked or found.documents[at] >= SHARED)
        }
        nested = {
            numbers[part]
            for at in chosen
            for part in finder.inside(found.keys[at])
            if part not in self._firm and found.uses[numbers[part]] <= found.uses[at]
        }
        return sorted(chosen - nested)

    def _formulas(self, chosen: Sequence[int]) -> tuple[Formula, ...]:
        """The phrases, those of most documents first."""
        found = self._found
        names = block_ids(("f", found.keys[at]) for at in chosen)
        formulas = {at: _formula(name, at, found) for at, name in zip(chosen, names, strict=True)}
        self._texts = [formulas[at].text for at in chosen]
        ranked = sorted(chosen, key=lambda at: (-found.documents[at], -found.uses[at], formulas[at].id))
        return tuple(formulas[at] for at in ranked)


def _weak(knowledge: Knowledge) -> frozenset[str]:
    """Listed wordings that are no evidence alone, without quotation marks."""
    return frozenset(
        _long({unquoted(each) for theme in knowledge.vocabulary.concepts for each in theme.weak})
    )


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


def _is_emphasis(key: str, words: Words, table: FormulaTable) -> bool:
    """Whether marks around a wording only stress an ordinary word, or so many of anything (两个)."""
    if number(key) is not None:
        return len(key) == TINY and key[1:] in table.light
    if key.startswith(NEGATION) and key[1:] in words:
        return True
    return len(key) < TINY or (len(key) == TINY and key in words)


def _formula(name: str, at: int, found: Gathered) -> Formula:
    wordings = found.wordings(at)
    text = _best(found.keys[at], wordings)
    return Formula(
        id=name,
        text=text,
        variants=tuple(each for each, _ in wordings.most_common() if each != text),
        number=number(text),
        quoted=found.quoted(at),
        uses=found.places(at),
    )


def _best(key: str, wordings: Counter[str]) -> str:
    """The most frequent wording; among equals the one that its key comes from, then by characters."""
    return min(wordings, key=lambda each: (-wordings[each], Folded(each).plain != key, each))
