"""Running an extractor over papers: here, or in worker processes."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from typing import Protocol, TypeVar

from papergraph.engine.partitions import partitions, worker_count
from papergraph.engine.pool import Pool
from papergraph.engine.worker import Form, Job
from papergraph.model import Extraction, Paper
from papergraph.records import write_jsonl
from papergraph.settings import Workers

_T = TypeVar("_T")


class Extracts(Protocol):
    """What finds entities, links and results in papers: papers in, extractions out, in the same order."""

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """The extraction of each paper."""

    def describe(self) -> Mapping[str, str]:
        """What decides the outcome (names, versions, hashes), for the manifest."""


class Engine:
    """An extractor that works in partitions, in one process or in several; what it gives is the same.

    :param load: loads the extractor, in each process that extracts; a function that other processes can import.
    :param workers: how many processes extract. With 1 it is this one, with more this one reads and writes; ``auto``
        takes as many as there are cores, and this one alone where there is little to do.
    """

    def __init__(self, load: Callable[[], Extracts], *, workers: Workers = 1) -> None:
        self._load, self._workers = load, workers
        self._extractor: Extracts | None = None
        self._described: Mapping[str, str] | None = None

    def extract(self, papers: Iterable[Paper]) -> Generator[Extraction, None, None]:
        """The extractions of papers, one for each, in their order.

        :raises WorkerError: a worker process ended before its work was done.
        """
        return self._run(papers, list)

    def lines(self, papers: Iterable[Paper]) -> Generator[str, None, None]:
        """The same as lines of JSON, each with its line break.

        :raises WorkerError: a worker process ended before its work was done.
        """
        return self._run(papers, write_jsonl)

    def describe(self) -> Mapping[str, str]:
        """What decides the outcome, as the extractor says it."""
        return self._described or self._here().describe()

    def _here(self) -> Extracts:
        self._extractor = self._extractor or self._load()
        return self._extractor

    def _run(self, papers: Iterable[Paper], form: Form[_T]) -> Generator[_T, None, None]:
        count, parts = worker_count(self._workers, partitions(papers))
        if count == 1:
            for part in parts:
                yield from form(self._here().extract(part))
            return
        with Pool(Job(self._load, form), count) as pool:
            for results in pool.run(parts):
                self._described = self._described or pool.described
                yield from results
