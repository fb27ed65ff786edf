"""The graph as RDF: sorted N-Triples (the master), Turtle for readers, and a description of the data set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from papergraph.model import Resolution
from papergraph.rdf.corpus import join
from papergraph.rdf.describe import describe_nodes
from papergraph.rdf.evidence import describe_edges, describe_merges
from papergraph.rdf.namespaces import DATA_BASE, DATA_PREFIXES, prefixes
from papergraph.rdf.triples import TripleSet
from papergraph.rdf.void import describe_dataset
from papergraph.settings import check_base

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["RdfCounts", "graph_triples", "write_rdf"]

_SECTIONS = {path: rank for rank, path in enumerate(DATA_PREFIXES.values())}
_UNUSED_IN_DATA = frozenset("owl pgid prov void dcat run rdf".split())


@dataclass(frozen=True, slots=True)
class RdfCounts:
    """How much was written: triples, and the subjects that they describe."""

    triples: int
    subjects: int


def write_rdf(
    graph: nx.MultiDiGraph[Any], resolution: Resolution, directory: Path, *, base: str = DATA_BASE
) -> RdfCounts:
    """Write ``graph.nt``, ``graph.ttl`` and ``void.ttl``; the bytes depend on nothing but the arguments.

    :param graph: as :mod:`papergraph.graph` builds it; it is not changed.
    :param base: the IRI that all ids of the data are put behind; it ends in ``/`` or ``#``.
    :raises ValueError: the graph breaks its contract, or the base is no such IRI.
    """
    check_base(base)
    triples = graph_triples(graph, resolution, base=base)
    ntriples = triples.ntriples()
    readable = "".join(triples.turtle(_data_prefixes(base), section=lambda subject: _section(subject, len(base) + 1)))
    sizes = {
        "graph.nt": _write(directory / "graph.nt", ntriples),
        "graph.ttl": _write(directory / "graph.ttl", readable),
    }
    dataset = describe_dataset(triples, sizes=sizes, base=base)
    _write(directory / "void.ttl", "".join(dataset.turtle(_dataset_prefixes(base))))
    return RdfCounts(triples=len(triples), subjects=len(triples.subjects))


def graph_triples(graph: nx.MultiDiGraph[Any], resolution: Resolution, *, base: str = DATA_BASE) -> TripleSet:
    """All triples of a graph, without the description of the data set.

    :raises ValueError: the graph breaks its contract.
    """
    corpus = join(graph, resolution, base=base)
    triples = TripleSet()
    describe_nodes(corpus, triples)
    describe_edges(corpus, triples)
    describe_merges(corpus, triples)
    return triples


def _data_prefixes(base: str) -> dict[str, str]:
    return {name: iri for name, iri in prefixes(base).items() if name not in _UNUSED_IN_DATA}


def _dataset_prefixes(base: str) -> dict[str, str]:
    return {name: prefixes(base)[name] for name in ("pg", "pgid", "void", "dcat", "dcterms")}


def _section(subject: str, start: int) -> int:
    """The rank of a subject's group: papers first, evidence last."""
    return _SECTIONS.get(subject[start : subject.find("/", start) + 1], len(_SECTIONS))


def _write(path: Path, text: str) -> int:
    """Write a file in UTF-8 and give its size in bytes."""
    return path.write_bytes(text.encode())
