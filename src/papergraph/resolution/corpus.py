"""The stage as a whole: readings, senses, keys, groups of keys, canonical entities."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from papergraph.decisions import NONE, Decisions
from papergraph.model import EntityType, Extraction, Resolution
from papergraph.resolution import candidates
from papergraph.resolution.assignment import (
    Assignment,
    FormReading,
    assign,
    frequencies,
    homonyms,
    read_forms,
    tell_apart,
)
from papergraph.resolution.canonical import REASONS, Evidence, Profile
from papergraph.resolution.catalogue import Catalogue
from papergraph.resolution.decided import Corrections, Decided, Pins, check_names, corrections, force, pins, settle
from papergraph.resolution.lookup import Lookup, lookup_for
from papergraph.resolution.merging import Groups, Union
from papergraph.resolution.named import Thing, Things
from papergraph.resolution.names import is_short, name_key, same_version
from papergraph.resolution.occurrences import Occurrence, Reading, read_paper
from papergraph.resolution.senses import Senses, find_senses
from papergraph.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class _Corpus:
    """The papers as given, each entity with its assignment; ``counted`` holds the places of all but repeated copies."""

    readings: tuple[Reading, ...]
    assignments: tuple[tuple[Assignment, ...], ...]
    counted: tuple[int, ...]
    senses: Senses


def resolve(
    extractions: Iterable[Extraction], *, vocabulary: Vocabulary | None, decisions: Decisions = NONE
) -> Resolution:
    """Give every entity of every paper the id of the thing it names, the same for the same thing over the corpus.

    Papers, entities, names and mentions stay as they are and in their order; only :attr:`Entity.id` is set. The result
    does not depend on the order of the papers.

    :param vocabulary: well-known names with their aliases, types and families; None: only what the papers say.
    :param decisions: what people say is the same, is not, is called or is no entity (its id stays None).
    :raises ConfigError: decisions can't hold in these papers.
    """
    given = tuple(extractions)
    lookup = lookup_for(vocabulary, given)
    corpus, decided = _read(given, lookup), Decided()
    if decisions.statements:
        corpus, decided = _decide(given, corpus, lookup, decisions)
    groups = _group(corpus, decided)
    profiles = _profiles(corpus, groups)
    texts = {extraction.paper.id: extraction.paper.text for extraction in sorted(given, key=lambda e: e.paper.text)}
    corrected = Corrections()
    if decisions.statements:
        corrected = corrections(decided, groups, _group(corpus, replace(decided, same=())))
        profiles = {head: profile for head, profile in profiles.items() if head not in corrected.dropped}
    catalogue = Catalogue(profiles, lookup, texts, corrected)
    check_names(decided, groups, catalogue.names)
    return Resolution(
        extractions=_with_ids(given, corpus, groups, catalogue),
        entities=tuple(sorted(catalogue.entities(), key=lambda entity: entity.id)),
        doubtful=tuple(catalogue.doubts(_undecided(_doubts(corpus, groups), groups, decided, corrected))),
    )


def _decide(
    given: Sequence[Extraction], corpus: _Corpus, lookup: Lookup, decisions: Decisions
) -> tuple[_Corpus, Decided]:
    """The corpus read so that what differs has keys of its own, and what the decisions say of its keys."""
    things = _things(corpus, lookup)
    things.rename(decisions.statements)
    pinned = pins(things, decisions)
    if not pinned:
        return corpus, settle(things, things, pinned, decisions)
    apart = _read(given, lookup, pinned)
    return apart, settle(things, _things(apart, lookup), pinned, decisions)


def _things(corpus: _Corpus, lookup: Lookup) -> Things:
    groups = _group(corpus, Decided())
    profiles = _profiles(corpus, groups)
    catalogue = Catalogue(profiles, lookup, {})
    found = {}
    for head, profile in sorted(profiles.items()):
        forms: dict[str, set[str]] = defaultdict(set)
        for form, keys in profile.form_keys.items():
            forms[name_key(form)] |= keys
        own = {fold: frozenset(keys) for fold, keys in forms.items()}
        found[head] = Thing(head, catalogue.ids[head], catalogue.names[head], frozenset(profile.keys), own)
    return Things(found)


def _undecided(
    doubts: Iterable[tuple[str, str, str]], groups: Groups, decided: Decided, corrected: Corrections
) -> Iterator[tuple[str, str, str]]:
    """The doubts that nobody has decided."""
    known = {frozenset((groups.find(left), groups.find(right))) for left, right in decided.apart}
    for left, right, reason in doubts:
        if left != right and frozenset((left, right)) not in known and not corrected.dropped & {left, right}:
            yield left, right, reason


def _read(given: Sequence[Extraction], vocabulary: Lookup, pinned: Pins = MappingProxyType({})) -> _Corpus:
    readings = tuple(read_paper(extraction) for extraction in given)
    counted = _first_copies(readings)
    senses = find_senses((readings[place] for place in counted), vocabulary)
    forms = [[read_forms(occurrence, reading, senses) for occurrence in reading.occurrences] for reading in readings]
    split = homonyms(pair for place in counted for pair in zip(readings[place].occurrences, forms[place], strict=True))
    forms = [[_unbound(tell_apart(of_entity, split), pinned) for of_entity in of_paper] for of_paper in forms]
    frequency = frequencies(of_entity for place in counted for of_entity in forms[place])
    assignments = tuple(
        tuple(
            assign(of_entity, frequency, occurrence.type, occurrence.role)
            for of_entity, occurrence in zip(of_paper, reading.occurrences, strict=True)
        )
        for of_paper, reading in zip(forms, readings, strict=True)
    )
    return _Corpus(readings, assignments, counted, senses)


def _unbound(forms: tuple[FormReading, ...], pinned: Pins) -> tuple[FormReading, ...]:
    """The readings, those of pinned names under keys of their own where they would go to one that they differ from."""
    return tuple(
        replace(form, key=name_key(form.form), term=None, reason="spelling")
        if form.key in pinned.get(name_key(form.form), ())
        else form
        for form in forms
    )


def _first_copies(readings: Sequence[Reading]) -> tuple[int, ...]:
    """The places of the papers that count: of equal copies only one."""
    repeated = {paper for paper, count in Counter(reading.paper for reading in readings).items() if count > 1}
    seen: set[tuple[str, tuple[Occurrence, ...]]] = set()
    places = []
    for place, reading in enumerate(readings):
        if reading.paper in repeated and (reading.paper, reading.occurrences) in seen:
            continue
        if reading.paper in repeated:
            seen.add((reading.paper, reading.occurrences))
        places.append(place)
    return tuple(places)


def _group(corpus: _Corpus, decided: Decided) -> Groups:
    """Join the keys that people say are one, and those that are spellings or wordings of one name."""
    kinds, names, terms = _survey(corpus)
    groups = Groups(terms=terms)
    unions: set[Union] = {
        *candidates.spelling(kinds),
        *candidates.years(kinds), *candidates.expansions(kinds, corpus.senses), *candidates.generic(kinds, names),
        *candidates.wording(kinds),
    }  # fmt: skip
    apart: dict[str, set[str]] = defaultdict(set)
    for union in unions:
        apart[union.left].add(union.right)
    groups.apart = _seen_apart(corpus, apart) | decided.apart
    force(groups, decided)
    groups.follow(unions)
    return groups


def _survey(corpus: _Corpus) -> tuple[dict[str, EntityType], frozenset[str], dict[str, str]]:
    """The majority type of each key, the keys written as proper names, and the vocabulary's terms behind keys."""
    types: dict[str, Counter[EntityType]] = defaultdict(Counter)
    names: set[str] = set()
    terms: dict[str, str] = {}
    for place in corpus.counted:
        for occurrence, assignment in zip(corpus.readings[place].occurrences, corpus.assignments[place], strict=True):
            types[assignment.key][occurrence.type] += 1
            if term := assignment.term or _term_of(assignment.key, corpus.senses.vocabulary):
                terms[assignment.key] = term
            if any(_is_name(form.form) for form in assignment.forms if name_key(form.form) == assignment.key):
                names.add(assignment.key)
    order = list(EntityType)
    kinds = {key: min(found, key=lambda kind: (-found[kind], order.index(kind))) for key, found in types.items()}
    return kinds, frozenset(names), terms


