"""The directory that a training writes: the best checkpoint, without what only the training needed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import spacy
from spacy import util
from spacy.language import Language

import papergraph.version
from papergraph.build_directory import replaced
from papergraph.extraction.ner.component import FACTORY
from papergraph.files import write_text
from papergraph.training.card import DESCRIPTION, model_card
from papergraph.training.checkpoints import Checkpoint

NAME = "papergraph_ner"
CARD = "README.md"


def write_pipeline(
    checkpoint: Checkpoint,
    output: Path,
    *,
    settings: Mapping[str, Any],
    facts: Mapping[str, Any],
    performance: Mapping[str, Any],
    licence: str,
) -> None:
    """Write a checkpoint as a pipeline directory, with its facts and a model card; all at once or not at all.

    :param settings: the section ``training`` of the configuration as it was before the training.
    """
    nlp = _deployed(_without_words(checkpoint.path))
    nlp.config["paths"] |= dict.fromkeys(nlp.config["paths"])
    nlp.config["training"] = dict(settings)
    nlp.meta.update(
        name=NAME,
        version=papergraph.version.__version__,
        description=DESCRIPTION,
        license=licence,
        performance=dict(performance),
        training=dict(facts),
    )
    with replaced(output, force=True) as beside:
        nlp.to_disk(beside)
        types = sorted({label for name in nlp.pipe_names for label in nlp.pipe_labels.get(name, ())})
        write_text(beside / CARD, model_card(nlp.meta, types))


def _without_words(path: Path) -> Language:
    """A pipeline without the words of the texts it was trained on, which it does not need."""
    nlp = util.load_model_from_config(util.load_config(path / "config.cfg"), meta=spacy.util.get_model_meta(path))
    return nlp.from_disk(path, exclude=["strings"])


def _deployed(nlp: Language) -> Language:
    """The pipeline with components that run without what only training needs, where they can make such."""
    for name, component in nlp.pipeline:
        if hasattr(component, "deployed"):
            nlp.replace_pipe(name, FACTORY)
            nlp.get_pipe(name).set(*component.deployed())  # type: ignore[attr-defined]
            nlp.config["initialize"]["components"].pop(name, None)
    return nlp
