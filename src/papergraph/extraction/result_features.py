"""What speaks for a name being what a value measures, where, of what or against what.

Each feature is a short string, so that the weights in ``results.json`` can be read; docs/extraction.md explains them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from papergraph.extraction.result_sentence import VALUE, Sentence
from papergraph.extraction.value_features import bucket, unit_kind
from papergraph.extraction.values import Value
from papergraph.model import EntityType

if TYPE_CHECKING:
    from papergraph.extraction.candidates import Candidate
    from papergraph.extraction.combination import FoundEntity

SLOTS = {
    "metric": (EntityType.METRIC,),
    "benchmark": (EntityType.BENCHMARK,),
    "subject": (EntityType.METHOD, EntityType.MODEL),
    "baseline": (EntityType.METHOD, EntityType.MODEL),
}
"""What a result names, and the types of entities that may stand there."""

_COINED = "coined"
_NEAR, _EARLIER, _MOST_OWN = 5, 3, 2
_WIDE, _FAR = 20, 60
_COMPARED = re.compile(
    r"\b(?:over|than|compared (?:to|with)|against|versus|vs\.?|relative to|outperform\w*|surpass\w*|exceed\w*"
    r"|baselines?|beat\w*)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_COST = re.compile(
    r"speed|fast|time|latenc|throughput|memor|storage|parameter|flop|fps|cost|size|compute|comput|token|energy|param"
    r"|inference|usage|footprint|complexity|overhead",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(?:this|the|our|that|it|its) (?:[\w-]+ )?(?:benchmark|dataset|corpus|data set|test set)\b", re.IGNORECASE
)
_SEVERAL = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|several|various|multiple|many|different|all|both|across"
    r"|diverse|standard|public|downstream) (?:[\w-]+ ){0,4}"
    r"(?:benchmarks|datasets|tasks|settings|domains|environments|sets)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Option:
    """A mention that may tell what a value needs: where it stands, and how many of its type stand nearer."""

    mention: Candidate
    entity: FoundEntity
    where: str
    rank: int


@dataclass(frozen=True, slots=True)
class Memory:
    """What is decided already: the slots of the last result, whether it stands in this sentence, this one's slots."""

    last: Mapping[str, FoundEntity | None] | None
    inside: bool
    chosen: Mapping[str, FoundEntity | None]


def options(
    slot: str,
    sentence: Sentence,
    number: int,
    earlier: Sequence[tuple[Candidate, FoundEntity]],
    own: Sequence[FoundEntity],
) -> list[Option]:
    """The mentions that may fill a slot: the nearest in the sentence, for some slots the last ones before it."""
    value = sentence.values[number]
    here = [pair for pair in sentence.mentions if pair[1].type in SLOTS[slot] and _is_near(sentence, value, pair[0])]
    cut = bisect_left(here, value.start, key=lambda pair: pair[0].start)
    sides = (("before", here[max(0, cut - _NEAR) : cut][::-1]), ("after", here[cut : cut + _NEAR]))
    found = [
        Option(*pair, where, rank)
        for where, pairs in sides
        for rank, pair in enumerate(pairs if slot in ("subject", "baseline") else _within_clause(sentence, pairs))
        if not _out_of_step(sentence, value, pair[0])
    ]
    if slot == "baseline":
        return found
    seen, rank = {id(entity) for _, entity in here}, 0
    for mention, entity in earlier:
        if entity.type in SLOTS[slot] and id(entity) not in seen and rank < _EARLIER:
            seen.add(id(entity))
            found.append(Option(mention, entity, "earlier", rank))
            rank += 1
    if slot in ("subject", "benchmark"):
        fresh = (e for e in own if e.type in SLOTS[slot] and id(e) not in seen)
        found += [Option(e.mentions[0], e, "own", rank) for rank, e in enumerate(islice(fresh, _MOST_OWN))]
    return found


def _is_near(sentence: Sentence, value: Value, mention: Candidate) -> bool:
    """Whether a mention is at most sixty words away from a value, and no semicolon parts them."""
    first, last = sorted((value.start, mention.start))
    return abs(sentence.place(first) - sentence.place(last)) <= _FAR and ";" not in sentence.text[first:last]


