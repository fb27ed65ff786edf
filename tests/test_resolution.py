"""Resolution as a whole: what merges, what must not, and why."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.model import CanonicalEntity, Entity, EntityType, Extraction, Mention, Paper, Resolution, Role
from papergraph.resolution import resolve
from papergraph.vocabulary import Term, Vocabulary

Names = Sequence[str | tuple[str, ...]]


def paper(number: int | str, *names: str | tuple[str, ...], kind: str = "METHOD", role: str = "uses") -> Extraction:
    """A paper whose abstract names each entity by each of its forms; each is one entity."""
    text, entities = f"Paper {number}\n", []
    for forms in (name if isinstance(name, tuple) else (name,) for name in names):
        mentions = []
        for form in forms:
            text += "We use "
            mentions.append(Mention(len(text), len(text) + len(form), form, "test"))
            text += f"{form}. "
        entity = Entity(name="a hint", type=EntityType(kind), role=Role(role), mentions=tuple(mentions))
        entities.append(entity)
    title, abstract = text.split("\n", 1)
    return Extraction(paper=Paper(id=f"p{number}", title=title, abstract=abstract), entities=tuple(entities))


def ids(*papers: Extraction, vocabulary: Vocabulary | None = None) -> list[list[str | None]]:
    return [[entity.id for entity in one.entities] for one in resolve(papers, vocabulary=vocabulary).extractions]


def named(resolution: Resolution, name: str) -> CanonicalEntity:
    return next(entity for entity in resolution.entities if entity.name == name)


NEVER = [
    ("CIFAR-10", "CIFAR-100"), ("ResNet-18", "ResNet-50"), ("BERT", "RoBERTa"),
    ("BERT", "ALBERT"), ("GLUE", "SuperGLUE"), ("MMLU", "MMLU-Pro"),
    ("Llama 2", "Llama 3"), ("GPT-4", "GPT-4o"), ("pass@1", "pass@10"),
    ("Hydra", "Hydra++"), ("T5", "mT5"), ("ViT-B/16", "ViT-L/16"),
    ("ViT-B/16", "ViT-B/32"), ("F1", "F2"), ("bias", "bia"),
    ("o1", "o1-preview"), ("GPT-3", "GPT-3.5"), ("LLaMA-2-7B", "LLaMA-2-13B"),
    ("Llama 2 7B", "Llama 27B"), ("Qwen2.5-7B", "Qwen2.5-7B-Instruct"), ("BERT-base", "BERT-large"),
    ("VGG16", "VGG19"), ("YOLOv5", "YOLOv8"), ("SQuAD 1.1", "SQuAD 2.0"),
    ("Llama 3", "Llama 3.1"), ("GPS", "GP"), ("A*", "A"),
    ("C", "C#"), ("C", "C++"), ("recall@5", "recall@10"),
    ("DQN", "QN"), ("GAN", "WGAN"), ("Gemini 1.5 Pro", "Gemini 1.5 Flash"),
    ("MNIST", "Fashion-MNIST"), ("language model", "large language model"),
    ("mixture of experts", "sparse mixture of experts"),
    ("Phi-3-mini", "Phi-3"), ("WMT14", "WMT16"), ("D4RL", "DRL"),
    ("ImageNet-1k", "ImageNet-21k"), ("top-1 accuracy", "top-5 accuracy"), ("BLEU-1", "BLEU-4"),
    ("$\\pi_0$", "$\\pi_1$"), ("MATH", "MATH-500"), ("T5-XL", "T5-XXL"),
    ("reward model", "reward"), ("graph network", "graph"), ("x", "y"),
]  # fmt: skip

SAME = [
    ("Graph Neural Network", "graph neural networks", "graph-neural networks"),
    ("pre-training", "pretraining", "Pre-Training"),
    ("U-Net", "UNet"),
    ("GPT-4", "GPT4", "GPT 4"),
    ("AIME 2024", "AIME24"),
    ("β-VAE", "$\\beta$-VAE", "beta-VAE"),
    ("optimisation", "optimization"),
    ("chains of thought", "chain of thought"),
    ("LMs", "LM"),
    ("BERT", "BERTs"),
    ("GSM8K", "GSM8k"),
    ("convolution neural network", "convolutional neural networks"),
    ("🙂 Net", "🙂-net"),
    ("ImageNet 64x64", "ImageNet $64\\times64$", "ImageNet 64 × 64", "ImageNet 64 times 64"),
]


@pytest.mark.parametrize(("left", "right"), NEVER)
def test_look_alikes_stay_apart(left: str, right: str) -> None:
    apart = ids(paper(1, left), paper(2, right), paper(3, left, right))
    assert apart[0] != apart[1]
    assert apart[2] == [apart[0][0], apart[1][0]]


@pytest.mark.parametrize("forms", SAME, ids=lambda forms: forms[0])
def test_spellings_meet(forms: tuple[str, ...]) -> None:
    assert len({tuple(one) for one in ids(*(paper(n, form, kind="BENCHMARK") for n, form in enumerate(forms)))}) == 1


@pytest.mark.parametrize(
    ("short", "long"),
    [("LoRA", "low-rank adaptation"), ("CoT", "chain-of-thought"), ("GNNs", "graph neural networks"),
     ("MoE", "mixture of experts"), ("BERT", "bidirectional encoder representations from transformers"),
     ("T5", "text-to-text transfer transformer"), ("MLLM", "multi-modal large language model")],
)  # fmt: skip
def test_definition_binds_acronym_and_long_form(short: str, long: str) -> None:
    resolution = resolve([paper(1, (short, long)), paper(2, short), paper(3, long)], vocabulary=None)
    assert len({entity.id for one in resolution.extractions for entity in one.entities}) == 1
    assert "definition" in {merge.reason for merge in resolution.entities[0].merges}


def test_definition_is_read_from_the_text_beside_a_mention() -> None:
    text = "We apply sparse token routing (STR) here."
    start = text.index("sparse")
    mention = Mention(8 + start, 8 + start + len("sparse token routing"), "sparse token routing", "test")
    entity = Entity(name="", type=EntityType.METHOD, role=Role.USES, mentions=(mention,))
    defining = Extraction(paper=Paper(id="d", title="A title", abstract=text), entities=(entity,))
    assert ids(defining, paper(2, "STR", role="uses"))[0] == ids(defining, paper(2, "STR"))[1]


def test_what_merely_stands_together_defines_nothing() -> None:
    found = ids(paper(1, ("latency", "inference time")), paper(2, "latency"), paper(3, "inference time"))
    assert found[1] != found[2]


def test_acronym_with_two_expansions_stays_two_entities() -> None:
    papers = [
        paper(1, ("CARP", "contrastive audio representation pretraining")),
        paper(2, ("CARP", "constrained agent route planning")),
        paper(3, "CARP"),
    ]
    resolution = resolve(papers, vocabulary=None)
    found = [one.entities[0].id for one in resolution.extractions]
    assert len(set(found)) == 3
    assert all(str(one).startswith("entity/carp-") for one in found)
    assert {(doubt.left, doubt.right) for doubt in resolution.doubtful} == {
        tuple(sorted((str(found[2]), str(found[n])))) for n in (0, 1)
    }
    assert all(doubt.left_sentence and doubt.right_sentence for doubt in resolution.doubtful)


def test_context_tells_what_an_acronym_means() -> None:
    sound = ["audio tagging", "spectrogram mixing", "LibriSound"]
    papers = [
        *(paper(f"a{n}", ("CARP", "contrastive audio representation pretraining"), *sound) for n in range(2)),
        *(paper(f"b{n}", ("CARP", "constrained agent route planning"), "route search") for n in range(2)),
        *(paper(f"c{n}", "image denoising") for n in range(20)),
        paper("z", "CARP", *sound),
    ]
    found = ids(*papers)
    assert found[-1][0] == found[0][0] != found[2][0]


def test_dominant_expansion_takes_bare_uses() -> None:
    papers = [paper(n, ("CARP", "contrastive audio representation pretraining")) for n in range(5)]
    papers += [paper(8, ("CARP", "constrained agent route planning")), paper(9, "CARP")]
    found = ids(*papers)
    assert found[-1] == found[0] != found[-2]


def test_acronyms_inside_names_are_spelled_out() -> None:
    defining = paper(1, ("ABC", "adaptive batch control"))
    assert (
        len({tuple(one) for one in ids(defining, paper(2, "ABC agents"), paper(3, "adaptive batch control agent"))})
        == 2
    )


def test_narrower_long_form_is_its_own_entity() -> None:
    found = ids(
        paper(1, ("SMoE", "MoE", "Sparse Mixture of Experts")), paper(2, ("MoE", "mixture of experts")), paper(3, "MoE")
    )
    assert found[0] != found[1] == found[2]


VOCABULARY = Vocabulary(
    (
        Term(name="AUROC", type=EntityType.METRIC, aliases=("area under the ROC curve", "ROC AUC")),
        Term(name="language model", type=EntityType.METHOD),
        Term(name="large language model", type=EntityType.METHOD, aliases=("LLM",), broader="language model"),
        Term(name="Llama", type=EntityType.MODEL),
        Term(name="Llama 2", type=EntityType.MODEL, variant_of="Llama"),
        Term(name="CARP", type=EntityType.METHOD, aliases=("contrastive audio representation pretraining",)),
        Term(name="Pile", type=EntityType.BENCHMARK, aliases=("The Pile",), cue=True),
    )
)


def test_vocabulary_joins_aliases_and_gives_name_and_type() -> None:
    papers = [paper(1, "ROC-AUC"), paper(2, "Area under the ROC curve"), paper(3, "AUROC")]
    resolution = resolve(papers, vocabulary=VOCABULARY)
    (entity,) = resolution.entities
    assert (entity.id, entity.name, entity.type) == ("entity/auroc", "AUROC", EntityType.METRIC)
    assert {merge.reason for merge in entity.merges} == {"vocabulary"}


def test_vocabulary_gives_acronyms_their_meaning_unless_the_paper_defines_another() -> None:
    found = ids(
        paper(1, "CARP"),
        paper(2, "contrastive audio representation pretraining"),
        paper(3, ("CARP", "constrained agent route planning")),
        vocabulary=VOCABULARY,
    )
    assert found[0] == found[1] == ["entity/carp"] != found[2]


def test_capitals_that_end_in_s_are_no_plural_of_a_known_acronym() -> None:
    terms = Vocabulary((Term(name="Gaussian process", type=EntityType.METHOD, aliases=("GP",)),))
    found = ids(paper(1, "GP"), paper(2, "GPs"), paper(3, "GPS"), vocabulary=terms)
    assert found[0] == found[1] == ["entity/gaussian-process"] != found[2]


def test_a_long_form_that_is_a_term_of_its_own_keeps_it_beside_an_acronym() -> None:
    names = ("convolutional network", "deep convolutional network")
    terms = Vocabulary(tuple(Term(name=name, type=EntityType.METHOD) for name in names))
    text = "We train deep convolutional networks (CN)."
    start = text.index("deep")
    mention = Mention(8 + start, 8 + text.index(" (CN"), text[start : text.index(" (CN")], "test")
    entity = Entity(name="", type=EntityType.METHOD, role=Role.USES, mentions=(mention,))
    defining = Extraction(paper=Paper(id="d", title="A title", abstract=text), entities=(entity,))
    found = ids(defining, paper(2, "convolutional network"), paper(3, "deep convolutional network"), vocabulary=terms)
    assert found[0] == found[2] != found[1]


def test_vocabulary_form_that_needs_its_type() -> None:
    resolution = resolve([paper(1, "pile"), paper(2, "Pile", kind="BENCHMARK")], vocabulary=VOCABULARY)
    assert [entity.type for entity in resolution.entities].count(EntityType.BENCHMARK) == 1


def test_names_that_differ_only_in_case_and_type() -> None:
    resolution = resolve([paper(1, "MATH", kind="BENCHMARK"), paper(2, "math", kind="TASK")], vocabulary=None)
    assert len(resolution.entities) == 2
    assert all(entity.id.startswith("entity/math-") for entity in resolution.entities)
    found = ids(paper(1, "LORA"), paper(2, "lora", kind="MODEL"))
    assert found[0] == found[1]


def test_parents_of_the_vocabulary_only_where_the_corpus_has_them() -> None:
    resolution = resolve([paper(1, "LLMs", "language model"), paper(2, "Llama-2", kind="MODEL")], vocabulary=VOCABULARY)
    broader = named(resolution, "large language model").broader
    assert broader is not None
    assert (broader.target, broader.reason) == ("entity/language-model", "vocabulary")
    assert named(resolution, "Llama 2").variant_of is None


def test_what_the_vocabulary_has_bears_its_id_names_and_pages() -> None:
    page = "https://example.org/carp"
    terms = Vocabulary((Term(name="CARP", type=EntityType.METHOD, aliases=("carp search",), pages=(page,)),))
    known, own = sorted(resolve([paper(1, "CARP", "Otter")], vocabulary=terms).entities, key=lambda entity: entity.name)
    assert known.same_as == ("https://w3id.org/papergraph/vocabulary/carp",)
    assert (known.alt_labels, known.pages, known.aliases) == (("carp search",), (page,), ())
    assert (own.same_as, own.alt_labels, own.pages) == ((), (), ())


def test_two_terms_never_meet() -> None:
    terms = Vocabulary((Term(name="ReNet", type=EntityType.MODEL), Term(name="Re-Net 2", type=EntityType.MODEL)))
    assert (
        ids(paper(1, "ReNet"), paper(2, "Re-Net 2"), vocabulary=terms)[0]
        != ids(paper(1, "ReNet"), paper(2, "Re-Net 2"), vocabulary=terms)[1]
    )


def test_generic_noun_folds_on_a_name_of_the_same_type_only() -> None:
    assert len(set(map(tuple, ids(paper(1, "LoRA"), paper(2, "LoRA method"))))) == 1
    assert len(set(map(tuple, ids(paper(1, "diffusion"), paper(2, "diffusion model"))))) == 2
    assert len(set(map(tuple, ids(paper(1, "GSM8K", kind="METHOD"), paper(2, "GSM8K dataset", kind="BENCHMARK"))))) == 2


def test_generic_noun_stays_where_a_paper_tells_the_two_apart() -> None:
    resolution = resolve([paper(1, "LoRA"), paper(2, "LoRA method"), paper(3, "LoRA", "LoRA method")], vocabulary=None)
    assert len(resolution.entities) == 2
    assert [doubt.reason for doubt in resolution.doubtful] == ["generic noun, but told apart"]


@pytest.mark.parametrize(
    "forms",
    [("code generation", "generating code", "generation of code"), ("next-bar prediction", "predicting the next bar"),
     ("knot problem solving", "solving knot problems"), ("leaf classification", "classification of leaf")],
)  # fmt: skip
def test_tasks_as_verbs_and_with_of(forms: tuple[str, ...]) -> None:
    assert len(set(map(tuple, ids(*(paper(n, form, kind="TASK") for n, form in enumerate(forms)))))) == 1


def test_words_that_say_nothing_of_a_method() -> None:
    found = ids(paper(1, "vanilla octree"), paper(2, "octree"), paper(3, "standard octree"), paper(4, "sparse octree"))
    assert found[0] == found[1] == found[2] != found[3]
    deviation = ids(paper(1, "standard deviation", kind="METRIC"), paper(2, "deviation", kind="METRIC"))
    assert deviation[0] != deviation[1]


def test_a_narrower_term_is_what_an_entity_is_but_for_metrics() -> None:
    wider, narrower = paper(1, "language models"), paper(2, ("language models", "large language models"))
    found = resolve([wider, wider, narrower, paper(3, "LLM")], vocabulary=VOCABULARY).extractions
    assert found[2].entities[0].id == found[3].entities[0].id != found[0].entities[0].id
    terms = Vocabulary(
        tuple(Term(name=name, type=EntityType.METRIC) for name in ("latency", "idle latency", "top-1 latency"))
    )
    apart = ids(
        *(paper(n, "latency", kind="METRIC") for n in range(3)),
        *(paper(n, ("latency", f"{word} latency"), kind="METRIC") for n, word in ((8, "idle"), (9, "top-1"))),
        vocabulary=terms,
    )
    assert apart[0] == apart[3] != apart[4]


def test_aliases_meet_without_their_blanks_where_the_type_fits() -> None:
    terms = Vocabulary((Term(name="OpenShelfQA", type=EntityType.BENCHMARK, aliases=("shelf net",)),))
    known, apart = ids(paper(1, "ShelfNet", kind="BENCHMARK"), paper(2, "open-shelf QA", kind="TASK"), vocabulary=terms)
    assert known == ["entity/openshelfqa"] != apart


def test_families() -> None:
    names = ("LLaMA", "LLaMA-2", "LLaMA-2-7B", "Qwen2.5-7B", "Qwen2", "ViT-B/16", "ViT", "o1-preview", "o1")
    resolution = resolve([paper(1, *names, kind="MODEL")], vocabulary=None)
    above = {entity.name: entity.variant_of.target for entity in resolution.entities if entity.variant_of}
    assert above == {
        "LLaMA-2": "entity/llama",
        "LLaMA-2-7B": "entity/llama-2",
        "ViT-B/16": "entity/vit",
        "o1-preview": "entity/o1",
    }


def test_families_of_benchmarks() -> None:
    resolution = resolve(
        [paper(1, "AlpacaEval", "AlpacaEval 2", "F1", "F", "CIFAR-10", "CIFAR-100", kind="BENCHMARK")], vocabulary=None
    )
    above = {entity.name: entity.variant_of.target for entity in resolution.entities if entity.variant_of}
    assert above == {"AlpacaEval 2": "entity/alpacaeval"}


def test_name_type_and_aliases() -> None:
    papers = [
        paper(1, ("LLMs", "Large Language Models")),
        paper(2, "LLMs"),
        paper(3, "LLM"),
        paper(4, "Knowledge Distillation", kind="TASK"),
        paper(5, "knowledge distillation"),
        paper(6, "knowledge distillation"),
    ]
    resolution = resolve(papers, vocabulary=None)
    assert named(resolution, "LLM").aliases == ("LLMs", "Large Language Models")
    assert named(resolution, "knowledge distillation").type is EntityType.METHOD
    assert named(resolution, "knowledge distillation").papers == {Role.USES: ("p4", "p5", "p6")}


def test_merges_carry_reason_and_evidence() -> None:
    resolution = resolve([paper(1, ("LoRA", "low-rank adaptation")), paper(2, "LoRAs")], vocabulary=None)
    merges = {merge.name: merge for merge in resolution.entities[0].merges}
    assert merges["low-rank adaptation"].reason == "definition"
    assert merges["low-rank adaptation"].paper == "p1"
    assert "low-rank adaptation" in (merges["low-rank adaptation"].sentence or "")
    assert merges["LoRAs"].paper == "p2"


def test_nothing_but_the_id_changes() -> None:
    given = [paper(2, ("LoRA", "low-rank adaptation")), paper(1, "GSM8K", "LoRA")]
    given[0] = replace(given[0], entities=tuple(replace(e, extra={"note": 1}) for e in given[0].entities))
    resolved = resolve(given, vocabulary=None).extractions
    assert [replace(one, entities=tuple(replace(e, id=None) for e in one.entities)) for one in resolved] == given


@pytest.mark.parametrize("papers", [[], [paper(1)], [paper(1), paper(2)]])
def test_corpora_without_entities(papers: list[Extraction]) -> None:
    resolution = resolve(papers, vocabulary=None)
    assert resolution == Resolution(extractions=tuple(papers), entities=())


def test_the_same_paper_many_times() -> None:
    once = paper(1, ("LoRA", "low-rank adaptation"), "GSM8K")
    resolution = resolve([once] * 1000, vocabulary=None)
    assert resolution.entities == resolve([once], vocabulary=None).entities
    assert all(one == resolution.extractions[0] for one in resolution.extractions)


def test_entity_without_mention_goes_by_its_name() -> None:
    bare = Extraction(
        paper=Paper(id="b", title="T"),
        entities=(Entity(name="LoRA", type=EntityType.METHOD, role=Role.USES, mentions=()),),
    )
    assert ids(bare, paper(1, "LoRA"))[0] == ids(bare, paper(1, "LoRA"))[1]


CORPUS = [
    paper(1, ("CARP", "contrastive audio representation pretraining"), "LLM agents", "GSM8K"),
    paper(2, ("CARP", "constrained agent route planning"), "LLM-based agents"),
    paper(3, "CARP", "GSM8K dataset", kind="BENCHMARK"),
    paper(4, ("LLMs", "large language models"), "pre-training", "hydra"),
    paper(5, ("LLM", "large-scale language model"), "pretraining", "Hydra", "Hydra++"),
    paper(6, "LoRA", "LoRA method", "LLaMA-2", "Llama", kind="MODEL"),
    paper(7, "lora", "LORA", "Llama 2 7B", "language model", kind="MODEL"),
    paper(8, "Pile", "LLaMA2", "ROC AUC", "the Pile", kind="BENCHMARK"),
]


@pytest.mark.parametrize("vocabulary", [None, VOCABULARY], ids=["without", "with"])
def test_a_thousand_orders(vocabulary: Vocabulary | None) -> None:
    expected = resolve(CORPUS, vocabulary=vocabulary)
    shuffle = random.Random(7)
    for _ in range(1000):
        order = shuffle.sample(range(len(CORPUS)), len(CORPUS))
        found = resolve([CORPUS[place] for place in order], vocabulary=vocabulary)
        assert found.entities == expected.entities
        assert found.doubtful == expected.doubtful
        assert found.extractions == tuple(expected.extractions[place] for place in order)


FORMS = st.sampled_from(
    ["LLM", "LLMs", "large language model", "Large Language Models", "LoRA", "low-rank adaptation", "CARP",
     "contrastive audio representation pretraining", "GSM8K", "GSM8K dataset", "GPT-4", "GPT-4o", "Llama 2",
     "LLaMA-2-7B", "Hydra", "Hydra++", "bias", "U-Net", "UNet", "$\\pi_0$", "π0", "🙂", "a", "MATH", "math"]
)  # fmt: skip
PAPERS = st.lists(st.lists(st.lists(FORMS, min_size=1, max_size=3, unique=True), max_size=4), max_size=6)


@settings(max_examples=60, deadline=None)
@given(PAPERS, st.randoms(use_true_random=False))
def test_idempotent_unique_and_independent_of_order(forms: list[list[list[str]]], shuffle: random.Random) -> None:
    papers = [paper(number, *map(tuple, of_paper)) for number, of_paper in enumerate(forms)]
    once = resolve(papers, vocabulary=VOCABULARY)
    assert resolve(once.extractions, vocabulary=VOCABULARY) == once
    assert len({entity.id for entity in once.entities}) == len(once.entities)
    assert {entity.id for one in once.extractions for entity in one.entities} == {e.id for e in once.entities}
    shuffle.shuffle(papers)
    assert resolve(papers, vocabulary=VOCABULARY).entities == once.entities


def test_a_papers_own_name_is_not_the_known_one_in_other_capitals() -> None:
    known = Vocabulary((Term(name="TRELLIS", type=EntityType.MODEL, aliases=("Structured LATents",)),))
    coined = resolve([paper(1, "Trellis", role="introduces"), paper(2, "Trellis")], vocabulary=known)
    assert [(entity.name, entity.type) for entity in coined.entities] == [("Trellis", EntityType.METHOD)]
    used = resolve([paper(1, "TRELLIS", role="introduces"), paper(2, "Structured LATents")], vocabulary=known)
    assert [entity.name for entity in used.entities] == ["TRELLIS"]
