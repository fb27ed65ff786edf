"""The stage as a whole: readings, senses, keys, groups of keys, canonical entities."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

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
from papergraph.resolution.lookup import Lookup, lookup_for
from papergraph.resolution.merging import Groups, Union
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


def resolve(extractions: Iterable[Extraction], *, vocabulary: Vocabulary | None) -> Resolution:
    """Give every entity of every paper the id of the thing it names, the same for the same thing over the corpus.

    Papers, entities, names and mentions stay as they are and in their order; only :attr:`Entity.id` is set. The result
    does not depend on the order of the papers.

    :param vocabulary: well-known names with their aliases, types and families; None: only what the papers say.
    """
    given = tuple(extractions)
    corpus = _read(given, lookup_for(vocabulary, given))
    groups = _group(corpus)
    profiles = _profiles(corpus, groups)
    texts = {extraction.paper.id: extraction.paper.text for extraction in sorted(given, key=lambda e: e.paper.text)}
    catalogue = Catalogue(profiles, corpus.senses.vocabulary, texts)
    return Resolution(
        extractions=_with_ids(given, corpus, groups, catalogue),
        entities=tuple(sorted(catalogue.entities(), key=lambda entity: entity.id)),
        doubtful=tuple(catalogue.doubts(_doubts(corpus, groups))),
    )


def _read(given: Sequence[Extraction], vocabulary: Lookup) -> _Corpus:
    readings = tuple(read_paper(extraction) for extraction in given)
    counted = _first_copies(readings)
    senses = find_senses((readings[place] for place in counted), vocabulary)
    forms = [[read_forms(occurrence, reading, senses) for occurrence in reading.occurrences] for reading in readings]
    split = homonyms(pair for place in counted for pair in zip(readings[place].occurrences, forms[place], strict=True))
    forms = [[tell_apart(of_entity, split) for of_entity in of_paper] for of_paper in forms]
    frequency = frequencies(of_entity for place in counted for of_entity in forms[place])
    assignments = tuple(
        tuple(
            assign(of_entity, frequency, occurrence.role)
            for of_entity, occurrence in zip(of_paper, reading.occurrences, strict=True)
        )
        for of_paper, reading in zip(forms, readings, strict=True)
    )
    return _Corpus(readings, assignments, counted, senses)


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


def _group(corpus: _Corpus) -> Groups:
    """Join the keys that are spellings or wordings of one name."""
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
    groups.apart = _seen_apart(corpus, apart)
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
            replace(entity, id=catalogue.ids[groups.find(assignment.key)])
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
