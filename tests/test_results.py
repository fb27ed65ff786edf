"""Results: values with unit, number and direction, and what they measure on what against what."""

from __future__ import annotations

import pytest
from extraction_pieces import extract

from papergraph.model import Direction, Result


def results(abstract: str, title: str = "Winnow: Plain Reading") -> tuple[Result, ...]:
    return extract(title, abstract).results


@pytest.mark.parametrize(
    ("abstract", "values"),
    [
        ("", []),
        ("x", []),
        ("It works well.", []),
        ("Winnow achieves 85.2% accuracy.", [("85.2%", 85.2, "%")]),
        ("Winnow achieves 85.2\\% accuracy.", [("85.2\\%", 85.2, "%")]),
        ("Winnow achieves 85 percent accuracy.", [("85 percent", 85.0, "%")]),
        ("Winnow is 7.5x faster.", [("7.5x", 7.5, "times")]),
        ("Winnow is 7 times faster.", [("7 times", 7.0, "times")]),
        ("Winnow gains 3.5 points in accuracy.", [("3.5 points", 3.5, "points")]),
        ("Winnow reaches an accuracy of 0.91.", [("0.91", 0.91, None)]),
        ("Winnow gains 1.2 dB.", [("1.2 dB", 1.2, "dB")]),
        ("Winnow reduces latency to 12 ms.", [("12 ms", 12.0, "ms")]),
        ("Winnow is 1.8-2.1x faster.", [("1.8-2.1x", 2.1, "times")]),
        ("Winnow improves throughput by 1,200%.", [("1,200%", 1200.0, "%")]),
        ("Accuracy rises from 71.3% to 75.0%.", [("71.3%", 71.3, "%"), ("75.0%", 75.0, "%")]),
        ("Winnow achieves much with 10% of the data.", []),
        ("Winnow improves 5 datasets.", []),
        ("Winnow improves GPT-4 and Llama 3.1.", []),
        ("Winnow achieves this in 2021.", []),
        ("We collect 400K samples.", []),
        ("Winnow improves code at https://example.org/85.2%.", []),
        ("😀 Winnow achieves 85.2% accuracy 😀", [("85.2%", 85.2, "%")]),
    ],
)
def test_values(abstract: str, values: list[tuple[str, float, str | None]]) -> None:
    assert [(r.value, r.number, r.unit) for r in results(abstract)] == values


def test_what_is_measured_on_what_against_what() -> None:
    found = results("On GSM8K, Winnow improves accuracy by 2.5% over BERT.")[0]
    assert (found.subject, found.benchmark, found.metric, found.baseline) == ("Winnow", "GSM8K", "accuracy", "BERT")
    assert found.direction is Direction.HIGHER


def test_the_nearest_metric_counts() -> None:
    first, second = results("Winnow reaches 91.5% accuracy and 85.0% recall.")
    assert (first.metric, second.metric) == ("accuracy", "recall")


@pytest.mark.parametrize(
    ("abstract", "direction"),
    [
        ("Winnow reaches 91.5% accuracy.", Direction.HIGHER),
        ("Winnow reaches a perplexity of 8.5.", Direction.LOWER),
        ("Winnow gives a speedup of 2.5x.", Direction.HIGHER),
        ("Winnow scores 2.5% more.", None),
    ],
)
def test_direction(abstract: str, direction: Direction | None) -> None:
    assert [r.direction for r in results(abstract)] == [direction]


def test_a_title_states_no_result() -> None:
    assert results("", title="Winnow achieves 85.2% accuracy") == ()


def test_a_value_lies_where_its_span_says() -> None:
    paper = extract("Winnow: Reading", "Winnow achieves \\textbf{85.2}\\% accuracy.")
    assert [paper.paper.text[r.start : r.end] for r in paper.results] == [r.value for r in paper.results] != []
