"""The nodes of the graph as triples: papers, entities, repositories, links, results, communities."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from papergraph.identifiers import content_hash
from papergraph.model import CanonicalEntity, Paper
from papergraph.rdf.corpus import Corpus
from papergraph.rdf.namespaces import DC, DCTERMS, PG, RDF, RDFS, SCHEMA, SKOS, XSD
from papergraph.rdf.terms import boolean, decimal, integer, iri, string, typed
from papergraph.rdf.triples import Pair, Sink

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

_TYPE, _LABEL = iri(RDF.type), iri(RDFS.label)
_WEB = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?][^\s#]*)?(?:#[^\s#]*)?")


def describe_nodes(corpus: Corpus, triples: Sink) -> None:
    """Add what is said of each node by itself.

    :raises ValueError: a node has a kind that the graph's contract does not name.
    """
    for node, attributes in corpus.graph.nodes(data=True):
        describe = _KINDS.get(attributes["kind"])
        if describe is None:
            raise ValueError(f"{node}: no kind of node is called {attributes['kind']!r}")
        describe(corpus, triples, node, attributes)
    for community in corpus.graph.graph.get("communities", ()):
        _describe_community(corpus, triples, community)
    _better_directions(corpus, triples)


def _describe_paper(corpus: Corpus, triples: Sink, node: str, attributes: Attributes) -> None:
    paper = corpus.papers[node]
    triples.add(corpus.iri(node), *_paper_pairs(paper), *_identifier_pairs(paper))
    for position, author in enumerate(paper.authors, start=1):
        _describe_authorship(corpus, triples, node, position, author)
    if attributes.get("community") is not None:
        triples.add(corpus.iri(node), (iri(PG.inCommunity), corpus.iri(attributes["community"])))


def _paper_pairs(paper: Paper) -> list[Pair]:
    digest = hashlib.sha256(paper.text.encode("utf-8", "replace")).hexdigest()
    return [
        (_TYPE, iri(PG.Paper)),
        (_LABEL, string(paper.title)),
        (iri(PG.localId), string(paper.id)),
        (iri(DCTERMS.title), string(paper.title)),
        (iri(DCTERMS.abstract), _optional(paper.abstract)),
        (iri(DCTERMS.issued), integer(paper.year) if paper.year is not None else None),
        (iri(PG.venue), _optional(paper.venue)),
        (iri(PG.textSha256), string(digest)),
        *((iri(DC.creator), string(author)) for author in paper.authors),
        *((iri(DC.source), string(source)) for source in paper.sources),
    ]


def _describe_authorship(corpus: Corpus, triples: Sink, node: str, position: int, name: str) -> None:
    """Add the place of an author among the authors, which a plain ``dc:creator`` does not tell."""
    authorship = corpus.iri(f"authorship/{content_hash(node, str(position), name)}")
    triples.add(corpus.iri(node), (iri(PG.hasAuthorship), authorship))
    triples.add(
        authorship,
        (_TYPE, iri(PG.Authorship)),
        (_LABEL, string(f"{position}. {name}")),
        (iri(PG.position), integer(position)),
        (iri(PG.authorName), string(name)),
    )


def _identifier_pairs(paper: Paper) -> list[Pair]:
    """The identifiers as ``scheme:value``, the id where it looks like none of these, and the addresses."""
    named = [(scheme, value) for scheme, values in paper.identifiers.items() for value in _several(values)]
    others = [f"{encode_scheme(scheme)}:{value}" for scheme, value in named if scheme != "url"]
    return [
        (iri(DCTERMS.identifier), string(paper.id) if ":" not in paper.id else None),
        *((iri(DCTERMS.identifier), string(other)) for other in others),
        *((iri(SCHEMA.url), typed(value, XSD.anyURI)) for scheme, value in named if scheme == "url"),
    ]


def encode_scheme(scheme: str) -> str:
    """The name of a scheme without colons, so that the first colon of ``scheme:value`` ends it.

    >>> encode_scheme("arxiv"), encode_scheme("a:b")
    ('arxiv', 'a%3Ab')
    """
    return scheme.replace("%", "%25").replace(":", "%3A")


def _several(values: Any) -> tuple[str, ...]:
    return (values,) if isinstance(values, str) else tuple(map(str, values))


def _describe_community(corpus: Corpus, triples: Sink, community: Attributes) -> None:
    triples.add(
        corpus.iri(community["id"]),
        (_TYPE, iri(PG.Community)),
        (_LABEL, string(community["name"])),
        *((iri(PG.typicalEntity), corpus.iri(entity)) for entity in community["entities"]),
    )


def _describe_entity(corpus: Corpus, triples: Sink, node: str, attributes: Attributes) -> None:
    name, known = attributes["name"], corpus.entities.get(node)
    count = attributes.get("papers")
    triples.add(
        corpus.iri(node),
        (_TYPE, iri(PG.ResearchEntity)),
        (_TYPE, iri(ENTITY_CLASSES[str(attributes["type"])])),
        (_LABEL, string(name)),
        (iri(SKOS.prefLabel), string(name)),
        (iri(PG.paperCount), integer(count) if isinstance(count, int) else None),
        *_name_pairs(attributes, known),
        *(_outside_pairs(known) if known else ()),
    )


def _name_pairs(attributes: Attributes, entity: CanonicalEntity | None) -> Iterator[Pair]:
    """The other names: all of them as alternative labels, and besides who has them, papers or the vocabulary."""
    used = {*(attributes.get("aliases") or ()), *(entity.aliases if entity else ())} - {attributes["name"]}
    known = {*(attributes.get("altLabels") or ()), *(entity.alt_labels if entity else ())} - {attributes["name"]}
    for term, names in ((SKOS.altLabel, used | known), (PG.usedName, used), (PG.knownName, known)):
        yield from ((iri(term), string(name)) for name in names)


def _outside_pairs(entity: CanonicalEntity) -> list[Pair]:
    """The same thing elsewhere: addresses of ids as matches, all other ids as identifiers; and the pages about it."""
    matches = [
        (iri(SKOS.exactMatch), iri(same)) if _is_address(same) else (iri(DCTERMS.identifier), string(same))
        for same in entity.same_as
    ]
    return [*matches, *((iri(SCHEMA.sameAs), iri(page)) for page in entity.pages)]


def _is_address(text: str) -> bool:
    """Whether a text is an address that an IRI holds just as it is."""
    return bool(_WEB.fullmatch(text)) and iri(text) == f"<{text}>"


def _describe_repository(corpus: Corpus, triples: Sink, node: str, attributes: Attributes) -> None:
    name = string(corpus.name(node))
    triples.add(
        corpus.iri(node),
        (_TYPE, iri(PG.Repository)),
        (_LABEL, name),
        (iri(SCHEMA.name), name),
        (iri(PG.host), string(attributes["host"])),
        (iri(PG.owner), string(attributes["owner"])),
        (iri(SCHEMA.codeRepository), typed(attributes["url"], XSD.anyURI)),
    )


def _describe_link(corpus: Corpus, triples: Sink, node: str, attributes: Attributes) -> None:
    triples.add(
        corpus.iri(node),
        (_TYPE, iri(PG.Link)),
        (_LABEL, string(attributes["url"])),
        (iri(SCHEMA.url), typed(attributes["url"], XSD.anyURI)),
        (iri(PG.linkKind), link_kind(attributes.get("linkKind"))),
    )


def link_kind(kind: object) -> str | None:
    """The concept of a kind of link, as a term."""
    return iri(LINK_KINDS[str(kind)]) if kind else None


def _describe_result(corpus: Corpus, triples: Sink, node: str, attributes: Attributes) -> None:
    number, direction = attributes.get("number"), attributes.get("direction")
    triples.add(
        corpus.iri(node),
        (_TYPE, iri(PG.Result)),
        (_LABEL, string(corpus.name(node))),
        (iri(PG.valueText), string(attributes["value"])),
        (iri(PG.value), decimal(number) if number is not None else None),
        (iri(PG.unit), _optional(attributes.get("unit"))),
        (iri(PG.direction), string(str(direction)) if direction else None),
    )


def _optional(text: str | None) -> str | None:
    return string(text) if text else None


def _better_directions(corpus: Corpus, triples: Sink) -> None:
    """Say of a metric whether higher is better, where all its results agree on that."""
    seen: dict[str, set[str]] = defaultdict(set)
    for result, metric, key in corpus.graph.edges(keys=True):
        direction = corpus.graph.nodes[result].get("direction") if key == "byMetric" else None
        if direction and str(corpus.graph.nodes[metric].get("type")) == "METRIC":
            seen[metric].add(str(direction))
    for metric, directions in seen.items():
        if len(directions) == 1:
            triples.add(corpus.iri(metric), (iri(PG.higherIsBetter), boolean(directions == {"higher"})))


_KINDS: dict[str, Callable[[Corpus, Sink, str, Attributes], None]] = {
    "paper": _describe_paper,
    "entity": _describe_entity,
    "repository": _describe_repository,
    "link": _describe_link,
    "result": _describe_result,
}
