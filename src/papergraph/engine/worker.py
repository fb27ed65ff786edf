"""What runs in a worker process: it loads the extractor once, then answers each partition with its results."""

from __future__ import annotations

import pickle
import signal
import traceback
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from papergraph.model import Extraction, Paper

_T = TypeVar("_T")
Form = Callable[[Iterable[Extraction]], Iterable[_T]]


@dataclass(frozen=True, slots=True)
class Job(Generic[_T]):
    """What a worker does: it loads an extractor, and gives extractions the form in which they go back."""

    load: Callable[[], Any]
    form: Form[_T]


@dataclass(frozen=True, slots=True)
class Ready:
    """The extractor is loaded; this is how it describes itself."""

    described: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Done(Generic[_T]):
    """The results of a partition."""

    results: list[_T]


@dataclass(frozen=True, slots=True)
class Failed:
    """An error that ended the work, and where it happened."""

    error: Exception
    where: str


def serve(connection: Connection, job: Job[Any]) -> None:
    """Answer partitions until the other side closes the connection; Ctrl-C is the other side's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            _answer(connection, job)
        except (EOFError, BrokenPipeError, ConnectionResetError):
            raise
        except Exception as error:
            connection.send(Failed(_portable(error), traceback.format_exc()))


def _answer(connection: Connection, job: Job[Any]) -> None:
    extractor = job.load()
    connection.send(Ready(dict(extractor.describe())))
    while True:
        papers: list[Paper] = connection.recv()
        connection.send(Done(list(job.form(extractor.extract(papers)))))


def _portable(error: Exception) -> Exception:
    """The error itself if it can go to another process, else one that says the same."""
    try:
        back = pickle.loads(pickle.dumps(error))
    except Exception:
        back = None
    return error if type(back) is type(error) and str(back) == str(error) else RuntimeError(_told(error))


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
