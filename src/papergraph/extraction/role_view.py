"""A paper as the judge of roles reads it: sentences of words, in which each mention of a thing is one word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from papergraph.model import EntityType

NOBODY = -1
"""The owner of a word that is no mention."""
WINDOW = 60
"""How many words of a sentence are read before and after a mention: what bounds the time for very long ones."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s]")
_OWN = frozenset("we our".split())
_DEMONSTRATIVES = frozenset("this the".split())
_PAPERS = frozenset("paper work study article thesis report authors".split())
_DOES = re.compile(
    r"propos|introduc|present|develop|design|stud[iy]|investigat|analy|explor|show|describ|address|consider"
)
_CLAUSE = 12
_ENDINGS = re.compile(r"(?:at(?:e[ds]?|ing|ions?|ive)|ings?|ed|es|ely|ly|s|e)$")
_SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class Thing:
    """What has a role: its type, the spans of its mentions, and whether its name is in the vocabulary."""

    type: EntityType
    spans: tuple[tuple[int, int], ...]
    known: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """The words of a sentence in small letters, numbers as ``#``, mentions as ``<type>``, each with its owner.

    ``number`` counts from 0, in the title and in the abstract apart.
    """

    start: int
    end: int
    words: tuple[str, ...]
    owners: tuple[int, ...]
    in_title: bool
    number: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thing is mentioned: the sentence, the word in it, and the span."""

    sentence: Sentence
    at: int
    start: int
    end: int

    @property
    def before(self) -> tuple[str, ...]:
        """The words of the sentence before the mention, at most those of a window."""
        return self.sentence.words[max(0, self.at - WINDOW) : self.at]

    @property
    def after(self) -> tuple[str, ...]:
        """The words of the sentence after the mention, at most those of a window."""
        return self.sentence.words[self.at + 1 : self.at + 1 + WINDOW]


class PaperView:
    """The sentences of a paper and the places of its things, in the order of the text.

    >>> thing = Thing(EntityType.METHOD, ((9, 14), (24, 29)))
    >>> view = PaperView("Plain\\nWe Sieve 2 files. Sieve is fast.", ((0, 5), (6, 23), (24, 38)), [thing])
    >>> [sentence.words for sentence in view.sentences][1:2]
    [('we', '<method>', '#', 'files', '.')]
    """

    def __init__(self, text: str, spans: Sequence[tuple[int, int]], things: Sequence[Thing]) -> None:
        self.text = text
        self.things = tuple(things)
        self.title_end = text.find("\n")
        self.sentences: list[Sentence] = []
        self.places: list[list[Place]] = [[] for _ in things]
        mentions = sorted({(*span, owner) for owner, thing in enumerate(things) for span in thing.spans})
        at = 0
        for start, end in spans:
            inside = []
            while at < len(mentions) and mentions[at][0] < end:
                if mentions[at][0] >= start:
                    inside.append(mentions[at])
                at += 1
            self._add_sentence(start, end, inside)

    def _add_sentence(self, start: int, end: int, mentions: Sequence[tuple[int, int, int]]) -> None:
        in_title = start < self.title_end
        same_part = self.sentences and self.sentences[-1].in_title == in_title
        number = self.sentences[-1].number + 1 if same_part else 0
        words: list[str] = []
        owners: list[int] = []
        spots = []
        here = start
        for first, last, owner in mentions:
            if first >= here:
                _read(self.text, here, first, words, owners)
                spots.append((owner, len(words), first, last))
                words.append(f"<{self.things[owner].type.lower()}>")
                owners.append(owner)
                here = last
        _read(self.text, here, end, words, owners)
        sentence = Sentence(start, end, tuple(words), tuple(owners), in_title, number)
        self.sentences.append(sentence)
        for owner, place, first, last in spots:
            self.places[owner].append(Place(sentence, place, first, last))

    @cached_property
    def title(self) -> str:
        """The title in small letters."""
        return self.text[: max(0, self.title_end)].lower()

    @cached_property
    def abstract(self) -> list[Sentence]:
        """The sentences of the abstract."""
        return [sentence for sentence in self.sentences if not sentence.in_title]

    @cached_property
    def first_own(self) -> int:
        """The number of the first sentence in which the paper speaks of itself, or that of all sentences."""
        hits = (s.number for s in self.abstract if any(True for _ in _own(s.words)))
        return next(hits, len(self.abstract))

    @cached_property
    def turn(self) -> int:
        """The number of the first sentence that says what the paper does, or that of all sentences."""
        hits = (s.number for s in self.abstract for at in _own(s.words) if _does(s.words[at : at + _CLAUSE]))
        return next(hits, len(self.abstract))


def _own(words: Sequence[str]) -> Iterator[int]:
    """Where words like "we" or "this paper" stand."""
    for at, word in enumerate(words):
        if word in _OWN or (word in _PAPERS and at and words[at - 1] in _DEMONSTRATIVES):
            yield at


def _does(words: Sequence[str]) -> bool:
    return any(map(_DOES.match, words))


def _read(text: str, start: int, end: int, words: list[str], owners: list[int]) -> None:
    """Add the words of a stretch of text, which nobody owns."""
    found = ["#" if word[0].isdigit() else word.lower() for word in _WORD.findall(text, start, max(start, end))]
    words += found
    owners += [NOBODY] * len(found)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its ending, so that the forms of a verb are one.

    >>> [stem(word) for word in ("outperforms", "outperforming", "proposed", "evaluations", "uses", "we")]
    ['outperform', 'outperform', 'propos', 'evalu', 'uses', 'we']
    """
    short = _ENDINGS.sub("", word)
    return short if len(short) >= _SHORTEST_STEM else word
