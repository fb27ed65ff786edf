"""docs/sparql.md: its answers are those of a build of the examples, and it lists the packaged questions."""

from __future__ import annotations

import re
import runpy
from collections import Counter
from pathlib import Path

import pytest
import rdflib

from papergraph.rdf.ontology import ontology_path
from papergraph.rdf.query import run
from papergraph.rdf.questions import questions
from papergraph.rdf.store import Store, open_store

DOCS = Path(__file__).parents[1] / "docs"
TEXT = (DOCS / "sparql.md").read_text(encoding="utf-8")
MAKER = runpy.run_path(str(DOCS / "make_sparql.py"))
QUERIES = MAKER["queries"](TEXT)


@pytest.fixture(scope="module")
def store(example_build: Path) -> Store:
    return open_store(example_build / "outputs" / "examples")


def test_there_are_ten() -> None:
    assert len(QUERIES) == 10
    assert len(re.findall(r"```sparql\n", TEXT)) == 10


def test_the_answers_are_those_of_a_build(store: Store) -> None:
    assert MAKER["page"](store, TEXT) == TEXT, "run: python docs/make_sparql.py"


@pytest.mark.parametrize("text", QUERIES, ids=range(1, 11))
def test_each_has_an_answer(store: Store, text: str) -> None:
    assert run(store, text).rows


def test_rdflib_answers_as_many_rows(store: Store, example_build: Path) -> None:
    graph = rdflib.Graph().parse(example_build / "outputs" / "examples" / "graph.nt")
    graph.parse(data=ontology_path().read_text(encoding="utf-8"), format="turtle")
    for text in QUERIES:
        found = graph.query(text, initNs=dict(store.prefixes))
        first = [Counter(str(row[0]) for row in rows) for rows in (found, run(store, text).rows)]  # type: ignore[index, union-attr]
        assert sum(first[0].values()) == sum(first[1].values()) > 0


def test_the_packaged_questions_are_listed() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (.*?) \| (.*) \|$", TEXT.partition("## Packaged questions")[2], re.M)
    assert [(name, question) for name, _, question in rows] == [(one.name, one.question) for one in questions()]
    assert [re.findall(r"--(\w+)", parameters) for _, parameters, _ in rows] == [
        [parameter.name for parameter in one.parameters] for one in questions()
    ]
