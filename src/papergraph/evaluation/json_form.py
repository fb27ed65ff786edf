"""An evaluation as a JSON object, for machines: rates with one decimal, shares with four."""

from __future__ import annotations

from typing import Any

from papergraph.evaluation.bootstrap import LEVEL, Interval
from papergraph.evaluation.comparison import Comparison
from papergraph.evaluation.confusion import Confusion
from papergraph.evaluation.scoring import Calibration, Evaluation, Figure


def to_record(evaluation: Evaluation, *, worst: int | None = 0) -> dict[str, Any]:
    """The JSON object of an evaluation.

    :param worst: how many of the worst papers, by their ids and what is wrong with them; None: all.
    """
    figures = {name: _figure(figure) for name, figure in evaluation.figures.items()}
    calibration = evaluation.calibration
    summary = {"confidence": _rounded(calibration)} if calibration else {}
    return {
        "papers": evaluation.papers,
        "missing": len(evaluation.missing),
        "missing_ids": list(evaluation.missing),
        "unknown_ids": list(evaluation.unknown),
        "changed_ids": list(evaluation.changed),
        "bootstrap": {"resamples": evaluation.resamples, "seed": evaluation.seed, "level": LEVEL},
        "figures": figures | summary,
        "calibration": _calibration(calibration) if calibration else None,
        "types": _confusion(evaluation.types),
        "roles": _confusion(evaluation.roles),
        "worst": [_comparison(comparison) for comparison in evaluation.worst(worst)],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    intervals = {"p": figure.precision_interval, "r": figure.recall_interval, "f1": figure.f1_interval}
    record: dict[str, Any] = {
        "p": round(figure.precision, 1),
        "r": round(figure.recall, 1),
        "f1": round(figure.f1, 1),
        "correct": figure.correct,
        "gold": figure.gold,
        "predicted": figure.predicted,
    }
    stated = {key: _bounds(value, 1) for key, value in intervals.items() if value}
    return record | ({"interval": stated} if stated else {})


def _bounds(interval: Interval, digits: int) -> list[float]:
    return [round(interval.low, digits), round(interval.high, digits)]


def _rounded(calibration: Calibration) -> dict[str, float]:
    return {"ece": round(calibration.ece, 4), "auroc": round(calibration.auroc, 4)}


def _calibration(calibration: Calibration) -> dict[str, Any]:
    intervals = {"ece": calibration.ece_interval, "auroc": calibration.auroc_interval}
    stated = {key: _bounds(value, 4) for key, value in intervals.items() if value}
    bins = [
        {
            "count": each.count,
            "low": round(each.low, 4),
            "high": round(each.high, 4),
            "confidence": round(each.confidence, 4),
            "accuracy": round(each.accuracy, 4),
        }
        for each in calibration.bins
    ]
    summary = {"entities": calibration.entities, **_rounded(calibration)}
    return summary | ({"interval": stated} if stated else {}) | {"bins": bins}


def _confusion(confusion: Confusion) -> dict[str, Any]:
    return {"gold": confusion.rows, "predicted": confusion.columns, "counts": confusion.counts}


def _comparison(comparison: Comparison) -> dict[str, Any]:
    differences = [
        {"kind": each.kind, "gold": each.gold, "predicted": each.predicted} for each in comparison.differences
    ]
    return {
        "id": comparison.id,
        "errors": comparison.errors,
        "correct": comparison.correct,
        "differences": differences,
    }
