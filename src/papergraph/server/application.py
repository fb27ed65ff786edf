"""What each address answers, as a function from a request to a response."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from papergraph.errors import BusyError, NotFoundError, PapergraphError, QueryLimitError, RefusedQueryError
from papergraph.rdf.descriptions import Describe
from papergraph.rdf.namespaces import ONTOLOGY
from papergraph.rdf.requests import GRAPH_FORMATS, Filled, Names, Serialised
from papergraph.rdf.workers import Pool
from papergraph.server.answers import Answers
from papergraph.server.editor import editor_facts
from papergraph.server.explorer import ServedExplorer
from papergraph.server.messages import HttpError, Request, Response, json_response
from papergraph.server.negotiation import choose
from papergraph.server.pages import description_page, framed, refusal_page
from papergraph.server.protocol import media_type, operation
from papergraph.server.service import describe_service

HTML = "text/html"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_STATIC = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
_CORS = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
}
_SUGGESTED = 20


@dataclass(frozen=True)
class Settings:
    """What is served and how: the title, the base of the ids, whose pages may read it, how long an answer may be.

    ``kept`` is how many bytes of answers are kept to be given again.
    """

    directory: Path
    title: str
    base: str
    graphs: tuple[str, ...] = ()
    origin: str | None = "*"
    most: int = 64_000_000
    kept: int = 64_000_000


class Application:
    """Answers requests over a pool of workers."""

    def __init__(self, pool: Pool, settings: Settings) -> None:
        self._pool, self._settings = pool, settings
        self._answers = Answers(pool, most=settings.kept)
        explorer = ServedExplorer(settings.directory)
        self._routes: Mapping[str, Callable[[Request], Response]] = {
            "/": self._start,
            "/sparql": self._sparql,
            "/sparql/": self._sparql,
            "/explorer": explorer.page,
            "/explorer/node.json": explorer.around,
            "/explorer/names.json": explorer.called,
            "/ontology": lambda request: self._thing(request, ONTOLOGY),
            "/describe": lambda request: self._thing(request, request.parameter("iri") or ""),
            "/editor.json": lambda request: json_response(self._facts),
            "/names.json": self._names,
            "/fill": self._fill,
        }

    def __call__(self, request: Request) -> Response:
        """The response to a request; whatever goes wrong is a status and a sentence."""
        try:
            response = self._answer(request)
        except PapergraphError as error:
            response = self._refused(request, _refusal(error))
        return self._with_headers(response)

    def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(204, headers=_CORS | {"Allow": "GET, HEAD, POST, OPTIONS"})
        is_endpoint = request.path.rstrip("/") == "/sparql"
        if request.method not in ("GET", "HEAD") and not is_endpoint:
            raise HttpError(405, f"{request.method} is not allowed here; valid: GET", {"Allow": "GET, HEAD, OPTIONS"})
        if request.path in self._routes:
            return self._routes[request.path](request)
        if request.path.startswith("/id/"):
            return self._thing(request, self._settings.base + request.path.removeprefix("/id/"))
        if request.path.startswith("/static/"):
            return _static(request.path.removeprefix("/static/"))
        raise HttpError(
            404, "there is no such page; the query page is at /, the explorer at /explorer, SPARQL at /sparql"
        )

    def _refused(self, request: Request, refusal: HttpError) -> Response:
        wants_page = choose(request.headers.get("accept"), ["text/plain", HTML]) == HTML
        if wants_page and request.method == "GET" and request.path.rstrip("/") != "/sparql":
            page = refusal_page(refusal.status, refusal.sentence, title=self._settings.title)
            return _page(page, status=refusal.status)
        return refusal.response()

    def _with_headers(self, response: Response) -> Response:
        headers = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Vary": "Accept, Origin"}
        if self._settings.origin is not None:
            headers["Access-Control-Allow-Origin"] = self._settings.origin
            headers["Access-Control-Expose-Headers"] = "Content-Type, Retry-After"
        if "Content-Security-Policy" not in response.headers:
            headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        return Response(response.status, response.body, response.media_type, headers | dict(response.headers))

    def _start(self, request: Request) -> Response:
        page = (files("papergraph.server") / "static" / "query.html").read_text(encoding="utf-8")
        return _page(framed(page, title=self._settings.title))

    def _sparql(self, request: Request) -> Response:
        asked = operation(request)
        accept = request.headers.get("accept")
        kinds = [*GRAPH_FORMATS, HTML]
        if asked is None:
            return self._service(request, choose(accept, kinds))
        if (
            request.method == "GET"
            and not asked.format
            and choose(accept, [*kinds, "application/sparql-results+json"]) == HTML
        ):
            return Response(303, headers={"Location": f"/?query={quote(asked.text)}"})
        wanted = media_type(asked, accept)
        body = self._answers.ask(Serialised(asked.text, wanted, asked.default, asked.named, self._settings.most))
        return Response(200, body, _with_charset(wanted))

    def _service(self, request: Request, wanted: str | None) -> Response:
        if wanted == HTML:
            return Response(303, headers={"Location": "/"})
        if wanted is None:
            raise HttpError(406, f"the service description is written as {', '.join(GRAPH_FORMATS)}")
        endpoint = f"http://{request.headers.get('host', 'localhost')}/sparql"
        body = describe_service(endpoint, title=self._settings.title, graphs=self._settings.graphs, media_type=wanted)
        return Response(200, body, _with_charset(wanted))

    def _thing(self, request: Request, iri: str) -> Response:
        """A thing as a page or as RDF, as the client likes; without a preference as RDF."""
        wanted = choose(request.headers.get("accept"), [*GRAPH_FORMATS, HTML])
        if wanted is None:
            raise HttpError(406, f"things are written as {', '.join([HTML, *GRAPH_FORMATS])}")
        found = self._pool.ask(Describe(iri))
        if found is None:
            raise HttpError(404, f"the graph knows nothing of <{iri}>")
        if wanted == HTML:
            return _page(description_page(found, title=self._settings.title, base=self._settings.base))
        body = self._answers.ask(Serialised(f"DESCRIBE <{iri}>", wanted, most=self._settings.most))
        return Response(200, body, _with_charset(wanted))

    @cached_property
    def _facts(self) -> object:
        return editor_facts(self._settings.base)

    def _names(self, request: Request) -> Response:
        found = self._pool.ask(Names(request.parameter("begins") or "", _SUGGESTED))
        return json_response([{"id": one, "name": name, "type": kind} for one, name, kind in found])

    def _fill(self, request: Request) -> Response:
        """The query of a packaged question with its parameters."""
        given = dict(request.parameters())
        text = self._pool.ask(Filled(given.pop("question", ""), given))
        return Response(200, text.encode())


def _page(text: str, *, status: int = 200) -> Response:
    return Response(status, text.encode(), "text/html; charset=utf-8", {"Content-Security-Policy": POLICY})


def _static(name: str) -> Response:
    known = {path.name: path for path in (files("papergraph.server") / "static").iterdir()}
    ending = name[name.rfind(".") :]
    if name not in known or ending not in _STATIC:
        raise HttpError(404, f"there is no file {name!r}")
    return Response(200, known[name].read_bytes(), _STATIC[ending], {"Cache-Control": "no-cache"})


def _with_charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _refusal(error: PapergraphError) -> HttpError:
    """The status of an error: the client's fault, a refusal, or a limit that was reached."""
    if isinstance(error, HttpError):
        return error
    if isinstance(error, BusyError):
        return HttpError(503, str(error), {"Retry-After": "1"})
    if isinstance(error, QueryLimitError):
        return HttpError(504 if error.limit == "time" else 500, str(error))
    if isinstance(error, RefusedQueryError):
        return HttpError(403 if "there is no graph" not in str(error) else 400, str(error))
    if isinstance(error, NotFoundError):
        return HttpError(404, str(error))
    return HttpError(400, str(error))
