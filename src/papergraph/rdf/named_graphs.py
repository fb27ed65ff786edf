"""The triples with where they come from: a named graph for each paper, one for the corpus, one for the provenance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from papergraph.rdf.blocks import Block, blocks, blocks_of
from papergraph.rdf.namespaces import DATA_BASE, PG, PROV, RDF, RDFS, prefixes
from papergraph.rdf.sorting import SortedLines
from papergraph.rdf.terms import iri, string
from papergraph.rdf.triples import TYPE, shortener, turtle_block, turtle_head

_PAPER, _REPORTS = iri(PG.Paper), iri(PG.reports)
_IN_PAPER = {iri(PG.Mention): iri(PG.inPaper), iri(PG.Assertion): iri(PG.subject)}
_AUTHORSHIP = iri(PG.hasAuthorship)
_LABEL = iri(RDFS.label)


@dataclass(frozen=True, slots=True)
class Naming:
    """What gives a block its graph: ``owners`` are the papers of results and authorships, ``run`` is the run's IRI.

    What was read in the text of a paper is in the graph of that paper; what was concluded over all papers, and what
    papers have in common, in ``graph/corpus``.
    """

    base: str
    owners: dict[str, str]
    run: str | None = None

    def graph_of(self, block: Block) -> str:
        """The graph of a block, as a term."""
        subject, pairs = block
        said = dict(pairs)
        kind = said.get(TYPE)
        if kind == _PAPER:
            return self.of_paper(subject)
        paper = said.get(_IN_PAPER[kind]) if kind in _IN_PAPER else self.owners.get(subject)
        return self.of_paper(paper) if paper else f"<{self.base}graph/corpus>"

    def of_paper(self, paper: str) -> str:
        """The graph of a paper, as a term."""
        return f"<{self.base}graph/{paper[1 + len(self.base) :]}"

    def provenance(self, papers: Iterable[str]) -> Iterator[Block]:
        """What is said of the graphs themselves, sorted by graph: which paper they were read from, and by which run."""
        corpus = f"<{self.base}graph/corpus>"
        graphs: list[tuple[str, str, str | None]] = [(corpus, "what all papers together say", None)]
        graphs += [(self.of_paper(paper), "what one paper says", paper) for paper in papers]
        for graph, label, paper in sorted(graphs, key=lambda graph: graph[0]):
            pairs = [(TYPE, iri(PROV.Entity)), (_LABEL, string(label))]
            pairs += [(iri(PROV.wasDerivedFrom), paper)] if paper else []
            pairs += [(iri(PROV.wasGeneratedBy), f"<{self.run}>")] if self.run else []
            yield graph, sorted(pairs)


def naming_of(path: Path, *, base: str = DATA_BASE, run: str | None = None) -> tuple[Naming, list[str]]:
    """What names the graphs of a sorted N-Triples file, and its papers."""
    owners: dict[str, str] = {}
    papers: list[str] = []
    for subject, pairs in blocks_of(path):
        if (TYPE, _PAPER) in pairs:
            papers.append(subject)
            owners |= {value: subject for predicate, value in pairs if predicate in (_REPORTS, _AUTHORSHIP)}
    return Naming(base, owners, run), papers


def nquads(path: Path, *, base: str = DATA_BASE, run: str | None = None) -> Iterator[str]:
    """N-Quads of a sorted N-Triples file, sorted too."""
    naming, papers = naming_of(path, base=base, run=run)
    with SortedLines() as lines:
        for graph, subject, predicate, value in _quads(naming, path, papers):
            lines.add_line(f"{subject} {predicate} {value} {graph} .\n")
        for batch in lines.batches():
            yield from batch


def trig(path: Path, *, base: str = DATA_BASE, run: str | None = None) -> Iterator[str]:
    """TriG of a sorted N-Triples file, graph by graph."""
    naming, papers = naming_of(path, base=base, run=run)
    names = {name: namespace for name, namespace in prefixes(base).items() if name not in ("void", "dcat", "oa", "owl")}
    short = shortener(names)
    yield turtle_head(names)
    with SortedLines() as lines:
        for graph, subject, predicate, value in _quads(naming, path, papers):
            lines.add_line(f"{graph} {subject} {predicate} {value} .\n")
        last = close = ""
        for graph, block in _by_graph(line for batch in lines.batches() for line in batch):
            if graph != last:
                yield f"{close}\n{short(graph)} {{\n"
                close = "}\n"
            last = graph
            yield turtle_block(*block, short)
    yield close


def _quads(naming: Naming, path: Path, papers: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
    """Graph, subject, predicate and object of everything."""
    for block in blocks_of(path):
        graph = naming.graph_of(block)
        for predicate, value in block[1]:
            yield graph, block[0], predicate, value
    own = f"<{naming.base}graph/provenance>"
    for subject, pairs in naming.provenance(papers):
        for predicate, value in pairs:
            yield own, subject, predicate, value


def _by_graph(lines: Iterable[str]) -> Iterator[tuple[str, Block]]:
    """Lines that begin with a graph, as blocks of subjects within graphs."""
    last, waiting = "", list[str]()
    for line in lines:
        graph, _, triple = line.partition(" ")
        if graph != last:
            yield from ((last, block) for block in blocks(waiting))
            last, waiting = graph, []
        waiting.append(triple)
    yield from ((last, block) for block in blocks(waiting))


def run_of(directory: Path) -> str | None:
    """The IRI of the run of a build directory, as its ``provenance.ttl`` has it."""
    import pyoxigraph as ox

    try:
        triples = ox.parse(path=directory / "provenance.ttl", format=ox.RdfFormat.TURTLE)
        runs = [t.subject for t in triples if t.predicate.value == RDF.type and t.object == ox.NamedNode(PROV.Activity)]
    except (SyntaxError, OSError):
        return None
    return next((run.value for run in runs if isinstance(run, ox.NamedNode)), None)
