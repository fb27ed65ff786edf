"""What the ontology says of a graph: which terms there are, what has which domain, and what can't be both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

import pyoxigraph as ox

from papergraph.rdf.namespaces import ONTOLOGY_VERSION, OWL, PG, RDF
from papergraph.rdf.ontology import ontology_path
from papergraph.rdf.validation.report import Finding

_DOMAIN, _SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#domain", "http://www.w3.org/2000/01/rdf-schema#subClassOf"
_SHOWN = 1000


@dataclass(frozen=True, slots=True)
class Rules:
    """The domain of each own property, the classes below each class (itself too), and the pairs of disjoint classes."""

    domains: Mapping[str, str]
    below: Mapping[str, frozenset[str]]
    disjoint: frozenset[tuple[str, str]]


@cache
def packaged_rules() -> Rules:
    """The rules of the packaged ontology."""
    pairs: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for triple in ox.parse(ontology_path().read_bytes(), format=ox.RdfFormat.TURTLE):
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode):
            pairs[triple.predicate.value].add((triple.subject.value, triple.object.value))
    own = {(term, domain) for term, domain in pairs[_DOMAIN] if domain.startswith(PG.iri)}
    below = _below(pairs[_SUBCLASS])
    disjoint = {
        (one, other)
        for left, right in pairs[f"{OWL}disjointWith"]
        for a in below.get(left, {left})
        for b in below.get(right, {right})
        for one, other in ((a, b), (b, a))
    }
    return Rules(dict(own), below, frozenset(disjoint))


def _below(pairs: set[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """The classes below each own class, over any number of steps."""
    below = {PG.iri + name: {PG.iri + name} for name in PG}
    for _ in pairs:
        for lower, upper in pairs:
            if upper in below and lower in below:
                below[upper] |= below[lower]
    return {upper: frozenset(lower) for upper, lower in below.items()}


def findings(store: ox.Store, rules: Rules | None = None) -> Iterator[Finding]:
    """What breaks the ontology's rules in a graph."""
    known = rules or packaged_rules()
    yield from _blank_nodes(store)
    yield from _unknown_terms(store)
    yield from _domains(store, known)
    yield from _disjoint(store, known)


def _blank_nodes(store: ox.Store) -> Iterator[Finding]:
    for (node,) in _rows(store, f"SELECT DISTINCT ?s {{ ?s ?p ?o . FILTER(ISBLANK(?s)) }} LIMIT {_SHOWN}"):
        yield Finding("ontology:name", str(node), "Give the node an IRI: a graph of papergraph has no blank nodes.")


def _unknown_terms(store: ox.Store) -> Iterator[Finding]:
    predicates = _rows(store, "SELECT DISTINCT ?p { ?s ?p ?o }")
    classes = _rows(store, f"SELECT DISTINCT ?o {{ ?s <{RDF.type}> ?o }}")
    for place, terms in (("?s ?term ?o", predicates), (f"?s <{RDF.type}> ?term", classes)):
        for (term,) in terms:
            local = term.value.removeprefix(PG.iri)
            if term.value.startswith(PG.iri) and local not in PG:
                pattern = place.replace("?term", str(term))
                for (node,) in _rows(store, f"SELECT DISTINCT ?s {{ {pattern} }} LIMIT {_SHOWN}"):
                    yield Finding("ontology:term", node.value, _hint(local), value=term.value)


def _hint(local: str) -> str:
    close = get_close_matches(local, list(PG), n=1)
    fix = f"write pg:{close[0]}" if close else "remove it, or use a namespace of your own"
    return f"pg:{local} is no term of the ontology {ONTOLOGY_VERSION}: {fix}."


def _domains(store: ox.Store, rules: Rules) -> Iterator[Finding]:
    used = {term.value for (term,) in _rows(store, "SELECT DISTINCT ?p { ?s ?p ?o }")}
    for term, domain in sorted(rules.domains.items()):
        if term in used:
            classes = ", ".join(f"<{name}>" for name in sorted(rules.below[domain]))
            query = (
                f"SELECT DISTINCT ?s {{ ?s <{term}> ?o . FILTER NOT EXISTS {{ ?s a ?t . FILTER(?t IN ({classes})) }} }}"
                f" LIMIT {_SHOWN}"
            )
            for (node,) in _rows(store, query):
                yield Finding("ontology:domain", _text(node), _domain_fix(term, domain), path=term)


def _domain_fix(term: str, domain: str) -> str:
    name, kind = (iri.removeprefix(PG.iri) for iri in (term, domain))
    return f"Only a pg:{kind} has pg:{name}: add that type, or remove the triple."


def _disjoint(store: ox.Store, rules: Rules) -> Iterator[Finding]:
    pairs = _rows(store, f"SELECT DISTINCT ?a ?b {{ ?s <{RDF.type}> ?a, ?b . FILTER(STR(?a) < STR(?b)) }}")
    for a, b in pairs:
        if (a.value, b.value) in rules.disjoint:
            names = [term.value.removeprefix(PG.iri) for term in (a, b)]
            for (node,) in _rows(store, f"SELECT ?s {{ ?s a {a}, {b} }} LIMIT {_SHOWN}"):
                fix = f"Nothing is both a pg:{names[0]} and a pg:{names[1]}: remove one of the two types."
                yield Finding("ontology:disjoint", _text(node), fix, value=b.value)


def _text(term: ox.NamedNode | ox.Literal) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _rows(store: ox.Store, query: str) -> Iterator[tuple[ox.NamedNode, ...]]:
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    return (tuple(solution) for solution in list(solutions))
