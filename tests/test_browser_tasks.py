"""Ten tasks of a reader, done with the page of the examples as a reader does them: typed, clicked, read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from browsing import Reader

import papergraph
from papergraph.model import Role

pytestmark = pytest.mark.browser
ROLES = {role.value for role in Role}


@pytest.fixture(scope="module")
def build(example_build: Path) -> Path:
    """The build of the examples."""
    return example_build / "outputs" / "examples"


@pytest.fixture(scope="module")
def graph(build: Path) -> nx.MultiDiGraph[str]:
    """What the page should tell."""
    return papergraph.load(build)


@pytest.fixture
def reader(browser: Any, build: Path) -> Iterator[Reader]:
    """The page in a tab with the network off, the tour left; in the end nothing has gone wrong."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    context.set_offline(True)
    reader = Reader(context.new_page())
    reader.open(build / "graph.html")
    reader.page.get_by_role("button", name="Skip").click()
    yield reader
    assert reader.troubles == []
    context.close()


def search(reader: Reader, text: str, name: str) -> None:
    """Type into the search, and take the suggestion of a name."""
    reader.find(text)
    reader.page.locator("#suggestions li", has=reader.page.get_by_text(name, exact=True)).first.click()
    reader.page.locator("#panel h2", has_text=name).wait_for()


def section(reader: Reader, heading: str) -> Any:
    """The part of the panel below a heading."""
    return reader.page.locator("#panel section", has=reader.page.locator("h3", has_text=heading))


def linked(graph: nx.MultiDiGraph[str], target: str, *roles: str) -> set[str]:
    """The titles of the papers in which something has one of these roles, or any."""
    edges = graph.in_edges(target, keys=True)
    return {
        graph.nodes[paper]["title"]
        for paper, _, role in edges
        if "title" in graph.nodes[paper] and (role in roles or not roles)
    }


def test_which_papers_introduce_a_benchmark(reader: Reader, graph: nx.MultiDiGraph[str]) -> None:
    search(reader, "oakleger", "OakLedger")
    introducing = section(reader, "Papers that introduce it").locator("a.node").all_inner_texts()
    assert set(introducing) == linked(graph, "entity/oakledger", "introduces") != set()
    above = reader.page.locator("#panel h3").all_inner_texts()
    assert above.index("Papers that introduce it (1)") < above.index("Papers that evaluate on it (5)")


def test_why_two_papers_are_linked(reader: Reader, graph: nx.MultiDiGraph[str]) -> None:
    search(reader, "branching rationales", "Bramble: Branching Rationales for Grade-School Mathematics")
    reader.page.locator("#panel a", has_text="sentences").first.click()
    reader.page.locator("#panel h2", has_text="Why these papers are linked").wait_for()
    left, right = reader.fragment.removeprefix("#link=").split(",")
    why = graph.edges[left, right, "sharesEntityWith"]["why"]
    told = reader.page.inner_text("#panel")
    assert graph.nodes[why[0]["entity"]]["name"] in told
    for paper in (left, right):
        assert graph.edges[paper, why[0]["entity"], why[0]["roles"][(left, right).index(paper)]]["sentence"] in told


def test_which_methods_were_tested_on_a_benchmark(reader: Reader, graph: nx.MultiDiGraph[str]) -> None:
    reader.page.get_by_role("button", name="Matrix").click()
    heads = reader.page.locator("#view-matrix thead th").all_inner_texts()
    row = reader.page.locator("#view-matrix tbody tr", has=reader.page.get_by_text("Bramble", exact=True))
    cell = row.locator("td").nth([head.strip() for head in heads].index("GSM8K"))
    both = linked(graph, "entity/bramble", "introduces", "uses", "compares_with") & linked(
        graph, "entity/gsm8k", "evaluates_on", "trains_on", "introduces"
    )
    assert cell.inner_text().strip() == str(len(both)) != "0"
    cell.locator("a, button").first.click()
    reader.page.locator("#panel blockquote").first.wait_for()
    assert all(title in reader.page.inner_text("#panel") for title in both)


