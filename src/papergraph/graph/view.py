"""What a programmer holds: a thin view of the graph with papers, entities, and the reasons behind both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import networkx as nx

from papergraph.graph.lookup import ROLES, Lookup
from papergraph.graph.paths import Hop, cheapest, costs
from papergraph.graph.values import CommunityView, EntityView, Occurrence, PaperView, Reason, Related, Step, Why
from papergraph.model import CanonicalEntity, EntityType, Role


@dataclass(frozen=True)
class Graph:
    """A graph and the questions one asks of it; :attr:`graph` is the networkx graph itself.

    Names are looked up as they are written before spellings are folded. A name that several have is an error, which
    lists them; ids never are.

    :param canonical: the entities with their merges, for :meth:`why`; without them it knows the occurrences only.
    """

    graph: nx.MultiDiGraph[str]
    canonical: tuple[CanonicalEntity, ...] = field(default=(), repr=False)

    def papers(self) -> list[PaperView]:
        """All papers, in the order of their ids."""
        return [self._paper(node) for node in self._nodes("paper")]

    def entities(self, type: EntityType | str | None = None) -> list[EntityView]:
        """All entities, or those of one type, those of most papers first.

        :raises ValueError: there is no such type.
        """
        wanted = EntityType(type) if type is not None else None
        found = [self._entity(node) for node in self._nodes("entity")]
        return sorted(
            (entity for entity in found if wanted in (None, entity.type)),
            key=lambda entity: (-entity.papers, entity.id),
        )

    def communities(self) -> list[CommunityView]:
        """The communities of papers, those of most papers first."""
        papers = Counter(paper.community for paper in self.papers())
        found = (
            CommunityView(data["id"], data["name"], tuple(data["entities"]), papers[data["id"]])
            for data in self.graph.graph.get("communities", ())
        )
        return sorted(found, key=lambda community: (-community.papers, community.id))

    def related(self, paper: str) -> list[Related]:
        """The papers that a paper (id, title or part of it) is linked to, the closest first, each with its reasons.

        :raises NotFoundError: the graph has no such paper.
        :raises AmbiguousNameError: several papers have such a title.
        """
        own = self._lookup.paper(paper).id
        edges = [*self._shared(self.graph.out_edges(own, keys=True, data=True), own),
                 *self._shared(self.graph.in_edges(own, keys=True, data=True), own)]  # fmt: skip
        return sorted(edges, key=lambda related: (-related.weight, related.paper.id))

    def why(self, name: str) -> Why:
        """Which mentions of which papers became an entity (name, alias or id), and by which reasons.

        :raises NotFoundError: the graph has no such entity.
        :raises AmbiguousNameError: several entities have that name.
        """
        entity = self._lookup.entity(name)
        found = next((canonical for canonical in self.canonical if canonical.id == entity.id), None)
        merges, parents = ((), (None, None)) if found is None else (found.merges, (found.variant_of, found.broader))
        return Why(entity, tuple(self._occurrences(entity.id)), merges, *parents)

    def path(self, start: str, end: str) -> tuple[Step, ...] | None:
        """The strongest short path between two papers or entities, named as for :meth:`find`.

        Empty if both are one node, None if nothing joins them. The way back is the same path.

        :raises NotFoundError: the graph has no such paper or entity.
        :raises AmbiguousNameError: several have that name.
        """
        hops = cheapest(self._costs, self.find(start).id, self.find(end).id)
        return None if hops is None else tuple(map(self._step, hops))

    def find(self, name: str) -> PaperView | EntityView:
        """The entity of a name, alias or id, else the paper of an id, a title or a part of a title.

        :raises NotFoundError: there is none; the error holds similar names.
        :raises AmbiguousNameError: there are several; the error holds their ids.
        """
        return self._lookup.either(name)

    def find_paper(self, name: str) -> PaperView:
        """The paper of an id, a title or a part of a title (whole words).

        :raises NotFoundError: there is none; the error holds similar titles.
        :raises AmbiguousNameError: there are several; the error holds their ids.
        """
        return self._lookup.paper(name)

    @cached_property
    def _lookup(self) -> Lookup:
        labels = ((node, self.graph.nodes[node].get("altLabels", ())) for node in self._nodes("entity"))
        return Lookup(self.papers(), self.entities(), ((label, node) for node, some in labels for label in some))

    @cached_property
    def _costs(self) -> nx.Graph[str]:
        return costs(self.graph)

    def _texts(self, entity: str) -> Mapping[str, str]:
        """The texts of the papers that name an entity, by node, as far as they are at hand."""
        return {}

    def _nodes(self, kind: str) -> list[str]:
        return sorted(node for node, data in self.graph.nodes(data=True) if data["kind"] == kind)

    def _node(self, node: str) -> PaperView | EntityView:
        return self._entity(node) if self.graph.nodes[node]["kind"] == "entity" else self._paper(node)

    def _paper(self, node: str) -> PaperView:
        data = self.graph.nodes[node]
        return PaperView(
            node, data["title"], data["year"], tuple(data["authors"]), data["identifiers"], data["community"]
        )

    def _entity(self, node: str) -> EntityView:
        data = self.graph.nodes[node]
        return EntityView(node, data["name"], EntityType(data["type"]), tuple(data["aliases"]), data["papers"])

    def _occurrences(self, entity: str) -> Iterator[Occurrence]:
        texts, edges = self._texts(entity), self.graph.in_edges(entity, keys=True, data=True)
        roles = ((ROLES.index(key), paper, data) for paper, _, key, data in edges if key in ROLES)
        for rank, paper, data in sorted(roles, key=lambda edge: edge[:2]):
            spans = tuple((start, end) for start, end in data["mentions"])
            forms = tuple(texts[paper][start:end] for start, end in spans) if paper in texts else ()
            yield Occurrence(self._paper(paper), Role(ROLES[rank]), spans, data["sentence"], forms)

    def _shared(self, edges: Any, own: str) -> Iterator[Related]:
        for source, target, key, data in edges:
            if key == "sharesEntityWith":
                other, order = (target, 1) if source == own else (source, -1)
                reasons = tuple(self._reason(own, other, reason, order) for reason in data["why"])
                yield Related(self._paper(other), data["weight"], reasons)

    def _reason(self, own: str, other: str, why: Mapping[str, Any], order: int) -> Reason:
        here, there = why["roles"][::order]
        sentences = (self._sentence(own, why["entity"], here), self._sentence(other, why["entity"], there))
        return Reason(self._entity(why["entity"]), why["weight"], Role(here), Role(there), *sentences)

    def _sentence(self, paper: str, entity: str, role: str) -> str | None:
        sentence: str | None = self.graph.get_edge_data(paper, entity, role, {}).get("sentence")
        return sentence

    def _step(self, hop: Hop) -> Step:
        ends = (hop.target, hop.source) if hop.turned else (hop.source, hop.target)
        data = self.graph.edges[(*ends, hop.relation)]
        return Step(
            self._node(hop.source), self._node(hop.target), hop.relation, hop.turned,
            data.get("sentence"), data.get("reason"),
        )  # fmt: skip
