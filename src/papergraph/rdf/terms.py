"""Terms in the syntax of N-Triples, and the short forms that Turtle has for them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote

from papergraph.rdf.namespaces import XSD
from papergraph.text import repair

_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_NOT_IN_IRI = re.compile(r'[^!-~]|[<>"{}|^`\\\[\]]|%(?![0-9A-Fa-f]{2})')
_PLAIN_IRI = re.compile(r"[!#$&-;=?-Z_a-z~]*")
_SPECIAL = re.compile(rf'[\\"\n\r]|{_NO_CHARACTER.pattern}|[\ud800-\udfff]')
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_LOCAL_NAME = re.compile(r"\w(?:[\w.-]*[\w-])?", re.ASCII)
_SHORT = re.compile(rf'"([^"]*)"\^\^<{re.escape(XSD.iri)}(integer|decimal|boolean)>')


def clean(text: str) -> str:
    """Replace what no RDF literal may hold (control characters, lone surrogates) by U+FFFD, one for one.

    >>> clean("a\\x00b\\tc")
    'a\\ufffdb\\tc'
    """
    return _NO_CHARACTER.sub("\ufffd", repair(text))


@lru_cache(maxsize=100_000)
def iri(text: str) -> str:
    """An IRI; what may not stand in one is percent-encoded.

    >>> iri("https://example.org/a b>")
    '<https://example.org/a%20b%3E>'
    """
    if _PLAIN_IRI.fullmatch(text):
        return f"<{text}>"
    return f"<{_NOT_IN_IRI.sub(lambda match: quote(match.group()), clean(text))}>"


def string(text: str) -> str:
    r"""A plain string.

    >>> print(string('say "hi"\n'))
    "say \"hi\"\n"
    """
    return f'"{clean(text).translate(_ESCAPES)}"' if _SPECIAL.search(text) else f'"{text}"'


def typed(text: str, datatype: str) -> str:
    """A literal of a datatype, of which the IRI is given."""
    return f"{string(text)}^^<{datatype}>"


@lru_cache(maxsize=10_000)
def integer(number: int) -> str:
    """A whole number."""
    return typed(str(int(number)), XSD.integer)


def boolean(value: bool) -> str:
    """True or false."""
    return typed("true" if value else "false", XSD.boolean)


@lru_cache(maxsize=10_000)
def decimal(number: float) -> str:
    """A decimal number, with a point and no exponent.

    >>> [turtle(decimal(number), {}) for number in (85, 1e-7, -0.0)]
    ['85.0', '0.0000001', '0.0']

    :raises ValueError: the number is not finite.
    """
    if not math.isfinite(number):
        raise ValueError(f"{number} is no decimal number")
    text = format(Decimal(repr(float(number))), "f") if number else "0.0"
    return typed(text if "." in text else text + ".0", XSD.decimal)


def turtle(term: str, prefixes: Mapping[str, str]) -> str:
    """The short form of a term; ``prefixes`` maps the IRI of a namespace to its prefix.

    >>> turtle("<https://schema.org/url>", {"https://schema.org/": "schema"})
    'schema:url'
    >>> turtle(integer(5), {}), turtle(string("a"), {}), turtle("<https://schema.org/a%20b>", {})
    ('5', '"a"', '<https://schema.org/a%20b>')
    """
    if term.startswith("<"):
        return _prefixed(term[1:-1], prefixes) or term
    short = _SHORT.fullmatch(term)
    if short:
        return short.group(1)
    text, caret, datatype = term.rpartition("^^<")
    return (
        f"{text}^^{turtle('<' + datatype, prefixes)}" if caret and text.endswith('"') and datatype[-1] == ">" else term
    )


def _prefixed(text: str, prefixes: Mapping[str, str]) -> str | None:
    end = max(text.rfind("/"), text.rfind("#")) + 1
    prefix = prefixes.get(text[:end])
    local = text[end:]
    return f"{prefix}:{local}" if prefix is not None and _LOCAL_NAME.fullmatch(local) else None
