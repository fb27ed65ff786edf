"""What Python code sees: the functions, the values, and that importing is cheap."""

from __future__ import annotations

import doctest
import shutil
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
from tiny import PAPERS, write_papers

import papergraph
from papergraph.errors import BuildDirectoryError, InputError, QueryError

QUERY = "SELECT ?title { ?paper a pg:Paper ; dcterms:title ?title } ORDER BY ?title"


@pytest.fixture
def directory(workspace: Path) -> Path:
    """A build directory made from Python."""
    write_papers(Path("papers.jsonl"))
    papergraph.build("papers.jsonl", "out")
    return Path("out")


def python(code: str) -> str:
    """What a fresh interpreter prints."""
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def test_read_gives_papers_in_their_order(workspace: Path) -> None:
    write_papers(Path("papers.jsonl"), [PAPERS[1], PAPERS[0], PAPERS[1]])
    for inputs in ("papers.jsonl", Path("papers.jsonl"), ["papers.jsonl"]):
        assert [paper.id for paper in papergraph.read(inputs)] == ["a2", "a1", "a2"]


def test_read_warns_once_of_what_it_leaves_out(workspace: Path) -> None:
    Path("papers.jsonl").write_text('{"title": "Good"}\n{broken\n{broken\n')
    with pytest.warns(UserWarning, match=r"set aside in all: 2, the first in papers\.jsonl:2 ") as warned:
        assert len(list(papergraph.read("papers.jsonl"))) == 1
    assert len(warned) == 1


def test_read_hands_over_what_it_leaves_out(workspace: Path, recwarn: pytest.WarningsRecorder) -> None:
    Path("papers.jsonl").write_text('{"title": "Good"}\n{broken\n')
    rejects: list[papergraph.Reject] = []
    list(papergraph.read("papers.jsonl", on_reject=rejects.append))
    assert [reject.line for reject in rejects] == [2]
    assert not recwarn.list


def test_what_was_read_can_be_built(workspace: Path) -> None:
    write_papers(Path("papers.jsonl"))
    graph = papergraph.build(paper for paper in papergraph.read("papers.jsonl") if paper.year)
    assert [paper.id for paper in graph.papers()] == ["paper/a1", "paper/a2"]


def test_a_graph_that_was_not_written_answers_like_one_that_was(directory: Path) -> None:
    built, written = papergraph.build("papers.jsonl"), papergraph.query(directory, QUERY)
    assert written
    assert built.query(QUERY) == written
    with pytest.raises(BuildDirectoryError, match="neither a directory nor a resolution"):
        type(built)(built.graph).query(QUERY)


def test_what_was_built_is_loaded_equal(directory: Path) -> None:
    graph = papergraph.build("papers.jsonl")
    for loaded in (papergraph.load(directory), papergraph.load("out"), papergraph.open_graph("out").graph):
        assert isinstance(loaded, nx.MultiDiGraph)
        assert nx.utils.graphs_equal(loaded, graph.graph)


def test_an_opened_graph_answers(directory: Path) -> None:
    graph = papergraph.open_graph(directory)
    assert graph.find("winnow").id == "entity/winnow"
    assert [related.paper.id for related in graph.related("a1")] == ["paper/a2"]
    assert graph.canonical == papergraph.build("papers.jsonl").canonical
    assert graph.query(QUERY) == papergraph.query(directory, QUERY)


def test_query_has_three_forms(directory: Path) -> None:
    titles = sorted(str(paper["title"]) for paper in PAPERS)
    assert papergraph.query(directory, QUERY) == [{"title": title} for title in titles]
    assert list(papergraph.query("out", QUERY, form="pandas")["title"]) == titles
    assert len(papergraph.query("out", "CONSTRUCT { ?p a pg:Paper } WHERE { ?p a pg:Paper }", form="rdflib")) == 3


def test_errors_are_papergraph_errors(workspace: Path, tmp_path: Path) -> None:
    for call in (papergraph.load, papergraph.open_graph, lambda path: papergraph.query(path, QUERY)):
        with pytest.raises(BuildDirectoryError):
            call(tmp_path)
    with pytest.raises(InputError):
        papergraph.build("none.jsonl")
    assert issubclass(QueryError, papergraph.PapergraphError)


def test_a_damaged_build_is_named(directory: Path) -> None:
    (directory / "graph.json").write_text("{")
    with pytest.raises(BuildDirectoryError, match=r"graph\.json is damaged"):
        papergraph.load(directory)
    (directory / "graph.json").unlink()
    with pytest.raises(BuildDirectoryError, match=r"graph\.json is damaged"):
        papergraph.load(directory)


def test_every_public_name_is_there_and_shown() -> None:
    for name in papergraph.__all__:
        assert getattr(papergraph, name) is not None
    assert set(papergraph.__all__) <= set(dir(papergraph))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = papergraph.nonsense  # type: ignore[attr-defined]


def test_importing_is_cheap() -> None:
    loaded = python("import sys, papergraph; print(*{name.split('.')[0] for name in sys.modules})").split()
    assert not {"spacy", "networkx", "numpy", "rdflib", "pyoxigraph", "click", "rich", "pyvis"} & set(loaded)


def test_names_are_shown_before_they_are_loaded() -> None:
    shown = python("import papergraph; print(*dir(papergraph))").split()
    assert set(papergraph.__all__) <= set(shown)


TWICE = """
import sys
sys.path.insert(0, {tests!r})
import papergraph
from tiny import TinyExtractor
for time in range(2):
    papers = list(papergraph.read({papers!r}))
    graph = papergraph.build(papers, {output!r}, extractor=TinyExtractor())
    loaded = papergraph.load({output!r})
    opened = papergraph.open_graph({output!r})
    rows = papergraph.query({output!r}, {query!r})
    print(len(papers), len(graph.papers()), len(loaded), len(opened.papers()), len(rows))
    import papergraph.builder, papergraph.graph, papergraph.sources, papergraph.rdf.query
    import papergraph.cli, papergraph.api
"""


def test_the_base_is_that_of_the_build_written_or_not(workspace: Path) -> None:
    base, papers = "https://example.org/id/", [papergraph.Paper(id="p", title="Winnow", abstract="On SQuAD.")]
    ask = "SELECT ?p { ?p a pg:Paper }"
    built = papergraph.build(papers, base=base)
    assert built.query(ask) == [{"p": f"{base}paper/p"}]
    papergraph.build(papers, "out", base=base)
    opened = papergraph.open_graph("out")
    assert opened.query(ask) == built.query(ask)
    assert opened.base == built.base == base


def test_functions_still_work_when_called_twice_in_a_fresh_interpreter(workspace: Path) -> None:
    write_papers(Path("papers.jsonl"))
    facts = {"tests": str(Path(__file__).parent), "papers": "papers.jsonl", "output": "out", "query": QUERY}
    source = str(Path(papergraph.__file__).parents[1])
    first, second = python(f"import sys; sys.path.insert(0, {source!r})" + TWICE.format(**facts)).splitlines()
    assert first == second
    assert first.split()[:2] == ["3", "3"]


def test_the_page_on_python_is_true(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from papergraph import builder
    from papergraph.extraction import Extractor

    root = Path(__file__).parents[1]
    shutil.copytree(root / "examples", "examples")
    monkeypatch.setattr(builder, "load_extractor", lambda *_: Extractor.load())
    page = root / "docs" / "python.md"
    found = doctest.testfile(str(page), module_relative=False, globs={"papergraph": papergraph})
    assert found.attempted > 15
    assert found.failed == 0
