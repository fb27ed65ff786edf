"""Names over the corpus: what a title coins is found in other papers, and nothing else is."""

from __future__ import annotations

import random
import time

import pytest
from extraction_pieces import extractor

from papergraph.extraction.spreading import spread_names
from papergraph.model import Extraction, Paper
from papergraph.vocabulary import load

COINING = ("Wren: Retrieval with Questions", "Wren finds passages. See https://github.com/o/wren for more.")


def spread(*papers: tuple[str, str]) -> list[Extraction]:
    """The papers, extracted and spread."""
    given = [Paper(id=f"p{number}", title=title, abstract=abstract) for number, (title, abstract) in enumerate(papers)]
    return list(spread_names(list(extractor().extract(given)), vocabulary=load()))


def corpus_names(extraction: Extraction) -> list[tuple[str, str, list[str]]]:
    """What the other papers of the corpus gave: name, role, and what stands at the mentions."""
    text = extraction.paper.text
    found = [e for e in extraction.entities if {m.source for m in e.mentions} == {"corpus"}]
    return [(e.name, e.role.value, [text[m.start : m.end] for m in e.mentions]) for e in found]


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("Our plans outperform Wren by far.", [("Wren", "compares_with", ["Wren"])]),
        ("We retrieve with Wren, and Wren is fast.", [("Wren", "uses", ["Wren", "Wren"])]),
        ("We retrieve with Wren 2.", []),
        ("We retrieve with Wren-7B.", []),
        ("We retrieve with Wrens.", []),
        ("We retrieve with wren.", []),
        ("Wren is a bird.", []),
        ("See https://example.org/Wren for more.", []),
        ("", []),
        ("😀", []),
    ],
)
def test_a_coined_name_in_another_paper(abstract: str, expected: list[tuple[str, str, list[str]]]) -> None:
    assert corpus_names(spread(COINING, ("On Planning", abstract))[1]) == expected


def test_a_word_that_the_corpus_writes_small_is_no_name_elsewhere() -> None:
    papers = (COINING, ("On Planning", "We retrieve with Wren."), ("On Birds", "We watch a wren in a tree."))
    assert [corpus_names(paper) for paper in spread(*papers)] == [[], [], []]


def test_the_paper_that_coins_stays_as_it_is() -> None:
    (paper,) = spread(COINING)
    assert [(e.name, e.role.value) for e in paper.entities if e.name == "Wren"] == [("Wren", "introduces")]


def test_the_order_of_the_papers_does_not_matter() -> None:
    papers = [COINING, ("On Planning", "We retrieve with Wren."), ("Thrush: Songs", "Thrush, after Wren, sings.")]
    given = list(extractor().extract(Paper(id=title, title=title, abstract=abstract) for title, abstract in papers))
    first = {one.paper.id: one for one in spread_names(given, vocabulary=load())}
    random.Random(1).shuffle(given)
    assert {one.paper.id: one for one in spread_names(given, vocabulary=load())} == first


def test_a_name_many_thousand_times_takes_no_long_time() -> None:
    papers = (COINING, ("On Planning", "We see Wren. " * 10_000))
    given = list(extractor().extract(Paper(id=title, title=title, abstract=abstract) for title, abstract in papers))
    start = time.process_time()
    spread_names(given, vocabulary=load())
    assert time.process_time() - start < 10
