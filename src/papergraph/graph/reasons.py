"""The reasons of links between papers: what two papers share, and how much of the weight it makes up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from papergraph.model import Role

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
_ROLES = tuple(Role)
_FACTORS = np.array([ROLE_FACTORS[role] for role in _ROLES])
_PAIRS_OF_ROLES = tuple(tuple((left, right) for right in _ROLES) for left in _ROLES)
_INTRODUCES = _ROLES.index(Role.INTRODUCES)
_OF_TOOLS = 0.5
_ROUNDING = 1e-9
_CHUNK = 100_000

Shares = Mapping[str, Mapping[str, Role]]
Numbers = NDArray[np.int64]


class SharedEntity(NamedTuple):
    """One reason for a link: the entity, what it adds to the weight, and its role in either paper."""

    entity: str
    weight: float
    roles: tuple[Role, Role]


class PaperLink(NamedTuple):
    """Two papers, the smaller id first, the weight of all they share, and the reasons, heaviest first."""

    left: str
    right: str
    weight: float
    why: tuple[SharedEntity, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """Which paper names which entity in which role, as numbers: places in the sorted papers, entities and roles.

    ``rows``, ``columns`` and ``roles`` run beside each other, by paper, then entity; ``starts`` tells where each paper
    begins; ``rarity`` is that of each entity, ``tool`` whether papers work with it more than they are about it.
    """

    papers: Sequence[str]
    entities: Sequence[str]
    rows: Numbers
    columns: Numbers
    roles: Numbers
    starts: Numbers
    rarity: NDArray[np.float64]
    tool: NDArray[np.bool_]

    @classmethod
    def of(cls, shares: Shares, rarity: Mapping[str, float], tools: Collection[str] = ()) -> Naming:
        """The naming of papers, with the rarity of every entity, and which are tools."""
        papers, entities = sorted(shares), sorted(rarity)
        places = {entity: place for place, entity in enumerate(entities)}
        numbers = {role: number for number, role in enumerate(_ROLES)}
        named = [sorted((places[entity], numbers[role]) for entity, role in shares[paper].items()) for paper in papers]
        sizes = np.array([len(some) for some in named], np.int64)
        both = np.array(list(chain.from_iterable(named)), np.int64).reshape(-1, 2)
        return cls(
            papers=papers,
            entities=entities,
            rows=np.repeat(np.arange(len(papers)), sizes),
            columns=both[:, 0],
            roles=both[:, 1],
            starts=np.concatenate(([0], np.cumsum(sizes))),
            rarity=np.array([rarity[entity] for entity in entities]),
            tool=np.array([entity in tools for entity in entities], bool),
        )

    @property
    def floor(self) -> float:
        """How rare a specific thing is at least: halfway between one of two papers and one of all, in logarithms."""
        return log((len(self.papers) + 1) / 2) / 2

    @property
    def factors(self) -> NDArray[np.float64]:
        """The factor of each role."""
        return _FACTORS[self.roles]

    def codes(self, rows: Numbers, columns: Numbers) -> Numbers:
        """One number for each paper with an entity, ascending as the naming runs."""
        return rows * len(self.entities) + columns


def with_reasons(naming: Naming, pairs: Numbers) -> list[PaperLink]:
    """The links of pairs of papers (rows of two places, the smaller first) and their ranked reasons, in their order.

    Pairs that share nothing specific enough are left out: see :func:`_evidence`.
    """
    codes = naming.codes(naming.rows, naming.columns)
    parts = (pairs[start : start + _CHUNK] for start in range(0, len(pairs), _CHUNK))
    return list(chain.from_iterable(_links(naming, codes, part) for part in parts))


def _links(naming: Naming, codes: Numbers, pairs: Numbers) -> Iterator[PaperLink]:
    pair, ours, theirs = _shared(naming, codes, pairs)
    enough = np.bincount(pair, _evidence(naming, ours, theirs), len(pairs)) >= naming.floor - _ROUNDING
    pairs, told = pairs[enough], enough[pair]
    pair, ours, theirs = (np.cumsum(enough) - 1)[pair[told]], ours[told], theirs[told]
    entity, left, right = naming.columns[ours], naming.roles[ours], naming.roles[theirs]
    weight = np.round(naming.rarity[entity] * _FACTORS[left] * _FACTORS[right], 4)
    order = np.lexsort((entity, -weight, pair))
    names = map(naming.entities.__getitem__, entity[order].tolist())
    roles = (_PAIRS_OF_ROLES[a][b] for a, b in zip(left[order].tolist(), right[order].tolist(), strict=True))
    reasons = list(map(SharedEntity, names, weight[order].tolist(), roles))
    total = np.round(np.bincount(pair, weights=weight, minlength=len(pairs)), 4).tolist()
    ends = np.concatenate(([0], np.cumsum(np.bincount(pair, minlength=len(pairs))))).tolist()
    why = (tuple(reasons[start:end]) for start, end in pairwise(ends))
    return map(PaperLink, *(map(naming.papers.__getitem__, side.tolist()) for side in pairs.T), total, why)


def _evidence(naming: Naming, ours: Numbers, theirs: Numbers) -> NDArray[np.float64]:
    """How much each shared entity says for a link, where the naming has it for the left and the right paper.

    The rarity of what is rare enough, times the factors of its roles where these lessen it; half of that for a tool
    that neither paper introduces; nothing for the rest.
    """
    entity, left, right = naming.columns[ours], naming.roles[ours], naming.roles[theirs]
    rarity = np.where(naming.rarity[entity] >= naming.floor - _ROUNDING, naming.rarity[entity], 0)
    introduced = (left == _INTRODUCES) | (right == _INTRODUCES)
    share = np.where(naming.tool[entity] & ~introduced, _OF_TOOLS, 1)
    evidence: NDArray[np.float64] = rarity * np.minimum(_FACTORS[left] * _FACTORS[right], 1) * share
    return evidence


def _shared(naming: Naming, codes: Numbers, pairs: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """For each entity that a pair shares: the pair, and where the naming has it for the left and the right paper."""
    left, right = pairs[:, 0], pairs[:, 1]
    sizes = naming.starts[left + 1] - naming.starts[left]
    pair = np.repeat(np.arange(len(pairs)), sizes)
    before = np.repeat(np.cumsum(sizes) - sizes, sizes)
    ours = np.repeat(naming.starts[left], sizes) + np.arange(len(pair)) - before
    wanted = naming.codes(right[pair], naming.columns[ours])
    theirs = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
    found = codes[theirs] == wanted
    return pair[found], ours[found], theirs[found]
