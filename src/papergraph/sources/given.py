"""Papers that Python code gives instead of inputs: made as the sources make theirs, or set aside."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from papergraph.errors import InputError
from papergraph.identifiers import paper_id
from papergraph.model import Paper, Reject
from papergraph.sources.fields import check_length, mend
from papergraph.sources.json_values import kind
from papergraph.text import repair

INPUT = "input"
"""The name that such papers have as a file in rejects and errors; their line is their position, from 1."""


def given_papers(papers: Iterable[Paper], *, on_reject: Callable[[Reject], object]) -> Iterator[Paper]:
    """The papers with texts that can be written and identifiers as tuples; what is none goes to ``on_reject``.

    :raises InputError: the ``extra`` of a paper holds what JSON can't.
    """
    for position, paper in enumerate(papers, 1):
        try:
            yield _checked(paper, position)
        except ValueError as error:
            on_reject(Reject(INPUT, position, str(error)))


def _checked(paper: Paper, position: int) -> Paper:
    if not isinstance(paper, Paper):
        raise ValueError(f"a paper is needed, found {kind(paper)}")
    title, abstract = _text("title", paper.title), _text("abstract", paper.abstract or "")
    if not title.strip():
        raise ValueError("title: it is empty")
    check_length(title, abstract)
    return replace(
        paper,
        id=repair(str(paper.id)) or paper_id(title),
        title=title,
        abstract=abstract,
        year=_year(paper.year),
        authors=_texts("authors", paper.authors),
        venue=_text("venue", paper.venue) if paper.venue else None,
        identifiers=_identifiers(paper.identifiers),
        sources=_texts("sources", paper.sources),
        extra=_extra(paper, position),
    )


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name}: a text is needed, found {kind(value)}")
    return repair(value)


def _year(value: object) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise ValueError(f"year: a whole number is needed, found {kind(value)}")
    return value


def _texts(name: str, value: Any) -> tuple[str, ...]:
    """Several texts, or one by itself."""
    items = (value,) if isinstance(value, str) else value or ()
    if not isinstance(items, (list, tuple, set, frozenset)):
        raise ValueError(f"{name}: texts are needed, found {kind(items)}")
    found = tuple(_text(name, item) for item in items)
    return tuple(sorted(found)) if isinstance(items, (set, frozenset)) else found


def _identifiers(value: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, Mapping):
        raise ValueError(f"identifiers: an object is needed, found {kind(value)}")
    read = {repair(str(name)): _texts("identifiers", texts) for name, texts in value.items()}
    return {name: tuple(filter(None, texts)) for name, texts in read.items() if any(texts)}


def _extra(paper: Paper, position: int) -> dict[str, Any]:
    """:raises InputError: JSON can't hold it."""
    try:
        extra: dict[str, Any] = json.loads(json.dumps(mend(dict(paper.extra)), allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        reason = f"extra of the paper {paper.id!r} can't be written as JSON ({error}); give texts and numbers"
        raise InputError(INPUT, reason, line=position) from error
    return extra
