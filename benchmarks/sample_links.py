"""Links between papers, drawn by chance, to be read and judged: python benchmarks/sample_links.py DIR [--seed N]

For each: both titles, and each reason with both roles and sentences, heaviest first. The same build and seed give the
same links. Are the reasons right, and would a reader of one paper care for the other?
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

from papergraph import open_graph
from papergraph.graph import Graph, Reason


def drawn(graph: Graph, number: int, seed: int) -> list[tuple[str, str]]:
    """The ends of so many links, or of all there are."""
    edges = graph.graph.edges(keys=True)
    links = sorted((left, right) for left, right, key in edges if key == "sharesEntityWith")
    return random.Random(seed).sample(links, min(number, len(links)))


def told(graph: Graph, left: str, right: str) -> Iterator[str]:
    """The lines about a link."""
    link = next(related for related in graph.related(left) if related.paper.id == right)
    yield f"{graph.find_paper(left).title}\n{link.paper.title}\nweight {link.weight}"
    for reason in link.why:
        yield from _reason(reason)


def _reason(reason: Reason) -> Iterator[str]:
    entity = reason.entity
    yield f"  {reason.weight}  {entity.name} ({entity.type}, {entity.papers} papers)"
    yield f"      {reason.here.value}: {reason.sentence_here}"
    yield f"      {reason.there.value}: {reason.sentence_there}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path, metavar="DIR", help="what papergraph build wrote")
    parser.add_argument("-n", "--number", type=int, default=50, help="how many links (default: 50)")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    graph = open_graph(args.directory)
    for place, link in enumerate(drawn(graph, args.number, args.seed), 1):
        print(f"{place}.", *told(graph, *link), sep="\n", end="\n\n")


if __name__ == "__main__":
    main()
