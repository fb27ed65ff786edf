"""Evaluation: calibration, confidence intervals, and what they don't depend on."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from evaluation_fixtures import SIDES, TITLE, annotation, corpus, entity, scored
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.evaluation import (
    evaluate,
)
from papergraph.evaluation.calibration import Outcome, area_under_curve, calibration_error, rank, reliability
from papergraph.evaluation.json_form import to_record


def outcomes(*pairs: tuple[float, bool]) -> Sequence[Sequence[Outcome]]:
    return [[Outcome(*pair)] for pair in pairs]


def measured(*pairs: tuple[float, bool]) -> tuple[float, float]:
    import numpy as np

    ranking, once = rank(outcomes(*pairs)), np.ones(len(pairs))
    return calibration_error(ranking, once), area_under_curve(ranking, once)


CALIBRATION = {
    "perfect": ([(0.0, False)] * 10 + [(1.0, True)] * 10, 0.0, 1.0),
    "upside down": ([(1.0, False)] * 10 + [(0.0, True)] * 10, 1.0, 0.0),
    "all tied": ([(0.5, True)] * 10 + [(0.5, False)] * 10, 0.5, 0.5),
    "all right": ([(0.9, True)] * 10, 0.1, 0.5),
    "one": ([(0.9, True)], 0.1, 0.5),
    "ties count half": ([(0.2, False), (0.6, False), (0.6, True), (0.8, True)], 0.35, 0.875),
}


@pytest.mark.parametrize("name", CALIBRATION)
def test_calibration(name: str) -> None:
    pairs, error, area = CALIBRATION[name]
    assert measured(*pairs) == (pytest.approx(error), pytest.approx(area))


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.5, 0.55, 0.9]), st.booleans()), min_size=1, max_size=40))
def test_a_weight_is_as_good_as_a_repetition(pairs: list[tuple[float, bool]]) -> None:
    import numpy as np

    weights = np.arange(1, len(pairs) + 1) % 3
    ranking = rank(outcomes(*pairs))
    repeated = [pair for pair, weight in zip(pairs, weights, strict=True) for _ in range(weight)]
    of_each = weights[ranking.papers].astype(float)
    if repeated:
        found = calibration_error(ranking, of_each), area_under_curve(ranking, of_each)
        assert found == pytest.approx(measured(*repeated))


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.5, 0.55, 0.9]), st.booleans()), max_size=60))
def test_bins_keep_equal_confidences_together(pairs: list[tuple[float, bool]]) -> None:
    bins = reliability(rank(outcomes(*pairs)))
    assert sum(each.count for each in bins) == len(pairs)
    assert sum(round(each.accuracy * each.count) for each in bins) == sum(right for _, right in pairs)
    assert all(left.high < right.low for left, right in pairwise(bins))


def test_calibration_needs_confidences() -> None:
    assert scored(SIDES, SIDES).calibration is None


def test_calibration_counts_what_the_figure_entity_counts_as_right() -> None:
    found = annotation(TITLE, entity("Winnow", confidence=0.9), entity("BERT", confidence=0.3), entity("SQuAD"))
    calibration = scored(SIDES, found).calibration
    assert calibration is not None
    assert (calibration.entities, calibration.ece, calibration.auroc) == (2, pytest.approx(0.2), 1.0)


# intervals


def test_intervals_hold_the_figures_and_shrink() -> None:
    widths = []
    for papers in (20, 320):
        figure = evaluate(*corpus(papers)).figures["entity"]
        assert figure.f1_interval is not None
        assert figure.f1_interval.low < figure.f1 < figure.f1_interval.high
        widths.append(figure.f1_interval.high - figure.f1_interval.low)
    assert widths[0] / widths[1] == pytest.approx(4, rel=0.4)


def test_intervals_are_those_of_drawing_papers_one_by_one() -> None:
    gold, predicted = corpus(20)
    drawn, chance = [], random.Random(1)
    for _ in range(300):
        places = [chance.randrange(20) for _ in range(20)]
        sides = ([replace(side[p], id=str(n)) for n, p in enumerate(places)] for side in (gold, predicted))
        drawn.append(evaluate(*sides, resamples=0))
    whole = evaluate(gold, predicted)
    found, area = whole.figures["entity"].f1_interval, whole.calibration and whole.calibration.auroc_interval
    f1, auroc = (
        sorted(e.figures["entity"].f1 for e in drawn),
        sorted(e.calibration.auroc for e in drawn if e.calibration),
    )
    assert found == pytest.approx((f1[7], f1[292]), abs=1.5)
    assert area == pytest.approx((auroc[7], auroc[292]), abs=0.06)


def test_the_seed_decides() -> None:
    sides = corpus(60)
    intervals = [evaluate(*sides, seed=seed, resamples=100).figures["mention"].f1_interval for seed in (0, 0, 1)]
    assert intervals[0] == intervals[1] != intervals[2]


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_papers_changes_nothing(chance: random.Random) -> None:
    gold, predicted = corpus(9)
    expected = json.dumps(to_record(evaluate(gold, predicted, resamples=20), worst=None))
    chance.shuffle(gold)
    chance.shuffle(predicted)
    assert json.dumps(to_record(evaluate(gold, predicted, resamples=20), worst=None)) == expected


def test_a_thousand_resamples_of_two_thousand_papers_are_quick() -> None:
    gold, predicted = corpus(2000)
    started = time.process_time()
    evaluate(gold, predicted, resamples=0)
    alone = time.process_time() - started
    evaluate(gold, predicted, resamples=1000)
    assert time.process_time() - started - 2 * alone < 8
