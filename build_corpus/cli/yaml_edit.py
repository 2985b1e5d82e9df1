"""One value of a YAML file set or taken away, every other byte left as it is.

The parser says where things stand; the text is cut there. Comments, order and quotes stay.
"""

import json

import yaml

from build_corpus.read.entries import NotYamlError, compose, load


def scalar(value: str) -> str:
    """A value as a YAML scalar on one line: plain where it reads back the same, else in double quotes.

    >>> scalar("张三"), scalar("2019-04"), scalar("a: b"), scalar("# x"), scalar("")
    ('张三', '2019-04', '"a: b"', '"# x"', '""')
    """
    plain = value and all(_reads_back(text, value) for text in (f"k: {value}", f"{{k: {value}}}"))
    return value if plain else json.dumps(value, ensure_ascii=False)


def _reads_back(text: str, value: str) -> bool:
    try:
        entry = load(text.encode())
    except NotYamlError:
        return False
    return entry is not None and list(entry.mapping) == ["k"] and entry.mapping["k"].value == value


def set_value(text: str, path: tuple[str | int, ...], value: str | None) -> str:
    """The text with the value at a path (`("title",)`, `("documents", 1, "date")`); None takes the key away.

    Raises NotYamlError where the text is no YAML, KeyError where the path leads nowhere.
    """
    *above, key = path
    node = compose(text)
    if node is None:
        return text if value is None else _appended(text, str(key), value)
    for step in above:
        node = _child(node, step)
    if not isinstance(node, yaml.MappingNode):
        raise KeyError(path)
    for at, (name, old) in enumerate(node.value):
        if name.value == key:
            start = name.start_mark.index
            listed = text[text.rfind("\n", 0, start) + 1 : start].strip() == "-"
            if (
                value is None and at == 0 and listed and len(node.value) > 1
            ):  # the next key takes the place after -
                return text[:start] + text[node.value[1][0].start_mark.index :]
            return _replaced(text, (name, old), value)
    if value is None:
        return text
    return _inserted(text, node, f"{key}: {scalar(value)}")


def _child(node: yaml.Node, step: str | int) -> yaml.Node:
    if isinstance(step, int) and isinstance(node, yaml.SequenceNode) and step < len(node.value):
        found: yaml.Node = node.value[step]
        return found
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == step:
                return value  # type: ignore[no-any-return]
    raise KeyError(step)


def _replaced(text: str, pair: tuple[yaml.Node, yaml.Node], value: str | None) -> str:
    name, old = pair
    start, end = old.start_mark.index, old.end_mark.index
    if value is not None:
        gap = "" if text[start - 1 : start].isspace() else " "
        tail = "\n" if text[start:end].endswith("\n") else ""  # a folded value ends with its line
        return f"{text[:start]}{gap}{scalar(value)}{tail}{text[end:]}"
    line_start = text.rfind("\n", 0, name.start_mark.index) + 1
    if text[line_start : name.start_mark.index].strip():
        return f"{text[:start]}{text[end:]}"  # shares its line with others: left empty, and told by the next build
    stop = text.find("\n", max(end - 1, start))
    return text[:line_start] + (text[stop + 1 :] if stop >= 0 else "")


def _inserted(text: str, node: yaml.MappingNode, entry: str) -> str:
    """A new entry: the first of a mapping inside, the last of the outermost."""
    if node.flow_style:
        at = node.start_mark.index + 1
        return f"{text[:at]}{entry}{', ' if node.value else ''}{text[at:]}"
    if node.start_mark.column == 0:
        key, _, value = entry.partition(": ")
        return _appended(text, key, value, plain=True)
    at = node.start_mark.index
    return f"{text[:at]}{entry}\n{' ' * node.start_mark.column}{text[at:]}"


def _appended(text: str, key: str, value: str, *, plain: bool = False) -> str:
    gap = "" if not text or text.endswith("\n") else "\n"
    return f"{text}{gap}{key}: {value if plain else scalar(value)}\n"
