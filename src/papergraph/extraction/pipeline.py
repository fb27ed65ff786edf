"""The pipeline: our spaCy components in their order, and what comes out of them as values of the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language

from papergraph.extraction.abbreviations import add_definitions
from papergraph.extraction.combination import Candidate, FoundEntity, combine
from papergraph.extraction.confidence import ConfidenceTable
from papergraph.extraction.known_names import KnownNames
from papergraph.extraction.links import find_links
from papergraph.extraction.name_shapes import add_name_shapes
from papergraph.extraction.results import find_results
from papergraph.extraction.roles import role_of
from papergraph.extraction.tokens import blank_pipeline, clean_view, mark_sentences
from papergraph.model import Entity, Extraction, Mention, Paper, Role
from papergraph.text import CleanText, sentences
from papergraph.vocabulary import Vocabulary

DEFAULT_THRESHOLD = 0.4


def create_pipeline(vocabulary: Vocabulary) -> Language:
    """A spaCy pipeline that fills the span groups of a document with candidates."""
    language = blank_pipeline()
    for name, component in (
        ("papergraph_sentences", mark_sentences),
        ("papergraph_known_names", KnownNames(language.vocab, vocabulary)),
        ("papergraph_definitions", add_definitions),
        ("papergraph_name_shapes", add_name_shapes),
    ):
        Language.component(name, func=component)
        language.add_pipe(name)
    return language


@dataclass(frozen=True)
class Pipeline:
    """Extraction of single papers."""

    language: Language
    vocabulary: Vocabulary
    table: ConfidenceTable
    threshold: float = DEFAULT_THRESHOLD

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """The extractions of papers, in their order."""
        for paper in papers:
            yield self._extract_one(paper)

    def _extract_one(self, paper: Paper) -> Extraction:
        view, links = clean_view(paper), find_links(paper.text)
        zones = [view.clean_span(link.start, link.end) for link in links]
        found = combine(
            self.language(view.text),
            vocabulary=self.vocabulary,
            table=self.table,
            links=zones,
            threshold=self.threshold,
        )
        spans = tuple(sentences(view.text))
        roles = [role_of(view.text, spans, entity) for entity in found]
        own = [entity for entity, role in zip(found, roles, strict=True) if role is Role.INTRODUCES]
        return Extraction(
            paper=paper,
            entities=tuple(_entity(entity, role, view, paper.text) for entity, role in zip(found, roles, strict=True)),
            links=links,
            results=find_results(view, spans, found, own, zones, paper.text, self.vocabulary),
        )


def _entity(found: FoundEntity, role: Role, view: CleanText, raw: str) -> Entity:
    return Entity(
        name=found.name,
        type=found.type,
        role=role,
        confidence=round(found.confidence, 2),
        mentions=_mentions(found.mentions, view, raw),
    )


def _mentions(candidates: Iterable[Candidate], view: CleanText, raw: str) -> tuple[Mention, ...]:
    mentions: dict[tuple[int, int], Mention] = {}
    for candidate in candidates:
        start, end = view.raw_span(candidate.start, candidate.end)
        mentions.setdefault((start, end), Mention(start, end, raw[start:end], candidate.source))
    return tuple(sorted(mentions.values()))
