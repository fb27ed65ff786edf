"""What the endpoint says of itself: the SPARQL 1.1 Service Description."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from papergraph.rdf.requests import GRAPH_FORMATS

SD = "http://www.w3.org/ns/sparql-service-description#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DCTERMS = "http://purl.org/dc/terms/"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_WRITTEN = (
    "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV Turtle N-Triples RDF_XML JSON-LD"
).split()


def describe_service(endpoint: str, *, title: str, graphs: Sequence[str], media_type: str) -> bytes:
    """The description as RDF.

    :param endpoint: the address of the endpoint.
    :param graphs: the IRIs of the named graphs.
    """
    triples = list(_triples(endpoint, title, graphs))
    prefixes = {"sd": SD, "dcterms": _DCTERMS, "formats": _FORMATS, "void": _VOID}
    return ox.serialize(triples, format=GRAPH_FORMATS[media_type], prefixes=prefixes) or b""


def _triples(endpoint: str, title: str, graphs: Sequence[str]) -> Iterator[ox.Triple]:
    service, dataset, default = (ox.NamedNode(endpoint + part) for part in ("", "#dataset", "#default"))
    yield _triple(service, _RDF + "type", ox.NamedNode(SD + "Service"))
    yield _triple(service, SD + "endpoint", service)
    yield _triple(service, SD + "supportedLanguage", ox.NamedNode(SD + "SPARQL11Query"))
    for name in _WRITTEN:
        yield _triple(service, SD + "resultFormat", ox.NamedNode(_FORMATS + name))
    yield _triple(service, SD + "defaultDataset", dataset)
    yield _triple(dataset, _RDF + "type", ox.NamedNode(SD + "Dataset"))
    yield _triple(dataset, _DCTERMS + "title", ox.Literal(title))
    yield _triple(dataset, SD + "defaultGraph", default)
    yield _triple(default, _RDF + "type", ox.NamedNode(SD + "Graph"))
    for place, iri in enumerate(graphs):
        named = ox.NamedNode(f"{endpoint}#graph-{place}")
        yield _triple(dataset, SD + "namedGraph", named)
        yield _triple(named, _RDF + "type", ox.NamedNode(SD + "NamedGraph"))
        yield _triple(named, SD + "name", ox.NamedNode(iri))


def _triple(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)
