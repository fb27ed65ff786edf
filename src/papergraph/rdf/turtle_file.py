"""Turtle for readers: a block for each subject, papers first, evidence last, in bounded memory."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from papergraph.rdf.blocks import Block, Census
from papergraph.rdf.namespaces import DATA_BASE, DATA_PREFIXES, prefixes
from papergraph.rdf.triples import shortener, turtle_block, turtle_head

_SECTIONS = {path: rank for rank, path in enumerate(DATA_PREFIXES.values())}
_UNUSED_IN_DATA = frozenset("owl pgid prov void dcat oa run rdf".split())


def write_turtle(blocks: Iterable[Block], path: Path, *, base: str = DATA_BASE) -> Census:
    """Write blocks as Turtle, by section, and give their census.

    Each section gathers in a temporary file beside ``path``, so that no more than a block is in memory.
    """
    names = {name: iri for name, iri in prefixes(base).items() if name not in _UNUSED_IN_DATA}
    short, census = shortener(names), Census()
    with TemporaryDirectory(dir=path.parent, prefix=".sections-") as folder, ExitStack() as opened:
        section = cache(lambda rank: opened.enter_context(_open(Path(folder) / f"{rank:02}")))
        for block in blocks:
            census.add(block)
            section(_rank(block[0], len(base) + 1)).write(turtle_block(*block, short))
        opened.close()
        _join(turtle_head(names), sorted(Path(folder).iterdir()), path)
    return census


def _open(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="\n")


def _rank(subject: str, start: int) -> int:
    """The rank of a subject's group."""
    return _SECTIONS.get(subject[start : subject.find("/", start) + 1], len(_SECTIONS))


def _join(head: str, sections: Iterable[Path], path: Path) -> None:
    with path.open("wb") as target:
        target.write(head.encode())
        for section in sections:
            with section.open("rb") as source:
                shutil.copyfileobj(source, target)
