"""A build directory that is used again: loaded, looked at, queried."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from papergraph import graph
from papergraph.build_directory import read_manifest
from papergraph.errors import BuildDirectoryError, InputError
from papergraph.identifiers import node_id
from papergraph.model import CanonicalEntity, Resolution
from papergraph.settings import DEFAULT_BASE
from papergraph.tables import read_entity

if TYPE_CHECKING:
    import networkx as nx

    from papergraph.rdf.store import Store


@dataclass(frozen=True)
class Graph(graph.Graph):
    """The graph of a build, with the questions one asks of it.

    ``directory`` is where it was written, if it was; ``resolution`` what it was built from, if it was built just now;
    ``base`` the beginning of all ids in its RDF.
    """

    directory: Path | None = None
    resolution: Resolution | None = None
    base: str = DEFAULT_BASE

    def query(self, text: str, *, form: str = "rows", **parameters: str) -> Any:
        """The answer to a SPARQL query or a packaged question, as :func:`papergraph.query` gives it.

        The store is loaded once and stays in this process; so there is no limit of time.

        :raises QueryError: the query can't be asked.
        """
        from papergraph.rdf.query import query as ask

        return ask(self._store, text, form=form, timeout=None, **parameters)

    def _texts(self, entity: str) -> Mapping[str, str]:
        if self.resolution is not None:
            papers = [extraction.paper for extraction in self.resolution.extractions]
            return {node_id("paper", paper.id): paper.text for paper in papers}
        found = _texts_naming(entity, self.directory) if self.directory is not None else ()
        return {node_id("paper", paper): text for paper, text in found}

    @cached_property
    def _store(self) -> Store:
        from papergraph.rdf.store import open_store, store_of

        if self.directory is not None:
            return open_store(self.directory)
        if self.resolution is None:
            raise BuildDirectoryError("graph", "it has neither a directory nor a resolution; open it with open_graph")
        return store_of(self.graph, self.resolution, base=self.base)


def load(directory: Path) -> nx.MultiDiGraph[str]:
    """The graph of a build directory, equal to the one that was built.

    :raises BuildDirectoryError: it is no build directory, or a damaged one.
    """
    read_manifest(directory)
    try:
        return graph.load_graph(directory / "graph.json")
    except InputError as error:
        raise BuildDirectoryError(directory, f"graph.json is damaged ({error.reason}); build it anew") from error


def open_graph(directory: Path) -> Graph:
    """The graph of a build directory with its entities and their merges.

    :raises BuildDirectoryError: it is no build directory, or a damaged one.
    """
    configuration = read_manifest(directory).get("configuration")
    base = configuration.get("base") if isinstance(configuration, dict) else None
    return Graph(load(directory), read_entities(directory), directory, base=str(base or DEFAULT_BASE))


def read_entities(directory: Path) -> tuple[CanonicalEntity, ...]:
    """The entities of a build directory.

    :raises BuildDirectoryError: ``entities.jsonl`` is missing or damaged.
    """
    try:
        lines = (directory / "entities.jsonl").read_text(encoding="utf-8").split("\n")
        return tuple(read_entity(json.loads(line)) for line in lines if line)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BuildDirectoryError(directory, f"entities.jsonl is damaged ({error}); build it anew") from error


def _texts_naming(entity: str, directory: Path) -> Iterator[tuple[str, str]]:
    """Id and text of the papers of a build directory whose line holds the id of an entity."""
    sought = json.dumps(entity, ensure_ascii=False)
    try:
        with (directory / "papers.jsonl").open(encoding="utf-8") as lines:
            for record in (json.loads(line) for line in lines if sought in line):
                yield record["id"], f"{record['title']}\n{record.get('abstract') or ''}"
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BuildDirectoryError(directory, f"papers.jsonl is damaged ({error}); build it anew") from error


def query(directory: Path, text: str, *, form: str = "rows", timeout: float | None = None, **parameters: str) -> Any:
    """The answer of a build directory to a SPARQL query or a packaged question.

    :raises BuildDirectoryError: it is no build directory.
    :raises QueryError: the query can't be asked.
    """
    from papergraph.rdf.query import query as ask

    return ask(directory, text, form=form, timeout=timeout, **parameters)
