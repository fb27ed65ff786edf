from __future__ import annotations

import io
import json
import pickle
import subprocess
import sys
from pathlib import Path

import pandas
import pytest
import rdf_fixtures as fixtures
import rdflib
import rdflib.query

from papergraph.errors import BuildDirectoryError, MalformedQueryError, MissingExtraError, QueryError, RefusedQueryError
from papergraph.rdf.formats import FORMATS, as_csv, as_json, as_table, as_tsv
from papergraph.rdf.guard import check as check_with
from papergraph.rdf.guard import query_form
from papergraph.rdf.namespaces import DATA_BASE, PG, prefixes
from papergraph.rdf.query import Solutions, query, run
from papergraph.rdf.store import Store, open_store, read_base

COUNT = "SELECT (COUNT(*) AS ?n) { ?s a pg:Paper }"
MANIFEST = '{"format": 1, "papergraph": "0"}'


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fixtures.write_build(tmp_path_factory.mktemp("query"))


@pytest.fixture(scope="module")
def store(directory: Path) -> Store:
    return open_store(directory)


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
    frame = query(
        directory, "SELECT ?title ?year { ?p a pg:Paper ; dcterms:title ?title ; dcterms:issued ?year }", form="pandas"
    )
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


def check(text: str) -> None:
    check_with(text, prefixes())


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
        "PREFIX : <http://a/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        "PREFIX : <http://a/> PREFIX service: <http://a/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        'SELECT * { VALUES ?x { """a" } SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }',
        "SELECT * { SeRvIcE # <\n<http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o FILTER(?o<1)SERVICE<http://127.0.0.1:1/>{} }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { LATERAL { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } }",
    ],
)
def test_services_are_refused_before_anything_runs(text: str) -> None:
    with pytest.raises((RefusedQueryError, MalformedQueryError)):
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
        "LOAD SILENT <file:///etc/hostname> INTO GRAPH <x:g>",
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
        ("SELECT * {", "line 1, column 10, near '{'; a { is not closed by }"),
        ("SELECT *\n{ ?s ?p }", "line 2, column .* a pattern has three parts"),
        (
            "SELECT * { ?s nope:x ?o }",
            "line 1, column 15, near 'nope:x .* the prefix nope: is not declared; known: .*pg",
        ),
        ("SELECT * { ?s dcterm:title ?o }", "the prefix dcterm: is not declared; did you mean dcterms:"),
        ("SELECT * { ?s :title ?o }", "the prefix : is not declared"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?p", "what SELECT names must stand in GROUP BY"),
        ("SELECT * { service }", "malformed"),
        ("SELEKT * {}", "SELEKT is no word of SPARQL; did you mean SELECT"),
        ("SELECT * { ?s ?p ?o FILTER CONTAIN(?o, 'x') }", "column 28.*did you mean CONTAINS"),
        ("SELECT * { ?s ?p 'abc }", "column 18.*a string that begins with ' is not closed"),
        ("SELECT * {\n ?s ?p ?o\n FILTER(?o > 3 \n}", r"line 3, column 8.*a \( is not closed"),
        ("SELECT * { } }", "column 14.*a } closes nothing"),
        ("SELECT (COUNT(?x) ?n) { ?x ?y ?z }", "column 19.*is named by AS"),
        ("SELECT * { ?s ?p ?o } ORDER BY LIMIT 3", "ORDER BY needs"),
        ("SELECT * { ?s ?p ?o } LIMIT ?n", "column 29.*need a whole number"),
        ("SELECT * " + "{" * 30, "is not closed"),
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
    with pytest.raises(BuildDirectoryError, match=r"graph\.nt is missing"):
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
    if name == "turtle" and not text.startswith("CONSTRUCT"):
        with pytest.raises(QueryError, match=r"only CONSTRUCT and DESCRIBE .* valid here: table, csv, tsv, json, xml"):
            FORMATS[name](run(store, text))
    else:
        assert FORMATS[name](run(store, text)).endswith("\n")


def test_rdflib_reads_the_xml_and_the_json(store: Store) -> None:
    found = run(store, "SELECT ?s ?o ?none { ?s skos:prefLabel|pg:value|rdfs:label ?o }")
    for name in ("xml", "json"):
        read = rdflib.query.Result.parse(io.BytesIO(FORMATS[name](found).encode()), format=name)
        assert len(read.bindings) == len(found.rows)
    assert as_tsv(found).split("\n")[0] == "?s\t?o\t?none"
    assert {line.count("\t") for line in as_tsv(found).rstrip("\n").split("\n")} == {2}
    assert rdflib.query.Result.parse(io.BytesIO(FORMATS["xml"](run(store, "ASK {}")).encode()), format="xml").askAnswer


def test_turtle_has_the_prefixes_that_it_uses_and_the_same_bytes(store: Store) -> None:
    found = run(store, "CONSTRUCT WHERE { ?p a pg:Paper ; dcterms:title ?t }")
    text = FORMATS["turtle"](found)
    assert text == FORMATS["turtle"](run(store, "CONSTRUCT WHERE { ?p dcterms:title ?t ; a pg:Paper }"))
    assert [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")] == [
        "dcterms:",
        "paper:",
        "pg:",
        "pgid:",
        "rdf:",
    ]
    assert len(rdflib.Graph().parse(data=text, format="turtle")) == 6


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
