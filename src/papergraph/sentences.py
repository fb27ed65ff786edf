"""The sentence of a span: one rule for the graph, the RDF and the evidence of merges."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from papergraph.text import sentences

_BLANKS = re.compile(r"[\s\x00-\x1f\x7f\x85]+")


class Sentences:
    """The sentences of a text, found once, to be asked by span.

    >>> Sentences("A title\\nOne here.  Two\\nthere.").at(8, 11)
    'One here.'
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return list(sentences(self._text))

    def at(self, start: int, end: int) -> str | None:
        """The sentence in which a span begins, at least as long as the span; None where there is no text.

        White space and control characters are folded to single blanks. A span that begins in no sentence stands for
        itself.
        """
        place = bisect_right(self._spans, (start, len(self._text) + 1)) - 1
        first, last = self._spans[place] if place >= 0 else (start, end)
        if start >= last:
            first, last = start, end
        return _BLANKS.sub(" ", self._text[first : max(last, end)]).strip() or None
