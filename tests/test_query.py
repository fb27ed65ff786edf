from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path

import pandas
import pytest
import rdf_fixtures as fixtures
import rdflib

from papergraph.errors import BuildDirectoryError, MissingExtraError, QueryError
from papergraph.rdf.formats import FORMATS, as_csv, as_json, as_table
from papergraph.rdf.guard import check, query_form
from papergraph.rdf.namespaces import DATA_BASE, PG
from papergraph.rdf.ontology import competency_queries
from papergraph.rdf.query import Solutions, query, run
from papergraph.rdf.store import Store, open_store, read_base

TEXTS = {item.name: item.text for item in competency_queries()}
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a pg:Paper }"
MANIFEST = '{"format": 1, "papergraph": "0"}'


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fixtures.write_build(tmp_path_factory.mktemp("query"))


@pytest.fixture(scope="module")
def store(directory: Path) -> Store:
    return open_store(directory)


@pytest.mark.parametrize("name", ["papers-on-gsm8k", "closest-papers", "papers-with-code"])
def test_plain_rdflib_over_the_turtle_agrees(directory: Path, name: str) -> None:
    found = rdflib.Graph().parse(directory / "graph.ttl").query(TEXTS[name])
    plain = [{str(v): _python(row[v]) for v in found.vars or ()} for row in found]  # type: ignore[index]
    assert plain
    assert plain == query(directory, TEXTS[name])


def _python(term: object) -> object:
    value = term.toPython() if isinstance(term, rdflib.Literal) else term
    if isinstance(value, (int, bool)) or value is None:
        return value
    return float(value) if type(value).__name__ == "Decimal" else str(value)  # type: ignore[arg-type]


def test_rows_are_python_values(directory: Path) -> None:
    assert query(directory, COUNT) == [{"n": 3}]
    (row,) = query(directory, "SELECT ?value ?unit ?none { ?r pg:value ?value ; pg:unit ?unit }")
    assert row == {"value": 85.2, "unit": "%", "none": None}
    assert query(directory, "SELECT ?b { entity:accuracy pg:higherIsBetter ?b }") == [{"b": True}]


def test_prefixes_are_known(store: Store) -> None:
    text = """SELECT * {
      VALUES ?x { pgid:dataset entity:gsm8k paper:p2 pg:Paper skos:Concept schema:url dcterms:title rdf:type rdfs:label
                  xsd:string prov:Entity owl:Thing dc:creator repository:x paperlink:x } }"""
    assert len(run(store, text).rows) == 15


def test_the_ontology_is_there(directory: Path) -> None:
    assert query(directory, "ASK { pg:evaluatesOn rdfs:label ?label }") is True


def test_ask_construct_describe(directory: Path) -> None:
    assert query(directory, "ASK { ?s a pg:Nothing }") is False
    rows = query(directory, "CONSTRUCT { ?p a pg:Paper } WHERE { ?p a pg:Paper }")
    assert [row["subject"] for row in rows] == sorted(row["subject"] for row in rows)
    assert len(rows) == 3
    assert {row["subject"] for row in query(directory, "DESCRIBE entity:gsm8k")} == {DATA_BASE + "entity/gsm8k"}


def test_pandas(directory: Path) -> None:
    frame = query(directory, "SELECT ?title ?year { ?p dcterms:title ?title ; dcterms:issued ?year }", form="pandas")
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == ["title", "year"]
    assert frame["year"].max() == 2024
    assert list(query(directory, "SELECT ?x { ?x a pg:Nothing }", form="pandas").columns) == ["x"]


def test_pandas_is_an_extra(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r"papergraph\[pandas\]"):
        query(directory, COUNT, form="pandas")


def test_rdflib(directory: Path) -> None:
    graph = query(directory, "CONSTRUCT WHERE { ?p a pg:Paper ; dcterms:title ?title }", form="rdflib")
    assert isinstance(graph, rdflib.Graph)
    assert len(graph) == 6
    assert "pg:Paper" in graph.serialize(format="turtle")


