"""Doubtful metrics: names too unlikely to be kept by themselves, of which a result turns out to be a measurement.

A result whose metric is left out is wrong for certain, so results may name metrics that are less likely than other
entities; one that a result names is likelier for it, and is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from papergraph.extraction.combination import FoundEntity
from papergraph.model import EntityType, Result

ODDS = 2.7
"""By how much the odds of a doubtful metric grow where a result names it: counted on annotated abstracts left out."""


def least_confidence(threshold: float) -> float:
    """The confidence from which on a metric reaches a threshold if a result names it.

    >>> round(least_confidence(0.4), 2), least_confidence(1.0)
    (0.2, 1.0)
    """
    return threshold / (threshold + ODDS * (1.0 - threshold)) if threshold < 1.0 else threshold


def offered(found: Iterable[FoundEntity], threshold: float) -> list[FoundEntity]:
    """What results may name: the entities that reach the threshold, and the metrics that would."""
    least = least_confidence(threshold)
    return [
        entity for entity in found if entity.confidence >= (least if entity.type is EntityType.METRIC else threshold)
    ]


def kept(entities: Sequence[FoundEntity], results: Sequence[Result], threshold: float) -> list[FoundEntity]:
    """The entities that reach the threshold, by themselves or because a result names them."""
    named = {result.metric for result in results}
    backed = (_backed(e) if e.confidence < threshold and e.name in named else e for e in entities)
    return [entity for entity in backed if entity.confidence >= threshold]


def _backed(entity: FoundEntity) -> FoundEntity:
    share = entity.confidence
    return replace(entity, confidence=ODDS * share / (ODDS * share + 1.0 - share))
