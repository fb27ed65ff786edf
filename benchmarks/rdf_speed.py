"""From a built graph to sorted N-Triples on disk, side by side with rdflib: ``python benchmarks/rdf_speed.py DIR``.

Both sides begin with the networkx graph and the resolution in memory and end with a file; processor time is compared,
in one run, so that the ratio holds on a busy machine. rdflib's side gets the same triples as plain strings, taken apart
before the clock starts, makes its terms of them (predicates are made once), fills an ``rdflib.Graph`` and serialises
it; its lines are not sorted, and it is spared all that papergraph does to find out what to say.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
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

Plain = tuple[str, rdflib.URIRef, str, str | None]
"""Subject, predicate, the text of the object, and its datatype; ``None``: it is an IRI."""


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
        predicates: dict[str, rdflib.URIRef] = {}
        triples = [plain for block in blocks_of(master) for plain in _plain(*block, predicates)]
        store = rdflib.Graph()
        filled = timed(lambda: _fill(store, triples))
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


def _plain(subject: str, pairs: list[tuple[str, str]], predicates: dict[str, rdflib.URIRef]) -> Iterator[Plain]:
    for predicate, value in pairs:
        name = predicates.setdefault(predicate, rdflib.URIRef(predicate[1:-1]))
        if value.startswith("<"):
            yield subject[1:-1], name, value[1:-1], None
        else:
            text, datatype, _ = split_literal(value)
            yield subject[1:-1], name, text, datatype


def _fill(store: rdflib.Graph, triples: list[Plain]) -> None:
    for subject, predicate, text, datatype in triples:
        store.add((rdflib.URIRef(subject), predicate, _term(text, datatype)))


def _term(text: str, datatype: str | None) -> rdflib.URIRef | rdflib.Literal:
    if datatype is None:
        return rdflib.URIRef(text)
    return rdflib.Literal(text) if datatype == XSD.string else rdflib.Literal(text, datatype=rdflib.URIRef(datatype))


if __name__ == "__main__":
    main()
