"""The combination: candidate spans of all sources become the entities of one paper.

1. Candidates inside links are dropped; of those that overlap, the longest stays, then the one of the surer source.
2. What is left is grouped: one vocabulary term, one definition, or one fold of spelling is one entity.
3. Every form of an entity is found everywhere in the paper (document consistency).
4. The type is the one that most evidence names; the confidence is looked up by the sources that agree.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from papergraph.extraction import abbreviations, known_names, name_shapes
from papergraph.extraction.confidence import ConfidenceTable, Evidence
from papergraph.extraction.occurrences import find_occurrences
from papergraph.extraction.tokens import text_of
from papergraph.model import EntityType
from papergraph.text import fold_name
from papergraph.vocabulary import Term, Vocabulary

SOURCES = (known_names.GROUP, name_shapes.COINED, abbreviations.GROUP, name_shapes.SHAPES)
"""The span groups that are combined, the surer first."""

CONSISTENCY = "consistency"
_MIXED = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]{2}")
_SMALL_WORDS = frozenset("a an and by for from in of on the to via with".split())
_SEPARATOR = re.compile(r", (?:and |or )?| and | or |/")
_TYPE_WEIGHTS = {known_names.GROUP: 4.0, name_shapes.COINED: 5.0, abbreviations.GROUP: 2.0, name_shapes.SHAPES: 1.0}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of characters of the clean text, where it comes from and what it seems to be."""

    start: int
    end: int
    text: str
    source: str
    type: EntityType
    group: str


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """An entity of one document, in clean characters, mentions in their order."""

    name: str
    type: EntityType
    confidence: float
    mentions: tuple[Candidate, ...]
    evidence: Evidence


def combine(
    doc: Doc, *, vocabulary: Vocabulary, table: ConfidenceTable, links: Sequence[tuple[int, int]], threshold: float
) -> list[FoundEntity]:
    """The entities of a document whose confidence reaches the threshold, in the order of their first mention."""
    text = text_of(doc)
    taken = bytearray(len(text))
    for start, end in links:
        taken[start:end] = b"\1" * (end - start)
    candidates = _without_other_senses(_candidates(doc, taken), vocabulary)
    groups = _groups(_typed_by_lists(text, _longest(candidates)))
    found = [_entity(text, members, table) for members in _with_occurrences(text, groups, taken)]
    return sorted(
        (e for e in found if e.confidence >= threshold), key=lambda e: (e.mentions[0].start, e.mentions[0].end)
    )


def _entity(text: str, members: Sequence[Candidate], table: ConfidenceTable) -> FoundEntity:
    sources = frozenset(candidate.source for candidate in members) - {CONSISTENCY}
    evidence = Evidence(
        sources=sources,
        type=_type(members),
        repeated=len({candidate.start for candidate in members}) > 1,
        in_title=members[0].start < text.find("\n"),
        mixed=sources == {name_shapes.SHAPES} and any(_MIXED.search(candidate.text) for candidate in members),
    )
    return FoundEntity(
        name=_best_name(members),
        type=evidence.type,
        confidence=table.confidence(evidence),
        mentions=tuple(members),
        evidence=evidence,
    )


def _candidates(doc: Doc, taken: bytearray) -> list[Candidate]:
    found = []
    for source in SOURCES:
        for span in doc.spans.get(source, ()):
            if not any(taken[span.start_char : span.end_char]):
                found.append(_candidate(span, source))
    return found


def _candidate(span: Span, source: str) -> Candidate:
    group = span.kb_id_ or span.id_ or fold_name(span.text)
    return Candidate(span.start_char, span.end_char, span.text, source, EntityType(span.label_), group)


def _without_other_senses(candidates: list[Candidate], vocabulary: Vocabulary) -> list[Candidate]:
    """The candidates but those of the vocabulary for an acronym that the paper defines as something else."""
    pairs: dict[str, list[str]] = defaultdict(list)
    for candidate in candidates:
        if candidate.source == abbreviations.GROUP:
            pairs[candidate.group].append(candidate.text)
    defined = {short.removesuffix("s"): long for long, short in (pair for pair in pairs.values() if len(pair) == 2)}
    return [
        candidate
        for candidate in candidates
        if candidate.source != known_names.GROUP
        or not _means_otherwise(vocabulary.get(candidate.group), defined.get(candidate.text.removesuffix("s")))
    ]


