"""A tiny extractor, tiny papers, and the command line in this process: for tests of what lies around extraction."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from click.testing import CliRunner, Result

from papergraph.model import Entity, EntityType, Extraction, Link, LinkKind, Mention, Paper, Role
from papergraph.model import Result as Measured

NAMES = {
    "Winnow": (EntityType.METHOD, Role.INTRODUCES),
    "Sieve": (EntityType.METHOD, Role.COMPARES_WITH),
    "BERT": (EntityType.MODEL, Role.USES),
    "SQuAD": (EntityType.BENCHMARK, Role.EVALUATES_ON),
    "question answering": (EntityType.TASK, Role.ADDRESSES),
    "accuracy": (EntityType.METRIC, Role.MEASURES),
}
_URL = re.compile(r"https://github\.com/(\w+/\w+)")
_VALUE = re.compile(r"(\d+(?:\.\d+)?)%")


class TinyExtractor:
    """Finds six names, addresses on GitHub and percentages, and rests as long as TINY_REST says before each paper."""

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """One by one, in order."""
        for paper in papers:
            time.sleep(float(os.environ.get("TINY_REST", "0")))
            yield Extraction(
                paper=paper,
                entities=tuple(self._entities(paper.text)),
                links=tuple(self._links(paper.text)),
                results=tuple(self._results(paper.text)),
            )

    def describe(self) -> Mapping[str, str]:
        """The model is this class."""
        return {"name": "tiny", "version": "1", "hash": "0" * 64}

    def _entities(self, text: str) -> Iterator[Entity]:
        for name, (kind, role) in NAMES.items():
            spans = [match.span() for match in re.finditer(rf"\b{name}\b", text)]
            mentions = tuple(Mention(start, end, name, "tiny") for start, end in spans)
            if mentions:
                yield Entity(name=name, type=kind, role=role, mentions=mentions, confidence=0.9)

    def _links(self, text: str) -> Iterator[Link]:
        for match in _URL.finditer(text):
            repository = f"github.com/{match[1]}".lower()
            start, end = match.span()
            yield Link(url=match[0], kind=LinkKind.CODE, own=True, start=start, end=end, repository=repository)

    def _results(self, text: str) -> Iterator[Measured]:
        for match in _VALUE.finditer(text):
            yield Measured(value=match[0], start=match.start(), end=match.end(), number=float(match[1]), unit="%")


PAPERS = (
    {
        "id": "a1",
        "title": "Winnow: a sparse method for question answering",
        "abstract": "We propose Winnow. On SQuAD it beats BERT by 2.5% accuracy. Code: https://github.com/example/winnow",
        "year": 2023,
    },
    {
        "id": "a2",
        "title": "A second look at sparse reading",
        "abstract": "We compare Winnow with Sieve and with BERT on SQuAD for question answering.",
        "year": 2024,
    },
    {"id": "a3", "title": "A title that stands alone"},
)


def write_papers(path: Path, papers: Iterable[Mapping[str, object]] = PAPERS) -> Path:
    """A file of JSON lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8")
    return path


def run(*args: str | Path, stdin: str | bytes | None = None) -> Result:
    """The command line in this process."""
    from papergraph.cli import main

    return CliRunner().invoke(main, [str(arg) for arg in args], input=stdin, prog_name="papergraph")


def start(*args: str | Path, stdout: int | IO[str] = subprocess.PIPE, **env: str) -> subprocess.Popen[str]:
    """The command line in a process of its own, with the tiny extractor."""
    import papergraph

    source = str(Path(papergraph.__file__).parents[1])
    return subprocess.Popen(
        [sys.executable, __file__, *map(str, args)],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": source} | env,
    )


def load_packaged(*_: object) -> TinyExtractor:
    """In place of the packaged extractor."""
    return TinyExtractor()


if __name__ == "__main__":
    import tiny

    from papergraph import builder
    from papergraph.cli import main

    builder.load_extractor = tiny.load_packaged
    main(prog_name="papergraph")
