"""A set of triples that is written the same whatever the order in which it was filled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial

from papergraph.rdf import terms
from papergraph.rdf.namespaces import DCTERMS, PG, RDF, RDFS, SCHEMA, SKOS

TYPE = terms.iri(RDF.type)
_FIRST = (
    *(RDF.type, DCTERMS.title, SKOS.prefLabel, SKOS.altLabel, RDFS.label, SCHEMA.name, DCTERMS.issued),
    *(PG.subject, PG.predicate, PG.object, PG.inPaper, PG.start, PG.end, PG.exact),
    *(PG.rank, PG.entity, PG.firstPaper, PG.secondPaper, PG.firstRole, PG.secondRole),
)
_RANK = {terms.iri(predicate): rank for rank, predicate in enumerate(_FIRST)}


class TripleSet:
    """Triples by subject; all terms are in the syntax of N-Triples (:mod:`papergraph.rdf.terms`)."""

    def __init__(self) -> None:
        self._subjects: dict[str, set[tuple[str, str]]] = {}

    def add(self, subject: str, *pairs: tuple[str, str | None]) -> None:
        """Add a triple for each pair of predicate and object; pairs without an object are left out."""
        known = self._subjects.setdefault(subject, set())
        known.update((predicate, value) for predicate, value in pairs if value is not None)

    def __len__(self) -> int:
        return sum(map(len, self._subjects.values()))

    @property
    def subjects(self) -> list[str]:
        """The subjects that have triples, sorted."""
        return sorted(subject for subject, pairs in self._subjects.items() if pairs)

    def predicates(self) -> Counter[str]:
        """How many triples each predicate has."""
        return Counter(predicate for pairs in self._subjects.values() for predicate, _ in pairs)

    def classes(self) -> Counter[str]:
        """How many subjects each class has."""
        return Counter(value for pairs in self._subjects.values() for predicate, value in pairs if predicate == TYPE)

    def ntriples(self) -> str:
        """N-Triples, the lines sorted by code points."""
        lines = [f"{s} {p} {o} .\n" for s, pairs in self._subjects.items() for p, o in pairs]
        lines.sort()
        return "".join(lines)

    def turtle(
        self, prefixes: Mapping[str, str], *, section: Callable[[str], int] = lambda subject: 0
    ) -> Iterator[str]:
        """Turtle, a block for each subject; ``section`` gives the rank of a subject's group.

        :param prefixes: the prefixes to declare, each with its namespace.
        """
        names = {namespace: prefix for prefix, namespace in prefixes.items()}
        short = lru_cache(maxsize=100_000)(partial(terms.turtle, prefixes=names))
        yield from (f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(prefixes.items()))
        for subject in sorted(self.subjects, key=lambda subject: (section(subject), subject)):
            yield _block(subject, self._subjects[subject], short)


def _order(pair: tuple[str, str]) -> tuple[int, str, str]:
    return _RANK.get(pair[0], len(_RANK)), *pair


def _block(subject: str, pairs: set[tuple[str, str]], short: Callable[[str], str]) -> str:
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
