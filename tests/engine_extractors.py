"""Extractors that worker processes can import: they load, fail, rest and die as the tests of the engine need it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from tiny import TinyExtractor

from papergraph.errors import InputError
from papergraph.model import Extraction, Paper


class Telling(TinyExtractor):
    """Does what the title of a paper says."""

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """One by one, in order."""
        for paper in papers:
            act(paper.title)
            yield Extraction(paper=paper)


class OddError(Exception):
    """An error that can't be unpickled: it takes two arguments and keeps one."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(f"{what} in {where}")


def act(title: str) -> None:
    """Rest, fail or die."""
    what, _, value = title.partition(" ")
    if what == "rest":
        time.sleep(float(value))
    elif what == "tell":
        Path(value).touch()
        time.sleep(300)
    elif what == "exit":
        os._exit(int(value))
    elif what == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == "input":
        raise InputError("in.jsonl", "it is odd", line=int(value))
    elif what == "odd":
        raise OddError("odd", value)


class Sizes(TinyExtractor):
    """Tells with each paper how many it was given with it, and in which process, with how many threads."""

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """All at once."""
        given = list(papers)
        facts = {"given": len(given), "process": os.getpid(), "threads": os.environ.get("OMP_NUM_THREADS")}
        yield from (Extraction(paper=Paper(id=paper.id, title=paper.title, extra=facts)) for paper in given)


def load_tiny() -> TinyExtractor:
    """The tiny extractor."""
    return TinyExtractor()


def load_telling() -> Telling:
    """The extractor that does as it is told."""
    return Telling()


def load_sizes() -> Sizes:
    """The extractor that tells what it was given."""
    return Sizes()


def load_counted() -> TinyExtractor:
    """The tiny extractor, after a line about it in the file that COUNTED names."""
    with Path(os.environ["COUNTED"]).open("a", encoding="utf-8") as file:
        file.write(f"{os.getpid()}\n")
    return TinyExtractor()


def load_nothing() -> TinyExtractor:
    """Fails."""
    raise InputError("model", "there is none")


def load_packaged(*_: object) -> TinyExtractor:
    """In place of the packaged extractor."""
    return Telling()


if __name__ == "__main__":
    import engine_extractors

    from papergraph import builder
    from papergraph.cli import main

    builder.load_extractor = engine_extractors.load_packaged
    main(prog_name="papergraph")
