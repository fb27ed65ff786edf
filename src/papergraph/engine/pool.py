"""The pool: worker processes that are handed partitions, and whose results come back in the order of the partitions."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import ModuleType
from typing import Generic, TypeVar, cast

from papergraph.engine.worker import Done, Failed, Job, Ready, serve
from papergraph.errors import WorkerError
from papergraph.model import Paper

_T = TypeVar("_T")
_IN_FLIGHT = 3
"""How many partitions for each worker are on their way or wait for an earlier one at most."""

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
_PATIENCE = 5.0


class Pool(Generic[_T]):
    """Worker processes of one job, ended when the block ends, however it ends."""

    def __init__(self, job: Job[_T], count: int) -> None:
        self.described: Mapping[str, str] | None = None
        self._job, self._count = job, count
        self._processes: dict[Connection, SpawnProcess] = {}
        self._idle: list[Connection] = []
        self._busy: dict[Connection, int] = {}

    def __enter__(self) -> Pool[_T]:
        try:
            with _fit_to_start():
                for _ in range(self._count):
                    self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for connection, process in self._processes.items():
            process.terminate()
            connection.close()
        for process in self._processes.values():
            process.join(_PATIENCE)
            if process.is_alive():
                process.kill()
                process.join()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, self._job), name="papergraph-worker", daemon=True)
        process.start()
        self._processes[ours] = process
        theirs.close()

    def run(self, parts: Iterator[Sequence[Paper]]) -> Iterator[list[_T]]:
        """The results of each partition, in their order; a bounded number of partitions is held at a time.

        :raises WorkerError: a worker ended before its work was done.
        """
        results: dict[int, list[_T]] = {}
        numbered = enumerate(parts)
        upcoming, given = next(numbered, None), 0
        while upcoming or self._busy or given in results:
            while upcoming and self._idle and upcoming[0] - given < _IN_FLIGHT * self._count:
                self._hand_out(*upcoming)
                upcoming = next(numbered, None)
            if given in results:
                yield results.pop(given)
                given += 1
            else:
                results.update(self._received())

    def _hand_out(self, number: int, papers: Sequence[Paper]) -> None:
        connection = self._idle.pop()
        with self._mourned(connection):
            connection.send(papers)
        self._busy[connection] = number

    def _received(self) -> Iterator[tuple[int, list[_T]]]:
        """The results that have come in, of which there is at least one unless workers have just become ready."""
        for ready in cast("list[Connection]", wait(list(self._processes))):
            with self._mourned(ready):
                answer = ready.recv()
            if isinstance(answer, Failed):
                answer.error.add_note(f"In a worker process:\n{answer.where}")
                raise answer.error
            self._idle.append(ready)
            if isinstance(answer, Ready):
                self.described = answer.described
            elif isinstance(answer, Done):
                yield self._busy.pop(ready), answer.results

    @contextmanager
    def _mourned(self, connection: Connection) -> Iterator[None]:
        """Say how a worker ended, where its connection breaks off."""
        try:
            yield
        except (EOFError, BrokenPipeError, ConnectionResetError):
            process = self._processes[connection]
            process.join(_PATIENCE)
            raise WorkerError(process.exitcode) from None


@contextmanager
def _fit_to_start() -> Iterator[None]:
    """Let processes start that use one thread each, don't run the caller's script and leave Ctrl-C to this one."""
    with ExitStack() as stack:
        stack.enter_context(_one_thread())
        stack.enter_context(_without_main())
        stack.enter_context(_deaf_to_interrupts())
        yield


@contextmanager
def _one_thread() -> Iterator[None]:
    """Numeric libraries of processes started meanwhile use one thread each, unless the user has said otherwise."""
    added = {name: "1" for name in _THREADS if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)


@contextmanager
def _without_main() -> Iterator[None]:
    """Processes started meanwhile don't import the caller's script, which may have no ``if __name__ == "__main__"``."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes started meanwhile don't hear Ctrl-C; this one hears it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
