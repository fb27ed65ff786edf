"""From a resolution to the networkx graph, node by node and edge by edge as the design's tables say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import networkx as nx

from papergraph.graph.communities import Community, find_communities
from papergraph.graph.linking import DEFAULT_BEST, PaperLink, link_papers
from papergraph.identifiers import content_hash, node_id, repository_of, split_repository
from papergraph.model import CanonicalEntity, Entity, Extraction, Link, Paper, Resolution, Result, Role
from papergraph.sentences import Sentences
from papergraph.text import fold_name

Attributes = dict[str, Any]
_RANK = {role: rank for rank, role in enumerate(Role)}
_RESULT_EDGES = (
    ("ofSubject", "subject"),
    ("onBenchmark", "benchmark"),
    ("byMetric", "metric"),
    ("comparedWith", "baseline"),
)


def build_graph(resolution: Resolution, *, best: int = DEFAULT_BEST) -> nx.MultiDiGraph[str]:
    """The graph of a resolution: papers, entities, repositories, links, results, and links between papers.

    Nodes and edges are added in the order of their ids, and all attributes are values that JSON knows.

    :param best: how many links to other papers each paper asks for.
    """
    draft = _Draft()
    for entity in resolution.entities:
        draft.add_entity(entity)
    for extraction in sorted(resolution.extractions, key=lambda e: (e.paper.id, e.paper.text, repr(e))):
        draft.add_extraction(extraction)
    links = link_papers(draft.shares, resolution.entities, best=best)
    draft.add_paper_links(links)
    draft.add_communities(find_communities(links, draft.shares, resolution.entities))
    return draft.finish()


class _Draft:
    """Nodes and edges as they are gathered; what comes first stays, and later ones add to it."""

    def __init__(self) -> None:
        self.nodes: dict[str, Attributes] = {}
        self.edges: dict[tuple[str, str, str], Attributes] = {}
        self.shares: dict[str, dict[str, Role]] = {}
        self.communities: list[Attributes] = []

    def finish(self) -> nx.MultiDiGraph[str]:
        communities = sorted(self.communities, key=lambda community: community["id"])
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(communities=communities)
        graph.add_nodes_from(sorted(self.nodes.items()))
        for (source, target, key), attributes in sorted(self.edges.items(), key=lambda item: item[0]):
            if source in self.nodes and target in self.nodes:
                graph.add_edge(source, target, key=key, **attributes)
        return graph

    def add_entity(self, entity: CanonicalEntity) -> None:
        self.nodes[entity.id] = {
            "kind": "entity",
            "type": entity.type.value,
            "name": entity.name,
            "aliases": list(entity.aliases),
            "altLabels": list(entity.alt_labels),
            "sameAs": list(entity.same_as),
            "pages": list(entity.pages),
            "papers": entity.paper_count,
        }
        for key, relation in (("variantOf", entity.variant_of), ("broader", entity.broader)):
            if relation:
                self.edges[entity.id, relation.target, key] = {"reason": relation.reason}

    def add_extraction(self, extraction: Extraction) -> None:
        paper = extraction.paper
        own, sentences = node_id("paper", paper.id), Sentences(paper.text)
        self.nodes.setdefault(own, _paper_node(paper))
        shared = self.shares.setdefault(own, {})
        for entity in extraction.entities:
            if entity.id:
                self._add_role(own, entity, sentences)
                shared[entity.id] = min(shared.get(entity.id, entity.role), entity.role, key=_RANK.__getitem__)
        for link in extraction.links:
            self._add_link(own, link)
        ids = _ids_by_name(extraction.entities) if extraction.results else {}
        for result in extraction.results:
            self._add_result(paper, result, ids, sentences)

    def _add_role(self, paper: str, entity: Entity, sentences: Sentences) -> None:
        assert entity.id is not None
        key = (paper, entity.id, entity.role.value)
        before = self.edges.get(key, {"confidence": None, "mentions": []})
        spans = sorted({*map(tuple, before["mentions"]), *((m.start, m.end) for m in entity.mentions)})
        known = [value for value in (before["confidence"], entity.confidence) if value is not None]
        self.edges[key] = {
            "confidence": max(known, default=None),
            "mentions": [list(span) for span in spans],
            "sentence": sentences.at(*spans[0]) if spans else None,
        }

    def _add_link(self, paper: str, link: Link) -> None:
        repository = _repository(link)
        target = (
            node_id("repository", "/".join(repository).lower())
            if repository
            else node_id("link", content_hash(link.url))
        )
        node = _repository_node(*repository) if repository else _link_node(link)
        before = self.nodes.get(target, node)
        self.nodes[target] = min(
            before, node, key=lambda attributes: (attributes["url"], attributes.get("linkKind", ""))
        )
        key = (paper, target, "hasRepository" if repository else "linksTo")
        edge = {"own": link.own, "linkKind": link.kind.value, "span": [link.start, link.end]}
        first = min(
            self.edges.get(key, edge), edge, key=lambda attributes: (attributes["span"], attributes["linkKind"])
        )
        self.edges[key] = first | {"own": edge["own"] or self.edges.get(key, edge)["own"]}

    def _add_result(self, paper: Paper, result: Result, ids: Mapping[str, str], sentences: Sentences) -> None:
        own = node_id("result", content_hash(paper.id, str(result.start), str(result.end), result.value))
        self.nodes[own] = _result_node(result)
        self.edges[node_id("paper", paper.id), own, "reports"] = {
            "span": [result.start, result.end],
            "sentence": sentences.at(result.start, result.end),
        }
        for key, field in _RESULT_EDGES:
            name = getattr(result, field)
            if name and (target := ids.get(name) or ids.get(fold_name(name))):
                self.edges[own, target, key] = {}

    def add_paper_links(self, links: Sequence[PaperLink]) -> None:
        for link in links:
            self.edges[link.left, link.right, "sharesEntityWith"] = {"weight": link.weight, "why": list(_why(link))}

    def add_communities(self, communities: Sequence[Community]) -> None:
        for community in communities:
            self.communities.append(
                {"id": community.id, "name": community.name, "entities": sorted(community.entities)}
            )
            for paper in community.papers:
                self.nodes[paper]["community"] = community.id


def _why(link: PaperLink) -> Iterator[Attributes]:
    for reason in link.why:
        yield {"entity": reason.entity, "weight": reason.weight, "roles": [role.value for role in reason.roles]}


def _ids_by_name(entities: Sequence[Entity]) -> Mapping[str, str]:
    """The ids of a paper's entities by name, as written first, then folded."""
    found: dict[str, str] = {}
    for spell in (str, fold_name):
        for entity in entities:
            for form in (entity.name, *(mention.text for mention in entity.mentions)):
                if entity.id:
                    found.setdefault(spell(form), entity.id)
    return found


def _paper_node(paper: Paper) -> Attributes:
    return {
        "kind": "paper",
        "title": paper.title,
        "year": paper.year,
        "authors": list(paper.authors),
        "identifiers": {scheme: list(values) for scheme, values in sorted(paper.identifiers.items())},
        "community": None,
    }


def _repository(link: Link) -> tuple[str, str, str] | None:
    """Host, owner and name of a link's repository, as written where the URL holds it."""
    written = split_repository(link.url)
    if link.repository is None or (written and repository_of(link.url) == link.repository.lower()):
        return written
    parts = link.repository.split("/")
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 and all(parts) else written


def _repository_node(host: str, owner: str, name: str) -> Attributes:
    return {
        "kind": "repository",
        "host": host.lower(),
        "owner": owner,
        "name": name,
        "url": f"https://{host.lower()}/{owner}/{name}",
    }


def _link_node(link: Link) -> Attributes:
    return {"kind": "link", "url": link.url, "linkKind": link.kind.value}


def _result_node(result: Result) -> Attributes:
    return {
        "kind": "result",
        "value": result.value,
        "number": result.number,
        "unit": result.unit or None,
        "direction": result.direction.value if result.direction else None,
    }
