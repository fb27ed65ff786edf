"""HTTP/1.1 on a socket: the standard library's server with threads, bounded in what it takes and how many it serves."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from papergraph.errors import OutputError
from papergraph.server.messages import HttpError, Request, Response
from papergraph.version import __version__

Answers = Callable[[Request], Response]
_LONGEST_BODY = 1_000_000
_IDLE_SECONDS = 30


class Server(ThreadingHTTPServer):
    """Hands each request to a function; ``connections`` are served at once, others are turned away.

    :raises OutputError: the port can't be had.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, host: str, port: int, answers: Answers, *, connections: int = 256) -> None:
        self.answers, self._places = answers, threading.BoundedSemaphore(connections)
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            super().__init__((host, port), Handler)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise OutputError(
                f"{host}:{port}", f"{reason[:1].lower()}{reason[1:]}; choose another with --port"
            ) from error

    @property
    def address(self) -> str:
        """Where it is reached."""
        host, port = self.server_address[:2]
        return f"http://[{host!s}]:{port}/" if ":" in str(host) else f"http://{host!s}:{port}/"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread of its own, if there is a place."""
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)
            return
        body = b"too many connections; try again in a moment\n"
        lines = (
            "HTTP/1.1 503 Service Unavailable",
            "Retry-After: 1",
            f"Content-Length: {len(body)}",
            "Connection: close",
        )
        request.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """The thread of a connection."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that went away."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """One connection: reads requests, writes responses, until the client closes or is idle."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = f"papergraph/{__version__}", ""
    timeout = _IDLE_SECONDS
    wbufsize = 65_536
    disable_nagle_algorithm = True

    def _handle(self) -> None:
        try:
            response = self.server.answers(self._request())
        except HttpError as refusal:
            self.close_connection = True
            response = refusal.response()
        self._write(response)

    do_GET = do_HEAD = do_POST = do_OPTIONS = do_PUT = do_DELETE = do_PATCH = _handle  # noqa: N815

    def _request(self) -> Request:
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, path.partition("#")[0], query, headers, self._body(headers))

    def _body(self, headers: dict[str, str]) -> bytes:
        if "transfer-encoding" in headers:
            raise HttpError(411, "a body is sent with its Content-Length")
        try:
            length = int(headers.get("content-length", "0"))
        except ValueError as error:
            raise HttpError(400, "the Content-Length is no number") from error
        if not 0 <= length <= _LONGEST_BODY:
            raise HttpError(413, f"the body is longer than {_LONGEST_BODY / 1e6:g} MB, the limit")
        return self.rfile.read(length)

    def _write(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.status != 204:
            self.send_header("Content-Type", response.media_type)
            self.send_header("Content-Length", str(len(response.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged."""
