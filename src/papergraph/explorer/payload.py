"""The data of the page: columns and index numbers instead of repeated keys, offsets as JavaScript counts them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from typing import Any

from papergraph.explorer.communities import Communities
from papergraph.explorer.content import KINDS, ROLES, Content, ReportedResult, RoleEdge
from papergraph.explorer.ranking import MOST_DRAWN, Ranking

SHAPES = {
    "paper": "dot",
    "METHOD": "hexagon",
    "MODEL": "diamond",
    "BENCHMARK": "square",
    "TASK": "triangle",
    "METRIC": "triangleDown",
    "repository": "star",
}
WHY_LENGTH = 6


class Utf16:
    """Turns offsets in code points into offsets in UTF-16 units, which is how JavaScript counts.

    >>> Utf16("a\\U0001F600b").offset(2)
    3
    """

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._wide = [] if text.isascii() else [i for i, character in enumerate(text) if ord(character) > 0xFFFF]

    def offset(self, position: int) -> int:
        """The offset in UTF-16 units; a position past the end counts as the end."""
        position = min(max(position, 0), self._length)
        return position + bisect_left(self._wide, position)


def payload(
    content: Content, ranking: Ranking, communities: Communities, places: Mapping[str, tuple[int, int]]
) -> dict[str, Any]:
    """All that the scripts of the page read, save the first drawing; nodes are named by their place in the ranking."""
    number = {node: index for index, node in enumerate(ranking.order)}
    texts = _texts(content)
    offsets = {paper: Utf16(text) for paper, text in texts.items()}
    strong = frozenset(ranking.strong)
    return {
        "first": ranking.first,
        "most": MOST_DRAWN,
        "kinds": _kinds(content),
        "roles": list(ROLES),
        "nodes": _nodes(content, ranking, communities, places),
        "details": [_details(content, node) for node in ranking.order],
        "edges": [
            _edge(edge, number, texts, offsets, index in strong, ranking) for index, edge in enumerate(content.roles)
        ],
        "links": _links(content, number, offsets),
        "related": _related(content, number),
        "relations": [[number[a], number[b], name, reason] for a, b, name, reason in content.relations],
        "results": _results(content, number, texts, offsets),
        "communities": list(communities.labels),
    }


def _texts(content: Content) -> dict[str, str]:
    return {
        paper: content.papers[paper].paper.text if paper in content.papers else content.name(paper) + "\n"
        for paper in content.of_kind("paper")
    }


def _kinds(content: Content) -> list[dict[str, Any]]:
    counts = Counter(content.kinds.values())
    return [{"key": kind, "shape": SHAPES[kind], "count": counts[kind]} for kind in KINDS]


def _nodes(
    content: Content, ranking: Ranking, communities: Communities, places: Mapping[str, tuple[int, int]]
) -> dict[str, list[Any]]:
    order = ranking.order
    return {
        "id": list(order),
        "kind": [KINDS.index(content.kinds[node]) for node in order],
        "name": [content.name(node) for node in order],
        "x": [places[node][0] for node in order],
        "y": [places[node][1] for node in order],
        "size": [ranking.sizes[node] for node in order],
        "community": [communities.of.get(node, -1) for node in order],
    }


def _details(content: Content, node: str) -> dict[str, Any]:
    attributes, kind = content.nodes[node], content.kinds[node]
    if kind == "paper":
        return _paper(content, node, attributes)
    if kind == "repository":
        return {"url": str(attributes.get("url") or "")}
    aliases = [str(alias) for alias in attributes.get("aliases") or () if alias != attributes.get("name")]
    return {"aliases": aliases} if aliases else {}


def _paper(content: Content, node: str, attributes: Mapping[str, Any]) -> dict[str, Any]:
    extraction = content.papers.get(node)
    identifiers = attributes.get("identifiers") or {}
    found = {
        "year": attributes.get("year"),
        "authors": [str(author) for author in attributes.get("authors") or ()],
        "identifiers": {str(key): _strings(value) for key, value in sorted(identifiers.items())},
        "abstract": extraction.paper.abstract if extraction else "",
        "title": extraction.paper.title if extraction and extraction.paper.title != content.name(node) else None,
        "venue": extraction.paper.venue if extraction else None,
    }
    return {key: value for key, value in found.items() if value}


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else [str(value)]


def _edge(
    edge: RoleEdge,
    number: Mapping[str, int],
    texts: Mapping[str, str],
    offsets: Mapping[str, Utf16],
    strong: bool,
    ranking: Ranking,
) -> list[Any]:
    offset = offsets[edge.paper].offset
    spans = [offset(position) for span in edge.mentions for position in span]
    confidence = None if edge.confidence is None else round(100 * edge.confidence)
    near = edge.mentions[0][1] if edge.mentions else 0
    sentence = _sentence(edge.sentence, near, texts[edge.paper], offsets[edge.paper])
    rarity = round(100 * ranking.rarity[edge.entity])
    return [
        number[edge.paper],
        number[edge.entity],
        ROLES.index(edge.role),
        confidence,
        rarity,
        int(strong),
        sentence,
        spans,
    ]


def _sentence(sentence: str, near: int, text: str, offsets: Utf16) -> list[int] | str:
    """The span of the sentence that holds the place ``near``, or the sentence itself where the text has it not."""
    start = text.find(sentence, max(0, near - len(sentence))) if sentence else -1
    if start < 0:
        return sentence
    return [offsets.offset(start), offsets.offset(start + len(sentence))]


def _links(content: Content, number: Mapping[str, int], offsets: Mapping[str, Utf16]) -> list[list[Any]]:
    return [
        [
            number[link.paper],
            number.get(link.target, -1),
            link.url,
            link.kind,
            int(link.own),
            [offsets[link.paper].offset(position) for position in link.span or ()],
        ]
        for link in content.links
    ]


def _related(content: Content, number: Mapping[str, int]) -> list[list[Any]]:
    return [
        [
            number[share.left],
            number[share.right],
            round(100 * share.weight),
            [value for entity, weight in share.why[:WHY_LENGTH] for value in (number[entity], round(100 * weight))],
        ]
        for share in content.shares
    ]


def _results(
    content: Content, number: Mapping[str, int], texts: Mapping[str, str], offsets: Mapping[str, Utf16]
) -> list[list[Any]]:
    return [
        _result_row(result, number, texts[result.paper], offsets[result.paper])
        for result in sorted(content.results, key=lambda result: _rank(content, result))
        if result.paper in number
    ]


def _result_row(result: ReportedResult, number: Mapping[str, int], text: str, offsets: Utf16) -> list[Any]:
    named = (result.subject, result.benchmark, result.metric, result.baseline)
    span = result.span or (0, 0)
    return [
        number[result.paper],
        result.value,
        result.direction,
        *(number.get(entity, -1) if entity else -1 for entity in named),
        result.number,
        _sentence(result.sentence, span[1], text, offsets),
        [offsets.offset(position) for position in result.span or ()],
    ]


def _rank(content: Content, result: ReportedResult) -> tuple[Any, ...]:
    """Results by benchmark, metric, then the better number first; those without stand behind those with one."""
    names = (content.name(node) if node else "" for node in (result.benchmark, result.metric))
    better = 1 if result.direction == "lower" else -1
    missing = result.number is None
    return *((not name, name.casefold(), name) for name in names), missing, better * (result.number or 0), result.paper
