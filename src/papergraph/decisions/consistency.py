"""Whether the statements of an aliases file can all hold, as far as the file alone tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from papergraph.decisions.statements import Decision, Kind, Reference
from papergraph.text import fold_name


def check_consistent(decisions: Sequence[Decision]) -> None:
    """See to it that no statement denies another; names are told apart by their spelling fold.

    :raises ConfigError: one does; it has the line of the later one.
    """
    home = _joined(decision for decision in decisions if decision.kind is Kind.SAME)
    for decision in decisions:
        if decision.kind is Kind.DIFFERENT:
            _check_different(decision, home)
    for kind in (Kind.RENAME, Kind.RETYPE):
        _check_single([decision for decision in decisions if decision.kind is kind], home)
    _check_dropped(decisions)
    _check_new_names([decision for decision in decisions if decision.kind is Kind.RENAME], home)


def fold(reference: Reference) -> str:
    """What a name is compared by: an id as it stands, else its spelling fold."""
    return reference.id or fold_name(reference.name) or reference.name


def _joined(same: Iterable[Decision]) -> dict[str, str]:
    """The smallest name of the set that each name is joined to."""
    sets: dict[str, set[str]] = {}
    for decision in same:
        union: set[str] = set()
        for name in map(fold, decision.names):
            union |= sets.get(name, {name})
        sets.update(dict.fromkeys(union, union))
    return {name: min(union) for name, union in sets.items()}


def _check_different(decision: Decision, home: dict[str, str]) -> None:
    for left, right in combinations(decision.names, 2):
        a, b = fold(left), fold(right)
        if a == b:
            raise decision.error(f"{left.name!r} and {right.name!r} are one name in two spellings; name ids instead")
        if home.get(a, a) == home.get(b, b):
            raise decision.error(f"{left.name!r} and {right.name!r} are also said to be the same")


def _check_single(decisions: Iterable[Decision], home: dict[str, str]) -> None:
    told: dict[str, Decision] = {}
    for decision in _by_line(decisions):
        name = fold(decision.names[0])
        first = told.setdefault(home.get(name, name), decision)
        if first.value != decision.value:
            reason = (
                f"{decision.names[0].name!r} can't be both {first.value!r} (line {first.line}) and {decision.value!r}"
            )
            raise decision.error(reason)


def _check_dropped(decisions: Sequence[Decision]) -> None:
    dropped = {fold(decision.names[0]) for decision in decisions if decision.kind is Kind.DROP}
    for decision in decisions:
        if decision.kind not in (Kind.DROP, Kind.DIFFERENT):
            for reference in decision.names:
                if fold(reference) in dropped:
                    raise decision.error(f"{reference.name!r} is also dropped", line=reference.line)


def _check_new_names(decisions: Iterable[Decision], home: dict[str, str]) -> None:
    taken: dict[str, tuple[str, Decision]] = {}
    for decision in _by_line(decisions):
        name = fold(decision.names[0])
        owner, first = taken.setdefault(fold_name(decision.value), (home.get(name, name), decision))
        if owner != home.get(name, name):
            both = f"{first.names[0].name!r} and {decision.names[0].name!r}"
            raise decision.error(f"{both} can't both become {decision.value!r}; join them under same")


def _by_line(decisions: Iterable[Decision]) -> Iterator[Decision]:
    yield from sorted(decisions, key=lambda decision: decision.line)
