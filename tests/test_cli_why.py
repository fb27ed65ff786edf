"""``papergraph why``, ``related`` and ``path``: what they tell of a small build."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from tiny import run, write_papers

import papergraph
from papergraph.cli import telling


@pytest.fixture
def built(workspace: Path) -> Path:
    """A build directory."""
    write_papers(Path("papers.jsonl"))
    assert run("build", "papers.jsonl", "-q").exit_code == 0
    return Path("outputs/papers")


@pytest.fixture
def twice(built: Path) -> Path:
    """The same, in which two entities are called Winnow."""
    graph = json.loads((built / "graph.json").read_text(encoding="utf-8"))
    for node in graph["nodes"]:
        if node["id"] == "entity/sieve":
            node["name"] = "Winnow"
    (built / "graph.json").write_text(json.dumps(graph), encoding="utf-8")
    return built


def test_why_tells_forms_and_papers_by_role_with_sentences(built: Path) -> None:
    result = run("why", built, "winnow")
    assert result.exit_code == 0
    assert (
        result.stdout
        == """\
Winnow (METHOD), entity/winnow: 2 papers

Written as
  Winnow: 3 mentions in 2 papers

introduces: 2 papers
  “Winnow: a sparse method for question answering” (2023), paper/a1, 2 mentions
      Winnow: a sparse method for question answering
  “A second look at sparse reading” (2024), paper/a2, 1 mention
      We compare Winnow with Sieve and with BERT on SQuAD for question answering.
