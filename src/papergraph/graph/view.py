"""What a programmer holds: a thin view of the graph with papers, entities, and the reasons behind both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any, NamedTuple

import networkx as nx

from papergraph.errors import NotFoundError
from papergraph.identifiers import node_id
from papergraph.model import CanonicalEntity, EntityType, Merge, Role
from papergraph.text import fold_name, normalise_title

_ROLES = frozenset(role.value for role in Role)


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper of the graph; a list of these makes a pandas DataFrame."""

    id: str
    title: str
    year: int | None
    authors: tuple[str, ...]
    identifiers: Mapping[str, list[str]]
    community: int | None


@dataclass(frozen=True, slots=True)
class EntityView:
    """An entity of the graph; ``papers`` is how many papers name it. A list of these makes a pandas DataFrame."""

    id: str
    name: str
    type: EntityType
    aliases: tuple[str, ...]
    papers: int


class Related(NamedTuple):
    """A linked paper, the weight, and what is shared: entity, weight, role here, role there."""

    paper: PaperView
    weight: float
    why: tuple[tuple[EntityView, float, Role, Role], ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An entity in one paper: its role, the spans of its mentions, and the sentence of the first."""

    paper: PaperView
    role: Role
    spans: tuple[tuple[int, int], ...]
    sentence: str | None


@dataclass(frozen=True, slots=True)
class Why:
    """How an entity came about: where papers name it, and by which reasons its names are one."""

    entity: EntityView
    occurrences: tuple[Occurrence, ...]
    merges: tuple[Merge, ...]


@dataclass(frozen=True)
class Graph:
    """A graph and the questions one asks of it; :attr:`graph` is the networkx graph itself.

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

    def related(self, paper: str) -> list[Related]:
        """The papers that a paper (id or title) is linked to, the closest first, each with its reasons.

        :raises NotFoundError: the graph has no such paper.
        """
        own = self._find_paper(paper)
        edges = [*self._shared(self.graph.out_edges(own, keys=True, data=True), own),
                 *self._shared(self.graph.in_edges(own, keys=True, data=True), own)]  # fmt: skip
        return sorted(edges, key=lambda related: (-related.weight, related.paper.id))

    def why(self, name: str) -> Why:
        """Which mentions of which papers became an entity (name, alias or id), and by which reasons.

        :raises NotFoundError: the graph has no such entity.
        """
        entity = self._find_entity(name)
        found = [
            Occurrence(self._paper(paper), Role(key), tuple((a, b) for a, b in data["mentions"]), data["sentence"])
            for paper, _, key, data in sorted(
                self.graph.in_edges(entity, keys=True, data=True), key=lambda edge: edge[:3]
            )
            if key in _ROLES
        ]
        merges = next((canonical.merges for canonical in self.canonical if canonical.id == entity), ())
        return Why(self._entity(entity), tuple(found), merges)

    def find(self, name: str) -> PaperView | EntityView:
        """The entity or paper of a name, alias, title or id.

        :raises NotFoundError: there is none; the error holds similar names.
        """
        node = self._lookup("entity", name) or self._lookup("paper", name)
        if node is None:
            raise NotFoundError("entity or paper", name, similar=self._similar(name, "entity", "paper"))
        return self._entity(node) if self.graph.nodes[node]["kind"] == "entity" else self._paper(node)

    def _find_paper(self, name: str) -> str:
        return self._found("paper", name)

    def _find_entity(self, name: str) -> str:
        return self._found("entity", name)

    def _found(self, kind: str, name: str) -> str:
        node = self._lookup(kind, name)
        if node is None:
            raise NotFoundError(kind, name, similar=self._similar(name, kind))
        return node

    def _lookup(self, kind: str, name: str) -> str | None:
        for node in (name, node_id(kind, name)):
            if node in self.graph and self.graph.nodes[node]["kind"] == kind:
                return node
        index = self._indexes[kind]
        return index.get(name) or index.get(_folded(kind, name))

    @cached_property
    def _indexes(self) -> dict[str, dict[str, str]]:
        """Nodes by their names: as written before folded, names before aliases, entities of many papers first."""
        entities = self.entities()
        names = [(entity.id, entity.name) for entity in entities]
        aliases = [(entity.id, alias) for entity in entities for alias in entity.aliases]
        titles = [(paper.id, paper.title) for paper in self.papers()]
        return {"entity": _index("entity", names + aliases), "paper": _index("paper", titles)}

    def _similar(self, name: str, *kinds: str) -> list[str]:
        titles = {_folded(kind, label): label for kind in kinds for label in self._labels(kind)}
        close = get_close_matches(_folded(kinds[0], name), sorted(titles), n=3)
        return [titles[label] for label in close]

    def _labels(self, kind: str) -> Iterator[str]:
        label = "title" if kind == "paper" else "name"
        return (self.graph.nodes[node][label] for node in self._nodes(kind))

    def _nodes(self, kind: str) -> list[str]:
        return sorted(node for node, data in self.graph.nodes(data=True) if data["kind"] == kind)

    def _paper(self, node: str) -> PaperView:
        data = self.graph.nodes[node]
        return PaperView(
            node, data["title"], data["year"], tuple(data["authors"]), data["identifiers"], data["community"]
        )

    def _entity(self, node: str) -> EntityView:
        data = self.graph.nodes[node]
        return EntityView(node, data["name"], EntityType(data["type"]), tuple(data["aliases"]), data["papers"])

    def _shared(self, edges: Any, own: str) -> Iterator[Related]:
        for source, target, key, data in edges:
            if key == "sharesEntityWith":
                other, order = (target, 1) if source == own else (source, -1)
                yield Related(self._paper(other), data["weight"], tuple(self._reasons(data["why"], order)))

    def _reasons(self, why: list[dict[str, Any]], order: int) -> Iterator[tuple[EntityView, float, Role, Role]]:
        for reason in why:
            here, there = reason["roles"][::order]
            yield self._entity(reason["entity"]), reason["weight"], Role(here), Role(there)


def _folded(kind: str, name: str) -> str:
    return normalise_title(name) if kind == "paper" else fold_name(name)


def _index(kind: str, pairs: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for node, name in pairs:
        found.setdefault(name, node)
    for node, name in pairs:
        found.setdefault(_folded(kind, name), node)
    return found
