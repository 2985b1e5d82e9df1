"""What pages say of versions: the list on the canonical page, the notice on a version's page, the comparison."""

from collections.abc import Mapping

from build_corpus.model import Annotated, Version
from build_corpus.publish.compare import compared

VERSION_KINDS = {"copy": "转载", "abridgement": "节选", "report": "报道"}

Values = dict[str, object]


def shown_versions(
    versions: Mapping[str, Version], documents: Mapping[str, Annotated], of: str
) -> list[Values]:
    """The versions of a canonical document, by id, as its page lists them."""
    return [version_values(each, documents) for each in versions.values() if each.of == of]


def version_values(version: Version, documents: Mapping[str, Annotated]) -> Values:
    """A version as templates print it: itself, and the canonical document it belongs to."""
    here, there = documents[version.of].speech, documents[version.id].speech
    return {
        "id": version.id,
        "title": there.title or f"（无题）{version.id}",
        "kind": VERSION_KINDS[version.kind],
        "publication": there.value("publication") or there.source.file,
        "date": there.date,
        "posted": there.posted,
        "percent": round(version.shared * 100),
        "chosen": version.chosen,
        "of": version.of,
        "original": here.title or f"（无题）{version.of}",
    }


def comparison(version: Version, documents: Mapping[str, Annotated]) -> Values:
    """What the page that compares a version with the canonical text prints."""
    here, there = documents[version.of].speech, documents[version.id].speech
    return {"version": version_values(version, documents), "rows": compared(here.blocks, there.blocks)}
