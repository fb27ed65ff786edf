from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Literal, URIRef

from papergraph.errors import NotFoundError
from papergraph.model import EntityType, LinkKind, Role
from papergraph.rdf.describe import ENTITY_CLASSES, LINK_KINDS
from papergraph.rdf.namespaces import (
    CLASSES,
    INVERSES,
    ONTOLOGY,
    ONTOLOGY_VERSION,
    PG,
    RELATIONS,
    ROLE_TERMS,
    ROLES,
    VALUES,
    prefixes,
)
from papergraph.rdf.ontology import ontology_path

HEADER = URIRef(ONTOLOGY)
STATUS = URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
TURTLE = ox.RdfFormat.TURTLE
DATATYPES = {"string", "integer", "decimal", "boolean"}


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(data=ontology_path().read_text(encoding="utf-8"), format="turtle")


def test_both_libraries_read_it(ontology: rdflib.Graph) -> None:
    assert len(set(ox.parse(ontology_path().read_bytes(), format=ox.RdfFormat.TURTLE))) == len(ontology) > 300


def test_no_blank_nodes(ontology: rdflib.Graph) -> None:
    assert not [term for triple in ontology for term in triple if isinstance(term, BNode)]


def test_header(ontology: rdflib.Graph) -> None:
    vann = rdflib.Namespace("http://purl.org/vocab/vann/")
    assert (HEADER, RDF.type, OWL.Ontology) in ontology
    assert ontology.value(HEADER, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{ONTOLOGY_VERSION}")
    assert ontology.value(HEADER, OWL.versionInfo) == Literal(ONTOLOGY_VERSION)
    assert ontology.value(HEADER, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert ontology.value(HEADER, vann.preferredNamespacePrefix) == Literal("pg")
    assert ontology.value(HEADER, vann.preferredNamespaceUri) == Literal(PG.iri)
    assert str(ontology.value(HEADER, OWL.priorVersion)).startswith(f"{ONTOLOGY}/")
    needed = (DCTERMS.title, DCTERMS.description, DCTERMS.abstract, DCTERMS.created, DCTERMS.modified, DCTERMS.issued)
    for name in (*needed, rdflib.DC.creator, rdflib.DC.publisher, RDFS.label):
        assert ontology.value(HEADER, name) is not None
    assert f"version {ONTOLOGY_VERSION}" in str(ontology.value(HEADER, DCTERMS.bibliographicCitation))


def test_the_closed_namespace_is_the_ontology(ontology: rdflib.Graph) -> None:
    terms = {str(subject).removeprefix(PG.iri) for subject in ontology.subjects() if str(subject).startswith(PG.iri)}
    assert terms == set(PG)


@pytest.mark.parametrize("name", list(PG))
def test_every_term_is_described(ontology: rdflib.Graph, name: str) -> None:
    term = URIRef(getattr(PG, name))
    for needed in (RDFS.label, RDFS.comment):
        (value,) = ontology.objects(term, needed)
        assert str(value).strip()
        assert value.language == "en"  # type: ignore[attr-defined]
    assert ontology.value(term, RDFS.isDefinedBy) == HEADER
    assert str(ontology.value(term, STATUS)) in ("stable", "testing")


@pytest.mark.parametrize("name", list(PG))
def test_every_term_has_an_example_that_uses_it(ontology: rdflib.Graph, name: str) -> None:
    (example,) = ontology.objects(URIRef(getattr(PG, name)), SKOS.example)
    declared = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes().items())
    found = {(t.subject, t.predicate, t.object) for t in ox.parse((declared + str(example)).encode(), format=TURTLE)}
    assert ox.NamedNode(getattr(PG, name)) in {term for triple in found for term in triple}
    own = {term.value.removeprefix(PG.iri) for triple in found for term in triple if term.value.startswith(PG.iri)}
    assert own <= set(PG)


@pytest.mark.parametrize("name", CLASSES)
def test_classes(ontology: rdflib.Graph, name: str) -> None:
    assert (URIRef(getattr(PG, name)), RDF.type, OWL.Class) in ontology


@pytest.mark.parametrize("name", [*ROLES, *INVERSES, *RELATIONS, *VALUES])
def test_properties_have_one_domain_and_one_range(ontology: rdflib.Graph, name: str) -> None:
    term = URIRef(getattr(PG, name))
    (domain,) = ontology.objects(term, RDFS.domain)
    (reach,) = ontology.objects(term, RDFS.range)
    kinds = set(ontology.objects(term, RDF.type)) & {OWL.ObjectProperty, OWL.DatatypeProperty}
    assert kinds == {OWL.DatatypeProperty if name in VALUES else OWL.ObjectProperty}
    assert domain in set(ontology.subjects(RDF.type, OWL.Class))
    if name in VALUES:
        assert str(reach).rpartition("#")[2] in DATATYPES
    else:
        assert reach == OWL.Thing or reach in set(ontology.subjects(RDF.type, OWL.Class))


@pytest.mark.parametrize(("role", "inverse"), list(zip(ROLES, INVERSES, strict=True)))
def test_roles_lie_below_mentions_and_have_inverses(ontology: rdflib.Graph, role: str, inverse: str) -> None:
    term, back = URIRef(getattr(PG, role)), URIRef(getattr(PG, inverse))
    assert (term, OWL.inverseOf, back) in ontology
    assert (back, OWL.inverseOf, term) in ontology
    assert (term, RDF.type, URIRef(PG.Role)) in ontology
    assert URIRef("https://schema.org/mentions") in set(ontology.transitive_objects(term, RDFS.subPropertyOf))
    assert URIRef(PG.mentionedBy) in set(ontology.transitive_objects(back, RDFS.subPropertyOf))


def test_every_value_of_the_model_has_a_term() -> None:
    assert set(ROLE_TERMS) == set(Role)
    assert set(ENTITY_CLASSES) == set(EntityType)
    assert set(LINK_KINDS) == set(LinkKind)


def test_no_reserved_or_missing_foreign_terms(ontology: rdflib.Graph) -> None:
    used = {str(term) for triple in ontology for term in triple}
    assert not used & {str(RDF.Statement), str(OWL.sameAs), "http://purl.org/spar/fabio/Model"}
    assert not [term for term in used if term.startswith("http://schema.org/")]
    datatypes = {str(o.datatype) for o in ontology.objects() if isinstance(o, Literal) and o.datatype}
    assert not {datatype for datatype in datatypes if datatype.endswith(("#date", "#gYear"))}


def test_what_is_not_the_same_is_disjoint(ontology: rdflib.Graph) -> None:
    pairs = {frozenset((s, o)) for s, o in ontology.subject_objects(OWL.disjointWith)}
    inside = {s for s, o in ontology.subject_objects(RDFS.subClassOf) if str(o).startswith(PG.iri)}
    tops = {URIRef(getattr(PG, name)) for name in CLASSES if name != "Role"} - inside
    assert {frozenset(pair) for pair in combinations(tops, 2)} <= pairs
    assert frozenset((URIRef(PG.Assertion), URIRef(PG.Conclusion))) in pairs


def test_the_parts_share_one_version() -> None:
    for name in ("papergraph.ttl", "alignments.ttl", "shapes.ttl"):
        assert f'owl:versionInfo "{ONTOLOGY_VERSION}"' in ontology_path(name).read_text(encoding="utf-8")


def test_link_kinds_are_one_scheme(ontology: rdflib.Graph) -> None:
    members = set(ontology.subjects(SKOS.inScheme, URIRef(PG.LinkKinds)))
    assert {str(ontology.value(member, SKOS.prefLabel)) for member in members} == set(LinkKind)


def test_the_changelog_knows_the_version() -> None:
    assert f"## {ONTOLOGY_VERSION}\n" in ontology_path("CHANGELOG.md").read_text(encoding="utf-8")


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(NotFoundError, match=r"no ontology file 'queries/none\.rq'"):
        ontology_path("queries/none.rq")


DOCS = Path(__file__).parents[1] / "docs"


def test_the_docs_name_every_term() -> None:
    named = set(re.findall(r"`pg:(\w+)`", (DOCS / "rdf.md").read_text(encoding="utf-8")))
    assert named == set(PG)
