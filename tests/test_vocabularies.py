"""Every foreign term that the ontology, the shapes or the data use is defined by the vocabulary that owns it."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, URIRef

from papergraph.rdf import namespaces
from papergraph.rdf.ontology import ontology_path

FOLDER = Path(__file__).parent / "vocabularies"
OWN = ("https://w3id.org/papergraph/", "https://creativecommons.org/")
BUILT_IN = (str(OWL), str(RDF), str(RDFS), "http://www.w3.org/2001/XMLSchema#")
FILES = ["papergraph.ttl", "alignments.ttl", "shapes.ttl"]


def vocabularies() -> dict[str, set[str]]:
    """The names that each namespace defines."""
    found = {}
    for path in FOLDER.glob("*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        head = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# "))
        assert {"namespace", "version", "source", "complete"} == set(head), path.name
        assert head["complete"].startswith("yes"), path.name
        names = [line for line in lines if not line.startswith("# ")]
        assert names == sorted(set(names)), path.name
        found[head["namespace"]] = set(names)
    return found


VOCABULARIES = vocabularies()


def unknown(iris: set[str]) -> set[str]:
    """The IRIs that no vocabulary defines."""
    return {iri for iri in iris if not any(iri.removeprefix(ns) in names for ns, names in VOCABULARIES.items())}


def test_the_lists_tell_terms_apart() -> None:
    assert unknown({"https://schema.org/ScholarlyArticle", "http://www.w3.org/ns/oa#exact"}) == set()
    assert unknown({"https://schema.org/ScholarlyPaper", "https://linkedpaperswithcode.com/class/result"}) != set()


@pytest.mark.parametrize("name", FILES)
def test_foreign_terms_exist(name: str) -> None:
    graph = rdflib.Graph().parse(data=ontology_path(name).read_text(encoding="utf-8"), format="turtle")
    used = {str(t) for triple in graph for t in triple if isinstance(t, URIRef)} - set(VOCABULARIES)
    foreign = {iri for iri in used if not iri.startswith(OWN + BUILT_IN)}
    assert len(foreign) > 10
    assert unknown(foreign) == set()


def test_the_terms_of_the_data_exist() -> None:
    closed = [value for value in vars(namespaces).values() if isinstance(value, namespaces.ClosedNamespace)]
    foreign = {ns.iri + name for ns in closed for name in ns if not ns.iri.startswith(OWN + BUILT_IN)}
    assert len(foreign) > 40
    assert unknown(foreign) == set()


@pytest.mark.parametrize("name", ["papergraph.ttl", "alignments.ttl"])
def test_foreign_terms_are_declared_with_a_label_and_nothing_more(name: str) -> None:
    graph = rdflib.Graph().parse(data=ontology_path(name).read_text(encoding="utf-8"), format="turtle")
    core = rdflib.Graph().parse(data=ontology_path().read_text(encoding="utf-8"), format="turtle")
    used = {t for s, p, o in graph for t in (p, o) if isinstance(t, URIRef)} - set(map(URIRef, VOCABULARIES))
    for term in {t for t in used if not str(t).startswith(OWN + BUILT_IN)}:
        said = graph if (term, RDF.type, None) in graph else core
        assert {p for _, p, _ in said.triples((term, None, None))} == {RDF.type, RDFS.label, RDFS.isDefinedBy}, term
        assert str(term).startswith(str(said.value(term, RDFS.isDefinedBy)))
