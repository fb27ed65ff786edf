"""The query operation of the SPARQL 1.1 Protocol: what is asked, over which graphs, and in which form to answer."""

from __future__ import annotations

from dataclasses import dataclass

from papergraph.rdf.guard import query_form
from papergraph.rdf.requests import GRAPH_FORMATS, RESULT_FORMATS
from papergraph.server.messages import HttpError, Pairs, Request, pairs
from papergraph.server.negotiation import choose

FORM, DIRECT, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
READ_ONLY = "this graph is only read: updates are refused"
#: Other names that clients use, for the media types that the server knows.
_ALSO = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}
_ALSO_GRAPH = {
    "application/x-turtle": "text/turtle",
    "text/n3": "text/turtle",
    "text/rdf+n3": "text/turtle",
    "application/xml": "application/rdf+xml",
    "application/json": "application/ld+json",
    "text/plain": "application/n-triples",
}
_SHORT = {
    "json": ("application/sparql-results+json", "application/ld+json"),
    "xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "csv": ("text/csv", ""),
    "tsv": ("text/tab-separated-values", ""),
    "turtle": ("", "text/turtle"),
    "ntriples": ("", "application/n-triples"),
}


@dataclass(frozen=True, slots=True)
class Operation:
    """A query, and the graphs that the protocol sets in place of the usual ones."""

    text: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    format: str | None = None


def operation(request: Request) -> Operation | None:
    """What a request to the endpoint asks; ``None`` if it is a GET without a query, for the service description.

    :raises HttpError: it is no query operation of the protocol.
    """
    if request.method in ("GET", "HEAD"):
        return _of_pairs(request.parameters())
    if request.method != "POST":
        raise HttpError(
            405, f"{request.method} is no method of a query; valid: GET, POST", {"Allow": "GET, HEAD, POST, OPTIONS"}
        )
    kind, charset = _content_type(request)
    if kind == UPDATE:
        raise HttpError(403, READ_ONLY)
    if kind not in (FORM, DIRECT):
        told = f"{kind} is none" if kind else "there is no Content-Type"
        raise HttpError(415, f"{told}; a query is sent as {FORM} or {DIRECT}")
    text = _decoded(request.body, charset)
    if kind == FORM:
        found = _of_pairs((*request.parameters(), *pairs(text)))
        if found is None:
            raise HttpError(400, "the form has no field query")
        return found
    if any(key == "query" for key, _ in request.parameters()):
        raise HttpError(400, "there are two queries, one in the address and one in the body; send one")
    return _with_graphs(text, request.parameters())


def _content_type(request: Request) -> tuple[str, str]:
    kind, *options = (part.strip() for part in request.headers.get("content-type", "").split(";"))
    charsets = [option.partition("=")[2].strip("\"' ") for option in options if option.lower().startswith("charset")]
    return kind.lower(), charsets[0].lower() if charsets else "utf-8"


def _decoded(body: bytes, charset: str) -> str:
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise HttpError(415, f"a query is sent in UTF-8, not in {charset}")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise HttpError(400, "the body is not in UTF-8") from error


def _of_pairs(given: Pairs) -> Operation | None:
    queries = [value for key, value in given if key == "query"]
    if any(key == "update" for key, _ in given):
        raise HttpError(403, READ_ONLY)
    if len(queries) > 1:
        raise HttpError(400, f"there are {len(queries)} queries; send one")
    return _with_graphs(queries[0], given) if queries else None


def _with_graphs(text: str, given: Pairs) -> Operation:
    graphs = {
        name: tuple(value for key, value in given if key == name) for name in ("default-graph-uri", "named-graph-uri")
    }
    formats = [value for key, value in given if key in ("format", "output")]
    return Operation(text, graphs["default-graph-uri"], graphs["named-graph-uri"], formats[0] if formats else None)


def media_type(asked: Operation, accept: str | None) -> str:
    """The media type in which to answer.

    :raises HttpError: the client wants none that there is.
    """
    is_graph = query_form(asked.text) in ("construct", "describe")
    formats, also = (GRAPH_FORMATS, _ALSO_GRAPH) if is_graph else (RESULT_FORMATS, _ALSO)
    if asked.format:
        short = _SHORT.get(asked.format, ("", ""))[is_graph]
        accept = short or asked.format
    chosen = choose(accept, [*formats, *also])
    if chosen is None:
        raise HttpError(406, f"this query can't be answered as {accept}; valid: {', '.join(formats)}")
    return also.get(chosen, chosen)
