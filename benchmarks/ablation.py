"""What each source of candidates gives: python benchmarks/ablation.py GOLD.jsonl

Extracts with all sources, with each alone and with all but each, and prints precision, recall and F1 of entity_core and
of mentions. The weights of the scores stay as they are; without the encoder its probabilities are gone too.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from papergraph.evaluation import evaluate, read_annotations
from papergraph.extraction import Extractor
from papergraph.extraction.candidates import SOURCES
from papergraph.extraction.ner.component import GROUP, LATTICE

FIGURES = ("entity_core", "mention")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    args = parser.parse_args()
    with args.gold.open("rb") as stream:
        gold = list(read_annotations(stream, file=args.gold.name, on_reject=print))
    extractor, kept = Extractor.load(), set(SOURCES)

    def keep(doc: Doc) -> Doc:
        for source in set(SOURCES) - kept:
            doc.spans[source] = []
        if GROUP not in kept:
            doc.user_data.pop(LATTICE, None)
        return doc

    Language.component("papergraph_keep", func=keep)
    extractor.pipeline.language.add_pipe("papergraph_keep")
    rows: list[tuple[str, Collection[str]]] = [("all", SOURCES)]
    rows += [(f"{source} alone", {source}) for source in SOURCES]
    rows += [(f"all but {source}", set(SOURCES) - {source}) for source in SOURCES]
    print(f"| sources | {' | '.join(f'{name} P | R | F1' for name in FIGURES)} |")
    for name, sources in rows:
        kept.clear()
        kept.update(sources)
        figures = evaluate(gold, extractor.extract(paper.paper for paper in gold), resamples=0).figures
        cells = [f"{x:.1f}" for f in FIGURES for x in (figures[f].precision, figures[f].recall, figures[f].f1)]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
