"""The sentence of a span, and that the graph and the RDF of a build give the same one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.graph import build_graph, load_graph
from papergraph.model import CanonicalEntity, Entity, EntityType, Extraction, Mention, Paper, Resolution, Role
from papergraph.rdf.query import run
from papergraph.sentences import Sentences
from papergraph.text import sentences

TEXT = "A title\nFirst  sentence. Second\tone has\x00Sieve. Third."
SIEVE = TEXT.index("Sieve")

SPANS = [
    (TEXT, (SIEVE, SIEVE + 5), "Second one has Sieve."),
    (TEXT, (0, 1), "A title"),
    (TEXT, (7, 8), None),
    (TEXT, (TEXT.index("sentence"), SIEVE), "First sentence. Second one has"),
    ("  Late start.", (0, 4), "La"),
    ("  Late start.", (2, 6), "Late start."),
    ("", (0, 0), None),
    ("\n", (0, 1), None),
    ("🙂", (0, 1), "🙂"),
    ("One.", (10, 20), None),
]


@pytest.mark.parametrize(("text", "span", "sentence"), SPANS)
def test_the_sentence_of_a_span(text: str, span: tuple[int, int], sentence: str | None) -> None:
    assert Sentences(text).at(*span) == sentence


@given(st.text(alphabet="aB. \n\t?\x00é", max_size=60), st.integers(0, 60), st.integers(1, 60))
def test_a_span_lies_in_its_sentence(text: str, start: int, length: int) -> None:
    span = "".join(text[start : start + length].split())
    found = Sentences(text).at(start, start + length)
    assert span.replace("\x00", "") in "".join((found or "").split())


@given(st.text(alphabet="aB. \n", max_size=60))
def test_every_place_of_a_sentence_leads_to_it(text: str) -> None:
    asked = Sentences(text)
    for start, end in sentences(text):
        assert {asked.at(place, place + 1) for place in range(start, end)} == {" ".join(text[start:end].split())}


def test_graph_and_rdf_have_the_same_sentences(example_build: Path) -> None:
    from papergraph import query

    directory = example_build / "outputs" / "examples"
    graph = load_graph(directory / "graph.json")
    written = {
        (paper, entity, data["mentions"][0][0]): data["sentence"]
        for paper, entity, data in graph.edges(data=True)
        if data.get("mentions")
    }
    rows = query(
        directory,
        "SELECT ?paper ?entity ?start ?sentence { ?m a pg:Mention ; pg:inPaper ?paper ; pg:refersTo ?entity ; "
        "pg:start ?start ; pg:sentence ?sentence }",
    )
    said = {(_local(row["paper"]), _local(row["entity"]), row["start"]): row["sentence"] for row in rows}
    assert written
    assert {key: said[key] for key in written} == written


EDGES = ["We use Sieve. And Winnow.", "Sieve.And\x00Winnow", "Sieve\nWinnow", "  Sieve? Winnow!"]


@pytest.mark.parametrize("abstract", EDGES)
def test_a_mention_past_the_end_of_its_sentence_has_one_sentence(abstract: str) -> None:
    from papergraph.rdf.store import store_of

    paper = Paper(id="p", title="T", abstract=abstract)
    start, end = paper.text.index("Sieve"), paper.text.index("Winnow") + 6
    mention = Mention(start, end, paper.text[start:end], "test")
    entity = Entity(name="Sieve", type=EntityType.METHOD, role=Role.USES, mentions=(mention,), id="entity/sieve")
    resolution = Resolution(
        extractions=(Extraction(paper=paper, entities=(entity,)),),
        entities=(CanonicalEntity(id="entity/sieve", name="Sieve", type=EntityType.METHOD),),
    )
    graph = build_graph(resolution)
    found = run(store_of(graph, resolution), "SELECT DISTINCT ?s { ?m pg:sentence ?s }").values()
    assert found == [{"s": graph.edges["paper/p", "entity/sieve", "uses"]["sentence"]}]


def _local(iri: str) -> str:
    return iri.partition("/papergraph/id/")[2]
