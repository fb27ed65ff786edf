"""``papergraph evaluate``: what it writes where, and its statuses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tiny import PAPERS, run, write_papers

ENTITIES = {
    "a1": [("Winnow", "METHOD", "introduces"), ("BERT", "MODEL", "compares_with"), ("sparse method", "METHOD", "uses")],
    "a2": [("Winnow", "METHOD", "compares_with"), ("SQuAD", "BENCHMARK", "evaluates_on")],
    "a3": [],
}


def gold_records() -> list[dict[str, Any]]:
    def entity(name: str, kind: str, role: str) -> dict[str, Any]:
        return {"name": name, "type": kind, "role": role, "mentions": [name]}

    return [{"abstract": ""} | paper | {"entities": [entity(*e) for e in ENTITIES[paper["id"]]]} for paper in PAPERS]


@pytest.fixture
def gold(workspace: Path) -> Path:
    return write_papers(Path("gold.jsonl"), gold_records())


def figures(*args: str | Path) -> Mapping[str, Any]:
    result = run("evaluate", *args, "--json", "-q")
    assert result.exit_code == 0, result.output
    found: Mapping[str, Any] = json.loads(result.stdout)
    return found


def test_the_packaged_extractor_runs_where_no_predictions_are_given(gold: Path) -> None:
    found = figures(gold)
    assert found["figures"]["entity"]["gold"] == 5
    assert found["figures"]["entity"]["correct"] == 4
    assert found["figures"]["entity.METHOD"] | {"interval": None} == {
        "p": 66.7, "r": 66.7, "f1": 66.7, "correct": 2, "gold": 3, "predicted": 3, "interval": None,
    }  # fmt: skip


def test_it_gives_what_extract_and_then_evaluate_give(gold: Path) -> None:
    assert run("extract", gold, "-o", "found.jsonl", "-q").exit_code == 0
    assert figures(gold, "found.jsonl") == figures(gold)


def test_progress_goes_to_standard_error(gold: Path) -> None:
    result = run("evaluate", gold, "--json")
    assert "extracting 3 papers" in result.stderr
    assert json.loads(result.stdout)["papers"] == 3


def test_quiet_leaves_the_figures(gold: Path) -> None:
    result = run("evaluate", gold, "-q")
    assert not result.stderr
    assert "entity" in result.stdout


def test_the_tables_and_the_worst_papers_in_a_pipe(gold: Path) -> None:
    out = run("evaluate", gold, "--worst", "1").stdout
    row = next(text for text in out.splitlines() if text.startswith("entity.METHOD"))
    assert row.split()[:4] == ["entity.METHOD", "66.7", "66.7", "66.7"]
    assert "95 % of F1" in out
    assert "Confidence: ece" in out
    assert "Types: gold down, predicted across" in out
    assert "\na1: 2 right, 4 missed or spurious" in out
    assert "[sparse method|METHOD|missed]" in out
    assert "[SQuAD|BENCHMARK|spurious]" in out
    assert "  missed: sparse method (METHOD)" in out
    assert "other role: BERT (compares_with) as uses" in out
    assert "\na2" not in out
    assert "\x1b" not in out


def test_worst_0_shows_none(gold: Path) -> None:
    assert "Papers with most errors" not in run("evaluate", gold, "--worst", "0").stdout


def test_no_resamples_no_intervals(gold: Path) -> None:
    assert "interval" not in figures(gold, "--resamples", "0")["figures"]["entity"]
    assert " to " not in run("evaluate", gold, "--resamples", "0", "--worst", "0").stdout.split("Confidence")[0]


def test_min_confidence_counts_for_given_predictions_too(gold: Path) -> None:
    run("extract", gold, "-o", "found.jsonl", "-q")
    assert "entity_core" in figures(gold, "found.jsonl", "--min-confidence", "0.9")["figures"]
    assert figures(gold, "found.jsonl", "--min-confidence", "0.95")["figures"]["entity"]["predicted"] == 0


def test_the_page(gold: Path) -> None:
    assert run("evaluate", gold, "--html", "new/evaluation.html", "--worst", "1").exit_code == 0
    written = Path("new/evaluation.html").read_text(encoding="utf-8")
    assert "Evaluation on gold.jsonl" in written
    assert "sparse method" in written
    assert run("evaluate", gold, "--html", "-").stdout.startswith("<!doctype html>")


def test_the_same_bytes_whatever_the_order(gold: Path) -> None:
    write_papers(Path("turned/gold.jsonl"), gold_records()[::-1])
    for extra in ((), ("--json",)):
        one, other = (run("evaluate", path, *extra, "-q").stdout for path in (gold, "turned/gold.jsonl"))
        assert one == other


def test_a_broken_line_is_named_and_the_status_is_1(gold: Path) -> None:
    with gold.open("a", encoding="utf-8") as stream:
        stream.write('{"id": "a4", "title": "T", "entities": [{"name": "x"}]}\n{"id"\n')
    result = run("evaluate", gold, "--json")
    assert result.exit_code == 1
    assert "gold.jsonl:4: entities: type: a text is needed" in result.stderr
    assert "gold.jsonl:5: broken JSON" in result.stderr
    assert json.loads(result.stdout)["papers"] == 3


def test_a_broken_prediction_counts_as_missing(gold: Path) -> None:
    lines = [json.dumps({"id": "a1", "entities": []}), '{"id": "a2", "entities": 3}']
    Path("found.jsonl").write_text("\n".join(lines), encoding="utf-8")
    result = run("evaluate", gold, "found.jsonl", "--json")
    assert result.exit_code == 1
    assert "found.jsonl:2: entities: a list of objects is needed" in result.stderr
    assert json.loads(result.stdout)["missing_ids"] == ["a2", "a3"]


def test_papers_that_only_one_side_has_are_said(gold: Path) -> None:
    papers = [{"id": "a1", "title": "Another title", "entities": []}, {"id": "b1", "entities": []}]
    result = run("evaluate", gold, write_papers(Path("found.jsonl"), papers))
    assert result.exit_code == 0
    assert "2 papers in GOLD without a prediction, which counts as an empty one: a2, a3" in result.stderr
    assert "1 paper in PREDICTED but not in GOLD, which does not count: b1" in result.stderr
    assert "1 paper with another text in PREDICTED; offsets count in GOLD's: a1" in result.stderr


UNREADABLE = {"empty": "", "blank": "\n \n", "broken": "{\n", "no text": '{"id": "a1"}\n', "missing": None}


@pytest.mark.parametrize("name", UNREADABLE)
def test_nothing_readable_is_2(workspace: Path, name: str) -> None:
    if (text := UNREADABLE[name]) is not None:
        Path("gold.jsonl").write_text(text, encoding="utf-8")
    result = run("evaluate", "gold.jsonl", "--html", "page.html")
    assert result.exit_code == 2
    assert "gold.jsonl" in result.stderr
    assert "Traceback" not in result.output
    assert not Path("page.html").exists()


def test_predictions_of_other_papers_are_2(gold: Path) -> None:
    result = run("evaluate", gold, write_papers(Path("found.jsonl"), [{"id": "b1", "entities": []}]))
    assert result.exit_code == 2
    assert "none of its papers is in GOLD" in result.stderr


def test_standard_input(gold: Path) -> None:
    assert figures(gold) == json.loads(run("evaluate", "-", "--json", stdin=gold.read_bytes()).stdout)


def test_control_characters_do_not_reach_the_terminal(workspace: Path) -> None:
    nasty = "a\x1b[31m\u202eb"
    entity = {"name": nasty, "type": nasty, "role": nasty, "mentions": [nasty]}
    path = write_papers(Path("gold.jsonl"), [{"id": nasty, "title": nasty, "abstract": nasty, "entities": [entity]}])
    result = run("evaluate", path)
    assert result.exit_code == 0
    assert "\x1b" not in result.output
    assert "\u202e" not in result.output
