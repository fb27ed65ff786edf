"""Ask the packaged questions of Oxigraph and of rdflib, side by side: python benchmarks/sparql_speed.py BUILD

Both hold the same triples: ``graph.nt`` of the build, and the ontology. Each question is asked of either in a process
of its own, forked from the one that loaded the graph, and its processor time is taken, so that other work on the
machine does not count; of Oxigraph the median of five. rdflib is stopped after --limit seconds, and the ratio is then a
lower bound. The rows are compared as multisets, numbers by their values.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import time
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox
import rdflib

from papergraph.errors import PapergraphError
from papergraph.rdf.ontology import ontology_path
from papergraph.rdf.query import Term, run
from papergraph.rdf.questions import Question, fill, questions
from papergraph.rdf.store import Store, open_store

REPEATS = 5
Rows: TypeAlias = Counter[tuple[object, ...]]
PAPERS = "SELECT ?title { ?p a pg:Paper ; dcterms:title ?title . ?p pg:sharesEntityWith ?q } ORDER BY ?title LIMIT 2"
TOP = "SELECT ?e { ?e a pg:Benchmark ; pg:paperCount ?n } ORDER BY DESC(?n) ?e LIMIT 1"


def text_of(question: Question, store: Store) -> str:
    """The question with its examples, or where the graph does not hold them, with what it holds most of."""
    given = {one.name: one.example for one in question.parameters}
    try:
        return fill(question, given, store)
    except PapergraphError:
        titles = [str(row["title"]) for row in run(store, PAPERS).values()]
        top = str(run(store, TOP).values()[0]["e"])
        for place, one in enumerate(question.parameters):
            if one.kind in ("entity", "paper"):
                given[one.name] = top if one.kind == "entity" else titles[place % len(titles)]
        return fill(question, given, store)


def load_rdflib(build: Path) -> rdflib.Graph:
    """rdflib's graph of the same triples."""
    graph = rdflib.Graph().parse(build / "graph.nt", format="nt")
    return graph.parse(data=ontology_path().read_text(encoding="utf-8"), format="turtle")


def of_rdflib(graph: rdflib.Graph, text: str) -> tuple[float, Rows]:
    """Seconds of the processor, and the rows."""
    start = time.process_time()
    rows = list(graph.query(text))
    taken = time.process_time() - start
    return taken, Counter(tuple(_plain(term, getattr(term, "datatype", None)) for term in row) for row in rows)  # type: ignore[union-attr]


def _plain(term: object, datatype: object) -> object:
    """A term that compares alike from either side: a number by its value, all others by their text."""
    if term is None:
        return None
    text = str(getattr(term, "value", term)) if not isinstance(term, str) else str(term)
    return Decimal(text) if str(datatype).endswith(("#integer", "#decimal")) else text


def of_oxigraph(store: Store, text: str) -> tuple[float, Rows]:
    """The same of Oxigraph: the median of some runs."""
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        found = run(store, text)
        times.append(time.process_time() - start)
    rows = (tuple(_plain(term, _datatype(term)) for term in row) for row in found.rows)
    return statistics.median(times), Counter(rows)


def _datatype(term: Term | None) -> str:
    return term.datatype.value if isinstance(term, ox.Literal) else ""


def apart(ask: Callable[[], tuple[float, Rows]], limit: float) -> tuple[float, Rows] | None:
    """The answer of a forked process, or nothing after so many seconds."""
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=lambda: theirs.send(ask()))
    process.start()
    try:
        return ours.recv() if ours.poll(limit) else None
    finally:
        process.kill()
        process.join()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("--limit", type=float, default=120.0, metavar="SECONDS")
    args = parser.parse_args()
    store, graph = open_store(args.build), load_rdflib(args.build)
    print(f"{len(graph)} triples")
    ratios = []
    for question in questions():
        text = text_of(question, store)
        fast, rows = of_oxigraph(store, text)
        slow = apart(lambda text=text: of_rdflib(graph, text), args.limit)  # type: ignore[misc]
        ratios.append((slow[0] if slow else args.limit) / max(fast, 1e-5))
        alike = "" if slow is None else "alike" if slow[1] == rows else "DIFFERENT ROWS"
        told = f"{slow[0] * 1000:10.1f}" if slow else f">{args.limit * 1000:9.0f}"
        print(f"{question.name:22} {fast * 1000:10.2f} ms {told} ms {ratios[-1]:10.1f} times {alike}", flush=True)
    print(f"median: {statistics.median(ratios):.1f} times as fast")


if __name__ == "__main__":
    main()
