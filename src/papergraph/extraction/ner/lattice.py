"""Tags as a lattice: from the probabilities of each word's tags to those of whole spans.

A span is tagged B I ... L, or U if it is one word; what belongs to none is O (Ratinov and Roth 2009). Sums over all
taggings that keep to this are taken forward and backward (Rabiner 1989, section III), so that the probability of a
span is that of all taggings that hold it, whatever the rest of them says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.float32]
MAX_SPAN = 16
"""No span has more words than this."""

_SURE, _NEVER = 0.995, 0.001


def tag_names(labels: Sequence[str]) -> list[str]:
    """The tags in the order of the network's columns.

    >>> tag_names(["TASK"])
    ['O', 'B-TASK', 'I-TASK', 'L-TASK', 'U-TASK']
    """
    return ["O", *(f"{part}-{label}" for label in labels for part in "BILU")]


@dataclass(frozen=True, slots=True, order=True)
class ScoredSpan:
    """Words from ``start`` to before ``end``, the number of the label, and the probability that they are a name."""

    start: int
    end: int
    label: int
    probability: float


class Lattice:
    """The taggings of a run of words.

    :param tags: the probabilities of the tags, of shape (words, 1 + 4 * labels), each row with the sum 1.

    >>> tags = np.array([[0.1, 0.8, 0.0, 0.0, 0.1], [0.2, 0.0, 0.0, 0.8, 0.0], [1.0, 0.0, 0.0, 0.0, 0.0]], "float32")
    >>> lattice = Lattice(tags)
    >>> round(lattice.probability(0, 2, 0), 3), round(lattice.probability(0, 1, 0), 3)
    (0.941, 0.029)
    """

    def __init__(self, tags: Probabilities) -> None:
        self.tags = tags
        self.labels = (tags.shape[1] - 1) // 4 if tags.size else 0

    @cached_property
    def _stretches(self) -> dict[int, _Stretch]:
        """The stretches of words that are not surely outside, by each of their words."""
        found: dict[int, _Stretch] = {}
        open_words = np.flatnonzero(self.tags[:, 0] < _SURE) if self.tags.size else np.empty(0, dtype=int)
        for run in np.split(open_words, np.flatnonzero(np.diff(open_words) > 1) + 1):
            if run.size:
                stretch = _Stretch(int(run[0]), self.tags[run].astype(np.float64), self.labels)
                found.update(dict.fromkeys(map(int, run), stretch))
        return found

    def probability(self, start: int, end: int, label: int) -> float:
        """The probability that the words from ``start`` to before ``end`` are a name of a label."""
        stretch = self._stretches.get(start)
        if stretch is None or stretch is not self._stretches.get(end - 1):
            return 0.0
        return stretch.probability(start, end, label)

    def spans(self, *, least: float) -> list[ScoredSpan]:
        """All spans of a probability that is at least so high, in their order."""
        stretches = {id(stretch): stretch for stretch in self._stretches.values()}
        return sorted(span for stretch in stretches.values() for span in stretch.spans(least))


class _Stretch:
    """A part of the lattice whose neighbours are surely outside; ``first`` is its first word.

    All sums are divided by ``scale`` word by word (Rabiner 1989, section V A), lest they vanish over many words.
    """

    def __init__(self, first: int, tags: NDArray[np.float64], labels: int) -> None:
        self.first, self.size, self.labels = first, len(tags), labels
        self.outside = (tags[:, 0] + tags[:, 4::4].sum(axis=1)).tolist()
        self.begin, self.inside, self.last, self.unit = (tags[:, 1 + part :: 4].tolist() for part in range(4))
        self._go_forward()
        self._go_backward()

    def _go_forward(self) -> None:
        """``before[i]``: the share of the taggings of the words before i that have no name open there."""
        self.before, self.scale = [1.0], list[float]()
        inside = [0.0] * self.labels
        for i in range(self.size):
            free = self.before[i]
            closed = free * self.outside[i]
            for label in range(self.labels):
                closed += inside[label] * self.last[i][label]
                inside[label] = inside[label] * self.inside[i][label] + free * self.begin[i][label]
            scale = closed + sum(inside) or 1.0
            inside = [weight / scale for weight in inside]
            self.before.append(closed / scale)
            self.scale.append(scale)

    def _go_backward(self) -> None:
        """``after[i]``: the weight of the taggings of the words from i on, in the same scale, by that of all."""
        after = [0.0] * self.size + [1.0 / self.before[self.size] if self.before[self.size] > 0 else 0.0]
        inside = [0.0] * self.labels
        for i in range(self.size - 1, -1, -1):
            free, scale = after[i + 1], self.scale[i]
            opened = free * self.outside[i]
            for label in range(self.labels):
                opened += inside[label] * self.begin[i][label]
                inside[label] = (inside[label] * self.inside[i][label] + free * self.last[i][label]) / scale
            after[i] = opened / scale
        self.after = after

    def probability(self, start: int, end: int, label: int) -> float:
        """As :meth:`Lattice.probability`."""
        a, b = start - self.first, end - self.first
        weight = self.unit[a][label] if b - a == 1 else self.begin[a][label] * self.last[b - 1][label]
        for i in range(a + 1, b - 1):
            weight *= self.inside[i][label]
        for i in range(a, b):
            weight /= self.scale[i]
        return float(min(1.0, self.before[a] * weight * self.after[b]))

    def spans(self, least: float) -> Iterator[ScoredSpan]:
        """As :meth:`Lattice.spans`."""
        for a in range(self.size):
            for label in range(self.labels):
                if max(self.unit[a][label], self.begin[a][label]) >= _NEVER:
                    yield from self._spans_from(a, label, least)

    def _spans_from(self, a: int, label: int, least: float) -> Iterator[ScoredSpan]:
        weight = self.before[a] * self.begin[a][label] / self.scale[a]
        for b in range(a + 1, min(a + MAX_SPAN, self.size) + 1):
            if b == a + 1:
                closing = self.before[a] * self.unit[a][label] / self.scale[a]
            else:
                closing = weight * self.last[b - 1][label] / self.scale[b - 1]
                weight *= self.inside[b - 1][label] / self.scale[b - 1]
            if (probability := closing * self.after[b]) >= least:
                yield ScoredSpan(a + self.first, b + self.first, label, min(1.0, probability))
