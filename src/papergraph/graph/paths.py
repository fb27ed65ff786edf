"""How two nodes hang together: the strongest short path through papers and entities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import log
from typing import Any, NamedTuple

import networkx as nx

from papergraph.graph.linking import ROLE_FACTORS
from papergraph.graph.values import RELATIONS

_UNIT, _STEP = 1000, 3
_FACTORS = dict.fromkeys(RELATIONS, 1.0) | {role.value: factor for role, factor in ROLE_FACTORS.items()}


class Hop(NamedTuple):
    """An edge of a path: from node to node, its relation, and whether the edge runs the other way."""

    source: str
    target: str
    relation: str
    turned: bool


def costs(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """Papers and entities with what each step between two costs, in thousandths, and by which relation it is cheapest.

    A step to or from an entity costs ``3 + log(number of papers and entities beside it)``, divided by the factor of its
    role as in the weight of links; a step between entities that of the greater one. So paths are short, and avoid what
    everybody names.
    """
    edges = sorted((u, v, key) for u, v, key in graph.edges(keys=True) if key in _FACTORS and u != v)
    degrees = Counter(node for pair in {(min(u, v), max(u, v)) for u, v, _ in edges} for node in pair)
    entities = {node for node, data in graph.nodes(data=True) if data["kind"] == "entity"}
    best: dict[tuple[str, str], dict[str, Any]] = {}
    for u, v, key in edges:
        size = max(degrees[node] for node in (u, v) if node in entities)
        cost = round(_UNIT * (_STEP + log(size)) / _FACTORS[key])
        pair = (min(u, v), max(u, v))
        if pair not in best or cost < best[pair]["cost"]:
            best[pair] = {"cost": cost, "relation": key, "start": u}
    return nx.Graph((*pair, attributes) for pair, attributes in best.items())


def cheapest(graph: nx.Graph[str], start: str, end: str) -> list[Hop] | None:
    """The hops of the cheapest path between two nodes; None where there is none.

    The way back is the same path: it is sought from the smaller id.
    """
    if start == end:
        return []
    if start not in graph or end not in graph:
        return None
    low, high = sorted((start, end))
    try:
        _, nodes = nx.bidirectional_dijkstra(graph, low, high, weight="cost")
    except nx.NetworkXNoPath:
        return None
    return list(_hops(graph, nodes if low == start else nodes[::-1]))


def _hops(graph: nx.Graph[str], nodes: list[str]) -> Iterator[Hop]:
    for source, target in pairwise(nodes):
        edge = graph.edges[source, target]
        yield Hop(source, target, edge["relation"], edge["start"] != source)
