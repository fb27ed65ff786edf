"""The configuration of a training: spaCy's, from the package or from a file of the user."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

from spacy import util
from spacy.language import Language
from spacy.training.initialize import init_nlp
from thinc.api import Config, ConfigValidationError

from papergraph.errors import ConfigError
from papergraph.files import reason_of
from papergraph.training.checkpoints import Workspace


def load_config(given: Path | None, workspace: Workspace, *, seed: int, max_steps: int | None) -> tuple[Config, str]:
    """A configuration with paths, seed and steps filled in, and the hash of its file.

    :param given: a file instead of the packaged one.
    :raises ConfigError: it can't be used.
    """
    with resources.as_file(resources.files("papergraph.training") / "config.cfg") as packaged:
        path = given or packaged
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
            return util.load_config(path, overrides=overrides), hashlib.sha256(content).hexdigest()


def initialised(config: Config, *, given: Path | None, gpu: int) -> Language:
    """The pipeline of a configuration, with the weights it starts from.

    :raises ConfigError: the configuration can't be used.
    """
    with _config_errors(given or Path("config.cfg")):
        nlp = init_nlp(config, use_gpu=gpu)
    if not any("ents_f" in (nlp.get_pipe_meta(name).default_score_weights or {}) for name in nlp.pipe_names):
        raise ConfigError("nlp.pipeline", "no component finds entities; add ner", path=given)
    return nlp


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
