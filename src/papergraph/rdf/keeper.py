"""The process that keeps the store and forks workers, and the two ways to start workers from the outside.

``python -m papergraph.rdf.keeper FD DIR MEGABYTES`` is the process; it ends, with its workers, when the other side of
the socket FD is closed.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from papergraph.errors import PapergraphError, QueryError, QueryLimitError

_MESSAGE = struct.Struct("!q")
_START = 0
_PATIENCE = 5.0


class Forking:
    """Starts the keeper's process, and workers by it."""

    def __init__(self, directory: Path, megabytes: int | None) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", __name__, str(theirs.fileno()), str(directory), str(megabytes or 0)]
            environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
            self._process = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno()],
                env=environment,
                stdin=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._socket, self._connection = ours, Connection(os.dup(ours.fileno()))
        self._lock = threading.Lock()
        _await_store(self._connection, self.close)

    def start(self) -> tuple[Connection, int]:
        """A worker's connection and its process id."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            socket.send_fds(self._socket, [_MESSAGE.pack(_START)], [theirs.fileno()])
            return Connection(ours.detach()), self._reply()

    def end(self, worker: int) -> int:
        """End a worker and give its exit code."""
        with self._lock:
            self._socket.sendall(_MESSAGE.pack(worker))
            return self._reply()

    def _reply(self) -> int:
        try:
            reply: int = self._connection.recv()
        except (EOFError, OSError) as error:
            raise QueryError("the process that keeps the graph has ended; start papergraph again") from error
        return reply

    def close(self) -> None:
        """Let the keeper end its workers and itself."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._socket.close()
        self._connection.close()


class Spawning:
    """Starts workers that each load the store, where processes can't fork."""

    def __init__(self, directory: Path, megabytes: int | None) -> None:
        self._arguments, self._processes = (directory, megabytes), list[BaseProcess]()
        self._ready = [self._new()]

    def _new(self) -> tuple[Connection, BaseProcess]:
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(
            target=_spawned, args=(theirs, *self._arguments), daemon=True
        )
        process.start()
        theirs.close()
        self._processes.append(process)
        _await_store(ours, self.close)
        return ours, process

    def start(self) -> tuple[Connection, BaseProcess]:
        """A worker's connection and its process."""
        return self._ready.pop() if self._ready else self._new()

    def end(self, worker: BaseProcess) -> int:
        """End a worker and give its exit code."""
        worker.join(0.2)
        worker.kill()
        worker.join()
        return worker.exitcode or 0

    def close(self) -> None:
        """End all workers."""
        for process in self._processes:
            process.kill()
            process.join()


def _await_store(connection: Connection, close: Any) -> None:
    """Wait until the other side has loaded the store, and raise here what it met."""
    try:
        failed = connection.recv()
    except (EOFError, OSError):
        failed = QueryError("the graph could not be loaded: its process ended; is there enough memory?")
    except BaseException:
        close()
        raise
    if failed is not None:
        close()
        raise failed


def _load(directory: Path) -> Any:
    """The store, or the error that keeps it from being one; and all that a worker, which opens no file, will need."""
    from papergraph.rdf import descriptions, explanation, requests  # noqa: F401
    from papergraph.rdf.questions import questions
    from papergraph.rdf.store import open_store

    questions()
    try:
        return open_store(directory)
    except PapergraphError as error:
        return error


def _spawned(connection: Connection, directory: Path, megabytes: int | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    store = _load(directory)
    failed = isinstance(store, PapergraphError)
    connection.send(store if failed else None)
    if not failed:
        _work(connection, store, megabytes)


def _keep(descriptor: int, directory: Path, megabytes: int | None) -> None:
    """Load the store, then start and end workers as the other side says, until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control, connection = socket.socket(fileno=descriptor), Connection(os.dup(descriptor))
    store = _load(directory)
    failed = isinstance(store, PapergraphError)
    connection.send(store if failed else None)
    if failed:
        return
    gc.freeze()
    workers: set[int] = set()
    try:
        _obey(control, connection, workers, (store, megabytes))
    finally:
        for worker in workers:
            _ended(worker)


def _obey(control: socket.socket, connection: Connection, workers: set[int], work: tuple[Any, int | None]) -> None:
    while True:
        message, descriptors, *_ = socket.recv_fds(control, _MESSAGE.size, 1)
        if len(message) < _MESSAGE.size:
            return
        (order,) = _MESSAGE.unpack(message)
        if order == _START:
            worker = _fork(descriptors[0], (control, connection), work)
            workers.add(worker)
            connection.send(worker)
        else:
            workers.discard(order)
            connection.send(_ended(order))


def _fork(descriptor: int, inherited: tuple[socket.socket, Connection], work: tuple[Any, int | None]) -> int:
    worker = os.fork()
    if worker:
        os.close(descriptor)
        return worker
    try:
        for control in inherited:
            control.close()
        _work(Connection(descriptor), *work)
    finally:
        os._exit(0)


def _ended(worker: int) -> int:
    """The exit code of a worker that is dead or is ended now."""
    with suppress(ProcessLookupError):
        found, status = os.waitpid(worker, os.WNOHANG)
        if not found:
            os.kill(worker, signal.SIGKILL)
            _, status = os.waitpid(worker, 0)
        return os.waitstatus_to_exitcode(status)
    return 0


def _work(connection: Connection, store: Any, megabytes: int | None) -> None:
    """Answer requests until the other side closes."""
    _confine(megabytes)
    while True:
        try:
            request = connection.recv()
        except (EOFError, OSError):
            return
        connection.send_bytes(pickle.dumps(_answered(request, store)))


def _answered(request: Any, store: Any) -> tuple[bool, Any]:
    try:
        return True, request.run(store)
    except PapergraphError as error:
        return False, error
    except MemoryError:
        return False, QueryLimitError("memory", "the query needed more memory than the limit")
    except Exception as error:
        return False, QueryError(f"the query could not be evaluated: {type(error).__name__}: {error}")


def _confine(megabytes: int | None) -> None:
    """Bound the memory of this process, and let it open nothing more: no file, no connection to anywhere."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if megabytes and Path("/proc/self/statm").exists():
            pages = int(Path("/proc/self/statm").read_text().split()[0])
            most = pages * resource.getpagesize() + megabytes * 1_000_000
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


if __name__ == "__main__":
    _keep(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) or None)
