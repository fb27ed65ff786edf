"""What the RDF of builds must keep, over real papers: ``python benchmarks/rdf_checks.py DIR...``.

For each build directory: ``validate`` conforms; every assertion has a mention; every mention's quote stands at its
offsets in the text of ``papers.jsonl``; every own IRI is typed and labelled; and the way back gives the graph of
``graph.json``. The checks read the files by themselves, so that they do not lean on what wrote them.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from papergraph.graph import load_graph
from papergraph.rdf.namespaces import PG, RDF
from papergraph.rdf.reading import read_graph
from papergraph.rdf.store import read_base
from papergraph.rdf.terms import clean
from papergraph.rdf.validation import validate

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


@dataclass
class Seen:
    """What a pass over ``graph.nt`` gathers."""

    types: dict[str, str] = field(default_factory=dict)
    labelled: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    supported: set[str] = field(default_factory=set)
    spans: dict[str, dict[str, str]] = field(default_factory=dict)
    triples: int = 0


def main() -> int:
    """Check each directory; the number of those that fail is the exit status."""
    failed = 0
    for name in sys.argv[1:]:
        problems = list(check(Path(name)))
        failed += bool(problems)
        print(f"  {'FAILED: ' + '; '.join(problems) if problems else 'all hold'}\n")
    return failed


def check(directory: Path) -> Iterator[str]:
    """What does not hold in a build."""
    before = time.process_time()
    base = read_base(directory)
    seen = _pass_over(directory / "graph.nt", base)
    yield from _labels(seen)
    yield from _evidence(seen, _texts(directory), base)
    if not _same(directory):
        yield "the way back gives another graph"
    between = time.process_time()
    report = validate(directory)
    print(f"{directory}: {seen.triples:,} triples, {len(seen.spans):,} mentions")
    print(
        f"  checked in {between - before:.0f} s, validated in {time.process_time() - between:.0f} s of processor time"
    )
    print(f"  {len(report.findings)} findings: {sorted({finding.shape for finding in report.findings})}")
    if not report.conforms:
        yield f"it does not conform, first at {next(f for f in report.findings if f.severity == 'Violation')}"


def _pass_over(path: Path, base: str) -> Seen:
    seen = Seen()
    for triple in ox.parse(path=path, format=ox.RdfFormat.N_TRIPLES):
        subject, predicate, value = str(triple.subject.value), triple.predicate.value, triple.object.value  # type: ignore[union-attr]
        seen.triples += 1
        seen.used |= {
            iri for iri in (subject, value) if iri.startswith(base) and isinstance(triple.subject, ox.NamedNode)
        }
        if predicate == RDF.type:
            seen.types[subject] = value
        elif predicate == LABEL:
            seen.labelled.add(subject)
        elif predicate == PG.supportedBy:
            seen.supported.add(subject)
        elif predicate in (PG.start, PG.end, PG.exact, PG.inPaper):
            seen.spans.setdefault(subject, {})[predicate] = value
    return seen


def _labels(seen: Seen) -> Iterator[str]:
    for what, there in (("type", set(seen.types)), ("label", seen.labelled)):
        without = seen.used - there
        if without:
            yield f"{len(without)} IRIs without a {what}, such as {min(without)}"


def _evidence(seen: Seen, texts: Mapping[str, str], base: str) -> Iterator[str]:
    assertions = {subject for subject, kind in seen.types.items() if kind == PG.Assertion}
    if assertions - seen.supported:
        yield f"{len(assertions - seen.supported)} of {len(assertions)} assertions without a mention"
    mentions = {subject for subject, kind in seen.types.items() if kind == PG.Mention}
    wrong = [
        mention
        for mention in mentions
        if _quoted(seen.spans[mention], texts, base) != seen.spans[mention].get(PG.exact)
    ]
    if wrong or not mentions:
        yield f"{len(wrong)} of {len(mentions)} mentions whose quote does not stand at its offsets"


def _quoted(span: Mapping[str, str], texts: Mapping[str, str], base: str) -> str:
    return texts[span[PG.inPaper].removeprefix(base)][int(span[PG.start]) : int(span[PG.end])]


def _texts(directory: Path) -> dict[str, str]:
    """The text of each paper by its node id, as RDF can hold it."""
    from papergraph.identifiers import node_id

    with (directory / "papers.jsonl").open(encoding="utf-8") as lines:
        records = map(json.loads, lines)
        return {node_id("paper", r["id"]): clean(f"{r['title']}\n{r.get('abstract') or ''}") for r in records}


def _same(directory: Path) -> bool:
    built, read = load_graph(directory / "graph.json"), read_graph(directory / "graph.nt")
    nodes = all(_cleaned(data) == read.nodes.get(node) for node, data in built.nodes(data=True))
    edges = all(
        _cleaned(data) == read.get_edge_data(source, target, key)
        for source, target, key, data in built.edges(keys=True, data=True)
    )
    sizes = (len(built), built.number_of_edges()) == (len(read), read.number_of_edges())
    return nodes and edges and sizes


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return {key: _cleaned(item) for key, item in value.items()} if isinstance(value, dict) else value


if __name__ == "__main__":
    sys.exit(main())
