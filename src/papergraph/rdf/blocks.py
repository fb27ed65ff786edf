"""The triples of a sorted N-Triples file, subject by subject, without holding the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from papergraph.rdf.triples import TYPE

Block = tuple[str, list[tuple[str, str]]]
"""A subject and the pairs of predicate and object that it has; terms are in the syntax of N-Triples."""


def blocks_of(path: Path) -> Iterator[Block]:
    """The blocks of a file as :func:`papergraph.rdf.export.write_ntriples` writes it."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        yield from blocks(lines)


def blocks(lines: Iterable[str]) -> Iterator[Block]:
    r"""The blocks of lines of which those of one subject stand together.

    >>> list(blocks(['<x:s> <x:p> "a b" .\n', "<x:s> <x:q> <x:o> .\n"]))
    [('<x:s>', [('<x:p>', '"a b"'), ('<x:q>', '<x:o>')])]
    """
    last, pairs = "", list[tuple[str, str]]()
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if subject != last:
            if pairs:
                yield last, pairs
            last, pairs = subject, []
        pairs.append((predicate, rest[:-3]))
    if pairs:
        yield last, pairs


@dataclass(slots=True)
class Census:
    """How many triples, subjects, classes and properties went by, and the first subject of each class."""

    subjects: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    predicates: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    @property
    def triples(self) -> int:
        """How many triples there are."""
        return self.predicates.total()

    def add(self, block: Block) -> None:
        """Count a block."""
        subject, pairs = block
        self.subjects += 1
        for predicate, value in pairs:
            self.predicates[predicate] += 1
            if predicate == TYPE:
                self.classes[value] += 1
                self.examples.setdefault(value, subject)
