"""What a stopped training leaves behind, and what a resumed one goes on from."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from papergraph.errors import OutputError
from papergraph.files import write_text

_STATE, _SETTINGS = "checkpoint.json", "settings.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A pipeline on disk: the steps it was trained for, its score (None: not scored), and where it was resumed."""

    path: Path
    step: int
    score: float | None
    resumed_at: tuple[int, ...] = ()


class Workspace:
    """The directory ``DIR.partial`` beside the output: corpora, spaCy's own output, the newest and the best checkpoint.

    A checkpoint is written under another name and then renamed, so that what bears the name of one is whole.
    """

    def __init__(self, output: Path) -> None:
        self.path = output.with_name(f"{output.name}.partial")

    @property
    def run(self) -> Path:
        """Where spaCy's loop writes."""
        return self.path / "run"

    def corpus(self, part: str) -> Path:
        """The file of the part ``train`` or ``dev``."""
        return self.path / "corpus" / f"{part}.spacy"

    @property
    def words(self) -> Path:
        """The file of the words of texts without annotations, if there are such."""
        return self.path / "words.json"

    def prepare(self, settings: Mapping[str, object], *, resume: bool, force: bool) -> None:
        """Make the directory, or take up the one that is there.

        :param settings: what decides the outcome; a training that is resumed must have had the same.
        :raises OutputError: a stopped training lies here and is neither resumed nor replaced, or it was another one.
        """
        if self.checkpoints() and not resume and not force:
            raise OutputError(self.path, "a training that was stopped; go on with --resume, or start anew with --force")
        if not resume or not self.checkpoints():
            shutil.rmtree(self.path, ignore_errors=True)
            self.corpus("train").parent.mkdir(parents=True)
            write_text(self.path / _SETTINGS, json.dumps(settings, indent=2) + "\n")
        self._check_same(settings)

    def _check_same(self, settings: Mapping[str, object]) -> None:
        before = json.loads((self.path / _SETTINGS).read_bytes())
        changed = [key for key, value in settings.items() if before.get(key) != value]
        if changed:
            had = f"the training that was stopped had other {' and '.join(changed)}"
            raise OutputError(self.path, f"{had}; give the same, or start anew with --force alone")

    def checkpoints(self) -> list[Checkpoint]:
        """All that are whole, in the order of their steps."""
        found = [_read(path) for path in self.path.glob("step-*") if (path / _STATE).is_file()]
        return sorted(found, key=lambda checkpoint: checkpoint.step)

    def best(self) -> Checkpoint:
        """The one with the highest score, the earliest of equals."""
        scored = [checkpoint for checkpoint in self.checkpoints() if checkpoint.score is not None]
        return max(scored, key=lambda checkpoint: (checkpoint.score or 0.0, -checkpoint.step))

    def keep(self, source: Path, *, step: int, score: float | None, resumed_at: tuple[int, ...]) -> None:
        """Copy a pipeline that spaCy wrote, and remove the checkpoints that are neither the newest nor the best."""
        target, beside = self.path / f"step-{step:09d}", self.path / "new"
        shutil.rmtree(beside, ignore_errors=True)
        shutil.copytree(source, beside)
        state = asdict(Checkpoint(path=target, step=step, score=score, resumed_at=resumed_at))
        write_text(beside / _STATE, json.dumps({key: value for key, value in state.items() if key != "path"}) + "\n")
        shutil.rmtree(target, ignore_errors=True)
        beside.rename(target)
        self._forget()

    def _forget(self) -> None:
        kept = self.checkpoints()
        best = self.best().path if any(checkpoint.score is not None for checkpoint in kept) else None
        for checkpoint in kept[:-1]:
            if checkpoint.path != best:
                shutil.rmtree(checkpoint.path)

    def remove(self) -> None:
        """Remove the directory and all in it."""
        shutil.rmtree(self.path, ignore_errors=True)


def _read(path: Path) -> Checkpoint:
    state = json.loads((path / _STATE).read_bytes())
    return Checkpoint(path=path, step=state["step"], score=state["score"], resumed_at=tuple(state["resumed_at"]))