"""
    )


def test_why_as_json_is_what_python_knows(built: Path) -> None:
    told = json.loads(run("why", built, "SQuAD", "--json").stdout)
    why = papergraph.open_graph(built).why("SQuAD")
    assert told["entity"] | {"id": why.entity.id, "papers": 2} == told["entity"]
    assert told["forms"] == [{"text": "SQuAD", "mentions": 2, "papers": 2}]
    assert [form._asdict() for form in why.forms] == told["forms"]
    assert [occurrence["paper"]["id"] for occurrence in told["occurrences"]] == ["paper/a1", "paper/a2"]
    assert told["occurrences"][0]["sentence"] == "On SQuAD it beats BERT by 2.5% accuracy."


def test_why_tells_merges_with_reason_and_sentence(example_build: Path) -> None:
    directory = example_build / "outputs" / "examples"
    graph = papergraph.open_graph(directory)
    entity = next(e for e in graph.canonical if any(m.sentence and m.reason == "definition" for m in e.merges))
    merge = next(merge for merge in entity.merges if merge.sentence and merge.reason == "definition")
    told = run("why", directory, entity.id).stdout
    assert f"  {merge.name} = {merge.into}: definition, paper/{merge.paper}\n      {merge.sentence}\n" in told
    forms = {form["text"]: form for form in json.loads(run("why", directory, entity.id, "--json").stdout)["forms"]}
    assert {merge.name, merge.into} <= set(forms)


def test_a_graph_that_was_just_built_knows_the_forms_too(built: Path) -> None:
    assert papergraph.build("papers.jsonl").why("Winnow") == papergraph.open_graph(built).why("Winnow")


@pytest.mark.parametrize("command", [("why",), ("path", "SQuAD")])
def test_a_name_of_several_entities_is_asked_about(twice: Path, command: tuple[str, ...]) -> None:
    result = run(command[0], twice, *command[1:], "Winnow")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "papergraph: 'Winnow' stands for 2 entities; say by its id which is meant:\n"
        "  entity/sieve (Winnow; METHOD, 1 paper)\n"
        "  entity/winnow (Winnow; METHOD, 2 papers)\n"
    )
    assert run(command[0], twice, *command[1:], "entity/winnow").exit_code == 0


@pytest.mark.parametrize(
    ("command", "hint"),
    [(("why", "winow"), "no entity 'winow' in this graph; did you mean Winnow?"),
     (("why", "paper/a1"), "no entity 'paper/a1'"), (("why", ""), "no entity ''"), (("related", "🙂"), "no paper '🙂'"),
     (("related", "a second lok at sparse reading"), "did you mean A second look at sparse reading?"),
     (("path", "SQuAD", "Seive"), "did you mean Sieve?")],
)  # fmt: skip
def test_unknown_names_get_a_hint(built: Path, command: tuple[str, ...], hint: str) -> None:
    result = run(command[0], built, *command[1:])
    assert (result.exit_code, result.stdout) == (2, "")
    assert hint in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "name", ["a1", "paper/a1", "winnow a sparse method", "Winnow: a sparse method for question answering"]
)
def test_related_tells_each_reason_with_both_roles_and_sentences(built: Path, name: str) -> None:
    result = run("related", built, name)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "“Winnow: a sparse method for question answering” (2023), paper/a1"
    assert lines[2].startswith("1. “A second look at sparse reading” (2024), paper/a2, weight ")
    assert [line.strip() for line in lines[3:6]] == [
        f"Winnow (METHOD), {_weight(built):.2f}",
        "here introduces: Winnow: a sparse method for question answering",
        "there introduces: We compare Winnow with Sieve and with BERT on SQuAD for question answering.",
    ]


def _weight(built: Path) -> float:
    return papergraph.open_graph(built).related("a1")[0].why[0].weight


def test_related_as_json(built: Path) -> None:
    told = json.loads(run("related", built, "a second look", "--json").stdout)
    assert told["paper"]["id"] == "paper/a2"
    (other,) = told["related"]
    weights = [reason["weight"] for reason in other["why"]]
    assert weights == sorted(weights, reverse=True)
    squad = next(reason for reason in other["why"] if reason["entity"]["name"] == "SQuAD")
    assert squad["roles"] == ["evaluates_on", "evaluates_on"]
    assert squad["sentences"][1] == "On SQuAD it beats BERT by 2.5% accuracy."


def test_related_to_nothing_and_to_at_most_n(built: Path, example_build: Path) -> None:
    assert run("related", built, "a3").stdout.endswith("is linked to no other paper.\n")
    examples = example_build / "outputs" / "examples"
    assert (
        len(json.loads(run("related", examples, "paper/pgx-2023-001", "--limit", "2", "--json").stdout)["related"]) == 2
    )
    assert run("related", built, "a1", "--limit", "0").exit_code == 2


def test_words_of_several_titles_are_asked_about(built: Path) -> None:
    result = run("related", built, "sparse")
    assert result.exit_code == 2
    assert [line.split()[0] for line in result.stderr.splitlines()[1:]] == ["paper/a1", "paper/a2"]


def test_path_tells_each_step_with_its_sentence(built: Path) -> None:
    result = run("path", built, "accuracy", "Sieve")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "accuracy and Sieve: 4 steps"
    assert lines[2:4] == [
        "1. “Winnow: a sparse method for question answering” measures accuracy",
        "   On SQuAD it beats BERT by 2.5% accuracy.",
    ]
    assert lines[-2] == "4. “A second look at sparse reading” compares with Sieve (METHOD, 1 paper)"


def test_no_path_is_told_and_no_failure(built: Path) -> None:
    result = run("path", built, "a3", "Sieve")
    assert (result.exit_code, result.stdout) == (0, "Nothing joins “A title that stands alone” and Sieve.\n")
    assert json.loads(run("path", built, "a3", "Sieve", "--json").stdout)["steps"] is None
    assert run("path", built, "sieve", "Sieve").stdout == "Sieve and Sieve are one and the same.\n"
    assert json.loads(run("path", built, "a3", "a3", "--json").stdout)["steps"] == []


def test_path_as_json(built: Path) -> None:
    told = json.loads(run("path", built, "accuracy", "a1", "--json").stdout)
    (step,) = told["steps"]
    assert (told["from"]["id"], told["to"]["id"]) == ("entity/accuracy", "paper/a1")
    assert (step["relation"], step["turned"]) == ("measures", True)
    assert step["statement"] == "“Winnow: a sparse method for question answering” measures accuracy"


@pytest.mark.parametrize("args", [("why", "x"), ("related", "x"), ("path", "x", "y")])
def test_no_build_directory(workspace: Path, args: tuple[str, ...]) -> None:
    result = run(args[0], ".", *args[1:])
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_damaged_papers_are_named(built: Path) -> None:
    (built / "papers.jsonl").write_text('{"entity/winnow"\n"entity/winnow"', encoding="utf-8")
    result = run("why", built, "Winnow")
    assert result.exit_code == 2
    assert "papers.jsonl is damaged" in result.stderr


LINES = [telling.Line("A head", 0, "bold"), telling.Line(""), telling.Line("word " * 20 + "\x1b[31m", 3)]


def test_a_pipe_gets_whole_lines_without_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    telling.tell(LINES)
    assert capsys.readouterr().out == "A head\n\n   " + "word " * 20 + "\ufffd[31m\n"


def test_a_terminal_gets_wrapped_and_indented_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    telling.tell(LINES)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == ""
    assert len(lines) > 4
    assert all(line.startswith("   ") for line in lines[2:])
    assert max(map(len, lines[2:])) <= 40
