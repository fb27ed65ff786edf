"""Evaluation: where mentions stand, which meet, and which spellings are equal."""

from __future__ import annotations

import pytest
from evaluation_fixtures import entity
from hypothesis import given
from hypothesis import strategies as st

from papergraph.evaluation import (
    Span,
)
from papergraph.evaluation.folding import fold_form, fold_url, fold_value
from papergraph.evaluation.spans import partial, spans_of

SPANS = {
    "": ("", ("LoRA",), []),
    "no match": ("QLoRA LoRAs", ("LoRA",), []),
    "whole words": ("LoRA, (LoRA)", ("LoRA",), [(0, 4), (7, 11)]),
    "one character": ("a A a", ("a",), [(0, 1), (4, 5)]),
    "longest first": ("graph neural network, network", ("network", "graph neural network"), [(0, 20), (22, 29)]),
    "emoji": ("🏹LoRA🏹", ("LoRA",), [(1, 5)]),
    "LaTeX": (r"$\pi_0$ and \pi", (r"$\pi_0$",), [(0, 7)]),
    "underscore is a letter": ("_LoRA LoRA", ("LoRA",), [(6, 10)]),
    "in a URL": ("https://x.org/LoRA LoRA", ("LoRA",), [(19, 23)]),
    "non-overlapping": ("a-a-a", ("a-a",), [(0, 3)]),
}


@pytest.mark.parametrize("name", SPANS)
def test_where_surface_strings_stand(name: str) -> None:
    text, surfaces, expected = SPANS[name]
    found = spans_of(text, [entity("x", surfaces=surfaces)])
    assert sorted(span[:2] for span in found) == expected


PARTIAL = {
    "equal": ([(0, 4)], [(0, 4)], [((0, 4), (0, 4))]),
    "overlap": ([(0, 9)], [(5, 12)], [((0, 9), (5, 12))]),
    "they only touch": ([(0, 4)], [(4, 8)], []),
    "the larger share": ([(0, 9)], [(0, 3), (3, 9)], [((0, 9), (3, 9))]),
    "equal before larger": ([(0, 4), (0, 20)], [(0, 4)], [((0, 4), (0, 4))]),
    "one gold each": ([(0, 4), (5, 9)], [(0, 9)], [((0, 4), (0, 9))]),
    "inside": ([(2, 3)], [(0, 9)], [((2, 3), (0, 9))]),
    "empty spans": ([(3, 3)], [(3, 3)], [((3, 3), (3, 3))]),
    "nothing": ([], [(0, 1)], []),
}


@pytest.mark.parametrize("name", PARTIAL)
def test_partial_pairs(name: str) -> None:
    gold, predicted, expected = PARTIAL[name]
    pairs = partial([Span(*span, "TASK") for span in gold], [Span(*span, "TASK") for span in predicted])
    assert [(left[:2], right[:2]) for left, right in pairs] == expected


def span(start: int, size: int, kind: str) -> Span:
    return Span(start, start + size, kind)


spans = st.frozensets(st.builds(span, st.integers(0, 20), st.integers(0, 6), st.sampled_from("AB")), max_size=12)


@given(spans, spans)
def test_partial_is_one_to_one_and_holds_the_exact(gold: frozenset[Span], predicted: frozenset[Span]) -> None:
    pairs = partial(gold, predicted)
    assert len({left for left, _ in pairs}) == len({right for _, right in pairs}) == len(pairs)
    assert {(span, span) for span in gold & predicted} <= set(pairs)
    assert all(left == right or max(left.start, right.start) < min(left.end, right.end) for left, right in pairs)
    free_gold, free_predicted = gold - {a for a, _ in pairs}, predicted - {b for _, b in pairs}
    assert not [
        (left, right)
        for left in free_gold
        for right in free_predicted
        if left.type == right.type and max(left.start, right.start) < min(left.end, right.end)
    ]


FORMS = {
    "": "",
    "a": "a",
    "GANs": "gans",
    "Networks": "network",
    "Bias": "bias",
    "loss": "loss",
    "🏹": "",
    "$\\pi_0$": "pi 0",
}
URLS = {
    "https://www.GitHub.com/Owner/Name/": "github.com/owner/name",
    "x.org/A/": "x.org/A",
    "http://x.org/a?q=1": "x.org/a?q=1",
    "https://[broken": "https://[broken",
    "": "",
}
VALUES = {"": "", "85.2 percent": "85.2%", "~1,200 ×": "1200x", "−3": "-3", "5.8 points.": "5.8points", "±2": "2"}


@pytest.mark.parametrize("form", FORMS)
def test_folded_forms(form: str) -> None:
    assert fold_form(form) == FORMS[form]


@pytest.mark.parametrize("url", URLS)
def test_folded_urls(url: str) -> None:
    assert fold_url(url) == URLS[url]


@pytest.mark.parametrize("value", VALUES)
def test_folded_values(value: str) -> None:
    assert fold_value(value) == VALUES[value]
