"""Scores of spans and entities: their features, their weights, and what they do to an entity's confidence."""

from __future__ import annotations

import itertools
import math

import pytest
from extraction_pieces import PAPERS, entity, extract, extractor
from hypothesis import given

from papergraph.extraction.candidates import Candidate
from papergraph.extraction.combination import Combination
from papergraph.extraction.scoring import LogisticModel, SpanProbabilities, load_scorer, logit, span_features
from papergraph.extraction.tokens import clean_view
from papergraph.model import EntityType, Paper


def combination(title: str, abstract: str) -> Combination:
    view = clean_view(Paper(id="p1", title=title, abstract=abstract))
    return extractor().pipeline.combination(view.text, [])


@pytest.mark.parametrize(("share", "expected"), [(0.0, -1.0), (1.0, 1.0), (0.5, 0.0), (1e-9, -1.0), (1 - 1e-9, 1.0)])
def test_log_odds_are_bounded(share: float, expected: float) -> None:
    assert logit(share) == pytest.approx(expected)


def test_a_model_without_weights_is_even() -> None:
    assert LogisticModel({}).probability({"bias": 1.0}) == 0.5


def test_unknown_features_count_for_nothing() -> None:
    assert LogisticModel({"bias": 1.0}).probability({"bias": 1.0, "new": 9.0}) == pytest.approx(1 / (1 + math.exp(-1)))


def test_the_packaged_weights_are_numbers_of_features_that_occur() -> None:
    found = combination("Bramble: Pruning made plain", "We test Bramble on GSM8K. Low-rank adaptation (LoRA) is used.")
    scorer = load_scorer()
    spans = {name for evidence in found.spans() for name in evidence.features}
    entities = {n for group in found.groups(scorer) for row in found.features(group).values() for n in row}
    assert spans & set(scorer.span.weights) >= {"bias", "model", "source vocabulary", "source ner"}
    assert entities & set(scorer.entity.weights) >= {"bias", "model, best", "vocabulary agrees"}
    assert all(math.isfinite(weight) for weight in (*scorer.span.weights.values(), *scorer.entity.weights.values()))


def test_the_model_speaks_for_what_it_finds() -> None:
    weights = load_scorer()
    assert weights.span.weights["model"] + weights.span.weights["model, in per cent"] > 0
    assert weights.entity.weights["model, best"] > 0


def test_a_rival_that_the_model_prefers_is_a_feature() -> None:
    text = "Bramble trees\nBramble trees"
    own = Candidate(0, 7, "Bramble", "shape", EntityType.METHOD, "bramble")
    nothing = SpanProbabilities(extractor().pipeline.language.make_doc(text), ())
    features = span_features(text, [own], [(0, 13)], nothing)
    assert (features["inside another"], features["contains another"], features["rival"]) == (1.0, 0.0, 0.0)
    assert features["source shape"] == 1.0


def test_of_spans_that_overlap_one_stays() -> None:
    found = combination("Plain Reading", "We run LLaMA-2-7B and Chain-of-Thought prompting on MMLU-Pro.")
    spans = sorted({m.span for group in found.groups(load_scorer()) for m in group.members})
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))


def test_more_evidence_is_surer() -> None:
    defined = entity(extract("Plain Reading", "We propose dynamic grain sieving (DGS). DGS beats BERT."), "DGS")
    passing = [e for e in extract("Plain Reading", "Others read QRS once.").entities if e.name == "QRS"]
    assert all(defined.confidence > e.confidence for e in passing)
    assert defined.confidence > 0.5


@given(PAPERS)
def test_confidences_are_shares_above_the_threshold(paper: Paper) -> None:
    for found in next(extractor().extract([paper])).entities:
        assert 0.4 <= found.confidence <= 1.0
