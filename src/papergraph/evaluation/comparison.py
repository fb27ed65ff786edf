"""One paper side by side: its text with both sides' mentions, and what is wrong, listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from papergraph.evaluation.alignment import Alignment
from papergraph.evaluation.annotations import AnnotatedEntity, Span
from papergraph.evaluation.counting import ResultKey, links, results
from papergraph.evaluation.spans import partial, untyped


class Status(StrEnum):
    """How a mention stands to the other side's."""

    CORRECT = "correct"
    OTHER_TYPE = "other type"
    OTHER_BOUNDS = "other bounds"
    MISSED = "missed"
    SPURIOUS = "spurious"


@dataclass(frozen=True, slots=True, order=True)
class Marked:
    """A stretch of a text that is a mention, or, without type, the plain text between."""

    text: str
    type: str | None = None
    status: Status | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something that is wrong: ``kind`` says what, ``gold`` and ``predicted`` what either side says, if anything."""

    kind: str
    gold: str | None = None
    predicted: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A paper with both sides. ``errors`` counts its missed and spurious entities, one of another type as both."""

    id: str
    gold: tuple[Marked, ...]
    predicted: tuple[Marked, ...]
    differences: tuple[Difference, ...]
    errors: int
    correct: int


def errors(alignment: Alignment) -> int:
    """How many entities are missed or spurious; one of another type is both."""
    return len(alignment.gold.entities) + len(alignment.found) - 2 * len(alignment.typed)


def worst_first(alignments: Iterable[Alignment]) -> list[Alignment]:
    """The papers with a prediction and an error: those of most errors first, of equals those with less right."""
    wrong = (alignment for alignment in alignments if alignment.predicted and errors(alignment))
    return sorted(wrong, key=lambda a: (-errors(a), len(a.typed), a.gold.id))


def compare(alignment: Alignment) -> Comparison:
    """Lay the two sides of a paper side by side."""
    gold, predicted = alignment.gold_spans, alignment.predicted_spans
    text = alignment.gold.text
    return Comparison(
        id=alignment.gold.id,
        gold=tuple(_marked(text, _statuses(gold, predicted, Status.MISSED))),
        predicted=tuple(_marked(text, _statuses(predicted, gold, Status.SPURIOUS))),
        differences=(*_entities(alignment), *_roles(alignment), *_links(alignment), *_results(alignment)),
        errors=errors(alignment),
        correct=len(alignment.typed),
    )


def _statuses(spans: frozenset[Span], others: frozenset[Span], alone: Status) -> dict[Span, Status]:
    """How each span of one side stands to the other side's."""
    places = untyped(others)
    meeting = {left for left, _ in partial(untyped(spans), places)}

    def status(span: Span) -> Status:
        if span in others:
            return Status.CORRECT
        place = Span(span.start, span.end, "")
        if place in places:
            return Status.OTHER_TYPE
        return Status.OTHER_BOUNDS if place in meeting else alone

    return {span: status(span) for span in spans}


def _marked(text: str, statuses: dict[Span, Status]) -> Iterator[Marked]:
    """The text in pieces; of mentions that overlap the longest is marked."""
    done = 0
    for span in sorted(_apart(statuses, len(text))):
        if text[done : span.start]:
            yield Marked(text[done : span.start])
        yield Marked(text[span.start : span.end], span.type, statuses[span])
        done = span.end
    if text[done:]:
        yield Marked(text[done:])


def _apart(spans: Iterable[Span], length: int) -> Iterator[Span]:
    taken = bytearray(length)
    for span in sorted(spans, key=lambda span: (span.start - span.end, span)):
        if 0 <= span.start < span.end <= length and not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\x01" * (span.end - span.start)
            yield span


def _entities(alignment: Alignment) -> Iterator[Difference]:
    gold, predicted = alignment.gold.entities, alignment.found
    yield from (Difference(kind="missed", gold=_named(entity)) for entity in alignment.missed())
    yield from (Difference(kind="spurious", predicted=_named(entity)) for entity in alignment.spurious())
    for left, right in sorted(alignment.retyped):
        yield Difference(kind="other type", gold=_named(gold[left]), predicted=_named(predicted[right]))


def _named(entity: AnnotatedEntity) -> str:
    return f"{entity.name or next(iter(entity.surfaces), '?')} ({entity.type})"


def _roles(alignment: Alignment) -> Iterator[Difference]:
    gold, predicted = alignment.gold.entities, alignment.found
    for left, right in sorted(alignment.typed):
        one, other = gold[left], predicted[right]
        if one.role and one.role != other.role:
            named = one.name or next(iter(one.surfaces), "?")
            yield Difference(kind="other role", gold=f"{named} ({one.role})", predicted=other.role or "none")


def _links(alignment: Alignment) -> Iterator[Difference]:
    gold, predicted = links(alignment)
    yield from (Difference(kind="missed link", gold=url) for url in sorted(gold - predicted))
    yield from (Difference(kind="spurious link", predicted=url) for url in sorted(predicted - gold))


def _results(alignment: Alignment) -> Iterator[Difference]:
    gold, predicted = results(alignment)
    yield from (Difference(kind="missed result", gold=text) for text in _stated(gold - predicted))
    yield from (Difference(kind="spurious result", predicted=text) for text in _stated(predicted - gold))


def _stated(found: Counter[ResultKey]) -> Sequence[str]:
    return [", ".join(part or "-" for part in key) for key in sorted(found.elements())]
