"""Links between papers: what two papers share, weighted by how rare it is and by what it is to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from papergraph.model import Role

DEFAULT_BEST = 10
ROLE_FACTORS: Mapping[Role, float] = {
    Role.INTRODUCES: 1.5,
    Role.EVALUATES_ON: 1.25,
    Role.TRAINS_ON: 1.25,
    Role.COMPARES_WITH: 1.25,
    Role.USES: 1.0,
    Role.ADDRESSES: 1.0,
    Role.MEASURES: 0.5,
    Role.MENTIONS: 0.5,
}
_PRODUCTS_PER_PAPER = 1000
_PRODUCTS_AT_LEAST = 20_000_000
_CHUNK = 2048
_SEED = 0

Shares = Mapping[str, Mapping[str, Role]]


@dataclass(frozen=True, slots=True)
class SharedEntity:
    """One reason for a link: the entity, what it adds to the weight, and its role in either paper."""

    entity: str
    weight: float
    roles: tuple[Role, Role]


@dataclass(frozen=True, slots=True)
class PaperLink:
    """Two papers, the smaller id first, the weight of all they share, and the reasons, heaviest first."""

    left: str
    right: str
    weight: float
    why: tuple[SharedEntity, ...]


def rarity(shares: Shares) -> dict[str, float]:
    """How rare each entity is among the papers: ``log((papers + 1) / papers that name it)``, as in tf-idf."""
    counts = Counter(entity for entities in shares.values() for entity in entities)
    return {entity: log((len(shares) + 1) / count) for entity, count in sorted(counts.items())}


def link_papers(shares: Shares, *, best: int = DEFAULT_BEST) -> list[PaperLink]:
    """The links of papers to those ``best`` papers with which each shares most, sorted.

    What a shared entity adds is its rarity times the factors of its two roles. Candidates are found by a sparse product
    over the entities from the rarest on, as many as a budget allows that grows with the number of papers; so an entity
    of nearly all papers costs nothing, and still counts in the weight of those that rarer ones have brought together.

    :param shares: for each paper the entities that it names, with the role of each.
    :param best: how many links each paper asks for; it may get more, since a link belongs to both.
    """
    papers = sorted(shares)
    rare = rarity(shares)
    pairs = {(min(i, j), max(i, j)) for i, j in _best_pairs(_incidence(papers, shares, rare), best)}
    return [_link(papers[i], papers[j], shares, rare) for i, j in sorted(pairs)]


def _incidence(papers: Sequence[str], shares: Shares, rare: Mapping[str, float]) -> sparse.csr_array:
    """Papers by entities: root of the rarity times factor of the role, so that a product of rows is a weight."""
    columns = {entity: column for column, entity in enumerate(_affordable(shares, rare))}
    rows, places, values = [], [], []
    for row, paper in enumerate(papers):
        for entity, role in sorted(shares[paper].items()):
            if (column := columns.get(entity)) is not None:
                rows.append(row)
                places.append(column)
                values.append(rare[entity] ** 0.5 * ROLE_FACTORS[role])
    shape = (len(papers), len(columns))
    return sparse.coo_array((np.array(values), (np.array(rows, int), np.array(places, int))), shape=shape).tocsr()


def _affordable(shares: Shares, rare: Mapping[str, float]) -> Iterator[str]:
    """The entities of several papers, rarest first, until their multiplications reach the budget."""
    counts = Counter(entity for entities in shares.values() for entity in entities)
    left = max(_PRODUCTS_AT_LEAST, _PRODUCTS_PER_PAPER * len(shares))
    for entity in sorted(
        (entity for entity, count in counts.items() if count > 1), key=lambda entity: (-rare[entity], entity)
    ):
        left -= counts[entity] ** 2
        if left < 0:
            return
        yield entity


def _best_pairs(incidence: sparse.csr_array, best: int) -> Iterator[tuple[int, int]]:
    """Each row with the rows that have the largest products with it; ties go to the smaller row."""
    turned = incidence.T.tocsr()
    for start in range(0, incidence.shape[0], _CHUNK):
        product = (incidence[start : start + _CHUNK] @ turned).tocsr()
        for offset in range(product.shape[0]):
            inside = slice(product.indptr[offset], product.indptr[offset + 1])
            for other in _largest(product.indices[inside], product.data[inside], start + offset, best):
                yield start + offset, int(other)


def _largest(columns: NDArray[np.int32], values: NDArray[np.float64], own: int, best: int) -> NDArray[np.int32]:
    kept = columns != own
    columns, values = columns[kept], np.round(values[kept], 9)
    if len(values) > best:
        limit = np.partition(values, len(values) - best)[len(values) - best]
        columns, values = columns[values >= limit], values[values >= limit]
    return columns[np.lexsort((columns, -values))[:best]]


def _link(left: str, right: str, shares: Shares, rare: Mapping[str, float]) -> PaperLink:
    ours, theirs = shares[left], shares[right]
    why = sorted(
        (_reason(entity, ours[entity], theirs[entity], rare[entity]) for entity in ours.keys() & theirs.keys()),
        key=lambda reason: (-reason.weight, reason.entity),
    )
    return PaperLink(left, right, round(sum(reason.weight for reason in why), 4), tuple(why))


def _reason(entity: str, left: Role, right: Role, rare: float) -> SharedEntity:
    return SharedEntity(entity, round(rare * ROLE_FACTORS[left] * ROLE_FACTORS[right], 4), (left, right))


def communities(links: Sequence[PaperLink]) -> dict[str, int]:
    """The community of each linked paper (Louvain, Blondel et al. 2008), numbered by size, then smallest member."""
    papers = sorted({paper for link in links for paper in (link.left, link.right)})
    places = {paper: place for place, paper in enumerate(papers)}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(papers)))
    graph.add_weighted_edges_from((places[link.left], places[link.right], link.weight) for link in links)
    found = nx.community.louvain_communities(graph, weight="weight", seed=_SEED) if papers else []
    ranked = sorted(found, key=lambda members: (-len(members), min(members)))
    return {papers[place]: number for number, members in enumerate(ranked) for place in sorted(members)}
