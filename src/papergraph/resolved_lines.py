"""Resolution of JSON lines: each entity gets its ``entity`` id, and everything else stays as it was."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from papergraph.model import Extraction, Reject, Resolution
from papergraph.records import dumps, from_record
from papergraph.text import repair

Resolve = Callable[[Sequence[Extraction]], Resolution]
_NEEDED = ("id", "title", "abstract", "year", "identifiers", "entities")


@dataclass(frozen=True, slots=True)
class Line:
    """A paper of the file: its JSON object, as it was written, and its values."""

    record: dict[str, Any]
    extraction: Extraction


def read_lines(lines: Iterable[bytes], *, file: str, on_reject: Callable[[Reject], object]) -> Iterator[Line]:
    """The papers of JSON lines (UTF-8), blank lines left out; what is broken goes to ``on_reject``.

    :param file: the name that rejects carry.
    """
    for number, raw in enumerate(lines, 1):
        if not raw.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        try:
            yield _line(raw)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            on_reject(Reject(file, number, _reason(error)))


def _line(raw: bytes) -> Line:
    record = json.loads(raw.decode("utf-8-sig"))
    if b"\\ud" in raw.lower():
        record = json.loads(repair(json.dumps(record, ensure_ascii=False)))
    if not isinstance(record, dict):
        raise ValueError("a JSON object is needed on each line")
    extraction = from_record({key: record[key] for key in _NEEDED if key in record})
    return Line(record, extraction)


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "not in UTF-8"
    if isinstance(error, json.JSONDecodeError):
        return f"broken JSON: {error}"
    return f"not a paper as papergraph extract writes it: {error}"


def resolved(lines: Sequence[Line], resolve: Resolve) -> Iterator[str]:
    """The lines in their order, with ``entity`` added to each of their entities.

    :param resolve: what merges; it may reorder the papers, but not the entities of one.
    """
    apart = _apart([line.extraction for line in lines])
    found = {extraction.paper.id: extraction for extraction in resolve(apart).extractions}
    for line, extraction in zip(lines, apart, strict=True):
        entities = found[extraction.paper.id].entities
        for record, entity in zip(line.record.get("entities") or (), entities, strict=True):
            record["entity"] = entity.id
        yield repair(dumps(line.record)) + "\n"


def _apart(extractions: Iterable[Extraction]) -> list[Extraction]:
    """The extractions, where a paper whose id stood before gets one of its own: copies stay apart."""
    seen: Counter[str] = Counter()
    apart = []
    for extraction in extractions:
        paper = extraction.paper
        seen[paper.id] += 1
        tail = f"\0{seen[paper.id]}" if seen[paper.id] > 1 else ""
        apart.append(replace(extraction, paper=replace(paper, id=paper.id + tail)))
    return apart
