"""Time the links between papers on a synthetic corpus: python benchmarks/paper_links.py [--papers N] [--entities N]

Each paper names so many entities, with roles by chance; the commonest of all is in about a quarter of the papers, and
the others get rarer by a power law. Prints the CPU time of this process, which other work on the machine changes least,
and its greatest memory, for the links with their ranked reasons.
"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np

from papergraph.graph.linking import link_papers
from papergraph.model import Role

ROLES = tuple(Role)


def corpus(papers: int, each: int, *, exponent: float = 0.75, seed: int = 5) -> dict[str, dict[str, Role]]:
    """For each paper its entities and their roles; the same for the same seed."""
    chance = np.random.default_rng(seed)
    weights = np.arange(1, papers * 2 + 1, dtype=float) ** -exponent
    weights[0] = 0.029 * weights[1:].sum()  # by ten draws in about a quarter of the papers
    drawn = chance.choice(len(weights), size=(papers, each), p=weights / weights.sum())
    roles = chance.integers(len(ROLES), size=(papers, each))
    return {
        f"paper/{row:06}": {
            f"entity/{entity}": ROLES[role]
            for entity, role in zip(drawn[row].tolist(), roles[row].tolist(), strict=True)
        }
        for row in range(papers)
    }


def memory() -> float:
    """The greatest resident memory so far, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=100_000)
    parser.add_argument("--entities", type=int, default=10, help="of each paper")
    parser.add_argument("--exponent", type=float, default=0.75, help="of the power law")
    parser.add_argument("--best", type=int, default=10, help="links that each paper asks for")
    args = parser.parse_args()
    shares = corpus(args.papers, args.entities, exponent=args.exponent)
    counts = np.unique([int(entity[7:]) for named in shares.values() for entity in named], return_counts=True)[1]
    print(f"{len(shares)} papers, {len(counts)} entities, the commonest in {counts.max()}, {memory():.2f} GB")
    started = time.process_time()
    links = link_papers(shares, best=args.best)
    spent = time.process_time() - started
    reasons = sum(len(link.why) for link in links)
    print(f"{len(links)} links with {reasons} reasons: {spent:.1f} s of CPU time, {memory():.2f} GB in all")


if __name__ == "__main__":
    main()
