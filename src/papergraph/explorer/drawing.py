"""The first view as a pyvis network: nodes, edges and options for vis-network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from papergraph.explorer.content import Content
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


def first_drawing(content: Content, ranking: Ranking, places: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    """Nodes, edges and options of the first view; a node's id is its place in the ranking, an edge's its index."""
    from pyvis.network import Network  # pyvis pulls in IPython: only where a page is written

    network = Network(directed=False, cdn_resources="local")
    number = {node: index for index, node in enumerate(ranking.order)}
    for node in ranking.order[: ranking.first]:
        x, y = places[node]
        kind = content.kinds[node]
        network.add_node(number[node], label=" ", shape=SHAPES[kind], group=kind, x=x, y=y, size=ranking.sizes[node])
    network.edges = _edges(content, ranking, number)
    network.options = OPTIONS
    kept = ("id", "shape", "group", "x", "y", "size")
    nodes = [{key: node[key] for key in kept} for node in network.nodes]
    return {"nodes": nodes, "edges": network.edges, "options": network.options}


def _edges(content: Content, ranking: Ranking, number: Mapping[str, int]) -> list[dict[str, int]]:
    first = ranking.first_view
    drawn = ((index, content.roles[index]) for index in ranking.strong)
    return [
        {"id": index, "from": number[edge.paper], "to": number[edge.entity]}
        for index, edge in drawn
        if edge.paper in first and edge.entity in first
    ]
