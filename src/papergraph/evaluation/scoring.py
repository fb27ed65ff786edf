"""The evaluation as a whole: figures with intervals, calibration, confusions, papers side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from papergraph.evaluation.alignment import Alignment, align
from papergraph.evaluation.annotations import Annotation, annotation_of
from papergraph.evaluation.bootstrap import Interval, Rates, Resampled, interval, rates, resample, table
from papergraph.evaluation.calibration import (
    Bin,
    Floats,
    Outcome,
    Ranking,
    area_under_curve,
    calibration_error,
    rank,
    reliability,
)
from papergraph.evaluation.comparison import Comparison, compare, worst_first
from papergraph.evaluation.confusion import Confusion, role_confusion, type_confusion
from papergraph.evaluation.counting import count, figure_order
from papergraph.model import Extraction

RESAMPLES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Precision, recall and F1 in per cent, micro-averaged over papers, with the counts behind them.

    An interval is None where there was no resampling.
    """

    name: str
    precision: float
    recall: float
    f1: float
    correct: int
    gold: int
    predicted: int
    precision_interval: Interval | None = None
    recall_interval: Interval | None = None
    f1_interval: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How well confidences fit: of ``entities`` that state one, right is what the figure ``entity`` counts as right.

    ``ece`` is the expected calibration error over ten bins of equal size, ``auroc`` the area under the ROC curve.
    """

    entities: int
    ece: float
    auroc: float
    bins: tuple[Bin, ...]
    ece_interval: Interval | None = None
    auroc_interval: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What :func:`evaluate` gives; ids are sorted.

    ``missing`` are papers of gold without a prediction, which count as predicted empty; ``unknown`` are predicted
    papers that gold does not have, which do not count; ``changed`` are those whose predicted text is another.
    """

    papers: int
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    changed: tuple[str, ...]
    figures: Mapping[str, Figure]
    calibration: Calibration | None
    types: Confusion
    roles: Confusion
    resamples: int
    seed: int
    alignments: tuple[Alignment, ...] = field(repr=False)

    def worst(self, number: int | None = None) -> tuple[Comparison, ...]:
        """The papers with most missed and spurious entities, side by side; those without a prediction are left out.

        :param number: how many at most; None: all that have an error.
        """
        return tuple(compare(alignment) for alignment in worst_first(self.alignments)[:number])


def evaluate(
    gold: Iterable[Annotation | Extraction],
    predicted: Iterable[Annotation | Extraction],
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Evaluation:
    """Score predictions against gold annotations; the order of the papers changes nothing.

    :param resamples: how often papers are drawn anew for the 95 % intervals; 0: no intervals.
    :param seed: of these draws.
    :raises ValueError: one side has two papers of one id.

    >>> from papergraph.evaluation import AnnotatedEntity
    >>> lora = AnnotatedEntity(name="LoRA", type="METHOD", role="uses", surfaces=("LoRA",))
    >>> gold = Annotation(id="p1", title="On LoRA", entities=(lora,))
    >>> evaluate([gold], [gold]).figures["entity"].f1
    100.0
    """
    sides = _by_id(gold), _by_id(predicted)
    alignments = tuple(align(sides[0][key], sides[1].get(key)) for key in sorted(sides[0]))
    ranking = rank([_outcomes(alignment) for alignment in alignments])
    figures, calibration = _measure(alignments, ranking, resamples=resamples, seed=seed)
    return Evaluation(
        papers=len(alignments),
        missing=tuple(sorted(sides[0].keys() - sides[1].keys())),
        unknown=tuple(sorted(sides[1].keys() - sides[0].keys())),
        changed=tuple(a.gold.id for a in alignments if _is_changed(a)),
        figures=figures,
        calibration=calibration,
        types=type_confusion(alignments),
        roles=role_confusion(alignments),
        resamples=resamples,
        seed=seed,
        alignments=alignments,
    )


def _by_id(papers: Iterable[Annotation | Extraction]) -> dict[str, Annotation]:
    found: dict[str, Annotation] = {}
    for paper in papers:
        annotation = annotation_of(paper) if isinstance(paper, Extraction) else paper
        if annotation.id in found:
            raise ValueError(f"paper {annotation.id!r} occurs twice")
        found[annotation.id] = annotation
    return found


def _is_changed(alignment: Alignment) -> bool:
    predicted = alignment.predicted
    return predicted is not None and predicted.title is not None and predicted.text != alignment.gold.text


def _outcomes(alignment: Alignment) -> list[Outcome]:
    right = {place for _, place in alignment.typed}
    return [
        Outcome(entity.confidence, place in right)
        for place, entity in enumerate(alignment.found)
        if entity.confidence is not None
    ]


def _measure(
    alignments: Sequence[Alignment], ranking: Ranking, *, resamples: int, seed: int
) -> tuple[dict[str, Figure], Calibration | None]:
    papers = [count(alignment) for alignment in alignments]
    seen = {name for counts in papers for name, of in counts.items() if of.gold or of.predicted}
    names = sorted(seen, key=figure_order)
    counts = table(papers, names)
    drawn = resample(counts, ranking, resamples=resamples, seed=seed) if papers and resamples else None
    totals = counts.sum(axis=0)
    whole = rates(totals[:, 0], totals[:, 1], totals[:, 2])
    figures = {name: _figure(name, place, totals, whole, drawn) for place, name in enumerate(names)}
    return figures, _calibration(ranking, drawn)


def _figure(name: str, place: int, totals: Floats, whole: Rates, drawn: Resampled | None) -> Figure:
    correct, gold, predicted = map(int, totals[place])
    return Figure(
        name=name,
        precision=float(whole.precision[place]),
        recall=float(whole.recall[place]),
        f1=float(whole.f1[place]),
        correct=correct,
        gold=gold,
        predicted=predicted,
        precision_interval=interval(drawn.rates.precision[:, place]) if drawn else None,
        recall_interval=interval(drawn.rates.recall[:, place]) if drawn else None,
        f1_interval=interval(drawn.rates.f1[:, place]) if drawn else None,
    )


def _calibration(ranking: Ranking, drawn: Resampled | None) -> Calibration | None:
    if not len(ranking.confidences):
        return None
    once = np.ones(len(ranking.confidences))
    return Calibration(
        entities=len(ranking.confidences),
        ece=calibration_error(ranking, once),
        auroc=area_under_curve(ranking, once),
        bins=reliability(ranking),
        ece_interval=interval(drawn.calibration_error) if drawn else None,
        auroc_interval=interval(drawn.area_under_curve) if drawn else None,
    )
