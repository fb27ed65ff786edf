"""A client that sends requests as they are given, and the server that it asks."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import question_fixtures as fixtures

from papergraph.rdf.namespaces import DATA_BASE
from papergraph.rdf.workers import Limits
from papergraph.server import serving

FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
PAPERS = "SELECT ?title { ?p a pg:Paper ; dcterms:title ?title } ORDER BY ?title"


class Answer(NamedTuple):
    """A response that was read to its end."""

    status: int
    kind: str
    text: str
    headers: dict[str, str]

    @property
    def truth(self) -> bool:
        """The answer to ASK."""
        return bool(json.loads(self.text)["boolean"])


class Client:
    """Sends requests as they are given."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.port = urlsplit(address).port

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        return self._read(connection)

    def bare(self, text: bytes) -> Answer:
        """Send bytes that no library would."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=120) as stream:
            stream.sendall(text)
            response = HTTPResponse(stream)
            response.begin()
            return self._of(response)

    def _read(self, connection: HTTPConnection) -> Answer:
        try:
            return self._of(connection.getresponse())
        finally:
            connection.close()

    def _of(self, response: HTTPResponse) -> Answer:
        headers = {name.lower(): value for name, value in response.getheaders()}
        kind = headers.get("content-type", "").partition(";")[0]
        return Answer(response.status, kind, response.read().decode(), headers)

    def get(self, text: str, **headers: str) -> Answer:
        return self.send("GET", f"/sparql?query={quote(text)}", **headers)

    def post(self, text: str, graphs: str = "", **headers: str) -> Answer:
        return self.send("POST", f"/sparql/{graphs}", text.encode(), Content_Type=DIRECT, **headers)


def write_served(directory: Path) -> Path:
    """A build with a description of its run."""
    path = fixtures.write_build(directory)
    (path / "provenance.ttl").write_text(f"<{DATA_BASE}run/1> a <http://www.w3.org/ns/prov#Activity> .\n")
    return path


@contextmanager
def asking(directory: Path) -> Iterator[Client]:
    """A client of a server that runs in a thread of its own."""
    limits = Limits(seconds=3, megabytes=500)
    with serving(directory, limits=limits, workers=2, most=100_000) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield Client(server.address)
        server.shutdown()
        thread.join()
