"""The page as a file: what it holds, that nothing else can run in it, and that it is the same for the same graph."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import random
import re
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from synthetic_graph import synthetic_graph

from papergraph.explorer import PageCounts, write_page
from papergraph.explorer.assets import SCRIPTS, own_scripts, own_text, vis_style
from papergraph.explorer.page import content_security_policy, embed
from papergraph.explorer.texts import Utf16
from papergraph.model import Entity, EntityType, Extraction, Mention, Paper, Role

HOSTILE = (
    "<script>window.hacked = 1</script>",
    "</script><script>window.hacked = 2</script>",
    '"><img src=x onerror="window.hacked = 3">',
    "<!-- <script>",
    "]]> &amp; &lt;b&gt;",
    "x" * 10_000,
    "\u202eright to left \u2028 and separators",
    "\U0001f680 $\\pi_0$ {LaTeX}",
    "$title ${data} $$",
)


def page_of(graph: nx.MultiDiGraph[str], extractions: list[Extraction], folder: Path) -> str:
    write_page(graph, extractions, folder / "graph.html")
    return (folder / "graph.html").read_text(encoding="utf-8")


def data_of(page: str) -> dict[str, Any]:
    """What is embedded in a page, the words of the papers unpacked."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    blocks = re.findall(r'<script type="application/octet-stream" class="words">(.*?)</script>', page)
    data["words"] = [item for block in blocks for item in json.loads(zlib.decompress(base64.b64decode(block), -15))]
    return data


