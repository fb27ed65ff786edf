"""Texts that want to be more than texts, and graphs that hardly are graphs, in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from browsing import Reader
from page_figures import shown

from papergraph.explorer import write_page
from papergraph.model import Extraction, Paper

pytestmark = pytest.mark.browser

HOSTILE = {
    "a script": "<script>window.hacked = 1</script>",
    "the end of a script": "</script><script>window.hacked = 2</script>",
    "a comment": "<!--<script>window.hacked = 3//",
    "a handler": "\"'><img src=x onerror='window.hacked = 4'><svg onload=window.hacked=5>",
    "an address": "javascript:window.hacked=6",
    "a template": "${window.hacked = 7} $data {{constructor.constructor('window.hacked=8')()}}",
    "a long word": "w" * 10_000,
    "a long text": "many words " * 1000,
    "NUL": "before\x00after \x07\x1b[31m",
    "a lone surrogate": "half \ud83d of a rocket",
    "right to left": "\u202egnihsup\u202c \u2067abc\u2069 \u200f",
    "separators": "one\u2028two\u2029three",
    "nothing": "",
    "blanks": " \t\n ",
}


def hostile_graph(text: str) -> tuple[nx.MultiDiGraph[str], list[Extraction]]:
    """Two papers that share an entity, with a text wherever a graph has one."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for key in "ab":
        facts = {"year": 2024, "authors": [text], "identifiers": {"url": text, text or "doi": text}, "community": text}
        graph.add_node(f"paper/{key}", kind="paper", title=f"{text}{key}", **facts)
        graph.add_node(f"result/{key}", kind="result", value=text, number=1.5, unit=text, direction="higher")
    graph.add_node("entity/x", kind="entity", type="METHOD", name=text, aliases=[text, f"{text} too"], papers=2)
    graph.add_node("entity/y", kind="entity", type="BENCHMARK", name=f"{text} y", aliases=[], papers=2)
    graph.add_node("repository/r", kind="repository", host=text, owner=text, name=text, url=text)
    graph.add_node("link/l", kind="link", url=text, linkKind="page")
    for key in "ab":
        for entity, role in (("entity/x", "introduces"), ("entity/y", "evaluates_on")):
            graph.add_edge(f"paper/{key}", entity, key=role, confidence=0.5, mentions=[[0, 3]], sentence=text)
        graph.add_edge(f"paper/{key}", "repository/r", key="hasRepository", own=True, linkKind="code", span=[0, 2])
        graph.add_edge(f"paper/{key}", "link/l", key="linksTo", own=False, linkKind=text, span=[5, 900_000])
        graph.add_edge(f"paper/{key}", f"result/{key}", key="reports", span=[1, 2], sentence=text)
        graph.add_edge(f"result/{key}", "entity/y", key="onBenchmark")
    graph.add_edge("entity/x", "entity/y", key="variantOf", reason=text)
    why = [{"entity": "entity/x", "weight": 1.0, "roles": ["introduces", "introduces"]}]
    graph.add_edge("paper/a", "paper/b", key="sharesEntityWith", weight=1.0, why=why)
    extractions = [Extraction(paper=Paper(id=key, title=f"{text}{key}", abstract=f"{text} in {text}")) for key in "ab"]
    return graph, extractions


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_texts_stay_texts(reader: Reader, tmp_path: Path, text: str) -> None:
    path = tmp_path / "graph.html"
    write_page(*hostile_graph(text), path, title=text)
    reader.open(path)
    elements = "document.querySelectorAll('script, img, svg[onload], iframe, object, base').length"
    before = reader.page.evaluate(elements)
    for _ in shown(reader):
        assert reader.page.evaluate("window.hacked") is None
    for fragment in ("#link=paper/a,paper/b", "#compare=paper/a,paper/b&view=compare", "#paper/a"):
        reader.go(fragment)
    heading = reader.page.evaluate("document.querySelector('#panel h2').textContent")
    assert heading == f"{text}a".replace("\ud83d", "\ufffd")
    assert reader.page.locator("a[href^='javascript:' i]").count() == 0
    assert reader.page.evaluate(elements) == before
    assert reader.page.evaluate("window.hacked") is None
    assert reader.troubles == []
    assert {url.split("#")[0] for url in reader.requests} == {path.as_uri()}


def graph_of(*titles: str) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number, title in enumerate(titles):
        graph.add_node(f"paper/{number}", kind="paper", title=title)
    return graph


SMALL: dict[str, nx.MultiDiGraph[str]] = {
    "no node": graph_of(),
    "one node": graph_of("Alone"),
    "no edges": graph_of(*(f"Paper {number}" for number in range(200))),
}


@pytest.mark.parametrize("name", SMALL)
def test_a_graph_without_ties_opens_in_all_views(reader: Reader, tmp_path: Path, name: str) -> None:
    write_page(SMALL[name], [], tmp_path / "graph.html")
    reader.open(tmp_path / "graph.html")
    for _ in shown(reader):
        assert reader.page.locator("#panel h2").is_visible()
    reader.find("Paper 7")
    assert reader.page.evaluate("papergraph.graph.nodes.length") == min(len(SMALL[name]), 60)
    assert reader.troubles == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_without_javascript_texts_stay_texts(browser: Any, tmp_path: Path, text: str) -> None:
    write_page(*hostile_graph(text), tmp_path / "graph.html", title=text)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "graph.html").as_uri())
    assert page.locator(".plain table tbody tr").count() >= 4
    assert page.locator(".plain a[href^='javascript:' i], .plain img, .plain script").count() == 0
    context.close()
