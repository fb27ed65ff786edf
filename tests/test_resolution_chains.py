"""Chains of merges: what must stay apart does, whatever other papers say between the two ends."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from test_resolution import PAPERS, VOCABULARY, paper

from papergraph.model import EntityType
from papergraph.resolution import resolve
from papergraph.vocabulary import Term, Vocabulary

APART = [
    ("GPT-4", "GPT-4o"),
    ("Llama 2", "LLaMA-2-7B"),
    ("Hydra", "Hydra++"),
    ("CIFAR-10", "CIFAR-100"),
    ("U-Net", "π0"),
]
CHAINS = [
    [("CIFAR-10", "CIFAR"), ("CIFAR", "CIFAR-100")],
    [("MMLU", "Massive Multitask Language Understanding"), ("MMLU-Pro", "Massive Multitask Language Understanding")],
    [("GPT-4", "GPT4 model"), ("GPT4 model", "GPT-4o")],
    [("ResNet-18", "ResNet", "residual network"), ("residual networks", "ResNet-50")],
    [("Llama 2", "LLaMA"), ("LLaMA", "Llama"), ("Llama", "LLaMA-3")],
]


def ends_apart(papers: list[tuple[str, ...]], left: str, right: str, vocabulary: Vocabulary | None) -> bool:
    given_papers = [paper(9000 + n, forms) for n, forms in enumerate(papers)]
    found = resolve([paper(1, left), *given_papers, paper(2, right)], vocabulary=vocabulary).extractions
    return found[0].entities[0].id != found[-1].entities[0].id


@pytest.mark.parametrize("vocabulary", [None, VOCABULARY], ids=["without", "with"])
@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: f"{chain[0][0]} to {chain[-1][-1]}")
def test_a_chain_over_several_papers_is_cut(chain: list[tuple[str, ...]], vocabulary: Vocabulary | None) -> None:
    left, right = chain[0][0], "MMLU-Pro" if "MMLU" in chain[0] else chain[-1][-1]
    assert ends_apart(chain, left, right, vocabulary)
    assert ends_apart(chain * 5, left, right, vocabulary)


@pytest.mark.parametrize("vocabulary", [None, VOCABULARY], ids=["without", "with"])
def test_a_chain_that_joins_nothing_forbidden_is_followed(vocabulary: Vocabulary | None) -> None:
    chain = [("GNN", "graph neural network"), ("graph neural networks",), ("Graph-Neural-Network",)]
    assert not ends_apart(chain, "GNNs", "Graph Neural Networks", vocabulary)


@settings(max_examples=60, deadline=None)
@given(PAPERS)
def test_whatever_papers_say_between_them_look_alikes_stay_apart(forms: list[list[list[str]]]) -> None:
    between = [paper(1000 + number, *map(tuple, of_paper)) for number, of_paper in enumerate(forms)]
    for number, (left, right) in enumerate(APART):
        given_papers = [paper(2 * number, left), *between, paper(2 * number + 1, right)]
        found = resolve(given_papers, vocabulary=VOCABULARY).extractions
        assert found[0].entities[0].id != found[-1].entities[0].id, (left, right)


def test_a_papers_own_method_is_not_the_metric_in_other_capitals() -> None:
    known = Vocabulary((Term(name="mAP", type=EntityType.METRIC, aliases=("mean average precision",)),))
    given = [paper(1, "MAP", role="introduces"), paper(2, "mAP", kind="METRIC"), paper(3, "MAP", kind="METRIC")]
    resolution = resolve(given, vocabulary=known)
    first, second, third = (one.entities[0].id for one in resolution.extractions)
    assert (second, third) == ("entity/map", "entity/map")
    assert first not in (second, None)
    assert {entity.id: entity.type for entity in resolution.entities}[str(first)] is EntityType.METHOD
