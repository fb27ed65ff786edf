"""The edges of the graph as triples, each with an assertion that leads back to the text, and the merges' reasons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from papergraph.identifiers import content_hash, node_id
from papergraph.model import Merge
from papergraph.rdf.corpus import Corpus
from papergraph.rdf.describe import link_kind
from papergraph.rdf.namespaces import PG, RDF, RDFS, ROLE_TERMS, SKOS
from papergraph.rdf.paper_links import describe_paper_link
from papergraph.rdf.terms import decimal, integer, iri, string
from papergraph.rdf.triples import Pair, Sink

RESULT_TERMS = {
    "ofSubject": PG.ofSubject,
    "onBenchmark": PG.onBenchmark,
    "byMetric": PG.byMetric,
    "comparedWith": PG.comparedWith,
}
RELATION_TERMS = {"variantOf": PG.variantOf, "broader": SKOS.broader}
LINK_TERMS = {
    "hasRepository": (PG.hasRepository, PG.hasOwnRepository),
    "linksTo": (PG.linksTo, PG.linksToOwn),
}
Attributes = Mapping[str, Any]
Span = Sequence[int]
Edge = tuple[str, str, str]

_TYPE, _LABEL = iri(RDF.type), iri(RDFS.label)
_CAPITAL = re.compile(r"(?=[A-Z])")


def describe_edges(corpus: Corpus, triples: Sink) -> None:
    """Add the direct triple of each edge and its evidence.

    :raises ValueError: an edge has a key that the graph's contract does not name.
    """
    for source, target, key, attributes in corpus.graph.edges(keys=True, data=True):
        describe = _KEYS.get(str(key))
        if describe is None:
            raise ValueError(f"{source} to {target}: no edge is called {key!r}")
        describe(corpus, triples, (source, str(key), target), attributes)


def describe_merges(corpus: Corpus, triples: Sink) -> None:
    """Add for each entity why its names are one thing."""
    for entity in corpus.entities.values():
        if entity.id in corpus.graph:
            for merge in entity.merges:
                _describe_merge(corpus, triples, entity.id, merge)


def _describe_merge(corpus: Corpus, triples: Sink, entity: str, merge: Merge) -> None:
    key = content_hash(entity, merge.name, merge.reason, merge.paper or "", merge.sentence or "")
    paper = node_id("paper", merge.paper) if merge.paper else None
    triples.add(
        corpus.iri(f"merge/{key}"),
        (_TYPE, iri(PG.Merge)),
        (_LABEL, string(f"{merge.name} merged into {corpus.name(entity)}")),
        (iri(PG.mergedName), string(merge.name)),
        (iri(PG.mergedInto), corpus.iri(entity)),
        (iri(PG.reason), string(merge.reason)),
        (iri(PG.inPaper), corpus.iri(paper) if paper in corpus.papers and paper else None),
        (iri(PG.sentence), string(merge.sentence) if merge.sentence else None),
    )


def _describe_role(corpus: Corpus, triples: Sink, edge: Edge, attributes: Attributes) -> None:
    paper, key, entity = edge
    value = corpus.iri(entity)
    triples.add(corpus.iri(paper), (iri(ROLE_TERMS[key]), value), (iri(PG.mentions), value))
    _assert(corpus, triples, (paper, ROLE_TERMS[key], entity), attributes, attributes.get("mentions") or ())


def _describe_web(corpus: Corpus, triples: Sink, edge: Edge, attributes: Attributes) -> None:
    paper, key, target = edge
    predicate, own = LINK_TERMS[key]
    value = corpus.iri(target)
    triples.add(corpus.iri(paper), (iri(predicate), value), (iri(own), value if attributes.get("own") else None))
    kind = link_kind(attributes.get("linkKind"))
    if key == "hasRepository":
        triples.add(value, (iri(PG.linkKind), kind))
    _assert(corpus, triples, (paper, predicate, target), attributes, _spans(attributes), (iri(PG.statedKind), kind))


def _describe_report(corpus: Corpus, triples: Sink, edge: Edge, attributes: Attributes) -> None:
    paper, _, result = edge
    triples.add(corpus.iri(paper), (iri(PG.reports), corpus.iri(result)))
    _assert(corpus, triples, (paper, PG.reports, result), attributes, _spans(attributes))


def _describe_result_part(corpus: Corpus, triples: Sink, edge: Edge, attributes: Attributes) -> None:
    result, key, entity = edge
    triples.add(corpus.iri(result), (iri(RESULT_TERMS[key]), corpus.iri(entity)))


def _describe_relation(corpus: Corpus, triples: Sink, edge: Edge, attributes: Attributes) -> None:
    entity, key, other = edge
    triples.add(corpus.iri(entity), (iri(RELATION_TERMS[key]), corpus.iri(other)))
    _conclude(corpus, triples, (entity, RELATION_TERMS[key], other), attributes.get("reason"))


def _spans(attributes: Attributes) -> Iterable[Span]:
    """The span of an edge; an empty one stands for a place that is not known."""
    start, end = attributes.get("span") or (0, 0)
    return [(start, end)] if start < end else ()


def _assert(
    corpus: Corpus, triples: Sink, statement: Edge, attributes: Attributes, spans: Iterable[Span], *more: Pair
) -> None:
    """Add the assertion of a statement, given by node ids and the predicate's IRI, with its mentions."""
    subject, _, value = statement
    confidence, sentence = attributes.get("confidence"), attributes.get("sentence")
    mentions = [_describe_mention(corpus, triples, subject, value, span) for span in spans]
    found = {name for span in spans for name in corpus.sources.get((subject, value, span[0], span[1]), ())}
    triples.add(
        corpus.iri(f"assertion/{content_hash(*statement)}"),
        (_TYPE, iri(PG.Assertion)),
        *_stated(corpus, statement),
        (iri(PG.confidence), decimal(confidence) if confidence is not None else None),
        (iri(PG.sentence), string(sentence) if sentence else None),
        *((iri(PG.supportedBy), mention) for mention in mentions),
        *((iri(PG.extractor), string(name)) for name in found),
        *more,
    )


