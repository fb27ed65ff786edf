"""Results: numbers that an abstract states for a measured outcome; what they measure, on what, of what, against what.

Which numbers are results, and which names belong to them, is decided by weighing features of the words around them;
the weights were fitted on annotated abstracts. Whose a value is, a rule says where the clause does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from papergraph.extraction.combination import FoundEntity
from papergraph.extraction.result_reading import SLOTS, Memory, Reading, readings
from papergraph.extraction.result_rules import credited
from papergraph.extraction.result_weights import ResultWeights, load_weights
from papergraph.extraction.values import Value, raw_span
from papergraph.model import Direction, Result
from papergraph.text import CleanText
from papergraph.vocabulary import Vocabulary

_HIGHER_UNITS = re.compile(r"\b(?:speed-?\s?ups?|faster|throughput|acceleration)\b", re.IGNORECASE)


def find_results(
    view: CleanText,
    sentences: Sequence[tuple[int, int]],
    entities: Sequence[FoundEntity],
    own: Sequence[FoundEntity],
    links: Sequence[tuple[int, int]],
    raw: str,
    vocabulary: Vocabulary,
) -> tuple[Result, ...]:
    """The results of a text, of which ``view`` is the clean view, in their order."""
    weights, found, last = load_weights(), [], None
    for reading in readings(view.text, sentences, entities, own, links):
        inside = False
        for number, value in enumerate(reading.values):
            if weights.score("value", reading.value_features(number)) <= 0:
                continue
            slots: dict[str, FoundEntity | None] = {}
            for slot in SLOTS:
                slots[slot] = _filled(weights, reading, slot, number, Memory(last, inside, slots))
            slots["subject"] = credited(reading, number, slots["subject"])
            last, inside = slots, True
            span = raw_span(raw, *view.raw_span(value.start, value.end))
            found.append(_result(value, span, raw, slots, _direction(slots["metric"], reading, value, vocabulary)))
    return tuple(found)


def _filled(weights: ResultWeights, reading: Reading, slot: str, number: int, memory: Memory) -> FoundEntity | None:
    """The entity that fills a slot of a value, if one does."""
    options = reading.options(slot, number, memory)
    keys = {id(entity): entity for entity, _ in options}
    return keys[weights.choose(slot, [(id(entity), features) for entity, features in options])]


def _result(
    value: Value, span: tuple[int, int], raw: str, slots: dict[str, FoundEntity | None], direction: Direction | None
) -> Result:
    names = {slot: entity.name if entity else None for slot, entity in slots.items()}
    return Result(
        value=raw[slice(*span)],
        start=span[0],
        end=span[1],
        number=value.number,
        unit=value.unit,
        direction=direction,
        metric=names["metric"],
        benchmark=names["benchmark"],
        subject=names["subject"],
        baseline=names["baseline"] if slots["baseline"] is not slots["subject"] else None,
    )


def _direction(metric: FoundEntity | None, reading: Reading, value: Value, vocabulary: Vocabulary) -> Direction | None:
    """Which way the metric is better: what the vocabulary says of it or of the end of its name."""
    if metric is not None:
        return next(filter(None, (_known(mention.text, vocabulary) for mention in metric.mentions)), None)
    first, last = reading.sentence.span
    beside = reading.sentence.text[max(first, value.start - 30) : min(last, value.end + 30)]
    return Direction.HIGHER if value.unit == "times" and _HIGHER_UNITS.search(beside) else None


def _known(form: str, vocabulary: Vocabulary) -> Direction | None:
    words = form.split()
    terms = (vocabulary.find(" ".join(words[at:])) for at in range(len(words)))
    return next((term.direction for term in terms if term and term.direction), None)