def test_papers_with_code_on_quantization(reader: Reader, graph: nx.MultiDiGraph[str]) -> None:
    reader.page.get_by_role("button", name="Tables").click()
    reader.page.get_by_role("button", name="Filters").click()
    reader.page.get_by_label("papers with code").check()
    reader.page.get_by_label("Narrow the papers").fill("quantization")
    reader.page.locator("#view-tables .total", has_text="of 55 papers").wait_for()
    titles = set(reader.page.locator("#view-tables tbody th").all_inner_texts())
    with_code = {graph.nodes[paper]["title"] for paper, _, key in graph.edges(keys=True) if key == "hasRepository"}
    assert "Pebble: Three-Bit Weights by Rounding in the Direction of the Loss" in titles
    assert titles <= with_code


def test_the_variants_of_a_model(reader: Reader, graph: nx.MultiDiGraph[str]) -> None:
    search(reader, "vit", "ViT")
    variants = section(reader, "Variants").locator("a.node .name").all_inner_texts()
    edges = graph.in_edges("entity/vit", keys=True)
    assert set(variants) == {graph.nodes[kind]["name"] for kind, _, key in edges if key == "variantOf"} != set()


def test_an_entity_is_found_by_its_alias(reader: Reader) -> None:
    reader.find("vision transformers")
    assert reader.page.locator("#suggestions li").first.inner_text().startswith("ViT also Vision Transformers")
    reader.page.keyboard.press("Enter")
    reader.page.locator("#panel h2", has_text="ViT").wait_for()
    assert "Also: Vision Transformers" in reader.page.inner_text("#panel")


def test_a_task_that_no_method_was_tried_on(reader: Reader, graph: nx.MultiDiGraph[str]) -> None:
    reader.page.get_by_role("button", name="Matrix").click()
    reader.page.get_by_label("Columns").select_option(label="tasks")
    heading = reader.page.locator("#view-matrix h3", has_text="Tasks that stand in no paper")
    names = heading.locator("xpath=..").locator("a.node").all_inner_texts()
    used = {(paper, entity) for paper, entity, role in graph.edges(keys=True) if role in ROLES - {"mentions"}}
    kinds = nx.get_node_attributes(graph, "type")
    tried = {paper for paper, entity in used if kinds[entity] == "METHOD"}
    of_task = {task: {paper for paper, entity in used if entity == task} for task in kinds if kinds[task] == "TASK"}
    untried = {graph.nodes[task]["name"] for task, papers in of_task.items() if papers and not papers & tried}
    assert set(names) == untried != set()


def test_the_community_around_a_method(reader: Reader, graph: nx.MultiDiGraph[str]) -> None:
    (community,) = (c for c in graph.graph["communities"] if "entity/hydra" in c["entities"])
    members = {data["title"] for _, data in graph.nodes(data=True) if data.get("community") == community["id"]}
    topic = reader.page.locator("#panel li", has_text=community["name"])
    topic.locator("button").click()
    topic.locator("a", has_text=f"{len(members)} papers").click()
    reader.page.locator("#view-tables .total", has_text=f"{len(members)} of 55 papers").wait_for()
    assert set(reader.page.locator("#view-tables tbody th").all_inner_texts()) == members


def test_a_table_is_exported(reader: Reader, graph: nx.MultiDiGraph[str]) -> None:
    reader.page.get_by_role("button", name="Tables").click()
    reader.page.locator("#view-tables nav a", has_text="benchmarks").click()
    with reader.page.expect_download() as saved:
        reader.page.get_by_role("button", name="Save as CSV").click()
    written = Path(saved.value.path()).read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(written, newline="")))
    counts = {data["name"]: data["papers"] for _, data in graph.nodes(data=True) if data.get("type") == "BENCHMARK"}
    assert {row["Benchmark"]: int(row["Papers"]) for row in rows} == counts


def test_a_view_is_sent_by_its_address(reader: Reader, browser: Any, build: Path) -> None:
    reader.page.get_by_role("button", name="Filters").click()
    reader.page.get_by_label("papers with code").check()
    search(reader, "gsm8k", "GSM8K")
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_offline(True)
    other = Reader(context.new_page())
    other.open(build / "graph.html", reader.fragment)
    assert other.heading == reader.heading == "GSM8K"
    assert other.fragment == reader.fragment
    shown = [tab.page.locator("#legend").inner_text() for tab in (reader, other)]
    assert shown[0] == shown[1]
    assert other.troubles == []
    context.close()
