"""Links between papers: what two papers share, weighted by how rare it is and by what it is to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from math import log

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from papergraph.graph.reasons import ROLE_FACTORS, Naming, PaperLink, SharedEntity, Shares, with_reasons
from papergraph.model import CanonicalEntity, EntityType

DEFAULT_BEST = 10
_PRODUCTS_PER_PAPER = 1000
_PRODUCTS_AT_LEAST = 20_000_000
_CHUNK = 2048

__all__ = [
    "DEFAULT_BEST",
    "ROLE_FACTORS",
    "PaperLink",
    "SharedEntity",
    "Shares",
    "link_papers",
    "rarity",
]


def rarity(shares: Shares, entities: Iterable[CanonicalEntity] = ()) -> dict[str, float]:
    """How rare each entity is among the papers: ``log((papers + 1) / papers that name it or a kind or version of it)``.

    It is the inverse document frequency of an entity with all that lies below it (Resnik 1995): a neural network is
    meant by whoever names a recurrent one.

    :param entities: what the entities are variants and kinds of.
    """
    above = _ancestors(entities)
    named = {entity for some in shares.values() for entity in some}
    counts = Counter(
        chain.from_iterable(set(some).union(*(above.get(own, ()) for own in some)) for some in shares.values())
    )
    return {entity: log((len(shares) + 1) / counts[entity]) for entity in sorted(named)}


def _ancestors(entities: Iterable[CanonicalEntity]) -> dict[str, set[str]]:
    """All that an entity is a variant or a kind of, near or far, where there is anything."""
    parents = {
        entity.id: [relation.target for relation in (entity.variant_of, entity.broader) if relation]
        for entity in entities
        if entity.variant_of or entity.broader
    }
    return {entity: _reached(entity, parents) for entity in parents}


def _reached(entity: str, parents: Mapping[str, Sequence[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [*parents[entity]]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += parents.get(one, ())
    return found


def tools_of(entities: Iterable[CanonicalEntity]) -> set[str]:
    """The ids of the entities that papers work with more than they are about: models and benchmarks."""
    return {entity.id for entity in entities if entity.type in (EntityType.MODEL, EntityType.BENCHMARK)}


def link_papers(
    shares: Shares, entities: Sequence[CanonicalEntity] = (), *, best: int = DEFAULT_BEST
) -> list[PaperLink]:
    """The links of papers to those ``best`` papers with which each shares most, sorted.

    What a shared entity adds is its rarity times the factors of its two roles. Candidates are found by a sparse product
    over the entities from the rarest on, as many as a budget allows that grows with the number of papers; so an entity
    of nearly all papers costs nothing, and still counts in the weight of those that rarer ones have brought together.

    Two papers are linked only if they share something specific: what at most ``sqrt(2 * (papers + 1))`` papers name.
    Such things have to be as rare together as one of them is at least, where a model or a benchmark that neither paper
    introduces counts half, and what a paper merely mentions or measures less. So a paper may get fewer links than it
    asks for.

    :param shares: for each paper the entities that it names, with the role of each.
    :param entities: the types of the entities and what they are variants and kinds of; without one it is a method.
    :param best: how many links each paper asks for; it may get more, since a link belongs to both.
    """
    naming = Naming.of(shares, rarity(shares, entities), tools_of(entities))
    pairs = np.array(list(_best_pairs(_incidence(naming), best)), np.int64).reshape(-1, 2)
    pairs.sort(axis=1)
    return with_reasons(naming, np.unique(pairs, axis=0))


def _incidence(naming: Naming) -> sparse.csr_array:
    """Papers by affordable entities: root of the rarity times factor of the role; a product of rows is a weight."""
    kept = _affordable(naming)[naming.columns]
    columns, factors = naming.columns[kept], naming.factors[kept]
    values = naming.rarity[columns] ** 0.5 * factors
    shape = (len(naming.papers), len(naming.entities))
    return sparse.coo_array((values, (naming.rows[kept], columns)), shape=shape).tocsr()


def _affordable(naming: Naming) -> NDArray[np.bool_]:
    """Which entities of several papers are kept: the rarest, until their multiplications reach the budget."""
    counts = np.bincount(naming.columns, minlength=len(naming.entities)).astype(np.int64)
    several = np.flatnonzero(counts > 1)
    ranked = several[np.lexsort((several, counts[several]))]
    budget = max(_PRODUCTS_AT_LEAST, _PRODUCTS_PER_PAPER * len(naming.papers))
    kept = np.zeros(len(naming.entities), bool)
    kept[ranked[np.cumsum(counts[ranked] ** 2) <= budget]] = True
    return kept


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
