"""What the search page offers while somebody types: themes, formulas, names and titles, with their pinyin initials.

In: what the pages of a corpus share. Out: data/suggestions.json (words, heads) and data/suggest/LETTER.json (titles).

`themes` holds [id, [wording, initials], …] with the label first and the aliases that a text uses; `words` holds
[text, kind, initials, formula id or ""]; a title is [text, initials, speech id]. `heads` says for each letter which
characters titles begin with, so that a title typed in characters finds its file. Sizes are bounded: what is left out at
the end of a long list is still found by the search itself.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from build_corpus.publish.record import json_line
from build_corpus.publish.site import Site, by_date
from build_corpus.text import bare, is_han

SCHEMA = 1
"""Version of the files' shape."""

WORDS_MAX = 24_000  # bytes of JSON for formulas and names; with 200 themes about 18 KB on the wire
TITLES_MAX = 200  # titles of one letter, the newest; about 25 KB of JSON
NAMES = ("speaker", "author", "place", "publication")
OPENINGS = ("在", "关于")  # half of all titles begin so; people remember what follows
OTHER = "0"  # the file of titles that begin with neither a Han character nor a letter

Word = tuple[str, str, str, str]
Title = tuple[str, str, str]


def suggestions(site: Site) -> dict[str, str]:
    """Path below docs → JSON."""
    titles: dict[str, list[Title]] = {}
    heads: dict[str, set[str]] = {}
    for document in by_date(site):
        title = site.title(document)
        head = _without_opening(title)[:1]
        letter = initials(head)[:1]
        letter = letter if letter.isalpha() else OTHER
        listed = titles.setdefault(letter, [])
        if document.id not in site.versions and len(listed) < TITLES_MAX:
            listed.append((title, initials(title), document.id))
            heads.setdefault(letter, set()).add(head)
    starts = {letter: "".join(sorted(heads[letter])) for letter in sorted(heads)}
    said = {
        "schema": SCHEMA,
        "themes": list(_themes(site)),
        "words": list(_bounded(_words(site))),
        "heads": starts,
    }
    files = {"data/suggestions.json": json_line(said)}
    for letter in starts:
        files[f"data/suggest/{letter}.json"] = json_line({"schema": SCHEMA, "titles": titles[letter]})
    return files


def initials(text: str) -> str:
    """The first letters of a text's syllables; letters and digits stay, everything else goes.

    >>> initials("“三会一课”5+N")
    'shyk5n'
    """
    return "".join(_initials(text))


@lru_cache(maxsize=65_536)
def _initials(text: str) -> tuple[str, ...]:
    # Only what suggests needs the pinyin tables, and to read them takes a quarter of a second.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    plain = "".join(char for char in text if is_han(char) or (char.isascii() and char.isalnum()))
    letters = "".join(lazy_pinyin(plain, style=Style.FIRST_LETTER)).lower()
    return tuple(char for char in letters if char.isascii() and char.isalnum())


def _without_opening(title: str) -> str:
    plain = "".join(char for char in title if char.isalnum())
    opening = next((each for each in OPENINGS if plain.startswith(each) and len(plain) > len(each)), "")
    return plain[len(opening) :]


def _themes(site: Site) -> Iterator[list[object]]:
    """Every theme in use, those of most speeches first."""
    used = _wordings(site)
    themes = [theme for theme in site.knowledge.vocabulary.concepts if not theme.deprecated]
    for theme in sorted(themes, key=lambda each: (-site.count(each.id), each.id)):
        aliases = [alias for alias in theme.aliases if bare(alias) in used]
        yield [theme.id, *([wording, initials(wording)] for wording in (theme.label, *aliases))]


def _wordings(site: Site) -> set[str]:
    """What texts say where they mention a theme, as wordings are compared."""
    said = {
        site.blocks[document.id][mention.block].text[mention.start : mention.end]
        for document in site.originals
        for mention in document.mentions
    }
    return {bare(text) for text in said}


def _words(site: Site) -> Iterator[Word]:
    """Formulas and names, by how many speeches have them."""
    ids = {wording: each.id for each in site.corpus.formulas for wording in (*each.variants, each.text)}
    found: Counter[tuple[str, str]] = Counter()
    for document in site.originals:
        found.update({(text, "formula") for text, _ in document.formulas})
        found.update({(name, "name") for field in NAMES if (name := document.speech.value(field))})
    for formula in site.corpus.formulas:
        speeches = len({use.document for use in formula.uses})
        found[formula.text, "formula"] = max(found[formula.text, "formula"], speeches)
    for (text, kind), _ in sorted(found.items(), key=lambda item: (-item[1], item[0])):
        yield text, kind, initials(text), ids.get(text, "") if kind == "formula" else ""


def _bounded(words: Iterable[Word]) -> Iterator[Word]:
    """Words until the bytes are used up."""
    size = 0
    for word in words:
        size += len(json_line(word).encode("utf-8"))
        if size <= WORDS_MAX:
            yield word
