"""Whose value it is, where the clause itself says so: rules that go before the weights."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papergraph.extraction.result_reading import Reading
from papergraph.model import EntityType

if TYPE_CHECKING:
    from papergraph.extraction.combination import FoundEntity

_COMPARED = re.compile(r"\b(?:compar\w+ (?:to|with)|versus|vs\.?|against|over|than|and)\s+(?:the )?$", re.IGNORECASE)
_OWNER = re.compile(r"\s+(?:of|for|by)\s+(?:the\s+)?(?=[A-Z])")
_FROM, _TO = re.compile(r"\bfrom\s+$", re.IGNORECASE), re.compile(r"\s*to\s+[\d~≈±+-]")
_THINGS = (EntityType.METHOD, EntityType.MODEL)


def credited(reading: Reading, number: int, subject: FoundEntity | None) -> FoundEntity | None:
    """The subject of a value: of "against 54 % of X" it is X, of the start of "from X to Y" nobody, else the given."""
    value, text = reading.values[number], reading.sentence.text
    before, (_, end) = text[max(0, value.start - 40) : value.start], reading.sentence.span
    if _FROM.search(before) and _TO.match(text, value.end, end):
        return None
    owner = _OWNER.match(text, value.end, end)
    if owner is None or not _COMPARED.search(before):
        return subject
    named = (e for m, e in reading.sentence.mentions if m.start == owner.end() and e.type in _THINGS)
    return next(named, None)
