"""Quality as a number: what was extracted against what annotators found, with intervals, and where it goes wrong."""

from papergraph.evaluation.annotations import (
    AnnotatedEntity,
    AnnotatedResult,
    Annotation,
    Span,
    above,
    annotation_of,
    read_annotation,
    read_annotations,
)
from papergraph.evaluation.bootstrap import Interval
from papergraph.evaluation.calibration import Bin
from papergraph.evaluation.comparison import Comparison, Difference, Marked, Status
from papergraph.evaluation.confusion import Confusion
from papergraph.evaluation.scoring import RESAMPLES, Calibration, Evaluation, Figure, evaluate

__all__ = [
    "RESAMPLES",
    "AnnotatedEntity",
    "AnnotatedResult",
    "Annotation",
    "Bin",
    "Calibration",
    "Comparison",
    "Confusion",
    "Difference",
    "Evaluation",
    "Figure",
    "Interval",
    "Marked",
    "Span",
    "Status",
    "above",
    "annotation_of",
    "evaluate",
    "read_annotation",
    "read_annotations",
]
