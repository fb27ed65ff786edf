"""Which key each entity of each paper goes to, and why each of its forms does."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from papergraph.model import EntityType, Role
from papergraph.resolution.kinds import same_kind
from papergraph.resolution.lookup import Lookup
from papergraph.resolution.names import is_short, name_key, same_version
from papergraph.resolution.occurrences import Definition, Occurrence, Reading
from papergraph.resolution.senses import Senses
from papergraph.vocabulary import Term


@dataclass(frozen=True, slots=True)
class FormReading:
    """What one form leads to: a key, the vocabulary's term behind it if any, and the reason."""

    form: str
    start: int
    key: str
    term: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """The key of an entity of a paper, and how its forms were read."""

    key: str
    term: str | None
    forms: tuple[FormReading, ...]


def read_forms(occurrence: Occurrence, reading: Reading, senses: Senses) -> tuple[FormReading, ...]:
    """What each form of an entity leads to by itself."""
    pairs = zip(occurrence.forms, occurrence.starts, strict=True)
    return tuple(_read_form(form, start, occurrence, reading, senses) for form, start in pairs)


def _read_form(form: str, start: int, occurrence: Occurrence, reading: Reading, senses: Senses) -> FormReading:
    for definition in occurrence.definitions:
        if name_key(form) in _names(definition, occurrence.type, senses.vocabulary):
            key = definition.home(senses.defined(definition.short, definition.long))
            borrowed = definition.narrowed and is_short(form)
            return FormReading(form, start, key, None, "coreference" if borrowed else "definition")
    if is_short(form) and (meaning := senses.meaning(form, reading, occurrence.type)):
        return FormReading(form, start, meaning.key, None, meaning.reason)
    for text, reason in ((form, "spelling"), (senses.expand(form, reading), "acronym")):
        term = known(text, occurrence.type, senses.vocabulary)
        if term and _is_own_method(form, term, occurrence):
            return FormReading(form, start, f"{name_key(form)} (method)", None, "spelling")
        if term:
            same = name_key(term.name) == name_key(form)
            return FormReading(form, start, name_key(term.name), term.name, "spelling" if same else "vocabulary")
        if text != form:
            return FormReading(form, start, name_key(text), None, reason)
    return FormReading(form, start, name_key(form), None, "spelling")


def _is_own_method(form: str, term: Term, occurrence: Occurrence) -> bool:
    """Whether a paper's own method is merely written like a metric: MAP and mAP."""
    own = occurrence.role is Role.INTRODUCES and same_kind(occurrence.type, EntityType.METHOD)
    return own and term.type is EntityType.METRIC and form not in term.forms


def _names(definition: Definition, kind: EntityType, vocabulary: Lookup) -> frozenset[str]:
    """The keys that a definition gives its meaning; a long form that is a term of its own, as a whole, keeps it."""
    parts = [definition.short, definition.long, definition.full]
    whole, long = (known(part, kind, vocabulary) for part in (definition.full, definition.long))
    return frozenset(map(name_key, parts if whole in (None, long) else parts[:1]))


def known(form: str, kind: EntityType, vocabulary: Lookup) -> Term | None:
    """The vocabulary's term for a form; one that needs its type beside it counts in capitals or with this type only."""
    term = vocabulary.find(form)
    if term is None and (near := vocabulary.find_compact(form)):
        return near if same_kind(near.type, kind) and not near.cue else None
    if term and term.cue and not same_kind(term.type, kind) and not (is_short(form) and form in term.forms):
        return None
    return term


def homonyms(entities: Iterable[tuple[Occurrence, tuple[FormReading, ...]]]) -> frozenset[str]:
    """Keys of one word that are a name in capitals and, of another type, a word in small letters: MATH and math."""
    capitals: dict[str, Counter[EntityType]] = defaultdict(Counter)
    small: dict[str, Counter[EntityType]] = defaultdict(Counter)
    for occurrence, forms in entities:
        for form in forms:
            if " " not in form.key and name_key(form.form) == form.key:
                (capitals if is_short(form.form) else small)[form.key][occurrence.type] += 1
    both = sorted(capitals.keys() & small.keys())
    return frozenset(key for key in both if not same_kind(_majority(capitals[key]), _majority(small[key])))


def _majority(found: Counter[EntityType]) -> EntityType:
    order = list(EntityType)
    return min(found, key=lambda kind: (-found[kind], order.index(kind)))


def tell_apart(forms: tuple[FormReading, ...], split: frozenset[str]) -> tuple[FormReading, ...]:
    """The readings with the small-letter forms of homonyms under a key of their own."""
    return tuple(
        replace(form, key=f"{form.key} (word)", term=None) if form.key in split and not is_short(form.form) else form
        for form in forms
    )


def frequencies(readings: Iterable[tuple[FormReading, ...]]) -> Counter[str]:
    """How often entities of the corpus have a form that leads to a key."""
    return Counter(key for forms in readings for key in sorted({form.key for form in forms}))


def assign(forms: tuple[FormReading, ...], frequency: Counter[str], kind: EntityType, role: Role) -> Assignment:
    """The key of an entity: that of a definition, else of the vocabulary, else the commonest of its forms.

    A version wins over the name without it, what a paper introduces goes by its longest name, and a narrower term of
    the vocabulary over the wider one, which then only shortens it.
    """
    best = min(forms, key=lambda form: (_rank(form), -frequency[form.key], form.key))
    around = (best.key + " ", " " + best.key)
    longer = [form for form in forms if form.key.startswith(around[0]) or form.key.endswith(around[1])]
    versions = [form for form in longer if not same_version(form.key, best.key)]
    best = min(versions, key=lambda form: (len(form.key), form.key), default=best)
    narrower = [form for form in forms if form.key.endswith(" " + best.key) and _counts(form, kind, role)]
    best = min(narrower, key=lambda form: (-len(form.key), form.key), default=best)
    term = next((form.term for form in forms if form.key == best.key and form.term), None)
    return Assignment(best.key, term, forms)


def _counts(form: FormReading, kind: EntityType, role: Role) -> bool:
    """Whether a narrower form is what the entity is; words before a metric mostly say of what it is measured."""
    return role is Role.INTRODUCES or (form.term is not None and kind is not EntityType.METRIC)


def _rank(form: FormReading) -> int:
    if form.reason in ("definition", "coreference"):
        return 0
    return 1 if form.term or form.reason == "vocabulary" else 2
