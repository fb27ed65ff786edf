"""Positions of all nodes, in whole pixels: communities apart, neighbours near, no overlaps, loose ones aside."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import rustworkx as rx
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from papergraph.explorer.communities import Communities
from papergraph.explorer.content import Content
from papergraph.explorer.packing import Slots, pack_discs
from papergraph.explorer.ranking import MOST_DRAWN, Ranking

SEED = 11
SPACING = 46.0
GAP = 58.0
CELL = 26
ASIDE_CELLS = 3
SCATTER, SCATTERED = 12.0, 400

Point = tuple[float, float]
Points = NDArray[np.float64]


def positions(content: Content, ranking: Ranking, communities: Communities) -> dict[str, tuple[int, int]]:
    """Where each node stands; the same for the same graph.

    The first view is laid out community by community and packed; each other node takes the free place nearest to its
    neighbours, and papers tied to nothing stand in a block below.
    """
    placed = _first_view(content, ranking, communities)
    return _rest(content, ranking, {node: (round(x), round(y)) for node, (x, y) in placed.items()})


def _first_view(content: Content, ranking: Ranking, communities: Communities) -> dict[str, Point]:
    first = ranking.order[: ranking.first]
    groups: dict[int, list[str]] = defaultdict(list)
    for node in first:
        groups[communities.of.get(node, -1)].append(node)
    edges = _drawn_edges(content, ranking)
    numbers = sorted(number for number in groups if number >= 0)
    local = {number: _local_layout(groups[number], edges, ranking.sizes) for number in numbers}
    radii = {number: max(map(math.hypot, *zip(*local[number].values(), strict=True))) + GAP for number in numbers}
    centres = pack_discs(radii, _ties(edges, communities))
    return {
        node: (x + centres[number][0], y + centres[number][1])
        for number in numbers
        for node, (x, y) in local[number].items()
    }


def _drawn_edges(content: Content, ranking: Ranking) -> list[tuple[str, str, float]]:
    first = ranking.first_view
    edges = (content.roles[index] for index in ranking.strong)
    return [(e.paper, e.entity, ranking.rarity[e.entity]) for e in edges if {e.paper, e.entity} <= first]


def _ties(edges: Iterable[tuple[str, str, float]], communities: Communities) -> dict[tuple[int, int], float]:
    ties: dict[tuple[int, int], float] = defaultdict(float)
    for left, right, weight in edges:
        pair = (communities.of.get(left, -1), communities.of.get(right, -1))
        if pair[0] != pair[1] and min(pair) >= 0:
            ties[min(pair), max(pair)] += weight
    return dict(ties)


def _local_layout(
    nodes: Sequence[str], edges: Iterable[tuple[str, str, float]], sizes: Mapping[str, int]
) -> dict[str, Point]:
    number = {node: index for index, node in enumerate(nodes)}
    inside = [(number[a], number[b], w) for a, b, w in edges if a in number and b in number]
    points = _spring(len(nodes), inside) * SPACING * math.sqrt(len(nodes)) * 0.6
    points = remove_overlaps(points, np.array([sizes[node] for node in nodes]) + SPACING / 2 - 8)
    points -= points.mean(axis=0)
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, points, strict=True)}


def _spring(count: int, edges: Sequence[tuple[int, int, float]]) -> Points:
    """A spring layout in the unit square; a weak tie to a fixed centre keeps loose parts from flying off."""
    graph = rx.PyGraph()
    graph.add_nodes_from(range(count + 1))
    graph.add_edges_from([*edges, *((index, count, 0.15) for index in range(count))])
    turn = math.pi * (3 - math.sqrt(5))
    start = {i: (math.sqrt(i + 1) * math.cos(i * turn), math.sqrt(i + 1) * math.sin(i * turn)) for i in range(count)}
    scale = math.sqrt(count + 1)
    start = {i: (x / scale, y / scale) for i, (x, y) in start.items()} | {count: (0.0, 0.0)}
    found = rx.spring_layout(graph, pos=start, fixed={count}, weight_fn=float, num_iter=150, seed=SEED)
    return np.array([found[index] for index in range(count)], dtype=np.float64).reshape(count, 2)


def remove_overlaps(points: Points, radii: NDArray[np.float64], *, rounds: int = 200) -> Points:
    """Push nodes apart until no two discs of these radii overlap, or the rounds are over."""
    points = points.copy()
    for _ in range(rounds):
        pairs = cKDTree(points).query_pairs(2 * float(radii.max()), output_type="ndarray")
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        gap = points[pairs[:, 1]] - points[pairs[:, 0]]
        distance = np.hypot(gap[:, 0], gap[:, 1])
        overlap = radii[pairs[:, 0]] + radii[pairs[:, 1]] - distance
        close = overlap > 0.5
        if not close.any():
            break
        _push(points, pairs[close], gap[close], distance[close], overlap[close])
    return points


def _push(points: Points, pairs: NDArray[np.intp], gap: Points, distance: Points, overlap: Points) -> None:
    angle = pairs[:, 0] * 2.4 + pairs[:, 1]
    away = np.where(distance[:, None] > 1e-6, gap, np.stack([np.cos(angle), np.sin(angle)], axis=1))
    away /= np.maximum(np.hypot(away[:, 0], away[:, 1]), 1e-9)[:, None]
    shift = away * (overlap[:, None] * 0.5)
    np.add.at(points, pairs[:, 0], -shift)
    np.add.at(points, pairs[:, 1], shift)


def _rest(content: Content, ranking: Ranking, placed: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    slots = Slots(CELL)
    for node, (x, y) in placed.items():
        slots.block(x, y, ranking.sizes[node])
    neighbours, drawable = _neighbours(content), _drawable(content, ranking)
    waiting = [node for node in ranking.order if node not in placed]
    while ready := [node for node in waiting if any(other in placed for other in neighbours[node])]:
        for node in ready:
            at = _middle(placed[n] for n in neighbours[node] if n in placed)
            placed[node] = slots.take(*at, ranking.sizes[node]) if node in drawable else _near(at, len(placed))
        waiting = [node for node in waiting if node not in placed]
    return _aside(waiting, neighbours, placed, slots, ranking.sizes)


def _drawable(content: Content, ranking: Ranking) -> frozenset[str]:
    """The strongest nodes of each kind, as many as are drawn at most; only a filter brings others into the map."""
    seen: Counter[str] = Counter()
    found = []
    for node in ranking.order:
        seen[content.kinds[node]] += 1
        if seen[content.kinds[node]] <= MOST_DRAWN:
            found.append(node)
    return frozenset(found)


def _neighbours(content: Content) -> dict[str, list[str]]:
    neighbours: dict[str, list[str]] = defaultdict(list)
    ties = [(edge.paper, edge.entity) for edge in content.roles] + [(link.paper, link.target) for link in content.links]
    for left, right in ties:
        neighbours[left].append(right)
        neighbours[right].append(left)
    return neighbours


def _middle(points: Iterable[tuple[int, int]]) -> Point:
    found = sorted(points)
    return sum(x for x, _ in found) / len(found), sum(y for _, y in found) / len(found)


def _near(point: Point, number: int) -> tuple[int, int]:
    """A place near a point, another one for each number: what only a filter brings up does not stand on one spot."""
    turn, away = number * math.pi * (3 - math.sqrt(5)), SCATTER * math.sqrt(number % SCATTERED)
    return round(point[0] + away * math.cos(turn)), round(point[1] + away * math.sin(turn))


def _aside(
    waiting: Sequence[str],
    neighbours: Mapping[str, list[str]],
    placed: dict[str, tuple[int, int]],
    slots: Slots,
    sizes: Mapping[str, int],
) -> dict[str, tuple[int, int]]:
    """Put what is tied to nothing in rows below the map, papers first, each with its own entities around it."""
    left = min((x for x, _ in placed.values()), default=0)
    width = max(max((x for x, _ in placed.values()), default=0) - left, CELL * ASIDE_CELLS * 12)
    top = max((y for _, y in placed.values()), default=0) + (160 if placed else 0)
    step = CELL * ASIDE_CELLS
    columns = max(1, width // step)
    order = sorted(waiting, key=lambda node: not node.startswith("paper/"))
    anchors = [node for node in order if node.startswith("paper/") or not neighbours.get(node)]
    for index, node in enumerate(anchors):
        placed[node] = slots.take(left + index % columns * step, top + index // columns * step, sizes[node])
    for node in (node for node in order if node not in placed):
        placed[node] = slots.take(*_middle(placed[n] for n in neighbours[node] if n in placed), sizes[node])
    return placed