@pytest.mark.parametrize(
    ("text", "form", "reason"),
    [
        (COUNT, "rdflib", "only CONSTRUCT and DESCRIBE"),
        ("ASK {}", "pandas", "gives no table"),
        (COUNT, "list", "valid: rows, pandas, rdflib"),
    ],
)
def test_forms_that_do_not_fit(directory: Path, text: str, form: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        query(directory, text, form=form)


HIDDEN = "SELECT * { ?s ?p ?a FILTER(?a<?b)SERVICE?v#>\n{?x ?y ?z} }"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "ASK { { SELECT * { ?s ?p ?o . SERVICE ?o { ?o ?p ?q } } } }",
        "SELECT * { ?s ?p ?o }#\rVALUES ?x { 1 }" + " SELECT * { SERVICE <http://127.0.0.1:1/> {} }",
        "SELECT * { # a comment\rSERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p '#' SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p '''a''b''' . SERVICE<http://127.0.0.1:1/>{ ?s ?p ?o } }",
        "ASK { FILTER EXISTS { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { OPTIONAL { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } }",
        "DESCRIBE ?s { MINUS { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } }",
        HIDDEN,
    ],
)
def test_services_are_refused_before_anything_runs(text: str) -> None:
    with pytest.raises(QueryError):
        check(text)


def test_a_service_hidden_behind_a_comparison_is_named() -> None:
    with pytest.raises(QueryError, match="never go out to the network"):
        check(HIDDEN)


@pytest.mark.parametrize(
    "text",
    [
        "# SERVICE <http://a/>\nSELECT * {}",
        "SELECT * { ?service ?p 'SERVICE <http://a/> {}' }",
        'SELECT * { ?s ?p """a "SERVICE" b""" }',
        "PREFIX service: <http://a/service#> SELECT * { ?s service:service <http://a/SERVICE> }",
        "SELECT * { ?s schema:serviceType ?microservice }",
        "SELECT * { ?s ?p 'x'@en . ?s ?p 'it\\'s a service' }",
    ],
)
def test_the_word_service_is_no_crime(store: Store, text: str) -> None:
    assert run(store, text.replace("schema:", "pg:")).form == "select"


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <x:a> <x:b> <x:c> }",
        "delete where { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:1/>",
        "# a comment\nPREFIX a: <http://a/> CLEAR ALL",
        "DROP ALL",
        "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "BASE <http://a/> CREATE GRAPH <x:g>",
    ],
)
def test_updates_are_refused(store: Store, text: str) -> None:
    before = len(store)
    with pytest.raises(QueryError, match="updates are refused"):
        run(store, text)
    assert len(store) == before


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "malformed SPARQL"),
        ("x", "line 1"),
        ("\U0001f600", "line 1"),
        ("SELECT * {", "at the end of the query"),
        ("SELECT *\n{ ?s ?p }", "line 2, column"),
        ("SELECT * { ?s nope:x ?o }", "the prefix nope: is not declared"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?p", "malformed SPARQL"),
        ("SELECT * { service }", "SERVICE|malformed"),
        ("INSERT", "updates are refused"),
    ],
)
def test_malformed_queries_get_one_sentence(store: Store, text: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason) as caught:
        run(store, text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("", ""),
        ("SELECT", "select"),
        ("# INSERT\nask {}", "ask"),
        ("PREFIX a: <x#y> BASE <http://x/> PREFIX : <z> CONSTRUCT", "construct"),
        ("{", ""),
    ],
)
def test_query_form(text: str, form: str) -> None:
    assert query_form(text) == form


def test_directories_that_are_no_build(tmp_path: Path, directory: Path) -> None:
    for path, reason in ((tmp_path, "no build"), (tmp_path / "none", "no such"), (directory / "graph.nt", "a file")):
        with pytest.raises(BuildDirectoryError, match=reason):
            query(path, COUNT)
    (tmp_path / "graph.nt").write_text("")
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(BuildDirectoryError, match="no build of papergraph"):
        query(tmp_path, COUNT)
    (tmp_path / "graph.nt").unlink()
    (tmp_path / "manifest.json").write_text(MANIFEST)
    with pytest.raises(BuildDirectoryError, match=r"graph\.nt can't be read"):
        query(tmp_path, COUNT)
    (tmp_path / "graph.nt").write_text("<a> <b>")
    with pytest.raises(BuildDirectoryError, match="build it again"):
        query(tmp_path, COUNT)


