"""The spaCy component that runs the exported encoder: it fills a span group, the entities, and keeps the lattice.

The network reads one window of one document at a time: its weights are in eight bits and its activations are scaled by
what it reads, so that documents read together would change each other's outcome.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from spacy.language import Language
from spacy.scorer import get_ner_prf
from spacy.tokens import Doc, Span
from spacy.training import Example

from papergraph.errors import ConfigError
from papergraph.extraction.ner.lattice import Lattice, Probabilities, ScoredSpan, tag_names
from papergraph.extraction.ner.wordpieces import Window, WordPieces
from papergraph.extraction.tokens import words_of

FACTORY, COMPONENT, SHIPPED = "papergraph_ner", "ner", "shipped"
GROUP = "ner"
LATTICE = "papergraph.lattice"
NETWORK, LABELS, PIECES = "network.onnx", "labels.json", "pieces.txt"
CANDIDATE_FLOOR, ENTITY_FLOOR = 0.1, 0.5
"""How likely a span must be to be a candidate, and to be one of the entities that spaCy knows of."""


@Language.factory(FACTORY, assigns=["doc.ents", "doc.spans"], default_score_weights={"ents_f": 1.0})
def create_component(nlp: Language, name: str) -> EncoderNer:
    """The component without a network, which ``from_disk`` reads."""
    return EncoderNer(name)


class EncoderNer:
    """Finds names by an exported network."""

    def __init__(self, name: str = FACTORY) -> None:
        self.name = name
        self.labels: tuple[str, ...] = ()
        self._network = b""

    @property
    def hash(self) -> str:
        """The first 16 hex digits of the SHA-256 of network, labels and pieces."""
        parts = (self._network, *(part.encode() for part in (*self.labels, *self._pieces.pieces)))
        return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]

    def set(self, network: bytes, labels: Iterable[str], pieces: Iterable[str]) -> EncoderNer:
        """Give it a network in ONNX, its labels, and the pieces that it knows."""
        self._network, self.labels, self._pieces = network, tuple(labels), WordPieces(tuple(pieces))
        self._session = _session(network)
        return self

    def __call__(self, doc: Doc) -> Doc:
        annotate(doc, Lattice(self._tags(doc)), self.labels)
        return doc

    def _tags(self, doc: Doc) -> Probabilities:
        rows = [self._run(window) for window in self._pieces.windows(words_of(doc))]
        return np.concatenate(rows) if rows else np.empty((0, len(tag_names(self.labels))), dtype=np.float32)

    def _run(self, window: Window) -> Probabilities:
        inputs = {
            "pieces": np.array([window.pieces], dtype=np.int64),
            "shapes": np.array([window.shapes], dtype=np.int64),
            "heads": np.array([window.heads], dtype=np.int64),
        }
        (rows,) = self._session.run(["tags"], inputs)
        return np.asarray(rows[0], dtype=np.float32)

    def score(self, examples: Iterable[Example], **_: Any) -> dict[str, Any]:
        """spaCy's figures of entities."""
        return get_ner_prf(examples)

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write network, labels and pieces into a directory."""
        directory = Path(path)
        directory.mkdir(parents=True, exist_ok=True)
        (directory / NETWORK).write_bytes(self._network)
        (directory / LABELS).write_text(json.dumps(self.labels) + "\n", encoding="utf-8")
        (directory / PIECES).write_text("\n".join(self._pieces.pieces), encoding="utf-8", newline="\n")

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> EncoderNer:
        """Read what :meth:`to_disk` wrote."""
        directory = Path(path)
        labels = json.loads((directory / LABELS).read_bytes())
        pieces = (directory / PIECES).read_text(encoding="utf-8").split("\n")
        return self.set((directory / NETWORK).read_bytes(), labels, pieces)


def _session(network: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])


def annotate(doc: Doc, lattice: Lattice, labels: Iterable[str]) -> None:
    """Set the likely spans of a lattice as span group and as entities, and keep the lattice in the document."""
    names = tuple(labels)
    found = lattice.spans(least=CANDIDATE_FLOOR)
    likely = without_overlaps(span for span in found if span.probability >= ENTITY_FLOOR)
    doc.user_data[LATTICE] = lattice
    doc.spans[GROUP] = [Span(doc, span.start, span.end, label=names[span.label]) for span in found]
    doc.set_ents([Span(doc, span.start, span.end, label=names[span.label]) for span in likely])


def without_overlaps(spans: Iterable[ScoredSpan]) -> list[ScoredSpan]:
    """The likeliest spans of which no two overlap."""
    taken: set[int] = set()
    kept = []
    for span in sorted(spans, key=lambda span: (-span.probability, span)):
        if taken.isdisjoint(range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            kept.append(span)
    return sorted(kept)


def load_component(pipeline: Path | None = None) -> EncoderNer:
    """The trained component of a pipeline that ``papergraph train`` wrote; by default of the packaged one.

    :raises ConfigError: there is no such pipeline.
    """
    if pipeline is None:
        with resources.as_file(resources.files("papergraph.extraction.ner") / SHIPPED) as shipped:
            return EncoderNer().from_disk(shipped / COMPONENT)
    try:
        return EncoderNer().from_disk(pipeline / COMPONENT)
    except (OSError, ValueError) as error:
        raise ConfigError(
            "--model", f"{pipeline} has no encoder that finds names; make one with papergraph train"
        ) from error