def _means_otherwise(term: Term | None, long: str | None) -> bool:
    """Whether a long form has no word in common with the long forms of a term."""
    if term is None or long is None:
        return False
    known = [set(fold_name(form).split()) for form in term.forms if " " in form]
    return bool(known) and not any(words & set(fold_name(long).split()) - _SMALL_WORDS for words in known)


def _typed_by_lists(text: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, those by shape alone with the type of a known neighbour in a list: "MMLU, XyzBench and GSM8K"."""
    ordered = sorted(candidates, key=lambda c: (c.start, c.end, SOURCES.index(c.source)))
    known = [candidate.source == known_names.GROUP for candidate in ordered]
    for places, step in ((range(1, len(ordered)), -1), (range(len(ordered) - 2, -1, -1), 1)):
        for place in places:
            own, other = ordered[place], ordered[place + step]
            between = sorted((own.start, own.end, other.start, other.end))[1:3]
            if known[place + step] and own.source == name_shapes.SHAPES and _SEPARATOR.fullmatch(text, *between):
                ordered[place], known[place] = replace(own, type=other.type), True
    return ordered


def _longest(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The spans that stay: longer before shorter, surer before less sure; several sources may give the same span."""
    ranked = sorted(candidates, key=lambda c: (c.start - c.end, SOURCES.index(c.source), c.start))
    owner: dict[int, tuple[int, int]] = {}
    kept = []
    for candidate in ranked:
        span = (candidate.start, candidate.end)
        taken = {owner[i] for i in range(*span) if i in owner}
        if taken <= {span}:
            owner.update(dict.fromkeys(range(*span), span))
            kept.append(candidate)
    return kept


def _groups(kept: Sequence[Candidate]) -> list[list[Candidate]]:
    """Candidates that name one thing: they share a term, a definition, a span or a fold."""
    parent: dict[str, str] = {}

    def find(key: str) -> str:
        while parent.setdefault(key, key) != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for candidate in kept:
        keys = (candidate.group, f"\0{fold_name(candidate.text)}", f"\1{candidate.start}")
        for key in keys[1:]:
            parent[find(key)] = find(keys[0])
    members: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in kept:
        members[find(candidate.group)].append(candidate)
    return list(members.values())


def _with_occurrences(text: str, groups: list[list[Candidate]], taken: bytearray) -> list[list[Candidate]]:
    owner: dict[str, list[Candidate]] = {}
    for group in groups:
        for candidate in group:
            taken[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
            owner.setdefault(candidate.text, group)
    for form, start, end in find_occurrences(text, owner):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            example = owner[form][0]
            owner[form].append(Candidate(start, end, text[start:end], CONSISTENCY, example.type, example.group))
    return [_one_source_a_span(group) for group in groups]


def _one_source_a_span(group: list[Candidate]) -> list[Candidate]:
    return sorted(group, key=lambda c: (c.start, c.end, SOURCES.index(c.source) if c.source in SOURCES else 9))


def _type(members: Sequence[Candidate]) -> EntityType:
    votes: dict[EntityType, float] = defaultdict(float)
    for candidate in members:
        votes[candidate.type] += _TYPE_WEIGHTS.get(candidate.source, 0.0)
    return max(EntityType, key=lambda kind: votes[kind])


def _best_name(members: Sequence[Candidate]) -> str:
    """The form by which a glossary would title it, among those that stand in the paper."""
    forms = Counter(candidate.text for candidate in members)
    acronyms = [form for form in forms if re.search(r"[A-Z]{2}|\d|[a-z][A-Z]", form)]
    return min(acronyms or list(forms), key=lambda form: (form.endswith("s"), -forms[form], form))
