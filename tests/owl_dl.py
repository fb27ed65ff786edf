"""The rules of OWL 2 DL for ontologies without blank nodes: every triple must be one of the axioms known here.

https://www.w3.org/TR/owl2-mapping-to-rdf/ says how axioms look as triples, https://www.w3.org/TR/owl2-syntax/ what is
reserved and which names may stand for several things. What is not known here is reported, never passed over.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef

RESERVED = (str(OWL), str(RDF), str(RDFS), str(XSD))
DECLARATIONS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)
OBJECT_ONLY = (OWL.SymmetricProperty, OWL.TransitiveProperty, OWL.InverseFunctionalProperty)
ANNOTATIONS = {RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy, OWL.versionInfo, OWL.deprecated}
HEADER = {OWL.imports, OWL.versionIRI, OWL.priorVersion, OWL.backwardCompatibleWith, OWL.incompatibleWith}
CLASS_AXIOMS = {RDFS.subClassOf, OWL.disjointWith, OWL.equivalentClass}
DATATYPES = {
    *(RDFS.Literal, RDF.langString, RDF.PlainLiteral, OWL.real, OWL.rational),
    *(XSD[name] for name in (
        "decimal integer nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger long int short byte"
        " unsignedLong unsignedInt unsignedShort unsignedByte double float string normalizedString token language Name"
        " NCName NMTOKEN boolean hexBinary base64Binary anyURI dateTime dateTimeStamp"
    ).split()),
}  # fmt: skip


class Ontology:
    """A graph and what its declarations say."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.declared = {kind: set(graph.subjects(RDF.type, kind)) for kind in DECLARATIONS}
        self.classes = self.declared[OWL.Class] | {OWL.Thing, OWL.Nothing}
        self.objects = self.declared[OWL.ObjectProperty]
        self.data = self.declared[OWL.DatatypeProperty]
        self.annotations = self.declared[OWL.AnnotationProperty] | ANNOTATIONS
        self.headers = set(graph.subjects(RDF.type, OWL.Ontology))

    def violations(self) -> Iterator[str]:
        """What keeps the graph out of OWL 2 DL."""
        yield from self._names()
        for s, p, o in self.graph:
            if isinstance(s, BNode) or isinstance(o, BNode):
                yield f"blank node: {s} {p} {o}"
            elif isinstance(o, Literal) and (o.datatype or XSD.string) not in DATATYPES and not o.language:
                yield f"datatype: {o.datatype}"
            elif not self._is_axiom(s, p, o):
                yield f"no axiom: {s} {p} {o}"

    def _names(self) -> Iterator[str]:
        """The rules on names: what is reserved, and what may not be two kinds of property."""
        for kinds in ((self.objects, self.data), (self.objects, self.annotations), (self.data, self.annotations)):
            yield from (f"two kinds of property: {name}" for name in kinds[0] & kinds[1])
        subjects = {s for s in self.graph.subjects() if isinstance(s, URIRef)}
        yield from (f"reserved: {name}" for name in subjects if str(name).startswith(RESERVED))

    def _is_axiom(self, s: URIRef, p: URIRef, o: URIRef | Literal) -> bool:
        properties = self.objects | self.data | self.annotations
        if p == RDF.type:
            return self._is_type(s, o)
        if p in HEADER:
            return s in self.headers and isinstance(o, URIRef)
        if p in CLASS_AXIOMS:
            return s in self.classes and o in self.classes
        if p == RDFS.subPropertyOf:
            return any(s in kind and o in kind for kind in (self.objects, self.data, self.annotations))
        if p == OWL.inverseOf:
            return s in self.objects and o in self.objects
        if p == RDFS.domain:
            return s in properties and o in self.classes
        if p == RDFS.range:
            return (s in self.objects and o in self.classes) or (s in self.data and o in DATATYPES)
        return self._is_assertion(p, o)

    def _is_type(self, s: URIRef, o: URIRef | Literal) -> bool:
        if o in OBJECT_ONLY:
            return s in self.objects
        if o == OWL.FunctionalProperty:
            return s in self.objects | self.data
        return o == OWL.Ontology or o in DECLARATIONS or o in self.classes

    def _is_assertion(self, p: URIRef, o: URIRef | Literal) -> bool:
        if p in self.annotations:
            return True
        return isinstance(o, URIRef) if p in self.objects else p in self.data and isinstance(o, Literal)
