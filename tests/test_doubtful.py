"""Doubtful metrics: offered to results, and kept where one names them."""

from __future__ import annotations

import pytest

from papergraph.extraction.candidates import Candidate
from papergraph.extraction.combination import FoundEntity
from papergraph.extraction.doubtful import kept, least_confidence, offered
from papergraph.model import EntityType, Result


def found(name: str, kind: EntityType, confidence: float) -> FoundEntity:
    """An entity of one mention."""
    mention = Candidate(0, len(name), name, "ner", kind, name)
    return FoundEntity(name, kind, confidence, (mention,), frozenset({"ner"}))


SURE = found("recall", EntityType.METRIC, 0.9)
DOUBTFUL = found("memory usage", EntityType.METRIC, 0.3)
UNLIKELY = found("thing", EntityType.METRIC, 0.1)
METHOD = found("Bramble", EntityType.METHOD, 0.3)


def result(metric: str | None) -> Result:
    """A result of a metric."""
    return Result(value="91%", start=0, end=3, number=91.0, unit="%", metric=metric)


def test_only_metrics_are_offered_below_the_threshold() -> None:
    assert offered([SURE, DOUBTFUL, UNLIKELY, METHOD], 0.4) == [SURE, DOUBTFUL]


def test_a_metric_that_a_result_names_is_kept_and_likelier() -> None:
    entities = kept([SURE, DOUBTFUL], [result("memory usage")], 0.4)
    assert [entity.name for entity in entities] == ["recall", "memory usage"]
    assert entities[0] == SURE
    assert 0.4 <= entities[1].confidence < 0.6


def test_a_metric_that_no_result_names_is_dropped() -> None:
    assert kept([SURE, DOUBTFUL], [result("recall"), result(None)], 0.4) == [SURE]


@pytest.mark.parametrize("threshold", [0.0, 0.1, 0.4, 0.75, 0.99, 1.0])
def test_what_is_offered_reaches_the_threshold_once_named(threshold: float) -> None:
    least = found("latency", EntityType.METRIC, min(1.0, least_confidence(threshold) + 1e-9))
    assert least_confidence(threshold) <= threshold
    assert kept(offered([least], threshold), [result("latency")], threshold)
