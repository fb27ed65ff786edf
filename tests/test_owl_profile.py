from __future__ import annotations

import pytest
import rdflib
from owl_dl import Ontology

from papergraph.rdf.ontology import ontology_path

PREFIXES = """
@prefix : <https://example.org/o#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:A a owl:Class . :B a owl:Class . :p a owl:ObjectProperty . :q a owl:DatatypeProperty . :n a owl:AnnotationProperty .
"""


def parsed(*names: str) -> rdflib.Graph:
    graph = rdflib.Graph()
    for name in names:
        graph.parse(data=ontology_path(name).read_text(encoding="utf-8"), format="turtle")
    return graph


@pytest.mark.parametrize("names", [("papergraph.ttl",), ("papergraph.ttl", "alignments.ttl")], ids=len)
def test_the_ontology_is_in_owl_2_dl(names: tuple[str, ...]) -> None:
    graph = parsed(*names)
    assert len(graph) > 500
    assert list(Ontology(graph).violations()) == []


@pytest.mark.parametrize(
    "text",
    [
        ":A rdfs:subClassOf :B .",
        ":p rdfs:domain :A ; rdfs:range :B ; owl:inverseOf :p .",
        ":q rdfs:range xsd:decimal .",
        ":x a :A ; :p :y ; :q 5 ; :n 'any' .",
        ":p a owl:SymmetricProperty, :A .",
    ],
)
def test_the_rules_let_pass(text: str) -> None:
    assert list(Ontology(rdflib.Graph().parse(data=PREFIXES + text)).violations()) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (":A rdfs:subClassOf [ a owl:Restriction ] .", "blank node"),
        (":A rdfs:subClassOf :Undeclared .", "no axiom"),
        (":x a :Undeclared .", "no axiom"),
        (":x :undeclared :y .", "no axiom"),
        (":x :p 'text' .", "no axiom"),
        (":x :q :y .", "no axiom"),
        (":p rdfs:subPropertyOf :q .", "no axiom"),
        (":q owl:inverseOf :p .", "no axiom"),
        (":q rdfs:range xsd:gYear .", "no axiom"),
        (":q a owl:SymmetricProperty .", "no axiom"),
        (":x :q '2024'^^xsd:gYear .", "datatype"),
        (":x :q '2024-01-01'^^xsd:date .", "datatype"),
        (":p a owl:DatatypeProperty .", "two kinds of property"),
        (":n a owl:ObjectProperty .", "two kinds of property"),
        ("rdf:Statement rdfs:label 'mine' .", "reserved"),
        (":x owl:priorVersion :y .", "no axiom"),
    ],
)
def test_the_rules_find(text: str, why: str) -> None:
    found = list(Ontology(rdflib.Graph().parse(data=PREFIXES + text)).violations())
    assert any(violation.startswith(why) for violation in found)
