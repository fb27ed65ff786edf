"""Fit the table of confidences: python benchmarks/fit_confidence.py GOLD.jsonl... [-o FILE]

Counts, for every kind of evidence, how many of the entities that the pipeline finds in annotated abstracts are right
(type and a surface form agree), and writes src/papergraph/extraction/confidence.json.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path

from papergraph.extraction.combination import FoundEntity, combine
from papergraph.extraction.confidence import ConfidenceTable
from papergraph.extraction.links import find_links
from papergraph.extraction.pipeline import create_pipeline
from papergraph.extraction.tokens import clean_view
from papergraph.model import Paper
from papergraph.vocabulary import load

TARGET = Path(__file__).parent.parent / "src/papergraph/extraction/confidence.json"


def normalise(text: str) -> str:
    """The fold under which two surface forms agree."""
    text = re.sub(r"[\W_]+", " ", text.lower()).strip()
    return text[:-1] if len(text) > 4 and text.endswith("s") and not text.endswith(("ss", "us", "is")) else text


def is_right(found: FoundEntity, gold: list[dict]) -> bool:
    """Whether an annotated entity has the same type and shares a surface form."""
    forms = {normalise(mention.text) for mention in found.mentions}
    return any(e["type"] == found.type and forms & {normalise(m) for m in e["mentions"]} for e in gold)


def fit(files: list[Path]) -> dict[str, tuple[int, int]]:
    """The counts of right ones and of all, by key of evidence."""
    vocabulary, right, total = load(), Counter[str](), Counter[str]()
    language = create_pipeline(vocabulary)
    for record in (json.loads(line) for file in files for line in file.open(encoding="utf-8")):
        paper = Paper(id=record["id"], title=record["title"], abstract=record["abstract"])
        view = clean_view(paper)
        zones = [view.clean_span(link.start, link.end) for link in find_links(paper.text)]
        doc = language(view.text)
        for found in combine(doc, vocabulary=vocabulary, table=ConfidenceTable({}), links=zones, threshold=0.0):
            keys = list(dict.fromkeys(found.evidence.levels()))
            total.update(keys)
            right.update(keys if is_right(found, record["entities"]) else ())
    return {key: (right[key], total[key]) for key in sorted(total)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=TARGET)
    args = parser.parse_args()
    lines = (f"{json.dumps(key)}: {json.dumps(counts)}" for key, counts in fit(args.gold).items())
    args.output.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
