"""The first view as a pyvis network: nodes, edges and options for vis-network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from papergraph.explorer.content import Content
from papergraph.explorer.keeping import Kept
from papergraph.explorer.payload import SHAPES
from papergraph.explorer.ranking import Ranking

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {
        "borderWidth": 1,
        "borderWidthSelected": 3,
        "font": {"size": 0},
        "shapeProperties": {"interpolation": False},
    },
    "edges": {"smooth": False, "selectionWidth": 0, "hoverWidth": 0},
    "interaction": {
        "hover": True,
        "hideEdgesOnDrag": False,
        "dragNodes": False,
        "multiselect": False,
        "selectConnectedEdges": False,
        "tooltipDelay": 250,
    },
}


def first_drawing(
    content: Content, ranking: Ranking, places: Mapping[str, tuple[int, int]], kept: Kept
) -> dict[str, Any]:
    """Nodes, edges and options of the first view; the id of a node and of an edge is its place among those kept."""
    from pyvis.network import Network  # pyvis pulls in IPython: only where a page is written

    network = Network(directed=False, cdn_resources="local")
    number = {node: index for index, node in enumerate(ranking.order)}
    for node in ranking.order[: ranking.first]:
        x, y = places[node]
        kind = content.kinds[node]
        network.add_node(number[node], label=" ", shape=SHAPES[kind], group=kind, x=x, y=y, size=ranking.sizes[node])
    network.edges = _edges(content, ranking, number, kept)
    network.options = OPTIONS
    keys = ("id", "shape", "group", "x", "y", "size")
    nodes = [{key: node[key] for key in keys} for node in network.nodes]
    return {"nodes": nodes, "edges": network.edges, "options": network.options}


def _edges(content: Content, ranking: Ranking, number: Mapping[str, int], kept: Kept) -> list[dict[str, int]]:
    first, strong, nodes = ranking.first_view, frozenset(ranking.strong), frozenset(kept.nodes)
    held = [index for index, edge in enumerate(content.roles) if edge.paper in nodes and edge.entity in nodes]
    drawn = ((place, content.roles[index]) for place, index in enumerate(held) if index in strong)
    return [
        {"id": place, "from": number[edge.paper], "to": number[edge.entity]}
        for place, edge in drawn
        if edge.paper in first and edge.entity in first
    ]
