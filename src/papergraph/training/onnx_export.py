"""From a trained network to ONNX, its weights in eight bits."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from papergraph.training.network import Network

_OPSET = 17


class _Deployed(torch.nn.Module):
    """The network without a mask, whose outcome are probabilities."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: torch.Tensor, shapes: torch.Tensor, heads: torch.Tensor) -> torch.Tensor:
        return self.network(pieces, shapes, heads).exp()  # type: ignore[no-any-return]


def exported(network: Network) -> bytes:
    """The network in ONNX: ``pieces``, ``shapes`` and ``heads`` of shape (1, n) in, ``tags`` (1, words, tags) out.

    Linear layers and embeddings are in eight bits, linear ones by column, by ONNX Runtime's dynamic quantization.
    """
    training = network.training
    with tempfile.TemporaryDirectory() as directory:
        whole, small = Path(directory) / "whole.onnx", Path(directory) / "small.onnx"
        _write(_Deployed(network).eval(), whole)
        network.train(training)
        quantize_dynamic(whole, small, weight_type=QuantType.QInt8, per_channel=True)
        return small.read_bytes()


def _write(network: _Deployed, path: Path) -> None:
    example = torch.tensor([[0, 1, 2, 1]])
    names = ["pieces", "shapes", "heads"]
    axes = {"pieces": {1: "pieces"}, "shapes": {1: "pieces"}, "heads": {1: "words"}, "tags": {1: "words"}}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (example, example, example[:, 1:3]),
            path,
            input_names=names,
            output_names=["tags"],
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,
        )
