"""The parts of a query's text that hold no keywords: strings, IRIs, comments."""

from __future__ import annotations

import re

_STRING = (
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\r\n]|\\.)*"'
    r"|'(?:[^'\\\r\n]|\\.)*'"
)
_IRI = r'<[^<>"{}|^`\\\x00-\x20]*>'
_COMMENT = r"\#[^\r\n]*"
_SKIPPED = re.compile(f"{_STRING}|{_IRI}|{_COMMENT}", re.DOTALL)
_UNSEEN = re.compile(r"[^\r\n]")


def bare(text: str) -> str:
    """A query with blanks in place of its strings, IRIs and comments; whatever is left stands where it stood.

    >>> bare("ASK { ?s ?p 'x' } # done")
    'ASK { ?s ?p     }       '
    """
    return _SKIPPED.sub(lambda match: _UNSEEN.sub(" ", match.group()), text)
