"""The configuration of a training: spaCy's, from the package or from a file of the user."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib import import_module, resources
from pathlib import Path
from typing import Any

from spacy import util
from spacy.language import Language
from spacy.training.initialize import init_nlp
from thinc.api import Config, ConfigValidationError

from papergraph.errors import ConfigError
from papergraph.files import reason_of
from papergraph.training.checkpoints import Workspace

ENCODER = "papergraph_trainable_ner"
PACKAGED = ("encoder", "tok2vec")
"""The names of the packaged configurations, the first is the one that is used if none is asked for."""


def load_config(
    given: Path | None, workspace: Workspace, *, seed: int, max_steps: int | None, with_words: bool = False
) -> tuple[Config, str]:
    """A configuration with paths, seed and steps filled in, and the hash of its file.

    :param given: a file, or the name of a packaged one.
    :param with_words: whether there are words of texts without annotations.
    :raises ConfigError: it can't be used.
    """
    name = str(given or PACKAGED[0])
    packaged = resources.files("papergraph.training") / f"{name}.cfg" if name in PACKAGED else None
    with resources.as_file(packaged) if packaged else nullcontext(given) as path:
        assert path is not None
        with _config_errors(path):
            content = path.read_bytes().replace(b"\r\n", b"\n")
            training = util.load_config(path).interpolate()["training"]
            steps = training["max_steps"] if max_steps is None else max_steps
            frequency = training["eval_frequency"]
            overrides: dict[str, Any] = {
                "paths.train": str(workspace.corpus("train")),
                "paths.dev": str(workspace.corpus("dev")),
                "system.seed": seed,
                "training.max_steps": steps,
                "training.eval_frequency": min(frequency, steps) if steps else frequency,
            }
            if with_words:
                overrides["paths.words"] = str(workspace.words)
            return util.load_config(path, overrides=overrides), hashlib.sha256(content).hexdigest()


def initialised(config: Config, *, given: Path | None, gpu: int) -> Language:
    """The pipeline of a configuration, with the weights it starts from.

    :raises ConfigError: the configuration can't be used.
    """
    _know_encoder(config)
    with _config_errors(given or Path("config.cfg")):
        nlp = init_nlp(config, use_gpu=gpu)
    if not any("ents_f" in (nlp.get_pipe_meta(name).default_score_weights or {}) for name in nlp.pipe_names):
        raise ConfigError("nlp.pipeline", "no component finds entities; add ner", path=given)
    return nlp


def _know_encoder(config: Config) -> None:
    """Make the factory of the encoder known to spaCy, if a configuration names it: it needs PyTorch.

    :raises ConfigError: PyTorch is not installed.
    """
    if all(component.get("factory") != ENCODER for component in config["components"].values()):
        return
    try:
        import_module("papergraph.training.trainable_ner")
    except ImportError as error:
        reason = f"the encoder needs {error.name}: pip install 'papergraph[train]'; --config tok2vec does without"
        raise ConfigError("--config", reason) from error


@contextmanager
def _config_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConfigError("--config", reason_of(error), path=path) from error
    except KeyError as error:
        raise ConfigError(str(error.args[0]), "it is missing; see the packaged configuration", path=path) from error
    except (ConfigValidationError, UnicodeDecodeError, ValueError, TypeError) as error:
        reason = " ".join(str(error).split())
        raise ConfigError("--config", f"spaCy can't use it: {reason[:300]}", path=path) from error
