"""Where the mentions of a paper stand, and which of the two sides' mentions meet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from papergraph.evaluation.annotations import AnnotatedEntity, Span

_URL = re.compile(r"https?://\S+")
SpanPair = tuple[Span, Span]


def spans_of(text: str, entities: Sequence[AnnotatedEntity]) -> frozenset[Span]:
    """All mentions: the offsets as they are, and each whole-word occurrence of a surface string.

    Of occurrences that overlap, the longer string has the place, of equal strings the first; what begins inside a URL
    is none.

    >>> lora = AnnotatedEntity(name="LoRA", type="METHOD", surfaces=("LoRA",))
    >>> sorted(spans_of("LoRA, QLoRA, LoRA", [lora]))
    [Span(start=0, end=4, type='METHOD'), Span(start=13, end=17, type='METHOD')]
    """
    stated = {Span(*offsets, entity.type) for entity in entities for offsets in entity.offsets}
    types: dict[str, str] = {}
    for entity in entities:
        for surface in entity.surfaces:
            types.setdefault(surface, entity.type)
    return frozenset(stated.union(_occurrences(text, sorted(types.items(), key=lambda pair: -len(pair[0])))))


def _occurrences(text: str, surfaces: Iterable[tuple[str, str]]) -> Iterator[Span]:
    taken, in_url = bytearray(len(text)), bytearray(len(text))
    for match in _URL.finditer(text):
        in_url[match.start() : match.end()] = b"\x01" * len(match.group())
    for surface, kind in surfaces:
        for start in _whole_words(text, surface):
            end = start + len(surface)
            if not in_url[start] and not any(taken[start:end]):
                taken[start:end] = b"\x01" * len(surface)
                yield Span(start, end, kind)


def _whole_words(text: str, surface: str) -> Iterator[int]:
    start = text.find(surface)
    while start >= 0:
        end = start + len(surface)
        whole = not (start and _is_word(text[start - 1])) and not (end < len(text) and _is_word(text[end]))
        if whole:
            yield start
        start = text.find(surface, end if whole else start + 1)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def untyped(spans: Iterable[Span]) -> frozenset[Span]:
    """The same stretches, all of one type."""
    return frozenset(Span(span.start, span.end, "") for span in spans)


def partial(gold: Iterable[Span], predicted: Iterable[Span]) -> list[SpanPair]:
    """One-to-one pairs of spans of one type that share a character: equal ones first, then by how much they share.

    >>> partial([Span(0, 9, "TASK")], [Span(0, 4, "TASK"), Span(4, 9, "TASK"), Span(9, 12, "TASK")])
    [(Span(start=0, end=9, type='TASK'), Span(start=4, end=9, type='TASK'))]
    """
    used_gold, used_predicted, chosen = set[Span](), set[Span](), list[SpanPair]()
    for left, right in sorted(_meeting(gold, predicted), key=_rank):
        if left not in used_gold and right not in used_predicted:
            used_gold.add(left)
            used_predicted.add(right)
            chosen.append((left, right))
    return chosen


def _rank(pair: SpanPair) -> tuple[bool, int, SpanPair]:
    return pair[0] != pair[1], -_shared(*pair), pair


def _shared(left: Span, right: Span) -> int:
    return min(left.end, right.end) - max(left.start, right.start)


def _meeting(gold: Iterable[Span], predicted: Iterable[Span]) -> Iterator[SpanPair]:
    """All pairs of one type that share a character or are equal, by a sweep over the text."""
    waiting, active = sorted(set(gold), reverse=True), list[Span]()
    for span in sorted(set(predicted)):
        while waiting and waiting[-1].start <= max(span.start, span.end - 1):
            active.append(waiting.pop())
        active = [other for other in active if other.end > span.start or other.start == span.start]
        for other in active:
            if other == span or (other.type == span.type and _shared(other, span) > 0):
                yield other, span
