from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdf_fixtures as fixtures
import rdflib
from click.testing import CliRunner
from rdflib import RDF, Literal, URIRef

from papergraph.cli import main
from papergraph.errors import ConfigError
from papergraph.rdf.conversion import WRITERS, export, texts
from papergraph.rdf.jsonld import context
from papergraph.rdf.namespaces import DATA_BASE, OA, PG, PROV, RELATIONS, ROLES, VALUES, XSD
from papergraph.rdf.ontology import ontology_path
from papergraph.rdf.provenance import write_provenance
from papergraph.settings import RDF_FORMATS

ENDINGS = {"ntriples": "nt", "turtle": "ttl", "jsonld": "jsonld", "nquads": "nq", "trig": "trig"}
PROVENANCE = ox.NamedNode(f"{DATA_BASE}graph/provenance")


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from datetime import UTC, datetime

    folder = fixtures.write_build(tmp_path_factory.mktemp("conversion") / "build")
    moment = datetime(2024, 5, 1, tzinfo=UTC)
    write_provenance(folder, started=moment, ended=moment, version="0.1.0")
    return folder


def quads(path: Path) -> set[ox.Quad]:
    return set(ox.parse(path=path))


def triples(found: set[ox.Quad]) -> set[tuple[object, ...]]:
    return {(q.subject, q.predicate, q.object) for q in found if q.graph_name != PROVENANCE}


@pytest.fixture(scope="module")
def master(directory: Path) -> set[tuple[object, ...]]:
    return triples(quads(directory / "graph.nt"))


