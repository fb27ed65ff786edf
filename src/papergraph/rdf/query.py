"""SPARQL over a build: the prefixes are known, the result is plain Python values, pandas or rdflib."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pyoxigraph as ox

from papergraph.errors import MissingExtraError, QueryError
from papergraph.rdf.guard import check, explain
from papergraph.rdf.namespaces import XSD
from papergraph.rdf.store import Store, open_store

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped, import-not-found, unused-ignore]
    import rdflib

Value: TypeAlias = str | int | float | bool | None
Term: TypeAlias = "ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple"

_CONVERT: dict[str, Callable[[str], Value]] = {
    XSD.integer: int,
    XSD.int: int,
    XSD.long: int,
    XSD.decimal: float,
    XSD.double: float,
    XSD.float: float,
    XSD.boolean: lambda text: text in ("true", "1"),
}


@dataclass(frozen=True, slots=True)
class Solutions:
    """What a query gives: rows of terms (SELECT), a truth (ASK) or triples as rows of three (CONSTRUCT, DESCRIBE).

    ``form`` is ``select``, ``ask`` or ``graph``; an unbound variable is ``None``.
    """

    form: str
    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truth: bool | None = None
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def values(self) -> list[dict[str, Value]]:
        """The rows as dictionaries of Python values, as :func:`value_of` gives them."""
        return [dict(zip(self.variables, map(value_of, row), strict=True)) for row in self.rows]


def value_of(term: Term | None) -> Value:
    """The Python value of a term: int, float, bool, or a text; an IRI is its text, and unbound is ``None``.

    Decimals become floats; a number that Python can't read stays a text.

    >>> value_of(ox.Literal("85.2", datatype=ox.NamedNode(XSD.decimal)))
    85.2
    """
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return term.value if isinstance(term, ox.NamedNode) else str(term)
    try:
        return _CONVERT.get(term.datatype.value, str)(term.value)
    except ValueError:
        return term.value


def run(store: Store | Path, text: str) -> Solutions:
    """Run a query over an open store or a build directory.

    The prefixes ``pg``, ``pgid`` (the data), ``entity``, ``paper`` and its kin, ``skos``, ``schema``, ``dc``,
    ``dcterms``, ``rdf``, ``rdfs``, ``xsd``, ``prov`` and ``owl`` need not be declared. There is no time limit.

    :raises QueryError: the query is malformed, an update, or calls a service.
    :raises BuildDirectoryError: the directory is no build.
    """
    check(text)
    opened = store if isinstance(store, Store) else open_store(store)
    return evaluate(opened, text)


def evaluate(store: Store, text: str) -> Solutions:
    """Evaluate a query that :func:`papergraph.rdf.guard.check` has let pass; what it gives can be pickled."""
    try:
        found = store.oxigraph.query(text, prefixes=dict(store.prefixes))
        return _collect(found, store.prefixes)
    except SyntaxError as error:
        raise explain(error, text) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query could not be evaluated: {error}") from error


def _collect(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, prefixes: Mapping[str, str]) -> Solutions:
    if isinstance(found, ox.QueryBoolean):
        return Solutions("ask", (), (), bool(found), prefixes)
    if isinstance(found, ox.QueryTriples):
        triples = sorted(
            {(t.subject, t.predicate, t.object) for t in found}, key=lambda triple: tuple(map(str, triple))
        )
        return Solutions("graph", ("subject", "predicate", "object"), tuple(triples), None, prefixes)
    names = tuple(variable.value for variable in found.variables)
    return Solutions("select", names, tuple(tuple(row) for row in found), None, prefixes)


def query(store: Store | Path, text: str, *, form: str = "rows") -> Any:
    """Run a query over an open store or a build directory.

    :param form: ``rows`` gives for SELECT a list of dictionaries from variable to Python value, for ASK a bool, for
        CONSTRUCT and DESCRIBE a list of dictionaries with subject, predicate and object; ``pandas`` a DataFrame of
        those rows; ``rdflib`` an :class:`rdflib.Graph` (of CONSTRUCT and DESCRIBE alone).
    :raises QueryError: the query can't be run, or has no such form.
    :raises BuildDirectoryError: the directory is no build.
    :raises MissingExtraError: pandas is not installed.
    """
    if form not in _FORMS:
        raise QueryError(f"form: there is no {form!r}; valid: {', '.join(_FORMS)}")
    return _FORMS[form](run(store, text))


def _rows(solutions: Solutions) -> list[dict[str, Value]] | bool:
    return bool(solutions.truth) if solutions.form == "ask" else solutions.values()


def _pandas(solutions: Solutions) -> pandas.DataFrame:
    if solutions.form == "ask":
        raise QueryError("an ASK query gives no table; ask for form='rows', or write a SELECT query")
    try:
        import pandas
    except ImportError as error:
        raise MissingExtraError("pandas frames", "pandas") from error
    return pandas.DataFrame(solutions.values(), columns=list(solutions.variables))


def _rdflib(solutions: Solutions) -> rdflib.Graph:
    if solutions.form != "graph":
        raise QueryError(
            "only CONSTRUCT and DESCRIBE give an rdflib graph; ask for form='rows', or write a CONSTRUCT query"
        )
    import rdflib

    graph = rdflib.Graph()
    for prefix, iri in solutions.prefixes.items():
        graph.bind(prefix, iri, replace=True)
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o in solutions.rows)
    return graph.parse(data=lines, format="nt")


_FORMS: dict[str, Callable[[Solutions], Any]] = {"rows": _rows, "pandas": _pandas, "rdflib": _rdflib}
