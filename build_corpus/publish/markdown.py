"""Text as Markdown that renders as exactly that text, and Markdown as a type of its own.

`Markdown` is text that is meant as markup; everything else that a template prints is escaped, as
HTML templates do with `Markup`. Templates can't forget it.
"""

import re
from functools import lru_cache

import yaml

# Everything Python-Markdown and its extensions read as markup. Masks are common, so * and _ take the
# short form; the rest is rare in Chinese texts and goes as a character reference, which no syntax reads.
_SPECIAL = re.compile(r"[\\`*_{}\[\]()<>#+\-!|~^=&\"'$@:/.]")
_PLAIN = re.compile(r"(?<=[0-9A-Za-z])[.\-:/+](?=[0-9A-Za-z])")  # 3.5, 2019-04-26, 1:2, 5+N
_SHORT = "*_"
_LINE_END = re.compile(
    r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*"
)  # a value is one line: a second one would be a block


_NOTED = re.compile(r"[\\`*_{}\[\]()<>#+\-!|~^=&\"'$@:/.\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")  # either of them


class Markdown(str):
    """Text that is markup."""

    __slots__ = ()


def escape(value: object) -> Markdown:
    r"""A value as Markdown that shows it character for character.

    >>> escape("20**年，<b>、[a](b)、1:2、-5")
    '20\\*\\*年，&#60;b&#62;、&#91;a&#93;&#40;b&#41;、1:2、&#45;5'
    """
    if isinstance(value, Markdown):
        return value
    text = str(value)
    if not _NOTED.search(text):  # most of a Chinese text
        return Markdown(text)
    text = _LINE_END.sub(" ", text)
    plain = {match.start() for match in _PLAIN.finditer(text)}

    def one(match: re.Match[str]) -> str:
        char = match[0]
        if match.start() in plain:
            return char
        return f"\\{char}" if char in _SHORT else f"&#{ord(char)};"

    return Markdown(_SPECIAL.sub(one, text))


def link(label: object, target: str, cls: str = "") -> Markdown:
    """A Markdown link. `target` is made of ids, never of text.

    >>> link("党[建]", "../themes/a.md", "theme")
    '[党&#91;建&#93;](../themes/a.md){ .theme }'
    """
    return Markdown(f"[{escape(label)}]({target})" + (f"{{ .{cls} }}" if cls else ""))


def join(parts: list[Markdown], by: str = "") -> Markdown:
    """Markdown of several pieces."""
    return Markdown(by.join(parts))


class _Dumper(yaml.SafeDumper):
    """YAML whose strings stay on one line, whatever they hold, and whose lists are indented."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, indentless=False)


def _one_line(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    odd = any(char in "\n\r\x85\u2028\u2029\ufeff" or not char.isprintable() for char in text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if odd else None)


_Dumper.add_representer(str, _one_line)


_SOURCE = ("file", "sha256", "bytes", "encoding", "url")
_SIMPLE = frozenset((str, int, type(None)))
_KEYS = frozenset(
    [
        "id",
        "title",
        "subtitle",
        "date",
        "posted",
        "speaker",
        "role",
        "publication",
        "place",
        "level",
        "kind",
        "themes",
        "tags",
        "description",
        "lang",
        "hide",
        "citation",
        "cited_title",
        "cited_as",
        "cited_in",
        "cited_on",
        "cited_from",
        "authors",
        "term",
    ]
)
"""Keys of many pages; YAML reads each as the word it is."""
# Text that YAML shows as it is and reads as text: no sign of YAML's, and a Han character at its start.
_DIGEST = re.compile(
    "[1-9][0-9a-f]{63}"
)  # no number where it has a letter: one after 0 might be a binary or hexadecimal one
_PLAIN_YAML = re.compile("[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9、，。；：？！“”《》（）—…]*")


def front_matter(data: dict[str, object]) -> Markdown:
    """YAML front matter, `---` lines included. Parsed back it equals `data`."""
    entries = "".join(_entry(key, value) for key, value in data.items())
    return Markdown(f"---\n{entries or _dumped(data)}---\n")


def _entry(key: str, value: object) -> str:
    """A key with its value, as PyYAML writes it. What most pages say goes without its slow emitter."""
    if key == "search" and value == {"exclude": True}:  # on most pages
        return "search:\n  exclude: true\n"
    if key == "rights" and value == []:
        return "rights: []\n"
    if key == "source" and isinstance(value, dict) and _is_plain(value):
        return "".join(("source:\n", *(f"  {name}: {_simple(each)}\n" for name, each in value.items())))
    named = key in _KEYS
    if named and isinstance(value, str):
        return f"{key}: {_scalar(value)}\n"
    if named and isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return "".join((f"{key}:\n", *(f"  - {_scalar(each)}\n" for each in value)))
    return _dumped({key: value})


def _is_plain(source: dict[str, object]) -> bool:
    return tuple(source) == _SOURCE and _SIMPLE.issuperset(map(type, source.values()))


def _simple(value: object) -> str:
    if isinstance(value, str):
        return _scalar(value)
    return "null" if value is None else str(value)


@lru_cache(maxsize=4096)  # ids and labels of themes stand on many pages
def _scalar(text: str) -> str:
    plain = _PLAIN_YAML.fullmatch(text) or (_DIGEST.fullmatch(text) and not text.isdigit())
    return text if plain else _dumped([text])[2:-1]


def _dumped(data: object) -> str:
    return str(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9))
