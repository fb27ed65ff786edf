"""The files of a build, each written by its stage, in a directory that takes its place when all are there."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import networkx as nx

from papergraph.build_directory import write_manifest
from papergraph.clock import now
from papergraph.decisions import NONE, Decisions
from papergraph.explorer import PageCounts, write_page
from papergraph.files import write_text
from papergraph.graph import Graph, save_graph, write_graphml
from papergraph.model import Reject, Resolution
from papergraph.rdf.export import write_rdf
from papergraph.rdf.provenance import write_provenance
from papergraph.records import dumps, write_jsonl
from papergraph.report import paper_links, report
from papergraph.settings import DEFAULT_BASE
from papergraph.summary import Counts, by_type, count_mentions, own_code, repositories
from papergraph.tables import entity_lines, reject_lines, review_text
from papergraph.version import __version__

Progress = Callable[[str, int, int | None], object]
"""What is told of the work: the stage (read, extract, resolve, link, write), how much is done, of how much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A graph with everything that was found on the way to it."""

    graph: nx.MultiDiGraph[str]
    resolution: Resolution
    rejects: tuple[Reject, ...]
    read: int
    model: Mapping[str, str]
    started: datetime
    inputs: tuple[tuple[str, str], ...] = ()
    """The name and the SHA-256 of each file that was read."""
    decisions: Decisions = NONE
    page: PageCounts | None = None
    """What the page holds, if it has been written."""

    @property
    def counts(self) -> Counts:
        """How many there are of what."""
        extractions, entities = self.resolution.extractions, self.resolution.entities
        return Counts(
            read=self.read,
            papers=len(extractions),
            entities=len(entities),
            entities_by_type=by_type(entities),
            mentions=count_mentions(extractions),
            links=sum(len(extraction.links) for extraction in extractions),
            repositories=len(repositories(extractions)),
            papers_with_code=sum(bool(own_code(extraction)) for extraction in extractions),
            results=sum(len(extraction.results) for extraction in extractions),
            paper_links=sum(key == "sharesEntityWith" for _, _, key in self.graph.edges(keys=True)),
            merges=sum(len(entity.merges) for entity in entities),
            doubtful=len(self.resolution.doubtful),
            rejects=len(self.rejects),
        )


def no_progress(stage: str, done: int, total: int | None) -> None:
    """Tell nobody."""


def write(
    built: Built,
    directory: Path,
    *,
    title: str | None = None,
    base: str = DEFAULT_BASE,
    on_progress: Progress = no_progress,
) -> Built:
    """Write every file of a build into an empty directory, the manifest last; what the page holds is known then."""
    resolution = resolution_by_id(built.resolution)
    papers = len(resolution.extractions)
    heading = title or f"Knowledge graph of {papers} {'paper' if papers == 1 else 'papers'}"
    configuration = {"base": base, "title": heading, **built.decisions.hashes}
    configuration["sha256"] = _hash(configuration)
    on_progress("write", 0, None)
    page = write_page(built.graph, resolution.extractions, directory / "graph.html", title=heading)
    built = replace(built, page=page)
    writers: tuple[Callable[[], object], ...] = (
        *_writers(built, resolution, directory, heading, base),
        lambda: _provenance(built, directory, configuration),
    )
    for done, writer in enumerate(writers):
        on_progress("write", done, len(writers))
        writer()
    facts = {
        "model": {**built.model, "sha256": _hash(built.model)},
        "configuration": configuration,
        "counts": built.counts.as_record(),
    }
    write_manifest(directory, {"title": heading} | facts)
    on_progress("write", len(writers), len(writers))
    return built


def _provenance(built: Built, directory: Path, configuration: Mapping[str, str]) -> None:
    write_provenance(
        directory,
        started=built.started,
        ended=now(),
        version=__version__,
        model_hash=_hash(built.model),
        config_hash=configuration["sha256"],
        inputs=built.inputs,
        base=configuration["base"],
    )


def _writers(
    built: Built, resolution: Resolution, directory: Path, title: str, base: str
) -> tuple[Callable[[], object], ...]:
    graph, extractions = built.graph, resolution.extractions
    names = {entity.id: entity.name for entity in resolution.entities}
    return (
        lambda: _write_lines(directory / "papers.jsonl", write_jsonl(extractions)),
        lambda: _write_lines(directory / "entities.jsonl", entity_lines(resolution.entities)),
        lambda: _write_lines(directory / "rejects.jsonl", reject_lines(built.rejects)),
        lambda: write_text(
            directory / "review.yaml",
            review_text(resolution.doubtful, names, built.decisions.answered, built.decisions.comments_on),
        ),
        lambda: write_text(directory / "report.md", _report(built, title, names)),
        lambda: save_graph(graph, directory / "graph.json"),
        lambda: write_graphml(graph, directory / "graph.graphml"),
        lambda: write_rdf(graph, resolution, directory, base=base),
    )


def resolution_by_id(resolution: Resolution) -> Resolution:
    """The same with its papers and entities sorted by id."""
    return Resolution(
        extractions=tuple(sorted(resolution.extractions, key=lambda extraction: extraction.paper.id)),
        entities=tuple(sorted(resolution.entities, key=lambda entity: entity.id)),
        doubtful=resolution.doubtful,
    )


def _report(built: Built, title: str, names: Mapping[str, str]) -> str:
    return report(
        title=title,
        counts=built.counts,
        extractions=built.resolution.extractions,
        entities=built.resolution.entities,
        links=paper_links(built.graph, names),
        communities=[(community.name, community.papers) for community in Graph(built.graph).communities()],
        rejects=built.rejects,
        left=built.page.papers_left if built.page else 0,
    )


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(lines)


def _hash(configuration: Mapping[str, Any]) -> str:
    return hashlib.sha256(dumps(dict(sorted(configuration.items()))).encode()).hexdigest()
