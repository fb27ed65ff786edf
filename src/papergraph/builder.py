"""From inputs to a graph, and to a build directory: the stages in their order."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from papergraph import copies, sources, vocabulary
from papergraph.build_directory import check_replaceable, replaced
from papergraph.build_files import Built, Progress, no_progress, write
from papergraph.clock import now
from papergraph.decisions import NONE, Decisions, read_decisions
from papergraph.engine import Engine, Extracts
from papergraph.errors import ConfigError, InputError
from papergraph.graph import build_graph
from papergraph.model import Extraction, Paper, Reject
from papergraph.resolution import resolve
from papergraph.settings import DEFAULT_BASE, Workers, check_options

_T = TypeVar("_T")
Inputs = str | Path | Iterable[str | Path] | Iterable[Paper]


def build(
    inputs: Inputs,
    output: Path | None = None,
    *,
    title: str | None = None,
    base: str = DEFAULT_BASE,
    force: bool = False,
    min_confidence: float | None = None,
    model: Path | None = None,
    workers: Workers = 1,
    extractor: Extracts | None = None,
    aliases: Path | None = None,
    review: Path | None = None,
    on_progress: Progress = no_progress,
) -> Built:
    """Read, extract, resolve and link; write a build directory if ``output`` is given.

    :param inputs: files, directories, ``-``, or papers.
    :param title: the title of the page and of the report; by default it says how many papers there are.
    :param base: the beginning of all ids in the RDF.
    :param force: replace a directory that papergraph did not make.
    :param min_confidence: leave out entities below it, from 0 to 1; by default the extractor's own threshold.
    :param model: a pipeline of ``papergraph train``, instead of the packaged one.
    :param workers: how many processes extract, or ``auto``.
    :param extractor: what extracts, instead of the packaged one; it does so in this process.
    :param aliases: a YAML file of what people say about names.
    :param review: a ``review.yaml`` whose answers count.
    :raises ConfigError: ``base``, ``min_confidence`` or ``workers`` has a value that it can't have; ``model`` has no
        trained encoder; ``aliases`` or ``review`` can't be read, contradicts itself or names what the papers don't.
    :raises InputError: none of the inputs holds a paper.
    :raises OutputError: the directory can't be written, or must not be replaced.
    :raises WorkerError: a worker process ended before its work was done.
    """
    check_options("build", base=base, min_confidence=min_confidence, workers=workers)
    if extractor is not None and workers not in (1, "auto"):
        raise ConfigError("workers", "an extractor that is given works in this process", valid=("1", "auto"))
    inputs = _listed(inputs)
    decisions = read_decisions(aliases, review)
    if output is not None:
        needed = [*_paths(inputs), *(path for path in (aliases, review, model) if path)]
        check_replaceable(output, inputs=needed, force=force, answered=decisions.answered)
    used = extractor or packaged_engine(min_confidence=min_confidence, model=model, workers=workers)
    built = assemble(inputs, extractor=used, decisions=decisions, on_progress=on_progress)
    if output is not None:
        with replaced(output, force=force, answered=decisions.answered) as directory:
            built = write(built, directory, title=title, base=base, on_progress=on_progress)
    return built


def _listed(inputs: Inputs) -> list[str | Path] | Iterable[Paper]:
    if isinstance(inputs, (str, Path)):
        return [inputs]
    several: Iterator[Any] = iter(inputs)
    first = next(several, None)
    if isinstance(first, Paper):
        return chain([first], several)
    return [] if first is None else [first, *several]


def _paths(inputs: list[str | Path] | Iterable[Paper]) -> list[Path]:
    return [Path(path) for path in inputs if str(path) != "-"] if isinstance(inputs, list) else []


def assemble(
    inputs: list[str | Path] | Iterable[Paper],
    *,
    extractor: Extracts,
    decisions: Decisions = NONE,
    on_progress: Progress = no_progress,
) -> Built:
    """The graph of the inputs, and what led to it; nothing is written.

    :raises ConfigError: the decisions can't hold in these papers.
    :raises InputError: none of the inputs holds a paper.
    """
    started = now()
    rejects: list[Reject] = []
    paths = inputs if isinstance(inputs, list) else []
    files: set[tuple[str, str]] = set()
    if isinstance(inputs, list):
        papers = sources.read(paths, on_reject=rejects.append, on_file=lambda *file: files.add(file))
    else:
        papers = sources.given_papers(inputs, on_reject=rejects.append)
    united = copies.unite(_told(papers, "read", None, on_progress))
    rejects += united.rejects
    if not united.papers:
        raise nothing_readable(paths, rejects)
    extractions = _extracted(extractor, sorted(united.papers, key=lambda paper: paper.id), on_progress)
    on_progress("resolve", 0, None)
    extractions = spread(extractions)
    resolution = resolve(extractions, vocabulary=vocabulary.load(), decisions=decisions)
    on_progress("link", 0, None)
    graph = build_graph(resolution)
    return Built(
        graph=graph,
        resolution=resolution,
        rejects=tuple(sorted(_portable(reject, paths) for reject in rejects)),
        read=united.read,
        model=extractor.describe(),
        started=started,
        inputs=tuple(sorted(files)),
        decisions=decisions,
    )


def _portable(reject: Reject, inputs: Iterable[str | Path]) -> Reject:
    """The reject with its file as the sources of papers name it: without what lies above the inputs."""
    for path in map(Path, inputs):
        if reject.file == path.as_posix():
            return replace(reject, file=path.name or path.resolve().name)
        if reject.file.startswith(f"{path.as_posix()}/"):
            inside = Path(reject.file).relative_to(path).as_posix()
            return replace(reject, file=f"{path.resolve().name}/{inside}")
    return reject


def _extracted(extractor: Extracts, papers: list[Paper], on_progress: Progress) -> list[Extraction]:
    found = extractor.extract(papers)
    try:
        return list(_told(found, "extract", len(papers), on_progress))
    finally:
        if isinstance(found, Generator):
            found.close()


def packaged_engine(*, min_confidence: float | None = None, model: Path | None = None, workers: Workers = 1) -> Engine:
    """The packaged extractor, in as many processes as are wanted; it is loaded when there is something to extract."""
    return Engine(partial(load_extractor, min_confidence, model), workers=workers)


def load_extractor(min_confidence: float | None = None, model: Path | None = None) -> Extracts:
    """The packaged extractor.

    :param model: a pipeline of ``papergraph train``, instead of the packaged one.
    """
    from papergraph.extraction import Extractor

    return Extractor.load(min_confidence=min_confidence, model=model)


def spread(extractions: list[Extraction]) -> list[Extraction]:
    """The extractions, each with the names that titles of other papers coin."""
    from papergraph.extraction.spreading import spread_names

    return list(spread_names(extractions, vocabulary=vocabulary.load()))


def nothing_readable(inputs: Iterable[str | Path], rejects: Iterable[Reject]) -> InputError:
    """The error of inputs without a single paper: it says what was wrong with the first of them."""
    first = next(iter(rejects), None)
    if first:
        return InputError(first.file, f"no paper could be read; {first.reason}", line=first.line or None)
    return InputError(next(iter(inputs), "-"), "no paper was found in it")


def _told(items: Iterable[_T], stage: str, total: int | None, on_progress: Progress) -> Iterator[_T]:
    on_progress(stage, 0, total)
    for done, item in enumerate(items, 1):
        yield item
        on_progress(stage, done, total)
