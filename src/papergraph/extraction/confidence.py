"""Confidence: the share of entities with the same evidence that were right on annotated abstracts.

The table in ``confidence.json`` counts, for each kind of evidence, how many entities there were and how many of them
were right. Where counts are small, shares are drawn towards those of less specific evidence (m-estimate, Cestnik 1990).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from papergraph.model import EntityType

TABLE = "confidence.json"
_PRIOR_WEIGHT = 12.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an entity: its sources, its type, how often and where it stands, capitals inside its words."""

    sources: frozenset[str]
    type: EntityType
    repeated: bool
    in_title: bool
    mixed: bool = False

    def levels(self) -> Iterator[str]:
        """The evidence from the least to the most specific key.

        >>> list(Evidence(frozenset({"shape"}), EntityType.MODEL, True, False).levels())
        ['', 'shape', 'shape MODEL', 'shape MODEL repeated']
        """
        sources = "+".join(sorted(self.sources))
        yield from ("", sources, f"{sources} {self.type}")
        details = [word for word, true in self._details() if true]
        yield " ".join([sources, self.type, *(details or ["once"])])

    def _details(self) -> tuple[tuple[str, bool], ...]:
        return ("repeated", self.repeated), ("title", self.in_title), ("mixed", self.mixed)


@dataclass(frozen=True, slots=True)
class ConfidenceTable:
    """Counts of right ones and of all, by key of evidence."""

    counts: Mapping[str, tuple[int, int]]

    def confidence(self, evidence: Evidence) -> float:
        """The expected share of right ones, between 0 and 1.

        >>> table = ConfidenceTable({"": (50, 100), "shape": (0, 0)})
        >>> table.confidence(Evidence(frozenset({"shape"}), EntityType.MODEL, True, False))
        0.5
        """
        share = 0.5
        for key in evidence.levels():
            right, total = self.counts.get(key, (0, 0))
            share = (right + _PRIOR_WEIGHT * share) / (total + _PRIOR_WEIGHT)
        return share


@cache
def load_table() -> ConfidenceTable:
    """The table that is packaged with papergraph."""
    text = (resources.files("papergraph.extraction") / TABLE).read_text(encoding="utf-8")
    return ConfidenceTable({key: (right, total) for key, (right, total) in json.loads(text).items()})
