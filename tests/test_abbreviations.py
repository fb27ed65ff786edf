"""Long forms and the short forms that a text gives them."""

from __future__ import annotations

import pytest
from extraction_pieces import TEXTS, document
from hypothesis import given

from papergraph.extraction.abbreviations import find_definitions, kind_of_phrase, long_form_start
from papergraph.model import EntityType


def pairs(text: str) -> list[tuple[str, str]]:
    return [(text[slice(*d.long)], text[slice(*d.short)]) for d in find_definitions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("x", []),
        ("No brackets here.", []),
        ("We use low-rank adaptation (LoRA).", [("low-rank adaptation", "LoRA")]),
        ("We train graph neural networks (GNNs) today.", [("graph neural networks", "GNNs")]),
        ("A GAN (generative adversarial network) is used.", [("generative adversarial network", "GAN")]),
        ("the mean squared error [MSE] falls", [("mean squared error", "MSE")]),
        ("We propose the Grain Sieve (GS).", [("Grain Sieve", "GS")]),
        ("chain of thought (CoT, in short)", [("chain of thought", "CoT")]),
        ("It is fast (see Table 3).", []),
        ("The loss fell (ours).", []),
        ("in many cases (ABC)", []),
        ("reading (2021) and (i) and (a)", []),
        ("It works. Adaptation (LoRA)", []),
        ("😀 beam search (BS) 😀", [("beam search", "BS")]),
        ("()[](()", []),
    ],
)
def test_find_definitions(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(text) == expected


@given(TEXTS)
def test_definitions_are_spans_of_the_text_apart_from_each_other(text: str) -> None:
    for found in find_definitions(text):
        spans = sorted([found.long, found.short])
        assert 0 <= spans[0][0] < spans[0][1] <= spans[1][0] < spans[1][1] <= len(text)


@pytest.mark.parametrize(
    ("short", "long", "start"),
    [
        ("CNN", "deep convolutional neural networks", 5),
        ("GNNs", "graph neural networks", 0),
        ("XYZ", "convolutional neural networks", None),
        ("LoRA", "low-rank adaptation", 0),
        ("A", "", None),
    ],
)
def test_long_form_start(short: str, long: str, start: int | None) -> None:
    assert long_form_start(short, long) == start


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("visual question answering", EntityType.TASK),
        ("mean squared error", EntityType.METRIC),
        ("Grain Reading Benchmark", EntityType.BENCHMARK),
        ("graph neural networks", EntityType.METHOD),
        ("", EntityType.METHOD),
        ("😀", EntityType.METHOD),
    ],
)
def test_kind_of_phrase(phrase: str, kind: EntityType) -> None:
    assert kind_of_phrase(phrase) is kind


def test_the_two_forms_share_an_id_and_what_is_no_entity_is_left_out() -> None:
    doc = document("T", "We use dynamic grain sieving (DGS) on magnetic grain imaging (MGI).")
    spans = doc.spans["definition"]
    assert [span.text for span in spans] == ["dynamic grain sieving", "DGS"]
    assert len({span.id_ for span in spans}) == 1
