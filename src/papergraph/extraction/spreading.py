"""Names over the corpus: what the title of one paper coins is found in the other papers too.

A coined name counts elsewhere in exactly its own letters, as a whole word that no version follows. A name that is an
ordinary capitalised word ("Wren") counts only inside sentences of abstracts, and not at all where the corpus also uses
the word in small letters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from papergraph.extraction.name_shapes import COINED
from papergraph.extraction.role_features import PaperFacts
from papergraph.extraction.roles import load_model, thing
from papergraph.model import Entity, EntityType, Extraction, Mention, Role
from papergraph.text import sentences
from papergraph.vocabulary import Vocabulary

CORPUS = "corpus"
"""The source of names that other papers of the corpus coin."""
CONFIDENCE = 0.6
_WORD = re.compile(r"\w+")
_URL = re.compile(r"\S*[/.]\w\S*")
_PLAIN = re.compile(r"[A-Z][a-z]{2,}")
_GOES_ON = re.compile(r"[\w+*@]|-\w|[ ]v?\d|/\w")


@dataclass(frozen=True, slots=True)
class _Name:
    """A coined name: its letters, its type, and whether it is an ordinary word with a capital."""

    form: str
    type: EntityType
    plain: bool


def spread_names(extractions: Sequence[Extraction], *, vocabulary: Vocabulary) -> tuple[Extraction, ...]:
    """The extractions, each with the names that titles of other papers coin; the order of the papers does not matter.

    Takes the whole corpus, in time linear in its text.
    """
    names = _coined(extractions, vocabulary)
    small = _small_words(extractions, {name.form.lower() for name in names.values() if name.plain})
    names = {form: name for form, name in names.items() if not (name.plain and form.lower() in small)}
    by_word: dict[str, list[_Name]] = defaultdict(list)
    for form in sorted(names, key=lambda form: (-len(form), form)):
        found = _WORD.search(form)
        if found and found.start() == 0:
            by_word[found.group()].append(names[form])
    return tuple(_with_names(extraction, by_word, vocabulary) for extraction in extractions)


def _coined(extractions: Iterable[Extraction], vocabulary: Vocabulary) -> dict[str, _Name]:
    types: dict[str, set[EntityType]] = defaultdict(set)
    for extraction in extractions:
        for entity in extraction.entities:
            if entity.role is Role.INTRODUCES:
                for form in {
                    mention.text for mention in entity.mentions if mention.source == COINED and mention.start == 0
                }:
                    types[form].add(entity.type)
    order = list(EntityType)
    return {
        form: _Name(form, min(kinds, key=order.index), _PLAIN.fullmatch(form) is not None)
        for form, kinds in types.items()
        if (_PLAIN.fullmatch(form) or re.search(r"[a-z][A-Z]|[A-Z]{2}[a-z]{2}|[A-Za-z][ -]?\d", form))
        and vocabulary.find(form) is None
    }


def _small_words(extractions: Iterable[Extraction], wanted: set[str]) -> set[str]:
    """The wanted words that stand in small letters in some abstract."""
    return {
        word
        for extraction in extractions
        for word in _WORD.findall(_URL.sub(" ", extraction.paper.abstract))
        if word in wanted
    }


def _with_names(extraction: Extraction, by_word: Mapping[str, Sequence[_Name]], vocabulary: Vocabulary) -> Extraction:
    text = extraction.paper.text
    spots = [match for match in _WORD.finditer(text) if match.group() in by_word]
    if not spots:
        return extraction
    known = {mention.text for entity in extraction.entities for mention in entity.mentions}
    taken = bytearray(len(text))
    mentions = ((m.start, m.end) for entity in extraction.entities for m in entity.mentions)
    for first, last in chain(mentions, ((link.start, link.end) for link in extraction.links)):
        taken[first:last] = b"\1" * (last - first)
    spans = tuple(sentences(text))
    starts = frozenset(first for first, _ in spans)
    found: dict[_Name, list[Mention]] = defaultdict(list)
    for spot in spots:
        for name in by_word[spot.group()]:
            end = spot.start() + len(name.form)
            if name.form not in known and _stands(text, spot.start(), name, starts, taken):
                found[name].append(Mention(spot.start(), end, name.form, CORPUS))
                taken[spot.start() : end] = b"\1" * len(name.form)
                break
    if not found:
        return extraction
    added = [_entity(name, mentions) for name, mentions in found.items()]
    entities = (*extraction.entities, *_with_roles(added, extraction, spans, vocabulary))
    return replace(extraction, entities=tuple(sorted(entities, key=lambda entity: entity.mentions[:1])))


def _stands(text: str, start: int, name: _Name, starts: frozenset[int], taken: bytearray) -> bool:
    end = start + len(name.form)
    if not text.startswith(name.form, start) or _GOES_ON.match(text, end):
        return False
    if any(taken[start:end]) or text[max(0, start - 1) : start] in ("-", "@", "/"):
        return False
    return not name.plain or (start > text.find("\n") and start not in starts)


def _entity(name: _Name, mentions: Sequence[Mention]) -> Entity:
    return Entity(name=name.form, type=name.type, role=Role.MENTIONS, mentions=tuple(mentions), confidence=CONFIDENCE)


def _with_roles(
    added: Sequence[Entity], extraction: Extraction, spans: Sequence[tuple[int, int]], vocabulary: Vocabulary
) -> Iterator[Entity]:
    """The added entities with their roles beside those of the paper; another paper introduces them."""
    text, old = extraction.paper.text, len(extraction.entities)
    entities = (*extraction.entities, *added)
    paper = PaperFacts(text, spans, [thing(text, each.type, each.mentions, vocabulary) for each in entities])
    for number, entity in enumerate(added, old):
        yield replace(entity, role=load_model().role(paper, number, without={Role.INTRODUCES}))
