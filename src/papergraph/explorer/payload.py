"""The data of the page: columns and index numbers instead of repeated keys; the words are packed apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from papergraph.explorer.communities import Communities
from papergraph.explorer.content import KINDS, ROLES, Content, ReportedResult
from papergraph.explorer.keeping import Kept
from papergraph.explorer.ranking import MOST_DRAWN, Ranking
from papergraph.explorer.texts import Utf16, sentence_span, texts_of

SHAPES = {
    "paper": "dot",
    "METHOD": "hexagon",
    "MODEL": "diamond",
    "BENCHMARK": "square",
    "TASK": "triangle",
    "METRIC": "triangleDown",
    "repository": "star",
}
UNKNOWN = -1


def payload(
    content: Content,
    ranking: Ranking,
    communities: Communities,
    places: Mapping[str, tuple[int, int]],
    kept: Kept,
) -> dict[str, Any]:
    """All that the scripts of the page read, save the first drawing and the words."""
    return {
        "first": ranking.first,
        "most": MOST_DRAWN,
        "kinds": _kinds(content),
        "roles": list(ROLES),
        "communities": list(communities.labels),
        "left": {"papers": kept.papers_left, "nodes": kept.nodes_left},
    } | part(content, ranking, communities, places, kept.nodes)


def part(
    content: Content,
    ranking: Ranking,
    communities: Communities,
    places: Mapping[str, tuple[int, int]],
    kept: Sequence[str],
) -> dict[str, Any]:
    """Some nodes of a graph, and all that there is among them; a node is named by its place among them.

    :param places: where the nodes stand; one without a place gets it from the page.
    :param kept: the nodes.
    """
    number = {node: index for index, node in enumerate(kept)}
    texts = texts_of(content, kept)
    return {
        "nodes": _nodes(content, ranking, communities, places, kept),
        "details": [_details(content, node) for node in kept],
        "edges": _edges(content, ranking, number),
        "links": _links(content, number, texts),
        "related": _related(content, number),
        "relations": [
            [number[a], number[b], name, reason]
            for a, b, name, reason in content.relations
            if a in number and b in number
        ],
        "results": _results(content, number, texts),
    }


def _kinds(content: Content) -> list[dict[str, Any]]:
    counts = Counter(content.kinds.values())
    return [{"key": kind, "shape": SHAPES[kind], "count": counts[kind]} for kind in KINDS]


def _nodes(
    content: Content,
    ranking: Ranking,
    communities: Communities,
    places: Mapping[str, tuple[int, int]],
    kept: Sequence[str],
) -> dict[str, list[Any]]:
    return {
        "id": list(kept),
        "kind": [KINDS.index(content.kinds[node]) for node in kept],
        "name": [content.name(node) for node in kept],
        "x": [places[node][0] if node in places else None for node in kept],
        "y": [places[node][1] if node in places else None for node in kept],
        "size": [ranking.sizes[node] for node in kept],
        "community": [communities.of.get(node, -1) for node in kept],
        "papers": [ranking.papers.get(node, 0) for node in kept],
        "rarity": [round(100 * ranking.rarity.get(node, 0)) for node in kept],
    }


def _details(content: Content, node: str) -> dict[str, Any]:
    """What is needed of a node to search and to filter."""
    attributes, kind = content.nodes[node], content.kinds[node]
    if kind == "paper":
        return {"year": attributes["year"]} if attributes.get("year") else {}
    if kind == "repository":
        return {"url": str(attributes.get("url") or "")}
    return _names(attributes)


def _names(attributes: Mapping[str, Any]) -> dict[str, list[str]]:
    """The names of an entity in the papers, those that the vocabulary knows besides, and the pages about it."""
    given = {key: [str(value) for value in attributes.get(key) or ()] for key in ("aliases", "altLabels", "pages")}
    aliases = [alias for alias in given["aliases"] if alias != attributes.get("name")]
    other = [label for label in given["altLabels"] if label not in (attributes.get("name"), *aliases)]
    found = {"aliases": aliases, "known": other, "pages": given["pages"]}
    return {key: values for key, values in found.items() if values}


def _edges(content: Content, ranking: Ranking, number: Mapping[str, int]) -> dict[str, list[int]]:
    """The role edges as columns; ``strong`` holds the indices of those that the overview draws."""
    strong, roles = frozenset(ranking.strong), enumerate(content.roles)
    found = [(index, edge) for index, edge in roles if edge.paper in number and edge.entity in number]
    return {
        "paper": [number[edge.paper] for _, edge in found],
        "entity": [number[edge.entity] for _, edge in found],
        "role": [ROLES.index(edge.role) for _, edge in found],
        "confidence": [UNKNOWN if edge.confidence is None else round(100 * edge.confidence) for _, edge in found],
        "strong": [place for place, (index, _) in enumerate(found) if index in strong],
    }


def _links(content: Content, number: Mapping[str, int], texts: Mapping[str, str]) -> list[list[Any]]:
    return [
        [
            number[link.paper],
            number.get(link.target, -1),
            link.url,
            link.kind,
            int(link.own),
            [Utf16(texts[link.paper]).offset(position) for position in link.span or ()],
        ]
        for link in content.links
        if link.paper in number
    ]


def _related(content: Content, number: Mapping[str, int]) -> dict[str, list[int]]:
    found = [share for share in content.shares if share.left in number and share.right in number]
    return {
        "left": [number[share.left] for share in found],
        "right": [number[share.right] for share in found],
        "weight": [round(100 * share.weight) for share in found],
    }


def _results(content: Content, number: Mapping[str, int], texts: Mapping[str, str]) -> list[list[Any]]:
    return [
        _result_row(result, number, texts[result.paper])
        for result in sorted(content.results, key=lambda result: _rank(content, result))
        if result.paper in number
    ]


def _result_row(result: ReportedResult, number: Mapping[str, int], text: str) -> list[Any]:
    named = (result.subject, result.benchmark, result.metric, result.baseline)
    span, offsets = result.span or (0, 0), Utf16(text)
    return [
        number[result.paper],
        result.value,
        result.direction,
        *(number.get(entity, -1) if entity else -1 for entity in named),
        result.number,
        sentence_span(result.sentence, span[1], text, offsets),
        [offsets.offset(position) for position in result.span or ()],
    ]


def _rank(content: Content, result: ReportedResult) -> tuple[Any, ...]:
    """Results by benchmark, metric, then the better number first; those without stand behind those with one."""
    names = (content.name(node) if node else "" for node in (result.benchmark, result.metric))
    better = 1 if result.direction == "lower" else -1
    missing = result.number is None
    return *((not name, name.casefold(), name) for name in names), missing, better * (result.number or 0), result.paper
