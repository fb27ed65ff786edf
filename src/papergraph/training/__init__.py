"""Training: from annotated text to a spaCy pipeline, by spaCy's own loop and a configuration that is kept."""

from papergraph.training.annotations import InvalidAnnotationsError
from papergraph.training.run import Progress, Trained, TrainingOptions, train

__all__ = ["InvalidAnnotationsError", "Progress", "Trained", "TrainingOptions", "train"]
