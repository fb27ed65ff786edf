"""Tags as a lattice, held against a sum over all taggings."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.extraction.ner.lattice import MAX_SPAN, Lattice, tag_names

NAMES = tag_names(["METHOD", "TASK"])
NEXT = {"O": "OBU", "L": "OBU", "U": "OBU", "B": "IL", "I": "IL"}


def follows(left: str, right: str) -> bool:
    same = left[0] not in "BI" or left[1:] == right[1:]
    return right[0] in NEXT[left[0]] and same


def by_all_taggings(tags: np.ndarray) -> dict[tuple[int, int, int], float]:
    """The probability of every span: the share of the taggings that hold it, each weighed by its product."""
    shares: dict[tuple[int, int, int], float] = defaultdict(float)
    total = 0.0
    for tagging in product(range(len(NAMES)), repeat=len(tags)):
        names = ["O", *(NAMES[tag] for tag in tagging), "O"]
        if not all(follows(*pair) for pair in pairwise(names)):
            continue
        weight = float(np.prod([row[tag] for row, tag in zip(tags, tagging, strict=True)]))
        total += weight
        for start, end, label in spans_of(names[1:-1]):
            shares[start, end, label] += weight
    return {span: share / total for span, share in shares.items()}


def spans_of(names: list[str]) -> list[tuple[int, int, int]]:
    found, start = [], 0
    for at, name in enumerate(names):
        if name[0] in "BU":
            start = at
        if name[0] in "LU":
            found.append((start, at + 1, ["METHOD", "TASK"].index(name[2:])))
    return found


@given(st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_the_probability_of_a_span_is_that_of_all_taggings_that_hold_it(words: int, seed: int) -> None:
    tags = np.random.default_rng(seed).dirichlet(np.ones(len(NAMES)), size=words).astype("float32")
    expected = by_all_taggings(tags)
    lattice = Lattice(tags)
    for (start, end, label), share in expected.items():
        assert lattice.probability(start, end, label) == pytest.approx(share, abs=1e-5)
    found = {(s.start, s.end, s.label): s.probability for s in lattice.spans(least=0.05)}
    assert found == pytest.approx({span: share for span, share in expected.items() if share >= 0.05}, abs=1e-5)


def sure(*names: str) -> np.ndarray:
    tags = np.full((len(names), len(NAMES)), 0.0001, dtype="float32")
    for row, name in zip(tags, names, strict=True):
        row[NAMES.index(name)] = 1 - 0.0001 * (len(NAMES) - 1)
    return tags


def test_stretches_between_words_that_are_surely_outside_do_not_touch_each_other() -> None:
    lattice = Lattice(sure("O", "B-TASK", "L-TASK", "O", "U-METHOD", "O"))
    found = [(span.start, span.end, span.label) for span in lattice.spans(least=0.5)]
    assert found == [(1, 3, 1), (4, 5, 0)]
    assert lattice.probability(2, 5, 0) == 0.0
    assert lattice.probability(0, 1, 0) == 0.0


@pytest.mark.parametrize("words", [0, 1, 3000])
def test_however_many_words(words: int) -> None:
    tags = np.tile(np.full(len(NAMES), 1 / len(NAMES), dtype="float32"), (words, 1))
    spans = Lattice(tags).spans(least=0.02)
    assert all(0 <= span.start < span.end <= words and span.end - span.start <= MAX_SPAN for span in spans)
    assert bool(spans) == bool(words)
