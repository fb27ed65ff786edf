"""What is refused before a query runs: ``SERVICE``, which goes out to the network, and updates.

Oxigraph follows ``SERVICE`` as soon as it evaluates a query. So its own parser decides, with nothing to evaluate: if
the query is still one when the word service is made another word, then the word stood in a comment, a string, an IRI
or a name; if not, it was the keyword.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import pyoxigraph as ox

from papergraph.errors import MalformedQueryError, RefusedQueryError
from papergraph.rdf.malformed import explain
from papergraph.rdf.tokens import bare

_PROLOGUE = re.compile(r"\s*(?:prefix\s+[^\s:]*:|base)", re.IGNORECASE)
_FORM = re.compile(r"\s*([A-Za-z]+)")
_UPDATES = frozenset("insert delete load clear drop create add move copy with".split())
_MASKED = re.compile("s(?=ervice)", re.IGNORECASE)
_NO_DATA = ox.Store()
_DEFAULT = ox.DefaultGraph()
_CHECKED = 512


def check(text: str, prefixes: Mapping[str, str]) -> None:
    """Let a query pass that is well-formed and only reads this graph; nothing of it is evaluated.

    :param prefixes: those that it need not declare.
    :raises MalformedQueryError: it can't be parsed.
    :raises RefusedQueryError: it is an update, or calls a service.
    """
    _check(text, tuple(prefixes.items()))


@lru_cache(maxsize=_CHECKED)
def _check(text: str, prefixes: tuple[tuple[str, str], ...]) -> None:
    form = query_form(text)
    if form in _UPDATES:
        raise RefusedQueryError(
            f"{form.upper()}: updates are refused, a build is only read; valid: SELECT, ASK, CONSTRUCT, DESCRIBE"
        )
    known = dict(prefixes)
    if error := _syntax_error(text, known):
        raise explain(error, text, known) from error
    if "service" in text.lower() and _syntax_error(_MASKED.sub("z", text), known):
        raise RefusedQueryError("SERVICE: queries never go out to the network; leave the SERVICE part out")


def query_form(text: str) -> str:
    """The first keyword after the prologue, in lower case; empty if there is none.

    >>> query_form("# INSERT\\nPREFIX a: <http://a/> SELECT * {}")
    'select'
    """
    plain = bare(text)
    start = 0
    while match := _PROLOGUE.match(plain, start):
        start = match.end()
    found = _FORM.match(plain, start)
    return found.group(1).lower() if found else ""


def _syntax_error(text: str, prefixes: Mapping[str, str]) -> SyntaxError | None:
    """What Oxigraph's parser says of a query.

    Two options that exclude each other keep a well-formed query from being evaluated: that they do is seen to after
    the query is parsed.
    """
    try:
        _NO_DATA.query(
            text,
            base_iri="http://localhost/",
            prefixes=dict(prefixes),
            use_default_graph_as_union=True,
            default_graph=_DEFAULT,
        )
    except SyntaxError as error:
        return error
    except ValueError as error:
        if "at the same time" in str(error):
            return None
        raise MalformedQueryError(f"malformed SPARQL: {error}") from error
    raise RefusedQueryError("the query could not be checked, and was not run")
