"""The packaged shapes as values, read from ``ontology/shapes.ttl``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from papergraph.errors import PapergraphError
from papergraph.rdf.ontology import ontology_path
from papergraph.rdf.validation.report import Severity

SHACL = "http://www.w3.org/ns/shacl#"
SHAPES = "https://w3id.org/papergraph/shapes#"
_CONSTRAINTS = frozenset(
    "minCount maxCount datatype nodeKind class pattern minInclusive maxInclusive minLength".split()
)
_OTHER = frozenset("path severity message targetClass property sparql".split())
Terms = Mapping[str, list["ox.NamedNode | ox.Literal"]]


class ShapesError(PapergraphError):
    """Shapes that use more of SHACL than can be run as SPARQL."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A property shape or a SPARQL-based shape, with the classes whose members it is about.

    ``constraints`` holds the value of each SHACL parameter, as the syntax of N-Triples has it; ``select`` is the
    query of a SPARQL-based shape.
    """

    iri: str
    targets: tuple[str, ...]
    message: str
    severity: Severity
    path: str | None = None
    constraints: tuple[tuple[str, str], ...] = ()
    select: str | None = None

    @property
    def name(self) -> str:
        """The local name."""
        return self.iri.removeprefix(SHAPES)


@cache
def packaged_shapes() -> tuple[Shape, ...]:
    """The shapes of the package, sorted by name.

    >>> "MentionQuote" in [shape.name for shape in packaged_shapes()]
    True
    """
    return read_shapes(ontology_path("shapes.ttl").read_bytes())


def read_shapes(turtle: bytes) -> tuple[Shape, ...]:
    """The shapes of a file in Turtle.

    :raises ShapesError: a shape uses a part of SHACL that can't be run as SPARQL.
    """
    about: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
    for triple in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
        if not isinstance(triple.subject, ox.NamedNode) or not isinstance(triple.object, ox.NamedNode | ox.Literal):
            raise ShapesError(f"shapes: {triple.subject} to {triple.object}: every shape and value needs a name")
        about[triple.subject.value][triple.predicate.value].append(triple.object)
    nodes = [iri for iri, terms in about.items() if f"{SHACL}targetClass" in terms]
    return tuple(sorted((shape for iri in nodes for shape in _shapes(iri, about)), key=lambda shape: shape.iri))


def _shapes(iri: str, about: Mapping[str, Terms]) -> Iterator[Shape]:
    """The shapes that a node shape holds."""
    targets = tuple(sorted(term.value for term in about[iri][f"{SHACL}targetClass"]))
    for prop in about[iri].get(f"{SHACL}property", ()):
        yield _shape(prop.value, targets, about[prop.value])
    for query in about[iri].get(f"{SHACL}sparql", ()):
        yield _shape(iri, targets, about[iri], select=about[query.value][f"{SHACL}select"][0].value)


def _shape(iri: str, targets: tuple[str, ...], terms: Terms, *, select: str | None = None) -> Shape:
    said = {name.removeprefix(SHACL): values for name, values in terms.items() if name.startswith(SHACL)}
    unknown = sorted(said.keys() - _CONSTRAINTS - _OTHER)
    if unknown:
        raise ShapesError(f"{iri}: sh:{unknown[0]} can't be run as SPARQL; validate with the engine pyshacl")
    path = said.get("path")
    return Shape(
        iri=iri,
        targets=targets,
        message=said["message"][0].value,
        severity=Severity(said["severity"][0].value.removeprefix(SHACL)),
        path=path[0].value if path else None,
        constraints=tuple(sorted((name, str(values[0])) for name, values in said.items() if name in _CONSTRAINTS)),
        select=select,
    )
