"""What people decided, in the terms of one corpus: keys that are one, keys that never meet, names, types, absences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from papergraph.decisions import Decision, Decisions, Kind, Reference
from papergraph.model import EntityType
from papergraph.resolution.merging import Groups
from papergraph.resolution.named import Thing, Things, keys_of
from papergraph.resolution.names import name_key

Pins = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Decided:
    """``same`` and ``told`` pair a statement with the keys that it is about; ``apart`` are sorted pairs of keys."""

    same: tuple[tuple[Decision, tuple[str, ...]], ...] = ()
    apart: frozenset[tuple[str, str]] = frozenset()
    told: tuple[tuple[Decision, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Corrections:
    """By head of a group: what renames it, its type; the heads that are dropped; what joined ``natural`` groups."""

    names: Mapping[str, Decision] = field(default_factory=dict)
    types: Mapping[str, EntityType] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    joined: Mapping[str, Decision] = field(default_factory=dict)
    natural: Groups = field(default_factory=lambda: Groups(terms={}))

    def joining(self, keys: frozenset[str], name_keys: frozenset[str]) -> Decision | None:
        """The statement without which a form of ``keys`` would not be one with a name of ``name_keys``."""
        here, there = ({self.natural.find(key) for key in some} for some in (keys, name_keys))
        if not here or not there or here & there:
            return None
        return next((self.joined[head] for head in sorted(here) if head in self.joined), None)

    def homonym(self, keys: Iterable[str]) -> Decision | None:
        """The statement that joined things of one name."""
        heads = {self.natural.find(key) for key in keys} if self.joined else set()
        found = (self.joined[head] for head in sorted(heads) if head in self.joined)
        return next(found, None) if len(heads) > 1 else None


def pins(things: Things, decisions: Decisions) -> dict[str, frozenset[str]]:
    """Folds that go by themselves instead of by the keys they share with what they differ from, with these keys."""
    found: dict[str, set[str]] = defaultdict(set)
    for decision in decisions.statements:
        if decision.kind is Kind.DIFFERENT:
            for left, right in combinations(_meant(things, decision), 2):
                if left[0].head == right[0].head:
                    _pin(decision, left, right, found)
    return {fold: frozenset(keys) for fold, keys in found.items()}


def _pin(
    decision: Decision, left: tuple[Thing, Reference], right: tuple[Thing, Reference], found: dict[str, set[str]]
) -> None:
    folds = [name_key(reference.name) for _, reference in (left, right)]
    if decision.reason == "alias" and (folds[0] == folds[1] or left[1].id or right[1].id):
        raise decision.error(f"{left[1].name!r} and {right[1].name!r} can't be told apart in these papers")
    if folds[0] == folds[1]:
        return
    shared = keys_of(*left) & keys_of(*right)
    for fold in folds:
        found[fold] |= shared - {fold}


def _meant(things: Things, decision: Decision) -> list[tuple[Thing, Reference]]:
    """What a statement names; nothing where an answer's other side is gone."""
    found = [(things.told(decision, reference), reference) for reference in decision.names]
    kept = [(thing, reference) for thing, reference in found if thing]
    return kept if len(kept) == len(found) else []


def settle(things: Things, after: Things, pinned: Pins, decisions: Decisions) -> Decided:
    """What the statements mean for a corpus.

    :param things: what the names mean, as it is without decisions.
    :param after: the same once the pinned folds go by themselves.
    :raises ConfigError: an aliases file names nothing of the corpus, or several things.
    """
    same, apart, told = [], set(), []
    known = frozenset(key for thing in after.all.values() for key in thing.keys)
    for decision in decisions.statements:
        meant = _meant(things, decision)
        keys = [_now(thing, reference, pinned, known) for thing, reference in meant]
        if decision.kind is Kind.DIFFERENT:
            for lefts, rights in combinations(keys, 2):
                apart |= {(min(a, b), max(a, b)) for a in lefts for b in rights if a != b}
            continue
        for reference, found in zip(decision.names, keys, strict=False):
            if not found:
                raise decision.error(f"{reference.name!r} is not in these papers", line=reference.line)
        if decision.kind is Kind.SAME:
            same += [(decision, tuple(dict.fromkeys(key for some in keys for key in sorted(some))))] if keys else []
        else:
            told.append((decision, _main_key(keys[0], decision.names[0])))
    return Decided(tuple(same), frozenset(apart), tuple(told))


def _main_key(keys: frozenset[str], reference: Reference) -> str:
    fold = name_key(reference.name)
    return fold if fold in keys else min(keys)


def _now(thing: Thing, reference: Reference, pinned: Pins, known: frozenset[str]) -> frozenset[str]:
    """The keys of a reference once pinned folds go by themselves: ``known`` are those that there are then."""
    fold = name_key(reference.name)
    own = {fold} if keys_of(thing, reference) & pinned.get(fold, frozenset()) else frozenset[str]()
    return frozenset((keys_of(thing, reference) - pinned.get(fold, frozenset()) | own) & known)


def force(groups: Groups, decided: Decided) -> None:
    """Join what people said is one.

    :raises ConfigError: they also said, in so many words or by a chain of them, that it is not.
    """
    for decision, keys in decided.same:
        for key in keys[1:]:
            if not groups.force(keys[0], key, decided.apart):
                raise decision.error(f"{_listed(decision)} are also said to be different")


def _listed(decision: Decision) -> str:
    return " and ".join(repr(reference.name) for reference in decision.names)


def corrections(decided: Decided, groups: Groups, natural: Groups) -> Corrections:
    """The corrections by the heads of the groups.

    :raises ConfigError: one thing gets two names or two types, or is dropped and named.
    """
    told: dict[tuple[Kind, str], Decision] = {}
    for decision, key in decided.told:
        first = told.setdefault((decision.kind, groups.find(key)), decision)
        if first.value != decision.value:
            raise decision.error(f"{_listed(decision)} is what line {first.line} calls {first.value!r}")
    dropped = frozenset(head for kind, head in told if kind is Kind.DROP)
    for head, decision in _kept(told, decided, groups):
        if head in dropped:
            raise decision.error(f"{_listed(decision)} is also dropped")
    joined: dict[str, Decision] = {}
    for decision, keys in decided.same:
        for key in keys:
            joined.setdefault(natural.find(key), decision)
    return Corrections(
        names={head: decision for (kind, head), decision in told.items() if kind is Kind.RENAME},
        types={head: EntityType(d.value) for (kind, head), d in told.items() if kind is Kind.RETYPE},
        dropped=dropped,
        joined=joined,
        natural=natural,
    )


def _kept(
    told: Mapping[tuple[Kind, str], Decision], decided: Decided, groups: Groups
) -> Iterator[tuple[str, Decision]]:
    yield from ((head, decision) for (kind, head), decision in told.items() if kind is not Kind.DROP)
    yield from ((groups.find(keys[0]), decision) for decision, keys in decided.same if decision.reason == "alias")


def check_names(decided: Decided, groups: Groups, names: Mapping[str, str]) -> None:
    """See to it that no thing is given the name of another.

    :raises ConfigError: one is.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for head, name in names.items():
        owners[name_key(name)].add(head)
    for decision, key in decided.told:
        if decision.kind is Kind.RENAME and owners[name_key(decision.value)] - {groups.find(key)}:
            raise decision.error(f"{decision.value!r} is the name of something else; join the two under same")
