"""Values: every number that could be a result, with its sign and unit, ranges and changes."""

from __future__ import annotations

import pytest

from papergraph.extraction.values import Value, find_values, raw_span


def values(text: str) -> list[Value]:
    return list(find_values(text, 0, len(text), bytearray(len(text))))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("x", []),
        ("no number 😀", []),
        ("by 85.2%", [("85.2%", 85.2, "%")]),
        ("by 85 percent", [("85 percent", 85.0, "%")]),
        ("by 2% points", [("2% points", 2.0, "%")]),
        ("by 3 percentage points", [("3 percentage points", 3.0, "points")]),
        ("by 4 BLEU points", [("4 BLEU points", 4.0, "points")]),
        ("by 4.5 BLEU points", [("4.5", 4.5, None)]),
        ("by -12.8%", [("-12.8%", -12.8, "%")]),
        ("by ~3x", [("~3x", 3.0, "times")]),
        ("by ∼3 points", [("∼3 points", 3.0, "points")]),
        ("10+ points", [("10+ points", 10.0, "points")]),
        ("a 2.1\\times gain", [("2.1\\times", 2.1, "times")]),
        ("a 6.8-fold gain", [("6.8-fold", 6.8, "times")]),
        ("5-10x and 1.8--2.1x", [("5-10x", 10.0, "times"), ("1.8--2.1x", 2.1, "times")]),
        ("by 16% to 33%", [("16% to 33%", 33.0, "%")]),
        ("from 16% to 33%", [("16%", 16.0, "%"), ("33%", 33.0, "%")]),
        ("ranging from 16% to 33%", [("16% to 33%", 33.0, "%")]),
        ("by 25%/13.8%", [("25%", 25.0, "%"), ("13.8%", 13.8, "%")]),
        ("7.92/8.02x", [("7.92", 7.92, None), ("8.02x", 8.02, "times")]),
        ("on 12 out of 15 tasks", [("12 out of 15", 0.8, None)]),
        ("1/4 of them", [("1/4", 0.25, None)]),
        ("1/0 of them", [("1/0", 1.0, None)]),
        ("0.99±0.46 mm", [("0.99±0.46 mm", 0.99, "mm")]),
        ("in 10 seconds at 12 ms", [("10 seconds", 10.0, "s"), ("12 ms", 12.0, "ms")]),
        ("12,000 and .5", [("12,000", 12000.0, None), (".5", 0.5, None)]),
        ("64 x 64 and 1 times 1", [("64", 64.0, None), ("64", 64.0, None), ("1", 1.0, None), ("1", 1.0, None)]),
        ("GPT-4, v2.1, top-5, 3D, 400K", []),
        ("9" * 400, []),
    ],
)
def test_values(text: str, found: list[tuple[str, float, str | None]]) -> None:
    assert [(text[v.start : v.end], v.number, v.unit) for v in values(text)] == found


def test_what_is_taken_is_left_out_but_a_unit_may_be_a_name() -> None:
    text = "at 30 FPS on MATH 500"
    taken = bytearray(len(text))
    taken[6:9] = b"\1" * 3
    taken[13:21] = b"\1" * 8
    assert [text[v.start : v.end] for v in find_values(text, 0, len(text), taken)] == ["30 FPS"]


@pytest.mark.parametrize(
    ("raw", "span", "whole"),
    [
        ("a 2.1$\\times$ gain", (2, 12), "2.1$\\times$"),
        ("a $2.1\\times$ gain", (3, 12), "2.1\\times"),
        ("a $72$% gain", (3, 7), "$72$%"),
        ("a 72% gain", (2, 5), "72%"),
    ],
)
def test_a_value_holds_no_half_of_a_formula(raw: str, span: tuple[int, int], whole: str) -> None:
    start, end = raw_span(raw, *span)
    assert raw[start:end] == whole