def _within_clause(
    sentence: Sentence, pairs: Sequence[tuple[Candidate, FoundEntity]]
) -> Iterator[tuple[Candidate, FoundEntity]]:
    """Mentions, the nearest first, up to where another value parts one from a nearer one: that is another's clause."""
    last: Candidate | None = None
    for mention, entity in pairs:
        if last is not None:
            first, second = sorted((sentence.place(mention.start), sentence.place(last.start)))
            if VALUE in sentence.words[first:second]:
                return
        yield mention, entity
        last = mention


def _out_of_step(sentence: Sentence, value: Value, mention: Candidate) -> bool:
    """Whether value and mention stand in lists of one length, but not at the same place: "1%, 2% and 3% on A, B, C"."""
    mine, other = sentence.listed.get(value.start), sentence.listed.get(mention.start)
    if mine is None or other is None or mine.length == 1:
        return False
    return mine.length == other.length and mine.index != other.index


def option_features(
    slot: str, sentence: Sentence, number: int, option: Option, *, own: Sequence[FoundEntity], abstract: int
) -> set[str]:
    """What tells whether a mention fills a slot of a value."""
    kind = unit_kind(sentence.values[number])
    where = option.where
    found = {where, f"{where} {kind}", f"{where} rank {min(option.rank, 3)}"}
    found.update(_of_entity(slot, sentence, option, kind, own, abstract))
    if where in ("before", "after"):
        found.update(f"{where} {feature}" for feature in _between(sentence, number, option, kind))
        found.update(_in_lists(sentence, number, option))
        if slot in ("subject", "baseline"):
            compared = _COMPARED.search(sentence.text, sentence.span[0], option.mention.start)
            found.add(f"{where} {'compared' if compared else 'not compared'}")
    else:
        found.update(f"{where} {feature}" for feature in _from_afar(sentence, option, abstract))
    return found


def _of_entity(
    slot: str, sentence: Sentence, option: Option, kind: str, own: Sequence[FoundEntity], abstract: int
) -> Iterator[str]:
    entity, where = option.entity, option.where
    if any(entity is other for other in own):
        yield from ("its own", f"its own {where}")
    if any(mention.source == _COINED for mention in entity.mentions):
        yield "coined"
    if entity.mentions[0].start < abstract:
        yield "in title"
    yield f"mentions {min(3, len(entity.mentions))}"
    yield f"is {entity.type}"
    if slot == "metric":
        head = head_of(option.mention.text)
        yield from (f"head {head}", f"head {head} {kind}")


def _between(sentence: Sentence, number: int, option: Option, kind: str) -> Iterator[str]:
    here, there = sentence.value_places[number], sentence.place(option.mention.start)
    first, last = sorted((here, there))
    words = sentence.words[first + 1 : last]
    distance = bucket(len(words))
    yield from (f"distance {distance}", f"distance {distance} {kind}")
    if len(words) <= 3:
        yield f"by {' '.join(words)}".rstrip()
    yield from {f"past {word}" for word in words}
    yield f"past values {min(2, words.count(VALUE))}"
    yield f"past commas {min(3, words.count(','))}"
    yield from (f"begins {sentence.word(first + 1)}", f"ends {sentence.word(last - 1)}")
    yield f"it -1 {sentence.word(there - 1)}"
    yield f"it -2 {sentence.word(there - 2)} {sentence.word(there - 1)}"
    yield f"it +1 {sentence.word(there + 1)}"
    yield f"value -1 {sentence.word(here - 1)}"
    yield f"value +1 {sentence.word(here + 1)}"
    yield f"nearer values {min(2, _nearer_values(sentence, here, there))}"


def _from_afar(sentence: Sentence, option: Option, abstract: int) -> Iterator[str]:
    start = option.mention.start
    if start < abstract:
        yield "title"
        return
    away = sentence.span[0] - start
    yield f"away {next((limit for limit in (150, 300, 600) if away < limit), 'more')}"
    words = re.findall(r"\w+|[^\w\s]", sentence.text[max(0, start - 30) : start].lower())[-2:]
    yield from (f"it -1 {words[-1] if words else '^'}", f"it -2 {' '.join(words)}")
    if _POINTING.search(sentence.text, *sentence.span):
        yield "pointed to"
    if _SEVERAL.search(sentence.text, *sentence.span):
        yield "several"


