"""Percentile bootstrap over papers (Efron 1979): all figures of all resamples as products of matrices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from papergraph.evaluation.calibration import Floats, Ranking, area_under_curve, calibration_error
from papergraph.evaluation.counting import Counts

LEVEL = 0.95
_CELLS = 4_000_000


class Interval(NamedTuple):
    """The bounds of a 95 % confidence interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Precision, recall and F1, each in per cent; 0 where there is nothing to divide by."""

    precision: Floats
    recall: Floats
    f1: Floats


def rates(correct: Floats, gold: Floats, predicted: Floats) -> Rates:
    """The rates of counts, element by element.

    >>> one = rates(np.array([1.0]), np.array([2.0]), np.array([4.0]))
    >>> float(one.precision[0]), float(one.recall[0]), round(float(one.f1[0]), 1)
    (25.0, 50.0, 33.3)
    """
    precision, recall = _share(100 * correct, predicted), _share(100 * correct, gold)
    return Rates(precision=precision, recall=recall, f1=_share(2 * precision * recall, precision + recall))


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part, dtype=np.float64), where=whole > 0)


def table(papers: Sequence[Mapping[str, Counts]], figures: Sequence[str]) -> Floats:
    """The counts of papers as an array of shape (papers, figures, 3)."""
    nothing = Counts(0, 0, 0)
    rows = [[counts.get(name, nothing) for name in figures] for counts in papers]
    return np.array(rows, dtype=np.float64).reshape(len(papers), len(figures), 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resampled:
    """What the resamples give: the rates (arrays of shape (resamples, figures)), and the two figures of calibration."""

    rates: Rates
    calibration_error: Floats
    area_under_curve: Floats


def resample(counts: Floats, ranking: Ranking, *, resamples: int, seed: int) -> Resampled:
    """Draw papers with replacement, as many as there are, and compute everything anew.

    :param counts: shape (papers, figures, 3).
    """
    papers, figures, _ = counts.shape
    sums, errors, areas = [], [], []
    for weights in _draws(papers, resamples=resamples, seed=seed):
        sums.append(weights @ counts.reshape(papers, -1))
        errors += [calibration_error(ranking, row[ranking.papers]) for row in weights]
        areas += [area_under_curve(ranking, row[ranking.papers]) for row in weights]
    drawn = np.concatenate(sums).reshape(-1, figures, 3)
    return Resampled(
        rates=rates(drawn[..., 0], drawn[..., 1], drawn[..., 2]),
        calibration_error=np.array(errors),
        area_under_curve=np.array(areas),
    )


def _draws(papers: int, *, resamples: int, seed: int) -> Iterator[Floats]:
    """How often each paper is drawn: arrays of shape (some resamples, papers), in pieces that fit into memory."""
    generator = np.random.default_rng(seed)
    piece = max(1, _CELLS // papers)
    for start in range(0, resamples, piece):
        rows = min(piece, resamples - start)
        drawn = generator.integers(papers, size=(rows, papers)) + papers * np.arange(rows)[:, None]
        yield np.bincount(drawn.ravel(), minlength=rows * papers).reshape(rows, papers).astype(np.float64)


def interval(values: NDArray[np.float64]) -> Interval:
    """The middle 95 % of the values."""
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(values, [tail, 1 - tail])
    return Interval(float(low), float(high))
