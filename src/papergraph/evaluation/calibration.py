"""Whether confidences mean what they say: expected calibration error, area under the ROC curve, reliability."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Entities of neighbouring confidences: how many, from which to which, the mean, and the share that is right."""

    count: int
    low: float
    high: float
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True, order=True)
class Outcome:
    """A predicted entity: its confidence, and whether it is right."""

    confidence: float
    correct: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """Outcomes sorted by confidence, wrong before right; ``papers`` holds the place of each one's paper."""

    confidences: Floats
    correct: Floats
    papers: NDArray[np.intp]
    group_starts: NDArray[np.intp]


def rank(outcomes: Sequence[Sequence[Outcome]]) -> Ranking:
    """Sort the outcomes of papers, given in the order of the papers."""
    ranked = sorted((outcome, place) for place, of_paper in enumerate(outcomes) for outcome in of_paper)
    confidences = np.array([outcome.confidence for outcome, _ in ranked], dtype=np.float64)
    return Ranking(
        confidences=confidences,
        correct=np.array([outcome.correct for outcome, _ in ranked], dtype=np.float64),
        papers=np.array([place for _, place in ranked], dtype=np.intp),
        group_starts=np.flatnonzero(np.diff(confidences, prepend=np.nan) != 0),
    )


def calibration_error(ranking: Ranking, weights: Floats) -> float:
    """Expected calibration error (Naeini et al. 2015) over ten bins of equal size.

    :param weights: how often each outcome counts.
    """
    total = weights.sum()
    if not total:
        return 0.0
    bounds = np.arange(BINS + 1) * int(total) // BINS
    seen = np.concatenate([[0.0], np.cumsum(weights)])
    gaps = np.concatenate([[0.0], np.cumsum(weights * (ranking.confidences - ranking.correct))])
    return float(np.abs(np.diff(np.interp(bounds, seen, gaps))).sum() / total)


def area_under_curve(ranking: Ranking, weights: Floats) -> float:
    """How often a right outcome has more confidence than a wrong one, ties half; 0.5 where one kind is missing.

    :param weights: how often each outcome counts.
    """
    right, wrong = weights * ranking.correct, weights * (1 - ranking.correct)
    pairs = right.sum() * wrong.sum()
    if not pairs:
        return 0.5
    right_of, wrong_of = (np.add.reduceat(side, ranking.group_starts) for side in (right, wrong))
    below = np.cumsum(wrong_of) - wrong_of / 2
    return float((right_of * below).sum() / pairs)


def reliability(ranking: Ranking) -> tuple[Bin, ...]:
    """Bins of about equal size, of least confidence first; equal confidences stay in one bin."""
    total = len(ranking.confidences)
    starts = [*map(int, ranking.group_starts), total]
    bounds = sorted({starts[bisect_left(starts, place * total // BINS)] for place in range(BINS + 1)})
    return tuple(_bin(ranking, low, high) for low, high in pairwise(bounds))


def _bin(ranking: Ranking, low: int, high: int) -> Bin:
    confidences = ranking.confidences[low:high]
    return Bin(
        count=high - low,
        low=float(confidences[0]),
        high=float(confidences[-1]),
        confidence=float(confidences.mean()),
        accuracy=float(ranking.correct[low:high].mean()),
    )
