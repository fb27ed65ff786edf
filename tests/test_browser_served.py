"""A page that leaves something out: served, it asks for the rest; from disk, it asks nobody."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
import question_fixtures as fixtures
from browsing import Reader
from synthetic_graph import synthetic_graph
from test_explorer import data_of

from papergraph.explorer import Surroundings, write_page
from papergraph.graph import save_graph
from papergraph.rdf.workers import Limits
from papergraph.records import write_jsonl
from papergraph.server import serving


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build whose page holds the strongest of its 377 papers."""
    directory = fixtures.write_build(tmp_path_factory.mktemp("served"))
    graph, extractions = synthetic_graph()
    save_graph(graph, directory / "graph.json")
    (directory / "papers.jsonl").write_text("".join(write_jsonl(extractions)), encoding="utf-8")
    assert write_page(graph, extractions, directory / "graph.html", most_bytes=100).papers_left > 100
    return directory


@pytest.fixture(scope="module")
def address(directory: Path) -> Iterator[str]:
    with serving(directory, limits=Limits(seconds=60), workers=1) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server.address
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def absent(directory: Path) -> str:
    """The id of a paper that the page leaves out."""
    held = set(data_of((directory / "graph.html").read_text(encoding="utf-8"))["nodes"]["id"])
    return next(node for node in sorted(synthetic_graph()[0]) if node.startswith("paper/") and node not in held)


@pytest.fixture
def served(browser: Any, address: str) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    reader = Reader(context.new_page())
    yield reader
    assert all(url.startswith((address, "data:")) for url in reader.requests)
    assert reader.troubles == []
    context.close()


def visit(reader: Reader, url: str) -> None:
    reader.page.goto(url)
    reader.page.wait_for_selector("html[data-complete]", timeout=60_000)


@pytest.mark.browser
def test_an_address_of_what_is_left_out_is_fetched(served: Reader, address: str, absent: str) -> None:
    visit(served, f"{address}explorer#{absent}")
    served.page.wait_for_selector("#panel .abstract .mention")
    number = int(absent[-5:])
    assert f"part {number}" in served.heading
    shown = served.page.locator("#panel .abstract .mention").all_inner_texts()
    assert all(text in served.page.inner_text("#panel .abstract") for text in shown)
    assert served.page.evaluate("papergraph.graph.view.drawn.length") > 3
    assert served.page.locator("#notice").is_hidden()


@pytest.mark.browser
def test_the_search_finds_what_is_left_out(served: Reader, address: str, absent: str) -> None:
    visit(served, f"{address}explorer")
    assert "come when you search" in served.page.inner_text("#panel")
    served.find(synthetic_graph()[0].nodes[absent]["title"][:40])
    served.page.wait_for_function("(id) => papergraph.data.numberOf.has(id)", arg=absent)
    served.page.locator(f"#suggestions li:has-text('part {int(absent[-5:])}')").first.dispatch_event("pointerdown")
    served.page.wait_for_selector("#panel .abstract .mention")
    assert served.fragment.endswith(absent)


@pytest.mark.browser
def test_the_neighbourhood_of_an_entity_is_whole(served: Reader, address: str) -> None:
    visit(served, f"{address}explorer#entity/gsm8k")
    papers = "new Set(papergraph.data.edgesOf[papergraph.data.numberOf.get('entity/gsm8k')].map((e) => e.paper)).size"
    total = synthetic_graph()[0].nodes["entity/gsm8k"]["papers"]
    served.page.wait_for_function(f"{papers} === {min(total, 60)}")
    assert served.page.evaluate("papergraph.data.edges.every((e) => e.sentence !== '')")


@pytest.mark.browser
def test_a_server_that_is_gone_is_asked_again(served: Reader, address: str, absent: str) -> None:
    visit(served, f"{address}explorer")
    served.page.context.set_offline(True)
    served.go(f"#{absent}")
    served.page.wait_for_selector("#notice:has-text('not in this')")
    served.troubles.clear()
    served.page.context.set_offline(False)
    served.go("")
    served.go(f"#{absent}")
    served.page.wait_for_selector("#panel .abstract .mention")


@pytest.mark.browser
def test_from_disk_nothing_is_asked(reader: Reader, directory: Path, absent: str) -> None:
    reader.open(directory / "graph.html", f"#{absent}")
    assert "papergraph serve" in reader.page.inner_text("#panel")
    assert "not in this" in reader.page.inner_text("#notice")
    assert {url.split("#")[0] for url in reader.requests} == {(directory / "graph.html").as_uri()}
    assert reader.troubles == []


def test_the_policy_of_the_served_page_lets_it_ask_its_server(address: str, directory: Path) -> None:
    with urlopen(f"{address}explorer") as answer:
        assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]
        assert b"default-src 'none'; connect-src 'self'; script-src" in answer.read()
    assert "connect-src" not in (directory / "graph.html").read_text(encoding="utf-8")[:4000]


def test_a_node_that_is_not_there_is_told(address: str) -> None:
    with pytest.raises(HTTPError, match="404"):
        urlopen(f"{address}explorer/node.json?id=" + quote("paper/nothing"))


@pytest.mark.parametrize("name", ["", " ", "zzzzqqqq", "\U0001f680", "<script>", "x" * 3000])
def test_names_that_nothing_has_find_nothing(address: str, name: str) -> None:
    with urlopen(f"{address}explorer/names.json?name={quote(name)}") as answer:
        assert json.load(answer)["nodes"]["id"] == []


def test_what_is_around_a_node_is_bounded_and_whole() -> None:
    surroundings = Surroundings(*synthetic_graph())
    found = json.loads(surroundings.around("entity/large-language-model") or "")
    papers = [node for node in found["nodes"]["id"] if node.startswith("paper/")]
    assert len(papers) == 60 == len(found["words"])
    for paper, _, said, _ in found["words"]:
        assert len(said) == found["edges"]["paper"].count(paper)
    assert surroundings.around("entity/nothing") is None
