"""What the page needs of the graph: typed, sorted, with missing attributes filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import networkx as nx

from papergraph.identifiers import node_id
from papergraph.model import EntityType, Extraction, Role

KINDS = ("paper", *(entity_type.value for entity_type in EntityType), "repository")
ROLES = tuple(role.value for role in Role)

_ENTITY_RELATIONS = ("variantOf", "broader")
_RESULT_RELATIONS = ("ofSubject", "onBenchmark", "byMetric", "comparedWith")
_LINK_EDGES = ("hasRepository", "linksTo")


@dataclass(frozen=True, slots=True)
class RoleEdge:
    """What an entity is to a paper, with the evidence; spans are code points of the paper's text."""

    paper: str
    entity: str
    role: str
    confidence: float | None
    sentence: str
    mentions: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class LinkEdge:
    """A link of a paper to a repository or to another address."""

    paper: str
    target: str
    url: str
    kind: str
    own: bool
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Share:
    """Two papers that share entities, and which ones, strongest first."""

    left: str
    right: str
    weight: float
    why: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class ReportedResult:
    """A measured value of a paper, with the evidence; the entities are node ids, or missing."""

    paper: str
    value: str
    number: float | None
    direction: str | None
    subject: str | None
    benchmark: str | None
    metric: str | None
    baseline: str | None
    sentence: str = ""
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """A graph as the page shows it; all in an order that depends on nothing but the graph.

    ``communities`` has the name of each by its id.
    """

    nodes: Mapping[str, Mapping[str, Any]]
    kinds: Mapping[str, str]
    roles: tuple[RoleEdge, ...]
    links: tuple[LinkEdge, ...]
    shares: tuple[Share, ...]
    relations: tuple[tuple[str, str, str, str], ...]
    results: tuple[ReportedResult, ...]
    papers: Mapping[str, Extraction] = field(default_factory=dict)
    communities: Mapping[str, str] = field(default_factory=dict)

    def of_kind(self, *kinds: str) -> list[str]:
        """The ids of the nodes of these kinds, sorted."""
        return [node for node, kind in self.kinds.items() if kind in kinds]

    def name(self, node: str) -> str:
        """The name that people read: a paper's title, an entity's name, owner and name of a repository."""
        attributes = self.nodes[node]
        if self.kinds[node] == "repository":
            parts = [str(attributes.get(key) or "") for key in ("owner", "name")]
            return "/".join(part for part in parts if part) or node.removeprefix("repository/")
        return str(attributes.get("title") or attributes.get("name") or node)


def read_content(graph: nx.MultiDiGraph[str], extractions: Iterable[Extraction]) -> Content:
    """Read what the page shows out of a graph, which is left as it is."""
    nodes = {node: graph.nodes[node] for node in sorted(graph)}
    kinds = {node: kind for node, attributes in nodes.items() if (kind := _kind(attributes))}
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    return Content(
        nodes=nodes,
        kinds=kinds,
        roles=tuple(_role(edge) for edge in edges if edge[2] in ROLES and {edge[0], edge[1]} <= kinds.keys()),
        links=tuple(_link(edge, nodes) for edge in edges if edge[2] in _LINK_EDGES and edge[0] in kinds),
        shares=tuple(_share(edge, kinds) for edge in edges if edge[2] == "sharesEntityWith"),
        relations=tuple(
            _relation(edge) for edge in edges if edge[2] in _ENTITY_RELATIONS and {edge[0], edge[1]} <= kinds.keys()
        ),
        results=_results(edges, nodes),
        papers={node_id("paper", extraction.paper.id): extraction for extraction in extractions},
        communities={str(given["id"]): str(given["name"]) for given in graph.graph.get("communities", ())},
    )


def _kind(attributes: Mapping[str, Any]) -> str | None:
    kind = attributes.get("kind")
    kind = attributes.get("type") if kind == "entity" else kind
    return str(kind) if kind in KINDS else None


def _role(edge: tuple[str, str, str, Mapping[str, Any]]) -> RoleEdge:
    paper, entity, role, data = edge
    mentions = tuple(sorted((int(start), int(end)) for start, end in data.get("mentions") or ()))
    return RoleEdge(paper, entity, role, data.get("confidence"), str(data.get("sentence") or ""), mentions)


def _link(edge: tuple[str, str, str, Mapping[str, Any]], nodes: Mapping[str, Mapping[str, Any]]) -> LinkEdge:
    paper, target, _, data = edge
    kind = data.get("linkKind") or nodes[target].get("linkKind") or "code"
    url = str(data.get("url") or nodes[target].get("url") or "")
    return LinkEdge(paper, target, url, str(kind), bool(data.get("own")), _span(data))


def _share(edge: tuple[str, str, str, Mapping[str, Any]], kinds: Mapping[str, str]) -> Share:
    left, right, _, data = edge
    why = ((str(item["entity"]), float(item["weight"])) for item in data.get("why") or ())
    return Share(left, right, float(data.get("weight") or 0.0), tuple(item for item in why if item[0] in kinds))


def _relation(edge: tuple[str, str, str, Mapping[str, Any]]) -> tuple[str, str, str, str]:
    return edge[0], edge[1], edge[2], str(edge[3].get("reason") or "")


def _results(edges: list[Any], nodes: Mapping[str, Mapping[str, Any]]) -> tuple[ReportedResult, ...]:
    about: dict[str, dict[str, str]] = {}
    for source, target, key, _ in edges:
        if key in _RESULT_RELATIONS:
            about.setdefault(source, {})[key] = target
    reported = ((source, target, data) for source, target, key, data in edges if key == "reports")
    return tuple(_result(paper, nodes[result], about.get(result, {}), data) for paper, result, data in reported)


def _result(
    paper: str, attributes: Mapping[str, Any], about: Mapping[str, str], evidence: Mapping[str, Any]
) -> ReportedResult:
    value, direction = str(attributes.get("value") or ""), attributes.get("direction")
    return ReportedResult(
        paper,
        value,
        attributes.get("number"),
        str(direction) if direction else None,
        subject=about.get("ofSubject"),
        benchmark=about.get("onBenchmark"),
        metric=about.get("byMetric"),
        baseline=about.get("comparedWith"),
        sentence=str(evidence.get("sentence") or ""),
        span=_span(evidence),
    )


def _span(evidence: Mapping[str, Any]) -> tuple[int, int] | None:
    span = evidence.get("span")
    return (int(span[0]), int(span[1])) if span else None
