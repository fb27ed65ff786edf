"""How a query is understood, without running it: its patterns and how much of the graph fits each, and its algebra."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import pyoxigraph as ox

from papergraph.errors import QueryError
from papergraph.rdf.formats import shorten
from papergraph.rdf.namespaces import PG
from papergraph.rdf.store import Store
from papergraph.rdf.tokens import bare

_DECLARED = re.compile(r"\bprefix\s+([\w.-]*)\s*:", re.IGNORECASE)
_TERM = re.compile(r"(?<![\w?$:@.%\\-])pg:(\w+)")
_FULL = re.compile(r"<" + re.escape(PG.iri) + r"(\w+)>")
Pattern = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The algebra, line by line with its depth; each triple pattern with the terms that are fixed in it; doubts."""

    steps: tuple[tuple[int, str], ...]
    patterns: tuple[tuple[str, Pattern], ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many triples fit each pattern; it runs over a store."""

    patterns: tuple[Pattern, ...]

    def run(self, store: Store) -> tuple[int, ...]:
        """Count them in the default graph."""
        return tuple(self._count(store, pattern) for pattern in self.patterns)

    def _count(self, store: Store, pattern: Pattern) -> int:
        terms = (part if part else f"?v{place}" for place, part in enumerate(pattern))
        found = store.oxigraph.query(f"SELECT (COUNT(*) AS ?n) {{ {' '.join(terms)} }}")
        assert isinstance(found, ox.QuerySolutions)
        return int(next(found)["n"].value)


def explain_query(text: str, prefixes: Mapping[str, str]) -> Explanation:
    """How a query that has been let pass is understood.

    :raises QueryError: rdflib, which gives the algebra, can't parse it.
    """
    import rdflib
    from rdflib.plugins.sparql import prepareQuery

    try:
        algebra = prepareQuery(text, initNs=dict(prefixes), base="http://localhost/").algebra
    except Exception as error:
        raise QueryError(f"this query can be run, but not explained: {type(error).__name__}") from error
    patterns: list[tuple[str, Pattern]] = []
    steps = tuple(_steps(algebra, 0, prefixes, patterns, rdflib.term.Variable))
    return Explanation(steps, tuple(patterns), doubts_about(text))


def doubts_about(text: str) -> tuple[str, ...]:
    """What a query asks for that can't be there: terms that the ontology does not have.

    >>> doubts_about("SELECT * { ?p pg:evaluateOn ?b }")
    ('pg:evaluateOn is no term of the ontology; did you mean pg:evaluatesOn?',)
    """
    plain = bare(text)
    own = {name.lower() for name in _DECLARED.findall(plain)}
    used = [*([] if "pg" in own and PG.iri not in text else _TERM.findall(plain)), *_FULL.findall(text)]
    return tuple(_doubt(name) for name in dict.fromkeys(used) if name not in PG)


def _doubt(name: str) -> str:
    close = get_close_matches(name, list(PG), n=1)
    return f"pg:{name} is no term of the ontology" + (f"; did you mean pg:{close[0]}?" if close else "")


def _steps(
    part: Any, depth: int, prefixes: Mapping[str, str], patterns: list[tuple[str, Pattern]], variable: type
) -> Iterator[tuple[int, str]]:
    """The lines of a part of the algebra and of the parts in it; triple patterns are noted on the way."""
    name = getattr(part, "name", None)
    if name is None:
        return
    if name not in ("SelectQuery", "AskQuery", "ConstructQuery", "DescribeQuery", "ToMultiSet"):
        yield depth, _told(part, prefixes)
        depth += 1
    for triple in dict.get(part, "triples") or () if name == "BGP" else ():
        told = " ".join(_shown(term, prefixes) for term in triple)
        fixed = tuple(None if isinstance(term, variable) else _fixed(term) for term in triple)
        if all(one is None or one for one in fixed):
            patterns.append((told, fixed))  # type: ignore[arg-type]
        yield depth, told
    for key in ("p", "p1", "p2", "graph"):
        if dict.get(part, key) is not None:
            yield from _steps(dict.get(part, key), depth, prefixes, patterns, variable)


def _told(part: Any, prefixes: Mapping[str, str]) -> str:
    if part.name == "Project":
        return "Project " + " ".join(f"?{name}" for name in dict.get(part, "PV") or ())
    if part.name == "Slice":
        return f"Slice from {part.start}, {'all' if part.length is None else part.length} rows"
    if part.name == "Extend":
        return f"Extend ?{part.var}"
    return {"BGP": "Patterns", "LeftJoin": "Optional (LeftJoin)"}.get(part.name, str(part.name))


def _shown(term: Any, prefixes: Mapping[str, str]) -> str:
    told: str = term.n3()
    return shorten(told[1:-1], prefixes) if told.startswith("<") and told.endswith(">") else told


def _fixed(term: Any) -> str:
    """A term in the syntax of SPARQL; a path or a blank node, which is none, is empty."""
    told: str = term.n3()
    return told if told.startswith(("<", '"')) and " " not in told.split('"')[0] else ""