def small_graph() -> tuple[nx.MultiDiGraph[str], list[Extraction]]:
    """Two papers that share a benchmark; one has a repository, a script for a link, and a result."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    titles = {"a": "\U0001f680 Counting on GSM8K", "b": "Doing sums"}
    abstracts = {"a": "We test \U0001f680 Adder on GSM8K.", "b": "GSM8K again."}
    for key, title in titles.items():
        graph.add_node(f"paper/{key}", kind="paper", title=title, year=2024, authors=[], identifiers={}, community=None)
    graph.add_node("entity/gsm8k", kind="entity", type="BENCHMARK", name="GSM8K", aliases=["GSM-8K"], papers=2)
    graph.add_node("entity/adder", kind="entity", type="METHOD", name="Adder", aliases=[], papers=1)
    url = "https://github.com/example/adder"
    graph.add_node("repository/github.com/example/adder", kind="repository", owner="example", name="adder", url=url)
    graph.add_node("link/1", kind="link", url="javascript:alert(1)", linkKind="page")
    graph.add_node("result/1", kind="result", value="85.2%", number=85.2, unit="%", direction="higher")
    extractions = [Extraction(paper=Paper(id=key, title=titles[key], abstract=abstracts[key])) for key in titles]
    text = extractions[0].paper.text
    spans = [[match.start(), match.end()] for match in re.finditer("GSM8K", text)]
    graph.add_edge(
        "paper/a", "entity/gsm8k", key="evaluates_on", confidence=0.9, mentions=spans, sentence=abstracts["a"]
    )
    where = text.index("Adder")
    graph.add_edge(
        "paper/a", "entity/adder", key="introduces", confidence=None, mentions=[[where, where + 5]], sentence=""
    )
    graph.add_edge(
        "paper/b", "entity/gsm8k", key="mentions", confidence=0.7, mentions=[[11, 16]], sentence="GSM8K again."
    )
    graph.add_edge(
        "paper/a", "repository/github.com/example/adder", key="hasRepository", own=True, linkKind="code", span=[0, 1]
    )
    graph.add_edge("paper/a", "link/1", key="linksTo", own=False, linkKind="page", span=[1, 2])
    graph.add_edge("paper/a", "result/1", key="reports", span=[39, 44], sentence=abstracts["a"])
    graph.add_edge("result/1", "entity/gsm8k", key="onBenchmark")
    why = [{"entity": "entity/gsm8k", "weight": 0.5, "roles": ["evaluates_on", "mentions"]}]
    graph.add_edge("paper/a", "paper/b", key="sharesEntityWith", weight=0.5, why=why)
    return graph, extractions


def test_counts_are_those_of_the_first_view(tmp_path: Path) -> None:
    graph, extractions = small_graph()
    counts = write_page(graph, extractions, tmp_path / "g.html", title="Two papers")
    assert counts == PageCounts(nodes=5, edges=3, bytes=(tmp_path / "g.html").stat().st_size, papers=2)


def test_the_data_say_what_the_graph_says(tmp_path: Path) -> None:
    data = data_of(page_of(*small_graph(), tmp_path))
    number = {node: index for index, node in enumerate(data["nodes"]["id"])}
    assert set(number) == {
        "paper/a", "paper/b", "entity/gsm8k", "entity/adder", "repository/github.com/example/adder",
    }  # fmt: skip
    benchmark = number["entity/gsm8k"]
    assert data["results"] == [[number["paper/a"], "85.2%", "higher", -1, benchmark, -1, -1, 85.2, [21, 47], [41, 46]]]
    assert data["related"] == {"left": [number["paper/a"]], "right": [number["paper/b"]], "weight": [50]}
    assert {item[0]: item[3] for item in data["words"]} == {
        number["paper/a"]: [[number["entity/gsm8k"], 50]],
        number["paper/b"]: [],
    }
    assert {(link[2], link[1] >= 0) for link in data["links"]} == {
        ("https://github.com/example/adder", True),
        ("javascript:alert(1)", False),
    }


def test_names_and_pages_of_an_entity_are_told_apart(tmp_path: Path) -> None:
    graph, extractions = small_graph()
    page = "https://example.org/wiki/Sums"
    graph.nodes["entity/gsm8k"].update(altLabels=["GSM8K", "GSM-8K", "grade-school sums"], pages=[page])
    data = data_of(page_of(graph, extractions, tmp_path))
    details = data["details"][data["nodes"]["id"].index("entity/gsm8k")]
    assert details == {"aliases": ["GSM-8K"], "known": ["grade-school sums"], "pages": [page]}


def test_results_stand_in_order(tmp_path: Path) -> None:
    graph, extractions = small_graph()
    graph.remove_node("result/1")
    for name, kind in (("accuracy", "METRIC"), ("Loss", "METRIC"), ("ARC", "BENCHMARK")):
        graph.add_node(f"entity/{name.lower()}", kind="entity", type=kind, name=name, aliases=[], papers=1)
    rows = [
        (9.5, "higher", "gsm8k", "accuracy"), (80.0, "higher", "gsm8k", "accuracy"), (None, None, "gsm8k", "accuracy"),
        (3.0, "lower", "gsm8k", "loss"), (20.0, "lower", "gsm8k", "loss"), (1.0, "higher", None, None),
        (2.0, "higher", None, "accuracy"), (70.0, "higher", "arc", "accuracy"),
    ]  # fmt: skip
    for place, (value, direction, benchmark, metric) in enumerate(rows):
        node = f"result/{place}"
        graph.add_node(node, kind="result", value=str(value), number=value, unit=None, direction=direction)
        graph.add_edge("paper/a", node, key="reports", span=[0, 1], sentence="")
        for target, key in ((benchmark, "onBenchmark"), (metric, "byMetric")):
            if target:
                graph.add_edge(node, f"entity/{target}", key=key)
    data = data_of(page_of(graph, extractions, tmp_path))
    assert [row[1] for row in data["results"]] == ["70.0", "80.0", "9.5", "None", "3.0", "20.0", "2.0", "1.0"]


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_marks_stand_out_from_their_ground(theme: int) -> None:
    block = re.findall(r":root \{(.*?)\}", own_text("style.css"), re.DOTALL)[theme]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    grounds = ["canvas", "surface", "raised", *(f"region-{number}" for number in range(6))]
    for mark in ("paper", "method", "model", "benchmark", "task", "metric", "repository"):
        for ground in grounds:
            low, high = sorted((luminance(colours[mark]), luminance(colours[ground])))
            assert (high + 0.05) / (low + 0.05) >= 3, (mark, ground)


def test_spans_count_as_javascript_counts(tmp_path: Path) -> None:
    graph, extractions = small_graph()
    data = data_of(page_of(graph, extractions, tmp_path))
    units = extractions[0].paper.text.encode("utf-16-le")
    number = data["nodes"]["id"].index("paper/a")
    marked = {
        units[2 * start : 2 * end].decode("utf-16-le")
        for paper, _, edges, _ in data["words"]
        if paper == number
        for _, spans in edges
        for start, end in zip(spans[::2], spans[1::2], strict=True)
    }
    assert marked == {"GSM8K", "Adder"}


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("", 0, 0),
        ("", 5, 0),
        ("a", 1, 1),
        ("\U0001f680", 1, 2),
        ("a\U0001f680b", 1, 1),
        ("é\U0001f680", 9, 3),
        ("a", -1, 0),
    ],
)
def test_utf16_offsets(text: str, position: int, expected: int) -> None:
    assert Utf16(text).offset(position) == expected


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_texts_are_data(hostile: str, tmp_path: Path) -> None:
    graph, extractions = small_graph()
    graph.nodes["paper/a"]["title"] = graph.nodes["entity/gsm8k"]["name"] = hostile
    graph.nodes["entity/gsm8k"]["aliases"] = [hostile]
    path = tmp_path / "g.html"
    write_page(graph, extractions, path, title=hostile)
    page = path.read_text(encoding="utf-8")
    assert hostile in data_of(page)["nodes"]["name"]
    assert len(re.findall("<script", page)) == len(re.findall("<script", page_of(*small_graph(), tmp_path)))
    assert "<img src=x" not in page


def test_only_the_scripts_of_the_page_may_run(tmp_path: Path) -> None:
    page = page_of(*small_graph(), tmp_path)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert policy
    assert len(scripts) == len(SCRIPTS) + 1
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy[1]
    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy[1]
    assert "unsafe-inline" not in policy[1].split("style-src")[0]


def test_nothing_is_loaded_from_anywhere(tmp_path: Path) -> None:
    page = page_of(*small_graph(), tmp_path)
    markup = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"""(?:src|href)\s*=|url\(|@import""", markup)
    assert "cdn" not in markup.lower()


def test_no_script_of_ours_is_dangerous() -> None:
    for name, script in zip(SCRIPTS, own_scripts(), strict=True):
        assert not re.search(
            r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacent|document\.write|</script", script
        ), name
        assert not re.search(r"\.\.\.data\.(raw\.nodes|id|name|edges|links)\b", script), (
            f"{name} spreads a whole column"
        )
        assert name == "remote.js" or not re.search(r"\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon", script), name
        assert name == "memory.js" or "localStorage" not in script, name
        assert len(script.splitlines()) <= 300, name


def test_the_style_has_no_pictures() -> None:
    assert "url(" not in vis_style()
    assert ".vis-network" in vis_style()


def test_json_cannot_leave_its_element() -> None:
    value = {"a": ["</script>", "<!--", "\u2028", "\ud800", "&"]}
    assert not re.search("[<>&\u2028\ud800]", embed(value))
    assert json.loads(embed(value))["a"] == ["</script>", "<!--", "\u2028", "\ufffd", "&"]


def test_a_policy_without_scripts_lets_none_run() -> None:
    assert "script-src 'none'" in content_security_policy([])


def test_same_graph_same_bytes(tmp_path: Path) -> None:
    graph, extractions = synthetic_graph(60, 200, 8)
    first = page_of(graph, extractions, tmp_path)
    shuffled: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))
    for items in (nodes, edges, extractions):
        random.Random(3).shuffle(items)  # type: ignore[arg-type]
    shuffled.add_nodes_from(nodes)
    for source, target, key, attributes in edges:
        shuffled.add_edge(source, target, key=key, **attributes)
    assert page_of(shuffled, extractions, tmp_path) == first


def test_the_hash_seed_does_not_matter(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from synthetic_graph import synthetic_graph;"
        "from papergraph.explorer import write_page; write_page(*synthetic_graph(60, 200, 8), Path(sys.argv[1]))"
    )
    pages = []
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(["tests", *sys.path])}
        path = tmp_path / f"{seed}.html"
        subprocess.run(
            [sys.executable, "-c", code, str(path)], check=True, env=environment, cwd=Path(__file__).parents[1]
        )
        pages.append(path.read_bytes())
    assert pages[0] == pages[1]


def test_the_graph_is_left_as_it_is(tmp_path: Path) -> None:
    graph, extractions = small_graph()
    before = json.dumps(nx.node_link_data(graph, edges="edges"))
    page_of(graph, extractions, tmp_path)
    assert json.dumps(nx.node_link_data(graph, edges="edges")) == before


@pytest.mark.parametrize("extractions", [[], [Extraction(paper=Paper(id="elsewhere", title="T"))]])
def test_papers_without_text_still_show(extractions: list[Extraction], tmp_path: Path) -> None:
    graph, _ = small_graph()
    assert "Doing sums" in data_of(page_of(graph, extractions, tmp_path))["nodes"]["name"]


def test_an_empty_graph_is_a_page(tmp_path: Path) -> None:
    assert write_page(nx.MultiDiGraph(), [], tmp_path / "g.html").nodes == 0
    assert data_of((tmp_path / "g.html").read_text(encoding="utf-8"))["nodes"]["id"] == []


def test_one_node_is_a_page(tmp_path: Path) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("paper/x", kind="paper", title="Alone")
    assert write_page(graph, [], tmp_path / "g.html").nodes == 1


def test_without_javascript_there_are_tables(tmp_path: Path) -> None:
    page = page_of(*small_graph(), tmp_path)
    plain = page[page.rindex("<noscript>") : page.rindex("</noscript>")]
    assert "<td>\U0001f680 Counting on GSM8K</td><td>2024</td><td>Adder</td>" in plain
    assert (
        "<h2>Benchmarks</h2><table><thead><tr><th>Name</th><th>Papers</th></tr></thead><tbody><tr><td>GSM8K</td><td>2</td></tr>"
        in plain
    )


def test_a_page_of_377_papers_is_small_and_its_first_view_is_no_hairball(tmp_path: Path) -> None:
    counts = write_page(*synthetic_graph(), tmp_path / "g.html")
    assert counts.bytes < 3_000_000
    assert 250 <= counts.nodes <= 400
    assert counts.edges < 2 * counts.nodes


def test_mentions_of_the_model_are_where_the_generator_says() -> None:
    _, extractions = synthetic_graph(5, 30, 1)
    for extraction in extractions:
        for entity in extraction.entities:
            for mention in entity.mentions:
                assert extraction.paper.text[mention.start : mention.end] == mention.text == entity.name


def test_an_entity_of_the_model_is_not_needed(tmp_path: Path) -> None:
    graph, _ = small_graph()
    mention = Mention(0, 5, "Doing", "x")
    entity = Entity(name="Doing", type=EntityType.TASK, role=Role.MENTIONS, mentions=(mention,))
    extraction = Extraction(paper=Paper(id="b", title="Doing sums"), entities=(entity,))
    assert "Doing" not in data_of(page_of(graph, [extraction], tmp_path))["nodes"]["name"]
