from __future__ import annotations

import json
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdf_fixtures as fixtures
from click.testing import CliRunner

from papergraph.cli import main
from papergraph.errors import ConfigError, InputError, MissingExtraError
from papergraph.rdf.export import write_rdf
from papergraph.rdf.namespaces import DATA_BASE, PG
from papergraph.rdf.ontology import ontology_path
from papergraph.rdf.validation import ENGINES, Report, validate
from papergraph.rdf.validation.run import load
from papergraph.rdf.validation.shapes import ShapesError, packaged_shapes, read_shapes
from papergraph.settings import ENGINES as OFFERED

EXAMPLES = Path(str(ontology_path("examples")))
VALID = sorted((EXAMPLES / "valid").iterdir())
INVALID = sorted((EXAMPLES / "invalid").iterdir())
HEAD = f"""
@prefix entity: <{DATA_BASE}entity/> . @prefix pg: <{PG.iri}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
ENTITY = 'entity:a a pg:ResearchEntity, pg:Task ; rdfs:label "a" ; skos:prefLabel "a" ; pg:paperCount 1 .'


def broken(report: Report) -> set[str]:
    return {finding.shape for finding in report.findings}


def name(path: Path) -> str:
    return path.stem


def test_the_command_line_offers_every_engine() -> None:
    assert tuple(ENGINES) == OFFERED


def test_every_shape_has_a_valid_and_an_invalid_example() -> None:
    shapes = packaged_shapes()
    assert len(shapes) > 70
    assert {path.stem for path in INVALID} == {shape.name for shape in shapes}
    nodes = {f"{shape.name}" for shape in shapes if shape.select}
    properties = {path.stem for path in VALID} - nodes
    assert nodes <= {path.stem for path in VALID}
    assert all(stem.endswith("Shape") for stem in properties)


@pytest.mark.parametrize("path", VALID, ids=name)
def test_valid_examples_conform_and_hold_what_they_are_about(path: Path) -> None:
    report = validate(path)
    assert report.findings == ()
    text = path.read_text(encoding="utf-8")
    held = {str(q.predicate.value) for q in ox.parse(path=path)}
    for shape in packaged_shapes():
        if shape.path and _node_shape(shape.name) == path.stem:
            assert shape.path in held, f"{shape.name} is not tried by {text[:40]}"


def _node_shape(name: str) -> str:
    """The node shape that holds a property shape."""
    text = ontology_path("shapes.ttl").read_text(encoding="utf-8")
    line = next(
        line
        for line in text.split("\n\n")
        if "sh:property" in line and f"pgsh:{name}," in f"{line},".replace(" ;", ",")
    )
    return line.partition("pgsh:")[2].partition(" ")[0]


@pytest.mark.parametrize("path", INVALID, ids=name)
def test_invalid_examples_fail_with_exactly_their_shape(path: Path) -> None:
    report = validate(path)
    assert broken(report) == {path.stem}
    fixes = {shape.name: shape.message for shape in packaged_shapes()}
    assert all(finding.fix == fixes[path.stem] and finding.node for finding in report.findings)


@pytest.mark.parametrize("path", INVALID, ids=name)
def test_pyshacl_finds_the_same(path: Path) -> None:
    assert validate(path, engine="pyshacl") == validate(path)


def test_pyshacl_finds_nothing_in_the_valid_examples(tmp_path: Path) -> None:
    union = {(q.subject, q.predicate, q.object) for path in VALID for q in ox.parse(path=path)}
    both = tmp_path / "valid.nt"
    both.write_text("".join(f"{s} {p} {o} .\n" for s, p, o in union), encoding="utf-8")
    assert validate(both, engine="pyshacl").findings == ()
    assert validate(both).findings == ()


def test_both_engines_agree_on_a_graph_with_everything(tmp_path: Path) -> None:
    write_rdf(*fixtures.build(), tmp_path)
    one, other = (validate(tmp_path / "graph.nt", engine=engine) for engine in ENGINES)
    assert one == other
    assert broken(one) == {"AssertionMention"}


def test_a_build_conforms(example_build: Path) -> None:
    report = validate(example_build / "outputs" / "examples")
    assert report.findings == ()
    assert report.triples > 1000


def test_named_graphs_are_one_graph(tmp_path: Path) -> None:
    from papergraph.rdf.conversion import export

    directory = fixtures.write_build(tmp_path / "build")
    export(directory, tmp_path / "graph.trig", form="trig")
    assert broken(validate(tmp_path / "graph.trig")) == broken(validate(directory / "graph.nt"))


@pytest.mark.parametrize(
    ("text", "rule", "fix"),
    [
        ("entity:a a pg:Methode .", "ontology:term", "write pg:Method."),
        ("entity:a pg:isVariantOf entity:a .", "ontology:term", "write pg:variantOf."),
        ("entity:a pg:weight 1.5 .", "ontology:domain", "Only a pg:PaperLink has pg:weight"),
        (
            "entity:a a pg:Community ; pg:typicalEntity entity:a .",
            "ontology:disjoint",
            "Nothing is both a pg:Community and a pg:ResearchEntity",
        ),
        ('[] rdfs:label "b" .', "ontology:name", "no blank nodes"),
    ],
)
def test_the_rules_of_the_ontology(tmp_path: Path, text: str, rule: str, fix: str) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(f"{HEAD}{ENTITY}\n{text}\n", encoding="utf-8")
    found = validate(path).findings
    assert {finding.shape for finding in found} == {rule}
    assert any(fix in finding.fix for finding in found)


@pytest.mark.parametrize("value", ['"x"^^<http://www.w3.org/2001/XMLSchema#integer>', '"1"', "1.0", "<x:y>"])
def test_values_that_only_look_like_whole_numbers(tmp_path: Path, value: str) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(HEAD + ENTITY.replace("paperCount 1", f"paperCount {value}"), encoding="utf-8")
    assert broken(validate(path)) == {"EntityCount"}


def test_only_violations_keep_a_graph_from_conforming() -> None:
    report = validate(EXAMPLES / "invalid" / "ResultNumber.ttl")
    assert report.conforms
    assert [finding.severity for finding in report.findings] == ["Warning"]


def test_a_build_that_was_changed(tmp_path: Path) -> None:
    directory = fixtures.write_build(tmp_path / "build")
    manifest = {"format": 1, "papergraph": "0", "files": {"graph.nt": {"sha256": "0"}, "void.ttl": {}}}
    (directory / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    found = {f.node: f.fix for f in validate(directory).findings if f.shape == "manifest:sha256"}
    assert set(found) == {"graph.nt", "void.ttl"}
    assert "build the directory anew" in found["graph.nt"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<x:s> <http://www.w3.org/ns/shacl#targetClass> <x:C> ; <http://www.w3.org/ns/shacl#closed> true .", None),
        ("[] <http://www.w3.org/ns/shacl#targetClass> <x:C> .", "needs a name"),
    ],
)
def test_shapes_that_can_not_be_compiled_are_refused(text: str, why: str | None) -> None:
    sh = "http://www.w3.org/ns/shacl#"
    turtle = f"{text} <x:s> <{sh}property> <x:p> . <x:p> <{sh}path> <x:q> ; <{sh}in> <x:list> ; <{sh}message> 'm' ."
    with pytest.raises(ShapesError, match=why or "sh:in can't be run as SPARQL"):
        read_shapes(turtle.encode())


def test_errors(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<a> <b> .", encoding="utf-8")
    (tmp_path / "a.csv").write_text("a", encoding="utf-8")
    for path, why in (("a.ttl", "malformed"), ("a.csv", "no RDF by its ending"), ("none.ttl", "uch file")):
        with pytest.raises(InputError, match=why):
            load(tmp_path / path)
    with pytest.raises(ConfigError, match="valid: sparql, pyshacl"):
        validate(VALID[0], engine="jena")


def test_without_pyshacl(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'papergraph\[validate\]'"):
        validate(VALID[0], engine="pyshacl")


def test_the_command(tmp_path: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(main, ["validate", str(VALID[0])]).exit_code == 0
    found = runner.invoke(main, ["validate", str(EXAMPLES / "invalid" / "MentionQuote.ttl")])
    assert found.exit_code == 1
    for told in ("mention/1a", "MentionQuote", "fix    Correct pg:start", "It does not conform: 1 violation"):
        assert told in found.output
    data = json.loads(runner.invoke(main, ["validate", str(INVALID[0]), "--json"]).output)
    assert data["findings"][0]["shape"] == INVALID[0].stem
    assert not data["conforms"]
    assert runner.invoke(main, ["validate", str(tmp_path)]).exit_code == 2
    assert runner.invoke(main, ["validate", str(tmp_path / "none.nt")]).exit_code == 2
    many = runner.invoke(main, ["validate", str(EXAMPLES / "invalid" / "EntityVariantLoop.ttl"), "--limit", "1"])
    assert "... and 1 more" in many.output
