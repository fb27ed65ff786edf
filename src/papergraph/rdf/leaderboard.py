"""The results that abstracts report on a benchmark, sorted: what they claim, not what was measured alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from papergraph.rdf.query import Solutions, Value

_CHANGES = frozenset(("points", "times"))


@dataclass(frozen=True, slots=True)
class Claim:
    """A result as an abstract reports it."""

    value: float
    unit: str | None
    as_written: str
    subject: str | None
    baseline: str | None
    title: str
    year: int | None
    paper: str
    sentence: str | None


@dataclass(frozen=True, slots=True)
class Board:
    """Claims of one metric and unit, the best first; ``direction`` is ``higher``, ``lower``, or ``None`` if unknown.

    ``changes`` says that they are differences from a baseline ("2.1 points more"), not levels.
    """

    metric: str | None
    unit: str | None
    direction: str | None
    changes: bool
    claims: tuple[Claim, ...]


def leaderboard(solutions: Solutions) -> tuple[Board, ...]:
    """The boards of the solutions of the packaged question ``leaderboard``: levels first, then changes.

    Within each the metric with most claims comes first, results without a metric last.
    """
    groups: dict[tuple[str | None, str | None], dict[tuple[Value, ...], Claim]] = defaultdict(dict)
    directions: dict[tuple[str | None, str | None], set[str]] = defaultdict(set)
    for row in solutions.values():
        key = (_text(row["metric"]), _text(row["unit"]))
        claim = _claim(row)
        groups[key].setdefault((claim.paper, claim.as_written, claim.subject, claim.sentence), claim)
        if direction := _text(row["direction"]):
            directions[key].add(direction)
    boards = [_board(*key, directions[key], claims.values()) for key, claims in groups.items()]
    return tuple(sorted(boards, key=_rank))


def _rank(board: Board) -> tuple[bool, bool, int, str, str]:
    return board.changes, board.metric is None, -len(board.claims), board.metric or "", board.unit or ""


def _board(metric: str | None, unit: str | None, directions: set[str], claims: Iterable[Claim]) -> Board:
    direction = next(iter(directions)) if len(directions) == 1 else None
    changes = unit in _CHANGES
    sign = 1 if direction == "lower" and not changes else -1
    ordered = sorted(claims, key=lambda one: (sign * one.value, one.title, one.subject or ""))
    return Board(metric, unit, direction, changes, tuple(ordered))


def _claim(row: dict[str, Value]) -> Claim:
    year = row["year"]
    return Claim(
        float(row["value"] or 0),
        _text(row["unit"]),
        str(row["asWritten"]),
        _text(row["subject"]),
        _text(row["baseline"]),
        str(row["title"]),
        year if isinstance(year, int) else None,
        str(row["paper"]),
        _text(row["sentence"]),
    )


def _text(value: Value) -> str | None:
    return None if value is None else str(value)