def test_the_base_is_read_back(tmp_path: Path) -> None:
    from papergraph.rdf.export import write_rdf

    assert read_base(tmp_path) == DATA_BASE
    write_rdf(*fixtures.build(), tmp_path, base="https://example.org/kg/")
    (tmp_path / "manifest.json").write_text(MANIFEST)
    assert read_base(tmp_path) == "https://example.org/kg/"
    assert query(tmp_path, "ASK { entity:gsm8k a pg:Benchmark }") is True


def test_the_table(store: Store) -> None:
    found = run(store, "SELECT ?e ?name ?n { ?e skos:prefLabel ?name ; pg:paperCount ?n } ORDER BY ?e")
    lines = as_table(found).splitlines()
    assert lines[0].split() == ["e", "name", "n"]
    assert any(line.startswith("entity:gsm8k ") and line.endswith(" 2") for line in lines)
    assert len(lines) == 2 + len(found.rows)
    wide = as_table(found, width=None)
    assert "\x00" not in wide
    assert "\u202e" not in wide
    assert max(map(len, as_table(found, width=12).splitlines())) <= 3 * 12 + 4


def test_an_empty_table(store: Store) -> None:
    assert as_table(run(store, "SELECT ?x ?y { ?x a pg:Nothing }")) == "x  y\n-  -\n"
    assert as_table(run(store, "ASK {}")) == "yes\n"


def test_csv(store: Store) -> None:
    text = as_csv(run(store, "SELECT ?t ?v ?u { ?r pg:valueText ?t ; pg:value ?v }"))
    assert text == "t,v,u\n85.2%,85.2,\n"
    assert as_csv(run(store, "ASK {}")) == "boolean\ntrue\n"


def test_json(store: Store) -> None:
    found = json.loads(as_json(run(store, "SELECT ?r ?v ?u ?l { ?r pg:value ?v . pg:Paper rdfs:label ?l }")))
    assert found["head"] == {"vars": ["r", "v", "u", "l"]}
    (row,) = found["results"]["bindings"]
    assert row["r"] == {"type": "uri", "value": DATA_BASE + "result/00ff00ff00ff00ff"}
    assert row["v"]["datatype"].endswith("#decimal")
    assert row["l"] == {"type": "literal", "value": "paper", "xml:lang": "en"}
    assert json.loads(as_json(run(store, "ASK {}"))) == {"head": {}, "boolean": True}


def test_json_of_a_graph_is_json_ld(store: Store) -> None:
    text = as_json(run(store, "CONSTRUCT { ?p a pg:Paper } WHERE { ?p a pg:Paper }"))
    assert len(rdflib.Graph().parse(data=text, format="json-ld")) == 3


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize(
    "text", ["SELECT * {}", "SELECT ?x { ?x a pg:Nothing }", "ASK {}", "CONSTRUCT WHERE { ?s a pg:Paper }"]
)
def test_every_format_writes_every_form(store: Store, name: str, text: str) -> None:
    assert FORMATS[name](run(store, text)).endswith("\n")


def test_solutions_can_be_pickled(store: Store) -> None:
    found = run(store, "SELECT * { ?s a ?o } LIMIT 3")
    assert pickle.loads(pickle.dumps(found)) == found
    assert isinstance(found, Solutions)


def test_the_package_is_cheap_to_import() -> None:
    script = (
        "import sys, papergraph.rdf, papergraph.rdf.export; print('rdflib' in sys.modules, 'pyoxigraph' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, env=_environment()
    )
    assert found.stdout.split() == ["False", "False"]


def _environment() -> dict[str, str]:
    import os

    return os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}


def test_an_unknown_term_is_an_error() -> None:
    with pytest.raises(AttributeError, match="did you mean evaluatesOn"):
        PG.evaluateOn  # noqa: B018
