"""What pages say of versions: the list on the canonical page, the notice on a version's page, the comparison."""

from collections.abc import Iterable, Mapping

from build_corpus.model import VERSION_KINDS, Annotated, Version
from build_corpus.publish.compare import compared

COMPARED_MAX = 200_000  # 字; longer texts are not compared: it would take hundreds of megabytes

Values = dict[str, object]


def by_original(versions: Iterable[Version]) -> dict[str, list[Version]]:
    """Canonical document → its versions, by id."""
    found: dict[str, list[Version]] = {}
    for version in versions:
        found.setdefault(version.of, []).append(version)
    return found


def is_compared(version: Version, documents: Mapping[str, Annotated]) -> bool:
    """Whether a page compares a version with its original."""
    return all(len(documents[each].speech.text) <= COMPARED_MAX for each in (version.id, version.of))


def version_values(version: Version, documents: Mapping[str, Annotated]) -> Values:
    """A version as templates print it: itself, and the canonical document it belongs to."""
    here, there = documents[version.of].speech, documents[version.id].speech
    return {
        "id": version.id,
        "title": there.title or f"（无题）{version.id}",
        "kind": VERSION_KINDS[version.kind],
        "publication": there.value("publication") or there.file,
        "date": there.date,
        "posted": there.posted,
        "percent": round(version.shared * 100),
        "compared": is_compared(version, documents),
        "of": version.of,
        "original": here.title or f"（无题）{version.of}",
    }


def comparison(version: Version, documents: Mapping[str, Annotated]) -> Values:
    """What the page that compares a version with the canonical text prints."""
    here, there = documents[version.of].speech, documents[version.id].speech
    return {"version": version_values(version, documents), "rows": compared(here.blocks, there.blocks)}
