"""From a built graph to sorted N-Triples on disk, side by side with rdflib: ``python benchmarks/rdf_speed.py DIR``.

Both sides begin with the networkx graph and the resolution in memory and end with a file; processor time is compared,
in one run, so that the ratio holds on a busy machine. rdflib's side fills an ``rdflib.Graph`` with the same triples,
their terms made once before the clock starts, and serialises it; its lines are not sorted.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import rdflib

from papergraph.graph import load_graph
from papergraph.model import Resolution
from papergraph.rdf.blocks import blocks_of
from papergraph.rdf.export import write_ntriples, write_rdf
from papergraph.rdf.literals import split_literal
from papergraph.rdf.namespaces import XSD
from papergraph.rdf.store import read_base
from papergraph.records import from_record
from papergraph.tables import read_entity

Triple = tuple[rdflib.URIRef, rdflib.URIRef, "rdflib.URIRef | rdflib.Literal"]


def main() -> None:
    """Measure both sides."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path, help="a build directory")
    directory = parser.parse_args().directory
    graph, base = load_graph(directory / "graph.json"), read_base(directory)
    resolution = _resolution(directory)
    with TemporaryDirectory() as folder:
        master = Path(folder) / "graph.nt"
        own = timed(lambda: write_ntriples(graph, resolution, master, base=base))
        whole = timed(lambda: write_rdf(graph, resolution, Path(folder), base=base))
        triples = [triple for block in blocks_of(master) for triple in _triples(*block)]
        store = rdflib.Graph()
        filled = timed(lambda: [store.add(triple) for triple in triples])
        written = timed(lambda: store.serialize(Path(folder) / "rdflib.nt", format="nt", encoding="utf-8"))
        same = master.read_bytes() == (directory / "graph.nt").read_bytes()
    print(f"{len(triples):,} triples; the file is {'the' if same else 'NOT the'} graph.nt of the build")
    print(f"papergraph, sorted N-Triples:       {own:7.1f} s of processor time")
    print(f"papergraph, with Turtle and VoID:   {whole:7.1f} s")
    print(f"rdflib, filling a graph:            {filled:7.1f} s")
    print(f"rdflib, serialising it (unsorted):  {written:7.1f} s")
    print(f"papergraph is {(filled + written) / own:.1f} times as fast")


def timed(work: Callable[[], object]) -> float:
    """Seconds of processor time."""
    before = time.process_time()
    work()
    return time.process_time() - before


def _resolution(directory: Path) -> Resolution:
    papers = (directory / "papers.jsonl").read_text(encoding="utf-8").split("\n")
    entities = (directory / "entities.jsonl").read_text(encoding="utf-8").split("\n")
    return Resolution(
        extractions=tuple(from_record(json.loads(line)) for line in papers if line),
        entities=tuple(read_entity(json.loads(line)) for line in entities if line),
    )


def _triples(subject: str, pairs: list[tuple[str, str]]) -> list[Triple]:
    return [(rdflib.URIRef(subject[1:-1]), rdflib.URIRef(predicate[1:-1]), _term(value)) for predicate, value in pairs]


def _term(value: str) -> rdflib.URIRef | rdflib.Literal:
    if value.startswith("<"):
        return rdflib.URIRef(value[1:-1])
    text, datatype, language = split_literal(value)
    return rdflib.Literal(text, lang=language, datatype=None if datatype == XSD.string else rdflib.URIRef(datatype))


if __name__ == "__main__":
    main()
