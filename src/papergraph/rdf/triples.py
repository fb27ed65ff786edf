"""A set of triples that is written the same whatever the order in which it was filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Protocol

from papergraph.rdf import terms
from papergraph.rdf.namespaces import DCTERMS, PG, RDF, RDFS, SCHEMA, SKOS

TYPE = terms.iri(RDF.type)
_FIRST = (
    *(RDF.type, RDFS.label, DCTERMS.title, SKOS.prefLabel, SKOS.altLabel, PG.usedName, PG.knownName, SCHEMA.name),
    *(PG.localId, DCTERMS.issued),
    *(PG.subject, PG.predicate, PG.object, PG.inPaper, PG.start, PG.end, PG.exact),
    *(PG.rank, PG.entity, PG.firstPaper, PG.secondPaper, PG.firstRole, PG.secondRole),
)
_RANK = {terms.iri(predicate): rank for rank, predicate in enumerate(_FIRST)}


Pair = tuple[str, str | None]
Shorten = Callable[[str], str]


class Sink(Protocol):
    """What takes triples; all terms are in the syntax of N-Triples (:mod:`papergraph.rdf.terms`)."""

    def add(self, subject: str, *pairs: Pair) -> None:
        """Add a triple for each pair of predicate and object; pairs without an object are left out."""


class TripleSet:
    """Triples by subject; all terms are in the syntax of N-Triples (:mod:`papergraph.rdf.terms`)."""

    def __init__(self) -> None:
        self._subjects: dict[str, set[tuple[str, str]]] = {}

    def add(self, subject: str, *pairs: Pair) -> None:
        """Add a triple for each pair of predicate and object; pairs without an object are left out."""
        known = self._subjects.setdefault(subject, set())
        known.update((predicate, value) for predicate, value in pairs if value is not None)

    def __len__(self) -> int:
        return sum(map(len, self._subjects.values()))

    @property
    def subjects(self) -> list[str]:
        """The subjects that have triples, sorted."""
        return sorted(subject for subject, pairs in self._subjects.items() if pairs)

    def ntriples(self) -> str:
        """N-Triples, the lines sorted by code points."""
        lines = [f"{s} {p} {o} .\n" for s, pairs in self._subjects.items() for p, o in pairs]
        lines.sort()
        return "".join(lines)

    def turtle(self, prefixes: Mapping[str, str]) -> Iterator[str]:
        """Turtle, a block for each subject.

        :param prefixes: the prefixes to declare, each with its namespace.
        """
        short = shortener(prefixes)
        yield turtle_head(prefixes)
        for subject in self.subjects:
            yield turtle_block(subject, self._subjects[subject], short)


def turtle_head(prefixes: Mapping[str, str]) -> str:
    """The declarations of prefixes, sorted."""
    return "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(prefixes.items()))


def shortener(prefixes: Mapping[str, str]) -> Shorten:
    """What gives the short form of a term."""
    names = {namespace: prefix for prefix, namespace in prefixes.items()}
    return lru_cache(maxsize=100_000)(partial(terms.turtle, prefixes=names))


def turtle_block(subject: str, pairs: Iterable[tuple[str, str]], short: Shorten) -> str:
    """The statement of one subject: a line for each predicate, its objects on that line."""
    lines: list[str] = []
    last = ""
    for predicate, value in sorted(pairs, key=_order):
        if predicate == last:
            lines[-1] += f", {short(value)}"
        else:
            lines.append(f"{'a' if predicate == TYPE else short(predicate)} {short(value)}")
        last = predicate
    return f"\n{short(subject)} " + " ;\n    ".join(lines) + " .\n"


def _order(pair: tuple[str, str]) -> tuple[int, str, str]:
    return _RANK.get(pair[0], len(_RANK)), *pair
