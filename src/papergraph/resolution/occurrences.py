"""What a paper says: its entities by the forms that stand in its text, and the acronyms that it defines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from sys import intern

from papergraph.model import Entity, EntityType, Extraction, Mention, Paper, Role
from papergraph.resolution.names import NEUTRAL, expansion, inner_definition, is_short, name_key

_BRACKET_AFTER = re.compile(r"\s*\(\s*([^()]{2,120}?)\s*\)")


@dataclass(frozen=True, slots=True, order=True)
class Definition:
    """That ``short`` abbreviates ``long`` in a paper, and where its text says so."""

    start: int
    short: str
    long: str
    full: str

    @property
    def narrowed(self) -> bool:
        """Whether words before the long form make the entity a kind of it: "stiff differential equations (DEs)"."""
        extra = len(name_key(self.full).split()) - len(name_key(self.long).split())
        return any(word not in NEUTRAL for word in name_key(self.full).split()[: max(0, extra)])

    def home(self, sense: str) -> str:
        """The key of the entity that bears this definition, given that of the sense."""
        return name_key(self.full) if self.narrowed else sense


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One entity of one paper: the forms under which the text names it, sorted, and where each stands first."""

    type: EntityType
    role: Role
    forms: tuple[str, ...]
    starts: tuple[int, ...]
    definitions: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One paper as resolution sees it; ``meanings`` maps the key of each acronym it defines to the definition."""

    paper: str
    occurrences: tuple[Occurrence, ...]
    meanings: dict[str, Definition]


def read_paper(extraction: Extraction) -> Reading:
    """The reading of one paper."""
    occurrences = tuple(read_entity(entity, extraction.paper) for entity in extraction.entities)
    meanings: dict[str, Definition] = {}
    for definition in sorted(d for occurrence in occurrences for d in occurrence.definitions):
        meanings.setdefault(name_key(definition.short), definition)
    return Reading(extraction.paper.id, occurrences, meanings)


def read_entity(entity: Entity, paper: Paper) -> Occurrence:
    """The occurrence of one entity; its ``name`` counts only where it has no mention."""
    first: dict[str, int] = {}
    for mention in sorted(entity.mentions):
        first.setdefault(form_of(mention, paper), mention.start)
    first.pop("", None)
    forms = sorted(first) or [" ".join(entity.name.split())]
    found = {*_between(first), *_inside(first), *_beside(entity.mentions, paper)}
    if not found and entity.role is Role.INTRODUCES:
        found = set(_coined(first))
    return Occurrence(
        entity.type, entity.role, tuple(map(intern, forms)), tuple(first.get(f, 0) for f in forms), _plain_first(found)
    )


def _plain_first(found: Iterable[Definition]) -> tuple[Definition, ...]:
    return tuple(sorted(found, key=lambda definition: (definition.narrowed, definition)))


def form_of(mention: Mention, paper: Paper) -> str:
    """What stands in the text at a mention, white space folded."""
    return " ".join((paper.text[mention.start : mention.end] or mention.text).split())


def _between(first: dict[str, int]) -> Iterator[Definition]:
    for short in filter(is_short, first):
        for long in first:
            full = expansion(short, long) if not is_short(long) and "(" not in long else None
            if full:
                yield Definition(max(first[short], first[long]), short, full, long)


def _coined(first: dict[str, int]) -> Iterator[Definition]:
    """The one short and the one long name of what a paper introduces, whatever their letters."""
    shorts = [form for form in first if is_short(form)]
    longs = {name_key(form): form for form in sorted(first) if not is_short(form) and " " in form}
    if len({name_key(form) for form in shorts}) == 1 and len(longs) == 1:
        for long in longs.values():
            yield from (Definition(max(first[short], first[long]), short, long, long) for short in shorts)


def _inside(first: dict[str, int]) -> Iterator[Definition]:
    for form, start in first.items():
        if pair := inner_definition(form):
            yield Definition(start, *pair, pair[1])


def _beside(mentions: Iterable[Mention], paper: Paper) -> Iterator[Definition]:
    """Definitions in brackets right after a mention: ``long (short)`` and ``short (long)``."""
    for mention in mentions:
        match = _BRACKET_AFTER.match(paper.text, mention.end)
        form, other = form_of(mention, paper), " ".join(match.group(1).split()) if match else ""
        short, long = (other, form) if is_short(other) else (form, other)
        full = expansion(short, long) if match and is_short(short) and not is_short(long) else None
        if full:
            yield Definition(mention.start, short, full, long)
