"""What the graph holds about one thing, as a person reads it: statements, each with its confidence and sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from papergraph.rdf.namespaces import DCTERMS, OWL, PG, RDF, RDFS, ROLE_TERMS, SCHEMA, SKOS
from papergraph.rdf.store import Store

Node: TypeAlias = "ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple"

_LABELS = (SKOS.prefLabel, DCTERMS.title, RDFS.label, SCHEMA.name, PG.valueText, PG.mergedName, PG.exact, SCHEMA.url)
_EVIDENCE = ("assertion/", "conclusion/", "mention/", "paper-link/")
_FIRST = (
    RDF.type,
    SKOS.prefLabel,
    DCTERMS.title,
    SKOS.altLabel,
    PG.usedName,
    PG.knownName,
    DCTERMS.issued,
    *ROLE_TERMS.values(),
)
_ROLES = frozenset(ROLE_TERMS.values()) - {PG.mentions}
_IMPLIED = {
    **dict.fromkeys(_ROLES, PG.mentions),
    **dict.fromkeys((PG.usedName, PG.knownName), SKOS.altLabel),
    **dict.fromkeys((SKOS.prefLabel, DCTERMS.title, SCHEMA.name, PG.exact), RDFS.label),
    PG.hasOwnRepository: PG.hasRepository,
    PG.linksToOwn: PG.linksTo,
}
_BACKWARDS = {
    PG.onBenchmark: "results on it",
    PG.ofSubject: "results of it",
    PG.byMetric: "results by it",
    PG.comparedWith: "results set against it",
    PG.mergedInto: "names merged into it",
    PG.inPaper: "merges seen in it",
    PG.variantOf: "variants of it",
    PG.hasRepository: "repository of",
    PG.hasOwnRepository: "own repository of",
    PG.linksTo: "linked to by",
    PG.linksToOwn: "own link of",
    PG.reports: "reported by",
    PG.hasAuthorship: "author of",
    PG.inCommunity: "papers in it",
    PG.typicalEntity: "community named after it",
    SKOS.broader: "narrower",
    RDF.type: "instances",
}
_MOST = 200


@dataclass(frozen=True, slots=True)
class Statement:
    """A property with its label, the value on the other side with its label if it is a thing, and the evidence."""

    predicate: str
    predicate_label: str
    value: str
    label: str
    is_iri: bool
    confidence: str | None = None
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """A thing: its label, the labels of its types, what it states, what is stated of it, and how much is left out."""

    iri: str
    label: str
    types: tuple[str, ...]
    outgoing: tuple[Statement, ...]
    incoming: tuple[Statement, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Describe:
    """The description of an IRI; ``None`` where the graph knows nothing of it."""

    iri: str

    def run(self, store: Store) -> Description | None:
        """Look up its triples."""
        try:
            node = ox.NamedNode(self.iri)
        except ValueError:
            return None
        outgoing = list(_outgoing(store, node))
        incoming = list(_incoming(store, node))
        if not outgoing and not incoming:
            return None
        types = tuple(sorted(one.label for one in outgoing if one.predicate == RDF.type))
        shown = tuple(sorted(incoming, key=_rank)[:_MOST])
        label = _label(store, node)
        return Description(
            self.iri, label, types, tuple(sorted(outgoing, key=_rank)), shown, len(incoming) - len(shown)
        )


def _rank(one: Statement) -> tuple[int, str, float, str, str]:
    place = _FIRST.index(one.predicate) if one.predicate in _FIRST else len(_FIRST)
    return place, one.predicate, -float(one.confidence or 0), one.label.lower(), one.value


def _outgoing(store: Store, node: ox.NamedNode) -> Iterator[Statement]:
    evidence = dict(_evidence(store, node, PG.subject, PG.object))
    quads = list(store.oxigraph.quads_for_pattern(node, None, None, ox.DefaultGraph()))
    told = _implied((quad.predicate.value, quad.object) for quad in quads)
    for quad in quads:
        if (quad.predicate.value, quad.object) not in told:
            yield _statement(store, quad.predicate, quad.object, evidence)


def _incoming(store: Store, node: ox.NamedNode) -> Iterator[Statement]:
    evidence = dict(_evidence(store, node, PG.object, PG.subject))
    evident = tuple(store.base + path for path in _EVIDENCE)
    found = store.oxigraph.quads_for_pattern(None, None, node, ox.DefaultGraph())
    quads = [quad for quad in found if not _text(quad.subject).startswith(evident)]
    told = _implied((quad.predicate.value, quad.subject) for quad in quads)
    for quad in quads:
        if (quad.predicate.value, quad.subject) not in told and quad.predicate.value != PG.sharesEntityWith:
            yield _statement(store, quad.predicate, quad.subject, evidence, inverse=True)


def _implied(pairs: Iterable[tuple[str, Node]]) -> set[tuple[str, Node]]:
    """What other statements of the same say already, as pairs of property and value."""
    return {(_IMPLIED[predicate], value) for predicate, value in pairs if predicate in _IMPLIED}


def _evidence(
    store: Store, node: ox.NamedNode, here: str, there: str
) -> Iterator[tuple[tuple[str, Node], tuple[str | None, str | None]]]:
    """Confidence and sentence of each assertion about a thing, by its predicate and the other thing."""
    for quad in store.oxigraph.quads_for_pattern(None, ox.NamedNode(here), node, ox.DefaultGraph()):
        subject = quad.subject
        predicate, other = _one(store, subject, PG.predicate), _one(store, subject, there)
        if predicate is not None and other is not None:
            confidence, sentence = _one(store, subject, PG.confidence), _one(store, subject, PG.sentence)
            yield (_text(predicate), other), (_maybe(confidence), _maybe(sentence))


def _statement(
    store: Store,
    predicate: ox.NamedNode,
    value: Node,
    evidence: dict[tuple[str, Node], tuple[str | None, str | None]],
    *,
    inverse: bool = False,
) -> Statement:
    confidence, sentence = evidence.get((predicate.value, value), (None, None))
    label = _given_label(store, value) or _text(value)
    predicate_label = _inverse_label(store, predicate) if inverse else _label(store, predicate)
    is_iri = isinstance(value, ox.NamedNode)
    return Statement(predicate.value, predicate_label, _text(value), label, is_iri, confidence, sentence)


def _inverse_label(store: Store, predicate: ox.NamedNode) -> str:
    """What a property is called when read backwards."""
    inverse = _one(store, predicate, OWL + "inverseOf")
    if inverse is not None:
        return _label(store, inverse)
    return _BACKWARDS.get(predicate.value) or f"is {_label(store, predicate)} of"


def _one(store: Store, subject: Node, predicate: str) -> Node | None:
    if not isinstance(subject, (ox.NamedNode, ox.BlankNode)):
        return None
    quads = store.oxigraph.quads_for_pattern(subject, ox.NamedNode(predicate), None, ox.DefaultGraph())
    return min((quad.object for quad in quads), key=str, default=None)


def _label(store: Store, node: Node) -> str:
    """The label of a thing; else the last part of its IRI."""
    if label := _given_label(store, node):
        return label
    text = _text(node)
    return text.rstrip("/#").rpartition("#")[2].rpartition("/")[2] or text


def _given_label(store: Store, node: Node) -> str | None:
    found = (_one(store, node, term) for term in _LABELS)
    return next((_text(label) for label in found if label is not None), None)


def _maybe(node: Node | None) -> str | None:
    return None if node is None else _text(node)


def _text(node: Node) -> str:
    return str(node) if isinstance(node, (ox.BlankNode, ox.Triple)) else node.value
