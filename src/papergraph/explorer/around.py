"""Parts of a graph that a served page asks for: what is around a node, and what is called something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import networkx as nx

from papergraph.explorer.communities import find_communities
from papergraph.explorer.content import ROLES, Content, ReportedResult, read_content
from papergraph.explorer.payload import part
from papergraph.explorer.ranking import rank
from papergraph.explorer.texts import json_text, texts_of, words
from papergraph.model import Extraction
from papergraph.text import normalise_title

MOST_PAPERS = 60
MOST_RELATED = 20
MOST_FOUND = 12
_UNLIKE = 4
_T = TypeVar("_T")


class Surroundings:
    """Answers what is around a node of a graph, and which nodes have a name, each as JSON that the page takes in."""

    def __init__(self, graph: nx.MultiDiGraph[str], extractions: Iterable[Extraction]) -> None:
        content = read_content(graph, extractions)
        self._content = content
        self._ranking = replace(rank(content), strong=())
        self._communities = find_communities(content)
        self._roles = _grouped(content.roles, lambda edge: (edge.paper, edge.entity))
        self._links = _grouped(content.links, lambda link: (link.paper, link.target))
        self._shares = _grouped(content.shares, lambda share: (share.left, share.right))
        self._relations = _grouped(content.relations, lambda relation: relation[:2])
        self._results = _grouped(content.results, _named)
        self._names = [
            (node, tuple(normalise_title(name) for name in _names(content, node))) for node in self._ranking.order
        ]

    def around(self, node: str) -> str | None:
        """A node with what it is tied to, strongest first; ``None`` if there is no such node."""
        if node not in self._content.kinds:
            return None
        results = self._results.get(node, [])
        near = {node, *self._near(node), *(name for result in results for name in _named(result))}
        return self._json(near, results)

    def called(self, text: str) -> str:
        """The nodes whose name or alias is most like a text, the strongest of them, with nothing around them."""
        sought = normalise_title(text)
        found = [(_distance(sought, names), node) for node, names in self._names] if sought else []
        near = sorted((one for one in found if one[0] < _UNLIKE), key=lambda one: one[0])[:MOST_FOUND]
        return self._json({node for _, node in near}, ())

    def _near(self, node: str) -> Iterator[str]:
        if self._content.kinds[node] == "paper":
            yield from (edge.entity for edge in self._roles.get(node, ()))
            yield from (link.target for link in self._links.get(node, ()))
            shares = sorted(self._shares.get(node, ()), key=lambda share: -share.weight)[:MOST_RELATED]
            yield from (share.right if share.left == node else share.left for share in shares)
            return
        for relation in self._relations.get(node, ()):
            yield from relation[:2]
        for paper in self._papers_of(node):
            yield paper
            yield from (edge.entity for edge in self._roles.get(paper, ()))

    def _papers_of(self, node: str) -> list[str]:
        edges = sorted(self._roles.get(node, ()), key=lambda e: (ROLES.index(e.role), -(e.confidence or 0), e.paper))
        linked = (link.paper for link in self._links.get(node, ()))
        return list(dict.fromkeys([*(edge.paper for edge in edges), *linked]))[:MOST_PAPERS]

    def _json(self, nodes: set[str], results: Iterable[ReportedResult]) -> str:
        kept = sorted(node for node in nodes if node in self._content.kinds)
        content = self._among(kept, tuple(results))
        said = words(content, kept, texts_of(content, kept))
        return json_text(part(content, self._ranking, self._communities, {}, kept) | {"words": list(said)})

    def _among(self, kept: list[str], results: tuple[ReportedResult, ...]) -> Content:
        """The graph among some nodes."""
        inside = set(kept)
        return replace(
            self._content,
            nodes={node: self._content.nodes[node] for node in kept},
            kinds={node: self._content.kinds[node] for node in kept},
            roles=tuple(
                e for node in kept for e in self._roles.get(node, ()) if e.paper == node and e.entity in inside
            ),
            links=tuple(link for node in kept for link in self._links.get(node, ()) if link.paper == node),
            shares=tuple(
                s for node in kept for s in self._shares.get(node, ()) if s.left == node and s.right in inside
            ),
            relations=tuple(
                r for node in kept for r in self._relations.get(node, ()) if r[0] == node and r[1] in inside
            ),
            results=results,
        )


def _names(content: Content, node: str) -> list[str]:
    return [content.name(node), *(str(alias) for alias in content.nodes[node].get("aliases") or ())]


def _named(result: ReportedResult) -> tuple[str, ...]:
    named = (result.paper, result.subject, result.benchmark, result.metric, result.baseline)
    return tuple(dict.fromkeys(node for node in named if node))


def _grouped(items: Iterable[_T], keys: Any) -> Mapping[str, list[_T]]:
    groups: dict[str, list[_T]] = defaultdict(list)
    for item in items:
        for key in dict.fromkeys(keys(item)):
            groups[key].append(item)
    return groups


def _distance(sought: str, names: Iterable[str]) -> int:
    """0 for the name itself, 1 for its beginning, 2 for the beginning of a word, 3 for what is inside one."""
    ways = ((name == sought, name.startswith(sought), f" {sought}" in name, sought in name) for name in names)
    return min((way.index(True) if any(way) else _UNLIKE for way in ways), default=_UNLIKE)
