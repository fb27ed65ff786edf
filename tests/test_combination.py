"""The combination of candidates into the entities of a paper, and the search for their forms."""

from __future__ import annotations

import re

import pytest
from extraction_pieces import TEXTS, entity, extract
from hypothesis import given
from hypothesis import strategies as st

from papergraph.extraction.occurrences import find_occurrences


def texts(title: str, abstract: str, name: str) -> list[str]:
    return [mention.text for mention in entity(extract(title, abstract), name).mentions]


def test_a_long_form_and_its_acronym_are_one_entity_wherever_they_stand() -> None:
    found = texts(
        "Plain Reading", "We use dynamic grain sieving (DGS). DGS works, and dynamic grain sieving too.", "DGS"
    )
    assert found == ["dynamic grain sieving", "DGS", "DGS", "dynamic grain sieving"]


def test_a_name_found_once_is_found_everywhere() -> None:
    found = extract("Bramble: Plain Reading", "On trees, Bramble reads. Two Brambles read. brambles do not.")
    assert [m.text for m in entity(found, "Bramble").mentions] == ["Bramble", "Bramble", "Brambles"]


def test_the_longest_name_counts_alone() -> None:
    found = extract("Plain Reading", "We run LLaMA-2-7B and LLaMA-2-13B.")
    assert [e.name for e in found.entities] == ["LLaMA-2-7B", "LLaMA-2-13B"]


def test_versions_stay_apart() -> None:
    found = extract("Plain Reading", "We test on CIFAR-10 and CIFAR-100 with GPT-4 and GPT-4o.")
    assert [e.name for e in found.entities] == ["CIFAR-10", "CIFAR-100", "GPT-4", "GPT-4o"]


def test_the_acronym_is_the_name() -> None:
    assert entity(extract("Plain Reading", "We use low-rank adaptation (LoRA)."), "LoRA").name == "LoRA"


def test_a_name_in_a_link_is_no_mention() -> None:
    found = extract("Plain Reading", "Bramble is at https://github.com/o/GSM8K")
    assert not [e for e in found.entities if e.name == "GSM8K"]


def test_entities_come_in_the_order_of_their_first_mention() -> None:
    found = extract("Reading GSM8K with BERT", "LoRA and GSM8K and accuracy on SQuAD.")
    starts = [e.mentions[0].start for e in found.entities]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("text", "forms", "expected"),
    [
        ("", ["LoRA"], []),
        ("LoRA", [], []),
        ("LoRA", [""], []),
        ("LoRA, QLoRA, LoRAs, lora, LoRA-7B", ["LoRA"], ["LoRA", "LoRAs", "LoRA"]),
        ("Beam Search, beam searches, beam search", ["beam search"], ["Beam Search", "beam search"]),
        ("GPT-4 and GPT-4o and GPT-4s", ["GPT-4"], ["GPT-4"]),
        ("A* and A", ["A*"], ["A*"]),
        ("bias, biass", ["bias"], ["bias"]),
        ("two π0s, π0", ["π0"], ["π0"]),
        ("😀 x 😀", ["😀"], ["😀", "😀"]),
    ],
)
def test_find_occurrences(text: str, forms: list[str], expected: list[str]) -> None:
    assert [text[a:b] for _, a, b in find_occurrences(text, forms)] == expected


@given(TEXTS, st.sampled_from(["LoRA", "GPT-4", "beam search", "A*", "CIFAR-10", "Hydra++", "pass@1", "BERT"]))
def test_occurrences_are_those_of_a_plain_search(text: str, form: str) -> None:
    plural = "s?" if form[-1].isalpha() else ""
    fold = re.IGNORECASE if " " in form else 0
    expected = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(form)}{plural}(?!\w)", text, fold)]
    assert sorted((a, b) for _, a, b in find_occurrences(text, [form])) == expected
