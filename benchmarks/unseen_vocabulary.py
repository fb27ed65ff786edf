"""Extract without the vocabulary entries that a test set has and a training set lacks.

    python benchmarks/unseen_vocabulary.py dev.jsonl --train train.jsonl -o OUT.jsonl

Tells how much of a score rests on entries that the training annotations could not suggest. OUT is scored as usual.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from papergraph.extraction import Extractor
from papergraph.model import Paper
from papergraph.records import write_jsonl
from papergraph.text import fold_name
from papergraph.vocabulary import Term, Vocabulary, load


def annotated_folds(file: Path) -> frozenset[str]:
    """The folds of all annotated surface forms and names of a file."""
    entities = (e for line in file.open(encoding="utf-8") for e in json.loads(line)["entities"])
    return frozenset(fold_name(form) for e in entities for form in (e["name"], *e["mentions"]))


def without_unseen(vocabulary: Vocabulary, *, test: frozenset[str], train: frozenset[str]) -> Vocabulary:
    """The vocabulary without the terms of which a form is in ``test`` and none is in ``train``."""

    def is_unseen(term: Term) -> bool:
        folds = {fold_name(form) for form in term.forms}
        return bool(folds & test) and not folds & train

    kept = {term.name for term in vocabulary.terms if not is_unseen(term)}
    return Vocabulary(tuple(_rootless(term) for term in vocabulary.terms if term.name in kept))


def _rootless(term: Term) -> Term:
    """The term without its parents, of which some may be gone; extraction does not use them."""
    return Term(name=term.name, type=term.type, aliases=term.aliases, direction=term.direction, cue=term.cue)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("test", type=Path)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    whole = load()
    vocabulary = without_unseen(whole, test=annotated_folds(args.test), train=annotated_folds(args.train))
    records = [json.loads(line) for line in args.test.open(encoding="utf-8")]
    papers = (Paper(id=r["id"], title=r["title"], abstract=r["abstract"]) for r in records)
    found = Extractor.load(vocabulary=vocabulary).extract(papers)
    args.output.write_text("".join(write_jsonl(found)), encoding="utf-8")
    print(f"{len(whole.terms) - len(vocabulary.terms)} of {len(whole.terms)} entries removed")


if __name__ == "__main__":
    main()
