"""Former addresses: pages that lead from an id a speech once had to the one it has now.

A page of this kind holds no text of a seed but the title. It is in no list and no search.
"""

from collections.abc import Callable, Mapping

from build_corpus.model import Annotated, Corpus, Finding, finding
from build_corpus.publish.markdown import front_matter


def former_ids(corpus: Corpus) -> tuple[Mapping[str, Annotated], tuple[Finding, ...]]:
    """Former id → the document; a finding for each that is somebody's id today, or claimed twice."""
    owners = {document.id: f"“{document.id}”这一篇" for document in corpus.documents}
    found: dict[str, Annotated] = {}
    problems: list[Finding] = []
    for document in corpus.documents:
        sidecar = document.speech.source.sidecar
        for alias in sidecar.aliases:
            beside = found.get(alias)
            if "=" in alias or (beside and beside.speech.source.file == document.speech.source.file):
                continue  # a paragraph's, or that of another speech in this file, which the sidecar is for as well
            if alias in owners:
                line = sidecar.lines.get(f"aliases[{alias}]")
                problems.append(finding("alias-taken", sidecar.path, line, alias=alias, other=owners[alias]))
                continue
            owners[alias] = f"“{document.id}”这一篇（写在它的 aliases 里）"
            found[alias] = document
    return found, tuple(problems)


def alias_pages(
    corpus: Corpus, title: Callable[[Annotated], str], render: Callable[..., str]
) -> dict[str, str]:
    """A page at each former address of a published speech: path below docs → text."""
    return {
        f"speeches/{alias}.md": render(
            "alias.md.j2",
            front=front_matter(
                {
                    "title": title(document),
                    "redirect": document.id,
                    "search": {"exclude": True},
                    "hide": ["navigation", "toc"],
                }
            ),
            id=document.id,
            title=title(document),
        )
        for alias, document in former_ids(corpus)[0].items()
        if document.speech.published
    }
