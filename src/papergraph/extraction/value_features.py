"""What speaks for a number being a result: how it is written, and the words around it.

Each feature is a short string, so that the weights in ``results.json`` can be read; docs/extraction.md explains them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from papergraph.extraction.result_sentence import Sentence
from papergraph.extraction.values import Value

_WIDE = 20
_BUCKETS = (0, 1, 2, 3, 5, 8, 13)
_AMOUNT = re.compile(
    r" ?(?:of (?:the |its |their |all )?(?:[\w-]+ ){0,2}(?:data\w*|samples|parameters|labels|tokens|examples"
    r"|annotations|weights|images|training|cache|entries|web scrapes?|frames)\b|(?:larger|bigger|longer) (?!context)"
    r"|more (?:data|compute)|(?:training|labeled|labelled|annotated|poisoned) )",
    re.IGNORECASE,
)


def unit_kind(value: Value) -> str:
    """The unit of a value, or what kind of bare number it is."""
    return value.unit or ("decimal" if value.decimal else "integer")


def bucket(count: int) -> str:
    """A number of words, coarsely."""
    at = bisect_left(_BUCKETS, count)
    return str(_BUCKETS[at]) if at < len(_BUCKETS) else "more"


def value_features(sentence: Sentence, number: int) -> set[str]:
    """What tells whether a value of a sentence is a result: how it is written, and the words around it."""
    value, place = sentence.values[number], sentence.value_places[number]
    kind = unit_kind(value)
    found = {"any", f"unit {kind}", f"sign {value.sign} {kind}", f"values {min(4, len(sentence.values))}"}
    found.update(_written(value), _around(sentence, place, kind))
    found.update(f"has {word}" for word in sentence.words[max(0, place - _WIDE) : place + _WIDE] if word[0] == "<")
    found.update(f"has {stem}" for stem in sentence.stems)
    near = min((abs(at - place) for at in sentence.metric_places), default=99)
    found.update((f"metric {bucket(near)}", f"metric {bucket(near)} {kind}"))
    if _AMOUNT.match(sentence.text, value.end, sentence.span[1]):
        found.add("an amount")
    if sentence.units - (value.unit is not None):
        found.add("other unit")
    return found


def _written(value: Value) -> Iterator[str]:
    if value.range:
        yield "range"
    if value.share:
        yield "share"
    if value.unit is None and not value.decimal:
        year = 1900 <= value.number <= 2100
        yield "year" if year else f"digits {min(6, len(str(int(abs(value.number)))))}"


def _around(sentence: Sentence, place: int, kind: str) -> Iterator[str]:
    for step in (-3, -2, -1, 1, 2, 3):
        yield f"{step:+d} {sentence.word(place + step)}"
    for step in (-1, 1):
        yield f"{step:+d} {sentence.word(place + step)} {kind}"
        yield f"{step:+d} {sentence.word(place + step)} {step * 2:+d} {sentence.word(place + step * 2)}"
    yield from (f"before {word}" for word in sentence.words[max(0, place - 10) : max(0, place - 3)])
    yield from (f"behind {word}" for word in sentence.words[place + 4 : place + 9])
