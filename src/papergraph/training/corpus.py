"""The corpora of a training: what is learnt from, what is held out, and both in spaCy's binary form."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc, DocBin

from papergraph.errors import InputError
from papergraph.extraction.tokens import blank_pipeline
from papergraph.training.forms import AnnotatedText

_HELD_OUT = 10


@dataclass(frozen=True, slots=True)
class Corpora:
    """The texts to train on and to choose by; ``dropped`` counts those that were left out because both hold them."""

    train: tuple[AnnotatedText, ...]
    dev: tuple[AnnotatedText, ...]
    dropped: int = 0

    @property
    def sha256(self) -> str:
        """The hash of all texts and spans."""
        content = [[(text.text, text.spans) for text in part] for part in (self.train, self.dev)]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    def types(self) -> dict[str, int]:
        """How many entities of each type there are to learn from, by name."""
        return dict(sorted(Counter(name for text in self.train for *_, name in text.spans).items()))


def divide(texts: Sequence[AnnotatedText], dev: Sequence[AnnotatedText] | None, *, seed: int, path: Path) -> Corpora:
    """The corpora of annotated texts; without ``dev``, a seeded tenth of the documents is held out.

    No text and no document is in both: what ``dev`` holds is not trained on.

    :param path: the file to name in errors.
    :raises InputError: there are no entities to learn, or nothing to hold out.
    """
    chosen = held_out(texts, seed=seed) if dev is None else tuple(dev)
    own = {text.text for text in chosen} | {text.document for text in chosen}
    train = tuple(text for text in texts if text.text not in own and text.document not in own)
    if not chosen or not train:
        raise InputError(path, "too few documents: at least two different ones are needed to train on one and test one")
    corpora = Corpora(train, chosen, len(texts) - len(train) - (len(chosen) if dev is None else 0))
    if not corpora.types():
        raise InputError(path, "no text to train on has an entity")
    return corpora


def held_out(texts: Sequence[AnnotatedText], *, seed: int) -> tuple[AnnotatedText, ...]:
    """All texts of a tenth of the documents, at least of one, chosen by the hash of seed and document."""
    ranked = sorted({text.document for text in texts}, key=lambda document: _hash(f"{seed}\0{document}"))
    chosen = set(ranked[: max(1, round(len(ranked) / _HELD_OUT))]) if len(ranked) > 1 else set()
    return tuple(text for text in texts if text.document in chosen)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def save(texts: Iterable[AnnotatedText], path: Path) -> None:
    """Write texts as spaCy's training reads them, cut into tokens as extraction cuts them."""
    language = blank_pipeline()
    DocBin(docs=[_document(language.make_doc(text.text), text) for text in texts]).to_disk(path)


def _document(doc: Doc, text: AnnotatedText) -> Doc:
    spans = [doc.char_span(start, end, label=name, alignment_mode="expand") for start, end, name in text.spans]
    doc.set_ents([span for span in spans if span is not None], default="outside")
    return doc
