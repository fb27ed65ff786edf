"""Train and test by cross-validation: python benchmarks/cross_validation.py GOLD.jsonl [--folds 5] [--config FILE]

Each fold is left out once; a pipeline is trained on the others by the code of `papergraph train`, a tenth of them
chooses the checkpoint, and the fold is looked at only to test it. Prints precision, recall and F1 of exact spans with
their types, over all folds together. A fold holds every fifth line, in the order of the hashes of the lines.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from collections import Counter
from pathlib import Path

import spacy

from papergraph.training import TrainingOptions, train
from papergraph.training.annotations import read_annotations


def figures(counts: Counter[tuple[str, str]], kind: str) -> str:
    """Precision, recall and F1 of a type."""
    right, found, gold = (counts[kind, what] for what in ("right", "found", "gold"))
    shares = right / max(1, found), right / max(1, gold), 2 * right / max(1, found + gold)
    return f"{kind:10}" + "  ".join(f"{what} {100 * x:5.1f}" for what, x in zip(("P", "R", "F1"), shares, strict=True))


def test(pipeline: Path, fold: Path) -> Counter[tuple[str, str]]:
    """The counts of right, found and annotated spans, by type and over all."""
    nlp, counts = spacy.load(pipeline), Counter[tuple[str, str]]()
    for text in read_annotations([fold]).texts:
        gold = set(text.spans)
        found = {(span.start_char, span.end_char, span.label_) for span in nlp(text.text).ents}
        for what, spans in (("right", gold & found), ("found", found), ("gold", gold)):
            counts.update((kind, what) for *_, label in spans for kind in (label, "all"))
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--config", type=Path)
    parser.add_argument("--max-steps", type=int)
    args = parser.parse_args()
    lines = sorted(
        args.gold.read_text(encoding="utf-8").splitlines(), key=lambda x: hashlib.sha256(x.encode()).hexdigest()
    )
    counts = Counter[tuple[str, str]]()
    with tempfile.TemporaryDirectory() as directory:
        for number in range(args.folds):
            left, rest = Path(directory) / f"left{number}.jsonl", Path(directory) / f"rest{number}.jsonl"
            left.write_text("\n".join(lines[number :: args.folds]) + "\n", encoding="utf-8")
            rest.write_text(
                "\n".join(x for i, x in enumerate(lines) if i % args.folds != number) + "\n", encoding="utf-8"
            )
            options = TrainingOptions(config=args.config, max_steps=args.max_steps)
            fold = test(train([rest], Path(directory) / f"pipeline{number}", options).path, left)
            print(f"fold {number + 1}: {figures(fold, 'all')}", flush=True)
            counts += fold
    for kind in sorted({kind for kind, _ in counts}):
        print(figures(counts, kind))


if __name__ == "__main__":
    main()
