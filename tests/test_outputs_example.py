"""What is committed in ``outputs/example`` is what ``examples`` builds to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib

from papergraph.graph import load_graph
from papergraph.rdf.namespaces import PG

COMMITTED = Path(__file__).parent.parent / "outputs" / "example"
TOLERANCE = 0.021


@pytest.fixture(scope="session")
def rebuilt(example_build: Path) -> Path:
    """The examples, built anew."""
    return example_build / "outputs" / "examples"


def differences(old: Any, new: Any, where: str = "") -> Iterator[str]:
    """Where two JSON values differ; confidences may do so a little."""
    if where.endswith("/confidence") and old is not None and new is not None:
        if abs(old - new) > TOLERANCE:
            yield f"{where}: {old} is now {new}"
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from differences(old.get(key), new.get(key), f"{where}/{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for number, (left, right) in enumerate(zip(old, new, strict=True)):
            yield from differences(left, right, f"{where}/{number}")
    elif old != new:
        yield f"{where}: {old!r} is now {new!r}"


def test_differences_are_seen() -> None:
    old: dict[str, Any] = {"a": [{"confidence": 0.5}], "b": 1}
    assert list(differences(old, {"a": [{"confidence": 0.51}], "b": 1})) == []
    assert list(differences(old, {"a": [{"confidence": 0.6}], "b": 2})) == [
        "/a/0/confidence: 0.5 is now 0.6",
        "/b: 1 is now 2",
    ]


@pytest.mark.parametrize("name", ["papers.jsonl", "entities.jsonl", "rejects.jsonl"])
def test_the_lines_are_those_of_a_new_build(rebuilt: Path, name: str) -> None:
    old, new = ([json.loads(line) for line in (place / name).open(encoding="utf-8")] for place in (COMMITTED, rebuilt))
    assert list(differences(old, new)) == []


def test_the_graph_is_that_of_a_new_build(rebuilt: Path) -> None:
    old, new = (load_graph(place / "graph.json") for place in (COMMITTED, rebuilt))
    assert list(differences(dict(old.nodes(data=True)), dict(new.nodes(data=True)))) == []
    old_edges, new_edges = ({str(e[:3]): e[3] for e in graph.edges(keys=True, data=True)} for graph in (old, new))
    assert list(differences(old_edges, new_edges)) == []


@pytest.mark.parametrize("name", ["graph.ttl", "void.ttl"])
def test_the_turtle_is_that_of_a_new_build(rebuilt: Path, name: str) -> None:
    old, new = (rdflib.Graph().parse(place / name) for place in (COMMITTED, rebuilt))
    for graph in (old, new):
        graph.remove((None, rdflib.URIRef(PG.confidence), None))
    assert set(old) ^ set(new) == set()


@pytest.mark.parametrize("name", ["report.md", "review.yaml"])
def test_the_report_is_that_of_a_new_build(rebuilt: Path, name: str) -> None:
    assert (COMMITTED / name).read_text(encoding="utf-8") == (rebuilt / name).read_text(encoding="utf-8")


def test_there_is_no_page_among_the_committed_files() -> None:
    text = (COMMITTED.parent.parent / ".gitignore").read_text(encoding="utf-8")
    assert "outputs/example/*.html" in text
