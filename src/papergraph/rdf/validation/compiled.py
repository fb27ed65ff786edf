"""Shapes as SPARQL: each constraint is one query for what breaks it, over an Oxigraph store of any size.

What SHACL says of each constraint is at https://www.w3.org/TR/shacl/#core-components. Classes are compared as they are
stated; a graph of papergraph states all of them, and no shape needs inference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from papergraph.rdf.namespaces import XSD
from papergraph.rdf.validation.report import Finding
from papergraph.rdf.validation.shapes import Shape

_LEXICAL = {
    XSD.integer: r"^[+-]?[0-9]+$",
    XSD.decimal: r"^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)$",
    XSD.boolean: "^(true|false|1|0)$",
}


def findings(store: ox.Store, shapes: Iterable[Shape]) -> Iterator[Finding]:
    """What breaks the shapes."""
    for shape in shapes:
        for query in queries_of(shape):
            yield from _run(store, shape, query)


def _run(store: ox.Store, shape: Shape, query: str) -> Iterator[Finding]:
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    valued = any(variable.value == "value" for variable in solutions.variables)
    for solution in solutions:
        value = _text(solution["value"]) if valued else None
        yield Finding(shape.name, _text(solution["this"]), shape.message, shape.path, value, shape.severity)


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def queries_of(shape: Shape) -> Iterator[str]:
    """The queries that together find what breaks a shape; each binds ``?this``, and ``?value`` if there is one."""
    for target in shape.targets:
        if shape.select is not None:
            yield _bound(shape.select, target)
        for name, value in shape.constraints:
            yield _QUERIES[name](f"?this a <{target}>", f"<{shape.path}>", value)


def _bound(select: str, target: str) -> str:
    """A query of SHACL-SPARQL with ``$this`` as a variable over the members of a class."""
    head, brace, body = select.replace("$this", "?this").partition("{")
    return f"{head}{brace} ?this a <{target}> . {body}"


def _bad_value(condition: Callable[[str], str]) -> Callable[[str, str, str], str]:
    """The query for values that meet a condition."""
    return lambda target, path, value: (
        f"SELECT ?this ?value {{ {target} ; {path} ?value . FILTER({condition(value)}) }}"
    )


def _literal(value: str) -> str:
    """The text of a literal in N-Triples, as a SPARQL string."""
    text, _, _ = value.partition("^^")
    return text


def _number(value: str) -> int:
    return int(_literal(value).strip('"'))


def _min_count(target: str, path: str, value: str) -> str:
    if _number(value) == 1:
        return f"SELECT ?this {{ {target} . FILTER NOT EXISTS {{ ?this {path} ?found }} }}"
    return _counted(target, path, f"< {_number(value)}")


def _max_count(target: str, path: str, value: str) -> str:
    if _number(value) == 1:
        return f"SELECT DISTINCT ?this {{ {target} ; {path} ?one, ?other . FILTER(!SAMETERM(?one, ?other)) }}"
    return _counted(target, path, f"> {_number(value)}")


def _counted(target: str, path: str, test: str) -> str:
    return (
        f"SELECT ?this {{ {target} . OPTIONAL {{ ?this {path} ?found }} }} GROUP BY ?this HAVING(COUNT(?found) {test})"
    )


def _datatype(value: str) -> str:
    lexical = _LEXICAL.get(value.strip("<>"))
    ill_formed = f' || !REGEX(STR(?value), "{lexical}")' if lexical else ""
    return f"!ISLITERAL(?value) || DATATYPE(?value) != {value}{ill_formed}"


_NODE_KINDS = {"IRI": "!ISIRI(?value)", "Literal": "!ISLITERAL(?value)"}
_QUERIES: dict[str, Callable[[str, str, str], str]] = {
    "minCount": _min_count,
    "maxCount": _max_count,
    "datatype": _bad_value(_datatype),
    "nodeKind": _bad_value(lambda value: _NODE_KINDS[value.strip("<>").rpartition("#")[2]]),
    "class": _bad_value(lambda value: f"NOT EXISTS {{ ?value a {value} }}"),
    "pattern": _bad_value(lambda value: f"ISBLANK(?value) || !REGEX(STR(?value), {_literal(value)})"),
    "minInclusive": _bad_value(lambda value: f"!COALESCE(?value >= {_literal(value).strip(chr(34))}, false)"),
    "maxInclusive": _bad_value(lambda value: f"!COALESCE(?value <= {_literal(value).strip(chr(34))}, false)"),
    "minLength": _bad_value(lambda value: f"ISBLANK(?value) || STRLEN(STR(?value)) < {_number(value)}"),
}
