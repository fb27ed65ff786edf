"""The extractor: what the rest of papergraph sees of extraction; spaCy is imported when one is loaded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from papergraph.model import Extraction, Paper
from papergraph.vocabulary import Vocabulary, load

if TYPE_CHECKING:
    from papergraph.extraction.pipeline import Pipeline


@dataclass(frozen=True)
class Extractor:
    """Finds entities, links and results in papers.

    >>> extractor = Extractor.load()
    >>> paper = Paper(id="p1", title="Bramble: Pruning made plain", abstract="We test Bramble on GSM8K.")
    >>> [(e.name, e.type.value, e.role.value) for e in next(extractor.extract([paper])).entities]
    [('Bramble', 'METHOD', 'introduces'), ('Pruning', 'METHOD', 'uses'), ('GSM8K', 'BENCHMARK', 'evaluates_on')]
    """

    pipeline: Pipeline

    @classmethod
    def load(
        cls,
        *,
        vocabulary: Vocabulary | None = None,
        min_confidence: float | None = None,
        model: Path | None = None,
    ) -> Extractor:
        """The packaged extractor, with its own vocabulary, threshold and trained model unless others are given.

        :param model: a directory that ``papergraph train`` wrote.
        :raises ConfigError: there is no trained model in it.
        """
        from papergraph.extraction.ner.component import load_component
        from papergraph.extraction.pipeline import DEFAULT_THRESHOLD, Pipeline, create_pipeline
        from papergraph.extraction.scoring import load_scorer

        vocabulary = vocabulary if vocabulary is not None else load()
        threshold = DEFAULT_THRESHOLD if min_confidence is None else min_confidence
        names = load_component(model)
        return cls(Pipeline(create_pipeline(vocabulary, names), vocabulary, names, load_scorer(), threshold))

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """The extractions of papers, one for each, in their order."""
        return self.pipeline.extract(papers)

    def describe(self) -> dict[str, str]:
        """What decides the outcome: the components, and hashes of the vocabulary and of the files of this package."""
        return {
            "pipeline": " ".join(self.pipeline.language.pipe_names),
            "model": self.pipeline.names.hash,
            "vocabulary": self.pipeline.vocabulary.hash,
            "rules": _rules_hash(),
            "min_confidence": str(self.pipeline.threshold),
        }


def _rules_hash() -> str:
    """The first 16 hex digits of the SHA-256 of the files of this package."""
    digest = hashlib.sha256()
    files = (
        file for file in resources.files("papergraph.extraction").iterdir() if file.name.endswith((".py", ".json"))
    )
    for file in sorted(files, key=lambda file: file.name):
        digest.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]
