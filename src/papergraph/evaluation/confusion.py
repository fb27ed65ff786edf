"""What is taken for what: types against types, roles against roles, with what is missed and what is spurious."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from papergraph.evaluation.alignment import Alignment
from papergraph.evaluation.counting import label_order
from papergraph.model import EntityType, Role

MISSED, SPURIOUS, NO_ROLE = "missed", "spurious", "none"
Cell = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """Counts of entities: ``counts[i][j]`` are ``rows[i]`` in gold and ``columns[j]`` in the prediction.

    The last row is ``spurious`` (none in gold), the last column ``missed`` (not predicted).
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    def count(self, gold: str, predicted: str) -> int:
        """The count of one cell; 0 where there is none."""
        if gold not in self.rows or predicted not in self.columns:
            return 0
        return self.counts[self.rows.index(gold)][self.columns.index(predicted)]


def type_confusion(alignments: Iterable[Alignment]) -> Confusion:
    """Types against types: entities of one type are paired first, then what is left by the forms that it shares."""
    cells: Counter[Cell] = Counter()
    for alignment in alignments:
        gold, predicted = alignment.gold.entities, alignment.found
        cells.update((gold[a].type, predicted[b].type) for a, b in alignment.typed + alignment.retyped)
        cells.update((entity.type, MISSED) for entity in alignment.missed())
        cells.update((SPURIOUS, entity.type) for entity in alignment.spurious())
    return _confusion(cells, list(EntityType))


def role_confusion(alignments: Iterable[Alignment]) -> Confusion:
    """Roles against roles of entities that are right in type; the others are missed or spurious."""
    cells: Counter[Cell] = Counter()
    for alignment in alignments:
        gold = [entity.role or NO_ROLE for entity in alignment.gold.entities]
        predicted = [entity.role or NO_ROLE for entity in alignment.found]
        cells.update((gold[a], predicted[b]) for a, b in alignment.typed)
        left, right = {a for a, _ in alignment.typed}, {b for _, b in alignment.typed}
        cells.update((role, MISSED) for place, role in enumerate(gold) if place not in left)
        cells.update((SPURIOUS, role) for place, role in enumerate(predicted) if place not in right)
    return _confusion(cells, list(Role))


def _confusion(cells: Counter[Cell], known: Sequence[str]) -> Confusion:
    labels = sorted({label for cell in cells for label in cell} - {MISSED, SPURIOUS})
    labels.sort(key=lambda label: label_order(label, list(known)))
    rows, columns = (*labels, SPURIOUS), (*labels, MISSED)
    return Confusion(
        rows=rows, columns=columns, counts=tuple(tuple(cells[row, column] for column in columns) for row in rows)
    )
