"""The vocabulary as linked data: SKOS in Turtle and in JSON-LD.

In: the vocabulary, the address of the site. Out: two texts, the same bytes for the same vocabulary.
Weak wordings are no labels of their concept and stay away.
Source: W3C, SKOS Reference (2009); what it forbids, `knowledge` does not let in.
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from build_corpus.config import Settings
from build_corpus.model import Theme, Vocabulary
from build_corpus.publish.lazy import Lazy
from build_corpus.publish.site import Site

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

TURTLE, JSON_LD = "data/themes.ttl", "data/themes.jsonld"


def skos(vocabulary: Vocabulary, settings: Settings) -> dict[str, str]:
    """Path below docs → text."""
    return dict(_files(vocabulary, settings.site_url, settings.language))


def skos_files(site: Site) -> Iterator[tuple[str, Lazy]]:
    """The same, made when they are asked for."""
    return ((path, Lazy(site, _file, (path,))) for path in (TURTLE, JSON_LD))


def _file(site: Site, path: str) -> str:
    return skos(site.knowledge.vocabulary, site.settings)[path]


@lru_cache(maxsize=4)
def _files(vocabulary: Vocabulary, address: str, language: str) -> tuple[tuple[str, str], ...]:
    graph = _graph(vocabulary, address, language)
    data = json.loads(graph.serialize(format="json-ld"))
    return (
        (TURTLE, f"{graph.serialize(format='turtle').strip()}\n"),
        (JSON_LD, f"{json.dumps(_ordered(data), ensure_ascii=False, indent=1, sort_keys=True)}\n"),
    )


def _graph(vocabulary: Vocabulary, address: str, language: str) -> "Graph":
    # Only what writes needs rdflib, and to import it takes a quarter of a second.
    from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, Namespace  # noqa: PLC0415

    themes = Namespace(
        f"{address.rstrip('/')}/themes/" if address else f"urn:{quote(vocabulary.scheme)}:themes:"
    )
    graph = Graph()
    graph.bind("dcterms", DCTERMS)
    scheme = themes[""] if address else themes["all"]
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    graph.add((scheme, DCTERMS.identifier, Literal(vocabulary.scheme)))
    names = {theme.id: themes[f"{theme.id}/" if address else theme.id] for theme in vocabulary.concepts}
    for theme in vocabulary.concepts:
        graph.add((names[theme.id], SKOS.inScheme, scheme))
        if theme.broader is None and not theme.deprecated:
            graph.add((names[theme.id], SKOS.topConceptOf, scheme))
            graph.add((scheme, SKOS.hasTopConcept, names[theme.id]))
        for predicate, value in (*_words(theme, language), *_links(theme, names)):
            graph.add((names[theme.id], predicate, value))
        if theme.broader is not None:
            graph.add((names[theme.broader], SKOS.narrower, names[theme.id]))
    return graph


def _words(theme: Theme, language: str) -> Iterator[tuple["Node", "Node"]]:
    from rdflib import RDF, SKOS, Literal  # noqa: PLC0415

    yield RDF.type, SKOS.Concept
    yield SKOS.prefLabel, Literal(theme.label, lang=language)
    yield SKOS.scopeNote, Literal(theme.scope, lang=language)
    for predicate, wordings in ((SKOS.altLabel, theme.aliases), (SKOS.hiddenLabel, theme.hidden)):
        yield from ((predicate, Literal(wording, lang=language)) for wording in wordings)


def _links(theme: Theme, names: Mapping[str, "Node"]) -> Iterator[tuple["Node", "Node"]]:
    from rdflib import DCTERMS, OWL, SKOS, Literal  # noqa: PLC0415

    if theme.broader is not None:
        yield SKOS.broader, names[theme.broader]
    for other in theme.related:
        yield SKOS.related, names[other]
    if theme.deprecated:
        yield OWL.deprecated, Literal(lexical_or_value=True)
    if theme.replaced_by is not None:
        yield DCTERMS.isReplacedBy, names[theme.replaced_by]


def _ordered(data: object) -> object:
    """JSON-LD with every list in one order: they are sets."""
    if isinstance(data, dict):
        return {key: _ordered(value) for key, value in data.items()}
    if isinstance(data, list):
        return sorted((_ordered(each) for each in data), key=lambda each: json.dumps(each, sort_keys=True))
    return data
