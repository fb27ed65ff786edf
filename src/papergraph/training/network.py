"""The network that finds names: a small transformer encoder over word pieces, and tags for words on top of it.

The encoder is that of BERT (Devlin et al. 2019) and begins with weights of MiniLM (Wang et al. 2020); a shape is added
to each piece, which gives an encoder of small letters its capitals back. A convolution over the words' first pieces
(width 3) leads to the tags.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from papergraph.extraction.ner.wordpieces import MAX_WINDOW, SHAPES

_WORD_SHAPES, _HEAD = 32, 192
_NEVER = -1e4


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSize:
    """The size of the encoder."""

    pieces: int
    tags: int
    width: int = 384
    layers: int = 4
    attention_heads: int = 12
    inner_width: int = 1536


class Dropout(nn.Module):
    """Dropout whose mask is made of random bytes, which on a CPU costs a fraction of a draw for each number."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        """Shape as given."""
        limit = round(256 * self.share)
        if not self.training or not limit:
            return x
        numbers = torch.randint(-(2**63), 2**63 - 1, ((x.numel() + 7) // 8,), device=x.device)
        kept = numbers.view(torch.uint8)[: x.numel()].view(x.shape) >= limit
        return x * (kept.to(x.dtype) * (256 / (256 - limit)))


class EncoderLayer(nn.Module):
    """One layer of the transformer: attention, then two linear layers, each added to what it read and normalised."""

    def __init__(self, size: NetworkSize, dropout: float) -> None:
        super().__init__()
        self.heads, width = size.attention_heads, size.width
        self.attention = nn.Linear(width, 3 * width)
        self.mixed = nn.Linear(width, width)
        self.mixed_norm = nn.LayerNorm(width, eps=1e-12)
        self.inner = nn.Linear(width, size.inner_width)
        self.outer = nn.Linear(size.inner_width, width)
        self.outer_norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """From and to shape (batch, pieces, width)."""
        batch, length, width = x.shape
        query, key, value = (
            part.view(batch, length, self.heads, width // self.heads).transpose(1, 2)
            for part in self.attention(x).split(width, dim=2)
        )
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        x = self.mixed_norm(x + self.dropout(self.mixed(seen.transpose(1, 2).reshape(batch, length, width))))
        return self.outer_norm(x + self.dropout(self.outer(functional.gelu(self.inner(x)))))  # type: ignore[no-any-return]


class Network(nn.Module):
    """From pieces, shapes and heads to the log probabilities of each word's tags."""

    def __init__(self, size: NetworkSize, dropout: float = 0.1) -> None:
        super().__init__()
        self.size = size
        self.piece = nn.Embedding(size.pieces, size.width)
        self.position = nn.Embedding(MAX_WINDOW + 2, size.width)
        self.shape = nn.Embedding(SHAPES, size.width)
        nn.init.zeros_(self.shape.weight)
        self.norm = nn.LayerNorm(size.width, eps=1e-12)
        self.layers = nn.ModuleList(EncoderLayer(size, dropout) for _ in range(size.layers))
        self.dropout, self.head_dropout = Dropout(dropout), Dropout(2 * dropout)
        self.word_shape = nn.Embedding(SHAPES, _WORD_SHAPES)
        self.neighbours = nn.Conv1d(size.width + _WORD_SHAPES, _HEAD, 3, padding=1)
        self.tags = nn.Linear(_HEAD, size.tags)

    def forward(self, pieces: Tensor, shapes: Tensor, heads: Tensor, mask: Tensor | None = None) -> Tensor:
        """Log probabilities of shape (batch, words, tags).

        :param pieces: numbers of shape (batch, pieces), as are the shapes.
        :param heads: the places of the words' first pieces, of shape (batch, words).
        :param mask: of shape (batch, 1, 1, pieces), 0 where there is a piece, a large negative number elsewhere.
        """
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.dropout(self.norm(self.piece(pieces) + self.position(places) + self.shape(shapes)))
        for layer in self.layers:
            x = layer(x, mask)
        words = torch.gather(x, 1, heads.unsqueeze(-1).expand(-1, -1, self.size.width))
        words = torch.cat([words, self.word_shape(torch.gather(shapes, 1, heads))], dim=-1)
        near = functional.gelu(self.neighbours(self.head_dropout(words).transpose(1, 2)).transpose(1, 2))
        return self.tags(self.head_dropout(near)).log_softmax(-1)  # type: ignore[no-any-return]


def load_encoder(network: Network, weights: Mapping[str, Any], kept: Sequence[int]) -> None:
    """Give a network the weights of a BERT encoder, of which it may have fewer pieces and fewer layers.

    :param weights: tensors by their names in the files of the transformers library.
    :param kept: the numbers of the network's pieces among those of the weights.
    """
    tensors = {name.removeprefix("bert."): tensor for name, tensor in weights.items()}
    with torch.no_grad():
        network.piece.weight.copy_(tensors["embeddings.word_embeddings.weight"][torch.tensor(kept)])
        positions = tensors["embeddings.position_embeddings.weight"][: MAX_WINDOW + 2]
        network.position.weight.copy_(positions + tensors["embeddings.token_type_embeddings.weight"][0])
        _copy(network.norm, tensors, "embeddings.LayerNorm")
        for number, layer in enumerate(network.layers):
            _load_layer(layer, tensors, f"encoder.layer.{number}")


def _load_layer(layer: nn.Module, tensors: Mapping[str, Tensor], prefix: str) -> None:
    for part in ("weight", "bias"):
        names = (f"{prefix}.attention.self.{name}.{part}" for name in ("query", "key", "value"))
        getattr(layer.attention, part).copy_(torch.cat([tensors[name] for name in names]))
    for own, theirs in (
        ("mixed", "attention.output.dense"),
        ("mixed_norm", "attention.output.LayerNorm"),
        ("inner", "intermediate.dense"),
        ("outer", "output.dense"),
        ("outer_norm", "output.LayerNorm"),
    ):
        _copy(getattr(layer, own), tensors, f"{prefix}.{theirs}")


def _copy(module: nn.Module, tensors: Mapping[str, Tensor], name: str) -> None:
    module.weight.copy_(tensors[f"{name}.weight"])  # type: ignore[operator]
    module.bias.copy_(tensors[f"{name}.bias"])  # type: ignore[operator]


def padded(rows: Sequence[Sequence[int]]) -> Tensor:
    """Rows of numbers as one tensor of shape (rows, longest row), zeros behind the shorter ones."""
    return nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], batch_first=True)


def mask_of(lengths: Sequence[int]) -> Tensor:
    """The mask of rows of these lengths, of shape (rows, 1, 1, longest)."""
    beyond = torch.arange(max(lengths)).unsqueeze(0) >= torch.tensor(lengths).unsqueeze(1)
    return (beyond * _NEVER)[:, None, None, :]
