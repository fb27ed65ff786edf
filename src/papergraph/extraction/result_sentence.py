"""A sentence as results read it: its words in order, each value and each mention of an entity being one word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from papergraph.extraction.values import Value

if TYPE_CHECKING:
    from papergraph.extraction.candidates import Candidate
    from papergraph.extraction.combination import FoundEntity

VALUE = "<value>"
_WORD = re.compile(r"\w+(?:[-'@]\w+)*|[^\w\s]")
_LISTED = re.compile(r"[\s,/()&+]*(?:(?:and|or|vs\.?|to) )?(?:(?:an?|the|of|by|on) )?\(?")
_LONGEST_LINK = 12
_STEMS = re.compile(
    r"(?:we|our|over|than|up|only|while)$|(?:achie|attai|obtai|reach|impro|outpe|surpa|excee|reduc|decre|incre|gain"
    r"|boost|raise|lower|highe|bette|worse|faste|slowe|fewer|speed|accel|accur|score|yield|recor|repor|savin|saves|drop"
    r"|degra|decli|margi|compa|resul|perfo|succe|prese|retai|maint|recov|less|small|enhan|deliv|demon|beat|datas|train"
    r"|sampl|data|param|token|annot|corpu|contai|consi|colle|hours|image|paper)"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A place in an enumeration: which one of how many."""

    index: int
    length: int


class Sentence:
    """The words of a sentence, its values and its mentions, in their order."""

    def __init__(
        self,
        text: str,
        span: tuple[int, int],
        values: Sequence[Value],
        mentions: Sequence[tuple[Candidate, FoundEntity]],
    ) -> None:
        self.text, self.span, self.values, self.mentions = text, span, values, mentions
        marks = list(self._words())
        self.starts = [start for start, _ in marks]
        self.words = [word for _, word in marks]

    def _words(self) -> Iterator[tuple[int, str]]:
        at, last = self.span
        for start, end, mark in sorted(self._marks(), key=lambda mark: (mark[0], -mark[1])):
            if start >= at:
                yield from self._plain(at, start)
                yield start, mark
                at = end
        yield from self._plain(at, last)

    def _marks(self) -> Iterator[tuple[int, int, str]]:
        yield from ((value.start, value.end, VALUE) for value in self.values)
        yield from ((mention.start, mention.end, f"<{entity.type}>") for mention, entity in self.mentions)

    def _plain(self, start: int, end: int) -> Iterator[tuple[int, str]]:
        for match in _WORD.finditer(self.text, start, end):
            word = match.group().lower()
            yield match.start(), "0" if word[0].isdigit() else word

    def place(self, at: int) -> int:
        """The number of the word that stands at a place of the text."""
        return max(0, bisect_right(self.starts, at) - 1)

    def word(self, place: int) -> str:
        """The word of a number; ``^`` before the first, ``$`` behind the last."""
        if place < 0:
            return "^"
        return self.words[place] if place < len(self.words) else "$"

    @cached_property
    def value_places(self) -> list[int]:
        """The numbers of the words that are values, one for each value."""
        return [self.place(value.start) for value in self.values]

    @cached_property
    def metric_places(self) -> list[int]:
        """The numbers of the words that are metrics."""
        return [place for place, word in enumerate(self.words) if word == "<METRIC>"]

    @cached_property
    def stems(self) -> frozenset[str]:
        """What the sentence speaks of: the stems of words of outcomes, comparisons and data in it."""
        return frozenset(match.group() for match in map(_STEMS.match, self.words) if match)

    @cached_property
    def units(self) -> int:
        """How many of its values have a unit."""
        return sum(1 for value in self.values if value.unit is not None)

    @cached_property
    def listed(self) -> dict[int, Listed]:
        """The enumerations of values and of mentions of one type: for where each begins, its place in its own."""
        kinds: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for start, end, mark in self._marks():
            kinds[mark].append((start, end))
        return {start: listed for spans in kinds.values() for start, listed in self._enumerated(sorted(spans))}

    def _enumerated(self, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, Listed]]:
        run: list[int] = []
        for number, (start, _) in enumerate(spans):
            if number and not self._linked(spans[number - 1][1], start):
                yield from ((at, Listed(index, len(run))) for index, at in enumerate(run))
                run = []
            run.append(start)
        yield from ((at, Listed(index, len(run))) for index, at in enumerate(run))

    def _linked(self, end: int, start: int) -> bool:
        return 0 <= start - end <= _LONGEST_LINK and bool(_LISTED.fullmatch(self.text, end, start))
