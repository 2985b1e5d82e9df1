"""What editors say of versions in sidecars, as far as it can be followed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from build_corpus.model import Annotated, Finding, finding

ALONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The editors' word."""

    of: Mapping[str, str]
    """Version → its canonical document, never a version itself."""
    alone: frozenset[str]
    """Documents that are no version of anything and have none by comparison."""


def editors_choices(documents: Sequence[Annotated]) -> tuple[Choices, tuple[Finding, ...]]:
    """The choices of published documents, and what is wrong with them."""
    public = {document.id: document for document in documents if document.speech.published}
    said = {each: document.speech.source.sidecar for each, document in public.items()}
    names = {name: each for each, beside in said.items() for name in beside.aliases}
    names |= {each: each for each in public}
    wanted: dict[str, str] = {}
    problems: list[Finding] = []
    for each, named in ((each, beside.version_of) for each, beside in said.items()):
        if named in (None, ALONE):
            continue
        if named in names:
            wanted[each] = names[named]
        else:
            problems.append(_unknown(public[each], str(named), [*names]))
    roots = {each: _root(each, wanted) for each in sorted(wanted)}
    sound = {each: root for each, root in roots.items() if root is not None}
    lost = [each for each, root in roots.items() if root is None]
    problems += [finding("version-circle", *place(public[each]), id=wanted[each]) for each in lost]
    alone = frozenset(each for each, beside in said.items() if beside.version_of == ALONE)
    return Choices(of=sound, alone=alone), tuple(problems)


def _root(each: str, wanted: Mapping[str, str]) -> str | None:
    """Where choices lead to in the end; None where they lead into a circle."""
    seen = {each}
    while each in wanted:
        each = wanted[each]
        if each in seen:
            return None
        seen.add(each)
    return each


def _unknown(document: Annotated, named: str, names: Sequence[str]) -> Finding:
    near = get_close_matches(named, names, n=1, cutoff=0.5)
    guess = f"是不是“{near[0]}”？" if near else ""
    return finding("version-unknown", *place(document), id=named, guess=guess)


def place(document: Annotated) -> tuple[str, int | None]:
    """The sidecar and the line where it says what the document is a version of."""
    source = document.speech.source
    path = source.sidecar.path or f"seeds/{source.file.rpartition('.')[0]}.yml"
    return path, source.sidecar.lines.get("version_of")
