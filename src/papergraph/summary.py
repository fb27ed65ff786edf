"""What a build holds, in figures and in rankings: for the manifest, the report, the end of a build and ``stats``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from papergraph.model import CanonicalEntity, EntityType, Extraction, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """An entity, how many papers name it, and the ids of those that introduce it."""

    id: str
    name: str
    type: EntityType
    papers: int
    introduced_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many there are of what; ``read`` counts copies, ``papers`` does not."""

    read: int
    papers: int
    entities: int
    entities_by_type: Mapping[str, int]
    mentions: int
    links: int
    repositories: int
    papers_with_code: int
    results: int
    paper_links: int
    merges: int
    doubtful: int
    rejects: int

    @property
    def copies(self) -> int:
        """How many of the papers read were copies of others."""
        return self.read - self.papers

    def as_record(self) -> dict[str, Any]:
        """The figures as the manifest holds them."""
        return {
            "read": self.read,
            "copies": self.copies,
            "papers": self.papers,
            "entities": self.entities,
            "entitiesByType": dict(self.entities_by_type),
            "mentions": self.mentions,
            "links": self.links,
            "repositories": self.repositories,
            "papersWithCode": self.papers_with_code,
            "results": self.results,
            "paperLinks": self.paper_links,
            "merges": self.merges,
            "doubtful": self.doubtful,
            "rejects": self.rejects,
        }


def by_type(entities: Iterable[CanonicalEntity]) -> dict[str, int]:
    """How many entities there are of each type, in the order of the types, none left out.

    >>> by_type([])
    {'METHOD': 0, 'MODEL': 0, 'BENCHMARK': 0, 'TASK': 0, 'METRIC': 0}
    """
    found = Counter(entity.type for entity in entities)
    return {kind.value: found[kind] for kind in EntityType}


def count_mentions(extractions: Iterable[Extraction]) -> int:
    """How many spans name an entity."""
    return sum(len(entity.mentions) for extraction in extractions for entity in extraction.entities)


def repositories(extractions: Iterable[Extraction]) -> tuple[str, ...]:
    """All repositories that papers link to, sorted."""
    return tuple(sorted({link.repository for item in extractions for link in item.links if link.repository}))


def own_code(extraction: Extraction) -> tuple[str, ...]:
    """The addresses of a paper's own code, in the order of the text."""
    own = [link for link in extraction.links if link.own and link.kind == "code"]
    return tuple(dict.fromkeys(link.url for link in sorted(own, key=lambda link: link.start)))


def top(entities: Iterable[CanonicalEntity], kind: EntityType, limit: int = 10) -> tuple[Ranked, ...]:
    """The entities of a type that most papers name; ties by name.

    :param limit: how many at most.
    """
    ranked = sorted(map(ranking, (e for e in entities if e.type is kind)), key=lambda r: (-r.papers, r.name, r.id))
    return tuple(ranked[:limit])


def ranking(entity: CanonicalEntity) -> Ranked:
    """An entity as a row of a ranking."""
    introduced = tuple(entity.papers.get(Role.INTRODUCES, ()))
    return Ranked(id=entity.id, name=entity.name, type=entity.type, papers=entity.paper_count, introduced_by=introduced)
