"""Answers that the server keeps: given again at once, in bounded memory, and never where they may change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import question_fixtures as fixtures

from papergraph.errors import MalformedQueryError
from papergraph.rdf.requests import Request, Serialised
from papergraph.rdf.workers import Pool
from papergraph.server.answers import Answers

CSV, JSON = "text/csv", "application/sparql-results+json"
PAPERS = "SELECT ?t { ?p a pg:Paper ; dcterms:title ?t } ORDER BY ?t"


class Counting:
    """A pool that counts what it is asked."""

    def __init__(self, pool: Pool) -> None:
        self._pool, self.count = pool, 0

    def ask(self, request: Request[bytes]) -> bytes:
        self.count += 1
        return self._pool.ask(request)


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    with Pool(fixtures.write_build(tmp_path_factory.mktemp("answers"))) as pool:
        yield pool


@pytest.fixture
def pool(workers: Pool) -> Counting:
    return Counting(workers)


def answers(pool: Counting, most: int = 100_000) -> Answers:
    return Answers(pool, most=most)  # type: ignore[arg-type]


def test_the_same_query_is_evaluated_once(pool: Counting) -> None:
    kept = answers(pool)
    first, again = (kept.ask(Serialised(PAPERS, CSV)) for _ in range(2))
    assert first == again
    assert first.count(b"\n") == 7
    assert pool.count == 1


@pytest.mark.parametrize(
    "other",
    [
        Serialised(PAPERS, JSON),
        Serialised(PAPERS + " LIMIT 1", CSV),
        Serialised(PAPERS, CSV, ("https://w3id.org/papergraph/ontology",)),
    ],
    ids=["format", "text", "graphs"],
)
def test_another_format_text_or_data_set_is_another_query(pool: Counting, other: Serialised) -> None:
    kept = answers(pool)
    assert kept.ask(Serialised(PAPERS, CSV)) != kept.ask(other)
    assert pool.count == 2


@pytest.mark.parametrize("call", ["RAND()", "now ()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_may_change_is_asked_anew(pool: Counting, call: str) -> None:
    kept = answers(pool)
    for _ in range(2):
        kept.ask(Serialised(f"SELECT ({call} AS ?x) {{}}", CSV))
    assert pool.count == 2
    assert len(kept) == 0


@pytest.mark.parametrize("text", ["ASK { ?p dcterms:title 'RAND()' }", "ASK { ?rand ?now ?uuid } # NOW()"])
def test_names_and_texts_are_no_calls(pool: Counting, text: str) -> None:
    kept = answers(pool)
    assert kept.ask(Serialised(text, CSV)) == kept.ask(Serialised(text, CSV))
    assert pool.count == 1


def test_the_oldest_make_room(pool: Counting) -> None:
    kept = answers(pool, most=2_000)
    asked = [Serialised(f"ASK {{}} # {number:100}", CSV) for number in range(9)]
    for request in asked:
        kept.ask(request)
    assert 0 < len(kept) < 5
    kept.ask(asked[-1])
    assert pool.count == 9
    kept.ask(asked[0])
    assert pool.count == 10


@pytest.mark.parametrize("most", [0, 300])
def test_what_does_not_fit_is_not_kept(pool: Counting, most: int) -> None:
    kept = answers(pool, most=most)
    assert kept.ask(Serialised(PAPERS, CSV)) == kept.ask(Serialised(PAPERS, CSV))
    assert pool.count == 2
    assert len(kept) == 0


def test_errors_are_not_kept(pool: Counting) -> None:
    kept = answers(pool)
    for _ in range(2):
        with pytest.raises(MalformedQueryError):
            kept.ask(Serialised("SELECT * {", CSV))
    assert pool.count == 2
