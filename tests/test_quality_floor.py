"""A floor under the quality of extraction, on abstracts that were written and annotated for this project."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from extraction_pieces import extractor

from papergraph.evaluation import Evaluation, evaluate, read_annotations

FROZEN = Path(__file__).parent / "fixtures" / "frozen_quality.jsonl"

FLOORS = {
    "entity_core": (81.9, 65.4, 72.4),
    "mention": (82.5, 68.5, 74.6),
    "result_value": (89.4, 66.4, 76.3),
    "link": (96.0, 96.0, 96.0),
}
"""Precision, recall and F1 in per cent: four points below the best that was measured."""


@cache
def evaluation() -> Evaluation:
    with FROZEN.open("rb") as stream:
        gold = list(read_annotations(stream, file=FROZEN.name, on_reject=pytest.fail))
    return evaluate(gold, extractor().extract(paper.paper for paper in gold), resamples=0)


def test_there_is_enough_to_measure() -> None:
    assert evaluation().papers >= 20
    assert not evaluation().missing


@pytest.mark.parametrize("name", FLOORS)
def test_quality_does_not_fall(name: str) -> None:
    measured = evaluation().figures[name]
    shares = (measured.precision, measured.recall, measured.f1)
    for what, figure, floor in zip(("precision", "recall", "F1"), shares, FLOORS[name], strict=True):
        assert figure >= floor, f"{name}: {what} is {figure:.1f}, the floor is {floor}"
