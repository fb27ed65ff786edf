"""The packaged questions: each answers as expected, alike in Oxigraph and rdflib, and takes its parameters."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import question_fixtures as fixtures
import rdflib

from papergraph.errors import AmbiguousNameError, NotFoundError, QueryError
from papergraph.rdf.formats import as_csv
from papergraph.rdf.names import find, names_like
from papergraph.rdf.namespaces import DATA_BASE
from papergraph.rdf.query import Term, run
from papergraph.rdf.questions import Question, check_parameters, fill, is_name, question_of, questions, read_question
from papergraph.rdf.store import Store, open_store

EXPECTED = Path(__file__).parent / "fixtures" / "questions"
QUESTIONS = questions()
named = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fixtures.write_build(tmp_path_factory.mktemp("questions"))


@pytest.fixture(scope="module")
def store(directory: Path) -> Store:
    return open_store(directory)


@pytest.fixture(scope="module")
def plain(directory: Path) -> rdflib.Graph:
    """rdflib over the same triples: the data and the ontology."""
    from papergraph.rdf.ontology import ontology_path

    graph = rdflib.Graph().parse(directory / "graph.nt")
    return graph.parse(data=ontology_path().read_text(encoding="utf-8"), format="turtle")


def test_there_are_enough() -> None:
    assert len(QUESTIONS) >= 20
    assert {path.stem for path in EXPECTED.iterdir()} == {question.name for question in QUESTIONS}


@named
def test_head(question: Question) -> None:
    assert question.text.startswith(f"# title: {question.title}\n# question: {question.question}\n")
    assert question.title
    assert question.question.endswith("?")
    assert all(parameter.help and parameter.example for parameter in question.parameters)


@named
def test_expected_rows(question: Question, store: Store) -> None:
    found = as_csv(run(store, question.text))
    assert found == (EXPECTED / f"{question.name}.csv").read_text(encoding="utf-8")
    assert found.count("\n") > 1


@named
def test_rdflib_answers_alike(question: Question, store: Store, plain: rdflib.Graph) -> None:
    found = plain.query(question.text)
    rows = Counter(tuple(map(_of_rdflib, row)) for row in found)  # type: ignore[union-attr, arg-type]
    assert rows == Counter(tuple(map(_of_oxigraph, row)) for row in run(store, question.text).rows)
    assert rows


def _of_rdflib(term: Any) -> object:
    if isinstance(term, rdflib.Literal):
        return _value(str(term), str(term.datatype or ""), term.language)
    return None if term is None else str(term)


def _of_oxigraph(term: Term | None) -> object:
    import pyoxigraph as ox

    if isinstance(term, ox.Literal):
        kind = "" if term.datatype.value.endswith(("#string", "#langString")) else term.datatype.value
        return _value(term.value, kind, term.language)
    return None if term is None else term.value  # type: ignore[union-attr]


def _value(text: str, kind: str, language: str | None) -> object:
    """A literal by its value: 1.0 and 1 are one number."""
    kind = "" if kind.endswith("#string") else kind
    return (Decimal(text), "number", None) if kind.endswith(("#decimal", "#integer")) else (text, kind, language)


@named
def test_filled_with_its_own_examples_it_answers_the_same(question: Question, store: Store) -> None:
    given = {parameter.name: parameter.example for parameter in question.parameters}
    filled = fill(question, given, store)
    assert run(store, filled).rows == run(store, question.text).rows
    assert filled.count("\n") == question.text.count("\n")


@pytest.mark.parametrize(
    ("name", "given", "count"),
    [
        ("papers-on", {"benchmark": "mawps"}, 2),
        ("papers-on", {"benchmark": "GSM-8K"}, 2),
        ("papers-on", {"benchmark": "Grade School Sums"}, 2),
        ("papers-on", {"benchmark": "entity/mawps"}, 2),
        ("papers-on", {"benchmark": "entity:mawps"}, 2),
        ("papers-on", {"benchmark": DATA_BASE + "entity/mawps"}, 2),
        ("papers-on", {"benchmark": "entity/sums"}, 0),
        ("paper", {"paper": "q4"}, 2),
        ("paper", {"paper": "caches"}, 1),
        ("titles-with", {"words": 'a "quoted" \\ line\nbreak'}, 0),
        ("titles-with", {"words": "CARP"}, 2),
        ("uncertain", {"below": "0.52"}, 1),
        ("introduced-since", {"since": "2025"}, 2),
        ("introduced-since", {}, 4),
        ("papers-naming", {"entity": "entity/carp-00000002"}, 1),
    ],
)
def test_parameters(store: Store, name: str, given: dict[str, str], count: int) -> None:
    assert len(run(store, fill(question_of(name), given, store)).rows) == count


@pytest.mark.parametrize(
    ("name", "given", "reason"),
    [
        ("papers-on", {}, "papers-on needs --benchmark .* for example --benchmark GSM8K"),
        ("why-two-papers", {"first": "x"}, "needs --second .*--second 'Counting without Stepwise'"),
        ("papers-on", {"benchmark": "GSM8K", "metric": "x"}, "no parameter --metric; valid: --benchmark"),
        ("types", {"x": "1"}, "no parameter --x; valid: it has none"),
        ("uncertain", {"below": "0.5 } #"}, "--below: '0.5 } #' is no number"),
        ("introduced-since", {"since": ""}, "is no number"),
    ],
)
def test_parameters_that_do_not_fit(name: str, given: dict[str, str], reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        check_parameters(name, given)


def test_names_that_are_not_there_get_a_hint(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no entity 'GSM9K' in this graph; did you mean GSM8K"):
        fill(question_of("papers-on"), {"benchmark": "GSM9K"}, store)
    with pytest.raises(NotFoundError, match=r"no question 'paperson'.*did you mean papers-on"):
        question_of("paperson")
    for name in ("", "  ", "<x>", 'a"b', "\ud800", "\U0001f600"):
        with pytest.raises(NotFoundError):
            find(store, "entity", name)


def test_a_name_of_several_is_asked_about(store: Store) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        find(store, "entity", "CARP")
    assert [node for node, _ in caught.value.candidates] == ["entity/carp-00000001", "entity/carp-00000002"]
    assert "Method" in caught.value.told[0]
    with pytest.raises(AmbiguousNameError, match="2 papers"):
        find(store, "paper", "carp for")


def test_names_for_completion(store: Store) -> None:
    assert names_like(store, "counter", 9) == (("counter-7b", "Counter-7B", "Model"), ("counter", "Counter", "Model"))
    assert [name for _, name, _ in names_like(store, "gsm-", 9)] == ["GSM8K"]
    assert len(names_like(store, "", 3)) == 3
    assert names_like(store, "zzz", 3) == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT * {}", "it needs the lines"),
        ("# title: A\n# question: B?\n# parameter: x (entity): y\nSELECT * {}", "one line of the query to itself"),
        ("# title: A\n# question: B?\n# parameter: x (thing): y\nSELECT * {}", "kinds: entity, paper, number, text"),
        ("# title: A\n# question: B?\n# parameter: x\nSELECT * {}", "told as"),
    ],
)
def test_files_that_are_no_questions(text: str, reason: str) -> None:
    with pytest.raises(QueryError, match=re.escape(reason)):
        read_question("x", text)


@pytest.mark.parametrize(
    ("text", "name"),
    [("types", True), (" types\n", True), ("SELECT", True), ("ASK {}", False), ("", False), ("a:b", False)],
)
def test_what_is_a_name(text: str, name: bool) -> None:
    assert is_name(text) is name
