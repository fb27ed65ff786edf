"""Features of roles: what the text says of a thing, as sentences of a few words that a person can read.

Each feature is a string, such as ``before: outperforms`` or ``first after the turn``; a thing has it or has not.
docs/extraction.md lists them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import chain

from papergraph.extraction.role_view import NOBODY, WINDOW, PaperView, Place, Sentence, stem
from papergraph.model import EntityType

_PREPOSITIONS = frozenset(
    "on for with of than over using via in by from to into as through against like between without under across"
    " beyond including towards toward upon within".split()
)
_OWN = frozenset("we our us ours".split())
_JOINS = frozenset([",", "and", "or", "/", "&"])
_NEAR, _FAR = 5, 20
_REACH = 8
_LARGE_NAMES = (EntityType.METHOD, EntityType.MODEL)

_CUES = {
    "a rival": r"outperform|surpass|exceed|beat(?:s|ing)?$|superior|state-of-the-art|sota$",
    "a comparison": r"than$|compar|versus$|vs$|baseline|competitive",
    "an experiment": r"experiment|evaluat|empirical|benchmark|test",
    "a result": r"results?$|achiev|improv|demonstrat|show",
    "a proposal": r"propos|introduc|present$|develop|design",
    "earlier work": r"existing|previous|prior$|current|recent|tradition|convention|typical|widely",
    "a fault": r"however|despite|although|while|limit|challeng|suffer|struggl|fail|lack",
    "examples": r"such$|including|like$",
    "a number": r"[%×]$|x$|points$|times$",
    "training": r"(?:pre-?)?train|(?:fine-?)?tun(?:e|ing)",
    "use": r"based|built|build|leverag|using|utili[sz]|employ|adopt|uses?$|appl(?:y|ied)",
    "a release": r"releas|available|open-source|code$",
    "importance": r"important|crucial|fundamental|essential|key$|critical",
    "success": r"success|remarkable|impressive|progress|advanc|popular|promising",
    "applications": r"applica|downstream|various|range$|many$",
    "what may come": r"future|potential|could$|enabl|pave|may$",
}
_SAYS = {name: re.compile(pattern) for name, pattern in _CUES.items()}
_TITLES = {
    "data": r"benchmark|dataset|corpus|corpora|challenge|evaluat",
    "survey": r"survey|review|overview|position|perspective",
    "analysis": r"analy|investigat|study|understanding|empirical|what|why|how|does|do |rethinking|revisit|explor",
    "theory": r"bound|convergence|theor|provabl|optimal|complexity",
}
_TITLE_SAYS = {name: re.compile(rf"\b(?:{pattern})") for name, pattern in _TITLES.items()}
_NAMES = frozenset("called named dubbed termed coined namely".split())
_PROPOSES = frozenset(map(stem, "propose introduce present develop design release construct build create".split()))


class PaperFacts(PaperView):
    """A paper with what the features of several of its things need, found once."""

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """What the title says of the kind of paper."""
        return tuple(kind for kind, pattern in _TITLE_SAYS.items() if pattern.search(self.title))

    @cached_property
    def proposed(self) -> frozenset[int]:
        """The things before which words like "we propose a" or "called" stand."""
        return frozenset(number for number, places in enumerate(self.places) if any(map(_is_proposed, places)))

    @cached_property
    def first_start(self) -> int:
        """Where the first thing is mentioned."""
        return min(places[0].start for places in self.places if places)

    @cached_property
    def counts(self) -> dict[EntityType, list[int]]:
        """How often the things of each kind are mentioned, the most mentioned first."""
        counts: dict[EntityType, list[int]] = defaultdict(list)
        for thing, places in zip(self.things, self.places, strict=True):
            counts[_kind(thing.type)].append(len(places))
        return {kind: sorted(of_kind, reverse=True) for kind, of_kind in counts.items()}

    @cached_property
    def cues(self) -> dict[Sentence, tuple[str, ...]]:
        """What the sentences of the abstract speak of that mention a thing."""
        inside = (place.sentence for places in self.places for place in places if not place.sentence.in_title)
        return {s: tuple(dict.fromkeys(chain.from_iterable(map(_cues, s.words)))) for s in dict.fromkeys(inside)}


@lru_cache(maxsize=50_000)
def _cues(word: str) -> tuple[str, ...]:
    """What a word speaks of."""
    return tuple(f"with {cue}" for cue, pattern in _SAYS.items() if pattern.match(word))


def features(paper: PaperFacts, number: int) -> tuple[str, ...]:
    """The features of the thing of that number, each once, in a fixed order."""
    places = paper.places[number]
    groups = (
        _of_type(paper, number),
        _of_standing(paper, places),
        _of_title(paper, places),
        _of_name(paper, places),
        _of_company(paper, number),
        *map(_of_words, places),
    )
    return tuple(dict.fromkeys(chain.from_iterable(groups)))


def _of_type(paper: PaperFacts, number: int) -> Iterator[str]:
    """Its type, by itself and by the kind of paper, and whether the vocabulary has it."""
    thing = paper.things[number]
    yield f"type: {thing.type}"
    if thing.known:
        yield "known"
    in_title = "in title" if any(place.sentence.in_title for place in paper.places[number]) else "not in title"
    for kind in paper.kinds:
        yield f"paper of {kind}"
        yield f"paper of {kind}, {thing.type} {in_title}"


def _of_standing(paper: PaperFacts, places: list[Place]) -> Iterator[str]:
    """How often it is mentioned, and where in the course of the abstract."""
    yield f"mentions: {min(len(places), 5)}"
    sentences = list(dict.fromkeys(place.sentence for place in places))
    yield f"sentences: {min(len(sentences), 4)}"
    abstract = [sentence.number for sentence in sentences if not sentence.in_title]
    yield from ("in title",) if len(abstract) < len(sentences) else ("not in title",)
    if not abstract:
        yield "only in title"
        return
    for sentence in sentences:
        if not sentence.in_title:
            yield from paper.cues[sentence]
    first, last, total = abstract[0], abstract[-1], len(paper.abstract)
    yield f"first in sentence {min(first, 6)}"
    yield f"last in sentence -{min(total - last, 5)}"
    yield f"first in quarter {1 + 4 * first // total}"
    yield f"last in quarter {1 + 4 * last // total}"
    for name, turn in (("own", paper.first_own), ("turn", paper.turn)):
        yield f"first {_order(first, turn)} {name}"
        yield f"last {_order(last, turn)} {name}"


def _order(number: int, turn: int) -> str:
    return "before" if number < turn else "at" if number == turn else "after"


def _of_title(paper: PaperFacts, places: list[Place]) -> Iterator[str]:
    """Where in the title it stands."""
    for place in places:
        if place.sentence.in_title:
            colon = paper.title.find(":")
            if place.start == 0:
                yield f"title starts with it, then {paper.text[place.end : place.end + 1].strip() or 'on'}"
            if colon >= 0:
                yield "title: before colon" if place.start < colon else "title: after colon"


def _of_name(paper: PaperFacts, places: list[Place]) -> Iterator[str]:
    """What its name looks like and which words are in it."""
    forms = list(dict.fromkeys(paper.text[place.start : place.end] for place in places))
    yield f"name of {min(len(forms[0].split()), 4)} words" if forms else "no name"
    if any(re.search(r"[a-z][A-Z]|[A-Z]{2}", form) for form in forms):
        yield "inner capitals"
    if any(re.search(r"\d", form) for form in forms):
        yield "digits"
    if all(form.islower() for form in forms):
        yield "small letters"
    if any(paper.text[place.start].isupper() and place.at and not place.sentence.in_title for place in places):
        yield "capital inside a sentence"
    for form in dict.fromkeys(form.lower().removesuffix("s") for form in forms):
        words = re.split(r"[\s-]", form)
        yield f"name: {form}"
        yield f"head: {words[-1]}"
        yield from (f"word: {word}" for word in words)


def _of_company(paper: PaperFacts, number: int) -> Iterator[str]:
    """How it stands among the other things of the paper."""
    places, counts = paper.places[number], paper.counts[_kind(paper.things[number].type)]
    yield f"others of its kind: {min(len(counts) - 1, 6)}"
    if counts[1:2] < [len(places)] == counts[:1]:
        yield "most mentioned of its kind"
    if places and places[0].start == paper.first_start:
        yield "first thing of all"
    elif any(paper.places) and paper.first_start == 0:
        yield "another starts the title"
    if len(paper.proposed) > (number in paper.proposed):
        yield "another is proposed"
    if number in paper.proposed:
        yield "proposed"


def _kind(kind: EntityType) -> EntityType:
    return EntityType.METHOD if kind in _LARGE_NAMES else kind


def _of_words(place: Place) -> Iterator[str]:
    """The words around a mention."""
    zone = "title " if place.sentence.in_title else ""
    before, after = ("^", "^", "^", *place.before), (*place.after, "$", "$", "$")
    yield f"{zone}before: {before[-1]}"
    yield f"{zone}before: {before[-2]} {before[-1]}"
    yield f"{zone}before: {before[-3]} {before[-2]} {before[-1]}"
    yield f"{zone}after: {after[0]}"
    yield f"{zone}after: {after[0]} {after[1]}"
    yield f"{zone}after: {after[0]} {after[1]} {after[2]}"
    yield f"{zone}between: {before[-1]} _ {after[0]}"
    yield from (f"{zone}near before: {stem(word)}" for word in place.before[-_NEAR:])
    yield from (f"{zone}near after: {stem(word)}" for word in place.after[:_NEAR])
    yield from _of_list(place, zone)
    yield from _of_preposition(place, zone)
    if not place.sentence.in_title:
        yield from _of_sentence(place)


def _of_list(place: Place, zone: str) -> Iterator[str]:
    """What stands before the list in which a mention stands."""
    words, owners = place.sentence.words, place.sentence.owners
    at = place.at - 1
    while at >= max(0, place.at - WINDOW) and (owners[at] != NOBODY or words[at] in _JOINS):
        at -= 1
    if any(owner != NOBODY for owner in owners[at + 1 : place.at]):
        lead = ("^", "^", "^", *words[max(0, at - 2) : at + 1])
        yield f"{zone}before list: {lead[-1]}"
        yield f"{zone}before list: {lead[-2]} {lead[-1]}"
        yield f"{zone}before list: {lead[-3]} {lead[-2]} {lead[-1]}"


def _of_preposition(place: Place, zone: str) -> Iterator[str]:
    """The last preposition before a mention, with the word that it belongs to."""
    words = place.sentence.words
    for at in range(place.at - 1, max(-1, place.at - 1 - _REACH), -1):
        if words[at] in _PREPOSITIONS:
            yield f"{zone}behind: {words[at]}"
            if at:
                yield f"{zone}behind: {stem(words[at - 1])} {words[at]}"
            return


def _of_sentence(place: Place) -> Iterator[str]:
    """What the sentence of a mention speaks of, before the mention and after it."""
    words = place.sentence.words
    yield from (f"earlier: {stem(word)}" for word in place.before[-_FAR:])
    yield from (f"later: {stem(word)}" for word in place.after[:_FAR])
    if place.before.count("(") > place.before.count(")"):
        yield "in brackets"
    own = [at for at in range(max(0, place.at - WINDOW), place.at) if words[at] in _OWN]
    if own:
        distance = place.at - own[-1]
        yield "we before it"
        yield f"we {'close' if distance < 3 else 'near' if distance < 6 else 'far'} before it"
        yield from (f"we {word}" for word in words[own[-1] + 1 : min(own[-1] + 3, place.at)])
    elif any(word in _OWN for word in place.after):
        yield "we after it"
    else:
        yield "no we"


def _is_proposed(place: Place) -> bool:
    """Whether words like "we propose a" or "called" stand before a mention."""
    if place.before[-1:] and place.before[-1] in _NAMES:
        return True
    for word in reversed(place.before[-_REACH:]):
        if stem(word) in _PROPOSES:
            return not _OWN.isdisjoint(place.before) or "paper" in place.before or "work" in place.before
        if word in _PREPOSITIONS or word.startswith("<"):
            return False
    return False
