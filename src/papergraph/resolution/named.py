"""Which things of a corpus a statement means: by id, by key, by canonical name, by any form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from papergraph.decisions import Decision, Kind, Reference
from papergraph.resolution.names import name_key


@dataclass(frozen=True, slots=True)
class Thing:
    """A group of keys as it is without anybody's decisions; ``forms`` maps folds of its own forms to their keys."""

    head: str
    id: str
    name: str
    keys: frozenset[str]
    forms: Mapping[str, frozenset[str]]


@dataclass(slots=True)
class Things:
    """All things, to be found by what people call them."""

    all: Mapping[str, Thing]
    by_id: dict[str, str] = field(default_factory=dict)
    levels: tuple[dict[str, set[str]], ...] = ()

    def __post_init__(self) -> None:
        self.by_id = {thing.id: thing.head for thing in self.all.values()}
        self.levels = (defaultdict(set), defaultdict(set), defaultdict(set))
        for thing in self.all.values():
            for key in thing.keys:
                self.levels[0][key].add(thing.head)
            self.levels[1][name_key(thing.name)].add(thing.head)
            for form in thing.forms:
                self.levels[2][form].add(thing.head)

    def rename(self, decisions: Iterable[Decision]) -> None:
        """Let things be found by the new names that people gave them too."""
        for decision in decisions:
            if decision.kind is Kind.RENAME and (thing := self.told(decision, decision.names[0])):
                self.levels[2][name_key(decision.value)].add(thing.head)

    def named(self, name: str) -> list[Thing]:
        """The things that bear a name, those that it fits best: of several with one acronym the one without long form.

        Sorted by id; several are equally good.
        """
        found = next((level[name_key(name)] for level in self.levels if level.get(name_key(name))), set())
        return sorted((self.all[head] for head in found), key=lambda thing: thing.id)

    def told(self, decision: Decision, reference: Reference) -> Thing | None:
        """The thing that a reference means; None where an answer of a review is about what is no longer there.

        :raises ConfigError: an aliases file names nothing, or several things.
        """
        if decision.reason == "review":
            return self._answered(reference)
        if reference.id is not None and reference.id in self.by_id:
            return self.all[self.by_id[reference.id]]
        found = self.named(reference.name)
        if not found:
            raise decision.error(f"{reference.name!r} is not in these papers", line=reference.line)
        if len(found) > 1:
            ids = ", ".join(thing.id for thing in found)
            raise decision.error(
                f"{reference.name!r} is several things; name one by its id: {ids}", line=reference.line
            )
        return found[0]

    def _answered(self, reference: Reference) -> Thing | None:
        thing = self.all.get(self.by_id.get(reference.id or "", ""))
        key = name_key(reference.name)
        if thing and (key in thing.keys or key in thing.forms or key == name_key(thing.name)):
            return thing
        found = self.named(reference.name)
        return found[0] if len(found) == 1 else None


def keys_of(thing: Thing, reference: Reference) -> frozenset[str]:
    """The keys of a thing whose entities bear the name of a reference; all where it goes by id or canonical name."""
    return thing.forms.get(name_key(reference.name), frozenset()) or thing.keys
