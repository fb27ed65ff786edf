"""Evaluation: figures worked out by hand, and those of the annotators' own scorer."""

from __future__ import annotations

import doctest
import json
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from evaluation_fixtures import SIDES, TITLE, annotation, entity, rates, scored
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import TinyExtractor

from papergraph.evaluation import (
    AnnotatedResult,
    Annotation,
    above,
    annotation_of,
    evaluate,
    read_annotation,
    read_annotations,
)
from papergraph.evaluation.json_form import to_record
from papergraph.evaluation.page import page
from papergraph.model import Paper

ROOT = Path(__file__).parents[1]
FROZEN = ROOT / "tests" / "fixtures" / "frozen_quality.jsonl"
GOLD = ROOT.parent / "shared" / "gold"


def test_equal_sides_are_right_in_everything() -> None:
    figures = scored(SIDES, SIDES).figures
    assert {figure.f1 for figure in figures.values()} == {100.0}
    assert {"mention", "mention_partial", "entity", "entity_core", "role", "entity.MODEL"} <= set(figures)


def test_figures_that_neither_side_has_are_left_out() -> None:
    assert not {"link", "result", "entity.TASK"} & set(scored(SIDES, SIDES).figures)


def test_a_small_case_by_hand() -> None:
    found = annotation(
        TITLE, entity("Winnow", role="introduces"), entity("BERT"), entity("accuracy", "METRIC", "measures")
    )
    result = scored(SIDES, found)
    assert rates(result, "entity") == (1, 3, 3)
    assert rates(result, "entity_core") == (1, 3, 2)
    assert rates(result, "entity_untyped") == (2, 3, 3)
    assert rates(result, "entity.METHOD") == (1, 1, 2)
    assert rates(result, "mention") == (1, 3, 3)
    assert rates(result, "mention_untyped") == (2, 3, 3)
    assert rates(result, "role") == (0, 3, 3)
    assert rates(result, "role.introduces") == (0, 0, 1)
    assert result.figures["entity"].precision == pytest.approx(100 / 3)
    assert result.types.count("MODEL", "METHOD") == 1
    assert result.types.count("BENCHMARK", "missed") == 1
    assert result.types.count("spurious", "METRIC") == 1
    assert result.roles.count("uses", "introduces") == 1
    assert result.roles.count("uses", "missed") == 1


def test_precision_recall_and_f1_differ() -> None:
    found = replace(SIDES, entities=SIDES.entities[:1])
    figure = scored(SIDES, found).figures["entity"]
    assert (figure.precision, figure.recall, figure.f1) == (100.0, pytest.approx(100 / 3), pytest.approx(50.0))


def test_confusion_agrees_with_the_figures_of_types() -> None:
    found = annotation(TITLE, entity("Winnow", "MODEL"), entity("BERT", "MODEL"), entity("SQuAD", "BENCHMARK"))
    result = scored(SIDES, found)
    for kind in ("METHOD", "MODEL", "BENCHMARK"):
        figure = result.figures[f"entity.{kind}"]
        row = result.types.counts[result.types.rows.index(kind)]
        assert result.types.count(kind, kind) == figure.correct
        assert sum(row) == figure.gold
        assert sum(counts[result.types.columns.index(kind)] for counts in result.types.counts) == figure.predicted


def test_each_entity_is_paired_once_with_the_one_that_shares_most() -> None:
    title = "graph neural network GNN LoRA"
    both = entity("GNN", surfaces=("GNN", "graph neural network"))
    result = scored(annotation(title, both), annotation(title, entity("GNN"), both))
    assert rates(result, "entity") == (1, 1, 2)
    assert result.worst()[0].differences[0].predicted == "GNN (METHOD)"


def test_what_stands_at_the_offsets_counts_not_the_name() -> None:
    gold = annotation("LoRA and QLoRA", entity("LoRA"))
    lying = annotation("LoRA and QLoRA", entity("LoRA", offsets=((9, 14),)))
    right = annotation("LoRA and QLoRA", entity("another name", offsets=((0, 4),)))
    assert rates(scored(gold, lying), "entity") == (0, 1, 1)
    assert rates(scored(gold, right), "entity") == (1, 1, 1)


