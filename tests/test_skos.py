"""The vocabulary as linked data: both files load, and keep what the SKOS reference asks for.

In: the built-in vocabulary and small ones made here.
"""

from functools import cache

import pytest
from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from build_corpus.config import Settings
from build_corpus.knowledge import built_in, parse_vocabulary
from build_corpus.model import Vocabulary
from build_corpus.publish.skos import JSON_LD, TURTLE, skos

SETTINGS = Settings(title="讲话集", description="讲话。")
LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
SMALL = """
scheme: small
concepts:
- {id: a, label: 甲, scope: 上位。, aliases: [甲项], hidden: [申项], weak: [项]}
- {id: b, label: 乙, scope: 下位。, broader: a, related: [c]}
- {id: c, label: 丙, scope: 另一个。, related: [b]}
- {id: d, label: 丁, scope: 旧的。, deprecated: true, replaced_by: c}
"""


@cache
def graph(kind: str = TURTLE) -> Graph:
    return Graph().parse(data=skos(built_in().vocabulary, SETTINGS)[kind], format=FORMATS[kind])


FORMATS = {TURTLE: "turtle", JSON_LD: "json-ld"}


def small(address: str = "") -> Graph:
    settings = Settings(title="讲话集", description="讲话。", site_url=address)
    return Graph().parse(data=skos(parse_vocabulary(SMALL, "v.yml"), settings)[TURTLE], format="turtle")


@pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
)  # in rdflib's own reader
def test_both_files_say_the_same() -> None:
    """Turtle and JSON-LD hold one graph: the scheme, and each concept of the vocabulary."""
    assert isomorphic(graph(TURTLE), graph(JSON_LD))
    assert len(set(graph().subjects(RDF.type, SKOS.Concept))) == len(built_in().vocabulary.concepts)
    (scheme,) = graph().subjects(RDF.type, SKOS.ConceptScheme)
    assert set(graph().subjects(SKOS.inScheme, scheme)) == set(graph().subjects(RDF.type, SKOS.Concept))


def test_label_kinds_are_disjoint() -> None:
    """S13: no literal is two kinds of label of a concept."""
    for concept in graph().subjects(RDF.type, SKOS.Concept):
        labels = [label for kind in LABELS for label in graph().objects(concept, kind)]
        assert len(labels) == len(set(labels)), concept


def test_a_concept_has_one_preferred_label() -> None:
    """S14: one prefLabel in a language, and every concept has one in the corpus' language."""
    for concept in graph().subjects(RDF.type, SKOS.Concept):
        (label,) = graph().objects(concept, SKOS.prefLabel)
        assert isinstance(label, Literal)
        assert label.language.lower() == "zh-hans"


def test_related_is_disjoint_from_broader() -> None:
    """S27: related concepts are never above one another, at any distance; related holds both ways."""
    for one, other in graph().subject_objects(SKOS.related):
        assert (other, SKOS.related, one) in graph()
        assert other not in set(graph().transitive_objects(one, SKOS.broader))
        assert one not in set(graph().transitive_objects(other, SKOS.broader))


def test_every_concept_hangs_from_a_top_concept() -> None:
    """A narrower link is a broader one the other way round; what has no broader concept is a top concept of the scheme."""
    for concept in graph().subjects(RDF.type, SKOS.Concept):
        above = set(graph().objects(concept, SKOS.broader))
        assert all((each, SKOS.narrower, concept) in graph() for each in above)
        assert bool(above) != bool(set(graph().objects(concept, SKOS.topConceptOf)))


def test_every_statement_of_a_small_vocabulary() -> None:
    """Labels, misprints, notes, links and what is out of use are said; weak wordings are not."""
    made = small()
    name = {each: URIRef(f"urn:small:themes:{each}") for each in "abcd"}
    assert (name["a"], SKOS.altLabel, Literal("甲项", lang="zh-Hans")) in made
    assert (name["a"], SKOS.hiddenLabel, Literal("申项", lang="zh-Hans")) in made
    assert (name["a"], SKOS.scopeNote, Literal("上位。", lang="zh-Hans")) in made
    assert (name["b"], SKOS.broader, name["a"]) in made
    assert (name["b"], SKOS.related, name["c"]) in made
    assert (name["d"], OWL.deprecated, Literal(lexical_or_value=True)) in made
    assert (name["d"], DCTERMS.isReplacedBy, name["c"]) in made
    assert not set(made.objects(name["d"], SKOS.topConceptOf))
    assert not set(made.subjects(None, Literal("项", lang="zh-Hans")))


@pytest.mark.parametrize("address", ["https://example.org/jianghua/", "https://example.org/jianghua"])
def test_concepts_are_named_by_their_pages(address: str) -> None:
    """Where the site's address is known, a concept's name is the address of its page."""
    made = small(address)
    assert (
        URIRef("https://example.org/jianghua/themes/b/"),
        SKOS.inScheme,
        URIRef("https://example.org/jianghua/themes/"),
    ) in made


def test_the_same_vocabulary_gives_the_same_bytes() -> None:
    """Nothing of a run, a hash or an order is in the files: a vocabulary read anew gives them again."""
    again = Vocabulary(scheme="dangjian", concepts=built_in().vocabulary.concepts, variants=())
    assert skos(again, SETTINGS) == skos(built_in().vocabulary, SETTINGS)
