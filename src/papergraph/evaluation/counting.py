"""What one paper adds to each figure: how many are right, in gold, and predicted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from papergraph.evaluation.alignment import Alignment
from papergraph.evaluation.annotations import AnnotatedResult, Span
from papergraph.evaluation.folding import fold_form, fold_url, fold_value
from papergraph.evaluation.spans import partial, untyped
from papergraph.model import EntityType, Role

CORE = frozenset({EntityType.METHOD, EntityType.MODEL, EntityType.BENCHMARK})
_HEADS = ("mention", "mention_partial", "entity", "role", "link", "result")
ResultKey = tuple[str, str, str]


class Counts(NamedTuple):
    """Of one figure: pairs that are right, items in gold, items predicted."""

    correct: int
    gold: int
    predicted: int


def figure_order(name: str) -> tuple[int, int, int, str]:
    """A key that sorts figures: by what they measure, the whole before its types and roles.

    >>> sorted(["role.uses", "entity.TASK", "mention", "role", "entity.METHOD"], key=figure_order)
    ['mention', 'entity.METHOD', 'entity.TASK', 'role', 'role.uses']
    """
    whole, dot, part = name.partition(".")
    head = max((head for head in _HEADS if whole.startswith(head)), key=len, default="")
    parts: list[str] = [*EntityType, *Role]
    return _HEADS.index(head) if head else len(_HEADS), bool(dot), label_order(part, parts), name


def label_order(label: str, known: list[str]) -> int:
    """The place of a type or role among the known ones; others come last."""
    return known.index(label) if label in known else len(known)


def count(alignment: Alignment) -> dict[str, Counts]:
    """What a paper adds to every figure that it has a share in."""
    return {
        **_mentions(alignment.gold_spans, alignment.predicted_spans),
        **_entities(alignment),
        **_roles(alignment),
        **_links(alignment),
        **_results(alignment),
    }


def _mentions(gold: frozenset[Span], predicted: frozenset[Span]) -> dict[str, Counts]:
    overlapping = partial(gold, predicted)
    plain_gold, plain_predicted = untyped(gold), untyped(predicted)
    strict = Counts(len(gold & predicted), len(gold), len(predicted))
    counts = {
        "mention": strict,
        "mention_untyped": Counts(len(plain_gold & plain_predicted), len(plain_gold), len(plain_predicted)),
        "mention_partial": Counts(len(overlapping), len(gold), len(predicted)),
        "mention_partial_untyped": Counts(
            len(partial(plain_gold, plain_predicted)), len(plain_gold), len(plain_predicted)
        ),
    }
    exact_by_type = Counter(span.type for span in gold & predicted)
    partial_by_type = Counter(span.type for span, _ in overlapping)
    of_gold, of_predicted = (Counter(span.type for span in spans) for spans in (gold, predicted))
    for kind in of_gold | of_predicted:
        counts[f"mention.{kind}"] = Counts(exact_by_type[kind], of_gold[kind], of_predicted[kind])
        counts[f"mention_partial.{kind}"] = Counts(partial_by_type[kind], of_gold[kind], of_predicted[kind])
    return counts


def _entities(alignment: Alignment) -> dict[str, Counts]:
    gold, predicted = alignment.gold.entities, alignment.found
    correct = Counter(gold[left].type for left, _ in alignment.typed)
    of_gold, of_predicted = Counter(e.type for e in gold), Counter(e.type for e in predicted)
    by_type = {kind: Counts(correct[kind], of_gold[kind], of_predicted[kind]) for kind in of_gold | of_predicted}
    return {
        "entity": _sum(by_type.values()),
        "entity_core": _sum(counts for kind, counts in by_type.items() if kind in CORE),
        "entity_untyped": Counts(len(alignment.untyped), len(gold), len(predicted)),
        **{f"entity.{kind}": counts for kind, counts in by_type.items()},
    }


def _sum(several: Iterable[Counts]) -> Counts:
    columns = tuple(zip(*several, strict=True)) or ((), (), ())
    return Counts(*map(sum, columns))


def _roles(alignment: Alignment) -> dict[str, Counts]:
    """Roles of entities that are right in type; gold without any role has none to score."""
    gold, predicted = alignment.gold.entities, alignment.found
    of_gold, of_predicted = (Counter(e.role for e in side if e.role) for side in (gold, predicted))
    if gold and not of_gold:
        return {}
    pairs = ((gold[left].role, predicted[right].role) for left, right in alignment.typed)
    correct = Counter(left for left, right in pairs if left and left == right)
    return {
        "role": Counts(correct.total(), len(gold), len(predicted)),
        **{f"role.{role}": Counts(correct[role], of_gold[role], of_predicted[role]) for role in of_gold | of_predicted},
    }


def _links(alignment: Alignment) -> dict[str, Counts]:
    gold, predicted = links(alignment)
    return {"link": Counts(len(gold & predicted), len(gold), len(predicted))}


def links(alignment: Alignment) -> tuple[frozenset[str], frozenset[str]]:
    """The folded addresses of gold and of the prediction."""
    predicted = alignment.predicted.links if alignment.predicted else ()
    return frozenset(map(fold_url, alignment.gold.links)), frozenset(map(fold_url, predicted))


def _results(alignment: Alignment) -> dict[str, Counts]:
    gold, predicted = results(alignment)
    values_gold, values_predicted = (Counter(key[0] for key in side.elements()) for side in (gold, predicted))
    both, both_values = (gold & predicted).total(), (values_gold & values_predicted).total()
    return {
        "result": Counts(both, gold.total(), predicted.total()),
        "result_value": Counts(both_values, gold.total(), predicted.total()),
    }


def results(alignment: Alignment) -> tuple[Counter[ResultKey], Counter[ResultKey]]:
    """The folded value, metric and benchmark of the results of gold and of the prediction.

    A predicted name that is a gold entity's counts as that entity's name.
    """
    gold, predicted = alignment.gold.entities, alignment.found
    names = {fold_form(predicted[right].name): fold_form(gold[left].name) for left, right in alignment.untyped}
    found = alignment.predicted.results if alignment.predicted else ()
    return Counter(_keys(alignment.gold.results, {})), Counter(_keys(found, names))


def _keys(several: Iterable[AnnotatedResult], names: dict[str, str]) -> Iterator[ResultKey]:
    for result in several:
        metric, benchmark = fold_form(result.metric or ""), fold_form(result.benchmark or "")
        yield fold_value(result.value), names.get(metric, metric), names.get(benchmark, benchmark)
