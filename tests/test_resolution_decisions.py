"""Resolution with what people decided: it holds, whatever the order, and says so."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_resolution import CORPUS, FORMS, PAPERS, VOCABULARY, named, paper

from papergraph.decisions import Decision, Decisions, Kind, Reference, read_decisions
from papergraph.errors import ConfigError
from papergraph.model import EntityType, Extraction, Resolution
from papergraph.resolution import resolve


@pytest.fixture
def decide(tmp_path: Path):  # type: ignore[no-untyped-def]
    """What an aliases file of this text makes of papers."""

    def decided(text: str, *papers: Extraction, review: str = "", vocabulary: object = None) -> Resolution:
        (tmp_path / "names.yaml").write_text(text)
        (tmp_path / "review.yaml").write_text(review)
        decisions = read_decisions(tmp_path / "names.yaml", tmp_path / "review.yaml")
        return resolve(papers, vocabulary=vocabulary, decisions=decisions)  # type: ignore[arg-type]

    return decided


def id_of(resolution: Resolution, place: int, entity: int = 0) -> str | None:
    return resolution.extractions[place].entities[entity].id


def test_same_joins_what_no_rule_would(decide) -> None:  # type: ignore[no-untyped-def]
    found = decide("same:\n- [memory footprint, GPT-4o]\n", paper(1, "memory footprints"), paper(2, "GPT-4o"))
    (entity,) = found.entities
    assert [(m.name, m.reason, m.paper, m.sentence) for m in entity.merges if m.reason == "alias"] == [
        ("memory footprints", "alias", None, "names.yaml, line 2")
    ]


def test_a_joined_thing_still_takes_its_other_spellings(decide) -> None:  # type: ignore[no-untyped-def]
    papers = [paper(1, "GPT-4"), paper(2, "GPT-4o"), paper(3, "U-Net"), paper(4, "UNet"), paper(5, "GPT4o")]
    found = decide("same:\n- [GPT-4, GPT-4o, U-Net]\n", *papers)
    assert len(found.entities) == 1
    assert {merge.name: merge.reason for merge in found.entities[0].merges}["UNet"] in ("spelling", "alias")


@pytest.mark.parametrize(
    ("left", "right", "others"),
    [
        ("U-Net", "UNet", []),
        ("LoRA", "LoRA method", []),
        ("LoRA", "low-rank adaptation", [paper(9, ("LoRA", "low-rank adaptation"))]),
        ("ROC AUC", "area under the ROC curve", []),
        ("ROC AUC", "AUROC", []),
    ],
)
def test_different_never_meet(decide, left: str, right: str, others: list[Extraction]) -> None:  # type: ignore[no-untyped-def]
    papers = [paper(1, left), paper(2, right), *others]
    plain = resolve(papers, vocabulary=VOCABULARY)
    assert id_of(plain, 0) == id_of(plain, 1)
    found = decide(f"different:\n- [{left}, {right}]\n", *papers, vocabulary=VOCABULARY)
    assert id_of(found, 0) != id_of(found, 1)
    assert not found.doubtful


def test_chains_that_join_what_must_stay_apart_are_cut(decide) -> None:  # type: ignore[no-untyped-def]
    papers = [paper(1, "Pre-Training"), paper(2, "pretraining"), paper(3, "warm start")]
    found = decide("same:\n- [pretraining, warm start]\ndifferent:\n- [pre-training, warm start]\n", *papers)
    assert id_of(found, 1) == id_of(found, 2) != id_of(found, 0)


def test_rename_retype_and_drop(decide) -> None:  # type: ignore[no-untyped-def]
    text = "rename: {hydra: Lernaean Net}\nretype: {LoRA: MODEL}\ndrop: [accuracy]\n"
    found = decide(text, paper(1, "Hydra", "LoRA", "accuracy"), paper(2, "hydra"))
    renamed = named(found, "Lernaean Net")
    assert (renamed.id, renamed.aliases) == ("entity/lernaean-net", ("Hydra", "hydra"))
    assert {merge.reason for merge in renamed.merges} == {"alias", "spelling"}
    assert named(found, "LoRA").type is EntityType.MODEL
    assert [entity.id for entity in found.extractions[0].entities] == ["entity/lernaean-net", "entity/lora", None]
    assert len(found.entities) == 2


def test_a_bare_acronym_is_meant_where_several_things_bear_it(decide) -> None:  # type: ignore[no-untyped-def]
    first, second = "contrastive audio representation pretraining", "constrained agent route planning"
    papers = [paper(1, ("CARP", first)), paper(2, ("CARP", second)), paper(3, "CARP")]
    found = decide(f"same:\n- [CARP, {first}]\n", *papers)
    assert id_of(found, 2) == id_of(found, 0) != id_of(found, 1)
    with pytest.raises(ConfigError, match=r"names.yaml:1: drop: 'CARP' is several things; name one by its id: entity/"):
        decide("drop: [CARP]\n", *papers[:2])
    kept = resolve(papers[:2], vocabulary=None)
    dropped = decide(f"drop: [{id_of(kept, 0)}]\n", *papers[:2])
    assert (id_of(dropped, 0), id_of(dropped, 1) is None) == (None, False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("same:\n- [LoRA,\n   Nowhere]\n", r"names.yaml:3: same: 'Nowhere' is not in these papers$"),
        ("different: [[LoRA, Nowhere]]\n", r":1: different: 'Nowhere' is not"),
        ("rename: {Nowhere: X}\n", r":1: rename: 'Nowhere' is not"),
        ("drop: [entity/nowhere]\n", r":1: drop: 'entity/nowhere' is not"),
        ("rename: {LoRA: hydra}\n", r":1: rename: 'hydra' is the name of something else"),
        (
            "rename: {LoRA: A}\nsame: [[U-Net, LoRA]]\nretype: {UNet: MODEL, LoRA: TASK}\n",
            r":3: retype: .* calls 'MODEL'",
        ),
        ("drop: [UNet]\nrename: {U-Net: X}\n", r":2: rename: 'U-Net' is also dropped$"),
        ("same: [[U-Net, LoRA]]\ndrop: [UNet]\n", r":1: same: .* is also dropped$"),
    ],
)
def test_what_can_t_hold_in_these_papers(decide, text: str, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ConfigError, match=message):
        decide(text, paper(1, "LoRA", "Hydra"), paper(2, "U-Net"), paper(3, "UNet"))


def answer(resolution: Resolution, place: int, said: str) -> str:
    doubt, names = resolution.doubtful[place], {entity.id: entity.name for entity in resolution.entities}
    return (
        f"- left: {names[doubt.left]}\n  right: {names[doubt.right]}\n  left_id: {doubt.left}\n"
        f"  right_id: {doubt.right}\n  answer: {said}\n"
    )


DOUBTFUL = [
    paper(1, ("CARP", "contrastive audio representation pretraining")),
    paper(2, ("CARP", "constrained agent route planning")),
    paper(3, "CARP"),
    paper(4, "LoRA", "LoRA method"),
    paper(5, "LoRA method"),
]


def test_answers_are_replayed(decide) -> None:  # type: ignore[no-untyped-def]
    before = resolve(DOUBTFUL, vocabulary=None)
    count = len(before.doubtful)
    assert count == 3
    for place in range(count):
        apart = decide("", *DOUBTFUL, review=answer(before, place, "different"))
        assert apart.entities == before.entities
        assert len(apart.doubtful) == count - 1
        joined = decide("", *DOUBTFUL, review=answer(before, place, "same"))
        assert len(joined.entities) == len(before.entities) - 1
        assert "review" in {merge.reason for entity in joined.entities for merge in entity.merges}


def test_answers_outlive_what_the_corpus_gains_and_loses(decide) -> None:  # type: ignore[no-untyped-def]
    before = resolve(DOUBTFUL, vocabulary=None)
    place = next(n for n, doubt in enumerate(before.doubtful) if "generic" in doubt.reason)
    text = answer(before, place, "different")
    later = [DOUBTFUL[4], paper(8, "LoRA")]
    assert len(resolve(later, vocabulary=None).entities) == 1
    assert len(decide("", *later, review=text).entities) == 2
    assert len(decide("", paper(8, "LoRA"), review=text).entities) == 1
    assert len(decide("rename: {LoRA: Lora net}\n", *DOUBTFUL, review=text).doubtful) == 2


def test_a_file_and_answers_that_deny_each_other(decide) -> None:  # type: ignore[no-untyped-def]
    before = resolve(DOUBTFUL, vocabulary=None)
    place = next(n for n, doubt in enumerate(before.doubtful) if "generic" in doubt.reason)
    with pytest.raises(ConfigError, match=r"names.yaml:1: same: .* are also said to be different$"):
        decide("same: [[LoRA, LoRA method]]\n", *DOUBTFUL, review=answer(before, place, "different"))
    with pytest.raises(ConfigError, match=r"review.yaml:1: same: .* are also said to be different$"):
        decide("different: [[LoRA, LoRA method]]\n", *DOUBTFUL, review=answer(before, place, "same"))


TEXT = "different:\n- [LLM, large language model]\n- [GSM8K, GSM8K dataset]\nsame:\n- [Hydra, Hydra++, CARP]\n"
TEXT += "rename: {pre-training: warm start}\nretype: {Pile: TASK}\ndrop: [LLaMA-2]\n"


def test_three_hundred_orders(decide) -> None:  # type: ignore[no-untyped-def]
    expected, shuffle = decide(TEXT, *CORPUS), random.Random(7)
    for _ in range(300):
        order = shuffle.sample(range(len(CORPUS)), len(CORPUS))
        found = decide(TEXT, *(CORPUS[place] for place in order))
        assert (found.entities, found.doubtful) == (expected.entities, expected.doubtful)
        assert found.extractions == tuple(expected.extractions[place] for place in order)


def statement(kind: Kind, names: tuple[str, ...], reason: str, line: int) -> Decision:
    references = tuple(Reference(name, None, line) for name in names)
    return Decision(kind=kind, names=references, reason=reason, path="r.yaml", line=line)


STATEMENTS = st.lists(st.tuples(st.sampled_from([Kind.SAME, Kind.DIFFERENT]), st.tuples(FORMS, FORMS)), max_size=4)


@settings(max_examples=80, deadline=None)
@given(PAPERS, STATEMENTS, st.randoms(use_true_random=False))
def test_decided_is_idempotent_and_independent_of_order(
    forms: list[list[list[str]]], said: list[tuple[Kind, tuple[str, str]]], shuffle: random.Random
) -> None:
    papers = [paper(number, *map(tuple, of_paper)) for number, of_paper in enumerate(forms)]
    decisions = Decisions(tuple(statement(kind, names, "review", n) for n, (kind, names) in enumerate(said, 1)))
    try:
        once = resolve(papers, vocabulary=VOCABULARY, decisions=decisions)
    except ConfigError as error:
        assert "also said" in str(error)  # noqa: PT017
        return
    assert resolve(once.extractions, vocabulary=VOCABULARY, decisions=decisions) == once
    assert len({entity.id for entity in once.entities}) == len(once.entities)
    shuffle.shuffle(papers)
    assert resolve(papers, vocabulary=VOCABULARY, decisions=decisions).entities == once.entities
