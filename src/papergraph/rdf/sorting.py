"""Lines sorted on disk: what is added in any order comes back sorted, each line once, in bounded memory."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import chain, compress, islice
from operator import ne
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from papergraph.rdf.triples import Pair

HELD = 400_000
_BLOCK = 20_000


class SortedLines:
    """A sink of triples (or of any lines) that holds at most ``held`` of them; more go to a temporary directory.

    >>> with SortedLines(held=2) as lines:
    ...     for letter in "bcab":
    ...         lines.add("<x:s>", ("<x:p>", f'"{letter}"'))
    ...     [line for batch in lines.batches() for line in batch][1]
    '<x:s> <x:p> "b" .\\n'

    :param beside: where the temporary directory is made; ``None``: where the system has it.
    """

    def __init__(self, *, beside: Path | None = None, held: int = HELD) -> None:
        self._lines: list[str] = []
        self._limit = held
        self._runs: list[Path] = []
        self._beside = beside
        self._folder: TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._folder:
            self._folder.cleanup()

    def add(self, subject: str, *pairs: Pair) -> None:
        """Add a triple for each pair of predicate and object; pairs without an object are left out."""
        self._lines += [f"{subject} {predicate} {value} .\n" for predicate, value in pairs if value is not None]
        if len(self._lines) >= self._limit:
            self._spill()

    def add_line(self, line: str) -> None:
        """Add a line, with its line feed."""
        self._lines.append(line)
        if len(self._lines) >= self._limit:
            self._spill()

    def _spill(self) -> None:
        """Write what is held as one sorted run."""
        self._folder = self._folder or TemporaryDirectory(dir=self._beside, prefix=".sorting-")
        path = Path(self._folder.name) / f"{len(self._runs)}"
        self._lines.sort()
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(self._lines)
        self._runs.append(path)
        self._lines = []

    def batches(self) -> Iterator[list[str]]:
        """All lines by code points, each once, in batches."""
        self._lines.sort()
        last = ""
        for batch in _merged(self._runs, self._lines) if self._runs else [self._lines]:
            yield list(compress(batch, map(ne, batch, chain((last,), batch))))
            last = batch[-1] if batch else last


def _merged(paths: list[Path], held: list[str]) -> Iterator[list[str]]:
    """Merge sorted runs: up to the least of the blocks' last lines, everything is known, and is sorted at once."""
    runs = [iter(held), *(_lines_of(path) for path in paths)]
    blocks = [list(islice(run, _BLOCK)) for run in runs]
    while any(blocks):
        pivot = min(block[-1] for block in blocks if block)
        batch: list[str] = []
        for number, block in enumerate(blocks):
            cut = bisect_right(block, pivot)
            batch += block[:cut]
            blocks[number] = block[cut:] or list(islice(runs[number], _BLOCK))
        batch.sort()
        yield batch


def _lines_of(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as stream:
        yield from stream
