"""A build's RDF in memory: an Oxigraph store of the data and the ontology, and what describes them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from papergraph.build_directory import read_manifest
from papergraph.errors import BuildDirectoryError
from papergraph.model import Resolution
from papergraph.rdf.export import graph_triples
from papergraph.rdf.namespaces import DATA_BASE, ONTOLOGY, VOID, prefixes
from papergraph.rdf.ontology import ontology_path

if TYPE_CHECKING:
    import networkx as nx


_DESCRIPTIONS = ("void.ttl", "provenance.ttl")


@dataclass(frozen=True, slots=True)
class Store:
    """The triples of a build and the ontology in one default graph, and the prefixes that queries may use.

    Beside it stand, as named graphs, the ontology alone and the files that describe the data set and the run.
    """

    oxigraph: ox.Store
    prefixes: Mapping[str, str]
    base: str = DATA_BASE

    def __len__(self) -> int:
        return len(self.oxigraph)

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        return tuple(sorted(str(graph.value) for graph in self.oxigraph.named_graphs()))


def store_of(graph: nx.MultiDiGraph[Any], resolution: Resolution, *, base: str = DATA_BASE) -> Store:
    """The store of a graph that was not written.

    :raises ValueError: the graph breaks its contract.
    """
    store = _with_ontology()
    store.bulk_load(input=graph_triples(graph, resolution, base=base).ntriples(), format=ox.RdfFormat.N_TRIPLES)
    return Store(store, prefixes(base), base)


def open_store(directory: Path) -> Store:
    """Load ``graph.nt`` of a build, what describes it, and the packaged ontology.

    :raises BuildDirectoryError: the directory is no build, or its ``graph.nt`` is not whole.
    """
    check_size(directory, "graph.nt", read_manifest(directory))
    store, base = _with_ontology(), read_base(directory)
    try:
        store.bulk_load(path=directory / "graph.nt", format=ox.RdfFormat.N_TRIPLES)
    except (SyntaxError, OSError) as error:
        raise BuildDirectoryError(directory, f"graph.nt can't be read ({error}); build it again") from error
    for name in _DESCRIPTIONS:
        with suppress(SyntaxError, OSError):
            store.load(path=directory / name, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(base + name))
    return Store(store, prefixes(base), base)


def check_size(directory: Path, name: str, manifest: Mapping[str, Any]) -> None:
    """See to it that a file is as long as the manifest says.

    :raises BuildDirectoryError: it is missing, or of another length.
    """
    files = manifest.get("files")
    written = files.get(name) if isinstance(files, dict) else None
    expected = written.get("bytes") if isinstance(written, dict) else None
    path = directory / name
    if not path.is_file():
        raise BuildDirectoryError(directory, f"{name} is missing; copy the whole directory, or build it again")
    if isinstance(expected, int) and path.stat().st_size != expected:
        raise BuildDirectoryError(
            directory,
            f"{name} has {path.stat().st_size} bytes, its manifest says {expected}; copy it whole, or build it again",
        )


def _with_ontology() -> ox.Store:
    store, text = ox.Store(), ontology_path().read_bytes()
    for graph in (None, ox.NamedNode(ONTOLOGY)):
        store.bulk_load(input=text, format=ox.RdfFormat.TURTLE, to_graph=graph)
    return store


def read_base(directory: Path) -> str:
    """The base of the ids in a build, as its ``void.ttl`` says; without one, the usual base."""
    try:
        description = ox.parse(path=directory / "void.ttl", format=ox.RdfFormat.TURTLE)
        bases = sorted(str(t.object.value) for t in description if t.predicate.value == VOID.uriSpace)
    except (SyntaxError, OSError):
        return DATA_BASE
    return bases[0] if bases else DATA_BASE
