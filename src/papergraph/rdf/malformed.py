"""What a person reads of a query that can't be parsed: where it breaks off, and what to mend."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from papergraph.errors import MalformedQueryError
from papergraph.rdf.tokens import bare

_POSITION = re.compile(r"(?:error at|line)\s*(\d+)(?::|, col(?:umn)?:?\s*)(\d+)")
_PREFIX = re.compile(r"(?<![\w?$:.@-])([A-Za-z][\w-]*(?:\.[\w-]+)*)?:(?=[\w%\\])")
_DECLARED = re.compile(r"\bprefix\s+([\w.-]*)\s*:", re.IGNORECASE)
_WORD = re.compile(r"(?<![\w?$:@.%\\-])([A-Za-z]\w+)(?![\w:(])")
_FUNCTION = re.compile(r"(?<![\w?$:@.%\\-])([A-Za-z]\w*)(?=\s*\()")
_CLOSING = {"(": ")", "{": "}", "[": "]"}
_NO_AS = re.compile(r"\bselect\b[^{]*?\)\s+(\?\w+)\s*\)", re.IGNORECASE)
_GROUPED = re.compile(r"\bgroup\s+by\b", re.IGNORECASE)
KEYWORDS = (
    "SELECT ASK CONSTRUCT DESCRIBE WHERE FROM NAMED PREFIX BASE DISTINCT REDUCED AS OPTIONAL UNION MINUS GRAPH FILTER"
    " BIND VALUES UNDEF EXISTS NOT IN ORDER BY ASC DESC GROUP HAVING LIMIT OFFSET SILENT SERVICE LATERAL SEPARATOR TRUE"
    " FALSE"
).split()
FUNCTIONS = (
    "COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR"
    " ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS"
    " MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM"
    " ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE TRIPLE SUBJECT PREDICATE OBJECT ISTRIPLE"
).split()


class Hint(NamedTuple):
    """What to mend, and the offset at which, if that is known better than the parser knows it."""

    text: str
    at: int | None = None


def explain(error: SyntaxError, text: str, prefixes: Mapping[str, str]) -> MalformedQueryError:
    """The error that a person reads, for one that Oxigraph's parser raised.

    :param prefixes: those that the query need not declare.
    """
    message = str(error)
    place = _POSITION.search(message)
    hint = next(_hints(text, message, prefixes), Hint(""))
    told = f"; {hint.text}" if hint.text else ""
    if hint.at is not None:
        line, column = _place(text, hint.at)
    elif place is not None:
        line, column = _within(text, int(place[1]), int(place[2]))
    else:
        return MalformedQueryError(f"malformed SPARQL: {message.splitlines()[0]}{told}")
    where = f"at line {line}, column {column}"
    return MalformedQueryError(f"malformed SPARQL {where}{_near(text, line, column)}{told}", line=line, column=column)


def _place(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


def _within(text: str, line: int, column: int) -> tuple[int, int]:
    """The place, or the end of the text where the parser went beyond it."""
    lines = text.split("\n")
    return (line, column) if line <= len(lines) else (len(lines), len(lines[-1]) + 1)


def _near(text: str, line: int, column: int) -> str:
    rest = " ".join(text.split("\n")[line - 1][max(0, column - 1) :].split())
    if rest:
        return f", near {rest[:40]!r}"
    return ", at the end of the query" if line > text.rstrip().count("\n") else ", at the end of the line"


def _hints(text: str, message: str, prefixes: Mapping[str, str]) -> Iterator[Hint]:
    """What may be meant, the surest first."""
    plain = bare(text)
    if not plain.strip():
        yield Hint("it is empty: write a SELECT, ASK, CONSTRUCT or DESCRIBE query")
    yield from _unknown_prefixes(plain, prefixes)
    yield from _open_quotes(text)
    yield from _misspelt(plain)
    yield from _unbalanced(plain)
    yield from _shapes(plain, message)


def _shapes(plain: str, message: str) -> Iterator[Hint]:
    if found := _NO_AS.search(plain):
        yield Hint("an expression in SELECT is named by AS: (COUNT(?x) AS ?n)", found.start(1))
    if "variable that is unbound" in message or _GROUPED.search(plain):
        yield Hint("what SELECT names must stand in GROUP BY or in an aggregate such as COUNT or SAMPLE")
    if found := re.search(r"\border\s+by\s*(?=limit\b|offset\b|$)", plain, re.IGNORECASE):
        yield Hint("ORDER BY needs a variable or an expression", found.end())
    if found := re.search(r"\b(?:limit|offset)\s+(?!\d)", plain, re.IGNORECASE):
        yield Hint("LIMIT and OFFSET need a whole number", found.end())
    if re.search(r"(?:[{.]|^)\s*[?$]\w+\s+[?$:\w]+\s*[.}]", plain):
        yield Hint("a pattern has three parts, subject, predicate, object, and ends with a full stop")


def _unknown_prefixes(plain: str, prefixes: Mapping[str, str]) -> Iterator[Hint]:
    known = {*prefixes, *_DECLARED.findall(plain)}
    used = _DECLARED.sub(lambda match: " " * len(match[0]), plain)
    for found in _PREFIX.finditer(used):
        name = found[1] or ""
        if name not in known and not found[0].startswith("_:"):
            close = get_close_matches(name, sorted(known), n=1)
            meant = f"did you mean {close[0]}:?" if close else f"known: {', '.join(sorted(prefixes))}"
            yield Hint(f"the prefix {name}: is not declared; {meant}", found.start())


def _open_quotes(text: str) -> Iterator[Hint]:
    plain = bare(text)
    if found := re.search("\"\"\"|'''|\"|'", plain):
        yield Hint(f"a string that begins with {found[0]} is not closed", found.start())


def _unbalanced(plain: str) -> Iterator[Hint]:
    waiting: list[tuple[str, int]] = []
    for found in re.finditer(r"[(){}\[\]]", plain):
        if found[0] in _CLOSING:
            waiting.append((found[0], found.start()))
        elif not waiting:
            yield Hint(f"a {found[0]} closes nothing", found.start())
            return
        elif _CLOSING[waiting[-1][0]] != found[0]:
            break
        else:
            waiting.pop()
    if waiting:
        yield Hint(f"a {waiting[-1][0]} is not closed by {_CLOSING[waiting[-1][0]]}", waiting[-1][1])


def _misspelt(plain: str) -> Iterator[Hint]:
    for pattern, words in ((_FUNCTION, [*FUNCTIONS, *KEYWORDS]), (_WORD, [*KEYWORDS, *FUNCTIONS])):
        for found in pattern.finditer(plain):
            if found[1].upper() not in words and found[1] != "a":
                close = get_close_matches(found[1].upper(), words, n=1)
                meant = f"; did you mean {close[0]}?" if close else ""
                yield Hint(f"{found[1]} is no word of SPARQL{meant}", found.start())