@pytest.mark.parametrize("offsets", [(3, 3), (5, 2), (-4, 2), (0, 999), (900, 950)])
def test_offsets_outside_the_text_are_spurious(offsets: tuple[int, int]) -> None:
    gold = annotation("LoRA", entity("LoRA"))
    result = scored(gold, annotation("LoRA", entity("LoRA", offsets=(offsets,))))
    assert rates(result, "mention") == (0, 1, 1)
    assert rates(result, "entity") == (0, 1, 1)
    assert page(result)


def test_results_count_by_the_gold_names_of_their_entities() -> None:
    title = "word error rate (WER) of 5% on FLEURS"
    gold = annotation(
        title,
        entity("word error rate", "METRIC", surfaces=("word error rate", "WER")),
        results=(AnnotatedResult(value="5%", metric="word error rate", benchmark="FLEURS"),),
    )
    found = annotation(
        title, entity("WER", "METRIC"), results=(AnnotatedResult(value="5 percent", metric="WER", benchmark=None),) * 2
    )
    assert rates(scored(gold, found), "result") == (0, 1, 2)
    assert rates(scored(gold, found), "result_value") == (1, 1, 2)
    found = replace(found, results=(AnnotatedResult(value="5 percent", metric="WERs", benchmark="fleurs"),))
    assert rates(scored(gold, replace(found, entities=())), "result") == (0, 1, 1)
    found = replace(found, results=(AnnotatedResult(value="5 percent", metric="WER", benchmark="fleurs"),))
    assert rates(scored(gold, found), "result") == (1, 1, 1)


def test_links_count_once() -> None:
    gold = annotation("A", links=("https://github.com/a/b", "https://x.org"))
    found = annotation("A", links=("github.com/A/B/", "http://github.com/a/b", "https://y.org"))
    assert rates(scored(gold, found), "link") == (1, 2, 2)


def test_gold_without_roles_has_none_to_score() -> None:
    gold = annotation("LoRA", entity("LoRA", role=None))
    assert "role" not in scored(gold, annotation("LoRA", entity("LoRA"))).figures
    assert rates(scored(annotation("LoRA", entity("LoRA")), gold), "role") == (0, 1, 1)


def test_types_of_ones_own_are_scored() -> None:
    gold = annotation("aspirin", entity("aspirin", "DRUG", "mentions"))
    result = scored(gold, gold)
    assert rates(result, "entity.DRUG") == (1, 1, 1)
    assert result.types.rows == ("DRUG", "spurious")
    assert "entity_core" not in result.figures


# which papers there are


def test_papers_that_only_one_side_has() -> None:
    two = annotation("LoRA", entity("LoRA"), id="2")
    three = annotation("BERT", entity("BERT"), id="3")
    result = evaluate([SIDES, two], [two, three], resamples=0)
    assert (result.papers, result.missing, result.unknown) == (2, ("p",), ("3",))
    assert rates(result, "entity") == (1, 4, 1)
    assert not result.worst()


def test_a_changed_text_is_said() -> None:
    result = scored(SIDES, annotation("Another title", id="p"))
    assert result.changed == ("p",)
    assert scored(SIDES, Annotation(id="p")).changed == ()


def test_two_papers_of_one_id_are_an_error() -> None:
    with pytest.raises(ValueError, match="'p' occurs twice"):
        evaluate([SIDES, SIDES], [])


def test_nothing_at_all() -> None:
    result = evaluate([], [])
    assert (result.papers, result.figures, result.calibration) == (0, {}, None)
    assert page(result)


def test_extractions_are_taken_as_they_are_written(tiny: TinyExtractor) -> None:
    found = list(tiny.extract([Paper(id="p", title=TITLE)]))
    assert rates(evaluate([SIDES], found, resamples=0), "entity_core") == (3, 3, 3)
    assert annotation_of(found[0]).entities[0].confidence == 0.9


def test_above_leaves_out_the_unsure() -> None:
    entities = [entity("a", confidence=0.5), entity("b", confidence=0.49), entity("c")]
    assert [e.name for e in above(annotation("a b c", *entities), 0.5).entities] == ["a", "c"]


# the frozen set, and the scorer of the annotators


