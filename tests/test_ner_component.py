"""The shipped encoder within spaCy, and what is said where there is none."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
import spacy

from papergraph.errors import ConfigError
from papergraph.extraction.ner.component import GROUP, LATTICE, SHIPPED, EncoderNer, load_component
from papergraph.extraction.tokens import blank_pipeline

TEXT = "Bramble: pruning made plain\nWe propose Bramble, a pruning method. It is tested on ImageNet with ResNet-50."


def test_spacy_loads_the_shipped_pipeline() -> None:
    with resources.as_file(resources.files("papergraph.extraction.ner") / SHIPPED) as directory:
        nlp = spacy.load(directory)
    assert ("ImageNet", "BENCHMARK") in [(span.text, span.label_) for span in nlp(TEXT).ents]
    assert sum(path.stat().st_size for path in directory.rglob("*") if path.is_file()) < 16_000_000


def test_candidates_hold_the_entities_and_have_probabilities() -> None:
    component = load_component()
    doc = component(blank_pipeline()(TEXT))
    candidates = {(span.start, span.end, span.label_) for span in doc.spans[GROUP]}
    assert {(span.start, span.end, span.label_) for span in doc.ents} <= candidates
    for start, end, label in candidates:
        assert doc.user_data[LATTICE].probability(start, end, component.labels.index(label)) >= 0.1


def test_an_empty_document_has_no_names() -> None:
    assert not load_component()(blank_pipeline()("")).ents


def test_it_is_written_and_read_back(tmp_path: Path) -> None:
    component = load_component()
    component.to_disk(tmp_path / "ner")
    assert EncoderNer().from_disk(tmp_path / "ner").hash == load_component(tmp_path).hash == component.hash


def test_a_directory_without_an_encoder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="papergraph train"):
        load_component(tmp_path)
