"""Reading for results: the sentences of an abstract that hold a value, each with what was named before it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from papergraph.extraction.result_features import (
    SLOTS,
    Memory,
    in_step,
    none_features,
    option_features,
    options,
    remembered,
)
from papergraph.extraction.result_sentence import Sentence
from papergraph.extraction.value_features import unit_kind, value_features
from papergraph.extraction.values import Value, find_values

if TYPE_CHECKING:
    from papergraph.extraction.candidates import Candidate
    from papergraph.extraction.combination import FoundEntity

_REACH, _MOST_VALUES = 40, 40


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence with at least one value; the mentions before it, the latest first; what the paper introduces."""

    sentence: Sentence
    earlier: Sequence[tuple[Candidate, FoundEntity]]
    own: Sequence[FoundEntity]
    abstract: int

    @property
    def values(self) -> Sequence[Value]:
        """The values of the sentence, in their order."""
        return self.sentence.values

    def value_features(self, number: int) -> set[str]:
        """The features that tell whether a value is a result."""
        return value_features(self.sentence, number)

    def options(
        self, slot: str, number: int, memory: Memory | None = None
    ) -> list[tuple[FoundEntity | None, set[str]]]:
        """What may fill a slot of a value, each with its features; None stands for nothing and comes last."""
        found = options(slot, self.sentence, number, self.earlier, self.own)
        filled: list[tuple[FoundEntity | None, set[str]]] = [
            (option.entity, option_features(slot, self.sentence, number, option, own=self.own, abstract=self.abstract))
            for option in found
        ]
        filled.append((None, none_features(self.sentence, number, found)))
        if memory is not None:
            stepping, kind = in_step(self.sentence, number, found), unit_kind(self.values[number])
            for (entity, features), where in zip(filled, [*(option.where for option in found), "none"], strict=True):
                features.update(remembered(slot, entity, where, memory, kind=kind, stepping=stepping))
        return filled


def readings(
    text: str,
    sentences: Sequence[tuple[int, int]],
    entities: Sequence[FoundEntity],
    own: Sequence[FoundEntity],
    links: Sequence[tuple[int, int]],
) -> Iterator[Reading]:
    """The sentences of an abstract that hold a value, in their order; ``text`` begins with the title and its end.

    A sentence of very many numbers is a table or worse, and is left out.
    """
    abstract = text.find("\n") + 1
    spans = {(mention.start, -mention.end): (mention, entity) for entity in entities for mention in entity.mentions}
    pairs = [spans[span] for span in sorted(spans)]
    taken = bytearray(len(text))
    for start, end in [*((mention.start, mention.end) for mention, _ in pairs), *links]:
        taken[start:end] = b"\1" * (end - start)
    for span in sentences:
        values = list(find_values(text, *span, taken)) if span[0] >= abstract else []
        if 0 < len(values) <= _MOST_VALUES:
            first, last = (bisect_left(pairs, at, key=lambda pair: pair[0].start) for at in span)
            sentence = Sentence(text, span, values, pairs[first:last])
            yield Reading(sentence, pairs[max(0, first - _REACH) : first][::-1], own, abstract)


__all__ = ["SLOTS", "Memory", "Reading", "readings"]
