"""The parts of resolution: keys, acronyms, families, merges with cuts, ids."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.model import EntityType
from papergraph.resolution.canonical import assign_ids, display
from papergraph.resolution.families import shorter, tokens, without_circles
from papergraph.resolution.merging import Groups, Union
from papergraph.resolution.names import (
    compact_key,
    expansion,
    inner_definition,
    is_short,
    name_key,
    similar_expansions,
    without_generic,
)


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("LoRA", "Low-Rank Adaptation", "Low-Rank Adaptation"),
        ("LMs", "neural language models", "language models"),
        ("RLHF", "reinforcement learning from human feedback", "reinforcement learning from human feedback"),
        ("S4", "structured state space sequence", "structured state space sequence"),
        ("LLM", "latency", None),
        ("GAN", "knowledge graph embedding", None),
        ("BERT", "RoBERTa", None),
        ("MDPs", "O-TS-MDP$^+", None),
        ("ACE", "p-ACE", None),
        ("DB", "relational database", "database"),
        ("AB", "a", None),
        ("", "a long form", None),
        ("🙂", "smiling face", None),
        ("NN", "", None),
    ],
)
def test_expansion(short: str, long: str, expected: str | None) -> None:
    assert expansion(short, long) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("mixture of expert", "mixture of experts model", True),
        ("multi modal large language model", "multimodal large language model", True),
        ("prior fitted network", "prior data fitted network", True),
        ("reinforcement learning from human feedback", "reinforcement learning with human feedback", True),
        ("contrastive learning", "continual learning", False),
        ("synthetic aperture radar", "search and rescue", False),
        ("segment anything model 2", "segment anything model", False),
    ],
)
def test_similar_expansions(left: str, right: str, expected: bool) -> None:
    assert similar_expansions(left, right) is expected
    assert similar_expansions(right, left) is expected


@pytest.mark.parametrize(
    "form", ["", "a", "🙂", "$", "\\", "()", "(LLM)", "s", "S", "ss", " \n", "中文", "$\\pi$", "++"]
)
def test_odd_forms_have_keys(form: str) -> None:
    assert name_key(name_key(form)) == name_key(form)
    assert not is_short(form)
    assert inner_definition(form) is None
    assert without_generic(form) is None
    assert isinstance(compact_key(form), str)
    assert isinstance(display(form), str)
    assert isinstance(tokens(form), tuple)


@given(st.text(max_size=30))
def test_case_of_the_first_letter_never_tells_names_apart(form: str) -> None:
    word = f"network {form}"
    assert name_key(word) == name_key("N" + word[1:])


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Qwen2.5-Math-7B-Instruct", "MODEL", ["qwen 2.5 math 7b", "qwen 2.5 math", "qwen 2.5", "qwen"]),
        ("YOLOv8", "METHOD", ["yolo"]),
        ("SQuAD 2.0", "BENCHMARK", ["squad"]),
        ("CIFAR-100", "BENCHMARK", []),
        ("F1", "METRIC", []),
        ("T5", "MODEL", []),
        ("", "MODEL", []),
        ("🙂", "MODEL", []),
    ],
)
def test_families(name: str, kind: str, expected: list[str]) -> None:
    assert [" ".join(found) for found in shorter(tokens(name), EntityType(kind))] == expected


def test_circles_of_families_are_cut() -> None:
    assert without_circles({"a": "b", "b": "c", "c": "a", "d": "d"}) == {"a": "b", "b": "c"}


def test_chains_that_join_two_terms_are_cut() -> None:
    groups = Groups(terms={"a": "A", "c": "C"})
    groups.follow([Union(2, "b", "c", "spelling"), Union(1, "a", "b", "spelling")])
    assert groups.find("a") == groups.find("b") != groups.find("c")
    assert [union.left for union in groups.refused] == ["b"]


def test_chains_that_join_two_versions_are_cut() -> None:
    groups = Groups(terms={})
    groups.follow([Union(1, "net", "net 1", "spelling"), Union(1, "net 2", "net", "spelling")])
    assert len({groups.find(key) for key in ("net", "net 1", "net 2")}) == 3


def test_ids_where_slugs_meet() -> None:
    rows = [
        ("CARP", "a", "constrained agent route planning", False),
        ("Carp", "b", None, False),
        ("CARP", "c", None, True),
        ("CARP", "d", None, False),
        ("CARP", "e", None, False),
    ]
    found = assign_ids(rows)
    assert found[2] == "entity/carp"
    assert len(set(found)) == len(rows)
    assert assign_ids(rows[::-1]) == found[::-1]


def test_the_ids_of_the_documentation() -> None:
    page = (Path(__file__).parents[1] / "docs" / "resolution.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if "| `entity/" in line]
    assert len(rows) >= 10
    split = [(name.rstrip(")").partition(" (")) for name, _ in rows]
    given_rows = [(name, str(place), long or None, False) for place, (name, _, long) in enumerate(split)]
    assert assign_ids(given_rows) == [row[1].strip("`") for row in rows]
