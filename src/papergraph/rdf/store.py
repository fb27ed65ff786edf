"""A build's RDF in memory: an Oxigraph store of the data and the ontology."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from papergraph.build_directory import read_manifest
from papergraph.errors import BuildDirectoryError
from papergraph.model import Resolution
from papergraph.rdf.export import graph_triples
from papergraph.rdf.namespaces import DATA_BASE, VOID, prefixes
from papergraph.rdf.ontology import ontology_path

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Store:
    """The triples of a build and the ontology in one default graph, and the prefixes that queries may use."""

    oxigraph: ox.Store
    prefixes: Mapping[str, str]

    def __len__(self) -> int:
        return len(self.oxigraph)


def store_of(graph: nx.MultiDiGraph[Any], resolution: Resolution, *, base: str = DATA_BASE) -> Store:
    """The store of a graph that was not written.

    :raises ValueError: the graph breaks its contract.
    """
    store = _with_ontology()
    store.bulk_load(input=graph_triples(graph, resolution, base=base).ntriples(), format=ox.RdfFormat.N_TRIPLES)
    return Store(store, prefixes(base))


def open_store(directory: Path) -> Store:
    """Load ``graph.nt`` of a build, and the packaged ontology, so that queries can ask for its labels.

    :raises BuildDirectoryError: the directory is no build, or its ``graph.nt`` is broken.
    """
    read_manifest(directory)
    store = _with_ontology()
    try:
        store.bulk_load(path=directory / "graph.nt", format=ox.RdfFormat.N_TRIPLES)
    except (SyntaxError, OSError) as error:
        raise BuildDirectoryError(directory, f"graph.nt can't be read ({error}); build it again") from error
    return Store(store, prefixes(read_base(directory)))


def _with_ontology() -> ox.Store:
    store = ox.Store()
    store.bulk_load(input=ontology_path().read_bytes(), format=ox.RdfFormat.TURTLE)
    return store


def read_base(directory: Path) -> str:
    """The base of the ids in a build, as its ``void.ttl`` says; without one, the usual base."""
    try:
        description = ox.parse(path=directory / "void.ttl", format=ox.RdfFormat.TURTLE)
        bases = sorted(str(t.object.value) for t in description if t.predicate.value == VOID.uriSpace)
    except (SyntaxError, OSError):
        return DATA_BASE
    return bases[0] if bases else DATA_BASE
