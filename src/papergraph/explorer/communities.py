"""Communities of papers as the graph has and names them, and which entities go with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from papergraph.explorer.content import Content

SMALLEST = 3
UNNAMED = "other"


@dataclass(frozen=True, slots=True)
class Communities:
    """``of``: the community of each node that has one, the largest being 0; ``labels``: a name for each."""

    of: Mapping[str, int]
    labels: tuple[str, ...]


def find_communities(content: Content) -> Communities:
    """The communities that the papers name, those of fewer than :data:`SMALLEST` papers left out."""
    given = {paper: content.nodes[paper].get("community") for paper in content.of_kind("paper")}
    large = {name: papers for name, papers in _grouped(given).items() if len(papers) >= SMALLEST}
    order = sorted(large, key=lambda name: (-len(large[name]), large[name]))
    of = {paper: number for number, name in enumerate(order) for paper in large[name]}
    return Communities(of | _join(content, of), tuple(content.communities.get(name, UNNAMED) for name in order))


def _grouped(given: Mapping[str, object]) -> dict[str, list[str]]:
    """The papers of each community, sorted."""
    groups: dict[str, list[str]] = defaultdict(list)
    for paper, community in sorted(given.items()):
        if community is not None:
            groups[str(community)].append(paper)
    return groups


def _join(content: Content, of: Mapping[str, int]) -> dict[str, int]:
    """Entities and repositories go where most of their papers are."""
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    ties = [(edge.paper, edge.entity) for edge in content.roles] + [(link.paper, link.target) for link in content.links]
    for paper, node in ties:
        if paper in of and node in content.kinds:
            votes[node][of[paper]] += 1
    return {node: min(found, key=lambda number: (-found[number], number)) for node, found in sorted(votes.items())}
