"""Former addresses: pages that lead from an id a speech once had to the one it has now.

A page of this kind holds no text of a seed but the title. It is in no list and no search.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from build_corpus.model import Annotated, Corpus, Finding, finding
from build_corpus.publish.markdown import front_matter
from build_corpus.publish.tombstones import APART, WITHDRAWN


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owner:
    """A speech, withdrawn or not, with its former ids."""

    id: str
    file: str
    aliases: tuple[str, ...]
    sidecar: str
    lines: Mapping[str, int]


def former_ids(corpus: Corpus) -> tuple[Mapping[str, str], tuple[Finding, ...]]:
    """Former id → id of the speech; a finding for each that is somebody's id today, or claimed twice."""
    everybody = list(_owners(corpus))
    owners = {owner.id: f"“{owner.id}”这一篇" for owner in everybody}
    found: dict[str, _Owner] = {}
    problems: list[Finding] = []
    for owner in everybody:
        for alias in owner.aliases:
            beside = found.get(alias)
            if beside and beside.file == owner.file:
                continue  # that of another speech in this file, which the sidecar is for as well
            if alias in owners:
                line = owner.lines.get(f"aliases[{alias}]")
                problems.append(finding("alias-taken", owner.sidecar, line, alias=alias, other=owners[alias]))
                continue
            owners[alias] = f"“{owner.id}”这一篇（写在它的 aliases 里）"
            found[alias] = owner
    return {alias: owner.id for alias, owner in found.items()}, tuple(problems)


def _owners(corpus: Corpus) -> Iterator[_Owner]:
    for document in corpus.documents:
        source = document.speech.source
        beside = source.sidecar
        yield _Owner(
            id=source.id,
            file=source.file,
            aliases=beside.former_ids,
            sidecar=beside.path,
            lines=beside.lines,
        )
    for stone in corpus.tombstones:
        yield _Owner(
            id=stone.id,
            file=stone.file,
            aliases=stone.former_ids,
            sidecar=stone.sidecar,
            lines=stone.lines,
        )


def alias_pages(
    corpus: Corpus, title: Callable[[Annotated], str], render: Callable[..., str]
) -> dict[str, str]:
    """A page at each former address of a speech that has a page, or had one: path below docs → text."""
    called = {document.id: title(document) for document in corpus.shown}
    called |= {stone.id: WITHDRAWN for stone in corpus.tombstones}
    return {
        f"speeches/{alias}.md": render(
            "alias.md.j2",
            front=front_matter({"title": called[name], "redirect": name, **APART}),
            id=name,
            title=called[name],
        )
        for alias, name in former_ids(corpus)[0].items()
        if name in called
    }
