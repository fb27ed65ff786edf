"""What the export reads: the graph and the resolution, joined by the ids of the graph's nodes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from papergraph.identifiers import node_id
from papergraph.model import CanonicalEntity, Extraction, Paper, Resolution
from papergraph.rdf import terms
from papergraph.sentences import Sentences

if TYPE_CHECKING:
    import networkx as nx

Spans = Mapping[tuple[str, str, int, int], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The graph, and by node id the papers and entities; ``sources`` names the extractors of each span."""

    graph: nx.MultiDiGraph[Any]
    papers: Mapping[str, Paper]
    entities: Mapping[str, CanonicalEntity]
    sources: Spans
    base: str
    _last: dict[str, Sentences] = field(default_factory=dict)

    def iri(self, node: str) -> str:
        """The IRI of a node, as a term."""
        return terms.iri(self.base + node)

    def sentence(self, paper: str, start: int, end: int) -> str | None:
        """The sentence of a span of a paper, as the graph has it; only the last paper's sentences are kept."""
        if paper not in self._last:
            self._last.clear()
            self._last[paper] = Sentences(self.papers[paper].text)
        return self._last[paper].at(start, end)

    def name(self, node: str) -> str:
        """What people call a node: the name of an entity, the id of a paper, the address of a link."""
        attributes = self.graph.nodes[node]
        return _NAMES[attributes["kind"]](self, node, attributes)


def _result_name(corpus: Corpus, node: str, attributes: Mapping[str, Any]) -> str:
    parts = {key: corpus.name(entity) for _, entity, key in sorted(corpus.graph.out_edges(node, keys=True))}
    subject, metric, benchmark = (parts.get(key, "") for key in ("ofSubject", "byMetric", "onBenchmark"))
    said = [subject and f"{subject}:", str(attributes["value"]), metric, benchmark and f"on {benchmark}"]
    return " ".join(filter(None, said))


_NAMES: dict[str, Callable[[Corpus, str, Mapping[str, Any]], str]] = {
    "paper": lambda corpus, node, attributes: corpus.papers[node].id,
    "entity": lambda corpus, node, attributes: str(attributes["name"]),
    "repository": lambda corpus, node, attributes: f"{attributes['owner']}/{attributes['name']}",
    "link": lambda corpus, node, attributes: str(attributes["url"]),
    "result": _result_name,
}


def join(graph: nx.MultiDiGraph[Any], resolution: Resolution, *, base: str) -> Corpus:
    """The corpus of a graph and the resolution that it was made from."""
    known = {node_id("paper", extraction.paper.id): extraction for extraction in resolution.extractions}
    return Corpus(
        graph=graph,
        papers={
            node: known[node].paper if node in known else _paper(node, attributes)
            for node, attributes in graph.nodes(data=True)
            if attributes["kind"] == "paper"
        },
        entities={entity.id: entity for entity in resolution.entities},
        sources=_sources(known),
        base=base,
    )


def _paper(node: str, attributes: Mapping[str, Any]) -> Paper:
    """What a node alone says of a paper."""
    return Paper(
        id=unquote(node.partition("/")[2]),
        title=attributes["title"],
        year=attributes.get("year"),
        authors=tuple(attributes.get("authors") or ()),
    )


def _sources(known: Mapping[str, Extraction]) -> Spans:
    found: dict[tuple[str, str, int, int], set[str]] = defaultdict(set)
    for node, extraction in known.items():
        for entity in extraction.entities:
            for mention in entity.mentions:
                if entity.id and mention.source:
                    found[node, entity.id, mention.start, mention.end].add(mention.source)
    return {span: tuple(sorted(names)) for span, names in found.items()}
