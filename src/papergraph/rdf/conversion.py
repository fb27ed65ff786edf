"""A build's graph in other syntaxes, all from its master ``graph.nt``, so that they hold the same triples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from papergraph.build_directory import read_manifest
from papergraph.errors import ConfigError
from papergraph.files import replaced_file
from papergraph.rdf import jsonld, named_graphs
from papergraph.rdf.annotations import annotation_lines
from papergraph.rdf.blocks import blocks_of
from papergraph.rdf.store import check_size, read_base
from papergraph.rdf.turtle_file import write_turtle


@dataclass(frozen=True, slots=True)
class Source:
    """What is converted: a sorted N-Triples file, the base of its ids, and the run that made it."""

    path: Path
    base: str
    run: str | None


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as stream:
        yield from stream


def _turtle(source: Source) -> Iterator[str]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "graph.ttl"
        write_turtle(blocks_of(source.path), path, base=source.base)
        yield from _lines(path)


#: What writes each format, as the command line offers them: the text in pieces.
WRITERS: Mapping[str, Callable[[Source], Iterable[str]]] = {
    "ntriples": lambda source: _lines(source.path),
    "turtle": _turtle,
    "jsonld": lambda source: jsonld.lines_of(blocks_of(source.path), base=source.base),
    "nquads": lambda source: named_graphs.nquads(source.path, base=source.base, run=source.run),
    "trig": lambda source: named_graphs.trig(source.path, base=source.base, run=source.run),
}
_WITH_GRAPHS = ("nquads", "trig")


def export(directory: Path, output: Path, *, form: str = "ntriples", evidence: bool = False) -> None:
    """Write the graph of a build directory in another syntax.

    :param form: a key of :data:`WRITERS`.
    :param evidence: write the mentions as Web Annotations instead.
    :raises BuildDirectoryError: the directory is no build, or its ``graph.nt`` is not whole.
    :raises ConfigError: there is no such format, or it has named graphs, which annotations don't.
    :raises OutputError: the output can't be written.
    """
    with replaced_file(output) as stream:
        stream.writelines(texts(directory, form=form, evidence=evidence))


def texts(directory: Path, *, form: str = "ntriples", evidence: bool = False) -> Iterator[str]:
    """The same in pieces, written nowhere."""
    if form not in WRITERS:
        raise ConfigError("format", f"there is no {form!r}", valid=WRITERS)
    if evidence and form in _WITH_GRAPHS:
        plain = [name for name in WRITERS if name not in _WITH_GRAPHS]
        raise ConfigError("format", f"annotations have no named graphs, so not {form}", valid=plain)
    check_size(directory, "graph.nt", read_manifest(directory))
    master = directory / "graph.nt"
    base, run = read_base(directory), named_graphs.run_of(directory)
    with _evidence(master) if evidence else _as_it_is(master) as path:
        yield from WRITERS[form](Source(path, base, run))


@contextmanager
def _as_it_is(path: Path) -> Iterator[Path]:
    yield path


@contextmanager
def _evidence(master: Path) -> Iterator[Path]:
    """The annotations of a graph in a temporary file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "evidence.nt"
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(annotation_lines(master))
        yield path
