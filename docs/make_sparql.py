"""Write the answers of docs/sparql.md anew: ``python docs/make_sparql.py [BUILD]``.

Each query of the tutorial is asked of a build of ``examples``, and its answer put into the block below it. With
``--counts``, the number of rows of each is printed instead, without its LIMIT: for a build of other papers.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from pathlib import Path

import papergraph
from papergraph.rdf.formats import as_table
from papergraph.rdf.query import run
from papergraph.rdf.store import Store, open_store

DOCS = Path(__file__).parent
PAGE = DOCS / "sparql.md"
WIDTH = 58
ANSWERED = re.compile(r"```sparql\n(.*?)```\n\n```text\n(.*?)```\n", re.DOTALL)


def queries(text: str) -> list[str]:
    """The queries of the tutorial."""
    return [match[1] for match in ANSWERED.finditer(text)]


def page(store: Store, text: str) -> str:
    """The page with the answers of a store."""

    def answered(match: re.Match[str]) -> str:
        answer = as_table(run(store, match[1]), width=WIDTH)
        return f"```sparql\n{match[1]}```\n\n```text\n{answer}```\n"

    return ANSWERED.sub(answered, text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", nargs="?", type=Path)
    parser.add_argument("--counts", action="store_true")
    args = parser.parse_args()
    text = PAGE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        build = args.build or Path(folder) / "examples"
        if not args.build:
            papergraph.build(DOCS.parent / "examples", build)
        store = open_store(build)
    if args.counts:
        for number, query in enumerate(queries(text), 1):
            print(number, len(run(store, re.sub(r"\nLIMIT \d+", "", query)).rows))
    else:
        PAGE.write_text(page(store, text), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
