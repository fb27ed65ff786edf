"""The combination: candidate spans of all sources become the entities of one paper.

1. Candidates inside links are dropped. Each span gets a score, the probability that it is a name; unlikely ones are
   dropped, and of spans that overlap the likelier stays.
2. What is left is grouped: one vocabulary term, one definition, or one fold of spelling is one entity.
3. Every form of an entity is found everywhere in the paper (document consistency).
4. The type is the likeliest of those that the sources propose, and its probability is the confidence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from papergraph.extraction import known_names, name_shapes
from papergraph.extraction.candidates import CONSISTENCY, SOURCES, Candidate, candidates_of
from papergraph.extraction.occurrences import find_occurrences
from papergraph.extraction.scoring import Scorer, SpanProbabilities, entity_features, span_features
from papergraph.extraction.tokens import text_of
from papergraph.model import EntityType
from papergraph.text import fold_name
from papergraph.vocabulary import Vocabulary

_SEPARATOR = re.compile(r", (?:and |or )?| and | or |/")
_LIKELY_TYPE = 0.05
LEAST_SPAN, LIKELY_SPAN = 0.3, 0.6
"""Spans of a lower score than the first are not looked at further; those of the second are likely names."""


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """An entity of one document, in clean characters, mentions in their order, and the sources that speak for it."""

    name: str
    type: EntityType
    confidence: float
    mentions: tuple[Candidate, ...]
    sources: frozenset[str]


@dataclass(frozen=True, slots=True)
class SpanEvidence:
    """A span with the candidates that propose it and the features of its score."""

    members: tuple[Candidate, ...]
    features: dict[str, float]

    @property
    def span(self) -> tuple[int, int]:
        """Start and end."""
        return self.members[0].span

    @property
    def text(self) -> str:
        """What stands there."""
        return self.members[0].text


@dataclass(frozen=True, slots=True)
class Group:
    """The candidates that name one thing, and the highest score of their spans."""

    members: tuple[Candidate, ...]
    best_span: float


class Combination:
    """The combination over one document.

    :param labels: the types of the trained model, in its order.
    :param links: spans of characters that hold no name.
    """

    def __init__(
        self, doc: Doc, *, vocabulary: Vocabulary, labels: Sequence[str], links: Sequence[tuple[int, int]]
    ) -> None:
        self.text = text_of(doc)
        self.title_end = self.text.find("\n")
        self.probabilities = SpanProbabilities(doc, labels)
        self._taken = bytearray(len(self.text))
        for start, end in links:
            self._taken[start:end] = b"\1" * (end - start)
        self._candidates = _typed_by_lists(self.text, candidates_of(doc, self._taken, vocabulary))

    def entities(self, scorer: Scorer, *, threshold: float) -> list[FoundEntity]:
        """The entities whose confidence reaches the threshold, in the order of their first mention."""
        found = [self._entity(group, scorer) for group in self.groups(scorer)]
        likely = [entity for entity in found if entity.confidence >= threshold]
        return sorted(likely, key=lambda entity: entity.mentions[0].span)

    def spans(self) -> list[SpanEvidence]:
        """All spans that are proposed, in their order, with the features of their scores."""
        by_span: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
        for candidate in self._candidates:
            by_span[candidate.span].append(candidate)
        ordered = sorted(by_span)
        return [
            SpanEvidence(
                tuple(by_span[span]),
                span_features(self.text, by_span[span], _overlapping(ordered, at), self.probabilities),
            )
            for at, span in enumerate(ordered)
        ]

    def groups(self, scorer: Scorer) -> list[Group]:
        """The candidates of the likelier spans, in groups, with the further occurrences of their forms."""
        scored = [(scorer.span.probability(evidence.features), evidence) for evidence in self.spans()]
        scored = _without_weak(scored)
        scores = {evidence.span: score for score, evidence in scored}
        kept = [member for evidence in _apart(scored) for member in evidence.members]
        taken = bytearray(self._taken)
        groups = _with_occurrences(self.text, _grouped(kept), taken)
        return [Group(tuple(members), max(scores.get(member.span, 0.0) for member in members)) for members in groups]

    def features(self, group: Group) -> dict[EntityType, dict[str, float]]:
        """The features of a group for each type that may be its own."""
        types = {member.type for member in group.members}
        for span in {member.span for member in group.members}:
            types |= {kind for kind, share in self.probabilities.of(span).items() if share >= _LIKELY_TYPE}
        return {
            kind: entity_features(group.members, kind, group.best_span, self.probabilities, title_end=self.title_end)
            for kind in EntityType
            if kind in types
        }

    def _entity(self, group: Group, scorer: Scorer) -> FoundEntity:
        scores = {kind: scorer.entity.probability(features) for kind, features in self.features(group).items()}
        kind = max(scores, key=lambda kind: scores[kind])
        return FoundEntity(
            name=best_name(group.members),
            type=kind,
            confidence=scores[kind],
            mentions=group.members,
            sources=frozenset(member.source for member in group.members) - {CONSISTENCY},
        )


def _overlapping(ordered: Sequence[tuple[int, int]], at: int) -> list[tuple[int, int]]:
    """The spans that overlap the one at a place; of sorted ones, so that only near ones are looked at."""
    start, end = ordered[at]
    after = []
    for other in ordered[at + 1 :]:
        if other[0] >= end:
            break
        after.append(other)
    before = [other for other in ordered[max(0, at - 50) : at] if other[1] > start]
    return before + after


def _without_weak(scored: Sequence[tuple[float, SpanEvidence]]) -> list[tuple[float, SpanEvidence]]:
    """The spans but the unlikely ones, and those doubtful ones that hold a form of a likely one: "Bramble reads"."""
    likely = {evidence.text for score, evidence in scored if score >= LIKELY_SPAN}
    return [
        (score, evidence)
        for score, evidence in scored
        if score >= LIKELY_SPAN
        or (score >= LEAST_SPAN and not any(f != evidence.text for f, *_ in find_occurrences(evidence.text, likely)))
    ]


def _apart(scored: Iterable[tuple[float, SpanEvidence]]) -> list[SpanEvidence]:
    """The likelier spans, of which no two overlap, in their order."""
    taken: set[int] = set()
    kept = []
    for _, evidence in sorted(scored, key=lambda pair: (-pair[0], pair[1].span)):
        place = range(*evidence.span)
        if taken.isdisjoint(place):
            taken.update(place)
            kept.append(evidence)
    return sorted(kept, key=lambda evidence: evidence.span)


def _typed_by_lists(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, those by shape alone with the type of a known neighbour in a list: "MMLU, XyzBench and GSM8K"."""
    ordered = sorted(candidates, key=lambda c: (c.start, c.end, SOURCES.index(c.source)))
    known = [candidate.source == known_names.GROUP for candidate in ordered]
    for places, step in ((range(1, len(ordered)), -1), (range(len(ordered) - 2, -1, -1), 1)):
        for place in places:
            own, other = ordered[place], ordered[place + step]
            between = sorted((own.start, own.end, other.start, other.end))[1:3]
            if known[place + step] and own.source == name_shapes.SHAPES and _SEPARATOR.fullmatch(text, *between):
                ordered[place], known[place] = replace(own, type=other.type), True
    return ordered


