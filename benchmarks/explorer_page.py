"""What the page of a build costs its reader: ``python benchmarks/explorer_page.py BUILD``

Opens graph.html in a headless Chromium, from disk with the network off, and sets each figure beside its bar: those of a
few hundred papers, or of 10,000. ``--synthetic PAPERS`` measures a page of ``tests/synthetic_graph.py`` instead. Exits
with 1 if a bar is missed. Times hold for a quiet machine only.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from papergraph.explorer import write_page

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from browsing import launched
from page_figures import BARS, LARGE_BARS, figures, rows
from synthetic_graph import synthetic_graph

QUERIES = ("gsm8k", "large language model", "langauge", "ret")
LARGE = 1000


def synthetic_page(papers: int, folder: Path) -> Path:
    """A page of that many synthetic papers."""
    graph, extractions = synthetic_graph(papers, papers * 6, papers // 6)
    started = time.perf_counter()
    counts = write_page(graph, extractions, folder / "graph.html", title="Synthetic corpus")
    print(f"{counts.nodes} nodes in the first view, written in {time.perf_counter() - started:.1f} s")
    return folder / "graph.html"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path, nargs="?", help="a build directory, or a page")
    parser.add_argument("--synthetic", type=int, metavar="PAPERS")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        path = synthetic_page(args.synthetic, Path(folder)) if args.synthetic else args.build
        path = path / "graph.html" if path.is_dir() else path
        found = figures(browser, path.resolve(), queries=QUERIES)
    table = rows(found, LARGE_BARS if found.papers > LARGE else BARS)
    for name, value, bar, met in table:
        print(f"{name:18} {value:>12} {bar:>10} {'' if met else '  MISSED'}")
    print(
        f"frame with the most nodes drawn {found.frame_of_most:.0f} ms, all words there after {found.complete:.0f} ms"
    )
    print(*found.requests, *found.troubles, *found.findings, sep="\n")
    return 0 if all(met for *_, met in table) else 1


if __name__ == "__main__":
    sys.exit(main())