def _term_of(key: str, vocabulary: Lookup) -> str | None:
    term = vocabulary.find(key)
    return term.name if term and name_key(term.name) == key else None


def _is_name(form: str) -> bool:
    """Whether some word of a form is written as only names are: with capitals or digits after its first letter."""
    words = [word for word in form.split() if is_short(word) and not word[0].isdigit()]
    return is_short(form) or (bool(words) and not form.isupper())


def _seen_apart(corpus: _Corpus, wanted: Mapping[str, set[str]]) -> frozenset[tuple[str, str]]:
    """Of the wanted pairs, those that some paper holds as two entities."""
    found = set()
    for assignments in corpus.assignments:
        keys = {assignment.key for assignment in assignments}
        for left in keys & wanted.keys():
            found |= {(left, right) for right in wanted[left] & keys}
    return frozenset(found)


def _profiles(corpus: _Corpus, groups: Groups) -> dict[str, Profile]:
    profiles: dict[str, Profile] = defaultdict(Profile)
    for reading, assignments in zip(corpus.readings, corpus.assignments, strict=True):
        for occurrence, assignment in zip(reading.occurrences, assignments, strict=True):
            profile = profiles[groups.find(assignment.key)]
            profile.keys.add(assignment.key)
            profile.types[occurrence.type].add(reading.paper)
            profile.roles[occurrence.role].add(reading.paper)
            profile.defined |= bool(occurrence.definitions)
            if assignment.term:
                profile.terms.add(assignment.term)
            for form in assignment.forms:
                profile.forms[form.form].add(reading.paper)
                if groups.find(form.key) == groups.find(assignment.key):
                    profile.form_keys[form.form].add(assignment.key)
                profile.note(form.form, _evidence(form, assignment.key, reading.paper, groups))
    return profiles