def _grouped(kept: Sequence[Candidate]) -> list[list[Candidate]]:
    """Candidates that name one thing: they share a term, a definition, a span or a fold."""
    parent: dict[str, str] = {}

    def find(key: str) -> str:
        while parent.setdefault(key, key) != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for candidate in kept:
        keys = (candidate.group, f"\0{fold_name(candidate.text)}", f"\1{candidate.start}")
        for key in keys[1:]:
            parent[find(key)] = find(keys[0])
    members: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in kept:
        members[find(candidate.group)].append(candidate)
    return list(members.values())


def _with_occurrences(text: str, groups: list[list[Candidate]], taken: bytearray) -> list[list[Candidate]]:
    owner: dict[str, list[Candidate]] = {}
    for group in groups:
        for candidate in group:
            taken[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
            owner.setdefault(candidate.text, group)
    for form, start, end in find_occurrences(text, owner):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            example = owner[form][0]
            owner[form].append(Candidate(start, end, text[start:end], CONSISTENCY, example.type, example.group))
    return [_one_source_a_span(group) for group in groups]


def _one_source_a_span(group: list[Candidate]) -> list[Candidate]:
    return sorted(group, key=lambda c: (c.start, c.end, SOURCES.index(c.source) if c.source in SOURCES else 9))


def best_name(members: Sequence[Candidate]) -> str:
    """The form by which a glossary would title it, among those that stand in the paper."""
    forms = Counter(candidate.text for candidate in members)
    acronyms = [form for form in forms if re.search(r"[A-Z]{2}|\d|[a-z][A-Z]", form)]
    return min(acronyms or list(forms), key=lambda form: (form.endswith("s"), -forms[form], form))
