"""YAML as entries that know their lines; what is wrong with it as YAML, in an editor's words.

In: the bytes of a sidecar. Out: a tree of entries. Tags are not followed; what is repeated by an
anchor is one entry at several places, so the tree is never larger than the file.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A value and where it stands."""

    line: int
    """1-based."""
    value: "str | tuple[Entry, ...] | Mapping[str, Entry]"
    """Text as typed, a list, or a mapping in the order of the file."""
    repeated: tuple[tuple[str, int, int], ...] = ()
    """Keys of a mapping that stand in it again: (key, first line, this line). The first one counts."""

    @property
    def mapping(self) -> "Mapping[str, Entry]":
        """The entries of a mapping; none for a text or a list."""
        return self.value if isinstance(self.value, Mapping) else {}


class NotYamlError(Exception):
    """The text is no YAML. Holds the reason in Chinese and the 1-based line, None where it has none."""

    def __init__(self, reason: str, line: int | None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


_REASONS = (
    ("'\\t' that cannot start", "缩进用了制表符，改成空格"),
    ("that cannot start any token", "值以 @、%、` 这类符号开头，要加引号"),
    ("mapping values are not allowed", "缩进没有对齐，或者值里有冒号而没有加引号"),
    ("could not find expected ':'", "这一行不是“项: 值”的形式"),
    ("found unexpected end of stream", "引号没有成对"),
    ("expected the node content", "方括号或花括号没有成对"),
    ("expected ',' or", "方括号或花括号没有成对"),
    ("expected <block end>", "缩进没有对齐"),
    ("expected '<document start>'", "缩进没有对齐"),
    ("alias", "值以 * 开头，要加引号"),
    ("too many repeats", "用 * 引用得太多"),
    ("holds itself", "用 * 引用了自己"),
    ("another document", "有单独一行“---”，删掉它"),
    ("chomping", "值以 | 或 > 开头，要加引号"),
    ("escape character", "双引号里不能有反斜杠，改用单引号"),
    ("special characters", "有看不见的控制字符，删掉它"),
    ("is no key", "项的名字只能是文字"),
)
"""Part of a parser's message → the same for an editor; the first that fits."""

# What a Chinese keyboard makes of `key: value`; common enough to be named before anything else.
_WIDE_COLON = re.compile(r"^[ -]{0,20}[A-Za-z_\u4e00-\u9fff]{1,20}：", re.MULTILINE)
_NO_SPACE = re.compile(r"^[ -]{0,20}[A-Za-z_]{1,20}:[^\s/]", re.MULTILINE)


REPEATS_MAX = 200  # `*anchors` in one file; each may stand for a large part of it, and nobody needs as many


class _Loader(yaml.BaseLoader):
    """Text, lists and mappings, nothing else: no tags; 2019-04-26 stays as typed."""

    repeats = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            self.repeats += 1
            if self.repeats > REPEATS_MAX:
                mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
                raise yaml.composer.ComposerError(None, None, "too many repeats", mark)
        return super().compose_node(parent, index)


def compose(text: str) -> yaml.Node | None:
    """The nodes of a YAML text, None for one that says nothing. Raises NotYamlError."""
    try:
        return _Loader(text).get_single_node()
    except (yaml.YAMLError, RecursionError) as error:
        raise _explained(error, text) from error


def load(data: bytes) -> Entry | None:
    """The entry a file holds, None for one that says nothing. Raises NotYamlError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise NotYamlError("不是 UTF-8 编码，用编辑器另存为 UTF-8", line) from error
    node = compose(text)
    try:
        entry = _entry(node, {}) if node else None
    except yaml.YAMLError as error:
        raise _explained(error, text) from error
    if entry and isinstance(entry.value, str) and entry.value:
        raise _explained(None, text)  # one long sentence: no colon was one
    return entry if entry and entry.value else None


def _entry(node: yaml.Node, made: dict[int, Entry | None]) -> Entry:
    """The entry of a node; `made`: what there is already, by node, so that a repeat costs nothing."""
    known = made.get(id(node))
    if known is not None:
        return known
    if id(node) in made:
        raise yaml.constructor.ConstructorError(None, None, "holds itself", node.start_mark)
    made[id(node)] = None  # in the making
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        entry = Entry(line=line, value=tuple(_entry(each, made) for each in node.value))
    elif isinstance(node, yaml.MappingNode):
        entry = _mapping(node, made)
    else:
        entry = Entry(line=line, value=str(node.value))
    made[id(node)] = entry
    return entry


def _mapping(node: yaml.MappingNode, made: dict[int, Entry | None]) -> Entry:
    found: dict[str, Entry] = {}
    lines: dict[str, int] = {}
    repeated: list[tuple[str, int, int]] = []
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise yaml.constructor.ConstructorError(None, None, "is no key", key.start_mark)
        name, at = str(key.value), key.start_mark.line + 1
        if name in found:
            repeated.append((name, lines[name], at))
            continue
        found[name], lines[name] = _at(_entry(value, made), at), at
    return Entry(line=node.start_mark.line + 1, value=found, repeated=tuple(repeated))


def _at(entry: Entry, line: int) -> Entry:
    """An entry of a mapping stands where its key stands."""
    return Entry(line=line, value=entry.value, repeated=entry.repeated)


def _explained(error: Exception | None, text: str) -> NotYamlError:
    for pattern, reason in (
        (_WIDE_COLON, "冒号是全角的，要用半角冒号，后面空一格"),
        (_NO_SPACE, "冒号后面要空一格"),
    ):
        match = pattern.search(text)
        if match:
            return NotYamlError(reason, text.count("\n", 0, match.start()) + 1)
    said = f"{getattr(error, 'problem', '')} {getattr(error, 'context', '')} {getattr(error, 'reason', '')}"
    mark = getattr(error, "problem_mark", None)
    position = getattr(error, "position", None)
    line = mark.line + 1 if mark else text.count("\n", 0, position) + 1 if isinstance(position, int) else 1
    reason = next((words for part, words in _REASONS if part in said), "不是“项: 值”的形式")
    opened = getattr(error, "context_mark", None)
    if opened and reason.endswith(
        "没有成对"
    ):  # the parser notices where the text ends, the editor looks where it began
        line = opened.line + 1
    return NotYamlError(reason, line)
