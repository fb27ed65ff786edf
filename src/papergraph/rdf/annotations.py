"""Every mention as a Web Annotation with both selectors, so that other tools find its place in the text.

https://www.w3.org/TR/annotation-vocab/ gives the terms. The position selector counts code points of title, line feed,
abstract, from 0, the end excluded; the quote selector holds the text before and after.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from papergraph.rdf.blocks import blocks_of
from papergraph.rdf.literals import split_literal
from papergraph.rdf.namespaces import DCTERMS, OA, PG, RDFS
from papergraph.rdf.sorting import SortedLines
from papergraph.rdf.terms import integer, iri, string
from papergraph.rdf.triples import TYPE, Sink

AROUND = 32
_LABEL = iri(RDFS.label)
_PAPER, _MENTION = iri(PG.Paper), iri(PG.Mention)


def annotation_lines(path: Path) -> Iterator[str]:
    """Sorted N-Triples: an annotation for each mention of a sorted N-Triples file."""
    with SortedLines() as found, SortedLines() as joined:
        for line in _texts_and_mentions(path):
            joined.add_line(line)
        records = (json.loads(line) for batch in joined.batches() for line in batch)
        for _, group in groupby(records, key=lambda record: record[0]):
            text = ""
            for _, is_mention, *rest in group:
                if is_mention:
                    _annotate(found, text, *rest)
                else:
                    text = rest[0]
        for batch in found.batches():
            yield from batch


def _texts_and_mentions(path: Path) -> Iterator[str]:
    """A line for the text of each paper, and one for each mention; sorted, each paper stands before its mentions."""
    for subject, pairs in blocks_of(path):
        said = dict(pairs)
        if said.get(TYPE) == _PAPER:
            title, abstract = (said.get(iri(name)) for name in (DCTERMS.title, DCTERMS.abstract))
            text = f"{split_literal(title)[0] if title else ''}\n{split_literal(abstract)[0] if abstract else ''}"
            yield json.dumps([subject, 0, text]) + "\n"
        elif said.get(TYPE) == _MENTION:
            start, end = (int(split_literal(said[iri(name)])[0]) for name in (PG.start, PG.end))
            paper = said[iri(PG.inPaper)]
            yield json.dumps([paper, 1, subject, paper, said[iri(PG.refersTo)], said[_LABEL], start, end]) + "\n"


def _annotate(triples: Sink, text: str, mention: str, paper: str, body: str, label: str, start: int, end: int) -> None:
    """Add the annotation: its target is a part of the paper, which both selectors select."""
    target, position, quote = (f"{mention[:-1]}/{name}>" for name in ("target", "position", "quote"))
    triples.add(
        mention,
        (TYPE, iri(OA.Annotation)),
        (_LABEL, label),
        (iri(OA.hasBody), body),
        (iri(OA.hasTarget), target),
        (iri(OA.motivatedBy), iri(OA.identifying)),
    )
    triples.add(
        target,
        (TYPE, iri(OA.SpecificResource)),
        (_LABEL, string("part of a paper")),
        (iri(OA.hasSource), paper),
        (iri(OA.hasSelector), position),
        (iri(OA.hasSelector), quote),
    )
    triples.add(
        position,
        (TYPE, iri(OA.TextPositionSelector)),
        (_LABEL, string(f"{start} to {end}")),
        (iri(OA.start), _count(start)),
        (iri(OA.end), _count(end)),
    )
    triples.add(
        quote,
        (TYPE, iri(OA.TextQuoteSelector)),
        (_LABEL, string(text[start:end])),
        (iri(OA.prefix), string(text[max(0, start - AROUND) : start])),
        (iri(OA.exact), string(text[start:end])),
        (iri(OA.suffix), string(text[end : end + AROUND])),
    )


def _count(number: int) -> str:
    """The datatype that the Web Annotation vocabulary asks for."""
    return integer(number).replace("#integer>", "#nonNegativeInteger>")
