"""The links between papers as triples: their weight, and what they share, ranked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from papergraph.identifiers import content_hash
from papergraph.rdf.corpus import Corpus
from papergraph.rdf.namespaces import PG, RDF, RDFS, ROLE_TERMS
from papergraph.rdf.terms import decimal, integer, iri, string
from papergraph.rdf.triples import Sink

_TYPE, _LABEL = iri(RDF.type), iri(RDFS.label)


def describe_paper_link(
    corpus: Corpus, triples: Sink, edge: tuple[str, str, str], attributes: Mapping[str, Any]
) -> None:
    """Add the direct triple in both directions, and the link with its weight and reasons."""
    first, _, second = edge
    left, right = corpus.iri(first), corpus.iri(second)
    triples.add(left, (iri(PG.sharesEntityWith), right))
    triples.add(right, (iri(PG.sharesEntityWith), left))
    name = f"paper-link/{content_hash(first, second)}"
    triples.add(
        corpus.iri(name),
        (_TYPE, iri(PG.PaperLink)),
        (_LABEL, string(f"{corpus.name(first)} shares entities with {corpus.name(second)}")),
        (iri(PG.firstPaper), left),
        (iri(PG.secondPaper), right),
        (iri(PG.linkedPaper), left),
        (iri(PG.linkedPaper), right),
        (iri(PG.weight), decimal(attributes["weight"])),
    )
    for rank, shared in enumerate(attributes.get("why") or (), start=1):
        _describe_shared(corpus, triples, name, rank, shared)


def _describe_shared(corpus: Corpus, triples: Sink, name: str, rank: int, shared: Mapping[str, Any]) -> None:
    """Add one reason: it lies below its link, under its rank (1: the strongest)."""
    reason, entity = corpus.iri(f"{name}/{rank}"), corpus.iri(shared["entity"])
    left, right = shared.get("roles") or (None, None)
    triples.add(corpus.iri(name), (iri(PG.shares), reason), (iri(PG.sharedEntity), entity))
    triples.add(
        reason,
        (_TYPE, iri(PG.SharedEntity)),
        (_LABEL, string(f"{rank}. {corpus.name(shared['entity'])}")),
        (iri(PG.rank), integer(rank)),
        (iri(PG.entity), entity),
        (iri(PG.shareWeight), decimal(shared["weight"])),
        (iri(PG.firstRole), _role(left)),
        (iri(PG.secondRole), _role(right)),
    )


def _role(role: object) -> str | None:
    return iri(ROLE_TERMS[str(role)]) if role else None
