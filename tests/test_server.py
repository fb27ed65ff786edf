"""The server: what it serves beside the protocol's cases, its clients, the pages, and what is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pandas
import pytest
import rdflib
from http_client import FORM, PAPERS, Client, asking, write_served
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from papergraph.errors import BuildDirectoryError, OutputError
from papergraph.rdf.namespaces import DATA_BASE, ONTOLOGY
from papergraph.server import serving
from papergraph.server.negotiation import choose

RESULTS = {"application/sparql-results+json", "application/sparql-results+xml"}
VOID, PROVENANCE = DATA_BASE + "void.ttl", DATA_BASE + "provenance.ttl"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_served(tmp_path_factory.mktemp("server"))


@pytest.fixture(scope="module")
def client(directory: Path) -> Iterator[Client]:
    with asking(directory) as asked:
        yield asked


@pytest.mark.parametrize(
    ("accept", "text", "kind"),
    [
        ("application/sparql-results+xml", "ASK {}", "application/sparql-results+xml"),
        ("application/json", PAPERS, "application/sparql-results+json"),
        ("text/csv", PAPERS, "text/csv"),
        ("text/tab-separated-values", PAPERS, "text/tab-separated-values"),
        ("text/csv;q=0.3, application/xml;q=0.4, image/png", PAPERS, "application/sparql-results+xml"),
        ("application/rdf+xml", "DESCRIBE entity:gsm8k", "application/rdf+xml"),
        ("application/ld+json", "DESCRIBE entity:gsm8k", "application/ld+json"),
        ("application/n-triples", "DESCRIBE entity:gsm8k", "application/n-triples"),
        ("text/turtle", "DESCRIBE entity:gsm8k", "text/turtle"),
    ],
)
def test_negotiation(client: Client, accept: str, text: str, kind: str) -> None:
    found = client.get(text, Accept=accept)
    assert (found.status, found.kind) == (200, kind)
    assert found.text
    assert "Accept" in found.headers["vary"]


def test_what_can_not_be_negotiated(client: Client) -> None:
    found = client.get(PAPERS, Accept="text/turtle")
    assert found.status == 406
    assert "valid: application/sparql-results+json" in found.text


@pytest.mark.parametrize(("format", "kind"), [("csv", "text/csv"), ("xml", "application/sparql-results+xml")])
def test_a_format_in_the_address_wins(client: Client, format: str, kind: str) -> None:
    address = f"/sparql?query={quote(PAPERS)}&format={format}"
    assert client.send("GET", address, Accept="text/html").kind == kind


def test_a_browser_is_led_to_the_query_page(client: Client) -> None:
    found = client.get("ASK {}", Accept="text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert (found.status, found.headers["location"]) == (303, "/?query=ASK%20%7B%7D")
    assert client.send("GET", "/sparql", Accept="text/html").headers["location"] == "/"


def test_service_description(client: Client) -> None:
    found = client.send("GET", "/sparql")
    assert found.kind == "text/turtle"
    graph = rdflib.Graph().parse(data=found.text, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    service = graph.value(None, rdflib.RDF.type, sd.Service)
    assert str(graph.value(service, sd.endpoint)) == client.address + "sparql"
    assert (service, sd.supportedLanguage, sd.SPARQL11Query) in graph
    assert {str(name) for name in graph.objects(None, sd.name)} == {ONTOLOGY, VOID, PROVENANCE}
    assert client.send("GET", "/sparql", Accept="application/rdf+xml").kind == "application/rdf+xml"


def test_cors(client: Client, directory: Path) -> None:
    found = client.send("OPTIONS", "/sparql", Origin="https://example.org", Access_Control_Request_Method="POST")
    assert found.status == 204
    assert found.headers["access-control-allow-origin"] == "*"
    assert "POST" in found.headers["access-control-allow-methods"]
    assert "Content-Type" in found.headers["access-control-allow-headers"]
    assert client.get("ASK {").headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [
        ("DELETE WHERE { ?s ?p ?o }", 403, "DELETE: updates are refused"),
        ("LOAD <file:///etc/passwd>", 403, "LOAD: updates are refused"),
        ("ASK { SERVICE <http://127.0.0.1:1/> {} }", 403, "SERVICE: queries never go out to the network"),
        (ENDLESS, 504, "ran longer than 3 s, the limit, and was ended"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", 500, "longer than 0.1 MB, the limit"),
        ("SELECT * { ?s nope:x ?o }", 400, "the prefix nope: is not declared"),
    ],
)
def test_refusals(client: Client, text: str, status: int, reason: str) -> None:
    found = client.post(text)
    assert found.status == status
    assert reason in found.text
    assert found.text.count("\n") == 1
    assert client.post("ASK {}").truth


@pytest.mark.parametrize(
    ("path", "body", "kind"),
    [
        ("/sparql?update=CLEAR%20ALL", None, ""),
        ("/sparql", b"update=CLEAR%20ALL", FORM),
        ("/sparql", b"CLEAR ALL", "application/sparql-update"),
    ],
)
def test_the_update_operation_is_refused(client: Client, path: str, body: bytes | None, kind: str) -> None:
    found = client.send("POST" if body else "GET", path, body, **({"Content_Type": kind} if kind else {}))
    assert (found.status, found.text) == (403, "this graph is only read: updates are refused\n")


def test_more_bad_requests(client: Client) -> None:
    assert client.post("ASK {}", "?query=ASK%20%7B%7D").status == 400
    assert client.send("POST", "/sparql", b"x=1", Content_Type=FORM).status == 400
    assert client.send("GET", "/sparql?query=%FF").status == 400
    assert "there is no graph <http://x>" in client.post("ASK {}", "?default-graph-uri=http%3A%2F%2Fx").text
    assert client.send("GET", "/nothing").status == 404
    assert client.send("POST", "/explorer", b"").status == 405
    assert client.send("GET", "/static/../pages.py").status == 404
    assert client.send("GET", "/id/entity/none").status == 404
    assert client.send("GET", "/describe?iri=not%20an%20iri").status == 404
    chunked = b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    assert client.bare(chunked).status == 411
    large = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n"
    assert client.bare(large).status == 413
    assert client.bare(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n").status == 413


def test_head_has_no_body(client: Client) -> None:
    found = client.send("HEAD", "/sparql?query=ASK%20%7B%7D")
    assert (found.status, found.text) == (200, "")
    assert int(found.headers["content-length"]) > 0


def test_one_connection_serves_several_requests(client: Client) -> None:
    connection = HTTPConnection("127.0.0.1", client.port, timeout=60)
    for _ in range(3):
        connection.request("GET", "/sparql?query=ASK%20%7B%7D")
        assert json.loads(connection.getresponse().read())["boolean"] is True
    connection.close()


# Things and pages.


def test_a_thing_as_a_page_and_as_rdf(client: Client) -> None:
    page = client.send("GET", "/id/entity/gsm8k", Accept="text/html")
    assert (page.status, page.kind) == (200, "text/html")
    assert "<h1>GSM8K</h1>" in page.text
    assert "It reaches 85.2% accuracy on GSM8K and MAWPS." in page.text
    assert 'href="/id/paper/q1"' in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for accept, name in (("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld")):
        found = client.send("GET", "/id/entity/gsm8k", Accept=accept)
        graph = rdflib.Graph().parse(data=found.text, format=name)
        assert (rdflib.URIRef(DATA_BASE + "entity/gsm8k"), rdflib.SKOS.prefLabel, rdflib.Literal("GSM8K")) in graph
    assert client.send("GET", "/id/entity/gsm8k", Accept="image/png").status == 406


def test_text_of_the_graph_is_escaped(client: Client) -> None:
    for path in ("/", "/id/entity/gsm8k", "/nothing"):
        page = client.send("GET", path, Accept="text/html")
        assert "Six &lt;papers&gt;" in page.text
        assert "Six <papers>" not in page.text
    page = client.send("GET", "/describe?iri=" + quote("http://a/<script>alert(1)</script>"), Accept="text/html")
    assert "<script>alert" not in page.text


def test_the_ontology_and_the_explorer(client: Client) -> None:
    assert "Paper" in client.send("GET", "/ontology", Accept="text/html").text
    assert client.send("GET", "/ontology").kind == "text/turtle"
    explorer = client.send("GET", "/explorer")
    assert "The explorer" in explorer.text
    assert "connect-src" not in explorer.headers["content-security-policy"]


def test_what_the_query_page_asks_for(client: Client) -> None:
    page = client.send("GET", "/").text
    assert 'src="/static/main.js"' in page
    assert "http" not in page.replace("http-equiv", "")
    facts = json.loads(client.send("GET", "/editor.json").text)
    assert {"prefixes", "terms", "questions", "keywords"} <= set(facts)
    assert len(facts["questions"]) >= 20
    names = json.loads(client.send("GET", "/names.json?begins=gs").text)
    assert names == [{"id": "gsm8k", "name": "GSM8K", "type": "Benchmark"}]
    assert "entity/gsm8k>" in client.send("GET", "/fill?question=papers-on&benchmark=gsm8k").text
    assert "did you mean GSM8K" in client.send("GET", "/fill?question=papers-on&benchmark=GSM9K").text
    for name in ("main.js", "editor.js", "style.css"):
        assert client.send("GET", f"/static/{name}").status == 200


# Clients that people use.


def test_sparqlwrapper(client: Client) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    asked = wrapper.SPARQLWrapper(client.address + "sparql")
    asked.setQuery(PAPERS)
    for method in (wrapper.GET, wrapper.POST):
        asked.setMethod(method)
        asked.setReturnFormat(wrapper.JSON)
        assert len(asked.query().convert()["results"]["bindings"]) == 6
    asked.setReturnFormat(wrapper.XML)
    assert asked.query().convert().getElementsByTagName("result").length == 6
    asked.setQuery("CONSTRUCT WHERE { ?p a pg:Paper }")
    asked.setReturnFormat(wrapper.TURTLE)
    assert len(rdflib.Graph().parse(data=asked.query().convert(), format="turtle")) == 6
    asked.setQuery("SELECT * {")
    asked.setReturnFormat(wrapper.JSON)
    with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed, match="is not closed"):
        asked.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_the_store_of_rdflib(client: Client, method: str) -> None:
    store = SPARQLStore(client.address + "sparql", method=method, returnFormat="json")
    graph = rdflib.Graph(store)
    rows = list(graph.query("SELECT ?title { ?p a pg:Paper ; dcterms:title ?title }"))
    assert len(rows) == 6
    node = rdflib.URIRef(DATA_BASE + "entity/gsm8k")
    assert str(graph.value(node, rdflib.SKOS.prefLabel)) == "GSM8K"


def test_pandas(client: Client) -> None:
    frame = pandas.read_csv(f"{client.address}sparql?query={quote(PAPERS)}&format=csv")
    assert list(frame.columns) == ["title"]
    assert len(frame) == 6


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl(client: Client) -> None:
    command = [
        "curl",
        "-sS",
        "--data-urlencode",
        f"query={PAPERS}",
        "-H",
        "Accept: text/csv",
        f"{client.address}sparql",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[:2] == ["title", "A Note without a Year"]


# Starting.


def test_what_can_not_be_served(tmp_path: Path, directory: Path, client: Client) -> None:
    with pytest.raises(BuildDirectoryError), serving(tmp_path):
        pass
    with (
        pytest.raises(OutputError, match="already in use; choose another with --port"),
        serving(directory, port=client.port or 0),
    ):
        pass


@pytest.mark.parametrize(
    ("accept", "available", "best"),
    [
        (None, ["a/b", "c/d"], "a/b"),
        ("", ["a/b"], "a/b"),
        ("*/*", ["a/b", "c/d"], "a/b"),
        ("*", ["a/b"], "a/b"),
        ("c/*", ["a/b", "c/d"], "c/d"),
        ("c/d;q=0.5, a/b;q=0.4", ["a/b", "c/d"], "c/d"),
        ("a/b;q=0, */*", ["a/b", "c/d"], "c/d"),
        ("A/B", ["a/b"], "a/b"),
        ("a/b;q=x", ["a/b"], None),
        ("nonsense, ;;, /", ["a/b"], None),
        ("x/y", ["a/b"], None),
    ],
)
def test_choose(accept: str | None, available: list[str], best: str | None) -> None:
    assert choose(accept, available) == best
