"""A floor under the quality of extraction, on abstracts that were written and annotated for this project."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from extraction_pieces import extractor

from papergraph.evaluation import Evaluation, evaluate, read_annotations

FROZEN = Path(__file__).parent / "fixtures" / "frozen_quality.jsonl"

FLOORS = {
    "entity_core": (81.3, 70.0, 75.2),
    "mention": (83.0, 74.5, 78.5),
    "role": (72.6, 65.8, 69.0),
    "result_value": (91.0, 89.8, 90.4),
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
