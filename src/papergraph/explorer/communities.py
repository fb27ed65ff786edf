"""Communities of papers, which entities go with them, and a name for each from what is typical of it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from papergraph.explorer.content import Content

SMALLEST = 3
LABEL_NAMES = 3
_TYPICAL = ("METHOD", "TASK", "BENCHMARK", "MODEL")


@dataclass(frozen=True, slots=True)
class Communities:
    """``of``: the community of each node that has one, the largest being 0; ``labels``: a name for each."""

    of: Mapping[str, int]
    labels: tuple[str, ...]


def find_communities(content: Content) -> Communities:
    """The communities that the papers name, those of fewer than :data:`SMALLEST` papers left out."""
    given = {paper: content.nodes[paper].get("community") for paper in content.of_kind("paper")}
    large = [group for group in _grouped(given) if len(group) >= SMALLEST]
    large.sort(key=lambda group: (-len(group), group))
    of = {paper: number for number, group in enumerate(large) for paper in group}
    return Communities(of | _join(content, of), _labels(content, large))


def _grouped(given: Mapping[str, object]) -> list[list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for paper, community in given.items():
        if community is not None:
            groups[str(community)].append(paper)
    return [sorted(group) for group in groups.values()]


def _join(content: Content, of: Mapping[str, int]) -> dict[str, int]:
    """Entities and repositories go where most of their papers are."""
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    ties = [(edge.paper, edge.entity) for edge in content.roles] + [(link.paper, link.target) for link in content.links]
    for paper, node in ties:
        if paper in of and node in content.kinds:
            votes[node][of[paper]] += 1
    return {node: min(found, key=lambda number: (-found[number], number)) for node, found in sorted(votes.items())}


def _labels(content: Content, groups: Iterable[list[str]]) -> tuple[str, ...]:
    named: dict[str, set[str]] = defaultdict(set)
    for edge in content.roles:
        if content.kinds[edge.entity] in _TYPICAL:
            named[edge.paper].add(edge.entity)
    spread = Counter(entity for entities in named.values() for entity in entities)
    return tuple(_label(content, [named[paper] for paper in group], spread, len(named)) for group in groups)


def _label(content: Content, group: list[set[str]], spread: Mapping[str, int], papers: int) -> str:
    inside = Counter(entity for entities in group for entity in entities)
    scores = {
        entity: count * count / spread[entity] * math.log(1 + papers / spread[entity])
        for entity, count in inside.items()
        if count > 1
    }
    best = sorted(scores, key=lambda entity: (-round(scores[entity], 9), entity))[:LABEL_NAMES]
    return " · ".join(content.name(entity) for entity in best) or "other"
