"""What a page leaves out where its file would grow too large."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest
from synthetic_graph import synthetic_graph
from test_explorer import data_of
from tiny import run, write_papers

from papergraph.explorer import write_page
from papergraph.explorer.content import Content, read_content
from papergraph.explorer.keeping import keep
from papergraph.explorer.ranking import Ranking, rank


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content(*synthetic_graph(300, 1500, 40))


@pytest.fixture(scope="module")
def ranking(content: Content) -> Ranking:
    return rank(content)


def test_a_paper_is_kept_with_all_that_it_names(content: Content, ranking: Ranking) -> None:
    kept = keep(content, ranking, 220)
    nodes = set(kept.nodes)
    for edge in content.roles:
        assert edge.paper not in nodes or edge.entity in nodes
    for link in content.links:
        assert link.paper not in nodes or link.target in nodes
    assert {node for node in nodes if node.startswith("entity/")} <= {
        edge.entity for edge in content.roles if edge.paper in nodes
    }


def test_the_strongest_are_kept_and_the_rest_is_counted(content: Content, ranking: Ranking) -> None:
    kept = keep(content, ranking, 220)
    papers = [node for node in ranking.order if content.kinds[node] == "paper"]
    assert [node for node in kept.nodes if node in set(papers)] == papers[: kept.papers]
    assert ranking.first_view <= set(kept.nodes)
    assert 220 <= kept.papers < 300
    assert kept.papers + kept.papers_left == 300
    assert len(kept.nodes) + kept.nodes_left == len(ranking.order)


@pytest.mark.parametrize("papers", [300, 301, 10_000])
def test_all_are_kept_where_there_is_room(content: Content, ranking: Ranking, papers: int) -> None:
    assert keep(content, ranking, papers).nodes == ranking.order


def test_a_page_is_no_larger_than_it_may_be(tmp_path: Path) -> None:
    graph = synthetic_graph(600, 3000, 40)
    full = write_page(*graph, tmp_path / "full.html")
    most = full.bytes - 150_000
    counts = write_page(*graph, tmp_path / "g.html", most_bytes=most)
    assert 0.85 * most < counts.bytes <= most
    assert (full.papers, full.papers_left) == (600, 0)
    assert counts.papers + counts.papers_left == 600
    data = data_of((tmp_path / "g.html").read_text(encoding="utf-8"))
    assert data["left"]["papers"] == counts.papers_left > 0
    assert sum(node.startswith("paper/") for node in data["nodes"]["id"]) == counts.papers == len(data["words"])


def test_the_first_view_is_kept_whatever_its_size(tmp_path: Path) -> None:
    counts = write_page(*synthetic_graph(), tmp_path / "g.html", most_bytes=100)
    assert counts.papers >= 200
    assert counts.papers_left > 0


def test_the_command_and_the_report_say_what_the_page_leaves_out(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("papergraph.build_files.write_page", partial(write_page, most_bytes=100))
    papers = [{"id": f"n{number:03}", "title": f"Paper {number} on GSM8K", "abstract": ""} for number in range(100)]
    write_papers(Path("papers.jsonl"), papers)
    result = run("build", "papers.jsonl", "-o", "out", "-q")
    assert result.exit_code == 0
    held = re.search(
        r"the page holds (\d+) papers, the strongest; papergraph serve out shows the other (\d+)", result.stderr
    )
    assert held
    assert int(held[1]) + int(held[2]) == 100
    assert int(held[2]) > 0
    assert f"| In graph.html | {held[1]} papers, the strongest" in Path("out/report.md").read_text(encoding="utf-8")
