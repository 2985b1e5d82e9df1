"""What the search page offers while somebody types: themes, formulas, names and titles, with their pinyin initials.

In: what the pages of a corpus share. Out: data/suggestions.json (words, heads) and data/suggest/LETTER.json (titles).

`themes` holds [id, [wording, initials], …] with the label first and the aliases that a text uses; `words` holds
[text, kind, initials, formula id or ""]; a title is [text, initials, speech id]. `heads` says for each letter which
characters titles begin with, so that a title typed in characters finds its file. Sizes are bounded: what is left out at
the end of a long list is still found by the search itself.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from build_corpus.publish.briefs import names_of_themes
from build_corpus.publish.derived import derived, kept
from build_corpus.publish.lazy import Lazy
from build_corpus.publish.phrase_facts import phrase_facts
from build_corpus.publish.pinyin import initials
from build_corpus.publish.record import json_line
from build_corpus.publish.site import Site
from build_corpus.text import bare

SCHEMA = 1
"""Version of the files' shape."""

WORDS_MAX = 24_000  # bytes of JSON for formulas and names; with 200 themes about 18 KB on the wire
SHORTEST = 16  # bytes; no word takes less
TITLES_MAX = 200  # titles of one letter, the newest; about 25 KB of JSON
NAMES = ("speaker", "author", "place", "publication")
OPENINGS = ("在", "关于")  # half of all titles begin so; people remember what follows
OTHER = "0"  # the file of titles that begin with neither a Han character nor a letter

Word = tuple[str, str, str, str]


def suggestions(site: Site) -> Iterator[tuple[str, Lazy]]:
    """(path below docs, JSON)."""
    yield "data/suggestions.json", Lazy(site, _words_and_heads)
    for letter in titles_by_letter(site):
        yield f"data/suggest/{letter}.json", Lazy(site, _titles, (letter,))


@kept()
def titles_by_letter(site: Site) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Letter that titles begin with → (title, speech), the newest."""
    titles: dict[str, list[tuple[str, str]]] = {}
    versions = site.versions.whole
    for document in site.newest:
        letter = initials(_head(document.title))[:1]
        listed = titles.setdefault(letter if letter.isalpha() else OTHER, [])
        if document.id not in versions and len(listed) < TITLES_MAX:
            listed.append((document.title, document.id))
    return {letter: titles[letter] for letter in sorted(titles) if titles[letter]}


def _titles(site: Site, letter: str) -> str:
    titles = [(title, initials(title), speech) for title, speech in titles_by_letter(site)[letter]]
    return json_line({"schema": SCHEMA, "titles": titles})


def _words_and_heads(site: Site) -> str:
    words = ((text, kind, initials(text), formula) for text, kind, formula in words_by_use(site)["words"])
    return json_line(
        {
            "schema": SCHEMA,
            "themes": [
                [theme, *([wording, initials(wording)] for wording in wordings)]
                for theme, *wordings in words_by_use(site)["themes"]
            ],
            "words": list(_bounded(words)),
            "heads": words_by_use(site)["heads"],
        }
    )


def _head(title: str) -> str:
    """The character by which people look for a title; empty where it has none."""
    plain = "".join(char for char in title if char.isalnum())
    opening = next((each for each in OPENINGS if plain.startswith(each) and len(plain) > len(each)), "")
    return plain[len(opening) : len(opening) + 1]


@kept()
def words_by_use(site: Site) -> Mapping[str, Any]:
    """What is suggested besides titles, without initials: `themes`, `words`, `heads`."""
    return {
        "themes": list(_themes(site)),
        "words": list(islice(_words(site), WORDS_MAX // SHORTEST)),
        "heads": {
            letter: "".join(sorted({_head(title) for title, _ in titles}))
            for letter, titles in titles_by_letter(site).items()
        },
    }


def _themes(site: Site) -> Iterator[list[str]]:
    """Every theme in use with its wordings, those of most speeches first."""
    used = names_used(site)
    themes = [theme for theme in site.knowledge.vocabulary.concepts if not theme.deprecated]
    for theme in sorted(themes, key=lambda each: (-site.count(each.id), each.id)):
        yield [theme.id, theme.label, *(alias for alias in theme.aliases if bare(alias) in used)]


@derived()
def names_used(site: Site) -> Mapping[str, bool]:
    """What speeches say where they mention a theme, as wordings are compared."""
    known = names_of_themes(site).whole
    said = chain.from_iterable(known[name] for name in site.themes_of)
    return dict.fromkeys(sorted(set(said)), True)


def _words(site: Site) -> Iterator[tuple[str, str, str]]:
    """(text, kind, formula id or nothing) of formulas and names, by how many speeches have them."""
    phrases = phrase_facts(site).whole.values()
    ids = {wording: each.id for each in phrases for wording in (*each.variants, each.text)}
    found: Counter[tuple[str, str]] = Counter()
    briefs = site.briefs
    for name in site.themes_of:
        found.update({(value, "name") for field, value in briefs[name].said if field in NAMES})
    for phrase in phrases:
        found[phrase.text, "formula"] = max(found[phrase.text, "formula"], phrase.speeches)
    for (text, kind), _ in sorted(found.items(), key=lambda item: (-item[1], item[0])):
        yield text, kind, ids.get(text, "") if kind == "formula" else ""


def _bounded(words: Iterable[Word]) -> Iterator[Word]:
    """Words until the bytes are used up."""
    size = 0
    for word in words:
        size += len(json_line(word).encode("utf-8"))
        if size <= WORDS_MAX:
            yield word
