"""The shapes run by pySHACL, the reference: the whole of SHACL, node by node in Python."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from papergraph.errors import MissingExtraError
from papergraph.rdf.ontology import ontology_path
from papergraph.rdf.validation.report import Finding, Severity
from papergraph.rdf.validation.shapes import SHACL, SHAPES

if TYPE_CHECKING:
    import rdflib


def findings(store: ox.Store) -> Iterator[Finding]:
    """What breaks the packaged shapes, as pySHACL finds it.

    :raises MissingExtraError: pySHACL is not installed.
    """
    try:
        from pyshacl import validate
    except ImportError as error:
        raise MissingExtraError("the engine pyshacl", "validate") from error
    import rdflib

    data = rdflib.Graph()
    data.parse(data=store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()), format="nt")
    _, found, _ = validate(data, shacl_graph=_shapes(), allow_warnings=True)
    results = rdflib.URIRef(f"{SHACL}ValidationResult")
    for result in found.subjects(rdflib.RDF.type, results):
        yield _finding(found, result)


@cache
def _shapes() -> rdflib.Graph:
    import rdflib

    return rdflib.Graph().parse(data=ontology_path("shapes.ttl").read_text(encoding="utf-8"), format="turtle")


def _finding(found: Any, result: Any) -> Finding:
    import rdflib

    def said(name: str) -> str | None:
        value = found.value(result, rdflib.URIRef(SHACL + name))
        return None if value is None else str(value)

    node, path, value = str(said("focusNode")), said("resultPath"), said("value")
    return Finding(
        str(said("sourceShape")).removeprefix(SHAPES),
        node,
        str(said("resultMessage")),
        path,
        None if path is None and value == node else value,
        Severity(str(said("resultSeverity")).removeprefix(SHACL)),
    )
