"""What is refused before a query runs: ``SERVICE``, which goes out to the network, and updates.

Oxigraph follows ``SERVICE`` as soon as it evaluates a query, so a query that holds the word is parsed by rdflib, which
evaluates nothing. The word in a comment, a string, an IRI or a name is no such call.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from papergraph.errors import QueryError

_SKIPPED = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\r\n]|\\.)*"'
    r"|'(?:[^'\\\r\n]|\\.)*'"
    r'|<[^<>"{}|^`\\\x00-\x20]*>'
    r"|\#[^\r\n]*",
    re.DOTALL,
)
_SERVICE = re.compile(r"(?<![\w:?$@.%\\-])service(?![\w.-]*:)(?!\w)", re.IGNORECASE)
_PROLOGUE = re.compile(r"\s*(?:prefix\s+[^\s:]*:|base)", re.IGNORECASE)
_FORM = re.compile(r"\s*([A-Za-z]+)")
_UPDATES = frozenset("insert delete load clear drop create add move copy with".split())
_POSITION = re.compile(r"(?:error at|line)\s*(\d+)(?::|, col(?:umn)?:?\s*)(\d+)|char (\d+)")
_CAUSES = ("Prefix not found", "The SELECT contains a variable that is unbound")
_PREFIX = re.compile(r"([\w.-]*):[^\s:]*$")


def check(text: str) -> None:
    """Let a query pass that only reads this graph.

    :raises QueryError: it is an update, calls a service, or holds the word SERVICE and can't be parsed.
    """
    form = query_form(text)
    if form in _UPDATES:
        raise QueryError(
            f"{form.upper()}: updates are refused, a build is only read; valid: SELECT, ASK, CONSTRUCT, DESCRIBE"
        )
    if "service" in text.lower() and _calls_service(text):
        raise QueryError("SERVICE: queries never go out to the network; leave the SERVICE part out")


def query_form(text: str) -> str:
    """The first keyword after the prologue, in lower case; empty if there is none.

    >>> query_form("# INSERT\\nPREFIX a: <http://a/> SELECT * {}")
    'select'
    """
    bare = _SKIPPED.sub(" ", text)
    start = 0
    while match := _PROLOGUE.match(bare, start):
        start = match.end()
    found = _FORM.match(bare, start)
    return found.group(1).lower() if found else ""


def _calls_service(text: str) -> bool:
    if _SERVICE.search(_SKIPPED.sub(" ", text)):
        return True
    return any(_name(part) == "ServiceGraphPattern" for part in _parts(_parse(text)))


def _parse(text: str) -> Any:
    """The syntax tree; line ends are made alike first, since the two parsers end a comment differently."""
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        return parseQuery(text.replace("\r\n", "\n").replace("\r", "\n"))
    except ParseException as error:
        raise QueryError(f"malformed SPARQL at line {error.lineno}, column {error.column}") from error
    except (RecursionError, ValueError, AttributeError) as error:
        raise QueryError("the query holds the word SERVICE and can't be checked; leave it out") from error


def _name(part: Any) -> str | None:
    return getattr(part, "name", None)


def _parts(tree: Any) -> Iterator[Any]:
    """All parts of a syntax tree."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        yield part
        if isinstance(part, str):
            continue
        if hasattr(part, "values"):
            waiting.extend(part.values())
        if hasattr(part, "__iter__"):
            waiting.extend(item for item in part if not isinstance(item, str))


def explain(error: SyntaxError, text: str) -> QueryError:
    """The error that a person reads, for one that Oxigraph's parser raised."""
    message = str(error)
    place = _POSITION.search(message)
    cause = next((f": {cause[0].lower()}{cause[1:]}" for cause in _CAUSES if cause in message), "")
    if place is None or place.group(1) is None:
        return QueryError(f"malformed SPARQL{cause or ': ' + message.splitlines()[0]}")
    line, column = int(place.group(1)), int(place.group(2))
    if cause.startswith(": prefix"):
        cause = _unknown_prefix(text, line, column) or cause
    return QueryError(f"malformed SPARQL at line {line}, column {column}{cause}{_near(text, line, column)}")


def _unknown_prefix(text: str, line: int, column: int) -> str | None:
    found = _PREFIX.search(text.splitlines()[line - 1][:column].rstrip())
    return f": the prefix {found.group(1)}: is not declared" if found else None


def _near(text: str, line: int, column: int) -> str:
    lines = text.splitlines()
    rest = lines[line - 1][max(0, column - 1) :].strip() if line <= len(lines) else ""
    return f", near {rest[:40]!r}" if rest else ", at the end of the query"