def _evidence(form: FormReading, key: str, paper: str, groups: Groups) -> Evidence:
    reason = form.reason if groups.find(form.key) == groups.find(key) else "coreference"
    if reason == "spelling":
        reason = groups.reasons.get(form.key, reason)
    return Evidence(REASONS.index(reason), paper, form.start)


def _with_ids(
    given: Sequence[Extraction], corpus: _Corpus, groups: Groups, catalogue: Catalogue
) -> tuple[Extraction, ...]:
    return tuple(
        replace(extraction, entities=tuple(
            replace(entity, id=catalogue.ids.get(groups.find(assignment.key)))
            for entity, assignment in zip(extraction.entities, assignments, strict=True)))
        for extraction, assignments in zip(given, corpus.assignments, strict=True)
    )  # fmt: skip


def _doubts(corpus: _Corpus, groups: Groups) -> Iterator[tuple[str, str, str]]:
    """Pairs of group heads that may be one, with the reason: refused unions, and acronyms that nothing tells apart."""
    for union in groups.refused:
        if same_version(union.left, union.right):
            yield groups.find(union.left), groups.find(union.right), f"{union.reason}, but told apart"
    used = {assignment.key for assignments in corpus.assignments for assignment in assignments}
    for short, senses in sorted(corpus.senses.groups.items()):
        for sense in [sense for sense, _ in senses if short in used and sense in used][:3]:
            if groups.find(short) != groups.find(sense):
                yield groups.find(short), groups.find(sense), "acronym that may stand for it"
