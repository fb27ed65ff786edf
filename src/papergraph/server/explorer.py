"""The explorer as it is served: the page of the build, and what did not fit into it."""

from __future__ import annotations

import json
import re
import threading
from functools import cached_property
from pathlib import Path

from papergraph.errors import BuildDirectoryError
from papergraph.explorer import Surroundings
from papergraph.opened import load
from papergraph.records import from_record
from papergraph.server.messages import HttpError, Request, Response

_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_ASKING = " connect-src 'self';"
_HEAD = 4000
_LEFT = re.compile(rb'<meta name="papergraph-left" content="[1-9]')


class ServedExplorer:
    """Answers for the page and its questions; the graph is loaded at the first of these."""

    def __init__(self, directory: Path) -> None:
        self._directory, self._lock = directory, threading.Lock()

    def page(self, request: Request) -> Response:
        """The page of the build; one that leaves something out may ask this server, and nobody else."""
        try:
            body = (self._directory / "graph.html").read_bytes()
        except OSError as error:
            raise HttpError(404, "graph.html, the explorer page, is not in this build") from error
        policy = _POLICY
        if _LEFT.search(body[:_HEAD]):
            policy += ";" + _ASKING.rstrip(";")
            body = body.replace(b"default-src 'none';", b"default-src 'none';" + _ASKING.encode(), 1)
        return Response(200, body, "text/html; charset=utf-8", {"Content-Security-Policy": policy})

    def around(self, request: Request) -> Response:
        """What is around the node of the parameter ``id``."""
        node = request.parameter("id") or ""
        found = self._graph().around(node)
        if found is None:
            raise HttpError(404, f"there is no node {node!r} in this graph")
        return Response(200, found.encode(), "application/json")

    def called(self, request: Request) -> Response:
        """The nodes that the parameter ``name`` names."""
        return Response(200, self._graph().called(request.parameter("name") or "").encode(), "application/json")

    def _graph(self) -> Surroundings:
        with self._lock:
            return self._surroundings

    @cached_property
    def _surroundings(self) -> Surroundings:
        try:
            with (self._directory / "papers.jsonl").open(encoding="utf-8") as lines:
                return Surroundings(load(self._directory), (from_record(json.loads(line)) for line in lines))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BuildDirectoryError(self._directory, f"papers.jsonl is damaged ({error}); build it anew") from error