def frozen() -> list[Annotation]:
    with FROZEN.open("rb") as stream:
        return list(read_annotations(stream, file="frozen", on_reject=pytest.fail))


def test_the_frozen_set_agrees_with_itself() -> None:
    papers = frozen()
    result = evaluate(papers, papers, resamples=0)
    assert (result.papers, {figure.f1 for figure in result.figures.values()}) == (24, {100.0})


def test_the_frozen_set_without_its_tasks() -> None:
    """295 entities, 36 of them tasks: recall 259 of 295."""
    papers = frozen()
    less = [replace(p, entities=tuple(e for e in p.entities if e.type != "TASK")) for p in papers]
    result = evaluate(papers, less, resamples=0)
    assert rates(result, "entity") == (259, 295, 259)
    assert rates(result, "entity.TASK") == (0, 36, 0)
    assert result.figures["entity"].recall == pytest.approx(100 * 259 / 295)
    assert rates(result, "entity_core") == (219, 219, 219)


def theirs(gold: Path, predicted: Path) -> dict[str, Any]:
    command = [sys.executable, str(GOLD / "score.py"), str(gold), str(predicted), "--json"]
    figures: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["figures"]
    return figures


def ours(gold: Path, predicted: Path) -> dict[str, Any]:
    sides = []
    for path in (gold, predicted):
        with path.open("rb") as stream:
            papers = read_annotations(stream, file=path.name, on_reject=pytest.fail, needs_text=path is gold)
            sides.append(list(papers))
    figures: dict[str, Any] = to_record(evaluate(*sides, resamples=0))["figures"]
    return figures


def spoilt(record: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A prediction made from gold: entities lost, retyped, shortened, as offsets or as strings, with confidences."""
    text = f"{record['title']}\n{record['abstract']}"
    entities = []
    for known in record["entities"]:
        if chance.random() < 0.2:
            continue
        found = {**known, "confidence": round(chance.random(), 2)}
        if chance.random() < 0.2:
            found["type"] = chance.choice(["METHOD", "MODEL", "TASK"])
        if chance.random() < 0.2:
            found["role"] = chance.choice(["uses", "mentions", "introduces"])
        start = text.find(known["mentions"][0])
        if start >= 0 and chance.random() < 0.6:
            cut = chance.choice([0, 0, 0, 1, -2])
            found["mentions"] = [{"start": start + cut, "end": start + len(known["mentions"][0])}]
        entities.append(found)
    entities.append({"name": "we", "type": "TASK", "role": "uses", "mentions": ["we", "the"], "confidence": 0.4})
    results = [{**r, "metric": chance.choice([r["metric"], None])} for r in record["results"] if chance.random() < 0.8]
    return {"id": record["id"], "entities": entities, "links": record["links"][:1], "results": results}


@pytest.mark.skipif(not (GOLD / "score.py").is_file(), reason="the annotators' scorer is not here")
@pytest.mark.parametrize("gold", [FROZEN, GOLD / "dev.jsonl"], ids=["frozen", "dev"])
def test_figures_agree_with_the_annotators_scorer_to_the_decimal(gold: Path, tmp_path: Path) -> None:
    chance = random.Random(5)
    records = [json.loads(text) for text in gold.read_text(encoding="utf-8").splitlines()]
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text("".join(json.dumps(spoilt(r, chance)) + "\n" for r in records[1:]), encoding="utf-8")
    expected, found = theirs(gold, predicted), ours(gold, predicted)
    assert {name: {key: found[name][key] for key in values} for name, values in expected.items()} == expected
    assert {name for name in found if not name.startswith("mention")} <= set(expected)
    assert {"confidence", "result", "role.uses", "entity.TASK"} <= set(expected)


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_a_record_is_read_as_it_is(seed: int) -> None:
    record = json.loads(FROZEN.read_text(encoding="utf-8").splitlines()[seed % 24])
    found = read_annotation(spoilt(record, random.Random(seed)))
    assert len(found.entities) >= 1
    assert all(e.confidence is not None for e in found.entities)


def test_the_page_on_evaluation_is_true() -> None:
    found = doctest.testfile(str(ROOT / "docs" / "evaluation.md"), module_relative=False)
    assert found.attempted > 8
    assert found.failed == 0
