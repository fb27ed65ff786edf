"""Names of the vocabulary, in any of their spellings and in no other word."""

from __future__ import annotations

import pytest

from papergraph.extraction.known_names import KnownNames
from papergraph.extraction.tokens import blank_pipeline
from papergraph.model import EntityType
from papergraph.vocabulary import Term, Vocabulary

METHOD, MODEL, BENCHMARK, TASK = EntityType.METHOD, EntityType.MODEL, EntityType.BENCHMARK, EntityType.TASK
VOCABULARY = Vocabulary(
    (
        Term(name="LoRA", type=METHOD, aliases=("low-rank adaptation",)),
        Term(name="beam search", type=METHOD),
        Term(name="policy optimization", type=METHOD),
        Term(name="fine-tuning", type=METHOD),
        Term(name="β-VAE", type=MODEL),
        Term(name="GPT-4", type=MODEL),
        Term(name="GPT-4o", type=MODEL),
        Term(name="CIFAR-10", type=BENCHMARK),
        Term(name="CIFAR-100", type=BENCHMARK),
        Term(name="Winnow", type=BENCHMARK, cue=True),
        Term(name="summarization", type=TASK),
        Term(name="A*", type=METHOD),
    )
)


def found(text: str) -> list[tuple[str, str]]:
    language = blank_pipeline()
    doc = KnownNames(VOCABULARY)(language(text))
    return [(span.text, span.kb_id_) for span in doc.spans["vocabulary"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("x", []),
        ("😀", []),
        ("nothing of it", []),
        ("We use LoRA.", [("LoRA", "LoRA")]),
        ("Two LoRAs", [("LoRAs", "LoRA")]),
        ("Low-Rank Adaptation", [("Low-Rank Adaptation", "LoRA")]),
        ("low rank adaptation", [("low rank adaptation", "LoRA")]),
        ("Beam Search and beam searches", [("Beam Search", "beam search"), ("beam searches", "beam search")]),
        ("Policy optimisation", [("Policy optimisation", "policy optimization")]),
        ("finetuning, fine tuning", [("finetuning", "fine-tuning"), ("fine tuning", "fine-tuning")]),
        ("beta-VAE and β-VAE", [("beta-VAE", "β-VAE"), ("β-VAE", "β-VAE")]),
        ("GPT-4 and GPT4", [("GPT-4", "GPT-4"), ("GPT4", "GPT-4")]),
        ("GPT-4o", [("GPT-4o", "GPT-4o")]),
        ("GPT-45", []),
        ("CIFAR-10", [("CIFAR-10", "CIFAR-10")]),
        ("CIFAR-100", [("CIFAR-100", "CIFAR-100")]),
        ("beam, search", []),
        ("(beam) search", []),
        ("SUMMARISATION", [("SUMMARISATION", "summarization")]),
        ("QLoRA, LoRAX", []),
        ("lora", []),
        ("A* search", [("A*", "A*")]),
        ("A search", []),
    ],
)
def test_spellings(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_an_ambiguous_name_needs_a_word_of_its_type_beside_it() -> None:
    assert found("We winnow. Winnow well.") == []
    assert found("We test on the Winnow benchmark.") == [("Winnow", "Winnow")]


def test_an_empty_vocabulary_finds_nothing() -> None:
    doc = KnownNames(Vocabulary())(blank_pipeline()("LoRA"))
    assert list(doc.spans["vocabulary"]) == []
