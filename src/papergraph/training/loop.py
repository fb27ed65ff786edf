"""spaCy's training loop, watched: progress is told and checkpoints are kept, within one run or over several."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import spacy
from spacy.language import Language
from spacy.training import Corpus
from spacy.training.loop import train as train_by_spacy
from spacy.util import registry
from thinc.api import prefer_gpu, require_cpu, require_gpu

from papergraph.errors import ConfigError
from papergraph.training.checkpoints import Checkpoint, Workspace

_LOGGER = "papergraph.Watch.v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a training is: ``total`` is None without a limit, ``score`` (0 to 1) None between evaluations."""

    step: int
    total: int | None
    epoch: int = 0
    losses: Mapping[str, float] = field(default_factory=dict)
    score: float | None = None
    precision: float | None = None
    recall: float | None = None


Report = Callable[[Progress], object]


class _Watch:
    """A logger of spaCy's loop that keeps what the loop has just written."""

    def __init__(self, workspace: Workspace, *, start: Checkpoint | None, total: int, report: Report) -> None:
        self.workspace, self.total, self.report = workspace, total or None, report
        self.done = start.step if start else 0
        self.resumed_at = (*start.resumed_at, start.step) if start else ()
        self.step, self.kept = self.done - 1, self.done if start else -1

    def __call__(
        self, nlp: Language, stdout: IO[str], stderr: IO[str]
    ) -> tuple[Callable[[dict[str, Any] | None], None], Callable[[], None]]:
        return self._log, lambda: None

    def _log(self, info: dict[str, Any] | None) -> None:
        self.step += 1
        if info is None:
            self.report(Progress(step=self.step, total=self.total))
            return
        self.keep(Path(info["output_path"]), float(info["score"]))
        losses = {name: float(loss) for name, loss in info["losses"].items()}
        self._report(info["other_scores"], score=float(info["score"]), epoch=info["epoch"], losses=losses)

    def _report(self, scores: Mapping[str, Any], **told: Any) -> None:
        precision, recall = scores.get("ents_p"), scores.get("ents_r")
        self.report(Progress(step=self.step, total=self.total, precision=precision, recall=recall, **told))

    def keep_scored(self, source: Path, scores: Mapping[str, Any], weights: Mapping[str, float | None]) -> None:
        """Keep a checkpoint that the loop did not score, with the score that it would have given."""
        score = sum(weight * float(scores[name] or 0.0) for name, weight in weights.items() if weight)
        self.keep(source, score)
        self._report(scores, score=score)

    def keep(self, source: Path, score: float | None) -> None:
        """Keep a checkpoint of this step, unless there is one."""
        if self.step > self.kept and source.exists():
            self.workspace.keep(source, step=self.step, score=score, resumed_at=self.resumed_at)
            self.kept = self.step


def run_loop(nlp: Language, workspace: Workspace, *, gpu: int, report: Report) -> None:
    """Train an initialised pipeline until its configuration says that it is enough.

    If checkpoints are there, the weights of the newest are taken and the steps that are left are trained, with a new
    optimizer and the texts shuffled anew: spaCy keeps neither. The last step is always scored.
    """
    checkpoints = workspace.checkpoints()
    start = checkpoints[-1] if checkpoints else None
    settings = nlp.config["training"]
    total = nlp.config.interpolate()["training"]["max_steps"]
    if start and total and start.step >= total and start.score is not None:
        return
    watch = _Watch(workspace, start=start, total=total, report=report)
    if start:
        _take_weights(nlp, start)
        settings["seed"] = nlp.config.interpolate()["training"]["seed"] + start.step
        settings["max_steps"] = max(1, total - start.step) if total else 0
    registry.loggers.register(_LOGGER, func=lambda: watch)
    settings["logger"] = {"@loggers": _LOGGER}
    last = workspace.run / "model-last"
    workspace.run.mkdir(exist_ok=True)
    try:
        train_by_spacy(nlp, workspace.run, use_gpu=gpu, stdout=io.StringIO(), stderr=io.StringIO())
    except (KeyboardInterrupt, SystemExit):
        watch.keep(last, None)
        raise
    if watch.step > watch.kept:
        watch.keep_scored(last, evaluate(last, workspace.corpus("dev")), settings["score_weights"])


def _take_weights(nlp: Language, checkpoint: Checkpoint) -> None:
    for name, component in nlp.pipeline:
        component.from_disk(checkpoint.path / name, exclude=["vocab"])  # type: ignore[attr-defined]


def evaluate(pipeline: Path, corpus: Path) -> dict[str, Any]:
    """spaCy's scores of a pipeline on a corpus."""
    nlp = spacy.load(pipeline)
    return nlp.evaluate(list(Corpus(corpus)(nlp)))


@contextmanager
def device(wanted: str) -> Iterator[int]:
    """The number of the GPU to use, -1: none; afterwards the CPU is used again.

    :param wanted: ``auto`` (the first GPU if there is one), ``cpu``, or the number of a GPU.
    :raises ConfigError: there is no such GPU.
    """
    number = -1 if wanted == "cpu" else 0 if wanted == "auto" else int(wanted)
    if wanted == "auto":
        number = 0 if prefer_gpu() else -1
    elif number >= 0:
        try:
            require_gpu(number)
        except Exception as error:
            raise ConfigError("--gpu", f"GPU {number} can't be used: {error}", valid=("auto", "cpu")) from error
    else:
        require_cpu()
    try:
        yield number
    finally:
        require_cpu()
