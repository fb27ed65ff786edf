"""The nodes of the graph as triples: papers, entities, repositories, links, results, communities."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from papergraph.model import CanonicalEntity, Paper
from papergraph.rdf.corpus import Corpus
from papergraph.rdf.namespaces import DC, DCTERMS, PG, RDF, RDFS, SCHEMA, SKOS, XSD
from papergraph.rdf.terms import boolean, decimal, integer, iri, string, typed
from papergraph.rdf.triples import TripleSet

ENTITY_CLASSES = {
    "METHOD": PG.Method,
    "MODEL": PG.Model,
    "BENCHMARK": PG.Benchmark,
    "TASK": PG.Task,
    "METRIC": PG.Metric,
}
LINK_KINDS = {
    "code": PG.CodeLink,
    "data": PG.DataLink,
    "model": PG.ModelLink,
    "page": PG.PageLink,
    "other": PG.OtherLink,
}
Attributes = Mapping[str, Any]
Pair = tuple[str, str | None]

_TYPE = iri(RDF.type)
_WEB = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?][^\s#]*)?(?:#[^\s#]*)?")


def describe_nodes(corpus: Corpus, triples: TripleSet) -> None:
    """Add what is said of each node by itself.

    :raises ValueError: a node has a kind that the graph's contract does not name.
    """
    for node, attributes in corpus.graph.nodes(data=True):
        describe = _KINDS.get(attributes["kind"])
        if describe is None:
            raise ValueError(f"{node}: no kind of node is called {attributes['kind']!r}")
        describe(corpus, triples, node, attributes)
    _better_directions(corpus, triples)


def _describe_paper(corpus: Corpus, triples: TripleSet, node: str, attributes: Attributes) -> None:
    paper = corpus.papers[node]
    triples.add(corpus.iri(node), *_paper_pairs(paper), *_identifier_pairs(paper))
    if attributes.get("community") is not None:
        _describe_community(corpus, triples, node, attributes["community"])


def _paper_pairs(paper: Paper) -> list[Pair]:
    digest = hashlib.sha256(paper.text.encode("utf-8", "replace")).hexdigest()
    return [
        (_TYPE, iri(PG.Paper)),
        (iri(DCTERMS.title), string(paper.title)),
        (iri(DCTERMS.abstract), _optional(paper.abstract)),
        (iri(DCTERMS.issued), integer(paper.year) if paper.year is not None else None),
        (iri(PG.venue), _optional(paper.venue)),
        (iri(PG.textSha256), string(digest)),
        *((iri(DC.creator), string(author)) for author in paper.authors),
        *((iri(DC.source), string(source)) for source in paper.sources),
    ]


def _identifier_pairs(paper: Paper) -> list[Pair]:
    """The id, the identifiers as ``scheme:value``, and the addresses."""
    named = [(scheme, value) for scheme, values in paper.identifiers.items() for value in _several(values)]
    return [
        (iri(DCTERMS.identifier), string(paper.id)),
        *((iri(DCTERMS.identifier), string(f"{scheme}:{value}")) for scheme, value in named if scheme != "url"),
        *((iri(SCHEMA.url), typed(value, XSD.anyURI)) for scheme, value in named if scheme == "url"),
    ]


def _several(values: Any) -> tuple[str, ...]:
    return (values,) if isinstance(values, str) else tuple(map(str, values))


def _describe_community(corpus: Corpus, triples: TripleSet, node: str, number: int) -> None:
    community = corpus.iri(f"community/{number}")
    triples.add(corpus.iri(node), (iri(PG.inCommunity), community))
    triples.add(community, (_TYPE, iri(PG.Community)), (iri(RDFS.label), string(f"Community {number}")))


def _describe_entity(corpus: Corpus, triples: TripleSet, node: str, attributes: Attributes) -> None:
    name, known = attributes["name"], corpus.entities.get(node)
    aliases = {*(attributes.get("aliases") or ()), *(known.aliases if known else ())} - {name}
    count = attributes.get("papers")
    triples.add(
        corpus.iri(node),
        (_TYPE, iri(PG.ResearchEntity)),
        (_TYPE, iri(ENTITY_CLASSES[str(attributes["type"])])),
        (iri(SKOS.prefLabel), string(name)),
        (iri(PG.paperCount), integer(count) if isinstance(count, int) else None),
        *((iri(SKOS.altLabel), string(alias)) for alias in aliases),
        *(_same_as_pairs(known) if known else ()),
    )


def _same_as_pairs(entity: CanonicalEntity) -> list[Pair]:
    """Outside ids: addresses as matches, all others as identifiers."""
    return [
        (iri(SKOS.exactMatch), iri(same)) if _WEB.fullmatch(same) else (iri(DCTERMS.identifier), string(same))
        for same in entity.same_as
    ]


def _describe_repository(corpus: Corpus, triples: TripleSet, node: str, attributes: Attributes) -> None:
    name = f"{attributes['owner']}/{attributes['name']}"
    triples.add(
        corpus.iri(node),
        (_TYPE, iri(PG.Repository)),
        (iri(SCHEMA.name), string(name)),
        (iri(SCHEMA.codeRepository), typed(attributes["url"], XSD.anyURI)),
    )


def _describe_link(corpus: Corpus, triples: TripleSet, node: str, attributes: Attributes) -> None:
    triples.add(
        corpus.iri(node),
        (_TYPE, iri(PG.Link)),
        (iri(SCHEMA.url), typed(attributes["url"], XSD.anyURI)),
        (iri(PG.linkKind), link_kind(attributes.get("linkKind"))),
    )


def link_kind(kind: object) -> str | None:
    """The concept of a kind of link, as a term."""
    return iri(LINK_KINDS[str(kind)]) if kind else None


def _describe_result(corpus: Corpus, triples: TripleSet, node: str, attributes: Attributes) -> None:
    number, direction = attributes.get("number"), attributes.get("direction")
    triples.add(
        corpus.iri(node),
        (_TYPE, iri(PG.Result)),
        (iri(PG.valueText), string(attributes["value"])),
        (iri(PG.value), decimal(number) if number is not None else None),
        (iri(PG.unit), _optional(attributes.get("unit"))),
        (iri(PG.direction), string(str(direction)) if direction else None),
    )


def _optional(text: str | None) -> str | None:
    return string(text) if text else None


def _better_directions(corpus: Corpus, triples: TripleSet) -> None:
    """Say of a metric whether higher is better, where all its results agree on that."""
    seen: dict[str, set[str]] = defaultdict(set)
    for result, metric, key in corpus.graph.edges(keys=True):
        direction = corpus.graph.nodes[result].get("direction") if key == "byMetric" else None
        if direction and str(corpus.graph.nodes[metric].get("type")) == "METRIC":
            seen[metric].add(str(direction))
    for metric, directions in seen.items():
        if len(directions) == 1:
            triples.add(corpus.iri(metric), (iri(PG.higherIsBetter), boolean(directions == {"higher"})))


_KINDS: dict[str, Callable[[Corpus, TripleSet, str, Attributes], None]] = {
    "paper": _describe_paper,
    "entity": _describe_entity,
    "repository": _describe_repository,
    "link": _describe_link,
    "result": _describe_result,
}
