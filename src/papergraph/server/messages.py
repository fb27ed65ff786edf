"""A request and a response as values, so that all that lies between them is a function."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from papergraph.errors import PapergraphError

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What a client sent; header names are in lower case, ``path`` is as it came, percent-encoded."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def parameters(self) -> Pairs:
        """The pairs of the query string.

        :raises HttpError: it is not in UTF-8.
        """
        return pairs(self.query)

    def parameter(self, name: str) -> str | None:
        """The first value of a name in the query string."""
        return next((value for key, value in self.parameters() if key == name), None)


def pairs(text: str) -> Pairs:
    """The pairs of a form or a query string.

    :raises HttpError: they are not in UTF-8.
    """
    try:
        return tuple(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100))
    except ValueError as error:
        raise HttpError(400, "the parameters are not percent-encoded UTF-8, or are too many") from error


@dataclass(frozen=True, slots=True)
class Response:
    """What the server answers."""

    status: int
    body: bytes = b""
    media_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


class HttpError(PapergraphError):
    """A request that gets no answer but a status and a sentence."""

    def __init__(self, status: int, sentence: str, headers: Mapping[str, str] | None = None) -> None:
        self.status, self.sentence, self.headers = status, sentence, dict(headers or {})
        super().__init__(sentence)

    def response(self) -> Response:
        """The sentence as plain text."""
        return Response(self.status, f"{self.sentence}\n".encode(), headers=self.headers)


def json_response(value: object) -> Response:
    """A value as JSON."""
    return Response(200, json.dumps(value, ensure_ascii=False).encode(), "application/json")