def _conclude(corpus: Corpus, triples: Sink, statement: Edge, reason: str | None) -> None:
    """Add the conclusion of a statement that no single text says: it has a reason instead of mentions."""
    triples.add(
        corpus.iri(f"conclusion/{content_hash(*statement)}"),
        (_TYPE, iri(PG.Conclusion)),
        *_stated(corpus, statement),
        (iri(PG.reason), string(reason) if reason else None),
    )


def _stated(corpus: Corpus, statement: Edge) -> tuple[Pair, ...]:
    """Subject, predicate and object of a statement, and the label that says the three."""
    subject, predicate, value = statement
    words = _words(predicate)
    return (
        (_LABEL, string(f"{corpus.name(subject)} {words} {corpus.name(value)}")),
        (iri(PG.subject), corpus.iri(subject)),
        (iri(PG.predicate), iri(predicate)),
        (iri(PG.object), corpus.iri(value)),
    )


@cache
def _words(predicate: str) -> str:
    """The words of a predicate's local name: ``evaluatesOn`` is "evaluates on"."""
    return _CAPITAL.sub(" ", predicate.rpartition("#")[2]).lower()


def _describe_mention(corpus: Corpus, triples: Sink, paper: str, value: str, span: Span) -> str:
    start, end = span
    mention = corpus.iri(f"mention/{content_hash(paper, str(start), str(end), value)}")
    exact, sentence = corpus.papers[paper].text[start:end], corpus.sentence(paper, start, end)
    triples.add(
        mention,
        (_TYPE, iri(PG.Mention)),
        (_LABEL, string(f"{exact or corpus.name(value)} at {start}")),
        (iri(PG.inPaper), corpus.iri(paper)),
        (iri(PG.refersTo), corpus.iri(value)),
        (iri(PG.start), integer(start)),
        (iri(PG.end), integer(end)),
        (iri(PG.exact), string(exact) if exact else None),
        (iri(PG.sentence), string(sentence) if sentence else None),
        *((iri(PG.extractor), string(name)) for name in corpus.sources.get((paper, value, start, end), ())),
    )
    return mention


_KEYS: dict[str, Callable[[Corpus, Sink, Edge, Attributes], None]] = {
    **dict.fromkeys(ROLE_TERMS, _describe_role),
    **dict.fromkeys(LINK_TERMS, _describe_web),
    **dict.fromkeys(RESULT_TERMS, _describe_result_part),
    **dict.fromkeys(RELATION_TERMS, _describe_relation),
    "reports": _describe_report,
    "sharesEntityWith": describe_paper_link,
}
