"""What Python code uses of papergraph: read, build, load, open_graph, query."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from papergraph.model import Paper, Reject
from papergraph.settings import DEFAULT_BASE, Workers

if TYPE_CHECKING:
    import networkx as nx

    from papergraph.builder import Inputs
    from papergraph.engine import Extracts
    from papergraph.opened import Graph

Form = Literal["rows", "pandas", "rdflib"]


def read(
    inputs: str | Path | Iterable[str | Path], *, on_reject: Callable[[Reject], object] | None = None
) -> Iterator[Paper]:
    """The papers of files, directories or ``-`` (standard input), in their order, copies included.

    :param on_reject: is given what can't be read, an input that does not exist among it; by default a warning at the
        end counts it.
    """
    from papergraph import sources

    paths = [inputs] if isinstance(inputs, (str, Path)) else list(inputs)
    rejects: list[Reject] = []
    yield from sources.read(paths, on_reject=on_reject or rejects.append)
    if rejects:
        first = min(rejects)
        message = f"set aside in all: {len(rejects)}, the first in {first.file}:{first.line} ({first.reason})"
        warnings.warn(message, stacklevel=2)


def build(
    inputs: Inputs,
    output: str | Path | None = None,
    *,
    title: str | None = None,
    base: str = DEFAULT_BASE,
    force: bool = False,
    min_confidence: float | None = None,
    model: str | Path | None = None,
    workers: Workers = 1,
    extractor: Extracts | None = None,
    aliases: str | Path | None = None,
    review: str | Path | None = None,
    on_progress: Callable[[str, int, int | None], object] | None = None,
) -> Graph:
    """The graph of papers; written as a build directory if ``output`` is given.

    :param inputs: files, directories, ``-``, or papers.
    :param title: the title of the page and of the report; by default it says how many papers there are.
    :param base: the beginning of all ids in the RDF.
    :param force: replace a directory that papergraph did not make.
    :param min_confidence: leave out entities below it, from 0 to 1; by default the extractor's own threshold.
    :param model: a pipeline of ``papergraph train``, instead of the packaged one.
    :param workers: how many processes extract, or ``auto`` for one a core where there is enough to do; the graph is the
        same.
    :param extractor: what extracts, instead of the packaged one; it does so in this process.
    :param aliases: a YAML file that says which names are the same or different, are renamed, retyped or dropped.
    :param review: a ``review.yaml`` whose answers count; a build keeps them.
    :param on_progress: is told of the stage (read, extract, resolve, link, write), how much is done, and of how much.
    :raises ConfigError: ``base``, ``min_confidence`` or ``workers`` has a value that it can't have; ``model`` has no
        trained encoder; ``aliases`` or ``review`` can't be read, contradicts itself or names what the papers don't.
    :raises InputError: none of the inputs holds a paper.
    :raises OutputError: the directory can't be written, or must not be replaced.
    :raises WorkerError: a worker process ended before its work was done.
    """
    from papergraph import builder
    from papergraph.opened import Graph

    path = None if output is None else Path(output)
    built = builder.build(
        inputs,
        path,
        title=title,
        base=base,
        force=force,
        min_confidence=min_confidence,
        model=None if model is None else Path(model),
        workers=workers,
        extractor=extractor,
        aliases=None if aliases is None else Path(aliases),
        review=None if review is None else Path(review),
        on_progress=on_progress or (lambda stage, done, total: None),
    )
    return Graph(built.graph, built.resolution.entities, path, built.resolution, base)


def load(directory: str | Path) -> nx.MultiDiGraph[str]:
    """The graph of a build directory, equal to the one that was built.

    :raises BuildDirectoryError: it is no build directory, or a damaged one.
    """
    from papergraph.opened import load

    return load(Path(directory))


def open_graph(directory: str | Path) -> Graph:
    """The graph of a build directory, with the questions that people ask of it.

    :raises BuildDirectoryError: it is no build directory, or a damaged one.
    """
    from papergraph.opened import open_graph

    return open_graph(Path(directory))


def query(
    directory: str | Path, text: str, *, form: Form = "rows", timeout: float | None = None, **parameters: str
) -> Any:
    """The answer of a build directory to a SPARQL query, whose usual prefixes need not be declared.

    :param text: the query, or the name of a packaged question: ``query(DIR, "papers-on", benchmark="GSM8K")``.
    :param form: ``rows`` (dictionaries of Python values; for ASK a bool), ``pandas`` (a data frame) or ``rdflib``
        (a graph, of CONSTRUCT and DESCRIBE).
    :param timeout: the most seconds that the query may run, in a process of its own.
    :param parameters: those of the packaged question.
    :raises BuildDirectoryError: it is no build directory.
    :raises QueryError: the query is malformed, no mere question, ran too long, or has no such form.
    :raises NotFoundError: there is no such question, or the graph does not hold what a parameter names.
    """
    from papergraph.opened import query

    return query(Path(directory), text, form=form, timeout=timeout, **parameters)
