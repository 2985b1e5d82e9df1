"""What can stop a command. A bad seed is a finding, not an error; see `model.finding`.

CorpusError          cannot run; exit code 2; the message says file, problem and next step
├── ConfigError      corpus.yml or an option is wrong
├── KnowledgeError   a table in data/ (or a vocabulary of the corpus) is wrong
├── SiteError        MkDocs could not build the pages
├── ClusterError     workers on other machines cannot do the work
└── ChangedError     a seed changed while a run read it

DamagedError         what an earlier run kept is of no use; whoever meets it does without
"""

from collections.abc import Sequence
from functools import lru_cache

import yaml


class CorpusError(Exception):
    """A command cannot run. The message is all a person needs."""


class ConfigError(CorpusError):
    """corpus.yml or a command-line option is wrong."""


class KnowledgeError(CorpusError):
    """A table of rules or themes is wrong; the message names file and key path."""


class SiteError(CorpusError):
    """MkDocs stopped; the message carries its own lines."""


class ClusterError(CorpusError):
    """There are no workers at an address, or they run another program."""


class ChangedError(CorpusError):
    """A seed changed while a run read it; the next run will see it whole."""


class DamagedError(Exception):
    """What is kept cannot be read, or does not fit together. Nobody but the program hears of it."""


WRONG = {
    "missing": "is missing. Add it.",
    "extra_forbidden": "is a key nobody knows. Mend its spelling or delete it.",
    "unexpected_keyword_argument": "is a key nobody knows. Mend its spelling or delete it.",
    "string_type": "is no text. Put it in quotes.",
    "int_type": "is no whole number. Write one, like 6.",
    "int_parsing": "is no whole number. Write one, like 6.",
    "int_from_float": "is no whole number. Write one, like 6.",
    "tuple_type": "is no list. Write [a, b], or lines that start with '- '.",
    "dataclass_type": "is no mapping. Write 'key: value' lines.",
}
"""Kind of a pydantic error → the same for people, with the next step."""


def wrong(kind: str, message: str) -> str:
    """What is wrong with a value, and what to do."""
    if kind == "literal_error":
        return (
            f"is none of {message.removeprefix('Input should be ').replace(' or ', ', ')}. Write one of them."
        )
    return WRONG.get(kind, f"is wrong: {message}. Mend this value.")


def place(file: str, text: str, location: Sequence[str | int] = ()) -> str:
    r"""`file:line` of a key path in a YAML text; where the path ends, its last known step; without YAML, the file.

    >>> place("a.yml", "x: 1\ny: [{z: 2}, {w: 3}]", ["y", 1, "w"]), place("a.yml", "x: [")
    ('a.yml:2', 'a.yml')
    """
    node = _composed(text)
    if node is None:
        return file
    line = 1
    for step in location:
        found = _step(node, step)
        if found is None:
            break
        line, node = found
    return f"{file}:{line}"


@lru_cache(maxsize=2)
def _composed(text: str) -> yaml.Node | None:
    """The nodes of a YAML text; kept, since a file with one problem often has more."""
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _step(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    """The line and the node one step down a key path."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line + 1, node.value[step]
    return None


def yaml_problem(file: str, error: Exception, example: str) -> str:
    """The message for a file that is no YAML."""
    mark = getattr(error, "problem_mark", None)
    where = f"{file}:{mark.line + 1}" if mark else file
    said = getattr(error, "problem", None) or " ".join(str(error).split())
    return f"{where}: not valid YAML ({said}). Mend that line; {example}."
