"""Processes that run queries, so that one can be ended: at the limit of time, and by the system at that of memory.

Oxigraph's query can't be stopped from within. So a process of its own, the keeper, loads the store once and forks a
worker for each place in the pool; they share its memory. A worker that is ended is replaced by a fresh one, in
milliseconds. Where processes can't fork, each worker loads the store for itself.
"""

from __future__ import annotations

import os
import queue
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol, TypeVar

from papergraph.errors import BusyError, PapergraphError, QueryError, QueryLimitError
from papergraph.rdf.requests import Request

T = TypeVar("T")
_ABORTED, _SEGMENT, _KILLED = -6, -11, -9


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take: seconds, and megabytes of memory besides the graph; ``None`` is no limit."""

    seconds: float | None = None
    megabytes: int | None = None


class Keeper(Protocol):
    """Starts and ends workers over one store."""

    def start(self) -> tuple[Connection, Any]:
        """A worker's connection, and what :meth:`end` knows it by."""
        ...

    def end(self, worker: Any) -> int:
        """End a worker, however busy; its exit code, negative for the signal that ended it."""
        ...

    def close(self) -> None:
        """End all that was started."""
        ...


class Pool:
    """Workers over one build; any thread may ask.

    :param workers: how many queries run at once.
    :param waiting: how many more may wait for their turn.
    :param fork: whether workers are forked; by default where the system can.
    :raises BuildDirectoryError: the directory is no build.
    """

    def __init__(
        self,
        directory: Path,
        *,
        limits: Limits = Limits(),
        workers: int = 1,
        waiting: int = 100,
        fork: bool | None = None,
    ) -> None:
        from papergraph.rdf import keeper

        kind = keeper.Forking if (hasattr(os, "fork") if fork is None else fork) else keeper.Spawning
        self.limits, self._places = limits, threading.BoundedSemaphore(workers + waiting)
        self._idle: queue.LifoQueue[tuple[Connection, Any] | None] = queue.LifoQueue()
        self._closed = False
        self._keeper: Keeper = kind(directory, limits.megabytes)
        for _ in range(workers):
            self._idle.put(None)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, request: Request[T], *, seconds: float | None = None) -> T:
        """The answer to a request, from the next worker that is free.

        :param seconds: a shorter limit than the pool's.
        :raises QueryLimitError: it took too long or too much memory; its worker is ended.
        :raises BusyError: too many wait already.
        :raises PapergraphError: whatever the request raises.
        """
        if not self._places.acquire(blocking=False):
            raise BusyError("too many queries wait for their turn; ask again in a moment")
        try:
            worker = self._idle.get()
            try:
                worker = worker or self._keeper.start()
                answered, value = self._answer(worker, request, seconds or self.limits.seconds)
            except BaseException:
                self._idle.put(None)
                raise
            self._idle.put(worker)
        finally:
            self._places.release()
        if not answered:
            raise value
        return value  # type: ignore[no-any-return]

    def _answer(self, worker: tuple[Connection, Any], request: Request[T], seconds: float | None) -> tuple[bool, Any]:
        connection, _ = worker
        try:
            connection.send(request)
            if not connection.poll(seconds):
                raise QueryLimitError("time", f"the query ran longer than {seconds:g} s, the limit, and was ended")
            answer: tuple[bool, Any] = connection.recv()
            return answer
        except (EOFError, OSError) as error:
            raise self._death(self._end(worker)) from error
        except BaseException:
            self._end(worker)
            raise

    def _end(self, worker: tuple[Connection, Any]) -> int:
        connection, handle = worker
        connection.close()
        return 0 if self._closed else self._keeper.end(handle)

    def _death(self, code: int) -> PapergraphError:
        if self._closed:
            return QueryError("the query was ended, since papergraph stops")
        if code == _SEGMENT:
            return QueryError("the query is too long or too deeply nested to be evaluated")
        if code in (_ABORTED, _KILLED):
            most = f"{self.limits.megabytes} MB" if self.limits.megabytes else "there is"
            return QueryLimitError("memory", f"the query needed more memory than {most}, the limit, and was ended")
        return QueryError(f"the process of the query ended unexpectedly (exit code {code})")

    def close(self) -> None:
        """End all workers, busy or not."""
        self._closed = True
        self._keeper.close()
