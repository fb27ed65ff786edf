from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdf_fixtures as fixtures
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, RDF, RDFS, SKOS, XSD, Literal, URIRef

from papergraph.model import Paper
from papergraph.rdf.export import graph_triples, write_rdf
from papergraph.rdf.namespaces import DATA_BASE, PG
from papergraph.rdf.provenance import write_provenance
from papergraph.rdf.terms import clean

SCHEMA = rdflib.Namespace("https://schema.org/")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
STARTED = datetime(2024, 5, 1, 12, 0, 0, tzinfo=UTC)
FIRST = "paper/2401.00001"


def node(name: str) -> URIRef:
    return URIRef(DATA_BASE + name)


def pg(name: str) -> URIRef:
    return URIRef(getattr(PG, name))


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fixtures.write_build(tmp_path_factory.mktemp("rdf"))


@pytest.fixture(scope="module")
def graph(directory: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(directory / "graph.ttl")


def test_counts_and_master(directory: Path, graph: rdflib.Graph, tmp_path: Path) -> None:
    counts = write_rdf(*fixtures.build(), tmp_path)
    lines = (directory / "graph.nt").read_bytes().splitlines()
    assert lines == sorted(set(lines))
    assert counts.triples == len(lines) == len(graph)
    assert counts.subjects == len(set(graph.subjects()))


def test_turtle_and_ntriples_are_one_graph_for_both_libraries(directory: Path, graph: rdflib.Graph) -> None:
    assert set(graph) == set(rdflib.Graph().parse(directory / "graph.nt"))
    turtle, master = (set(ox.parse(path=directory / name)) for name in ("graph.ttl", "graph.nt"))
    assert turtle == master
    assert {(str(s), str(p), str(o)) for s, p, o in graph} == {
        (t.subject.value, t.predicate.value, t.object.value) for t in master
    }


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nt", "void.ttl"])
def test_no_blank_nodes(directory: Path, name: str) -> None:
    found = rdflib.Graph().parse(directory / name)
    assert len(found) > 0
    assert not [term for triple in found for term in triple if isinstance(term, rdflib.BNode)]


def test_only_terms_of_the_ontology(graph: rdflib.Graph) -> None:
    used = {str(term) for triple in graph for term in triple if str(term).startswith(PG.iri)}
    assert {term.removeprefix(PG.iri) for term in used} <= set(PG)


def test_a_paper(graph: rdflib.Graph) -> None:
    paper = node(FIRST)
    assert graph.value(paper, RDF.type) == pg("Paper")
    assert graph.value(paper, DCTERMS.issued) == Literal(2024)
    assert {str(value) for value in graph.objects(paper, DCTERMS.identifier)} == {
        "2401.00001",
        "arxiv:2401.00001",
        "doi:10.1000/x y",
    }
    assert graph.value(paper, SCHEMA.url) == Literal("https://example.org/a b", datatype=XSD.anyURI)
    assert graph.value(paper, pg("inCommunity")) == node("community/stepwise")
    assert graph.value(node("community/stepwise"), RDFS.label) == Literal("Stepwise · GSM8K")
    typical = set(graph.objects(node("community/stepwise"), pg("typicalEntity")))
    assert typical == {node("entity/gsm8k"), node("entity/stepwise")}


def test_authors_keep_their_places(graph: rdflib.Graph) -> None:
    (place,) = graph.objects(node(FIRST), pg("hasAuthorship"))
    assert graph.value(place, pg("position")) == Literal(1)
    assert graph.value(place, pg("authorName")) == graph.value(node(FIRST), rdflib.DC.creator)


def test_an_id_that_looks_like_an_identifier_is_a_local_id_alone(tmp_path: Path) -> None:
    graph, resolution = fixtures.of_paper(Paper(id="arxiv:1", title="T", identifiers={"a:b%": ("c:d",)}))
    write_rdf(graph, resolution, tmp_path)
    found = rdflib.Graph().parse(tmp_path / "graph.ttl")
    assert [str(value) for value in found.objects(None, DCTERMS.identifier)] == ["a%3Ab%25:c:d"]
    assert [str(value) for value in found.objects(None, pg("localId"))] == ["arxiv:1"]


@pytest.mark.parametrize("name", ["graph.ttl", "void.ttl"])
def test_everything_has_a_type_and_a_label(directory: Path, name: str) -> None:
    found = rdflib.Graph().parse(directory / name)
    own = {t for triple in found for t in triple if isinstance(t, URIRef) and str(t).startswith(DATA_BASE)}
    described = {subject for subject in own if (subject, None, None) in found}
    assert len(described) > 5
    for subject in described:
        assert list(found.objects(subject, RDF.type))
        assert len(list(found.objects(subject, RDFS.label))) == 1
    assert name == "void.ttl" or described == own


def test_a_conclusion_has_a_reason_and_no_mentions(graph: rdflib.Graph) -> None:
    (found,) = graph.subjects(pg("predicate"), pg("variantOf"))
    assert graph.value(found, RDF.type) == pg("Conclusion")
    assert str(graph.value(found, pg("reason"))) == "size"
    assert not list(graph.objects(found, pg("supportedBy")))


def test_nasty_texts_survive(graph: rdflib.Graph) -> None:
    assert str(graph.value(node("paper/10.1000/x%3Ey"), DCTERMS.title)) == clean(fixtures.NASTY)
    assert str(graph.value(node("entity/b%C3%B6ck"), SKOS.prefLabel)) == clean(fixtures.NASTY)


def test_an_entity(graph: rdflib.Graph) -> None:
    entity = node("entity/gsm8k")
    assert set(graph.objects(entity, RDF.type)) == {pg("Benchmark"), pg("ResearchEntity")}
    assert set(graph.objects(entity, SKOS.altLabel)) == {Literal("GSM-8K"), Literal(clean(fixtures.NASTY))}
    assert graph.value(entity, SKOS.exactMatch) == URIRef("https://example.org/gsm8k")
    assert graph.value(node("entity/counter-7b"), pg("variantOf")) == node("entity/counter")
    assert graph.value(node("entity/sums"), SKOS.broader) == node("entity/stepwise")
    assert graph.value(node("entity/accuracy"), pg("higherIsBetter")) == Literal(True)


def test_a_role_is_a_triple_a_mention_and_an_assertion_with_evidence(graph: rdflib.Graph) -> None:
    paper, entity = node(FIRST), node("entity/stepwise")
    assert (paper, pg("introduces"), entity) in graph
    assert (paper, pg("mentions"), entity) in graph
    (assertion,) = set(graph.subjects(pg("predicate"), pg("introduces")))
    assert graph.value(assertion, pg("subject")) == paper
    assert graph.value(assertion, pg("object")) == entity
    assert graph.value(assertion, pg("confidence")) == Literal("0.98", datatype=XSD.decimal)
    assert graph.value(assertion, pg("extractor")) == Literal("vocabulary")
    mentions = list(graph.objects(assertion, pg("supportedBy")))
    assert len(mentions) == 2
    assert {str(graph.value(mention, pg("sentence"))) for mention in mentions} == {
        "Stepwise: Plans for Sums",
        "We introduce Stepwise.",
    }


def test_offsets_can_be_checked_from_the_rdf_alone(graph: rdflib.Graph) -> None:
    mentions = list(graph.subjects(RDF.type, pg("Mention")))
    assert mentions
    for mention in mentions:
        paper = graph.value(mention, pg("inPaper"))
        text = f"{graph.value(paper, DCTERMS.title)}\n{graph.value(paper, DCTERMS.abstract) or ''}"
        start, end = (int(graph.value(mention, pg(name))) for name in ("start", "end"))  # type: ignore[arg-type]
        assert text[start:end] == str(graph.value(mention, pg("exact")))


def test_links_and_repositories(graph: rdflib.Graph) -> None:
    repository = node("repository/github.com/pg/stepwise")
    assert (node(FIRST), pg("hasOwnRepository"), repository) in graph
    assert (node(FIRST), pg("hasRepository"), repository) in graph
    assert graph.value(repository, SCHEMA.codeRepository) == Literal(
        "https://github.com/pg/stepwise", datatype=XSD.anyURI
    )
    assert graph.value(repository, pg("linkKind")) == pg("CodeLink")
    assert graph.value(node("paper/p2"), pg("linksTo")) == node("link/0123456789abcdef")
    assert not list(graph.objects(node("paper/p2"), pg("linksToOwn")))


def test_a_link_whose_place_is_not_known_has_no_mention(graph: rdflib.Graph) -> None:
    paper = node("paper/10.1000/x%3Ey")
    assert (paper, pg("linksToOwn"), node("link/0123456789abcdef")) in graph
    (assertion,) = graph.subjects(pg("subject"), paper)
    assert graph.value(assertion, pg("statedKind")) == pg("PageLink")
    assert not list(graph.objects(assertion, pg("supportedBy")))


def test_a_result(graph: rdflib.Graph) -> None:
    result = graph.value(node(FIRST), pg("reports"))
    assert graph.value(result, pg("value")) == Literal("85.2", datatype=XSD.decimal)
    assert graph.value(result, pg("valueText")) == Literal("85.2%")
    assert graph.value(result, pg("onBenchmark")) == node("entity/gsm8k")
    assert graph.value(result, pg("comparedWith")) == node("entity/counter-7b")


def test_a_paper_link_knows_why(graph: rdflib.Graph) -> None:
    first, second = node(FIRST), node("paper/p2")
    assert (first, pg("sharesEntityWith"), second) in graph
    assert (second, pg("sharesEntityWith"), first) in graph
    link = graph.value(predicate=RDF.type, object=pg("PaperLink"))
    assert graph.value(link, pg("weight")) == Literal("1.75", datatype=XSD.decimal)
    ranked = sorted((int(graph.value(r, pg("rank"))), r) for r in graph.objects(link, pg("shares")))  # type: ignore[arg-type]
    assert [graph.value(reason, pg("entity")) for _, reason in ranked] == [
        node("entity/counter-7b"),
        node("entity/gsm8k"),
    ]
    assert graph.value(ranked[0][1], pg("firstRole")) == pg("comparesWith")
    assert graph.value(ranked[0][1], pg("secondRole")) == pg("uses")


def test_merges_have_reasons(graph: rdflib.Graph) -> None:
    reasons = {str(graph.value(m, pg("reason"))) for m in graph.subjects(pg("mergedInto"), node("entity/gsm8k"))}
    assert reasons == {"spelling", "vocabulary"}


def test_void_counts_what_is_there(directory: Path, graph: rdflib.Graph) -> None:
    void = rdflib.Graph().parse(directory / "void.ttl")
    dataset = node("dataset")
    assert void.value(dataset, VOID.triples) == Literal(len(graph))
    parts = {
        void.value(part, VOID["class"]): int(void.value(part, VOID.entities))  # type: ignore[arg-type]
        for part in void.objects(dataset, VOID.classPartition)
    }
    assert parts == {kind: len(set(graph.subjects(RDF.type, kind))) for kind in set(graph.objects(None, RDF.type))}
    properties = {
        void.value(part, VOID.property): int(void.value(part, VOID.triples))  # type: ignore[arg-type]
        for part in void.objects(dataset, VOID.propertyPartition)
    }
    assert sum(properties.values()) == len(graph)
    for part in void.objects(dataset, VOID.classPartition):
        example = void.value(part, VOID.exampleResource)
        assert (example, RDF.type, void.value(part, VOID["class"])) in graph
    assert set(void.objects(dataset, VOID.exampleResource)) <= set(graph.subjects())


@given(seed=st.integers(0, 1000))
@settings(max_examples=10, deadline=None)
def test_the_order_of_the_graph_does_not_matter(seed: int) -> None:
    graph, resolution = fixtures.build()
    one, other = graph_triples(graph, resolution), graph_triples(fixtures.shuffled(graph, seed), resolution)
    assert one.ntriples() == other.ntriples()


def test_same_bytes_for_every_hash_seed(tmp_path: Path) -> None:
    script = "import sys, pathlib, rdf_fixtures as f; print(f.digest(f.write_build(pathlib.Path(sys.argv[1]))))"
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    found = set()
    for seed in ("0", "1", "4242"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": path}
        command = [sys.executable, "-c", script, str(tmp_path / seed)]
        found.add(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)
    assert len(found) == 1


def test_another_base(tmp_path: Path) -> None:
    base = "https://example.org/kg#"
    write_rdf(*fixtures.build(), tmp_path, base=base)
    found = rdflib.Graph().parse(tmp_path / "graph.ttl")
    subjects = {str(subject) for subject in found.subjects()}
    assert subjects
    assert all(subject.startswith(base) for subject in subjects)


@pytest.mark.parametrize("base", ["", "/", "https://example.org", "example/", "https://example.org/a b/"])
def test_a_base_that_is_no_iri_or_has_no_end_is_refused(tmp_path: Path, base: str) -> None:
    with pytest.raises(ValueError, match="ends in / or #"):
        write_rdf(*fixtures.build(), tmp_path, base=base)


def test_unknown_kinds_and_keys_are_refused(tmp_path: Path) -> None:
    graph, resolution = fixtures.build()
    graph.add_edge(FIRST, "paper/p2", key="cites")
    with pytest.raises(ValueError, match="'cites'"):
        write_rdf(graph, resolution, tmp_path)
    graph, resolution = fixtures.build()
    graph.add_node("venue/x", kind="venue")
    with pytest.raises(ValueError, match="'venue'"):
        write_rdf(graph, resolution, tmp_path)


def test_an_empty_graph(tmp_path: Path) -> None:
    import networkx as nx

    from papergraph.model import Resolution

    counts = write_rdf(nx.MultiDiGraph(), Resolution(extractions=(), entities=()), tmp_path)
    assert counts.triples == 0
    assert (tmp_path / "graph.nt").read_bytes() == b""
    assert len(rdflib.Graph().parse(tmp_path / "graph.ttl")) == 0
    assert len(rdflib.Graph().parse(tmp_path / "void.ttl")) > 0


def test_the_graph_is_not_changed(tmp_path: Path) -> None:
    import networkx as nx

    graph, resolution = fixtures.build()
    write_rdf(graph, resolution, tmp_path)
    assert nx.utils.graphs_equal(graph, fixtures.build()[0])


@pytest.mark.slow
def test_speed(tmp_path: Path) -> None:
    graph, resolution = fixtures.synthetic(377, 2500, 2000)
    before = time.process_time()
    counts = write_rdf(graph, resolution, tmp_path)
    assert counts.triples > 150_000
    assert time.process_time() - before < 10


def _provenance(directory: Path, **options: object) -> rdflib.Graph:
    given = {"started": STARTED, "ended": STARTED + timedelta(seconds=9), "version": "0.1.0"} | options
    write_provenance(directory, **given)  # type: ignore[arg-type]
    return rdflib.Graph().parse(directory / "provenance.ttl")


def test_provenance(tmp_path: Path) -> None:
    inputs = [("b.bib", "bb"), ("a <x>.bib", "aa")]
    found = _provenance(tmp_path, model_hash="cafe", config_hash="beef", inputs=inputs)
    run = found.value(predicate=RDF.type, object=PROV.Activity)
    assert found.value(node("dataset"), PROV.wasGeneratedBy) == run
    assert str(found.value(run, PROV.startedAtTime)) == "2024-05-01T12:00:00+00:00"
    used = {str(found.value(entity, DCTERMS.identifier)) for entity in found.objects(run, PROV.used)}
    assert used == {"sha256:aa", "sha256:bb", "sha256:cafe", "sha256:beef"}
    assert not [term for triple in found for term in triple if isinstance(term, rdflib.BNode)]


def test_the_run_is_the_same_for_other_clocks_and_orders(tmp_path: Path) -> None:
    clock = {"started": STARTED, "ended": STARTED, "version": "1"}
    first = write_provenance(tmp_path, **clock, inputs=[("a", "1"), ("b", "2")])  # type: ignore[arg-type]
    text = (tmp_path / "provenance.ttl").read_bytes()
    east = STARTED.astimezone(timezone(timedelta(hours=5)))
    clock = {"started": east, "ended": east, "version": "1"}
    assert write_provenance(tmp_path, **clock, inputs=[("b", "2"), ("a", "1")]) == first  # type: ignore[arg-type]
    assert (tmp_path / "provenance.ttl").read_bytes() == text
    clock["version"] = "2"
    assert write_provenance(tmp_path, **clock, inputs=[("b", "2"), ("a", "1")]) != first  # type: ignore[arg-type]
