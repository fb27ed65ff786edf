"""Scores: how likely a span is a name, and an entity of a type, by what the sources say of them.

Two logistic regressions over features with names that a person can read; ``confidence.json`` holds their weights, which
``benchmarks/fit_confidence.py`` fits on annotated abstracts that the trained model has not seen.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from spacy.tokens import Doc

from papergraph.extraction.candidates import CONSISTENCY, SOURCES, Candidate
from papergraph.extraction.ner.component import GROUP, LATTICE
from papergraph.extraction.ner.lattice import Lattice
from papergraph.extraction.tokens import places_of
from papergraph.model import EntityType

TABLE = "confidence.json"
Features = Mapping[str, float]
_BOUND = 6.0
_MIXED = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]{2}")
_ACRONYM = re.compile(r"[A-Z]{2,}s?")
_GLUE = "-/'’"


@dataclass(frozen=True, slots=True)
class LogisticModel:
    """A logistic regression.

    >>> round(LogisticModel({"bias": -1.0, "source ner": 3.0}).probability({"bias": 1, "source ner": 1}), 3)
    0.881
    """

    weights: Mapping[str, float]

    def probability(self, features: Features) -> float:
        """Between 0 and 1; features without a weight count for nothing."""
        total = math.fsum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Scorer:
    """The model of spans and that of entities."""

    span: LogisticModel
    entity: LogisticModel


@cache
def load_scorer() -> Scorer:
    """The scorer that is packaged with papergraph."""
    text = (resources.files("papergraph.extraction") / TABLE).read_text(encoding="utf-8")
    tables = json.loads(text)
    return Scorer(LogisticModel(tables["span"]), LogisticModel(tables["entity"]))


class SpanProbabilities:
    """What the trained model thinks of any span of characters of a document, by type."""

    def __init__(self, doc: Doc, labels: Sequence[str]) -> None:
        self._lattice: Lattice | None = doc.user_data.get(LATTICE)
        starts, ends = places_of(doc)
        self._starts = {start: number for number, start in enumerate(starts)}
        self._ends = {end: number for number, end in enumerate(ends, 1)}
        self._columns = {kind: labels.index(kind) for kind in EntityType if kind in labels}
        self._known: dict[tuple[int, int], dict[EntityType, float]] = {}

    def of(self, span: tuple[int, int]) -> Mapping[EntityType, float]:
        """The probability of each type; 0 for spans that don't begin and end with words."""
        if span not in self._known:
            self._known[span] = self._compute(*span)
        return self._known[span]

    def any(self, span: tuple[int, int]) -> float:
        """The probability that a span is a name of whatever type."""
        return min(1.0, math.fsum(self.of(span).values()))

    def _compute(self, start: int, end: int) -> dict[EntityType, float]:
        first, last = self._starts.get(start), self._ends.get(end)
        if self._lattice is None or first is None or last is None:
            return {}
        return {kind: self._lattice.probability(first, last, column) for kind, column in self._columns.items()}


def logit(probability: float) -> float:
    """The log odds within [-1, 1]: odds beyond e to the power of 6 count as that.

    >>> logit(0.5), logit(1.0), logit(0.0)
    (0.0, 1.0, -1.0)
    """
    if not 0.0 < probability < 1.0:
        return 1.0 if probability >= 1.0 else -1.0
    return max(-_BOUND, min(_BOUND, math.log(probability / (1.0 - probability)))) / _BOUND


def span_features(
    text: str, members: Sequence[Candidate], rivals: Iterable[tuple[int, int]], probabilities: SpanProbabilities
) -> dict[str, float]:
    """The features of a span that the members propose.

    :param rivals: the spans of other candidates that overlap it.
    """
    start, end = members[0].span
    sources = {member.source for member in members}
    rival = max(map(probabilities.any, rivals), default=0.0)
    inside = any(a <= start and end <= b for a, b in rivals)
    own = probabilities.any((start, end))
    return {
        "bias": 1.0,
        "model": logit(own),
        "model, in per cent": own,
        "rival": rival,
        **{f"source {source}": 1.0 for source in sorted(sources)},
        f"{len(sources - {GROUP})} rules": 1.0,
        "inside another": float(inside),
        "contains another": float(any(start <= a and b <= end for a, b in rivals)),
        f"{_words(members[0].text)} words": 1.0,
        "glued before": float(text[start - 1 : start] in _GLUE and start > 0),
        "glued after": float(text[end : end + 1] in _GLUE and end < len(text)),
    }


def _words(text: str) -> str:
    return str(min(4, len(text.split())))


def entity_features(
    members: Sequence[Candidate],
    kind: EntityType,
    best_span: float,
    probabilities: SpanProbabilities,
    *,
    title_end: int,
) -> dict[str, float]:
    """The features of an entity if it is of a type.

    :param best_span: the highest score of its spans.
    """
    spans = sorted({member.span for member in members})
    own = [probabilities.of(span).get(kind, 0.0) for span in spans]
    said = _said(members, kind)
    forms = {member.text for member in members}
    likely = logit(max(own))
    return {
        "bias": 1.0,
        f"type {kind}": 1.0,
        "model, best": likely,
        "model, mean": logit(math.fsum(own) / len(own)),
        "model, any type": logit(max(map(probabilities.any, spans))),
        f"model, best, {kind}": likely,
        "span": logit(best_span),
        **dict.fromkeys(said, 1.0),
        **dict.fromkeys((f"{what}, {kind}" for what in said), 1.0),
        "mentions": math.log(len(spans)),
        "in title": float(spans[0][0] < title_end),
        "acronym": float(any(_ACRONYM.fullmatch(form) for form in forms)),
        "capitals inside": float(any(_MIXED.search(form) for form in forms)),
        "small letters": float(all(form.islower() for form in forms)),
        f"{_words(min(forms, key=lambda form: (len(form), form)))} words": 1.0,
    }


def _said(members: Sequence[Candidate], kind: EntityType) -> list[str]:
    """Of each source whether it proposes the type or another, and which sources there are in all."""
    types: dict[str, set[EntityType]] = {}
    for member in members:
        if member.source != CONSISTENCY:
            types.setdefault(member.source, set()).add(member.type)
    words = [f"{source} {'agrees' if kind in types[source] else 'differs'}" for source in SOURCES if source in types]
    return [*words, f"only {next(iter(types))}"] if len(types) == 1 else words
