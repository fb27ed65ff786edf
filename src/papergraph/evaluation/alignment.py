"""One paper, both sides: which predicted entity is which gold entity."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from papergraph.evaluation.annotations import AnnotatedEntity, Annotation, Span
from papergraph.evaluation.folding import fold_form
from papergraph.evaluation.spans import spans_of

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Pairs are places in ``gold.entities`` and ``predicted.entities``, each place at most once.

    ``typed`` pairs entities of one type, ``untyped`` any; ``retyped`` pairs what ``typed`` leaves over. ``predicted``
    is None where there is no prediction for the paper.
    """

    gold: Annotation
    predicted: Annotation | None
    gold_spans: frozenset[Span]
    predicted_spans: frozenset[Span]
    typed: tuple[Pair, ...]
    untyped: tuple[Pair, ...]
    retyped: tuple[Pair, ...]

    @property
    def found(self) -> tuple[AnnotatedEntity, ...]:
        """The predicted entities."""
        return self.predicted.entities if self.predicted else ()

    def missed(self) -> list[AnnotatedEntity]:
        """The gold entities that no predicted one is, whatever its type."""
        return _others(self.gold.entities, {left for left, _ in self.typed + self.retyped})

    def spurious(self) -> list[AnnotatedEntity]:
        """The predicted entities that are none of gold, whatever their type."""
        return _others(self.found, {right for _, right in self.typed + self.retyped})


def _others(entities: Sequence[AnnotatedEntity], places: set[int]) -> list[AnnotatedEntity]:
    return [entity for place, entity in enumerate(entities) if place not in places]


def align(gold: Annotation, predicted: Annotation | None) -> Alignment:
    """Find the pairs of a paper; all offsets count in the text of ``gold``."""
    entities = predicted.entities if predicted else ()
    candidates = _candidates(gold.text, gold.entities, entities)
    of_one_type = [candidate for candidate in candidates if not candidate[1]]
    typed = _pairs(of_one_type)
    paired_gold, paired_predicted = {left for left, _ in typed}, {right for _, right in typed}
    rest = [c for c in candidates if c[2] not in paired_gold and c[3] not in paired_predicted]
    return Alignment(
        gold=gold,
        predicted=predicted,
        gold_spans=spans_of(gold.text, gold.entities),
        predicted_spans=spans_of(gold.text, entities),
        typed=typed,
        untyped=_pairs(candidates),
        retyped=_pairs(rest),
    )


_Candidate = tuple[int, bool, int, int]


def _candidates(text: str, gold: Sequence[AnnotatedEntity], predicted: Sequence[AnnotatedEntity]) -> list[_Candidate]:
    """Pairs that share a form: how many (negative), whether types differ, and the places; the best first."""
    holders: dict[str, list[int]] = defaultdict(list)
    for place, entity in enumerate(predicted):
        for form in forms(entity, text):
            holders[form].append(place)
    shared = Counter(
        (left, right)
        for left, entity in enumerate(gold)
        for form in forms(entity, text)
        for right in holders.get(form, ())
    )
    return sorted((-count, gold[a].type != predicted[b].type, a, b) for (a, b), count in shared.items())


def _pairs(candidates: Iterable[_Candidate]) -> tuple[Pair, ...]:
    used_gold, used_predicted, pairs = set[int](), set[int](), list[Pair]()
    for _, _, left, right in candidates:
        if left not in used_gold and right not in used_predicted:
            used_gold.add(left)
            used_predicted.add(right)
            pairs.append((left, right))
    return tuple(pairs)


def forms(entity: AnnotatedEntity, text: str) -> frozenset[str]:
    """The folded surface forms: what stands at the offsets; without offsets, the surface strings and the name."""
    inside = (text[start:end] for start, end in entity.offsets if 0 <= start < end <= len(text))
    named = () if entity.offsets else (entity.name,)
    return frozenset(fold_form(form) for form in (*entity.surfaces, *inside, *named)) - {""}
