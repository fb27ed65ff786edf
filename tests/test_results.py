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
        ("Winnow achieves a speedup of 1.5$\\times$.", [("1.5$\\times$", 1.5, "times")]),
        ("Winnow improves accuracy by 3% to 9%.", [("3% to 9%", 9.0, "%")]),
        ("Winnow improves accuracy from 61.0 to 64.5 on GSM8K.", [("61.0", 61.0, None), ("64.5", 64.5, None)]),
        ("Winnow outperforms BERT by 4 BLEU points.", [("4 BLEU points", 4.0, "points")]),
        ("Winnow outperforms BERT by 4.5 BLEU points.", [("4.5", 4.5, None)]),
        ("Winnow improves accuracy by +2.5 points.", [("+2.5 points", 2.5, "points")]),
        ("Winnow reduces latency by 35%/40%.", [("35%", 35.0, "%"), ("40%", 40.0, "%")]),
        ("We train Winnow on 5% of the labeled data.", []),
        ("Winnow processes 224 x 224 images.", []),
    ],
)
def test_values(abstract: str, values: list[tuple[str, float, str | None]]) -> None:
    assert [(r.value, r.number, r.unit) for r in results(abstract)] == values


def test_what_is_measured_on_what_against_what() -> None:
    found = results("On GSM8K, Winnow improves accuracy by 2.5% over BERT.")[0]
    assert (found.subject, found.benchmark, found.metric, found.baseline) == ("Winnow", "GSM8K", "accuracy", "BERT")
    assert found.direction is Direction.HIGHER


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        (
            "Winnow reaches accuracies of 91.2%, 85.4% and 77.0% on MNIST, CIFAR-10 and ImageNet, respectively.",
            [("91.2%", "MNIST"), ("85.4%", "CIFAR-10"), ("77.0%", "ImageNet")],
        ),
        (
            "Winnow achieves an accuracy of 61.2% on GSM8K and 48.5% on MATH.",
            [("61.2%", "GSM8K"), ("48.5%", "MATH")],
        ),
        (
            "On GSM8K, Winnow achieves 61.2% accuracy; on MATH, it achieves 48.5% accuracy.",
            [("61.2%", "GSM8K"), ("48.5%", "MATH")],
        ),
        (
            "Winnow outperforms BERT by 3.1% on GSM8K, by 2.2% on MMLU and by 4.5% on MATH.",
            [("3.1%", "GSM8K"), ("2.2%", "MMLU"), ("4.5%", "MATH")],
        ),
    ],
)
def test_each_value_has_its_benchmark(abstract: str, expected: list[tuple[str, str]]) -> None:
    assert [(r.value, r.benchmark) for r in results(abstract)] == expected


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("Winnow reaches an F1 of 71.5 and an accuracy of 80.3%.", [("71.5", "F1"), ("80.3%", "accuracy")]),
        (
            "Winnow improves BLEU by 1.5 points, while perplexity drops by 12%.",
            [("1.5 points", "BLEU"), ("12%", "perplexity")],
        ),
        ("Winnow improves accuracy from 61.0% to 64.5%.", [("61.0%", "accuracy"), ("64.5%", "accuracy")]),
        ("Winnow reduces latency by 40% without loss of accuracy.", [("40%", "latency")]),
        ("Winnow is 3.5x faster than BERT.", [("3.5x", None)]),
        ("Winnow outperforms BERT by 3.2% on GSM8K.", [("3.2%", None)]),
    ],
)
def test_each_value_has_its_metric(abstract: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(r.value, r.metric) for r in results(abstract)] == expected


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


@pytest.mark.parametrize(
    "abstract", [" 1.5%" * 3000 + ".", "accuracy 1.5% " * 3000, " 85.2% on GSM8K. It achieves" * 300]
)
def test_time_grows_with_the_text(abstract: str) -> None:
    assert len(results("Winnow achieves" + abstract)) <= 300


def test_a_title_states_no_result() -> None:
    assert results("", title="Winnow achieves 85.2% accuracy") == ()


def test_a_value_lies_where_its_span_says() -> None:
    paper = extract("Winnow: Reading", "Winnow achieves \\textbf{85.2}\\% accuracy.")
    assert [paper.paper.text[r.start : r.end] for r in paper.results] == [r.value for r in paper.results] != []
