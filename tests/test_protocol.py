"""The cases of the W3C's SPARQL 1.1 Protocol suite that concern queries, by their names there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from http_client import DIRECT, FORM, Client, asking, write_served

from papergraph.rdf.namespaces import DATA_BASE, ONTOLOGY

RESULTS = {"application/sparql-results+json", "application/sparql-results+xml"}
VOID, PROVENANCE = DATA_BASE + "void.ttl", DATA_BASE + "provenance.ttl"


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_served(tmp_path_factory.mktemp("server"))


@pytest.fixture(scope="module")
def client(directory: Path) -> Iterator[Client]:
    with asking(directory) as asked:
        yield asked


def test_query_get(client: Client) -> None:
    found = client.get("ASK {}")
    assert (found.status, found.truth) == (200, True)
    assert found.kind in RESULTS


def test_query_post_form(client: Client) -> None:
    found = client.send("POST", "/sparql/", urlencode({"query": "ASK {}"}).encode(), Content_Type=FORM)
    assert (found.status, found.truth) == (200, True)
    assert found.kind in RESULTS


def test_query_post_direct(client: Client) -> None:
    found = client.post("ASK {}")
    assert (found.status, found.truth) == (200, True)
    assert found.kind in RESULTS


def graphs(**chosen: tuple[str, ...]) -> str:
    names = {"default": "default-graph-uri", "named": "named-graph-uri"}
    return "?" + urlencode([(names[key], iri) for key, iris in chosen.items() for iri in iris])


def test_query_dataset_default_graph(client: Client) -> None:
    assert client.post(f"ASK {{ <{ONTOLOGY}> ?p ?o }}", graphs(default=(ONTOLOGY,))).truth
    assert not client.post("ASK { ?p a pg:Paper }", graphs(default=(ONTOLOGY,))).truth


BOTH = f"ASK {{ <{ONTOLOGY}> a ?type . <{DATA_BASE}run/1> a ?other }}"


def test_query_dataset_default_graphs_get(client: Client) -> None:
    assert client.send("GET", "/sparql" + graphs(default=(ONTOLOGY, PROVENANCE)) + "&query=" + quote(BOTH)).truth
    assert not client.send("GET", "/sparql" + graphs(default=(ONTOLOGY,)) + "&query=" + quote(BOTH)).truth


def test_query_dataset_default_graphs_post(client: Client) -> None:
    assert client.post(BOTH, graphs(default=(ONTOLOGY, PROVENANCE))).truth


NAMED = f"ASK {{ GRAPH ?a {{ <{ONTOLOGY}> a ?type }} GRAPH ?b {{ <{DATA_BASE}run/1> a ?other }} }}"


def test_query_dataset_named_graphs_get(client: Client) -> None:
    assert client.send("GET", "/sparql" + graphs(named=(ONTOLOGY, PROVENANCE)) + "&query=" + quote(NAMED)).truth
    assert not client.send("GET", "/sparql" + graphs(named=(ONTOLOGY, VOID)) + "&query=" + quote(NAMED)).truth


def test_query_dataset_named_graphs_post(client: Client) -> None:
    assert client.post("ASK { GRAPH ?g { ?s ?p ?o } }", graphs(named=(ONTOLOGY, VOID))).truth
    assert not client.post("ASK { ?s ?p ?o }", graphs(named=(ONTOLOGY, VOID))).truth


def test_query_dataset_full(client: Client) -> None:
    text = "SELECT DISTINCT ?g ?x { ?x a prov:Activity GRAPH ?g { ?s ?p ?o } }"
    found = client.post(text, graphs(default=(PROVENANCE,), named=(ONTOLOGY, VOID)))
    rows = json.loads(found.text)["results"]["bindings"]
    assert {row["g"]["value"] for row in rows} == {ONTOLOGY, VOID}
    assert {row["x"]["value"] for row in rows} == {DATA_BASE + "run/1"}


def test_query_multiple_dataset(client: Client) -> None:
    """The protocol's graphs win over those of FROM."""
    found = client.post(f"ASK FROM <{VOID}> {{ <{ONTOLOGY}> ?p ?o }}", graphs(default=(ONTOLOGY,)))
    assert found.truth
    assert not client.post(f"ASK FROM <{VOID}> {{ <{ONTOLOGY}> ?p ?o }}").truth


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("SELECT (1 AS ?value) {}", RESULTS | {"text/csv", "text/tab-separated-values"}),
        ("ASK {}", RESULTS),
        ("DESCRIBE <http://example.org/>", {"application/rdf+xml", "text/turtle"}),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", {"application/rdf+xml", "text/turtle"}),
    ],
    ids=["select", "ask", "describe", "construct"],
)
def test_query_content_type(client: Client, text: str, kinds: set[str]) -> None:
    found = client.post(text)
    assert found.status == 200
    assert found.kind in kinds


def test_bad_query_method(client: Client) -> None:
    found = client.send("PUT", "/sparql?query=ASK%20%7B%7D")
    assert (found.status, found.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")


def test_bad_multiple_queries(client: Client) -> None:
    found = client.send("GET", "/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D")
    assert (found.status, found.text) == (400, "there are 2 queries; send one\n")


def test_bad_query_wrong_media_type(client: Client) -> None:
    assert client.send("POST", "/sparql/", b"ASK {}", Content_Type="text/plain").status == 415


def head(body: bytes) -> bytes:
    return (
        f"POST /sparql/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    )


def test_bad_query_missing_form_type(client: Client) -> None:
    assert client.bare(head(b"query=ASK%20%7B%7D")).status == 415


def test_bad_query_missing_direct_type(client: Client) -> None:
    assert client.bare(head(b"ASK {}")).status == 415


def test_bad_query_non_utf8(client: Client) -> None:
    body = "ASK {}".encode("utf-16")
    assert client.send("POST", "/sparql/", body, Content_Type=f"{DIRECT}; charset=UTF-16").status == 415
    assert client.send("POST", "/sparql/", body, Content_Type=DIRECT).status == 400


def test_bad_query_syntax(client: Client) -> None:
    found = client.send("GET", "/sparql?query=ASK%20%7B")
    assert found.status == 400
    assert "line 1, column 5" in found.text
    assert "a { is not closed" in found.text
