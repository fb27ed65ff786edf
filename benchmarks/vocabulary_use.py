"""Count which entries of the vocabulary a corpus names: python benchmarks/vocabulary_use.py PAPERS.jsonl[.xz] [-o FILE]

Papers are records with title and abstract, a line each. An entry is named where one of its forms stands, in any of the
spellings that extraction knows and inside no longer name; an entry that needs a word of its type beside it counts only
there, but a method or a task of that kind (which extraction never finds by itself) counts wherever it stands.
FILE gets a line for each entry, the commonest first: papers, type, name.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from papergraph.extraction.known_names import GROUP, KnownNames
from papergraph.extraction.tokens import blank_pipeline, clean_view
from papergraph.model import EntityType, Paper
from papergraph.vocabulary import Term, Vocabulary, load

AT_LEAST = (1, 2, 3, 5, 10, 100, 1000)


def countable(vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary with its methods and tasks found wherever they stand."""
    anywhere = (EntityType.METHOD, EntityType.TASK)
    return Vocabulary(tuple(replace(term, cue=False) if term.type in anywhere else term for term in vocabulary.terms))


def papers_of(file: Path, *, every: int) -> Iterator[Paper]:
    """Each ``every``-th paper of a file, plain or compressed by xz."""
    with (lzma.open if file.suffix == ".xz" else open)(file, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, islice(lines, 0, None, every)):
            yield Paper(id=str(record.get("id")), title=record["title"] or "", abstract=record["abstract"] or "")


def count(papers: Iterable[Paper], vocabulary: Vocabulary) -> tuple[Counter[str], int]:
    """In how many papers each entry is named, by its name, and how many papers there are."""
    language = blank_pipeline()
    known, found, read = KnownNames(countable(vocabulary)), Counter[str](), 0
    for paper in papers:
        doc = known(language.make_doc(clean_view(paper).text))
        found.update({span.kb_id_ for span in doc.spans[GROUP]})
        read += 1
    return found, read


def table(terms: Iterable[Term], found: Counter[str]) -> Iterator[str]:
    """The entries named in at least so many papers, by type and in all."""
    terms = list(terms)
    groups = [(kind.value, [term for term in terms if term.type is kind]) for kind in EntityType] + [("all", terms)]
    yield f"{'':12}{'entries':>9}" + "".join(f"{f'>= {least}':>9}" for least in AT_LEAST)
    for label, group in groups:
        counts = [found[term.name] for term in group]
        yield f"{label:12}{len(group):9}" + "".join(f"{sum(n >= least for n in counts):9}" for least in AT_LEAST)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take each N-th paper only")
    args = parser.parse_args()
    vocabulary = load()
    found, read = count(papers_of(args.papers, every=args.every), vocabulary)
    print(f"{read} papers")
    print("\n".join(table(vocabulary.terms, found)))
    if args.output:
        ranked = sorted(vocabulary.terms, key=lambda term: (-found[term.name], term.name))
        lines = (f"{found[term.name]}\t{term.type.value}\t{term.name}\n" for term in ranked)
        args.output.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
