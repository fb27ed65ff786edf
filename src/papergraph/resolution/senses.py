"""What acronyms mean: over the corpus, in one paper, and where only the context can tell."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import log

from papergraph.model import EntityType, Role
from papergraph.resolution.kinds import may_be_one
from papergraph.resolution.lookup import Lookup
from papergraph.resolution.names import expansion, is_short, name_key, signature, similar_expansions
from papergraph.resolution.occurrences import Reading

DOMINANT = 0.8
_PART = re.compile(r"(?<![\w/])[A-Za-z0-9]+(?![\w/])")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The key that an acronym stands for, and by which reason."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Senses:
    """The senses of every acronym that some paper defines, each a group of expansions worded alike.

    ``groups`` maps an acronym's key to its senses with the number of papers that define each, most first; ``home`` maps
    acronym and expansion to the key of the sense.
    """

    groups: Mapping[str, tuple[tuple[str, int], ...]]
    home: Mapping[tuple[str, str], str]
    vocabulary: Lookup
    kinds: Mapping[tuple[str, str], frozenset[EntityType]] = field(default_factory=dict)
    coined: frozenset[tuple[str, str]] = frozenset()
    contexts: Mapping[tuple[str, str], Counter[str]] = field(default_factory=dict)
    rarity: Mapping[str, float] = field(default_factory=dict)

    def defined(self, short: str, long: str) -> str:
        """The key of the sense that a definition gives."""
        return self.home[name_key(short), name_key(long)]

    def meaning(self, form: str, reading: Reading, kind: EntityType | None = None) -> Meaning | None:
        """What an acronym means in a paper, as far as the paper, the vocabulary or the corpus tells."""
        key = name_key(form)
        if own := reading.meanings.get(key):
            return Meaning(self.defined(own.short, own.long), "definition")
        term = self.vocabulary.find(form)
        if term and is_long(term.name):
            return Meaning(name_key(term.name), "vocabulary")
        if term or key not in self.groups:
            return None
        sense = self.dominant(key)
        if sense is None or self._is_weak(key, sense, kind):
            sense = self._by_context(key, reading)
        return Meaning(sense, "acronym") if sense else None

    def _is_weak(self, key: str, sense: str, kind: EntityType | None) -> bool:
        """Whether one paper alone defines a short acronym, as a name of its own or as something of another type."""
        other = kind is not None and not any(may_be_one(kind, found) for found in self.kinds[key, sense])
        return self.is_rare(key) and (other or (key, sense) in self.coined)

    def is_rare(self, key: str) -> bool:
        """Whether a single paper defines an acronym of up to three letters."""
        return len(key) <= 3 and sum(count for _, count in self.groups[key]) == 1

    def dominant(self, key: str) -> str | None:
        """The sense that nearly all papers which define the acronym give it."""
        groups = self.groups[key]
        total = sum(count for _, count in groups)
        return groups[0][0] if groups[0][1] >= DOMINANT * total else None

    def _by_context(self, key: str, reading: Reading) -> str | None:
        """The sense with which a paper shares twice as much as with any other, and more than hubs."""
        here = {name_key(form) for occurrence in reading.occurrences for form in occurrence.forms} - {key}
        scores = []
        for sense, count in self.groups[key]:
            context = self.contexts.get((key, sense), Counter())
            score = sum(
                self.rarity.get(other, 0.0) * context[other] / count for other in sorted(here) if other in context
            )
            scores.append((score, sense))
        scores.sort(key=lambda pair: (-pair[0], pair[1]))
        runner_up = scores[1][0] if len(scores) > 1 else 0.0
        return scores[0][1] if scores[0][0] >= 1.0 and scores[0][0] >= 2 * runner_up else None

    def expand(self, form: str, reading: Reading) -> str:
        """A form of several words with the acronyms in it spelled out; versions and mere acronyms stay as they are."""
        parts = _PART.findall(form)
        if len(parts) < 2 or all(is_short(part) or len(part) == 1 for part in parts) or signature(name_key(form)):
            return form
        return _PART.sub(lambda match: self._spelled(match.group(), reading), form)

    def _spelled(self, word: str, reading: Reading) -> str:
        meaning = self.meaning(word, reading) if is_short(word) else None
        return meaning.key if meaning and not signature(meaning.key) else word


def is_long(name: str) -> bool:
    """Whether a name is of several words."""
    return " " in name_key(name) and not is_short(name)


def find_senses(readings: Iterable[Reading], vocabulary: Lookup) -> Senses:
    """Gather all definitions of the corpus and group those worded alike."""
    readings = list(readings)
    papers: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for reading in readings:
        for definition in (d for occurrence in reading.occurrences for d in occurrence.definitions):
            papers[name_key(definition.short)][name_key(definition.long)].add(reading.paper)
    groups: dict[str, tuple[tuple[str, int], ...]] = {}
    home: dict[tuple[str, str], str] = {}
    for short in sorted(papers):
        groups[short], homes = _group(short, papers[short], vocabulary)
        home |= {(short, long): sense for long, sense in homes.items()}
    kinds, coined = _kinds(readings, home)
    return _with_contexts(Senses(groups, home, vocabulary, kinds, coined), readings)


def _kinds(
    readings: Iterable[Reading], home: Mapping[tuple[str, str], str]
) -> tuple[dict[tuple[str, str], frozenset[EntityType]], frozenset[tuple[str, str]]]:
    """The types under which papers define each sense, and the senses that some paper introduces."""
    kinds: dict[tuple[str, str], set[EntityType]] = defaultdict(set)
    coined = set()
    for occurrence in (occurrence for reading in readings for occurrence in reading.occurrences):
        for definition in occurrence.definitions:
            short, long = name_key(definition.short), name_key(definition.long)
            kinds[short, home[short, long]].add(occurrence.type)
            if occurrence.role is Role.INTRODUCES:
                coined.add((short, home[short, long]))
    return {sense: frozenset(found) for sense, found in kinds.items()}, frozenset(coined)


def _group(
    short: str, papers: Mapping[str, set[str]], vocabulary: Lookup
) -> tuple[tuple[tuple[str, int], ...], dict[str, str]]:
    heads: dict[str, set[str]] = {}
    homes: dict[str, str] = {}
    for long in sorted(papers, key=lambda key: (-len(papers[key]), len(key), key)):
        head = next((head for head in heads if similar_expansions(head, long)), long)
        heads.setdefault(head, set()).update(papers[long])
        homes[long] = head
    names = {head: _vocabulary_key(short, head, rank == 0, vocabulary) for rank, head in enumerate(heads)}
    counts: Counter[str] = Counter()
    for head, found in heads.items():
        counts[names[head]] += len(found)
    ranked = tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
    return ranked, {long: names[head] for long, head in homes.items()}


def _vocabulary_key(short: str, head: str, first: bool, vocabulary: Lookup) -> str:
    """The key of the vocabulary's term for a sense, if it has one; a term without a long form takes the commonest."""
    if term := vocabulary.find(head):
        return name_key(term.name)
    term = vocabulary.find(short)
    if term is None:
        return head
    longs = [form for form in term.forms if is_long(form) and expansion(short.upper(), form)]
    fits = any(similar_expansions(name_key(long), head) for long in longs) if longs else first
    return name_key(term.name) if fits else head


def _with_contexts(senses: Senses, readings: list[Reading]) -> Senses:
    """Add what stands beside each sense of the acronyms that have several."""
    unclear = {key for key in senses.groups if senses.dominant(key) is None or senses.is_rare(key)}
    if not unclear:
        return senses
    frequency: Counter[str] = Counter()
    contexts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for reading in readings:
        keys = {name_key(form) for occurrence in reading.occurrences for form in occurrence.forms}
        frequency.update(keys)
        for short in sorted(unclear & reading.meanings.keys()):
            own = reading.meanings[short]
            contexts[short, senses.defined(own.short, own.long)].update(keys - {short})
    total = len(readings)
    rarity = {key: log(total / count) / log(total + 1) for key, count in frequency.items() if count > 1}
    return replace(senses, contexts=contexts, rarity=rarity)
