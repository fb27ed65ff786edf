"""``papergraph query``, ``leaderboard`` and ``serve`` as commands."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
import question_fixtures as fixtures
from tiny import run

PAPERS = "SELECT ?title { ?p a pg:Paper ; dcterms:title ?title } ORDER BY ?title"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fixtures.write_build(tmp_path_factory.mktemp("cli"))


def test_a_packaged_question(directory: Path) -> None:
    found = run("query", directory, "papers-on", "--benchmark", "gsm-8k", "--format", "csv")
    assert found.exit_code == 0
    assert found.stdout.splitlines()[0] == "paper,title,year"
    assert len(found.stdout.splitlines()) == 3
    assert run("query", directory, "papers-on", "--benchmark=GSM8K", "--format=csv").stdout == found.stdout


def test_without_a_query_the_questions_are_listed(directory: Path) -> None:
    found = run("query", directory)
    assert "papers-on --benchmark ENTITY\n    Which papers evaluate on a benchmark?" in found.stdout
    assert "uncertain [--below NUMBER]" in found.stdout


@pytest.mark.parametrize(
    ("format", "text", "first"),
    [
        ("tsv", PAPERS, "?title"),
        ("xml", PAPERS, "<?xml version='1.0' encoding='utf-8'?>"),
        ("json", PAPERS, "{"),
        ("turtle", "CONSTRUCT WHERE { ?p a pg:Paper }", "@prefix paper: <https://w3id.org/papergraph/id/paper/> ."),
    ],
)
def test_formats(directory: Path, format: str, text: str, first: str) -> None:
    found = run("query", directory, text, "--format", format)
    assert found.exit_code == 0
    assert found.stdout.splitlines()[0].lower() == first.lower()


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (("papers-on",), "papers-on needs --benchmark"),
        (("papers-on", "--benchmark"), "--benchmark requires an argument"),
        (("papers-on", "x"), "a parameter is given as --NAME VALUE"),
        (("papers-on", "--benchmark", "GSM9K"), "no entity 'GSM9K' in this graph; did you mean GSM8K?"),
        (("paperson",), "no question 'paperson' among the packaged ones; did you mean papers-on"),
        (("ASK {}", "--benchmark", "x"), "No such option: --benchmark"),
        (("ASK {}", "--format", "turtle"), "only CONSTRUCT and DESCRIBE give triples; valid here: table, csv"),
        (("SELECT * {\n ?s nope:x ?o }",), "line 2, column 5, near 'nope:x ?o }'; the prefix nope: is not declared"),
        (("LOAD <http://a/>",), "LOAD: updates are refused"),
        (("ASK { SERVICE <http://127.0.0.1:1/> {} }",), "SERVICE: queries never go out"),
        ((ENDLESS, "--timeout", "1"), "the query ran longer than 1 s, the limit, and was ended"),
    ],
)
def test_what_can_not_be_asked(directory: Path, args: tuple[str, ...], reason: str) -> None:
    found = run("query", directory, *args)
    assert found.exit_code == 2
    assert reason in found.stderr
    assert found.stdout == ""
    assert "Traceback" not in found.stderr


def test_a_name_of_several_is_asked_about(directory: Path) -> None:
    found = run("query", directory, "papers-naming", "--entity", "CARP")
    assert found.exit_code == 2
    assert "'CARP' stands for 2 entities" in found.stderr
    assert "\n  entity/carp-00000001 (CARP; Method; papers: 1)" in found.stderr


def test_a_term_that_is_not_there_is_told(directory: Path) -> None:
    found = run("query", directory, "ASK { ?p pg:evaluateOn ?b }")
    assert (found.exit_code, found.stdout) == (0, "no\n")
    assert "pg:evaluateOn is no term of the ontology; did you mean pg:evaluatesOn?" in found.stderr


def test_explain(directory: Path) -> None:
    found = run("query", directory, "papers-on", "--benchmark", "GSM8K", "--explain")
    assert found.exit_code == 0
    assert "VALUES ?benchmark { <https://w3id.org/papergraph/id/entity/gsm8k> }" in found.stdout
    assert "?paper pg:evaluatesOn ?benchmark  [4 triples]" in found.stdout
    assert "Optional (LeftJoin)" in found.stdout
    empty = run("query", directory, "SELECT * { ?p pg:trainsOn ?b ; dcterms:title ?t }", "--explain")
    assert "?p pg:trainsOn ?b  [0 triples]" in empty.stdout


def test_directories(directory: Path, tmp_path: Path) -> None:
    copy = fixtures.write_build(tmp_path / "copy")
    manifest = json.loads((copy / "manifest.json").read_text())
    graph = copy / "graph.nt"

    def told(**changed: object) -> str:
        (copy / "manifest.json").write_text(json.dumps(manifest | changed))
        found = run("query", copy, "ASK {}")
        assert found.exit_code == 2
        assert found.stderr.count("\n") == 1
        return found.stderr

    assert "its format is 0, this version reads 1; build it anew" in told(format=0)
    assert "its format is 2, this version reads 1; install a newer papergraph, or" in told(format=2)
    files = {"graph.nt": {"bytes": graph.stat().st_size + 5}}
    assert "its manifest says" in told(files=files)
    graph.unlink()
    assert "graph.nt is missing; copy the whole directory" in told(files=files)
    (copy / "manifest.json").write_text('{"name": "another program"}')
    assert "no build of papergraph" in run("query", copy, "ASK {}").stderr
    assert "no build of papergraph" in run("serve", tmp_path).stderr


@pytest.mark.parametrize(
    "command",
    [
        ("query", "types"),
        ("leaderboard", "GSM8K"),
        ("validate",),
        ("serve", "--port", "0"),
        ("export", "--format", "turtle", "-o", "out.ttl"),
    ],
    ids=lambda command: command[0],
)
def test_a_directory_that_was_copied_by_half(tmp_path: Path, command: tuple[str, ...]) -> None:
    copy = fixtures.write_build(tmp_path / "copy")
    whole = (copy / "graph.nt").read_bytes()
    files = {"graph.nt": {"bytes": len(whole), "sha256": hashlib.sha256(whole).hexdigest()}}
    (copy / "manifest.json").write_text(json.dumps({"format": 1, "papergraph": "0", "files": files}))
    (copy / "graph.nt").write_bytes(whole[: len(whole) // 2])
    found = run(command[0], copy, *command[1:])
    assert found.exit_code == 2
    assert f"graph.nt has {len(whole) // 2} bytes, its manifest says {len(whole)}; copy it whole" in found.stderr
    assert found.stderr.count("\n") == 1


def test_leaderboard(directory: Path) -> None:
    found = run("leaderboard", directory, "gsm8k")
    lines = found.stdout.splitlines()
    assert lines[0].startswith("These are claims of abstracts")
    assert lines[2:5] == [
        "Accuracy, in %, higher is better",
        " 1. 85.2%  Stepwise",
        "     Stepwise: Plans for Sums (2023)",
    ]
    assert " 2. 81.0%  Counter-7B" in lines
    assert "     “Counter-7B reaches 81.0% accuracy on GSM8K, ahead of Stepwise.”" in lines
    (board,) = json.loads(run("leaderboard", directory, "GSM8K", "--json").stdout)["boards"]
    assert [claim["value"] for claim in board["claims"]] == [85.2, 81.0]
    assert "No abstract reports a result" in run("leaderboard", directory, "GSM8K", "--metric", "BLEU").stdout
    assert "No abstract reports a result on MAWPS" in run("leaderboard", directory, "MAWPS").stdout
    assert "did you mean GSM8K" in run("leaderboard", directory, "GSM9K").stderr


@pytest.mark.skipif(sys.platform == "win32", reason="it is stopped by a signal")
def test_serve_until_it_is_interrupted(directory: Path) -> None:
    command = [sys.executable, "-m", "papergraph", "serve", str(directory), "--port", "0"]
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env) as server:
        assert server.stderr is not None
        line = server.stderr.readline()
        assert line.startswith(f"Serving {directory} at http://127.0.0.1:")
        address = line.split(" at ")[1].split()[0]
        with urllib.request.urlopen(f"{address}sparql?query=ASK%20%7B%7D", timeout=60) as answer:
            assert json.loads(answer.read())["boolean"] is True
        server.send_signal(signal.SIGINT)
        assert server.wait(60) == 0
        assert "stopped" in server.stderr.read()
