"""Resolve extracted papers with or without the vocabulary: python benchmarks/resolve_papers.py IN.jsonl -o OUT.jsonl

The same as ``papergraph resolve``, but for ``--no-vocabulary``: then only what the papers say counts.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from papergraph.resolution import resolve
from papergraph.resolved_lines import read_lines, resolved
from papergraph.vocabulary import load


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--no-vocabulary", action="store_true")
    args = parser.parse_args()
    with args.papers.open("rb") as stream:
        lines = list(read_lines(stream, file=str(args.papers), on_reject=lambda reject: print(reject, file=sys.stderr)))
    merge = partial(resolve, vocabulary=None if args.no_vocabulary else load())
    with args.output.open("w", encoding="utf-8", newline="\n") as stream_out:
        stream_out.writelines(resolved(lines, merge))


if __name__ == "__main__":
    main()
