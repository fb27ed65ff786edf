"""``papergraph train``: from annotated files to a pipeline directory."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from papergraph.build_directory import check_replaceable
from papergraph.errors import OutputError
from papergraph.files import made_parents, output_errors
from papergraph.model import Reject
from papergraph.training.annotations import Annotations, InvalidAnnotationsError, read_annotations
from papergraph.training.card import performance, versions
from papergraph.training.checkpoints import Checkpoint, Workspace
from papergraph.training.configuration import initialised, load_config
from papergraph.training.corpus import Corpora, divide, save
from papergraph.training.loop import Progress, Report, device, evaluate, run_loop
from papergraph.training.output import write_pipeline
from papergraph.training.words import counted_words

__all__ = ["Progress", "Trained", "TrainingOptions", "train"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingOptions:
    """How to train.

    ``dev`` is held out by ``seed`` if not given; ``unlabelled`` are papers whose words decide what word pieces the
    encoder keeps, all without them; ``config`` is a file or ``encoder`` or ``tok2vec``; without ``types``, all types of
    the data are learnt; ``max_steps`` is the configuration's if not given; ``gpu`` is ``auto``, ``cpu`` or a number.
    """

    dev: Path | None = None
    unlabelled: tuple[Path, ...] = ()
    config: Path | None = None
    types: tuple[str, ...] = ()
    max_steps: int | None = None
    seed: int = 0
    gpu: str = "auto"
    licence: str = ""
    skip_invalid: bool = False
    resume: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """What came of a training: ``performance`` on the development texts, as shares, is that of ``step``."""

    path: Path
    performance: Mapping[str, Any]
    step: int
    train_texts: int
    dev_texts: int
    entities: Mapping[str, int]
    rejects: tuple[Reject, ...] = ()


@dataclass(frozen=True, slots=True)
class _Data:
    """What was read, and what of it is trained on."""

    gold: Annotations
    dev: Annotations | None
    corpora: Corpora

    @property
    def parts(self) -> dict[str, Annotations]:
        return {"train": self.gold} | ({"dev": self.dev} if self.dev else {})

    @property
    def rejects(self) -> tuple[Reject, ...]:
        return tuple(sorted(reject for part in self.parts.values() for reject in part.rejects))


def train(
    gold: Sequence[Path], output: Path, options: TrainingOptions | None = None, *, on_progress: Report = lambda _: None
) -> Trained:
    """Train a pipeline on annotated JSON Lines and write it to a directory that :func:`spacy.load` reads.

    A training that is stopped leaves ``<output>.partial`` behind, from which one with ``resume`` goes on.

    :raises InvalidAnnotationsError: annotations can't be right, and ``skip_invalid`` is not set.
    :raises InputError: a file can't be read, or there is too little to learn from.
    :raises ConfigError: the configuration or the GPU can't be used.
    :raises OutputError: the directory is there already, or can't be written.
    """
    options = options or TrainingOptions()
    _check_output(output, [*gold, *(path for path in (options.dev, options.config) if path)], options)
    data, workspace = _read(gold, options), Workspace(output.resolve())
    words = counted_words(options.unlabelled)
    with output_errors(output), made_parents(workspace.path), device(options.gpu) as gpu:
        config, config_hash = load_config(
            options.config, workspace, seed=options.seed, max_steps=options.max_steps, with_words=bool(words)
        )
        settings = {"annotations": data.corpora.sha256, "configuration": config_hash, "seed": options.seed}
        workspace.prepare(settings | {"words": words.sha256}, resume=options.resume, force=options.force)
        try:
            words.save(workspace.words)
            save(data.corpora.train, workspace.corpus("train"))
            save(data.corpora.dev, workspace.corpus("dev"))
            nlp = initialised(config, given=options.config, gpu=gpu)
            before = copy.deepcopy(dict(nlp.config["training"]))
            run_loop(nlp, workspace, gpu=gpu, report=on_progress)
        finally:
            if not workspace.checkpoints():
                workspace.remove()
        best = workspace.best()
        figures = performance(evaluate(best.path, workspace.corpus("dev")))
        facts = _facts(data, options, workspace, best, config_hash, gpu) | {"unlabelled": words.facts()}
        write_pipeline(best, output, settings=before, facts=facts, performance=figures, licence=options.licence)
        workspace.remove()
    return _outcome(output, figures, best, data)


def _check_output(output: Path, inputs: Sequence[Path], options: TrainingOptions) -> None:
    with output_errors(output):
        if output.is_dir() and any(output.iterdir()) and not options.force:
            raise OutputError(output, "it is there already; choose another directory, or replace it with --force")
        check_replaceable(output, inputs=inputs, force=True)


def _read(gold: Sequence[Path], options: TrainingOptions) -> _Data:
    found = read_annotations(gold, types=options.types)
    dev = read_annotations([options.dev], types=options.types) if options.dev else None
    rejects = [*found.rejects, *(dev.rejects if dev else ())]
    if rejects and not options.skip_invalid:
        raise InvalidAnnotationsError(rejects)
    return _Data(found, dev, divide(found.texts, dev.texts if dev else None, seed=options.seed, path=gold[0]))


def _facts(
    data: _Data, options: TrainingOptions, workspace: Workspace, best: Checkpoint, config_hash: str, gpu: int
) -> dict[str, Any]:
    """What ``meta.json`` says about how the pipeline was made: nothing of the clock or of where things lie."""
    corpora, parts = data.corpora, data.parts
    return {
        "files": [{**asdict(file), "use": use} for use, part in parts.items() for file in part.files],
        "texts": {"train": len(corpora.train), "dev": len(corpora.dev)},
        "entities": corpora.types(),
        "dev": "given" if data.dev else "held out",
        "left_out": {
            "invalid_lines": sum(part.lines_set_aside for part in parts.values()),
            "also_in_dev": corpora.dropped,
            "lost_spans": sum(text.lost for text in (*corpora.train, *corpora.dev)),
        },
        "annotations_sha256": corpora.sha256,
        "config_sha256": config_hash,
        "seed": options.seed,
        "step": best.step,
        "resumed_at": list(workspace.checkpoints()[-1].resumed_at),
        "device": "a GPU" if gpu >= 0 else "the CPU",
        "versions": versions(),
    }


def _outcome(output: Path, figures: Mapping[str, Any], best: Checkpoint, data: _Data) -> Trained:
    return Trained(
        path=output,
        performance=figures,
        step=best.step,
        train_texts=len(data.corpora.train),
        dev_texts=len(data.corpora.dev),
        entities=data.corpora.types(),
        rejects=data.rejects,
    )
