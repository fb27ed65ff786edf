"""The graph in files: node-link JSON, which loads as it was built, and GraphML for other tools."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import networkx as nx

from papergraph.errors import InputError
from papergraph.text import repair

_NODES: Mapping[str, tuple[str, ...]] = {
    "paper": ("title", "year", "authors", "identifiers", "community"),
    "entity": ("type", "name", "aliases", "altLabels", "sameAs", "pages", "papers"),
    "repository": ("host", "owner", "name", "url"),
    "link": ("url", "linkKind"),
    "result": ("value", "number", "unit", "direction"),
}
_EDGES: Mapping[str, tuple[str, ...]] = {
    "hasRepository": ("own", "linkKind", "span"),
    "linksTo": ("own", "linkKind", "span"),
    "reports": ("span", "sentence"),
    "ofSubject": (),
    "onBenchmark": (),
    "byMetric": (),
    "comparedWith": (),
    "variantOf": ("reason",),
    "broader": ("reason",),
    "sharesEntityWith": ("weight", "why"),
}
_GRAPH = ("communities",)
_ROLE = ("confidence", "mentions", "sentence")
_STRUCTURED = frozenset("authors identifiers aliases altLabels sameAs pages mentions span why communities".split())
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def save_graph(graph: nx.MultiDiGraph[str], path: str | Path) -> None:
    """Write a graph as node-link JSON, nodes and edges sorted: the same graph gives the same bytes."""
    data = nx.node_link_data(graph, edges="edges")
    data["nodes"].sort(key=lambda node: node["id"])
    data["edges"].sort(key=lambda edge: (edge["source"], edge["target"], edge["key"]))
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    Path(path).write_text(repair(text) + "\n", encoding="utf-8", newline="\n")


def load_graph(path: str | Path) -> nx.MultiDiGraph[str]:
    """Read what :func:`save_graph` wrote: equal to the graph that was written.

    :raises InputError: the file can't be read, or holds no graph.
    """
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
        graph = nx.node_link_graph(data, edges="edges")
    except OSError as error:
        raise InputError(path, error.strerror or str(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError, nx.NetworkXError) as error:
        raise InputError(path, f"no graph in node-link JSON: {error}") from error
    if not isinstance(graph, nx.MultiDiGraph):
        raise InputError(path, "no directed multigraph: was it written by papergraph?")
    return graph


def write_graphml(graph: nx.MultiDiGraph[str], path: str | Path) -> None:
    """Write a graph as GraphML: lists and dicts as JSON, None left out, characters that XML can't hold replaced."""
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph(**_encoded(graph.graph))
    edges: list[Any] = sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    nodes: list[Any] = sorted(graph.nodes(data=True), key=lambda pair: pair[0])
    for node, data in nodes:
        plain.add_node(node, **_encoded(data))
    for source, target, key, data in edges:
        plain.add_edge(source, target, key=key, **_encoded(data))
    nx.write_graphml_xml(plain, path)


def _encoded(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _encode(value) for name, value in attributes.items() if value is not None}


def _encode(value: Any) -> Any:
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return _NOT_IN_XML.sub("\ufffd", value) if isinstance(value, str) else value


def read_graphml(path: str | Path) -> nx.MultiDiGraph[str]:
    """Read what :func:`write_graphml` wrote: equal to the graph that was written, but for replaced characters.

    :raises InputError: the file can't be read, or holds no graph of papergraph.
    """
    try:
        plain: Any = nx.read_graphml(path, force_multigraph=True)
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
            **{name: _decode(name, value) for name, value in plain.graph.items() if name in _GRAPH}
        )
        for node, attributes in plain.nodes(data=True):
            graph.add_node(node, kind=attributes["kind"], **_decoded(attributes, _NODES[attributes["kind"]]))
        for source, target, key, attributes in plain.edges(keys=True, data=True):
            graph.add_edge(source, target, key=key, **_decoded(attributes, _EDGES.get(key, _ROLE)))
    except OSError as error:
        raise InputError(path, error.strerror or str(error)) from error
    except (ParseError, ValueError, KeyError, nx.NetworkXError) as error:
        raise InputError(path, f"no GraphML of papergraph: {error}") from error
    return graph


def _decoded(attributes: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _decode(name, attributes.get(name)) for name in names}


def _decode(name: str, value: Any) -> Any:
    return json.loads(value) if name in _STRUCTURED and value is not None else value
