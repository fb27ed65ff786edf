"""Answers that were given before: the graph does not change while it is served, so they hold until the server stops."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict

from papergraph.rdf.requests import Serialised
from papergraph.rdf.tokens import bare
from papergraph.rdf.workers import Pool

_CHANGING = re.compile(r"\b(?:rand|now|uuid|struuid|bnode)\s*\(", re.IGNORECASE)
_LARGEST_SHARE = 4


class Answers:
    """Asks a pool, and keeps the latest answers, as many as fit; any thread may ask.

    A query that may give something else each time (``RAND()``, ``NOW()``) is asked anew, and so is one whose answer
    takes over a quarter of the room.

    :param most: how many bytes the answers and their queries may take together; 0 keeps none.
    """

    def __init__(self, pool: Pool, *, most: int) -> None:
        self._pool, self._most = pool, most
        self._kept: OrderedDict[Serialised, bytes] = OrderedDict()
        self._lock, self._size = threading.Lock(), 0

    def __len__(self) -> int:
        return len(self._kept)

    def ask(self, request: Serialised) -> bytes:
        """The answer to a query; it raises whatever :meth:`papergraph.rdf.workers.Pool.ask` raises."""
        with self._lock:
            if request in self._kept:
                self._kept.move_to_end(request)
                return self._kept[request]
        body = self._pool.ask(request)
        if _weight(request, body) * _LARGEST_SHARE <= self._most and not _CHANGING.search(bare(request.text)):
            self._keep(request, body)
        return body

    def _keep(self, request: Serialised, body: bytes) -> None:
        with self._lock:
            if request not in self._kept:
                self._kept[request] = body
                self._size += _weight(request, body)
            while self._size > self._most:
                self._size -= _weight(*self._kept.popitem(last=False))


def _weight(request: Serialised, body: bytes) -> int:
    return len(body) + 4 * len(request.text)