def _nearer_values(sentence: Sentence, here: int, there: int) -> int:
    """How many values stand nearer to a mention than this one; what precedes a value is as near as what follows."""
    return sum(
        1
        for place in sentence.value_places
        if abs(place - there) + (place > there) < abs(here - there) + (here > there)
    )


def _in_lists(sentence: Sentence, number: int, option: Option) -> Iterator[str]:
    mine, other = (sentence.listed.get(at) for at in (sentence.values[number].start, option.mention.start))
    if mine is None or other is None or other.length < 2:
        return
    if mine.length == other.length:
        yield "same place in lists" if mine.index == other.index else "another place in lists"
    else:
        yield f"{option.where} listed {min(2, other.index)}"


def none_features(sentence: Sentence, number: int, found: Sequence[Option]) -> set[str]:
    """What tells that nothing fills a slot of a value."""
    value, place = sentence.values[number], sentence.value_places[number]
    kind = unit_kind(value)
    inside = sum(1 for option in found if option.where in ("before", "after"))
    features = {"none", f"none {kind}", f"none of {min(3, len(found))}", f"none of {min(3, inside)} inside"}
    if value.sign:
        features.add(f"none sign {value.sign}")
    if value.range:
        features.add("none range")
    features.update(f"none {feature}" for feature in _around_none(sentence, place, kind))
    features.update(f"none {feature}" for feature in _none_of_list(sentence, value, found))
    features.update(f"none has {word}" for word in sentence.words[max(0, place - _WIDE) : place + _WIDE])
    return features


def _none_of_list(sentence: Sentence, value: Value, found: Sequence[Option]) -> Iterator[str]:
    if _POINTING.search(sentence.text, *sentence.span):
        yield "pointed to"
    if _SEVERAL.search(sentence.text, *sentence.span):
        yield "several"
    mine = sentence.listed[value.start].length
    for option in found:
        if option.where in ("before", "after") and option.rank == 0:
            other = sentence.listed.get(option.mention.start)
            length = other.length if other else 0
            yield f"{option.where} list {min(3, length)} of {min(3, mine)}"


def _around_none(sentence: Sentence, place: int, kind: str) -> Iterator[str]:
    for step in (-3, -2, -1, 1, 2, 3):
        yield f"{step:+d} {sentence.word(place + step)}"
    for step in (-1, 1):
        yield f"{step:+d} {sentence.word(place + step)} {kind}"
    yield f"+1 {sentence.word(place + 1)} +2 {sentence.word(place + 2)}"


def in_step(sentence: Sentence, number: int, found: Sequence[Option]) -> bool:
    """Whether a value stands in an enumeration with as many members as one of the mentions that may fill its slot."""
    mine = sentence.listed[sentence.values[number].start].length
    others = (sentence.listed.get(option.mention.start) for option in found if option.where in ("before", "after"))
    return mine > 1 and any(other is not None and other.length == mine for other in others)


def remembered(
    slot: str, entity: FoundEntity | None, where: str, memory: Memory, *, kind: str, stepping: bool
) -> Iterator[str]:
    """What earlier decisions say for an entity, or for none: results beside each other often share what they name."""
    if memory.last is not None:
        last, reach = memory.last[slot], "list" if stepping else "sentence" if memory.inside else "text"
        relation = "none" if last is None else "as" if last is entity else "unlike"
        yield from (
            f"{where} {relation} last in {reach}",
            f"{'none' if entity is None else 'some'} {relation} last in {reach}",
        )
    if slot == "benchmark":
        metric = memory.chosen.get("metric")
        form, option = metric.mentions[0].text if metric else "", "none" if entity is None else where
        cost = "no metric" if metric is None else "cost" if _COST.search(form) else "quality"
        yield from (f"{option} with {cost}", f"{option} with {head_of(form)}", f"{option} with {cost} {kind}")
    if slot == "baseline" and entity is not None and entity is memory.chosen.get("subject"):
        yield "is subject"


def head_of(name: str) -> str:
    """The last word of a name, in lower case."""
    return re.split(r"[\W_]+", name.lower().rstrip("s"))[-1]
