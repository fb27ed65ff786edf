"""SPARQL over a build: the prefixes are known, the result is plain Python values, pandas or rdflib."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pyoxigraph as ox

from papergraph.errors import MissingExtraError, QueryError
from papergraph.rdf.guard import check
from papergraph.rdf.malformed import explain
from papergraph.rdf.namespaces import XSD, prefixes
from papergraph.rdf.store import Store, open_store

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped, import-not-found, unused-ignore]
    import rdflib

Value: TypeAlias = str | int | float | bool | None
Term: TypeAlias = "ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple"
Found: TypeAlias = "ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples"

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
    """Run a query over an open store or a build directory, in this process and without a limit.

    The prefixes ``pg``, ``pgid`` (the data), ``entity``, ``paper`` and its kin, ``skos``, ``schema``, ``dc``,
    ``dcterms``, ``rdf``, ``rdfs``, ``xsd``, ``prov`` and ``owl`` need not be declared.

    :raises MalformedQueryError: the query can't be parsed.
    :raises RefusedQueryError: it is an update, or calls a service.
    :raises BuildDirectoryError: the directory is no build.
    """
    check(text, prefixes())
    opened = store if isinstance(store, Store) else open_store(store)
    return evaluate(opened, text)


def evaluate(store: Store, text: str) -> Solutions:
    """Evaluate a query that :func:`papergraph.rdf.guard.check` has let pass; what it gives can be pickled.

    :raises QueryError: it can't be evaluated.
    """
    try:
        return _collect(found_by(store, text), store.prefixes)
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query could not be evaluated: {error}") from error


def found_by(store: Store, text: str, **dataset: list[ox.NamedNode]) -> Found:
    """What Oxigraph finds, for a query that has been let pass; ``dataset`` chooses other graphs than the usual.

    :raises MalformedQueryError: it is one for another reason than its syntax.
    """
    known = dict(store.prefixes)
    try:
        return store.oxigraph.query(text, base_iri=store.base, prefixes=known, **dataset)  # type: ignore[arg-type]
    except SyntaxError as error:
        raise explain(error, text, known) from error


def _collect(found: Found, known: Mapping[str, str]) -> Solutions:
    if isinstance(found, ox.QueryBoolean):
        return Solutions("ask", (), (), bool(found), known)
    if isinstance(found, ox.QueryTriples):
        triples = sorted(
            {(t.subject, t.predicate, t.object) for t in found}, key=lambda triple: tuple(map(str, triple))
        )
        return Solutions("graph", ("subject", "predicate", "object"), tuple(triples), None, known)
    names = tuple(variable.value for variable in found.variables)
    return Solutions("select", names, tuple(tuple(row) for row in found), None, known)


def query(
    store: Store | Path, text: str, *, form: str = "rows", timeout: float | None = None, **parameters: str
) -> Any:
    """Ask a query, or a packaged question by its name, of an open store or a build directory.

    :param form: ``rows`` gives for SELECT a list of dictionaries from variable to Python value, for ASK a bool, for
        CONSTRUCT and DESCRIBE a list of dictionaries with subject, predicate and object; ``pandas`` a DataFrame of
        those rows; ``rdflib`` an :class:`rdflib.Graph` (of CONSTRUCT and DESCRIBE alone).
    :param timeout: the most seconds that the query may run; it then runs in a process of its own. Of directories only.
    :param parameters: those of the question.
    :raises QueryError: the query can't be run, took too long, or has no such form.
    :raises NotFoundError: a parameter names what the graph does not hold; or there is no such question.
    :raises BuildDirectoryError: the directory is no build.
    :raises MissingExtraError: pandas is not installed.
    """
    if form not in _FORMS:
        raise QueryError(f"form: there is no {form!r}; valid: {', '.join(_FORMS)}")
    return _FORMS[form](_solutions(store, text, timeout, parameters))


def _solutions(store: Store | Path, text: str, timeout: float | None, parameters: Mapping[str, str]) -> Solutions:
    from papergraph.rdf.questions import check_parameters, is_name
    from papergraph.rdf.requests import Filled, Rows
    from papergraph.rdf.workers import Limits, Pool

    named = is_name(text)
    check_parameters(text, parameters) if named else check(text, prefixes())
    if parameters and not named:
        raise QueryError(f"{sorted(parameters)[0]}: only a packaged question has parameters")
    if timeout is None or isinstance(store, Store):
        opened = store if isinstance(store, Store) else open_store(store)
        return Rows(Filled(text, parameters).run(opened) if named else text).run(opened)
    with Pool(store, limits=Limits(seconds=timeout)) as pool:
        return pool.ask(Rows(pool.ask(Filled(text, parameters)) if named else text))


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
