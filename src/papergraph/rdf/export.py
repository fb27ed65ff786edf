"""The graph as RDF: sorted N-Triples (the master), Turtle for readers, and a description of the data set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from papergraph.model import Resolution
from papergraph.rdf.blocks import blocks_of
from papergraph.rdf.corpus import Corpus, join
from papergraph.rdf.describe import describe_nodes
from papergraph.rdf.evidence import describe_edges, describe_merges
from papergraph.rdf.namespaces import DATA_BASE, prefixes
from papergraph.rdf.sorting import SortedLines
from papergraph.rdf.triples import Sink, TripleSet
from papergraph.rdf.turtle_file import write_turtle
from papergraph.rdf.void import describe_dataset
from papergraph.settings import check_base

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["RdfCounts", "graph_triples", "write_ntriples", "write_rdf"]


@dataclass(frozen=True, slots=True)
class RdfCounts:
    """How much was written: triples, and the subjects that they describe."""

    triples: int
    subjects: int


def write_rdf(
    graph: nx.MultiDiGraph[Any], resolution: Resolution, directory: Path, *, base: str = DATA_BASE
) -> RdfCounts:
    """Write ``graph.nt``, ``graph.ttl`` and ``void.ttl``; the bytes depend on nothing but the arguments.

    The triples stream: at most :data:`papergraph.rdf.sorting.HELD` lines are in memory, more are sorted on disk.

    :param graph: as :mod:`papergraph.graph` builds it; it is not changed.
    :param base: the IRI that all ids of the data are put behind; it ends in ``/`` or ``#``.
    :raises ValueError: the graph breaks its contract, or the base is no such IRI.
    """
    check_base(base)
    master, readable = directory / "graph.nt", directory / "graph.ttl"
    write_ntriples(graph, resolution, master, base=base)
    counts = write_turtle(blocks_of(master), readable, base=base)
    sizes = {path.name: path.stat().st_size for path in (master, readable)}
    dataset = describe_dataset(counts, sizes=sizes, base=base)
    (directory / "void.ttl").write_bytes("".join(dataset.turtle(_dataset_prefixes(base))).encode())
    return RdfCounts(triples=counts.triples, subjects=counts.subjects)


def write_ntriples(graph: nx.MultiDiGraph[Any], resolution: Resolution, path: Path, *, base: str = DATA_BASE) -> None:
    """Write the triples of a graph as N-Triples, the lines sorted by code points.

    :raises ValueError: the graph breaks its contract.
    """
    with SortedLines(beside=path.parent) as triples, path.open("w", encoding="utf-8", newline="\n") as stream:
        describe(join(graph, resolution, base=base), triples)
        for batch in triples.batches():
            stream.writelines(batch)


def graph_triples(graph: nx.MultiDiGraph[Any], resolution: Resolution, *, base: str = DATA_BASE) -> TripleSet:
    """All triples of a graph in memory, without the description of the data set.

    :raises ValueError: the graph breaks its contract.
    """
    triples = TripleSet()
    describe(join(graph, resolution, base=base), triples)
    return triples


def describe(corpus: Corpus, triples: Sink) -> None:
    """Give a sink all triples of a graph.

    :raises ValueError: the graph breaks its contract.
    """
    describe_nodes(corpus, triples)
    describe_edges(corpus, triples)
    describe_merges(corpus, triples)


def _dataset_prefixes(base: str) -> dict[str, str]:
    return {name: prefixes(base)[name] for name in ("pg", "pgid", "void", "dcat", "dcterms", "rdfs")}
