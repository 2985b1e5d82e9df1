"""The tables in data/*.yml as frozen nouns, checked while they are loaded.

Errors come all at once; each names file and key path and says what to do. Nothing here looks at a
document.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from re import fullmatch
from typing import TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from build_corpus.errors import KnowledgeError, place, wrong, yaml_problem
from build_corpus.model import (
    Enumerators,
    FormulaTable,
    Knowledge,
    MetadataRule,
    NoiseTable,
    PersonalRule,
    ReportedRule,
    RightsRule,
    StructureTable,
    SuspectRule,
    Theme,
    Vocabulary,
    WordRule,
)
from build_corpus.text import OPTIONAL, bare, forms

T = TypeVar("T")
THEMES = "themes.yml"
TAKEN = ("cooccurrence", "speeches")  # pages beside those of the themes
PAIR = 2  # forms a group of variants has at least
# In C where PyYAML was built with it: ten times as fast. For tables that are ours: it trusts a text not to be too deep.
_Quick = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class _MetadataFile:
    rules: tuple[MetadataRule, ...]


@dataclass(frozen=True, slots=True)
class _SuspectFile:
    rules: tuple[SuspectRule, ...]


@dataclass(frozen=True, slots=True)
class _PersonalFile:
    rules: tuple[PersonalRule, ...]


@dataclass(frozen=True, slots=True)
class _RightsFile:
    rules: tuple[RightsRule, ...]


@dataclass(frozen=True, slots=True)
class _WordFile:
    rules: tuple[WordRule, ...]


@cache
def built_in() -> Knowledge:
    """The knowledge that comes with the package, read once. That its themes are sound is for the tests to see."""
    return with_vocabulary(_table(Vocabulary, THEMES))


def with_vocabulary(vocabulary: Vocabulary) -> Knowledge:
    """The tables of the package with other themes."""
    return replace(_tables(), vocabulary=vocabulary)


@cache
def _tables() -> Knowledge:
    """All tables of the package but its themes."""
    return Knowledge(
        noise=_table(NoiseTable, "noise.yml"),
        metadata=_table(_MetadataFile, "metadata.yml").rules,
        structure=_table(StructureTable, "structure.yml"),
        enumerators=_table(Enumerators, "enumerators.yml"),
        suspects=_table(_SuspectFile, "suspects.yml").rules,
        personal=_table(_PersonalFile, "personal.yml").rules,
        rights=_table(_RightsFile, "rights.yml").rules,
        reported=_table(ReportedRule, "versions.yml"),
        words=_table(_WordFile, "words.yml").rules,
        vocabulary=Vocabulary(scheme="none", concepts=()),
        formulas=_table(FormulaTable, "formulas.yml"),
    )


def load(vocabulary: Path | None) -> Knowledge:
    """All tables; `vocabulary` is a corpus' own file of themes, None for the built-in one.

    Raises KnowledgeError.
    """
    if vocabulary is None:
        return built_in()
    try:
        themes = vocabulary.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{vocabulary.name}: cannot be read ({error}). Check vocabulary in corpus.yml."
        raise KnowledgeError(msg) from error
    return with_vocabulary(parse_vocabulary(themes, vocabulary.name))


def parse_vocabulary(text: str, name: str) -> Vocabulary:
    """A vocabulary from YAML. Raises KnowledgeError with every problem of the file."""
    vocabulary = _parse(Vocabulary, text, name)
    problems = [f"{place(name, text, where)}: {problem}" for where, problem in _problems(vocabulary)]
    if problems:
        raise KnowledgeError("\n".join(problems))
    return vocabulary


@cache
def _packaged(name: str) -> str:
    return files("build_corpus").joinpath("data", name).read_text(encoding="utf-8")


def _table(shape: type[T], name: str) -> T:
    """A table of the package."""
    return _parse(shape, _packaged(name), name, _Quick)


def _parse(shape: type[T], text: str, name: str, loader: type[yaml.SafeLoader] = yaml.SafeLoader) -> T:
    try:
        data = yaml.load(text, loader)  # noqa: S506 - a safe loader, whichever it is
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise KnowledgeError(yaml_problem(name, error, "a key, a colon, a space, a value")) from error
    try:
        return TypeAdapter(shape).validate_python(data)
    except ValidationError as error:
        lines = [
            f"{place(name, text, each['loc'])}: {_path(each['loc'])}: {wrong(each['type'], each['msg'])}"
            for each in error.errors()
        ]
        raise KnowledgeError("\n".join(lines)) from error


def _path(location: tuple[str | int, ...]) -> str:
    """A key path as people write it: `concepts[3].label`."""
    path = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in location)
    return path.lstrip(".") or "the file"


def _problems(vocabulary: Vocabulary) -> Iterator[tuple[tuple[str, int], str]]:
    """What the SKOS rules and the addresses of pages forbid: place in the file, one sentence."""
    ids = Counter(theme.id for theme in vocabulary.concepts)
    owners: dict[str, str] = {}
    for at, problem in _variant_problems(vocabulary):
        yield ("variants", at), problem
    for at, theme in enumerate(vocabulary.concepts):
        for problem in _theme_problems(vocabulary, theme, ids, owners):
            yield ("concepts", at), problem


def _theme_problems(
    vocabulary: Vocabulary, theme: Theme, ids: Counter[str], owners: dict[str, str]
) -> Iterator[str]:
    if not fullmatch("[a-z0-9]+(?:-[a-z0-9]+)*", theme.id) or theme.id == "index":
        yield f"id '{theme.id}' is no address. Use a-z, 0-9 and single hyphens, not 'index'."
    if theme.id in TAKEN:
        yield f"id '{theme.id}' is the address of another page. Rename the concept."
    if ids[theme.id] > 1:
        yield f"id '{theme.id}' stands {ids[theme.id]} times. Rename or merge the concepts."
    yield from _reference_problems(vocabulary, theme, ids)
    yield from _retired_problems(vocabulary, theme, ids)
    yield from _condition_problems(theme)
    yield from _wording_problems(theme, vocabulary, owners)


def _reference_problems(vocabulary: Vocabulary, theme: Theme, ids: Counter[str]) -> Iterator[str]:
    if theme.broader is not None and theme.broader not in ids:
        yield f"broader '{theme.broader}' of '{theme.id}' is no concept. Mend the id or add the concept."
    elif theme.id in _above(vocabulary, theme):
        yield f"broader of '{theme.id}' leads back to it. Break the circle."
    for other in theme.related:
        if other not in ids:
            yield f"related '{other}' of '{theme.id}' is no concept. Mend the id or add the concept."
        elif (
            other == theme.id
            or other in _above(vocabulary, theme)
            or theme.id in _above(vocabulary, vocabulary.get(other))
        ):
            yield f"related of '{theme.id}' names '{other}', which is itself, above or below it. Delete it there."
        elif theme.id not in vocabulary.get(other).related:
            yield f"related of '{theme.id}' names '{other}', but not the other way round. Add it there."


def _above(vocabulary: Vocabulary, theme: Theme) -> list[str]:
    """Ids of the concepts above one, nearest first; a circle is gone through once."""
    broader = {each.id: each.broader for each in vocabulary.concepts}
    above: list[str] = []
    at = theme.broader
    while at is not None and at not in above:
        above.append(at)
        at = broader.get(at)
    return above


def _retired_problems(vocabulary: Vocabulary, theme: Theme, ids: Counter[str]) -> Iterator[str]:
    """What is deprecated leads to a concept in use, and no concept in use leads to it."""
    new = theme.replaced_by
    if new is not None and not theme.deprecated:
        yield f"'{theme.id}' is replaced by '{new}' but in use. Add 'deprecated: true' or delete replaced_by."
    if new is not None and new not in ids:
        yield f"replaced_by '{new}' of '{theme.id}' is no concept. Mend the id or add the concept."
    elif new is not None and vocabulary.get(new).deprecated:
        yield f"replaced_by '{new}' of '{theme.id}' is deprecated itself. Name a concept in use."
    if not theme.deprecated:
        for other in dict.fromkeys((theme.broader, *theme.related)):
            if other in ids and vocabulary.get(str(other)).deprecated:
                yield f"'{theme.id}' names '{other}', which is deprecated. Name a concept in use or delete it."


def _condition_problems(theme: Theme) -> Iterator[str]:
    own = {bare(wording) for wording in (theme.label, *theme.aliases, *theme.hidden, *theme.weak)}
    for condition in theme.conditions:
        for wording in condition.of:
            if bare(wording) not in own:
                yield f"a condition of '{theme.id}' is for '{wording}', no wording of it. Add it or delete it there."
        if not (condition.of and (condition.near or condition.unless)):
            yield f"a condition of '{theme.id}' asks for nothing. Say of, and near or unless."


def _variant_problems(vocabulary: Vocabulary) -> Iterator[tuple[int, str]]:
    """A group has two forms or more, and a form one group."""
    owners: dict[str, int] = {}
    for at, group in enumerate(vocabulary.variants):
        if len({bare(form) for form in group}) < PAIR:
            yield at, f"variants[{at}] has fewer than two forms. Add one or delete the group."
        for form in group:
            if owners.setdefault(bare(form), at) != at:
                yield at, f"'{form}' stands in two groups of variants. Join the groups."


def _wording_problems(theme: Theme, vocabulary: Vocabulary, owners: dict[str, str]) -> Iterator[str]:
    """A wording, its variants included, belongs to one concept and there to one kind (SKOS S13).

    Quotation marks, 、 and traditional characters make no other wording. A label may be weak as well:
    then it names the concept and is no evidence of it.
    """
    kinds: dict[str, str] = {}
    named = {
        "the label": (theme.label,),
        "an alias": theme.aliases,
        "hidden": theme.hidden,
        "weak": theme.weak,
    }
    for kind, wording in ((kind, each) for kind, wordings in named.items() for each in wordings):
        key = bare(wording).replace(OPTIONAL, "")
        if not key.strip():
            yield f"'{wording}' of '{theme.id}' has no characters to look for. Delete it."
        if key in kinds and (kinds[key], kind) != ("the label", "weak"):
            yield f"'{wording}' of '{theme.id}' is {kinds[key]} and {kind} at once. Keep one of them."
        kinds.setdefault(key, kind)
        taken = {owners.setdefault(form, theme.id) for form in forms(wording, vocabulary.variants)}
        for owner in sorted(taken - {theme.id}):
            yield f"'{wording}' stands under '{owner}' and '{theme.id}'. Keep it under one of them."
