"""What matters most: order and sizes of the nodes, edges worth drawing, the first view (the backbone)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from papergraph.explorer.content import ROLES, Content, RoleEdge

FIRST_ENTITIES = 120
FIRST_PAPERS = 200
SMALL_VIEW = 60
MOST_DRAWN = 1500
EDGES_PER_PAPER = 4
EDGES_PER_ENTITY = 14
_METRIC_FACTOR = 0.4


@dataclass(frozen=True, slots=True)
class Ranking:
    """``order``: all nodes, the ``first`` of them the first view; ``strong``: indices of the role edges to draw.

    ``papers`` and ``rarity``: how many papers name an entity, and how telling it is that they share it.
    """

    order: tuple[str, ...]
    first: int
    sizes: Mapping[str, int]
    strong: tuple[int, ...]
    rarity: Mapping[str, float]
    papers: Mapping[str, int]

    @property
    def first_view(self) -> frozenset[str]:
        """The nodes drawn at first."""
        return frozenset(self.order[: self.first])


def rank(content: Content) -> Ranking:
    """Rank the nodes of a graph by how much they tie together, generic hubs weighed down."""
    papers_of = _papers_of(content)
    count = len(content.of_kind("paper"))
    rarity = {entity: rarity_of(len(papers), count) for entity, papers in papers_of.items()}
    scores = _entity_scores(content, papers_of, rarity) | _paper_scores(content, papers_of, rarity)
    scores |= _repository_scores(content)
    shared = [entity for entity, papers in papers_of.items() if len(papers) > 1]
    backbone = set(_best(shared, scores, FIRST_ENTITIES))
    inner = _strong_edges(content.roles, papers_of, rarity, among=backbone)
    first = _first_view(content, scores, [content.roles[index] for index in inner])
    outer = _strong_edges(content.roles, papers_of, rarity, among=papers_of.keys() - backbone)
    strong = tuple(sorted(inner + outer))
    order = sorted(content.kinds, key=lambda node: (node not in first, -round(scores.get(node, 0.0), 9), node))
    papers = {entity: len(found) for entity, found in papers_of.items()}
    return Ranking(tuple(order), len(first), _sizes(content, papers_of, scores), strong, rarity, papers)


def rarity_of(papers: int, total: int) -> float:
    """How telling it is to share an entity that so many of all papers name: near 1 for a few, near 0 for all.

    >>> round(rarity_of(2, 400), 2), round(rarity_of(400, 400), 2)
    (0.88, 0.0)
    """
    return math.log((total + 1) / papers) / math.log(total + 1) if papers and total else 0.0


def _papers_of(content: Content) -> dict[str, set[str]]:
    papers: dict[str, set[str]] = {entity: set() for entity in content.kinds if entity.startswith("entity/")}
    for edge in content.roles:
        papers.setdefault(edge.entity, set()).add(edge.paper)
    return papers


def _entity_scores(
    content: Content, papers_of: Mapping[str, set[str]], rarity: Mapping[str, float]
) -> dict[str, float]:
    return {
        entity: len(papers) * rarity[entity] ** 2 * (_METRIC_FACTOR if content.kinds.get(entity) == "METRIC" else 1.0)
        for entity, papers in papers_of.items()
    }


def _paper_scores(content: Content, papers_of: Mapping[str, set[str]], rarity: Mapping[str, float]) -> dict[str, float]:
    ties: dict[str, list[float]] = {paper: [] for paper in content.of_kind("paper")}
    for edge in content.roles:
        if len(papers_of[edge.entity]) > 1 and content.kinds[edge.entity] != "METRIC":
            ties[edge.paper].append(rarity[edge.entity])
    return {paper: math.fsum(sorted(found, reverse=True)[:6]) for paper, found in ties.items()}


def _repository_scores(content: Content) -> dict[str, float]:
    scores: dict[str, float] = defaultdict(float)
    for link in content.links:
        if content.kinds.get(link.target) == "repository":
            scores[link.target] += 0.3 if link.own else 0.1
    return dict(scores)


def _strong_edges(
    roles: tuple[RoleEdge, ...],
    papers_of: Mapping[str, set[str]],
    rarity: Mapping[str, float],
    *,
    among: Set[str],
) -> tuple[int, ...]:
    """The edges among the strongest of their paper, or all that a rare entity has; a hub keeps only a few."""

    def strength(index: int) -> tuple[bool, float, int, int]:
        edge = roles[index]
        return (len(papers_of[edge.entity]) > 1, rarity[edge.entity], -ROLES.index(edge.role), -index)

    left: dict[str, int] = defaultdict(lambda: EDGES_PER_PAPER)
    room: dict[str, int] = defaultdict(lambda: EDGES_PER_ENTITY)
    strong = []
    considered = [index for index, edge in enumerate(roles) if edge.entity in among]
    for index in sorted(considered, key=strength, reverse=True):
        edge = roles[index]
        few = len(papers_of[edge.entity]) <= EDGES_PER_PAPER
        if room[edge.entity] > 0 and (few or left[edge.paper] > 0):
            strong.append(index)
            room[edge.entity] -= 1
            left[edge.paper] -= 1
    return tuple(sorted(strong))


def _first_view(content: Content, scores: Mapping[str, float], edges: Sequence[RoleEdge]) -> frozenset[str]:
    papers = set(_best({edge.paper for edge in edges}, scores, FIRST_PAPERS))
    first = papers | {edge.entity for edge in edges if edge.paper in papers}
    if len(first) < SMALL_VIEW:
        first |= set(_best(set(content.kinds) - first, scores, SMALL_VIEW - len(first)))
    return frozenset(first)


def _best(nodes: Iterable[str], scores: Mapping[str, float], count: int) -> list[str]:
    return sorted(nodes, key=lambda node: (-round(scores.get(node, 0.0), 9), node))[:count]


def _sizes(content: Content, papers_of: Mapping[str, set[str]], scores: Mapping[str, float]) -> dict[str, int]:
    most = max((len(papers) for papers in papers_of.values()), default=1)
    sizes = {}
    for node, kind in content.kinds.items():
        if kind == "paper":
            sizes[node] = round(5 + min(3.0, scores.get(node, 0.0)))
        elif kind == "repository":
            sizes[node] = 7
        else:
            sizes[node] = round(8 + 17 * math.sqrt(max(0, len(papers_of[node]) - 1) / max(1, most)))
    return sizes
