"""The spaCy component that trains the network of names within spaCy's own loop."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline.trainable_pipe import TrainablePipe
from spacy.scorer import get_ner_prf
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import ArgsKwargs, Model, Optimizer, PyTorchWrapper_v2, torch2xp, xp2torch

from papergraph.extraction.ner.component import annotate
from papergraph.extraction.ner.lattice import Lattice, tag_names
from papergraph.extraction.ner.wordpieces import WordPieces, kept_pieces
from papergraph.training.configuration import ENCODER
from papergraph.training.network import Network, NetworkSize, load_encoder, mask_of, padded
from papergraph.training.onnx_export import exported
from papergraph.training.starting_weights import StartingWeights

HEAD = ("shape", "word_shape", "neighbours", "tags")
"""What is not in the weights to start from."""

Rows = NDArray[np.float32]
_SETTINGS, _WEIGHTS = "settings.json", "weights.pt"


@Language.factory(ENCODER, assigns=["doc.ents"], default_score_weights={"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0})
def create_component(
    nlp: Language, name: str, layers: int = 4, dropout: float = 0.1, head_rate: float = 5.0
) -> TrainableNer:
    """The component without a network, which ``initialize`` or ``from_disk`` make."""
    return TrainableNer(nlp.vocab, name, layers=layers, dropout=dropout, head_rate=head_rate)


class TrainableNer(TrainablePipe):  # type: ignore[misc]
    """Trains the network, and finds names with it.

    :param layers: how many layers of the starting weights to keep.
    :param dropout: the share of activations that are dropped in training.
    :param head_rate: how much faster than the encoder the layers above it learn.
    """

    def __init__(self, vocab: Vocab, name: str, *, layers: int, dropout: float, head_rate: float) -> None:
        self.vocab, self.name = vocab, name
        self.layers, self.dropout, self.head_rate = layers, dropout, head_rate
        self.cfg: dict[str, Any] = {}
        self.model: Any = None
        self.label_names: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The types that it finds."""
        return self.label_names

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,
        words: str | None = None,
        least: int = 1,
        start: str | None = None,
    ) -> None:
        """Make the network, with the weights to start from.

        :param words: a JSON object of words and how often they occur; the pieces that these and the examples use at
            least ``least`` times are kept. All are kept without it.
        :param start: a directory with ``model.safetensors``, ``config.json`` and ``vocab.txt`` of a BERT encoder; by
            default that of the installed package.
        """
        labels = {span.label_ for example in get_examples() for span in example.reference.ents}
        starting = StartingWeights.read(Path(start) if start else None)
        pieces: Sequence[str] = starting.pieces
        if words is not None:
            own = Counter(token.text for example in get_examples() for token in example.reference)
            counted = json.loads(Path(words).read_bytes())
            pieces = kept_pieces(pieces, chain(counted.items(), own.items()), least=least)
        self._make(tuple(sorted(labels)), pieces, starting.sizes)
        numbers = {piece: number for number, piece in enumerate(starting.pieces)}
        load_encoder(self.network, starting.tensors(), [numbers[piece] for piece in pieces])

    def _make(self, labels: tuple[str, ...], pieces: Sequence[str], sizes: dict[str, int]) -> None:
        self.label_names, self.pieces, self.sizes = labels, WordPieces(pieces), sizes
        size = NetworkSize(pieces=len(pieces), tags=len(tag_names(labels)), layers=self.layers, **sizes)
        self.network = Network(size, self.dropout)
        self.model = PyTorchWrapper_v2(self.network, convert_inputs=self._tensors, convert_outputs=self._rows)

    def _tensors(self, model: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> tuple[ArgsKwargs, Any]:
        windows = [list(self.pieces.windows([token.text for token in doc])) for doc in docs]
        flat = [window for several in windows for window in several]
        inputs = [padded([getattr(window, name) for window in flat]) for name in ("pieces", "shapes", "heads")]
        inputs.append(mask_of([len(window.pieces) for window in flat]))
        device = next(self.network.parameters()).device
        self._window_sizes = [[len(window.heads) for window in several] for several in windows]
        return ArgsKwargs(args=tuple(tensor.to(device) for tensor in inputs), kwargs={}), lambda gradient: []

    def _rows(
        self, model: Model[Any, Any], outcome: tuple[Any, torch.Tensor], is_train: bool
    ) -> tuple[list[Rows], Callable[[Sequence[Rows]], ArgsKwargs]]:
        tensor, sizes = outcome[1], self._window_sizes

        def gradient(parts: Sequence[Rows]) -> ArgsKwargs:
            back = torch.from_numpy(_by_window(parts, sizes, tensor.shape)).to(tensor.device)
            return ArgsKwargs(args=((tensor,),), kwargs={"grad_tensors": (back,)})

        return _by_document(tensor.detach().cpu().numpy(), sizes), gradient

    def predict(self, docs: Iterable[Doc]) -> list[Any]:
        """Log probabilities of shape (words, tags), one array a document."""
        several = list(docs)
        full = [doc for doc in several if len(doc)]
        found = iter(self.model.predict(full) if full else ())
        width = len(tag_names(self.label_names))
        return [next(found) if len(doc) else np.empty((0, width), dtype="float32") for doc in several]

    def set_annotations(self, docs: Iterable[Doc], scores: Sequence[Any]) -> None:
        """Set entities and lattice."""
        for doc, rows in zip(docs, scores, strict=True):
            annotate(doc, Lattice(np.exp(rows)), self.label_names)

    def get_loss(self, examples: Iterable[Example], scores: Sequence[Any]) -> tuple[float, list[Any]]:
        """The cross entropy of the tags, a mean over words, and its gradient by the log probabilities."""
        numbers = {name: number for number, name in enumerate(tag_names(self.label_names))}
        gradients = [np.zeros_like(rows) for rows in scores]
        total, loss = max(1, sum(map(len, scores))), 0.0
        for example, rows, gradient in zip(examples, scores, gradients, strict=True):
            for at, tag in enumerate(example.get_aligned_ner()):
                if tag in numbers:
                    loss -= float(rows[at, numbers[tag]])
                    gradient[at, numbers[tag]] = -1.0 / total
        return loss / total, gradients

    def finish_update(self, sgd: Optimizer) -> None:
        """Apply the gradients; the layers above the encoder learn faster."""
        for name, parameter in self.network.named_parameters():
            if parameter.grad is not None:
                scale = self.head_rate if name.startswith(HEAD) else 1.0
                arrays: Any = torch2xp(parameter.data), torch2xp(parameter.grad)
                weights, _ = sgd((self.model.id, name), *arrays, lr_scale=scale)
                parameter.data.copy_(xp2torch(weights, device=parameter.device))
                parameter.grad.zero_()

    def score(self, examples: Iterable[Example], **_: Any) -> dict[str, Any]:
        """spaCy's figures of entities."""
        return get_ner_prf(examples)

    def deployed(self) -> tuple[bytes, tuple[str, ...], tuple[str, ...]]:
        """The network in ONNX, labels and pieces: what the component needs that runs it without PyTorch."""
        return exported(self.network), self.label_names, self.pieces.pieces

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write labels, pieces and weights into a directory."""
        directory = Path(path)
        directory.mkdir(parents=True, exist_ok=True)
        settings = {"labels": self.label_names, "pieces": self.pieces.pieces, "sizes": self.sizes}
        (directory / _SETTINGS).write_text(json.dumps(settings) + "\n", encoding="utf-8")
        torch.save(self.network.state_dict(), directory / _WEIGHTS)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> TrainableNer:
        """Read what :meth:`to_disk` wrote."""
        directory = Path(path)
        settings = json.loads((directory / _SETTINGS).read_bytes())
        if self.model is None:
            self._make(tuple(settings["labels"]), settings["pieces"], settings["sizes"])
        weights = torch.load(directory / _WEIGHTS, map_location="cpu", weights_only=True)
        self.network.load_state_dict(weights)
        return self


def _by_document(rows: Rows, sizes: Sequence[Sequence[int]]) -> list[Rows]:
    """The rows of windows (window, word, tag), by document (word, tag)."""
    windows = iter(rows)
    return [np.concatenate([next(windows)[:size] for size in several]) for several in sizes]


def _by_window(parts: Sequence[Rows], sizes: Sequence[Sequence[int]], shape: Sequence[int]) -> Rows:
    """The other way round, zeros where a window has no word."""
    rows = np.zeros(tuple(shape), dtype=np.float32)
    windows = iter(rows)
    for part, several in zip(parts, sizes, strict=True):
        at = 0
        for size in several:
            next(windows)[:size] = part[at : at + size]
            at += size
    return rows
