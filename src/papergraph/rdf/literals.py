"""Literals of N-Triples, taken apart."""

from __future__ import annotations

import re

from papergraph.rdf.namespaces import XSD

_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\^\^<([^>]*)>|@([A-Za-z0-9-]+))?', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_NAMED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def split_literal(term: str) -> tuple[str, str, str | None]:
    r"""The text, the datatype and the language of a literal.

    >>> split_literal('"a\\nb"')
    ('a\nb', 'http://www.w3.org/2001/XMLSchema#string', None)

    :raises ValueError: the term is no literal.
    """
    found = _LITERAL.fullmatch(term)
    if found is None:
        raise ValueError(f"no literal: {term}")
    text, datatype, language = found.groups()
    return (_ESCAPE.sub(_unescape, text) if "\\" in text else text), datatype or XSD.string, language


def _unescape(match: re.Match[str]) -> str:
    short, long, named = match.groups()
    return chr(int(short or long, 16)) if named is None else _NAMED[named]
