"""The commands: what they write, where, and with which status."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tiny import PAPERS, run, write_papers

from papergraph import build_directory
from papergraph.cli import main
from papergraph.cli.build import default_output
from papergraph.version import __version__

COMMANDS = sorted(main.commands)


@pytest.fixture
def built(workspace: Path) -> Path:
    """A build directory."""
    write_papers(Path("papers.jsonl"))
    assert run("build", "papers.jsonl", "-q").exit_code == 0
    return Path("outputs/papers")


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_build_writes_every_file_and_nothing_else(built: Path) -> None:
    assert sorted(path.name for path in built.iterdir()) == sorted(build_directory.FILES)
    assert sorted(path.name for path in Path().iterdir()) == ["outputs", "papers.jsonl"]
    assert [paper["id"] for paper in lines(built / "papers.jsonl")] == ["a1", "a2", "a3"]


def test_the_summary_tells_what_there_is_and_what_to_do_next(workspace: Path) -> None:
    write_papers(Path("papers.jsonl"), [*PAPERS, PAPERS[0]])
    result = run("build", "papers.jsonl", "-o", "my graph")
    assert result.exit_code == 0
    for part in (
        "4 read, 1 copy",
        "2 methods",
        "1 benchmark,",
        "my graph/graph.html",
        "papergraph open 'my graph'",
        "papergraph query 'my graph'",
    ):
        assert part in result.stdout
    assert "reading" in result.stderr


def test_quiet_is_silent(workspace: Path) -> None:
    write_papers(Path("papers.jsonl"))
    for args in (("build", "papers.jsonl", "-q"), ("-q", "build", "papers.jsonl")):
        result = run(*args)
        assert (result.exit_code, result.output) == (0, "")


def test_a_build_is_replaced_by_the_next(built: Path) -> None:
    write_papers(Path("papers.jsonl"), PAPERS[:1])
    assert run("build", "papers.jsonl").exit_code == 0
    assert len(lines(built / "papers.jsonl")) == 1


def test_a_directory_of_others_needs_force(workspace: Path) -> None:
    write_papers(Path("papers.jsonl"))
    Path("mine").mkdir()
    Path("mine/notes").touch()
    refused = run("build", "papers.jsonl", "-o", "mine")
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert os.listdir("mine") == ["notes"]  # noqa: PTH208
    assert run("build", "papers.jsonl", "-o", "mine", "--force").exit_code == 0
    assert not Path("mine/notes").exists()


def test_title_and_base_reach_the_files(workspace: Path) -> None:
    write_papers(Path("papers.jsonl"))
    assert (
        run("build", "papers.jsonl", "-o", "o", "--title", "Säle <&>", "--base", "https://example.org/x/").exit_code
        == 0
    )
    assert Path("o/report.md").read_text(encoding="utf-8").startswith("# Säle &lt;&amp;&gt;\n")
    assert "https://example.org/x/paper/a1" in Path("o/graph.nt").read_text(encoding="utf-8")
    assert "<title>Säle &lt;&amp;&gt;" in Path("o/graph.html").read_text(encoding="utf-8")


def test_a_base_that_is_none_is_refused(workspace: Path) -> None:
    write_papers(Path("papers.jsonl"))
    result = run("build", "papers.jsonl", "--base", "nonsense")
    assert result.exit_code == 2
    assert "must be an address" in result.stderr


@pytest.mark.parametrize(
    ("first", "output"),
    [
        ("a.jsonl.gz", "outputs/a"),
        ("a.jsonl", "outputs/a"),
        ("x/a.b.csv.zst", "outputs/a.b"),
        ("-", "outputs/stdin"),
        ("a", "outputs/a"),
        (".hidden", "outputs/hidden"),
        ("ü x.bib", "outputs/ü x"),
    ],
)
def test_default_output(workspace: Path, first: str, output: str) -> None:
    assert default_output(Path(first)) == Path(output)


def test_default_output_of_directories(workspace: Path) -> None:
    Path("v1.2/in").mkdir(parents=True)
    assert default_output(Path("v1.2/")) == Path("outputs/v1.2")
    assert default_output(Path()) == Path("outputs/workspace")
    assert default_output(Path("v1.2/in/..")) == Path("outputs/v1.2")


def test_standard_input_is_read(workspace: Path) -> None:
    text = write_papers(Path("papers.jsonl")).read_bytes()
    result = run("build", "-", stdin=text)
    assert result.exit_code == 0
    assert len(lines(Path("outputs/stdin/papers.jsonl"))) == 3


def test_extract_keeps_order_and_copies(workspace: Path) -> None:
    write_papers(Path("papers.jsonl"), [PAPERS[1], PAPERS[0], PAPERS[1]])
    result = run("extract", "papers.jsonl", "-o", "found.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    found = lines(Path("found.jsonl"))
    assert [paper["id"] for paper in found] == ["a2", "a1", "a2"]
    assert all("entity" not in entity for paper in found for entity in paper["entities"])  # type: ignore[attr-defined]


def test_extract_writes_to_standard_output(workspace: Path) -> None:
    write_papers(Path("papers.jsonl"))
    for args in ((), ("-o", "-")):
        result = run("extract", "papers.jsonl", *args)
        assert result.exit_code == 0
        assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a1", "a2", "a3"]
        assert result.stderr == ""


def test_resolve_adds_ids_and_keeps_all_else(workspace: Path) -> None:
    write_papers(Path("papers.jsonl"))
    run("extract", "papers.jsonl", "-o", "found.jsonl")
    found = lines(Path("found.jsonl"))
    found[0]["mine"] = {"kept": [1, None]}
    found[0]["entities"][0]["note"] = "kept"  # type: ignore[index]
    write_papers(Path("found.jsonl"), [found[1], found[0], found[1]])
    assert run("resolve", "found.jsonl", "-o", "out.jsonl").exit_code == 0
    resolved = lines(Path("out.jsonl"))
    ids = {entity["name"]: entity.pop("entity") for paper in resolved for entity in paper["entities"]}  # type: ignore[attr-defined]
    assert resolved == [found[1], found[0], found[1]]
    assert ids["Winnow"] == "entity/winnow"


def test_resolve_takes_the_bare_form(workspace: Path) -> None:
    mention = {"start": 0, "end": 6, "text": "Winnow", "source": "gold"}
    bare = {
        "title": "Winnow",
        "abstract": "",
        "entities": [{"name": "x", "type": "METHOD", "role": "uses", "mentions": [mention]}],
    }
    result = run("resolve", "-", stdin=json.dumps(bare))
    assert result.exit_code == 0
    bare["entities"][0]["entity"] = "entity/winnow"  # type: ignore[index]
    assert json.loads(result.stdout) == bare


def test_resolve_sets_broken_lines_aside(workspace: Path) -> None:
    good = json.dumps({"title": "T", "entities": []})
    outside = json.dumps(
        {"title": "T", "entities": [{"name": "x", "type": "METHOD", "mentions": [{"start": 0, "end": 99}]}]}
    )
    text = f"{good}\n\n{{broken\n[1]\n{outside}\n{good}".encode() + b'\n{"title": "\xff"}\n'
    result = run("resolve", "-", stdin=text)
    assert result.exit_code == 1
    assert [json.loads(line)["title"] for line in result.stdout.splitlines()] == ["T", "T"]
    for part in ("-:3: broken JSON", "-:4: ", "-:5: ", "-:7: not in UTF-8", "in all: 4"):
        assert part in result.stderr


def test_resolve_writes_no_lone_surrogate(workspace: Path) -> None:
    result = run("resolve", "-", stdin='{"title": "T \\ud800", "entities": []}\n')
    assert result.exit_code == 0
    assert json.loads(result.stdout)["title"] == "T \ufffd"


def test_resolve_of_nothing(workspace: Path) -> None:
    result = run("resolve", "-", "-o", "out.jsonl", stdin="")
    assert result.exit_code == 2
    assert not Path("out.jsonl").exists()
    assert run("resolve", "none.jsonl").exit_code == 2


QUERY = "SELECT ?title { ?paper a pg:Paper ; dcterms:title ?title } ORDER BY ?title"


def test_query_in_three_formats(built: Path) -> None:
    titles = sorted(str(paper["title"]) for paper in PAPERS)
    table = run("query", built, QUERY)
    assert table.exit_code == 0
    assert all(title in table.stdout for title in titles)
    rows = list(csv.reader(io.StringIO(run("query", built, QUERY, "--format", "csv").stdout)))
    assert rows == [["title"], *([title] for title in titles)]
    assert titles[0] in json.dumps(json.loads(run("query", built, QUERY, "--format", "json").stdout))


def test_query_from_a_file_and_from_standard_input(built: Path) -> None:
    Path("q.rq").write_text(QUERY)
    asked = run("query", built, QUERY).stdout
    assert run("query", built, "q.rq").stdout == asked
    assert run("query", built, "-", stdin=QUERY).stdout == asked


@pytest.mark.parametrize(
    "query", ["SELECT", "", "none.rq", "INSERT DATA { <a:b> <a:b> <a:b> }", "LOAD <https://example.org/>"]
)
def test_a_query_that_can_t_be_asked(built: Path, query: str) -> None:
    result = run("query", built, query)
    assert result.exit_code == 2
    assert result.stderr.startswith("papergraph: ")
    assert "internal error" not in result.stderr


@pytest.mark.parametrize("command", [("query",), ("stats",), ("open",)])
def test_what_is_no_build(workspace: Path, command: tuple[str]) -> None:
    Path("empty").mkdir()
    more = ["ASK {}"] if command == ("query",) else []
    for directory in ("empty", "none"):
        result = run(*command, directory, *more)
        assert result.exit_code == 2
        assert directory in result.stderr


def test_stats(built: Path) -> None:
    plain = run("stats", built)
    assert plain.exit_code == 0
    assert "Papers" in plain.stdout
    assert "Winnow" in plain.stdout
    found = json.loads(run("stats", built, "--json").stdout)
    assert found["counts"]["papers"] == 3
    assert found["top"]["BENCHMARK"] == [{"id": "entity/squad", "name": "SQuAD", "papers": 2}]


def test_stats_of_a_damaged_build(built: Path) -> None:
    (built / "entities.jsonl").write_text("{broken")
    result = run("stats", built)
    assert result.exit_code == 2
    assert "damaged" in result.stderr


def test_open_prints_the_path_of_the_page(built: Path) -> None:
    assert run("open", built, "--print").stdout == f"{(built / 'graph.html').resolve()}\n"


def test_open_opens_the_browser(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url: opened.append(url) or True)
    assert run("open", built).exit_code == 0
    assert opened == [(built / "graph.html").resolve().as_uri()]


def test_open_without_a_browser_names_the_page(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webbrowser.open", lambda url: False)
    result = run("open", built)
    assert result.exit_code == 0
    assert "graph.html" in result.stderr


def test_doctor(workspace: Path) -> None:
    result = run("doctor")
    assert result.exit_code == 0, result.output
    for name in ("Python", "networkx", "spacy", "vocabulary", "extractor", "a small try"):
        assert name in result.stdout


def test_doctor_names_what_is_missing(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papergraph.doctor.REQUIRED", ("no-such-thing",))
    result = run("doctor")
    assert result.exit_code == 2
    assert "pip install no-such-thing" in result.stdout


def test_version() -> None:
    assert run("--version").stdout == f"papergraph {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_every_command_has_help_with_examples(command: str, flag: str) -> None:
    result = run(command, flag)
    assert result.exit_code == 0
    assert f"Examples:\n    papergraph {command}" in result.stdout


@pytest.mark.parametrize(("typed", "meant"), [("bild", "build"), ("querry", "query"), ("stat", "stats")])
def test_a_mistyped_command_is_recognised(typed: str, meant: str) -> None:
    result = run(typed)
    assert result.exit_code == 2
    assert f"Did you mean '{meant}'?" in result.stderr


def test_a_forgotten_build_is_recognised(workspace: Path) -> None:
    write_papers(Path("papers.jsonl"))
    assert "papergraph build papers.jsonl" in run("papers.jsonl").stderr


def test_settings_are_defaults_and_the_command_line_wins(workspace: Path) -> None:
    write_papers(Path("papers.jsonl"))
    Path("papergraph.toml").write_text('[build]\noutput = "there"\ntitle = "From the file"\n')
    assert run("build", "papers.jsonl").exit_code == 0
    assert Path("there/report.md").read_text().startswith("# From the file\n")
    assert run("build", "papers.jsonl", "--title", "Typed").exit_code == 0
    assert Path("there/report.md").read_text().startswith("# Typed\n")


def test_settings_from_elsewhere(workspace: Path) -> None:
    write_papers(Path("papers.jsonl"))
    Path("conf").mkdir()
    Path("conf/mine.toml").write_text('[build]\noutput = "o"\n')
    assert run("--config", "conf/mine.toml", "build", "papers.jsonl").exit_code == 0
    assert Path("conf/o/manifest.json").exists()
    assert run("--config", "none.toml", "build", "papers.jsonl").exit_code == 2


def test_a_wrong_setting_is_named(workspace: Path) -> None:
    write_papers(Path("papers.jsonl"))
    Path("papergraph.toml").write_text("[build]\ntitel = 'x'\n")
    result = run("build", "papers.jsonl")
    assert result.exit_code == 2
    assert "build.titel: there is no such key; valid: output, title, base, min_confidence" in result.stderr


def test_help_answers_at_once() -> None:
    code = (
        "import atexit, runpy, sys, time\n"
        "atexit.register(lambda: print(time.process_time(), file=sys.stderr))\n"
        "sys.argv = ['papergraph', '--help']\n"
        "runpy.run_module('papergraph', run_name='__main__')"
    )
    times = []
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        assert "Usage: papergraph" in done.stdout
        times.append(float(done.stderr))
    assert min(times) < 0.3


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, papergraph.cli; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert not {"spacy", "networkx", "numpy", "rdflib", "pyoxigraph", "pyvis", "rich", "yaml"} & set(loaded)
    assert "click" in loaded


def test_ctrl_c_ends_a_query_that_does_not_come_back(example_build: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?x . ?c ?d ?y . ?e ?f ?z }"
    command = [sys.executable, "-m", "papergraph", "query", str(example_build / "outputs" / "examples"), endless]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(4)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
