"""Names by their shape, coined names, title prefixes, and the types of names."""

from __future__ import annotations

import pytest
from extraction_pieces import document, forms

from papergraph.extraction.name_shapes import COINED, SHAPES, kind_of_name, looks_like_name
from papergraph.model import EntityType


@pytest.mark.parametrize(
    "word", ["GrainSieve", "GPT-4o", "LLMs", "wav2vec", "o1", "Hydra++", "A*", "BERT", "ViT-B/16", "π0-FAST"]
)
def test_names(word: str) -> None:
    assert looks_like_name(word)


@pytest.mark.parametrize("word", ["", "x", "Models", "GPU", "GPUs", "4-bit", "3D", "2021", "A.", "NeurIPS", "😀", "--"])
def test_no_names(word: str) -> None:
    assert not looks_like_name(word)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("plain words only", []),
        ("We run QRST-7B and XyzNet.", ["QRST-7B", "XyzNet"]),
        ("a XyzNet-based method", ["XyzNet"]),
        ("QRST 2 is out", ["QRST 2"]),
        ("XyzNet 13B wins", ["XyzNet 13B"]),
        ("XyzNet 2x faster", ["XyzNet"]),
        ("mail a@XyzNet.org", []),
    ],
)
def test_shapes(text: str, expected: list[str]) -> None:
    assert forms(document("T", text), SHAPES) == expected


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        ("Bramble: plain pruning", "It works.", ["Bramble"]),
        ("Bramble - plain pruning", "It works.", ["Bramble"]),
        ("Bramble 2: plain pruning", "It works.", ["Bramble 2"]),
        ("Bramble-7B and Bramble-13B: plain", "", ["Bramble-7B", "Bramble-13B"]),
        ("On pruning: a plain view", "", []),
        ("A plain view: pruning", "", []),
        ("pruning: a plain view", "", []),
        ("Long words before colons here: a plain view", "", []),
        ("Plain pruning", "We propose XyzNet for pruning.", ["XyzNet"]),
        ("Plain pruning", "We propose a method called Bramble.", ["Bramble"]),
        ("Plain pruning", "The method, dubbed Bramble Bush, works.", ["Bramble Bush"]),
        ("Plain pruning", "We propose a method based on XyzNet.", []),
        ("", "", []),
    ],
)
def test_coined(title: str, abstract: str, expected: list[str]) -> None:
    assert list(dict.fromkeys(forms(document(title, abstract), COINED))) == expected


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("the QRST benchmark is hard", "QRST", EntityType.BENCHMARK),
        ("we test on QRST and more", "QRST", EntityType.BENCHMARK),
        ("QRSTBench is hard", "QRSTBench", EntityType.BENCHMARK),
        ("the QRST model is large", "QRST", EntityType.MODEL),
        ("QRST-7B is large", "QRST-7B", EntityType.MODEL),
        ("models such as QRST fail", "QRST", EntityType.MODEL),
        ("datasets such as QRST fail", "QRST", EntityType.BENCHMARK),
        ("QRST is a new benchmark", "QRST", EntityType.BENCHMARK),
        ("with QRST it works", "QRST", EntityType.METHOD),
        ("QRST", "QRST", EntityType.METHOD),
    ],
)
def test_kind_of_name(text: str, name: str, kind: EntityType) -> None:
    start = text.index(name)
    assert kind_of_name(text, start, start + len(name)) is kind


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Bramble is a benchmark of twigs.", "BENCHMARK"),
        ("Bramble is a language model.", "MODEL"),
        ("Bramble (short for twigs), a framework for models, works.", "METHOD"),
        ("It works.", "METHOD"),
    ],
)
def test_what_the_text_says_decides_the_type_of_a_coined_name(said: str, kind: str) -> None:
    doc = document("Bramble: plain", said)
    assert {span.label_ for span in doc.spans[COINED]} == {kind}
