"""Communities of papers that share more with each other than with the rest, named by what is typical of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

import networkx as nx

from papergraph.graph.reasons import ROLE_FACTORS, PaperLink, Shares
from papergraph.identifiers import content_hash
from papergraph.model import CanonicalEntity, EntityType

SEPARATOR = " · "
_NAMES = 3
_SEED = 0
_TELLING: Mapping[EntityType, float] = {
    EntityType.METHOD: 1.0,
    EntityType.TASK: 1.0,
    EntityType.BENCHMARK: 0.7,
    EntityType.MODEL: 0.5,
    EntityType.METRIC: 0.1,
}


@dataclass(frozen=True, slots=True)
class Community:
    """A group of papers, and the entities that are most typical of it, the most typical first."""

    id: str
    name: str
    entities: tuple[str, ...]
    papers: tuple[str, ...]


def find_communities(
    links: Sequence[PaperLink], shares: Shares, entities: Iterable[CanonicalEntity]
) -> list[Community]:
    """The communities of the linked papers (Louvain, Blondel et al. 2008), those of most papers first.

    Typical of one is what many of its papers name and few others do. An entity scores the sum of the factors of its
    roles in these papers, times the share of its papers that are here, times the logarithm of how much commoner it is
    here than in all papers; methods and tasks count more than benchmarks, models and metrics. The id is that of the
    most typical entity, with a hash of the papers where several communities would have it.

    :param shares: for each paper the entities that it names, with the role of each.
    """
    naming = _Naming(shares, {entity.id: entity for entity in entities})
    groups = groups_of(links)
    typical = [naming.typical(group) for group in groups]
    ids = _ids(groups, typical)
    return [
        Community(own, SEPARATOR.join(map(naming.name, names)), tuple(names), tuple(group))
        for own, names, group in zip(ids, typical, groups, strict=True)
    ]


def groups_of(links: Sequence[PaperLink]) -> list[list[str]]:
    """The linked papers in groups, the largest first, then by the smallest member."""
    papers = sorted({paper for link in links for paper in (link.left, link.right)})
    places = {paper: place for place, paper in enumerate(papers)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(papers)))
    graph.add_weighted_edges_from((places[link.left], places[link.right], link.weight) for link in links)
    found = nx.community.louvain_communities(graph, weight="weight", seed=_SEED) if papers else []
    ranked = sorted(map(sorted, found), key=lambda members: (-len(members), members[0]))
    return [[papers[place] for place in members] for members in ranked]


def _ids(groups: Iterable[Sequence[str]], typical: Sequence[Sequence[str]]) -> list[str]:
    """The ids of communities: that of what is most typical, and a hash of the papers where that tells too little."""
    first = [names[0].partition("/")[2] if names else "papers" for names in typical]
    twice = Counter(first)
    tails = (
        f"-{content_hash(*group, digits=8)}" if twice[own] > 1 else "" for own, group in zip(first, groups, strict=True)
    )
    return [f"community/{own}{tail}" for own, tail in zip(first, tails, strict=True)]


class _Naming:
    """How many papers name each entity, and what entities have to do with each other."""

    def __init__(self, shares: Shares, entities: Mapping[str, CanonicalEntity]) -> None:
        self._shares, self._entities = shares, entities
        self._papers = Counter(entity for named in shares.values() for entity in named)

    def name(self, entity: str) -> str:
        return self._entities[entity].name

    def typical(self, group: Sequence[str]) -> list[str]:
        """The entities most typical of a group of papers, one at least if two name it; of a family only one."""
        scores = {entity: round(score, 9) for entity, score in self._scores(group)}
        best: list[str] = []
        for entity in sorted(scores, key=lambda entity: (-scores[entity], entity)):
            told = scores[entity] > 0 and not any(self._related(entity, other) for other in best)
            if not best or (told and len(best) < _NAMES):
                best.append(entity)
        return best

    def _scores(self, group: Sequence[str]) -> Iterator[tuple[str, float]]:
        factors: dict[str, list[float]] = defaultdict(list)
        for paper in group:
            for entity, role in self._shares[paper].items():
                factors[entity].append(ROLE_FACTORS[role])
        for entity, found in factors.items():
            share = len(found) / self._papers[entity]
            commoner = share * (len(self._shares) + 1) / len(group)
            if len(found) > 1:
                yield entity, _TELLING[self._entities[entity].type] * sum(found) * share * log(commoner)

    def _related(self, left: str, right: str) -> bool:
        """Whether one of two entities is a variant or a kind of the other."""
        parents = ((self._entities[one].variant_of, self._entities[one].broader) for one in (left, right))
        targets = {relation.target for pair in parents for relation in pair if relation}
        return bool(targets & {left, right})
