"""Which nodes a page holds: all, or those of the strongest papers where the file would grow too large."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from papergraph.explorer.content import Content
from papergraph.explorer.ranking import Ranking

MOST_BYTES = 30_000_000
_FIRST_GUESS = 30_000
_SLACK = 0.96


@dataclass(frozen=True, slots=True)
class Kept:
    """The nodes of a page, strongest first, and how many papers and nodes are left out."""

    nodes: tuple[str, ...]
    papers: int
    papers_left: int = 0
    nodes_left: int = 0


def first_guess(content: Content, ranking: Ranking, most_bytes: int) -> Kept:
    """All, or as many papers as can be hoped to fit."""
    return keep(content, ranking, max(1, _FIRST_GUESS * most_bytes // MOST_BYTES))


def shrunk(kept: Kept, content: Content, ranking: Ranking, *, size: int, most_bytes: int) -> Kept:
    """So much that a page of ``size`` bytes comes down to ``most_bytes``: the same if it does, or can't be smaller."""
    if size <= most_bytes:
        return kept
    return keep(content, ranking, int(kept.papers * most_bytes / size * _SLACK))


def keep(content: Content, ranking: Ranking, papers: int) -> Kept:
    """The first view, the strongest ``papers`` of a graph, and all that these are tied to.

    >>> keep(Content({}, {}, (), (), (), (), ()), Ranking((), 0, {}, (), {}, {}), 5)
    Kept(nodes=(), papers=0, papers_left=0, nodes_left=0)
    """
    total = content.of_kind("paper")
    if papers >= len(total):
        return Kept(ranking.order, len(total))
    strongest = (node for node in ranking.order if content.kinds[node] == "paper")
    chosen = ranking.first_view | set(islice(strongest, papers))
    chosen |= {edge.entity for edge in content.roles if edge.paper in chosen}
    chosen |= {link.target for link in content.links if link.paper in chosen}
    nodes = tuple(node for node in ranking.order if node in chosen)
    count = sum(content.kinds[node] == "paper" for node in nodes)
    return Kept(nodes, count, len(total) - count, len(ranking.order) - len(nodes))
