"""What can be asked of a store, as values that go from one process to another; each runs over the store itself."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import pyoxigraph as ox

from papergraph.errors import QueryError, QueryLimitError, RefusedQueryError
from papergraph.rdf.formats import write_graph
from papergraph.rdf.guard import check
from papergraph.rdf.names import names_like
from papergraph.rdf.query import Solutions, evaluate, found_by
from papergraph.rdf.questions import fill, question_of
from papergraph.rdf.store import Store

T_co = TypeVar("T_co", covariant=True)

RESULT_FORMATS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}


class Request(Protocol[T_co]):
    """A question to a store; it and its answer can be pickled."""

    def run(self, store: Store) -> T_co:
        """The answer."""
        ...


@dataclass(frozen=True, slots=True)
class Rows:
    """The solutions of a query."""

    text: str

    def run(self, store: Store) -> Solutions:
        """Check the query, then evaluate it."""
        check(self.text, store.prefixes)
        return evaluate(store, self.text)


@dataclass(frozen=True, slots=True)
class Filled:
    """The text of a named question with its parameters."""

    name: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    def run(self, store: Store) -> str:
        """Find what the names mean in this graph, and put it into the query."""
        return fill(question_of(self.name), self.parameters, store)


@dataclass(frozen=True, slots=True)
class Serialised:
    """The answer to a query as bytes of a media type.

    :param default: the graphs that the default graph is made of, if others than usual; ``named`` the same of the named.
    :param most: the most bytes that the answer may have.
    """

    text: str
    media_type: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    most: int | None = None

    def run(self, store: Store) -> bytes:
        """Check the query, then evaluate and write it, and stop where it becomes too long."""
        check(self.text, store.prefixes)
        self._check_graphs(store)
        writer = _Bounded(self.most)
        try:
            self._write(found_by(store, self.text, **self._dataset()), store, writer)
        except (OSError, RuntimeError, ValueError) as error:
            if writer.full:
                raise _too_long(self.most) from error
            raise QueryError(f"the query could not be evaluated: {error}") from error
        return writer.getvalue()

    def _check_graphs(self, store: Store) -> None:
        known = store.graphs()
        for iri in (*self.default, *self.named):
            if iri not in known:
                raise RefusedQueryError(f"there is no graph <{iri}> here; valid: {', '.join(known)}")

    def _dataset(self) -> dict[str, list[ox.NamedNode]]:
        if not (self.default or self.named):
            return {}
        chosen = {"default_graph": self.default, "named_graphs": self.named}
        return {key: [ox.NamedNode(iri) for iri in graphs] for key, graphs in chosen.items()}

    def _write(
        self, found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, store: Store, writer: _Bounded
    ) -> None:
        if isinstance(found, ox.QueryTriples):
            triples = sorted(set(found), key=lambda triple: tuple(map(str, triple)))
            writer.write(write_graph(triples, GRAPH_FORMATS[self.media_type], store.prefixes))
        else:
            found.serialize(writer, RESULT_FORMATS[self.media_type])


class _Bounded(io.BytesIO):
    """Bytes in memory, up to a length."""

    def __init__(self, most: int | None) -> None:
        super().__init__()
        self._most, self.full = most, False

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if self._most is not None and self.tell() + len(data) > self._most:
            self.full = True
            raise OSError("full")
        return super().write(data)


def _too_long(most: int | None) -> QueryLimitError:
    return QueryLimitError(
        "size", f"the answer is longer than {(most or 0) / 1e6:g} MB, the limit; add a LIMIT, or ask for less"
    )


@dataclass(frozen=True, slots=True)
class Names:
    """Entities whose name or id begins so: the local id, the name and the type of each, the most frequent first."""

    begins: str
    most: int

    def run(self, store: Store) -> tuple[tuple[str, str, str], ...]:
        """Look through all names."""
        return names_like(store, self.begins, self.most)