def test_the_command_line_offers_every_writer() -> None:
    assert tuple(WRITERS) == RDF_FORMATS
    assert set(ENDINGS) == set(WRITERS)


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_every_format_holds_the_same_triples(
    directory: Path, master: set[tuple[object, ...]], tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"graph.{ENDINGS[form]}"
    export(directory, path, form=form)
    assert triples(quads(path)) == master
    first = path.read_bytes()
    export(directory, path, form=form)
    assert path.read_bytes() == first


@pytest.mark.parametrize("form", ["jsonld", "nquads", "trig"])
def test_rdflib_reads_the_same(directory: Path, master: set[tuple[object, ...]], tmp_path: Path, form: str) -> None:
    path = tmp_path / f"graph.{ENDINGS[form]}"
    export(directory, path, form=form)
    found = rdflib.Dataset(default_union=True).parse(path)
    graph = {(str(s), str(p), str(o)) for s, p, o, g in found.quads() if str(g) != PROVENANCE.value}
    assert graph == {tuple(term.value for term in triple) for triple in master}  # type: ignore[attr-defined]


def test_nquads_are_sorted(directory: Path) -> None:
    lines = list(texts(directory, form="nquads"))
    assert lines == sorted(set(lines))


def test_a_named_graph_leads_to_the_paper_and_the_run(directory: Path, tmp_path: Path) -> None:
    path = tmp_path / "graph.trig"
    export(directory, path, form="trig")
    store = ox.Store()
    store.bulk_load(path=path, format=ox.RdfFormat.TRIG)
    found = store.query(
        f"SELECT ?paper ?run {{ GRAPH ?g {{ ?a a <{PG.Assertion}> ; <{PG.object}> <{DATA_BASE}entity/stepwise> ;"
        f" <{PG.predicate}> <{PG.introduces}> }} GRAPH <{PROVENANCE.value}> {{ ?g <{PROV.wasDerivedFrom}> ?paper ;"
        f" <{PROV.wasGeneratedBy}> ?run }} }}"
    )
    (row,) = list(found)  # type: ignore[arg-type]
    assert row["paper"].value == f"{DATA_BASE}paper/2401.00001"
    assert row["run"].value.startswith(f"{DATA_BASE}run/")


def test_what_papers_have_in_common_is_in_the_graph_of_the_corpus(directory: Path, tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    export(directory, path, form="nquads")
    corpus = ox.NamedNode(f"{DATA_BASE}graph/corpus")
    kinds = {q.object.value for q in quads(path) if q.graph_name == corpus and q.predicate.value == str(RDF.type)}
    assert {PG.ResearchEntity, PG.PaperLink, PG.Conclusion, PG.Merge, PG.Repository} <= kinds
    assert not kinds & {PG.Paper, PG.Mention, PG.Assertion, PG.Result, PG.Authorship}


def test_jsonld_has_the_ids_of_the_graph_and_plain_values(directory: Path) -> None:
    data = json.loads("".join(texts(directory, form="jsonld")))
    nodes = {node["@id"]: node for node in data["@graph"]}
    assert nodes["entity/gsm8k"]["prefLabel"] == "GSM8K"
    assert nodes["paper/2401.00001"]["issued"] == 2024
    assert nodes["entity/accuracy"]["higherIsBetter"] is True
    assert "entity/stepwise" in nodes["paper/2401.00001"]["introduces"]
    assert {node["value"] for node in nodes.values() if "value" in node} == {"85.2"}


def test_jsonld_of_another_base(tmp_path: Path) -> None:
    from papergraph.rdf.export import write_rdf

    base = "https://example.org/kg#"
    (tmp_path / "manifest.json").write_text('{"format": 1, "papergraph": "0"}', encoding="utf-8")
    write_rdf(*fixtures.build(), tmp_path, base=base)
    export(tmp_path, tmp_path / "graph.jsonld", form="jsonld")
    assert triples(quads(tmp_path / "graph.jsonld")) == triples(quads(tmp_path / "graph.nt"))


def test_the_context_is_that_of_the_ontology() -> None:
    ontology = rdflib.Graph().parse(data=ontology_path().read_text(encoding="utf-8"), format="turtle")
    known = context()
    for name in (*RELATIONS, *ROLES):
        assert known[name] == {"@id": f"pg:{name}", "@type": "@id"}
    for name in VALUES:
        (reach,) = map(str, ontology.objects(URIRef(getattr(PG, name)), rdflib.RDFS.range))
        assert known[name] == {"@id": f"pg:{name}"} | ({} if reach == XSD.string else {"@type": reach})


@pytest.mark.parametrize("form", ["ntriples", "turtle", "jsonld"])
def test_evidence_selects_the_quote_in_the_text(directory: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"evidence.{ENDINGS[form]}"
    export(directory, path, form=form, evidence=True)
    graph, data = rdflib.Graph().parse(path), rdflib.Graph().parse(directory / "graph.nt")
    annotations = set(graph.subjects(RDF.type, URIRef(OA.Annotation)))
    assert annotations == set(data.subjects(RDF.type, URIRef(PG.Mention)))
    for mention in annotations:
        target = graph.value(mention, URIRef(OA.hasTarget))
        paper = graph.value(target, URIRef(OA.hasSource))
        assert graph.value(mention, URIRef(OA.hasBody)) == data.value(mention, URIRef(PG.refersTo))
        title, abstract = (str(data.value(paper, rdflib.DCTERMS[name]) or "") for name in ("title", "abstract"))
        _check_selectors(graph, target, f"{title}\n{abstract}")


def _check_selectors(graph: rdflib.Graph, target: object, text: str) -> None:
    said = {
        predicate: value
        for selector in graph.objects(target, URIRef(OA.hasSelector))  # type: ignore[arg-type]
        for predicate, value in graph.predicate_objects(selector)
    }
    start, end = said[URIRef(OA.start)], said[URIRef(OA.end)]
    assert isinstance(start, Literal)
    assert str(start.datatype).endswith("#nonNegativeInteger")
    exact, before, after = (str(said[URIRef(getattr(OA, name))]) for name in ("exact", "prefix", "suffix"))
    assert text[int(start) : int(end)] == exact  # type: ignore[call-overload]
    assert text[: int(start)].endswith(before)
    assert text[int(end) :].startswith(after)  # type: ignore[call-overload]
    assert len(before) == min(32, int(start))


def test_no_blank_nodes_anywhere(directory: Path, tmp_path: Path) -> None:
    for form in RDF_FORMATS:
        assert not re.search(r"(?:^|\s)_:", "".join(texts(directory, form=form)))


def test_the_command(directory: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    path = tmp_path / "graph.jsonld"
    assert runner.invoke(main, ["export", str(directory), "--format", "jsonld", "-o", str(path)]).exit_code == 0
    printed = runner.invoke(main, ["export", str(directory), "--format", "jsonld"])
    assert printed.output == path.read_text(encoding="utf-8")
    refused = runner.invoke(main, ["export", str(directory), "--format", "trig", "--evidence"])
    assert refused.exit_code == 2
    assert "no named graphs" in refused.output
    assert runner.invoke(main, ["export", str(tmp_path), "-o", str(path)]).exit_code == 2


def test_an_unknown_format(directory: Path) -> None:
    with pytest.raises(ConfigError, match="valid: ntriples, turtle"):
        list(texts(directory, form="n3"))
