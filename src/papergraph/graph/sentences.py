"""The sentences of one text, found once."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from papergraph.text import sentences


class Sentences:
    """The sentences of a text, to be asked by span.

    >>> Sentences("A title\\nOne here.  Two\\nthere.").at(8, 11)
    'One here.'
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return list(sentences(self._text))

    def at(self, start: int, end: int) -> str | None:
        """The sentence in which a span begins, white space folded, at least as long as the span; None: none."""
        place = bisect_right(self._spans, (start, len(self._text) + 1)) - 1
        first, last = self._spans[place] if place >= 0 else (start, end)
        if start >= last:
            first, last = start, end
        return " ".join(self._text[first : max(last, end)].split()) or None
