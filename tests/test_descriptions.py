"""What the page of a thing says: each statement once, read from its side."""

from __future__ import annotations

import pytest
import question_fixtures as fixtures

from papergraph.rdf.descriptions import Describe, Description
from papergraph.rdf.namespaces import DATA_BASE, PG, RDFS, SKOS
from papergraph.rdf.store import Store, open_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(fixtures.write_build(tmp_path_factory.mktemp("descriptions")))


def described(store: Store, node: str) -> Description:
    found = Describe(DATA_BASE + node).run(store)
    assert found is not None
    return found


def test_names_of_an_entity_are_told_once(store: Store) -> None:
    found = described(store, "entity/gsm8k")
    said = {(one.predicate, one.value) for one in found.outgoing}
    assert {(PG.usedName, "GSM-8K"), (PG.knownName, "grade-school sums"), (SKOS.prefLabel, "GSM8K")} <= said
    assert not {predicate for predicate, _ in said} & {SKOS.altLabel, RDFS.label}


def test_own_code_is_told_once(store: Store) -> None:
    own, linked = (described(store, f"paper/{paper}").outgoing for paper in ("q1", "q3"))
    assert {one.predicate for one in own} & {PG.hasRepository, PG.hasOwnRepository} == {PG.hasOwnRepository}
    assert {one.predicate for one in linked} & {PG.hasRepository, PG.hasOwnRepository} == {PG.hasRepository}


def test_a_link_of_papers_is_told_on_one_side(store: Store) -> None:
    found = described(store, "paper/q1")
    assert [one.label for one in found.outgoing if one.predicate == PG.sharesEntityWith]
    assert not [one for one in found.incoming if one.predicate == PG.sharesEntityWith]


def test_results_are_read_from_the_side_of_the_benchmark(store: Store) -> None:
    found = described(store, "entity/gsm8k")
    results = {(one.predicate_label, one.label) for one in found.incoming if one.predicate == PG.onBenchmark}
    assert results == {
        ("results on it", "Stepwise: 85.2% accuracy on GSM8K"),
        ("results on it", "Counter-7B: 81.0% accuracy on GSM8K"),
    }


def test_roles_are_read_by_their_inverses_with_the_evidence(store: Store) -> None:
    roles = [one for one in described(store, "entity/gsm8k").incoming if one.predicate == PG.evaluatesOn]
    assert [(one.predicate_label, one.confidence) for one in roles] == [
        ("is evaluated on by", "0.97"),
        ("is evaluated on by", "0.91"),
    ]
    assert all("GSM8K" in str(one.sentence) for one in roles)


def test_what_the_graph_does_not_know(store: Store) -> None:
    assert Describe(DATA_BASE + "entity/none").run(store) is None
    assert Describe("no iri at all").run(store) is None
