"""The pipeline: our spaCy components in their order, and what comes out of them as values of the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language

from papergraph.extraction.abbreviations import add_definitions
from papergraph.extraction.candidates import Candidate
from papergraph.extraction.combination import Combination, FoundEntity
from papergraph.extraction.doubtful import kept, least_confidence, offered
from papergraph.extraction.known_names import KnownNames
from papergraph.extraction.links import find_links
from papergraph.extraction.name_shapes import add_name_shapes
from papergraph.extraction.ner.component import EncoderNer
from papergraph.extraction.results import find_results
from papergraph.extraction.roles import roles_of, thing
from papergraph.extraction.scoring import Scorer
from papergraph.extraction.tokens import blank_pipeline, clean_view, mark_sentences
from papergraph.model import Entity, Extraction, Mention, Paper, Role
from papergraph.text import CleanText, sentences
from papergraph.vocabulary import Vocabulary

DEFAULT_THRESHOLD = 0.4


def create_pipeline(vocabulary: Vocabulary, names: EncoderNer) -> Language:
    """A spaCy pipeline that fills the span groups of a document with candidates.

    :param names: the trained component.
    """
    language = blank_pipeline()
    for name, component in (
        ("papergraph_sentences", mark_sentences),
        ("papergraph_known_names", KnownNames(vocabulary)),
        ("papergraph_definitions", add_definitions),
        ("papergraph_name_shapes", add_name_shapes),
        ("papergraph_names", names),
    ):
        Language.component(name, func=component)
        language.add_pipe(name)
    return language


@dataclass(frozen=True)
class Pipeline:
    """Extraction of single papers."""

    language: Language
    vocabulary: Vocabulary
    names: EncoderNer
    scorer: Scorer
    threshold: float = DEFAULT_THRESHOLD

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """The extractions of papers, in their order."""
        for paper in papers:
            yield self._extract_one(paper)

    def _extract_one(self, paper: Paper) -> Extraction:
        view, links = clean_view(paper), find_links(paper.text)
        zones = [view.clean_span(link.start, link.end) for link in links]
        spans = tuple(sentences(view.text))
        found = self.offered(self.combination(view.text, zones))
        sure = [entity for entity in found if entity.confidence >= self.threshold]
        roles = self._roles(view, spans, sure)
        own = [entity for entity, role in zip(sure, roles, strict=True) if role is Role.INTRODUCES]
        results = find_results(view, spans, found, own, zones, paper.text, self.vocabulary)
        entities = kept(found, results, self.threshold)
        roles = roles if len(entities) == len(sure) else self._roles(view, spans, entities)
        return Extraction(
            paper=paper,
            entities=tuple(_entity(*pair, view, paper.text) for pair in zip(entities, roles, strict=True)),
            links=links,
            results=results,
        )

    def offered(self, combination: Combination) -> list[FoundEntity]:
        """The entities of a combined text that results may name; those below the threshold are doubtful."""
        found = combination.entities(self.scorer, threshold=least_confidence(self.threshold))
        return offered(found, self.threshold)

    def _roles(self, view: CleanText, spans: Sequence[tuple[int, int]], found: Sequence[FoundEntity]) -> list[Role]:
        things = [thing(view.text, entity.type, entity.mentions, self.vocabulary) for entity in found]
        return list(roles_of(view.text, spans, things))

    def combination(self, text: str, links: Sequence[tuple[int, int]]) -> Combination:
        """The candidates of a clean text, ready to be combined; nothing is taken from within links."""
        labels = self.names.labels
        return Combination(self.language(text), vocabulary=self.vocabulary, labels=labels, links=links)


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
